"""The last step of a search: what simulation alone sees a use in, against every plan near by."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from plans import plan_of
from redesign.analysis.cost import yearly_budget
from redesign.demand.plan import Plan, plan_today
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.recheck import is_allowed
from redesign.optimization.solve import POLISHED
from redesign.scenario.rules import Rule
from redesign.study import polish as polishing
from redesign.study.found import Found
from redesign.study.polish import polish
from redesign.study.problems import Setting, setting_of
from redesign.study.questions import Answer, Question
from study.test_search import Office, problem_of, tried
from study.three_teams import CLERKS, COACHES, EXPERTS, judged, three_teams

MOST_CLERKS = 3


@pytest.fixture
def setting() -> Setting:
    return setting_of(three_teams())


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, setting: Setting) -> Office:
    made = Office(monkeypatch, setting)
    made.answers = answering()
    return made


def support_of(coaches: int) -> float:
    """Each post makes half of the visits that would lapse."""
    return 1000.0 * (1 - 0.5**coaches)


def answering(clerks: int = 2, coaches: int = 1):
    """So many clerks keep their promises, so many coaches theirs; portal saves support, experts bring none."""

    def answer(question: Question) -> Answer:
        posts, cluster = question.asked.plan.posts, question.asked.cluster
        if CLERKS in cluster:
            return Answer(judged(float(posts[CLERKS] - clerks)))
        if COACHES in cluster:
            return Answer(judged(float(posts[COACHES] - coaches), support_of(int(posts[COACHES]))))
        return Answer(judged(0.0 if posts[EXPERTS] >= 2 else -1.0))

    return answer


def start(problem: Problem, plan: Plan) -> Found:
    support = support_of(int(plan.posts[COACHES]))
    known = tried(problem, 0.0, 0.0, 0.0, plan=plan)
    answers = (Answer(judged(0.0)), Answer(judged(0.0, support)), Answer(judged(0.0)))
    return Found(problem, known.solution, [replace(known, answers=answers)])


def polished(office: Office, problem: Problem, plan: Plan) -> Plan:
    found = start(problem, plan)
    polish(found, office.trials())
    return max(found.tried, key=lambda each: each.rank).solution.plan


def with_money_for_today(setting: Setting) -> Problem:
    problem = problem_of(setting.scenario)
    return replace(problem, yearly_usd=yearly_budget(setting.scenario))


def test_a_post_that_nobody_needs_pays_for_one_that_makes_visits(office: Office, setting: Setting) -> None:
    """Of all staffings that money allows the best: two clerks of three, and the third is a coach."""
    problem, today = with_money_for_today(setting), plan_today(setting.scenario)
    plan = polished(office, problem, today)
    assert plan.posts.tolist() == [2, 3, 2]
    assert plan.retrained[CLERKS, COACHES] == 1 or plan.hired[COACHES] == 1
    assert is_allowed(problem, plan)


@pytest.mark.parametrize("more_usd", [0.0, 80_000.0, 160_000.0, 400_000.0])
@pytest.mark.parametrize("clerks", [1, 2, 3])
def test_it_finds_the_best_of_all_staffings(office: Office, setting: Setting, more_usd: float, clerks: int) -> None:
    """Support grows with every coach, so that the best plan has as many as clerks and money leave."""
    office.answers = answering(clerks)
    problem = with_money_for_today(setting)
    problem = replace(problem, yearly_usd=problem.yearly_usd + more_usd)
    plan = polished(office, problem, plan_today(setting.scenario))
    cost = [team.loaded_cost_usd for team in setting.scenario.team_list]
    left = problem.yearly_usd - problem.cost_today.yearly_usd + (MOST_CLERKS - clerks) * cost[CLERKS]
    most = min(2 + int(left / cost[COACHES] + 1e-9), problem.most_posts(COACHES))
    least_gain = polishing.WORTH * support_of(most)
    reached = int(plan.posts[COACHES])
    assert reached == most or support_of(most) - support_of(reached) < least_gain
    assert plan.posts[CLERKS] >= clerks


def test_what_misses_a_promise_is_not_done(office: Office, setting: Setting) -> None:
    office.answers = answering(clerks=3)
    today = plan_today(setting.scenario)
    found = start(with_money_for_today(setting), today)
    assert not polish(found, office.trials())
    assert len(found.tried) == 1


def test_nor_what_is_known_to_be_too_few(office: Office, setting: Setting) -> None:
    known = replace(with_money_for_today(setting), facts=(TooFew({CLERKS: 2}, frozenset(), frozenset()),))
    found = start(known, plan_today(setting.scenario))
    assert not polish(found, office.trials())
    fewer = [q for q in office.asked if CLERKS in q.asked.cluster and q.asked.plan.posts[CLERKS] < MOST_CLERKS]
    assert not fewer, "it is not simulated, either"


def test_what_the_plan_itself_contradicts_holds_nothing_back(office: Office, setting: Setting) -> None:
    """Three clerks keep their promises, so that a fact which says otherwise is wrong."""
    wrong = TooFew({CLERKS: 3}, frozenset(), frozenset())
    known = replace(with_money_for_today(setting), facts=(wrong,))
    assert polished(office, known, plan_today(setting.scenario)).posts.tolist() == [2, 3, 2]


def test_rules_are_kept(office: Office, setting: Setting) -> None:
    rule = Rule(label="All clerks stay", kind="minimum_posts", teams=("clerks",), minimum_share=1.0, removable=False)
    scenario = setting.scenario.model_copy(update={"rules": {"stay": rule}})
    problem = replace(with_money_for_today(setting), scenario=scenario)
    assert not polish(start(problem, plan_today(scenario)), office.trials())


def test_a_step_that_brings_hardly_anything_is_not_made(office: Office, setting: Setting) -> None:
    """The eleventh coach would make a half of a thousandth of the visits."""
    plan = plan_of(setting.scenario, packages={"math": "low"})
    many = replace(plan, hired=np.array([0, 9, 0]))
    problem = replace(problem_of(setting.scenario), yearly_usd=1e9)
    found = start(problem, many)
    assert not polish(found, office.trials())


def test_a_plan_that_misses_a_promise_is_left_alone(office: Office, setting: Setting) -> None:
    problem = with_money_for_today(setting)
    found = Found(problem, None, [tried(problem, -0.1, 0.0, 0.0)])
    assert not polish(found, office.trials())
    assert not polish(Found(problem), office.trials())
    assert office.asked == []


def test_the_certificate_says_so(office: Office, setting: Setting) -> None:
    found = start(with_money_for_today(setting), plan_today(setting.scenario))
    assert polish(found, office.trials())
    assert found.best().solution.status == f"optimal{POLISHED}"


def test_nothing_is_no_step(office: Office, setting: Setting) -> None:
    """Where no plan brings any support every change is worth as little as none."""
    office.answers = lambda question: Answer(judged(0.0))
    found = start(with_money_for_today(setting), plan_today(setting.scenario))
    found.tried[0] = replace(found.tried[0], answers=(Answer(judged(0.0)),) * 3)
    assert not polish(found, office.trials())
    assert len(found.tried) == 1
    assert found.reproducible


def test_a_set_chosen_without_time_is_not_reproducible(
    office: Office, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polishing, "best_set", lambda *_: ((), False))
    found = start(with_money_for_today(setting), plan_today(setting.scenario))
    assert not polish(found, office.trials())
    assert not found.reproducible


def test_one_change_a_cluster_is_made_at_once(office: Office, setting: Setting) -> None:
    """What two changes bring in one cluster does not add up: with money for two coaches one comes with each step."""
    problem = with_money_for_today(setting)
    problem = replace(problem, yearly_usd=problem.yearly_usd + 1e6)
    found = start(problem, plan_today(setting.scenario))
    assert polish(found, office.trials())
    coaches = [int(tried.solution.plan.posts[COACHES]) for tried in found.tried]
    assert len(coaches) > 2
    assert all(after - before <= 1 for before, after in pairwise(coaches))


def test_a_set_that_breaks_a_rule_is_not_simulated(
    office: Office, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows of the knapsack add up what each change alone leaves; the rules have the last word."""
    monkeypatch.setattr(polishing, "is_allowed", lambda *_: False)
    found = start(with_money_for_today(setting), plan_today(setting.scenario))
    before = len(office.asked)
    assert not polish(found, office.trials())
    assert not [q for q in office.asked[before:] if q.asked.plan.posts.tolist() == [2, 3, 2]]
