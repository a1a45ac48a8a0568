"""A year of a few tasks, written down by hand: two teams, two schools, every kind of work, times in working hours."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from offices import area, office, school, service, team
from plans import plan_of
from redesign.analysis.measures import Run
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import Expectation, expect
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario
from redesign.simulation.ledger import Ledger
from redesign.simulation.tasks import Records

CLERKS, EXPERTS = 0, 1
LEAVE, AUDIT, HIRING, ORDERS, LOST = range(5)
MATH, READING = 0, 1
ASH, BIRCH = 0, 1
MANDATED, ROUTINE, VISIT, OTHER = range(4)
NO = -1
"""Has not, or is not there."""
YEAR_HOURS = 400


def few_weeks() -> Scenario:
    """Ten weeks of 40 hours. Need in math is 1.6 and 0.4; every school needs reading alike."""
    promise = {"due_working_hours": 10.0, "on_time_share": 0.9}
    reading = area("clerks", {"only": (1, 3.0, 0.5)}, need_measure="none")
    reading["packages"]["only"]["supplier"] = "experts"
    return office(
        calendar={"weeks": 10, "first_school_week": 1, "last_school_week": 10},
        schools=(school("ash", econ_disadvantaged=320), school("birch", econ_disadvantaged=80)),
        teams={
            "clerks": team(2, post_fte=0.5, productive_share=0.8),  # 0.4 work hours in an hour
            "experts": team(1, productive_share=1.0),
        },
        services={
            "leave": service(
                "teachers",
                1.0,
                ("clerks", 2.0),
                promise=promise,
                principal_hours_per_request=0.1,
                principal_hours_per_open_week=0.5,
            ),
            # 14 calendar days are two weeks of 40 hours
            "audit": service(
                "schools",
                1.0,
                ("experts", 70.0),
                mandated=True,
                promise={"due_calendar_days": 14.0, "on_time_share": 0.9},
            ),
            "hiring": service(
                "schools", 1.0, ("clerks", 4.0), ("experts", 10.0), principal_hours_per_open_week=0.2
            ),  # due within 40 hours
            "orders": service("schools", 1.0, ("clerks", 1.0), principal_hours_per_request=2.0),
            "lost": service("schools", 1.0, principal_hours_per_request=3.0),
        },
        areas={"math": area("clerks", {"low": (2, 2.0, 1.0), "high": (3, 3.0, 0.8)}), "reading": reading},
    )


class Task(NamedTuple):
    """What it is, and when it joined its line, started and ended."""

    kind: int
    team: int
    service: int
    request: int
    area: int
    school: int
    work: float
    joined: float
    start: float
    finish: float


TASKS = (
    Task(ROUTINE, CLERKS, LEAVE, 0, NO, ASH, 2.0, 0, 5, 10),  # in time, to the tick
    Task(ROUTINE, CLERKS, LEAVE, 1, NO, BIRCH, 4.0, 100, 120, 130),  # 20 hours late
    Task(ROUTINE, CLERKS, LEAVE, 2, NO, ASH, 4.0, 390, 395, 405),  # due when the year ends, and not done
    Task(ROUTINE, CLERKS, LEAVE, 3, NO, ASH, 1.0, 391, NO, NO),  # due an hour after the year
    Task(ROUTINE, CLERKS, LEAVE, 4, NO, ASH, 1.6, 385, 396, 400),  # done with the last tick, five hours late
    Task(MANDATED, EXPERTS, AUDIT, 5, NO, BIRCH, 70.0, 50, 60, 130),  # in time, to the tick
    Task(MANDATED, EXPERTS, AUDIT, 6, NO, ASH, 10.0, 330, 340, 350),  # done, but not due within the year
    Task(ROUTINE, CLERKS, HIRING, 7, NO, ASH, 4.0, 10, 20, 30),  # first step, then 6 hours on the way
    Task(ROUTINE, EXPERTS, HIRING, 7, NO, ASH, 10.0, 36, 36, 46),  # four hours before it is due
    Task(ROUTINE, CLERKS, HIRING, 8, NO, BIRCH, 4.0, 200, 210, 220),
    Task(ROUTINE, EXPERTS, HIRING, 8, NO, BIRCH, 3.0, NO, NO, NO),  # never got there
    Task(VISIT, CLERKS, NO, NO, MATH, ASH, 2.0, 40, 40, 45),
    Task(VISIT, CLERKS, NO, NO, MATH, ASH, 2.0, 41, NO, NO),  # lapsed
    Task(VISIT, CLERKS, NO, NO, MATH, BIRCH, 2.4, 390, 396, 402),  # ends after the year
    Task(VISIT, CLERKS, NO, NO, MATH, BIRCH, 4.0, 390, 390, 400),  # ends with it
    Task(VISIT, CLERKS, NO, NO, MATH, BIRCH, 2.0, NO, NO, NO),
    Task(VISIT, EXPERTS, NO, NO, READING, BIRCH, 3.0, 70, 70, 73),
    Task(OTHER, CLERKS, NO, NO, NO, NO, 2.0, 150, 150, 155),
    Task(OTHER, EXPERTS, NO, NO, NO, NO, 6.0, 200, NO, NO),
    Task(OTHER, CLERKS, NO, NO, NO, NO, 2.0, 398, 398, 403),
)
REQUESTS = (
    # service, school, arrival, returns
    (LEAVE, ASH, 0, 0),
    (LEAVE, BIRCH, 100, 0),
    (LEAVE, ASH, 390, 0),
    (LEAVE, ASH, 391, 0),
    (LEAVE, ASH, 385, 0),
    (AUDIT, BIRCH, 50, 0),
    (AUDIT, ASH, 330, 0),
    (HIRING, ASH, 10, 2),
    (HIRING, BIRCH, 200, 1),
)


def ticks(hours: tuple[float, ...]) -> np.ndarray:
    at = np.array(hours)
    return np.where(at == NO, NO, at * TICKS_PER_HOUR).astype(np.int64)


def run_of(tasks: tuple[Task, ...] = TASKS, requests: tuple[tuple[int, ...], ...] = REQUESTS) -> Run:
    """The year: three requests for orders of ash and one of birch are eliminated, two of birch nobody answers."""
    column = {name: np.array([getattr(t, name) for t in tasks], np.int64) for name in Task._fields[:6]}
    narrow = {name: column[name].astype(np.int16) for name in ("team", "service", "area")}
    last = [max(i for i, t in enumerate(tasks) if t.request == r) for r in range(len(requests))]
    asked = np.array(requests, np.int64).reshape(-1, 4)
    removed, unmet = np.zeros((5, 2), np.int64), np.zeros((5, 2), np.int64)
    removed[ORDERS], unmet[LOST] = (3, 1), (0, 2)
    ledger = Ledger(
        kind=column["kind"].astype(np.int8),
        **narrow,
        request=column["request"].astype(np.int32),
        step=np.zeros(len(tasks), np.int16),
        school=column["school"].astype(np.int32),
        work_hours=np.array([t.work for t in tasks]),
        mark=np.zeros(len(tasks)),
        request_service=asked[:, 0].astype(np.int16),
        request_school=asked[:, 1].astype(np.int32),
        request_arrival=asked[:, 2] * TICKS_PER_HOUR,
        request_last_task=np.array(last, np.int32),
        request_returns=asked[:, 3].astype(np.int32),
        unmet=unmet,
        removed=removed,
    )
    times = (ticks(tuple(getattr(t, name) for t in tasks)) for name in ("joined", "start", "finish"))
    return Run(YEAR_HOURS * TICKS_PER_HOUR, ledger, Records(*times))


def year() -> tuple[Scenario, Expectation, Plan, Run]:
    """Everything that is measured; ash has low math, birch high math and reading."""
    scenario = few_weeks()
    plan = plan_of(scenario, packages={"math": {"ash": "low", "birch": "high"}, "reading": {"birch": "only"}})
    return scenario, expect(scenario), plan, run_of()
