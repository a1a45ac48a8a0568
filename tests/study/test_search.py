"""From problems to the best plan that keeps its promises: what is learned from trials, and when that ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from plans import Moves, plan_of
from redesign.analysis.missed import Miss, Missed
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, plan_today
from redesign.errors import InfeasibleError, RedesignError, SolverError
from redesign.optimization.formulation import formulate
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.readback import chosen_packages, read_plan
from redesign.optimization.recheck import recheck
from redesign.optimization.solve import QuickStaffing, Solution
from redesign.optimization.solver import solve_model
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes, ServiceChange
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED
from redesign.study import questions, search, solves
from redesign.study.found import MOST_WITHOUT, Found, Tried
from redesign.study.learned import learn
from redesign.study.problems import Setting, setting_of
from redesign.study.questions import Answer, Question
from redesign.study.runner import Runner
from redesign.study.search import MOST_CUTS, MOST_STAFFINGS, TURNS
from redesign.study.trials import Trials
from study.three_teams import CLERKS, COACHES, EXPERTS, judged, three_teams

LEAVE, PORTAL = 0, 1
"""Levers: leave is automated, evaluations take less work."""
Json = dict[str, Any]


def problem_of(scenario: Scenario, name: str = "clean_sheet") -> Problem:
    tables = tuple(
        TeamTable(np.arange(team.most_posts + 1) * 1000.0, np.array([0.0, 0.0, 0.0, 100.0]))
        for team in scenario.team_list
    )
    return Problem(scenario, expect(scenario), tables, SHIPPED[name], 1e9, 1e6)


@pytest.fixture(scope="module")
def setting() -> Setting:
    return setting_of(three_teams())


@pytest.fixture(scope="module")
def problem(setting: Setting) -> Problem:
    return problem_of(setting.scenario)


def missed(
    posts: dict[int, int],
    levers: Iterable[int] = (),
    new: dict[int, int] | None = None,
    escapes: Iterable[int] = (),
) -> Missed:
    return Missed(posts, frozenset(levers), Miss(3.0, 20), new or {}, frozenset(escapes))


MISSES = judged(-0.1)
KEEPS = judged(0.1)


# What is learned


def test_posts_that_are_too_few_become_a_fact_with_its_way_out(setting: Setting, problem: Problem) -> None:
    plan = plan_today(problem.scenario)
    answers = {
        CLERKS: Answer(MISSES, {}, (missed({CLERKS: 4}, escapes={LEAVE}),)),
        EXPERTS: Answer(MISSES, {}, (missed({EXPERTS: 2}, escapes={PORTAL}),)),
    }
    found = learn(setting, problem, plan, answers)
    hours = problem.expectation.post_hours
    lose = [{t: tuple((problem.tables[t].lost / hours[t]).tolist())} for t in (CLERKS, EXPERTS)]
    assert found.facts == (
        TooFew({CLERKS: 4}, frozenset(), frozenset({LEAVE}), 3.0, 20, {}, lose[0], (CLERKS,)),
        TooFew({EXPERTS: 2}, frozenset(), frozenset({PORTAL}), 3.0, 20, {}, lose[1], (EXPERTS,)),
    )
    assert found.tables == problem.tables
    taken = {CLERKS: Answer(MISSES, {}, (missed({CLERKS: 1}, {LEAVE}, {CLERKS: 1}),))}
    (fact,) = learn(setting, problem, plan, taken).facts
    assert (fact.escapes, fact.new) == (frozenset(), {CLERKS: 1}), "it is taken, and dropping it does not help"


def test_a_fact_about_posts_says_nothing_of_what_they_are_worth(problem: Problem) -> None:
    """At least four clerks, of whom a new one loses nine tenths of a year; so few need more coaches. Four, one of them
    new, and two coaches obey both, and are no plan that rows cut off.
    """
    lose = {CLERKS: (0.0, 0.0, 0.0, 0.9)}
    posts = TooFew({CLERKS: 3}, frozenset(), frozenset(), teams=(CLERKS,))
    worth = TooFew({CLERKS: 5, COACHES: 1}, frozenset(), frozenset(), new_lose=lose, teams=(CLERKS, COACHES))
    both = replace(problem, facts=(posts, worth))
    model = formulate(both)
    office = model.office
    staff = {office.kept[CLERKS]: 3, office.hired[CLERKS]: 1, office.released[CLERKS]: 0, office.kept[COACHES]: 2}
    for variable, number in (staff | {office.hired[COACHES]: 0} | dict.fromkeys(office.retrained.values(), 0)).items():
        variable.bounds(float(number), float(number))
    outcome = solve_model(model.lp)
    assert outcome.found
    assert recheck(both, read_plan(office, outcome, chosen_packages(model, outcome))).violated == ()


def test_a_strategy_without_levers_has_no_way_out(setting: Setting) -> None:
    strategy = SHIPPED["clean_sheet"]
    bound = strategy.model_copy(update={"may": strategy.may.model_copy(update={"levers": ()})})
    problem = replace(problem_of(setting.scenario), strategy=bound)
    answers = {CLERKS: Answer(MISSES, {}, (missed({CLERKS: 4}, escapes={LEAVE}),))}
    (fact,) = learn(setting, problem, plan_today(problem.scenario), answers).facts
    assert fact.escapes == frozenset()


def test_what_is_known_is_not_learned_twice(setting: Setting, problem: Problem) -> None:
    plan = plan_today(problem.scenario)
    answers = {CLERKS: Answer(MISSES, {}, (missed({CLERKS: 4}),)), COACHES: Answer(KEEPS)}
    once = learn(setting, problem, plan, answers)
    assert once is not problem
    assert learn(setting, once, plan, answers) is once
    assert learn(setting, problem, plan, {COACHES: Answer(KEEPS, {COACHES: 1.0})}) is problem


@pytest.mark.parametrize(
    ("verdict", "factor", "moves"),
    [
        (MISSES, 0.9, True),
        (MISSES, 0.995, True),  # the least bit, where a promise is missed
        (KEEPS, 0.995, False),
        (KEEPS, 0.98, True),
        (KEEPS, 1.05, False),  # the plan does not use what its posts have: no news
    ],
)
def test_a_table_says_what_visits_came_to(
    setting: Setting, problem: Problem, verdict: Any, factor: float, moves: bool
) -> None:
    """Coaches have 2 posts and 2,000 hours; low math is 20 visits of 3 hours in each of two schools."""
    found = learn(setting, problem, plan_today(problem.scenario), {COACHES: Answer(verdict, {COACHES: factor})})
    assert (found is not problem) == moves
    if moves:
        assert found.tables[COACHES].hours[2] == pytest.approx(120 * factor)
        assert found.tables[COACHES].tried == {2}
        assert found.tables[CLERKS] is problem.tables[CLERKS]
        assert found.facts == ()


def test_visits_that_posts_and_levers_hinder_become_facts_and_no_table(setting: Setting, problem: Problem) -> None:
    answers = {COACHES: Answer(MISSES, {COACHES: 0.6}, (missed({COACHES: 2}, {PORTAL}, escapes={PORTAL}),))}
    found = learn(setting, problem, plan_today(problem.scenario), answers)
    assert found.tables == problem.tables
    assert [dict(fact.posts) for fact in found.facts] == [{COACHES: 2}]


def test_a_table_says_more_where_all_of_it_was_used(setting: Setting, problem: Problem) -> None:
    """What new people cost is added: the table is without it. Evaluations are work, and no visits."""
    small = TeamTable(np.arange(10.0) * 50.0, np.array([0.0, 0.0, 0.0, 100.0]))
    tables = tuple(replace(small) for _ in problem.tables)
    tight = replace(problem, tables=tables)
    plan = plan_of(problem.scenario, {"coaches": Moves(kept=1, hired=1, released=1)})
    found = learn(setting, tight, plan, {COACHES: Answer(KEEPS, {COACHES: 1.1})})
    assert found.tables[COACHES].hours[2] == pytest.approx(120 * 1.1 + 100)
    plan = plan_of(problem.scenario, packages={"inclusion": "only"})
    found = learn(setting, tight, plan, {EXPERTS: Answer(KEEPS, {EXPERTS: 1.1})})
    visits = 2 * 6 * 4.0
    evaluations = 2 * 40 * 2.0 * 6.0
    # an evaluation of many hours is cut off, so that its mean is a little less
    assert found.tables[EXPERTS].hours[2] == pytest.approx(evaluations + 1.1 * visits, rel=1e-3)


def test_where_two_plans_raise_and_lower_a_table_in_turn_it_is_only_lowered(setting: Setting, problem: Problem) -> None:
    small = TeamTable(np.arange(10.0) * 50.0, np.array([0.0, 0.0, 0.0, 100.0]))
    tight, plan = replace(problem, tables=tuple(replace(small) for _ in problem.tables)), plan_today(problem.scenario)
    more, less = ({COACHES: Answer(KEEPS, {COACHES: factor})} for factor in (1.1, 0.5))
    assert learn(setting, tight, plan, more).tables[COACHES].hours[2] == pytest.approx(120 * 1.1)
    assert learn(setting, tight, plan, more, lower_only=True) is tight
    assert learn(setting, tight, plan, less, lower_only=True).tables[COACHES].hours[2] == pytest.approx(60)


# What is best


def tried(problem: Problem, *rooms: float, support: float = 0.0, plan: Plan | None = None) -> Tried:
    answers = tuple(Answer(judged(room, support / len(rooms))) for room in rooms)
    return Tried(problem, solution(plan or plan_today(problem.scenario)), answers)


def solution(plan: Plan, support: float = 1.0) -> Solution:
    return Solution(plan, support, support, 0.0, "optimal", "HiGHS", 1.0, True)


TRUE = Solution(SimpleNamespace(), 1.0, 1.0, 0.0, "optimal", "HiGHS", 1.0, True)  # type: ignore[arg-type]


def test_the_best_plan_keeps_every_promise_and_brings_the_most(problem: Problem) -> None:
    plans = [
        tried(problem, 0.5, -0.01, support=90.0),
        tried(problem, 0.0, 0.2, support=50.0),
        tried(problem, 0.3, 0.2, support=40.0),
    ]
    found = Found(problem, None, plans).best()
    assert found.last is plans[1].solution
    assert (found.rounds, found.tried) == (2, plans)
    nearest = [tried(problem, -0.2, support=90.0), tried(problem, -0.1, support=10.0)]
    assert Found(problem, None, nearest).best().last is nearest[1].solution
    none = Found(problem)
    assert none.best() is none
    assert none.rounds == 0


def test_the_best_plan_brings_its_own_problem_and_all_that_is_known(problem: Problem) -> None:
    first, second = replace(problem), replace(problem)
    fact = TooFew({CLERKS: 2}, frozenset(), frozenset())
    last = replace(problem, facts=(fact,))
    found = Found(last, None, [tried(first, 0.1, support=9.0), tried(second, 0.1, support=8.0)]).best()
    assert found.problem is first
    assert found.facts == (fact,)


def test_what_a_plan_that_keeps_contradicts_is_not_known(problem: Problem) -> None:
    """Three clerks keep their promises, whatever was concluded from another plan; so do coaches with 120 hours."""
    plan = plan_today(problem.scenario)
    wrong, right = (TooFew({CLERKS: n}, frozenset(), frozenset()) for n in (3, 2))
    low = replace(problem.tables[COACHES], hours=problem.tables[COACHES].hours / 100)
    tables = tuple(low if t == COACHES else table for t, table in enumerate(problem.tables))
    last = replace(problem, facts=(wrong, right), tables=tables)
    kept = replace(tried(problem, 0.1, support=9.0), solution=solution(plan))
    found = Found(last, None, [kept]).best()
    assert found.facts == (right,)
    assert found.tables[COACHES].hours[2] == pytest.approx(problem.loads(plan)[COACHES])
    missing = replace(tried(problem, -0.1), solution=solution(plan))
    assert Found(last, None, [missing]).best().facts == (wrong, right)


@pytest.mark.parametrize(
    ("plans", "settled"),
    [
        ([(0.1, 100.0)], False),
        ([(0.1, 100.0), (0.1, 100.1)], True),
        ([(0.1, 100.0), (0.1, 100.3)], False),
        ([(0.1, 100.0), (0.1, 99.0)], True),
        ([(-0.1, 100.0), (0.1, 100.0)], False),
        ([(0.1, 100.0), (-0.1, 100.0)], False),
    ],
)
def test_a_search_is_settled_by_two_plans_that_are_about_as_good(
    problem: Problem, plans: list[tuple[float, float]], settled: bool
) -> None:
    assert Found(problem, None, [tried(problem, room, support=support) for room, support in plans]).settled == settled


@pytest.mark.parametrize(
    ("plans", "promised", "exhausted"),
    [
        ([], 100.0, False),
        ([(-0.1, 100.0)], 90.0, False),
        ([(0.1, 100.0)], 90.0, True),
        ([(0.1, 100.0)], 100.1, True),
        ([(0.1, 100.0)], 100.3, False),
        ([(0.1, 100.0), (0.1, 80.0), (-0.1, 120.0)], 99.0, True),
    ],
)
def test_a_search_is_exhausted_where_the_next_plan_promises_hardly_more_than_one_that_keeps(
    problem: Problem, plans: list[tuple[float, float]], promised: float, exhausted: bool
) -> None:
    """What simulation makes of a plan is in both, so that promises are compared with promises."""
    today = plan_today(problem.scenario)
    known = [replace(tried(problem, room), solution=solution(today, support)) for room, support in plans]
    assert Found(problem, solution(today, promised), known).exhausted == exhausted
    assert not Found(problem, None, known).exhausted


# When it ends


class Office:
    """Solves and trials that are made up: each strategy's fate, and what was asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, setting: Setting) -> None:
        self.setting = setting
        self.solved: list[str] = []
        self.jobs: list[Problem] = []
        self.asked: list[Question] = []
        self.fates: dict[str, Callable[[int], Any]] = {}
        self.answers: Callable[[Question], Answer] = lambda question: Answer(KEEPS)
        monkeypatch.setattr(search, "solve_again", self._solve)
        monkeypatch.setattr(search, "staffing", lambda job: QuickStaffing(None, job[1]))
        monkeypatch.setattr(search, "polish", lambda found, trials: False)
        monkeypatch.setattr(questions, "answer", self._answer)

    def _solve(self, job: tuple[Problem, Any, Solution | None]) -> Any:
        name = next(name for name, strategy in SHIPPED.items() if strategy is job[0].strategy)
        self.solved.append(name)
        self.jobs.append(job[0])
        return self.fates[name](self.solved.count(name) - 1)

    def _answer(self, question: Question) -> Answer:
        self.asked.append(question)
        return self.answers(question)

    def search(self) -> dict[str, Found]:
        problems = {name: problem_of(self.setting.scenario, name) for name in self.fates}
        return search.search(problems, self.trials())

    def trials(self) -> Trials:
        return Trials(self.setting, Runner())


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, setting: Setting) -> Office:
    return Office(monkeypatch, setting)


