"""The years that engines are measured on: of a shipped scenario, and of a made-up district of any size."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from offices import area, office, school, service, team
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.simulation.arrange import arrange
from redesign.simulation.tasks import NEVER, Records, Tasks

SCENARIOS = Path(__file__).parents[1] / "scenarios"
TEAMS, SERVICES, AREAS = 8, 14, 6
POSTS_PER_TEACHER = 0.0104


def district(schools: int) -> Scenario:
    """Eight teams, two by caseload; fourteen services, half of them over two teams and some mandated; six areas."""
    rng = np.random.default_rng(1)
    staff = [float(rng.integers(15, 60)) for _ in range(schools)]
    posts = max(1, round(sum(staff) * POSTS_PER_TEACHER))
    names = [f"team{i}" for i in range(TEAMS)]
    services = {
        f"service{i}": service(
            "teachers",
            4.0,
            (names[i % TEAMS], 1.0),
            *([(names[(i + 1) % TEAMS], 0.5)] if i % 2 else []),
            return_share=0.1 * (i % 2),
            handover_hours=4.0,
            mandated=i == 3,
            opening_backlog_requests=schools,
        )
        for i in range(SERVICES)
    }
    areas = {
        f"area{i}": area(names[i % TEAMS], {"mid": (25, 2.0, 0.9)}, package_today="mid", window_working_hours=40.0)
        for i in range(AREAS)
    }
    other_hours = 200.0 * posts
    return office(
        schools=tuple(school(f"s{i:04d}", teachers=t) for i, t in enumerate(staff)),
        teams={
            n: team(
                posts,
                vacancy_rate=0.03,
                other_work_hours_per_year=other_hours,
                assignment="caseload" if i >= TEAMS - 2 else "pooled",
            )
            for i, n in enumerate(names)
        },
        services=services,
        areas=areas,
    )


def year(schools: int) -> Tasks:
    """One year of the made-up district."""
    return under_today(district(schools))


def shipped(name: str) -> Tasks:
    """One year of a scenario that comes with the program."""
    return under_today(load_scenario(SCENARIOS / name))


def under_today(scenario: Scenario) -> Tasks:
    """One year under today's plan."""
    return arrange(scenario, expect(scenario), draw_workload(scenario, 0), plan_today(scenario))[0]


def queues_alone(tasks: Tasks) -> Tasks:
    """The same year without absences, and visits that wait for as long as it takes."""
    none = np.empty(0, np.int64)
    return replace(
        tasks,
        deadline=np.full_like(tasks.deadline, NEVER),
        closure_station=none.astype(np.int32),
        closure_start=none,
        closure_length=none,
    )


def describe(tasks: Tasks, records: Records) -> str:
    """What is in the year, in a line, so that a reader sees that the model is not idle."""
    done = records.start >= 0
    busy = (np.minimum(records.finish, tasks.horizon) - records.start)[done].sum() / tasks.servers.sum() / tasks.horizon
    lapsed = int(((records.start < 0) & (tasks.deadline < tasks.horizon - 1)).sum())
    return (
        f"{len(tasks.ready):,} tasks, {int((tasks.following >= 0).sum()):,} of them go on to another team, "
        f"{tasks.servers.sum():,} posts at {len(tasks.servers)} stations, {busy:.0%} of post time at work, "
        f"{len(tasks.closure_start):,} absences, {lapsed:,} visits lapsed"
    )
