"""What strategies have to decide: clusters, tables that are simulated once, money, the plans that are compared."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today, under
from redesign.scenario.model import Scenario
from redesign.study import problems
from redesign.study.pipeline import cases_of
from redesign.study.problems import problems_of, setting_of, with_made_shares
from redesign.study.runner import Runner
from study.three_teams import CLERKS, COACHES, EXPERTS, FEW, three_teams
from study.tiny import made_up_study, simulated_study, tiny_office


def with_strategies(**changes: dict[str, Any]) -> Scenario:
    """The three teams, and strategies that make something else of the file."""
    strategies = {
        name: {"label": name.title(), "may": {"release": True}, "changes": change} for name, change in changes.items()
    }
    return three_teams(strategies=strategies, run=FEW | {"strategies": ("tinker", *strategies)})


MORE_LEAVE = {"services": {"leave": {"requests_times": 2.0}}}
MORE_EVALUATIONS = {"services": {"evaluation": {"requests_times": 2.0}}}
BOTH_EVALUATE = {
    "services": {"evaluation": {"steps": tuple({"team": name, "work_hours": 2.0} for name in ("clerks", "experts"))}}
}


def test_teams_that_nothing_ties_together_are_clusters_of_their_own() -> None:
    setting = setting_of(three_teams())
    assert setting.clusters == ((CLERKS,), (COACHES,), (EXPERTS,))
    assert [case.plan.posts.tolist() for case in setting.today] == [[3, 0, 0], [0, 2, 0], [0, 0, 2]]
    assert [list(case.scenario.areas) for case in setting.today] == [[], ["math"], ["inclusion"]]
    assert [case.plan.packages.tolist() for case in setting.today] == [[], [[1, 1]], [[0, 0]]]


def test_what_a_strategy_may_tie_together_is_one_cluster_for_all() -> None:
    assert setting_of(with_strategies(swap=BOTH_EVALUATE)).clusters == ((CLERKS, EXPERTS), (COACHES,))


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """The tables asked for; nothing is simulated."""
    asked: list[Any] = []

    def table(job: Any) -> TeamTable:
        asked.append(job)
        return TeamTable(np.arange(10.0) * len(asked), np.zeros(4))

    monkeypatch.setattr(problems, "table", table)
    return asked


def test_a_table_is_simulated_once_for_what_strategies_share(jobs: list[Any]) -> None:
    """Coaches and experts make visits; only evaluations are work of one of them."""
    scenario = with_strategies(leave=MORE_LEAVE, evaluate=MORE_EVALUATIONS)
    setting = setting_of(scenario)
    found = problems_of(setting, Runner())
    assert list(found) == ["tinker", "leave", "evaluate", "clean_sheet"]
    assert [job[2] for job in jobs] == [COACHES, EXPERTS, EXPERTS], "experts a second time where they have more to do"
    for job in jobs:
        alone = setting.today[job[2]]
        assert job[0].scenario == alone.scenario
        assert job[0].plan.same_as(alone.plan)
    assert [job[3] for job in jobs] == ["simpy"] * 3
    tables = {name: problem.tables for name, problem in found.items()}
    coaches, experts = ([tables[name][t] for name in tables] for t in (COACHES, EXPERTS))
    assert all(table is coaches[0] for table in coaches)
    assert experts[0] is experts[1] is experts[3] is not experts[2]
    assert experts[2].hours[1] == 3.0, "the third job's"


def test_a_table_is_made_around_one_team_of_its_cluster(jobs: list[Any]) -> None:
    """Clerks and experts are tied by evaluations; leave does not pass through experts, coaches are elsewhere."""
    scenario = with_strategies(swap=BOTH_EVALUATE, leave=MORE_LEAVE)
    setting = setting_of(scenario)
    assert setting.clusters == ((CLERKS, EXPERTS), (COACHES,))
    problems_of(setting, Runner())
    experts = [job for job in jobs if job[2] == EXPERTS]
    assert [job[2] for job in jobs] == [EXPERTS, COACHES, EXPERTS]
    for today, made, _, _ in experts:
        assert list(made.services) == list(today.scenario.services) == ["evaluation"]
        assert list(made.areas) == list(today.scenario.areas) == ["inclusion"]
        assert today.plan.posts.tolist() == [3, 0, 2], "clerks stand by"
    steps = [[step.team for step in made.services["evaluation"].steps] for _, made, _, _ in experts]
    assert steps == [["experts"], ["clerks", "experts"]], "more leave is nothing to them"


def test_a_table_knows_what_is_dropped_from_the_start(jobs: list[Any]) -> None:
    raw = three_teams().model_dump()
    raw["teams"]["experts"] |= {"other_work_hours_per_year": 100.0, "other_work_removable_share": 0.3}
    found = problems_of(setting_of(Scenario.model_validate(raw)), Runner())
    assert [job[2] for job in jobs] == [COACHES, EXPERTS, EXPERTS]
    assert [job[1].team_list[EXPERTS].removable_work_dropped for job in jobs] == [False, False, True]
    assert found["tinker"].tables[EXPERTS] is not found["clean_sheet"].tables[EXPERTS]


@pytest.mark.parametrize(
    ("rate", "extra"),
    [
        (60.0, 50.0),  # 40 teachers x 60 x 0.8 h are within three posts' hours: the allowance of the file
        (200.0, None),  # more than three posts do: what today's team leaves undone
        (0.5, 16.0),  # no more than there is to do at all
    ],
)
def test_a_team_without_visits_has_all_its_hours(jobs: list[Any], rate: float, extra: float | None) -> None:
    raw = three_teams().model_dump()
    raw["services"]["leave"]["requests_per_driver_per_year"] = rate
    table = problems_of(setting_of(Scenario.model_validate(raw)), Runner())["tinker"].tables[CLERKS]
    post_hours = (52 - 5.2) * 40 * 0.75
    beyond = 40 * rate * 0.8 - 3 * post_hours if extra is None else extra
    assert beyond > 0
    assert table.hours == pytest.approx(np.arange(len(table.hours)) * post_hours + beyond)


def test_support_counts_the_shares_of_visits_that_the_file_asks_for(jobs: list[Any]) -> None:
    raw = three_teams().model_dump()
    raw["areas"]["math"]["visits_made_share"] = 0.8
    scenario = Scenario.model_validate(raw)
    found = problems_of(setting_of(scenario), Runner())["tinker"].expectation
    plain = expect(scenario)
    assert found.support[0] == pytest.approx(0.8 * plain.support[0])
    assert found.support[1] == pytest.approx(0.9 * plain.support[1])
    assert np.array_equal(found.visit_hours, plain.visit_hours)
    assert np.array_equal(with_made_shares(plain, np.ones(2)).support, plain.support)


def test_a_strategy_decides_within_its_own_scenario_and_budget(jobs: list[Any]) -> None:
    raw = tiny_office().model_dump()
    raw["strategies"]["cheaper"] = {
        "label": "Cheaper",
        "may": {"release": True},
        "changes": {"yearly_usd_times": 0.9, "services": {"leave": {"requests_times": 2.0}}},
    }
    raw["strategies"]["more"] = {"label": "More requests", "changes": {"services": {"leave": {"requests_times": 2.0}}}}
    raw["run"]["strategies"] = ("tinker", *raw["strategies"])
    scenario = Scenario.model_validate(raw)
    found = problems_of(setting_of(scenario), Runner())
    assert list(found) == ["tinker", "retrain", "cheaper", "clean_sheet"], "today and more requests choose nothing"
    today = 80_000 * 16 + 4 * 40
    assert [problem.yearly_usd for problem in found.values()] == pytest.approx([today, today, 0.9 * today, today])
    assert [problem.one_time_usd for problem in found.values()] == [1e6] * 4
    assert [problem.facts for problem in found.values()] == [()] * 4
    base, doubled = (found[name].expectation.service_hours for name in ("tinker", "cheaper"))
    assert doubled[0] == pytest.approx(2 * base[0])
    assert np.array_equal(doubled[1:], base[1:])
    cases = cases_of(scenario, {}, Runner())
    assert list(cases) == ["today", "more"]
    assert cases["more"].scenario.services["leave"].requests_per_driver_per_year == 40
    assert cases["more"].plan.same_as(plan_today(scenario))


def test_what_is_compared_stands_in_the_order_of_the_scenario() -> None:
    real = simulated_study()
    plan = real.certified.solution.plan
    automated = replace(real.certified.solution, plan=replace(plan, levers=np.ones_like(plan.levers)))
    certified = replace(real.certified, last=automated)
    found = {"clean_sheet": certified, "tinker": certified}
    cases = cases_of(real.scenario, found, Runner())
    assert list(cases) == ["today", "tinker", "clean_sheet"], "retrain has no plan"
    assert cases["tinker"].plan is automated.plan
    leave = [case.scenario.services["leave"].work_times for case in cases.values()]
    assert leave == [1.0, 0.1, 0.1], "under the levers of its plan"


def test_the_plan_found_is_simulated_under_its_strategy_and_levers() -> None:
    found = made_up_study().certified
    assert found.case.plan is found.solution.plan
    assert found.solution.plan.levers.any()
    assert found.case.scenario.services == under(found.problem.scenario, found.solution.plan).services
    assert found.case.scenario.teams["clerks"].removable_work_dropped