def with_clerks(setting: Setting, n: int) -> Solution:
    return solution(plan_of(setting.scenario, {"clerks": Moves(kept=min(n, 3), hired=max(0, n - 3))}))


def needing_clerks(n: int) -> Callable[[Question], Answer]:
    """Clerks keep their promises from n posts on."""

    def answer(question: Question) -> Answer:
        posts = int(question.asked.plan.posts[CLERKS])
        if CLERKS not in question.asked.cluster or posts >= n:
            return Answer(judged(0.1, 10.0))
        return Answer(judged(posts - n), {}, (missed({CLERKS: posts}),))

    return answer


def test_a_plan_that_keeps_its_promises_is_taken_at_once(office: Office, setting: Setting) -> None:
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, 3)
    found = office.search()["clean_sheet"]
    assert (office.solved, found.rounds) == (["clean_sheet"], 0)
    assert [question.asked.cluster for question in office.asked] == list(setting.clusters)
    assert found.problem.facts == ()


def test_a_plan_that_misses_is_solved_again_with_what_was_learned(office: Office, setting: Setting) -> None:
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, 3 + round)
    office.answers = needing_clerks(5)
    found = office.search()["clean_sheet"]
    assert found.rounds == 2
    assert found.solution.plan.posts[CLERKS] == 5
    assert [len(each.problem.facts) for each in found.tried] == [0, 1, 2]
    assert [len(fact.posts) for fact in found.problem.facts] == [1, 1], "the plan's own problem"
    clusters = [question.asked.cluster for question in office.asked]
    assert clusters == [*setting.clusters, (CLERKS,), (CLERKS,)], "of the others the answer is known"


