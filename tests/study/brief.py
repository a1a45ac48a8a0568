"""Plans of small offices in a fraction of a second: by the optimizer alone, or a few simulated years side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from offices import area, office, school, team
from plans import plan_of
from redesign.analysis.cluster_years import Case
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.demand.open_hours import lost_hours
from redesign.demand.streams import FINAL
from redesign.optimization.problem import Problem
from redesign.optimization.solve import Solution, solve
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED, Strategy
from redesign.study.details import details_of
from redesign.study.details_result import Details
from redesign.study.problems import problem_of
from redesign.study.simulated import Simulated
from redesign.study.years import case_of, simulate_years
from study.tiny import quick

YEARS = range(FINAL, FINAL + 4)
BUSY = 0.9
"""Share of its expected hours that a team is taken to promise."""
CLEAN_SHEET, TINKER = SHIPPED["clean_sheet"], SHIPPED["tinker"]
NONE_AT_ALL: dict[str, Any] = {"leave_share": 0.0, "hire_usd": 0.0, "hire_weeks": 0.0, "hire_ramp_share": 0.0}
"""A post without leave that may be hired at once, for nothing."""
OFFERED: dict[str, Any] = {"package_today": "low", "visits_made_share": 1.0}
"""An area that every school has today, and whose every visit counts as promised."""


def deciding(scenario: Scenario, strategy: Strategy, yearly_usd: float | None = None) -> Problem:
    """What a strategy has to decide where every team promises nine tenths of its expected hours."""
    made = in_force(scenario, strategy)
    expectation, lost = expect(made), lost_hours(made)
    tables = tuple(
        TeamTable.expected(each.most_posts, BUSY * float(expectation.post_hours[t]), lost[:, t])
        for t, each in enumerate(made.team_list)
    )
    problem = problem_of(scenario, scenario.run.certified, tables, strategy)
    return problem if yearly_usd is None else replace(problem, yearly_usd=yearly_usd)


def solved(scenario: Scenario, strategy: Strategy = CLEAN_SHEET, yearly_usd: float | None = None) -> Solution:
    """The best plan of a strategy."""
    return solve(deciding(scenario, strategy, yearly_usd))


def support(scenario: Scenario, strategy: Strategy = CLEAN_SHEET, yearly_usd: float | None = None) -> float:
    """What the best plan of a strategy promises."""
    return solved(scenario, strategy, yearly_usd).promised_support


def support_today(scenario: Scenario) -> float:
    """What today's packages promise."""
    problem = deciding(scenario, TINKER)
    return problem.promised_support(plan_of(scenario))


def levers_of(scenario: Scenario, solution: Solution) -> set[str]:
    """The levers that a plan takes."""
    return {name for name, taken in zip(scenario.all_levers, solution.plan.levers.tolist(), strict=True) if taken}


def posts_of(scenario: Scenario, solution: Solution) -> dict[str, int]:
    """Planned posts by team."""
    return dict(zip(scenario.team_ids, solution.plan.posts.tolist(), strict=True))


def with_levers(scenario: Scenario, *taken: str) -> Case:
    """Today's plan with levers: those of the district by name, those of services as in leave.automate."""
    choices = dict([*name.split("."), "taken"][:2] for name in taken)
    return case_of(scenario, plan_of(scenario, levers=choices))


def tried(scenario: Scenario, **cases: Case) -> tuple[dict[str, Details], dict[str, dict[str, np.ndarray]]]:
    """Details, and measures [Y, ...], of plans beside today's on the same years."""
    both = {"today": case_of(scenario, plan_of(scenario))} | cases
    years = simulate_years(both, YEARS, quick(), "test")
    of = {name: Simulated(case.scenario, case.plan, years, name, "today") for name, case in both.items()}
    names = type(years[0]["today"]).__slots__
    return (
        {name: details_of(each, of["today"]) for name, each in of.items()},
        {name: {measure: each.series(measure) for measure in names} for name, each in of.items()},
    )


def coached(count: int = 4, **blocks: Any) -> Scenario:
    """So many schools of equal need, clerks with time to spare, coaches who give each of them the low package today."""
    own: dict[str, Any] = {
        "schools": tuple(school(f"s{i}") for i in range(count)),
        "teams": {
            "clerks": team(3, **NONE_AT_ALL),
            "coaches": team(1, **NONE_AT_ALL, retrain_from=({"team": "clerks", "cost_usd": 0.0, "ramp_share": 0.0},)),
        },
        "areas": {"math": area("coaches", {"low": (60, 4.0, 1.0), "high": (120, 4.0, 0.9)}, **OFFERED)},
    }
    return office(**(own | blocks))
