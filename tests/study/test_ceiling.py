"""What the bound is told of simulation: only what is surely so, and always on the side that allows a plan more."""

from __future__ import annotations

import math
from dataclasses import replace
from statistics import NormalDist
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from offices import service, team
from redesign.analysis.cluster_years import Case
from redesign.analysis.cost import yearly_budget
from redesign.analysis.missed import Miss, Missed
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.optimization.bound import upper_bound
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.steps import Step
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED
from redesign.study import ceiling
from redesign.study.ceiling import LeastPostsRow
from redesign.study.certainty import is_sure
from redesign.study.problems import setting_of
from redesign.study.questions import Question, confirm, situation
from redesign.study.runner import Runner
from redesign.study.simulated import Simulated
from redesign.study.sure_facts import BROUGHT_FORWARD, sure_facts
from redesign.study.trials import Trials
from study.three_teams import CLERKS, COACHES, EXPERTS, three_teams

NOTHING: frozenset[int] = frozenset()


@pytest.fixture(scope="module")
def trials() -> Trials:
    return Trials(setting_of(three_teams()), Runner())


@pytest.fixture(scope="module")
def problem(trials: Trials) -> Problem:
    return problem_of(trials.setting.scenario)


def problem_of(scenario: Scenario) -> Problem:
    return Problem(scenario, expect(scenario), (), SHIPPED["clean_sheet"], yearly_budget(scenario), 1e6)


def fact(posts: dict[int, int], errors: float, years: int, **more: Any) -> TooFew:
    return TooFew(posts, more.pop("levers", NOTHING), more.pop("escapes", NOTHING), errors, years, **more)


CHANCE = 2.5e-4 / 8
"""One in four thousand for each fact, shared among eight looks at it."""
TWICE = 4 * CHANCE * (1 - CHANCE)
COSINE = math.cos(math.acos(math.sqrt(TWICE)) / 3) / math.sqrt(TWICE)


@pytest.mark.parametrize(
    ("years", "errors"),
    [
        (2, math.tan(math.pi * (0.5 - CHANCE))),  # quantiles of Student's t in closed form (Shaw 2006)
        (3, (1 - 2 * CHANCE) * math.sqrt(2 / TWICE)),
        (5, 2 * math.sqrt(COSINE - 1)),
        (10**6, NormalDist().inv_cdf(1 - CHANCE)),
    ],
)
def test_a_miss_is_sure_by_students_t(years: int, errors: float) -> None:
    """The fewer the years, the less one knows of their spread."""
    for make in (Miss, lambda errors, years: fact({CLERKS: 1}, errors, years)):
        assert is_sure(make(errors * 1.001, years))
        assert not is_sure(make(errors * 0.999, years))


def test_one_year_is_never_sure() -> None:
    assert not is_sure(Miss(1e9, 1))
    assert not is_sure(Miss(float("inf"), 0))