def test_a_search_without_end_is_ended(office: Office, setting: Setting) -> None:
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, round)
    office.answers = needing_clerks(1000)
    found = office.search()["clean_sheet"]
    assert len(found.tried) == MOST_WITHOUT + 1 == len(office.solved)
    assert found.solution.plan.posts[CLERKS] == MOST_WITHOUT, "the one that misses least"


def test_nor_does_a_strategy_that_others_are_compared_with_go_on_without_end(office: Office, setting: Setting) -> None:
    office.fates |= {"clean_sheet": lambda round: with_clerks(setting, 1000)}
    office.fates |= {"tinker": lambda round: with_clerks(setting, round)}
    office.answers = needing_clerks(1000)
    found = office.search()["tinker"]
    assert office.solved.count("tinker") == MOST_WITHOUT + 1
    assert found.solution.plan.posts[CLERKS] == MOST_WITHOUT


@pytest.mark.parametrize("error", [SolverError("lost"), InfeasibleError(["no room"])])
def test_a_plan_stands_where_solving_again_fails(office: Office, setting: Setting, error: Exception) -> None:
    office.fates["clean_sheet"] = lambda round: error if round else with_clerks(setting, 3)
    office.answers = needing_clerks(5)
    found = office.search()["clean_sheet"]
    assert (found.rounds, found.failed) == (0, error)
    assert found.solution.plan.posts[CLERKS] == 3


