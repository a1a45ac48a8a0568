"""Visits of providers: by hand, by a queue written apart from the engines, and the engines against each other."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from buying import random_buyer, random_purchase
from cases import arranged
from offices import area, office, school, team
from plans import plan_of
from redesign.analysis.measures import Run, measure
from redesign.demand.clock import TICKS_PER_HOUR
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, under
from redesign.demand.workload import VisitDraws, draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import Ledger, arrange
from redesign.simulation.engines import engine
from redesign.simulation.tasks import Records, Tasks

ENGINES = ("simpy", "compiled")
WEEK = 40 * TICKS_PER_HOUR
engines = pytest.mark.parametrize("name", ENGINES)


def bought(schools: int = 2, window: float = 40.0, visits: int = 5, hours: float = 40.0, **center: Any) -> Scenario:
    """Ten weeks; visits for every school, all of them bought."""
    math = area("coaches", {"all": (visits, hours, 1.0)}, window_working_hours=window, need_measure="none")
    math["packages"]["all"]["supplier"] = "center"
    provider = {"label": "Center", "visits_per_year": 10**6, "visits_at_once": 1, "price_usd_per_visit": 1.0}
    return office(
        calendar={"weeks": 10, "hours_per_week": 40.0, "first_school_week": 1, "last_school_week": 10},
        schools=tuple(school(f"s{i}") for i in range(schools)),
        providers={"center": provider | {"funding_stream": "general"} | center},
        teams={"coaches": team(1)},
        areas={"math": math},
    )


def on_time(scenario: Scenario, plan: Plan) -> tuple[Tasks, Ledger]:
    """Every visit as long as the file says, the j-th of m visits of every school at j / m of the year."""
    shape = draw_workload(scenario, 0).visit_draws[0].offset.shape
    exact = VisitDraws(length_factor=np.ones(shape), offset=np.zeros(shape), mark=np.zeros(shape))
    workload = replace(draw_workload(scenario, 0), visit_draws=(exact,))
    return arrange(scenario, expect(scenario), workload, plan)


def weeks_of(scenario: Scenario, name: str) -> list[list[float]]:
    """[S][visits] weeks in which visits begin; -1 of those that lapse."""
    tasks, ledger = on_time(scenario, plan_of(scenario, packages={"math": "all"}))
    start = np.where(engine(name)(tasks).start < 0, -1.0, engine(name)(tasks).start / WEEK)
    return [start[ledger.school == s].tolist() for s in range(len(scenario.schools))]


@engines
def test_one_at_a_time_by_hand(name: str) -> None:
    """Two schools are due in weeks 0, 2, 4, 6 and 8, a visit takes a week: the second school waits a week each time."""
    assert weeks_of(bought(), name) == [[0, 2, 4, 6, 8], [1, 3, 5, 7, 9]]
    assert weeks_of(bought(window=39.5), name) == [[0, 2, 4, 6, 8], [-1] * 5], "who would wait so long has lost it"
    assert weeks_of(bought(visits_at_once=2, window=1.0), name) == [[0, 2, 4, 6, 8]] * 2


@engines
def test_lead_weeks_by_hand(name: str) -> None:
    """Nobody comes for three weeks: the visits of week 0 lapse, those of week 2 begin in week 3, where they wait."""
    assert weeks_of(bought(visits_at_once=2, lead_weeks=3.0), name) == [[-1, 3, 4, 6, 8]] * 2
    assert weeks_of(bought(visits_at_once=2, lead_weeks=3.0, window=39.5), name) == [[-1, -1, 4, 6, 8]] * 2
    assert weeks_of(bought(visits_at_once=2, lead_weeks=2.5, window=20.0), name) == [[-1, 2.5, 4, 6, 8]] * 2
    assert weeks_of(bought(visits_at_once=2, lead_weeks=10.0, window=400.0), name) == [[-1] * 5] * 2
    one = weeks_of(bought(lead_weeks=3.0, window=80.0), name)  # in line: week 2's from 3 and 4, then one a week
    assert one == [[-1, 3, 5, 7, 9], [-1, 4, 6, 8, -1]], "week 8's second would begin in week 10"


def first_come_first_served(tasks: Tasks, mine: np.ndarray, servers: int, opens: int) -> dict[int, int]:
    """When each task starts: of those in line the first one that has not lapsed, as soon as a server is free."""
    free, start = [opens] * servers, dict[int, int]()
    for n in sorted(np.flatnonzero(mine).tolist(), key=lambda n: (tasks.ready[n], n)):
        free.sort()
        begins = max(int(tasks.ready[n]), free[0])
        if begins <= tasks.deadline[n] and begins < tasks.horizon:
            start[n] = begins
            free[0] = begins + int(tasks.hold[n])
    return start


@engines
@pytest.mark.parametrize("seed", range(12))
def test_a_line_with_servers_written_apart(name: str, seed: int) -> None:
    rng = np.random.default_rng(seed)
    servers, lead = int(rng.integers(1, 4)), float(rng.choice([0.0, 0.7, 2.0]))
    load = int(rng.integers(15, 60))
    scenario = bought(7, float(rng.choice([2.0, 20.0, 60.0])), load, 1.5, visits_at_once=servers, lead_weeks=lead)
    tasks, ledger = arranged(scenario, plan_of(scenario, packages={"math": "all"}), seed)
    records = engine(name)(tasks)
    expected = first_come_first_served(tasks, ledger.area == 0, servers, round(lead * WEEK))
    assert {n: s for n, s in enumerate(records.start.tolist()) if s >= 0} == expected
    assert all(s >= lead * WEEK for s in expected.values())
    assert len(expected) > 0


@pytest.mark.parametrize("seed", range(40))
def test_engines_agree_to_the_last_bit(seed: int) -> None:
    """Providers, contract work, shorter and longer visits, other work dropped and added."""
    rng = np.random.default_rng([7, seed])
    scenario = random_buyer(rng)
    tasks, _ = arranged(scenario, random_purchase(rng, scenario), seed)
    one, other = (engine(name)(tasks) for name in ENGINES)
    for each in fields(Records):
        assert np.array_equal(getattr(one, each.name), getattr(other, each.name)), each.name


def support(scenario: Scenario, plan: Plan, year: int) -> np.ndarray:
    made = under(scenario, plan)
    tasks, ledger = arranged(scenario, plan, year)
    found = measure(made, expect(made), plan, Run(tasks.horizon, ledger, engine("compiled")(tasks)))
    return found.support


def test_effect_times_scales_support_and_nothing_else() -> None:
    plain = bought(5, visits=30, hours=2.0)
    plan = plan_of(plain, packages={"math": "all"})
    before = support(plain, plan, 3)
    assert before.sum() > 100
    for times in (0.0, 0.25, 2.0, -1.0):
        assert np.array_equal(support(bought(5, visits=30, hours=2.0, effect_times=times), plan, 3), times * before)


def test_a_lever_scales_the_support_of_bought_visits_too() -> None:
    raw = bought(5, visits=30, hours=2.0).model_dump()
    raw["levers"] = {"practice": {"label": "Practice", "changes": {"areas": {"math": {"effect_times": 0.5}}}}}
    scenario = Scenario.model_validate(raw)
    left, taken = (plan_of(scenario, packages={"math": "all"}, levers={"practice": w}) for w in ("left", "taken"))
    assert np.array_equal(support(scenario, taken, 3), 0.5 * support(scenario, left, 3))
