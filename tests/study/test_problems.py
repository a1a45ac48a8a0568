"""What strategies have to decide: targets as today reaches them, curves shared where teams have the same work."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from offices import small_office
from redesign.analysis.capacity import Targets
from redesign.demand.plan import plan_today
from redesign.demand.streams import BUILD, SEARCH
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization.solve import Solution
from redesign.scenario.model import Scenario
from redesign.study import problems, solves
from redesign.study.pipeline import cases_of
from redesign.study.problems import Curves, problem_of, problems_of, targets_on
from redesign.study.promises import targets_of
from redesign.study.runner import Runner
from redesign.study.search import Found
from redesign.study.years import simulate_year
from study.tiny import made_up_study, simulated_study, tiny_office


def year(**measures: list[int]) -> Any:
    return SimpleNamespace(**{name: np.array(values) for name, values in measures.items()})


@pytest.mark.parametrize(
    ("mandated", "promise", "asked"),
    [
        (True, {}, 0.9),
        (True, {"must_improve": True}, 0.9),
        (False, {"must_improve": True}, 0.9),
        (True, {"as_today": True}, 0.5),
        (False, {}, 0.5),
    ],
)
def test_a_target_is_what_the_file_asks_or_what_today_reaches(
    mandated: bool, promise: dict[str, bool], asked: float
) -> None:
    """Pooled over years, not averaged; firm where it must improve or a law asks; nothing due is nothing missed."""
    raw = small_office().model_dump()
    raw["services"]["evaluation"] |= {"mandated": mandated}
    raw["services"]["evaluation"]["promise"] |= promise
    today = [
        #         leave, hiring, evaluation, advice, operations
        year(on_time=[95, 1, 1, 0, 0], due=[100, 2, 2, 0, 0], visits_made=[80, 9, 0], visits_promised=[100, 10, 0]),
        year(on_time=[95, 5, 1, 0, 0], due=[100, 6, 2, 0, 0], visits_made=[60, 10, 0], visits_promised=[60, 10, 0]),
    ]
    targets = targets_of(Scenario.model_validate(raw), today)
    assert targets.service.tolist() == [0.9, 0.75, asked, 0.9, 0.0]
    assert targets.visits.tolist() == [140 / 160, 0.9, 0.9]


@pytest.mark.parametrize(("first", "count"), [(BUILD, 3), (SEARCH, 2)])
def test_targets_are_what_today_reaches_on_their_own_years(first: int, count: int) -> None:
    raw = small_office().model_dump()
    raw["run"] |= {"build_years": 3, "search_years": 2}
    scenario = Scenario.model_validate(raw)
    cases = cases_of(scenario, {})
    assert list(cases) == ["today"]
    years = [simulate_year(cases, "simpy", first + i)["today"] for i in range(count)]
    wanted, found = targets_of(scenario, years), targets_on(first, scenario, Runner())
    assert np.array_equal(found.service, wanted.service)
    assert np.array_equal(found.visits, wanted.visits)


@pytest.fixture
def simulated(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Teams whose curve was simulated, in order; the curves are not."""
    teams: list[int] = []

    def curve(scenario: Scenario, team: int, *_: Any) -> object:
        teams.append(team)
        return SimpleNamespace(team=team, of=scenario)

    monkeypatch.setattr(problems, "capacity_curve", curve)
    return teams


NO_TARGETS = Targets(np.zeros(5), np.zeros(3))


def test_a_curve_is_simulated_once_for_each_work_that_a_team_has(simulated: list[int]) -> None:
    """Only clerks have removable work, and only the clean sheet drops it."""
    scenario, curves = small_office(), Curves(Runner())
    strategies = scenario.all_strategies
    tinker = problem_of(scenario, strategies["tinker"], NO_TARGETS, curves)
    assert simulated == [0, 1, 2]
    again = problem_of(scenario, strategies["tinker"], NO_TARGETS, curves)
    assert simulated == [0, 1, 2]
    clean = problem_of(scenario, strategies["clean_sheet"], NO_TARGETS, curves)
    assert simulated == [0, 1, 2, 0]
    assert [a is b for a, b in zip(tinker.curves, again.curves, strict=True)] == [True] * 3
    assert [a is b for a, b in zip(tinker.curves, clean.curves, strict=True)] == [False, True, True]
    assert clean.curves[0].of is clean.scenario
    assert [team.other_work_dropped_share for team in clean.scenario.team_list] == pytest.approx([0.3, 0, 0])
    assert clean.expectation.other_hours.tolist() == pytest.approx([630, 200, 150])