def test_a_search_that_turns_in_a_circle_lowers_tables_only(office: Office, setting: Setting) -> None:
    """Every plan misses, and says that coaches could promise a tenth more: after some rounds nothing new is learned."""
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, 3)

    def answer(question: Question) -> Answer:
        coaches = question.asked.cluster == (COACHES,)
        return Answer(judged(-0.1), {COACHES: 1.1 + 0.001 * len(office.asked)} if coaches else {})

    office.answers = answer
    found = office.search()["clean_sheet"]
    assert len(found.tried) <= TURNS + 1


def with_math(question: Question) -> int:
    return int((question.asked.plan.packages == 2).sum()) if question.asked.cluster == (COACHES,) else 0


def test_a_plan_that_misses_by_its_visits_is_tried_without_some(office: Office, setting: Setting) -> None:
    """Both schools have the most of math, and coaches can make that of one: tables are lowered, and the plan is cut."""
    today = plan_of(setting.scenario, packages={"math": "high"})
    office.fates["clean_sheet"] = lambda round: solution(today if not round else plan_today(setting.scenario))

    def answer(question: Question) -> Answer:
        high = with_math(question)
        if high == 2:
            return Answer(judged(-0.1, 200.0), {COACHES: 0.7})
        return Answer(judged(0.1, 100.0 * high), {COACHES: 1.0} if question.asked.cluster == (COACHES,) else {})

    office.answers = answer
    found = office.search()["clean_sheet"]
    assert [each.taken_over for each in found.tried][:2] == [False, True]
    assert found.solution.plan.packages[0].tolist() == [2, 1], "the school in less need has less"
    assert "cut back" in found.solution.status
    assert recheck(found.problem, found.solution.plan).violated == ()
    assert (found.rounds, len(office.solved)) == (0, 2), (
        "what is cut back is no round, and solved again it is not as good"
    )