@pytest.fixture
def confirmed(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Questions that more years were simulated for: after them every miss is sure of four posts at least."""
    asked: list[Any] = []

    def confirm(job: Any) -> Miss:
        asked.append(job)
        return Miss(9.0 if max(job[1].posts.values(), default=4) >= 4 else 1.0, 160)

    monkeypatch.setattr("redesign.study.sure_facts.confirm", confirm)
    return asked


def test_sure_facts_are_taken_as_they_are(problem: Problem, trials: Trials, confirmed: list[Any]) -> None:
    sure = fact({CLERKS: 3}, 9.0, 20)
    assert sure_facts("", problem, (sure,), trials) == [sure]
    assert confirmed == []


def test_facts_that_may_be_chance_are_tried_on_more_years(
    problem: Problem, trials: Trials, confirmed: list[Any]
) -> None:
    few, more = fact({CLERKS: 3}, 2.0, 20, levers=frozenset({0})), fact({CLERKS: 4}, 2.0, 20, escapes=frozenset({0}))
    found = sure_facts("", problem, (few, more), trials)
    assert found == [fact({CLERKS: 4}, 9.0, 160, escapes=frozenset({0}))]
    (question, missed, certain, leeway), _ = confirmed
    assert (question.today, question.asked.cluster) == (trials.setting.today[CLERKS], (CLERKS,))
    assert (missed.posts, missed.levers, certain, leeway) == ({CLERKS: 3}, {0}, pytest.approx(10185.92, rel=1e-4), 0.0)


def test_no_years_are_spent_on_what_another_fact_says(problem: Problem, trials: Trials, confirmed: list[Any]) -> None:
    few, more = fact({CLERKS: 4}, 2.0, 20), fact({CLERKS: 5}, 2.0, 20)
    assert [found.posts for found in sure_facts("", problem, (few, more), trials)] == [{CLERKS: 5}]
    assert [job[1].posts for job in confirmed] == [{CLERKS: 5}]
    confirmed.clear()
    sure = fact({CLERKS: 6}, 9.0, 20)
    assert sure_facts("", problem, (few, sure), trials) == [sure]
    assert confirmed == []


def test_what_two_facts_say_alike_is_asked_once(problem: Problem, trials: Trials, confirmed: list[Any]) -> None:
    found = sure_facts("", problem, (fact({CLERKS: 4}, 2.0, 20), fact({CLERKS: 4}, 1.0, 40)), trials)
    assert found == [fact({CLERKS: 4}, 9.0, 160)]
    assert len(confirmed) == 1


def test_facts_about_new_people_are_asked_again_with_those_who_come_soonest(
    problem: Problem, trials: Trials, confirmed: list[Any]
) -> None:
    """However clear they were: in the plan that missed they may have come later."""
    new = fact({CLERKS: 4}, 99.0, 160, new={CLERKS: 1})
    assert sure_facts("", problem, (new,), trials) == [replace(new, errors=9.0)]
    assert [job[1].new for job in confirmed] == [{CLERKS: 1}]


def test_all_posts_that_a_team_may_have_can_be_surely_too_few(
    problem: Problem, trials: Trials, confirmed: list[Any]
) -> None:
    """Such a fact names no posts; the teams say what it is about. A bound of plans that there are has no row for it."""
    found = TooFew({}, frozenset(), frozenset(), 2.0, 20, teams=(CLERKS,))
    assert sure_facts("", problem, (found,), trials) == [replace(found, errors=9.0, years=160)]
    assert [(job[0].asked.cluster, job[1].posts) for job in confirmed] == [((CLERKS,), {})]
    assert ceiling._sure(problem, (found,), trials) == []


def test_beside_visits_a_promise_must_be_missed_by_more(problem: Problem, trials: Trials, confirmed: list[Any]) -> None:
    """Without visits other work may be done a little later in some years, so that even what is sure is asked again."""
    facts = (fact({EXPERTS: 4}, 99.0, 20), fact({COACHES: 3}, 99.0, 20))
    assert sure_facts("", problem, facts, trials) == [fact({EXPERTS: 4}, 9.0, 160)]
    assert [(job[1].posts, job[3]) for job in confirmed] == [
        ({EXPERTS: 4}, BROUGHT_FORWARD),
        ({COACHES: 3}, BROUGHT_FORWARD),
    ]


def test_leeway_is_added_to_what_a_promise_is_missed_by() -> None:
    """A clerk in place of three misses; by more than all shares and a hundred allowances of hours nobody can miss."""
    busy = Trials(setting_of(three_teams(services={"leave": service("teachers", 90.0, ("clerks", 0.8))})), Runner())
    problem = problem_of(busy.setting.scenario)
    asked = situation(Case(problem.scenario, plan_today(problem.scenario)), (CLERKS,), problem.levers)
    question = Question(busy.setting.today[CLERKS], asked, "compiled")
    missed = Missed({CLERKS: 1}, NOTHING, Miss(9.0, 20))
    without, beyond = (confirm((question, missed, 4.0, leeway)) for leeway in (0.0, 100.0))
    assert without.errors > 4.0 > 0.0 > beyond.errors


def bound(problem: Problem, *rows: Any) -> float:
    return upper_bound(problem, rows).value


def tight() -> Problem:
    """Money for today's seven posts; a coach brings support as long as there are visits."""
    teams = three_teams().model_dump()["teams"]
    teams["coaches"] |= team(2, productive_share=0.05)
    return problem_of(three_teams(teams=teams))


def test_posts_that_are_too_few_are_ruled_out_of_the_bound() -> None:
    """Clerks that must be five leave money for two others; under a lever that helps they need not be."""
    problem = tight()
    free = bound(problem)
    assert bound(problem, LeastPostsRow(0, fact({CLERKS: 4}, 9.0, 20))) < free - 1
    escape = fact({CLERKS: 4}, 9.0, 20, escapes=frozenset({0}))
    assert bound(problem, LeastPostsRow(0, escape)) == pytest.approx(free)
    assert bound(problem, LeastPostsRow(0, fact({CLERKS: 0}, 9.0, 20))) == pytest.approx(free)


def simulated(scenario: Scenario, **measures: list[list[float]]) -> Simulated:
    """Years of today's office."""
    count = len(next(iter(measures.values())))
    years: Any = [
        {"today": SimpleNamespace(**{name: np.array(of[y]) for name, of in measures.items()})} for y in range(count)
    ]
    return Simulated(scenario, plan_today(scenario), years, "today", "today")


def test_allowances_reach_what_today_leaves_unfinished(problem: Problem) -> None:
    """And are never less than the file's; 5 intervals, of which each may fail in one case of 1,000 on its high side."""
    left = [[70.0, 0.0, 300.0], [90.0, 0.0, 310.0], [80.0, 0.0, 320.0], [80.0, 0.0, 310.0]]
    scenario = problem.scenario
    found = ceiling._allowing(problem, simulated(scenario, unfinished_hours=left))
    error = np.std([300, 310, 320, 310], ddof=1) / 2
    one_in_thousand = 10.2145  # Student's t, 0.999, three degrees
    allowed = [each.backlog_allowance_hours for each in found.scenario.team_list]
    clerks = 80 + one_in_thousand * np.std([70, 90, 80, 80], ddof=1) / 2
    assert allowed == pytest.approx([clerks, 100.0, 310 + one_in_thousand * error], rel=1e-4)
    assert found.facts == ()
    assert bound(found) >= bound(problem) - 1e-6


def test_the_shares_of_visits_are_the_files_or_what_today_makes_at_least(problem: Problem) -> None:
    """An admissible plan may make no more than today does, and nobody knows that share exactly."""
    made, promised = [[70.0, 99.0], [80.0, 100.0], [75.0, 99.0], [75.0, 100.0]], [[100.0, 100.0]] * 4
    found = list(ceiling._promised_shares(simulated(problem.scenario, visits_made=made, visits_promised=promised)))
    error = np.std([0.70, 0.80, 0.75, 0.75], ddof=1) / 2
    assert found == pytest.approx([0.75 - 10.2145 * error, 0.9], rel=1e-4)
    nothing = simulated(problem.scenario, visits_made=[[0.0, 0.0]] * 4, visits_promised=[[0.0, 0.0]] * 4)
    assert list(ceiling._promised_shares(nothing)) == [0.9, 0.9], "what was never due was never missed"


def test_a_clear_fact_stays_where_one_that_implies_it_is_not_confirmed(
    problem: Problem, trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Four clerks are surely too few, five are not; nor is what five imply asked where they are."""
    asked = []

    def confirmed(surely: int) -> Any:
        def confirm(job: Any) -> Miss:
            (posts,) = job[1].posts.values()
            asked.append(posts)
            return Miss(9.0 if posts <= surely else 1.0, 160)

        return confirm

    facts = (fact({CLERKS: 4}, 2.0, 20), fact({CLERKS: 5}, 2.0, 20))
    monkeypatch.setattr("redesign.study.sure_facts.confirm", confirmed(4))
    assert [found.posts for found in sure_facts("", problem, facts, trials)] == [{CLERKS: 4}]
    assert asked == [5, 4]
    asked.clear()
    monkeypatch.setattr("redesign.study.sure_facts.confirm", confirmed(5))
    assert [found.posts for found in sure_facts("", problem, facts, trials)] == [{CLERKS: 5}]
    assert asked == [5]


def test_what_was_found_beside_contracts_is_asked_again_without_them(
    problem: Problem, trials: Trials, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However clear it was: without the contracts the posts have less to do."""
    monkeypatch.setattr("redesign.study.sure_facts.confirm", lambda job: Miss(0.0, 160))
    assert sure_facts("", problem, (fact({CLERKS: 4}, 99.0, 160),), trials)
    assert not sure_facts("", problem, (fact({CLERKS: 4}, 99.0, 160, brokered={CLERKS: 2.0}),), trials)


def test_what_the_bound_would_do_is_tried_and_what_is_learned_stays(
    problem: Problem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its posts miss a promise, then leave room for fewer visits, then teach nothing more."""
    few, fewer = fact({CLERKS: 4}, 9.0, 160), fact({COACHES: 1}, 9.0, 160)
    sure, limits, relaxed = iter([[few], [fewer], [], []]), iter([{"a": 1}, {"b": 2}, {"c": 3}, {}]), []
    plan = plan_today(problem.scenario)

    def replicate(phase: str, function: Any, jobs: Any) -> list[Any]:
        if function is ceiling._relax:
            relaxed.append([getattr(row, "fact", row) for row in jobs[0][1]])
            return [SimpleNamespace(reproducible=True, plan=plan)]
        return [(("hours", ()),)] if function is ceiling._rows_of_steps else [Step("hours", 1.0, 0.0)]

    monkeypatch.setattr(ceiling, "_sure", lambda *_: next(sure))
    monkeypatch.setattr(ceiling, "limits", lambda *_: next(limits))
    monkeypatch.setattr(ceiling, "first_crews", lambda *_: [])
    monkeypatch.setattr(ceiling, "not_known", lambda *_: [])
    monkeypatch.setattr(ceiling, "most_visits", lambda _, known: list(known))
    monkeypatch.setattr(ceiling, "_promised_shares", lambda _: [])
    monkeypatch.setattr(ceiling, "_allowing", lambda problem, _: problem)
    monkeypatch.setattr(ceiling, "learn", lambda setting, problem, *_: problem)
    trials: Any = SimpleNamespace(
        setting=setting_of(problem.scenario),
        runner=SimpleNamespace(replicate=replicate),
        of=lambda *_: {"": {}},
        answering=[],
    )
    cases = {problem.scenario.run.reference: Case(problem.scenario, plan)}
    final: Any = SimpleNamespace(cases=cases, years=[])
    monkeypatch.setattr(ceiling, "Simulated", lambda *_: None)
    found: Any = SimpleNamespace(problem=problem, facts=(), solution=SimpleNamespace(plan=plan))
    assert [step.value for step in ceiling.ceiling(found, final, trials)] == [1.0]
    assert relaxed == [[few, "a"], [few, fewer, "a", "b"], [few, fewer, "a", "b", "c"]]