def test_a_strategy_decides_within_its_own_scenario_and_budget(simulated: list[int]) -> None:
    raw = tiny_office().model_dump()
    raw["strategies"]["cheaper"] = {
        "label": "Cheaper",
        "may": {"release": True},
        "changes": {"yearly_usd_times": 0.9, "services": {"leave": {"requests_times": 2.0}}},
    }
    raw["strategies"]["more"] = {"label": "More requests", "changes": {"services": {"leave": {"requests_times": 2.0}}}}
    scenario = Scenario.model_validate(raw)
    found = problems_of(scenario, Runner())
    assert list(found) == ["tinker", "retrain", "cheaper", "clean_sheet"], "today and more requests choose nothing"
    assert simulated == [0, 1, 2, 0, 0], "clerks alone answer leave, and have work to drop"
    today = 80_000 * 16 + 4 * 40
    assert [problem.yearly_usd for problem in found.values()] == pytest.approx([today, today, 0.9 * today, today])
    assert [problem.one_time_usd for problem in found.values()] == [1e6] * 4
    base, doubled = (found[name].expectation.service_hours for name in ("tinker", "cheaper"))
    assert doubled[0] == pytest.approx(2 * base[0])
    assert np.array_equal(doubled[1:], base[1:])
    cases = cases_of(scenario, {})
    assert list(cases) == ["today", "more"]
    assert cases["more"].scenario.services["leave"].requests_per_driver_per_year == 40
    assert cases["more"].plan.same_as(plan_today(scenario))


def test_what_is_compared_stands_in_the_order_of_the_scenario() -> None:
    real = simulated_study()
    found = {"clean_sheet": real.certified, "tinker": real.certified}
    cases = cases_of(real.scenario, found)
    assert list(cases) == ["today", "tinker", "clean_sheet"], "retrain has no plan"
    assert cases["tinker"].plan is real.certified.solution.plan
    leave = [case.scenario.services["leave"].work_times for case in cases.values()]
    assert leave == [1.0, 0.1, 0.1], "under the levers of its plan"


def solution(support: float) -> Solution:
    return Solution(plan_today(small_office()), support, support, 0.0, "optimal", "HiGHS", 1.0, True)


NAMES = {"tinker": 10.0, "retrain": 20.0, "clean_sheet": 30.0}


@pytest.fixture
def fates(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What comes of the solves, by strategy, and of the two bounds."""
    found: dict[str, Any] = {name: solution(support) for name, support in NAMES.items()} | {
        "whole": 40.0,
        "upper": 50.0,
    }

    def come(name: str, wrap: Any = lambda value: value) -> Any:
        if isinstance(found[name], Exception):
            raise found[name]
        return wrap(found[name])

    def bound(value: float) -> Any:
        return SimpleNamespace(value=value)

    monkeypatch.setattr(solves, "solve", lambda name: come(name))
    monkeypatch.setattr(solves, "whole_bound", lambda _: come("whole", bound))
    monkeypatch.setattr(solves, "upper_bound", lambda _: come("upper", bound))
    return found


def all_solved() -> Any:
    return solves.solve_all({name: name for name in NAMES}, "clean_sheet", Runner())  # type: ignore[misc]


def test_every_strategy_is_solved_and_the_certified_one_has_a_ceiling(fates: dict[str, Any]) -> None:
    found = all_solved()
    assert {name: each.bound for name, each in found.solutions.items()} == NAMES
    assert list(found.solutions) == list(NAMES), "in the order asked"
    assert (found.ceiling.support, found.ceiling.whole) == (50.0, 40.0)
    fates["whole"] = 60.0
    assert all_solved().ceiling.whole == 50.0, "neither bound is above the other one"


def test_a_strategy_without_a_plan_is_left_out_unless_it_is_the_certified_one(fates: dict[str, Any]) -> None:
    fates["tinker"] = InfeasibleError(["no room to tinker"])
    assert list(all_solved().solutions) == ["retrain", "clean_sheet"]
    fates["clean_sheet"] = InfeasibleError(["no room at all"])
    with pytest.raises(InfeasibleError, match="no room at all"):
        all_solved()


@pytest.mark.parametrize("name", ["tinker", "retrain", "clean_sheet", "whole", "upper"])
def test_a_solver_that_fails_ends_the_study(fates: dict[str, Any], name: str) -> None:
    fates[name] = SolverError("lost")
    with pytest.raises(SolverError, match="lost"):
        all_solved()


def test_of_several_errors_the_certified_strategys_is_told(fates: dict[str, Any]) -> None:
    fates |= {"clean_sheet": InfeasibleError(["no room"]), "tinker": SolverError("lost"), "upper": SolverError("gone")}
    with pytest.raises(InfeasibleError, match="no room"):
        all_solved()


def test_the_plan_found_is_simulated_under_its_strategy_and_levers() -> None:
    found = made_up_study().certified
    assert found.case.plan is found.solution.plan
    assert found.case.scenario.services["hiring"].work_times == 0.0
    assert found.case.scenario.teams["clerks"].removable_work_dropped
    assert replace(found, rounds=9).case.plan is found.solution.plan
    assert isinstance(found, Found)