def test_a_plan_that_is_cut_back_does_not_hide_that_the_search_turns_in_a_circle(
    monkeypatch: pytest.MonkeyPatch, office: Office, setting: Setting
) -> None:
    """Each plan misses by its visits and keeps its promises without some: what the solver finds has never kept any."""
    lowered = []

    def learned(setting: Setting, problem: Problem, plan: Plan, answers: object, lower_only: bool = False) -> Problem:
        if plan.packages.any():
            lowered.append(lower_only)
        return replace(problem)

    monkeypatch.setattr(search, "learn", learned)
    monkeypatch.setattr(search, "settle_posts", lambda found, trials: None)
    promised = replace(solution(plan_of(setting.scenario, packages={"math": "high"})), promised_support=1e6)
    office.fates["clean_sheet"] = lambda round: promised
    office.answers = lambda question: (
        Answer(judged(-0.1), {COACHES: 0.7}) if with_math(question) == 2 else Answer(judged(0.1), {})
    )
    found = office.search()["clean_sheet"]
    assert found.tried[1].taken_over
    assert found.tried[1].room > 0
    assert lowered == [False] * TURNS + [True] * (len(lowered) - TURNS)
    assert len(lowered) > TURNS


def test_an_area_that_can_hardly_be_visited_is_left_out(office: Office, setting: Setting) -> None:
    """Coaches keep nothing of math; the best plan without it is asked for and tried."""
    with_it, without = (plan_of(setting.scenario, packages={"math": level}) for level in ("high", "none"))
    office.fates["clean_sheet"] = lambda round: solution(without if round else with_it)
    office.answers = lambda question: (
        Answer(MISSES, {COACHES: 0.05}, areas=("math",)) if with_math(question) else Answer(KEEPS)
    )
    found = office.search()["clean_sheet"]
    assert [(each.taken_over, each.room >= 0) for each in found.tried][:2] == [(False, False), (True, True)]
    left_out, whole = office.jobs[1], office.jobs[0]
    assert not left_out.allowed_packages[0, :, 1:].any()
    assert whole.allowed_packages[0, :, 1:].any()
    assert found.problem.allowed_packages[0, :, 1:].any(), "the bound speaks of all plans"
    assert recheck(found.problem, found.solution.plan).violated == ()


def test_a_plan_is_cut_back_a_few_times_at_most(office: Office, setting: Setting) -> None:
    office.fates["clean_sheet"] = lambda round: (
        InfeasibleError(["no room"]) if round else solution(plan_of(setting.scenario, packages={"math": "high"}))
    )
    office.answers = lambda question: (
        Answer(MISSES, {COACHES: 0.99}) if question.asked.cluster == (COACHES,) else Answer(KEEPS)
    )
    assert 1 < len(office.search()["clean_sheet"].tried) <= 1 + MOST_CUTS + 1, "today's office is tried, too"


def test_strategies_go_on_side_by_side_only_while_they_learn(office: Office, setting: Setting) -> None:
    office.fates["tinker"] = lambda round: with_clerks(setting, 5)
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, 3 + round)
    office.answers = needing_clerks(5)
    found = office.search()
    assert office.solved == ["tinker", "clean_sheet", "clean_sheet", "clean_sheet"]
    assert (found["tinker"].rounds, found["clean_sheet"].rounds) == (0, 2)
    clusters = [question.asked.cluster for question in office.asked]
    expected = [(CLERKS,), *setting.clusters, (CLERKS,)]
    assert clusters == expected, "the same work one after the other; five clerks are known from the other strategy"


def test_a_strategy_without_a_plan_is_left_out_unless_it_is_the_certified_one(office: Office, setting: Setting) -> None:
    office.fates["tinker"] = lambda round: InfeasibleError(["no room to tinker"])
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, 3)
    office.answers = lambda question: Answer(MISSES)  # today's office will not do either
    found = office.search()
    assert found["tinker"].last is None
    assert found["clean_sheet"].last is not None
    with pytest.raises(InfeasibleError, match="no room to tinker"):
        _ = found["tinker"].solution
    office.fates["clean_sheet"] = lambda round: InfeasibleError(["no room at all"])
    with pytest.raises(InfeasibleError, match="no room at all"):
        office.search()


def test_an_office_that_may_stay_as_it_is_has_a_plan(office: Office, setting: Setting) -> None:
    office.fates["tinker"] = lambda round: InfeasibleError(["no room to tinker"])
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, 3)
    found = office.search()["tinker"]
    assert found.solution.plan.same_as(plan_today(setting.scenario))
    assert "taken over" in found.solution.status
    assert recheck(found.problem, found.solution.plan).violated == (), "tables that left no plan are not asked"


def test_facts_that_are_not_sure_leave_the_decision_to_the_final_years(office: Office, setting: Setting) -> None:
    """Without them there is a last plan, which is tried, and nothing more is learned from it."""
    office.answers = lambda question: Answer(MISSES, {}, (missed({CLERKS: 3}),))
    plans = iter([with_clerks(setting, 3), InfeasibleError(["no room"]), with_clerks(setting, 3)])
    office.fates["tinker"] = office.fates["clean_sheet"] = lambda round: with_clerks(setting, 4)
    office.fates["clean_sheet"] = lambda round: next(plans)
    found = office.search()["clean_sheet"]
    assert found.doubtful
    assert found.failed is None
    assert found.conflict is not None
    assert found.conflict.conflict == ("no room",)
    assert found.solution.plan.posts[CLERKS] == 3
    assert len(found.tried) == 2


def test_facts_that_more_years_make_sure_decide_at_once(
    office: Office, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They stay, and what cannot hold together with them alone is the conflict."""
    monkeypatch.setattr("redesign.study.sure_facts.confirm", lambda job: Miss(9.0, 160))
    office.answers = lambda question: Answer(MISSES, {}, (missed({CLERKS: 3}),))
    plans = iter([with_clerks(setting, 3), InfeasibleError(["may be"]), InfeasibleError(["surely"])])
    office.fates["tinker"] = lambda round: with_clerks(setting, 4)
    office.fates["clean_sheet"] = lambda round: next(plans)
    found = office.search()["clean_sheet"]
    assert [(dict(fact.posts), fact.errors, fact.years) for fact in found.facts] == [({CLERKS: 3}, 9.0, 160)]
    assert str(found.conflict) == "surely"


def test_who_has_doubted_once_does_not_again(
    problem: Problem, setting: Setting, monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = (TooFew({CLERKS: 3}, frozenset(), frozenset(), 0.1, 3),)
    found = Found(replace(problem, facts=facts), going=False, doubtful=True, failed=InfeasibleError(["no room"]))
    monkeypatch.setattr(search, "solve_again", lambda job: pytest.fail("solved again"))
    runner: Any = SimpleNamespace(replicate=lambda phase, solve, jobs: [solve(job) for job in jobs])
    search._doubt({"tinker": found}, ["tinker"], Trials(setting, runner))
    assert not found.going
    assert found.problem.facts == facts


@pytest.mark.parametrize(
    ("years", "rests"),
    [((), False), ((20,), False), ((20, 20), False), ((3,), True), ((20, 3), True), ((3, 20), True), ((3, 3), True)],
)
def test_one_fact_that_is_not_sure_is_enough_to_doubt(problem: Problem, years: tuple[int, ...], rests: bool) -> None:
    """A miss of fifty standard errors is sure on 20 years; one of a tenth on 3 years is not."""
    facts = tuple(TooFew({CLERKS: n}, frozenset(), frozenset(), 50.0 if n > 3 else 0.1, n) for n in years)
    found = Found(replace(problem, facts=facts), going=False, failed=InfeasibleError(["no room"]))
    assert found.rests_on_doubt == rests
    assert not replace(found, doubtful=True).rests_on_doubt
    assert not replace(found, failed=None).rests_on_doubt


def test_a_solver_that_fails_is_no_strategy_without_a_plan(office: Office, setting: Setting) -> None:
    office.fates["tinker"] = lambda round: SolverError("lost")
    office.fates["clean_sheet"] = lambda round: with_clerks(setting, 3)
    with pytest.raises(SolverError, match="lost"):
        office.search()
    office.fates["clean_sheet"] = lambda round: SolverError("lost for good")
    with pytest.raises(SolverError, match="for good"):  # of several errors the certified strategy's is told
        office.search()


@pytest.mark.parametrize("error", [SolverError("lost"), InfeasibleError(["no room"])])
def test_errors_of_a_solve_are_told_and_not_raised(
    monkeypatch: pytest.MonkeyPatch, problem: Problem, error: Exception
) -> None:
    def fails(*_: Any) -> None:
        raise error

    monkeypatch.setattr(solves, "solve", fails)
    assert solves.solve_again((problem, (), None)) is error


@pytest.mark.parametrize(
    ("given", "reproducible"),
    [
        (replace(TRUE, reproducible=False), False),
        (SolverError("lost"), False),
        (InfeasibleError(["no room"]), True),
        (TRUE, True),
    ],
)
def test_a_strategy_whose_solver_failed_or_had_no_time_is_not_reproducible(
    problem: Problem, given: Solution | RedesignError, reproducible: bool
) -> None:
    found = Found(problem, None, [tried(problem, 0.1)])
    found.take(given)
    found.take(InfeasibleError(["no room"]))
    assert found.best().reproducible == reproducible


def test_a_quick_staffing_without_time_is_not_reproducible(
    monkeypatch: pytest.MonkeyPatch, setting: Setting, problem: Problem
) -> None:
    found = {"clean_sheet": Found(problem)}
    monkeypatch.setattr(search, "staffing", lambda job: QuickStaffing(None, job[1], reproducible=False))
    search.settle_posts(found, Trials(setting, Runner()))
    assert not found["clean_sheet"].reproducible


def test_a_quick_staffing_that_fails_is_not_reproducible(monkeypatch: pytest.MonkeyPatch, problem: Problem) -> None:
    def fails(*_: Any) -> None:
        raise SolverError("lost")

    monkeypatch.setattr(solves, "quick_staffing", fails)
    assert solves.staffing((problem, ())) == QuickStaffing(None, (), reproducible=False)


def test_nothing_solved_is_an_error() -> None:
    with pytest.raises(SolverError, match="nothing was solved"):
        _ = Found(SimpleNamespace()).solution  # type: ignore[arg-type]


# Quick staffings


def staffings(monkeypatch: pytest.MonkeyPatch, office: Office, plans: Callable[[int], Plan | None]) -> list[Problem]:
    given: list[Problem] = []

    def staffing(job: tuple[Problem, tuple[Any, ...]]) -> QuickStaffing:
        given.append(job[0])
        return QuickStaffing(plans(len(given) - 1), (np.array([len(given)]),))

    monkeypatch.setattr(search, "staffing", staffing)
    return given


def test_posts_of_teams_that_answer_requests_are_settled_first(
    monkeypatch: pytest.MonkeyPatch, office: Office, setting: Setting, problem: Problem
) -> None:
    given = staffings(monkeypatch, office, lambda round: with_clerks(setting, 2 + round).plan)
    office.answers = needing_clerks(4)
    found = {"clean_sheet": Found(problem)}
    search.settle_posts(found, Trials(setting, Runner()))
    asked = [question.asked.cluster for question in office.asked]
    assert asked == [(CLERKS,), (EXPERTS,), (CLERKS,), (CLERKS,)], "experts are asked once"
    assert [len(each.facts) for each in given] == [0, 1, 2]
    assert [dict(fact.posts) for fact in found["clean_sheet"].problem.facts] == [{CLERKS: 2}, {CLERKS: 3}]
    assert found["clean_sheet"].prices[0] == [3], "where to look next"
    assert found["clean_sheet"].tried == [], "today's packages are none of a plan's"


@pytest.mark.parametrize(("plans", "count"), [(False, 1), (True, MOST_STAFFINGS)])
def test_quick_staffings_end(
    monkeypatch: pytest.MonkeyPatch, office: Office, setting: Setting, problem: Problem, plans: bool, count: int
) -> None:
    given = staffings(monkeypatch, office, lambda round: with_clerks(setting, round).plan if plans else None)
    office.answers = needing_clerks(1000)
    search.settle_posts({"clean_sheet": Found(problem)}, Trials(setting, Runner()))
    assert len(given) == count


# Trials


def test_a_question_is_asked_once_and_what_was_found_is_passed_on(office: Office, setting: Setting) -> None:
    """Explicitly: no answer depends on what a worker process happens to remember."""
    trials, scenario = Trials(setting, Runner()), setting.scenario
    problem, plan = problem_of(scenario), plan_today(scenario)
    key: Any = ((2,), frozenset())
    office.answers = lambda question: Answer(KEEPS, {}, (), {key: Miss(float(len(office.asked)), 1)})
    both = trials.of({"one": (problem, plan), "other": (problem_of(scenario, "tinker"), plan)}, [CLERKS, EXPERTS])
    assert [question.asked.cluster for question in office.asked] == [(CLERKS,), (EXPERTS,)]
    assert [question.known for question in office.asked] == [{}, {}]
    assert both["one"] == both["other"]
    assert list(both["one"]) == [CLERKS, EXPERTS]
    more = plan_of(scenario, {"clerks": Moves(kept=3, hired=1)})
    trials.of({"one": (problem, more)}, [CLERKS, EXPERTS])
    *_, last = office.asked
    assert len(office.asked) == 3
    assert last.known == {key: Miss(1.0, 1)}, "what was found of clerks, and nothing of experts"


def test_other_work_is_another_question(office: Office, setting: Setting) -> None:
    trials, scenario = Trials(setting, Runner()), setting.scenario
    key: Any = ((2,), frozenset())
    office.answers = lambda question: Answer(KEEPS, {}, (), {key: Miss(1.0, 1)})
    busy = problem_of(changed(scenario, Changes(services={"leave": ServiceChange(requests_times=2.0)})))
    plan = plan_today(scenario)
    trials.of({"one": (problem_of(scenario), plan), "busy": (busy, plan)}, [CLERKS, EXPERTS])
    assert [question.asked.cluster for question in office.asked] == [(CLERKS,), (EXPERTS,), (CLERKS,)]
    trials.of({"busy": (busy, plan_of(scenario, {"clerks": Moves(kept=3, hired=2)}))}, [CLERKS])
    assert office.asked[-1].known == {key: Miss(1.0, 1)}
