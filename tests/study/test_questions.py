"""Answers against looking at every plan, on tiny menus."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from optimization.lever_sets import Taken
from optimization.looking import Staffing
from redesign.errors import InfeasibleError
from redesign.optimization.repair import with_floor
from redesign.optimization.solve import solve
from redesign.scenario.strategy import Strategy
from redesign.study.ask import variant
from redesign.study.ask.alternatives import alternatives
from redesign.study.ask.answers import Bought, from_json, to_json
from redesign.study.ask.budget import budget
from redesign.study.ask.highest_floor import highest_floor
from redesign.study.ask.options import Options
from redesign.study.ask.posts import NEXT_USD, posts
from redesign.study.ask.rules import removable, rules
from redesign.study.ask.targets import targets
from redesign.study.ask.variant import Change
from study.asking import asking, lifted, most_support

SEEDS = range(8)
menus = pytest.mark.parametrize(("kind", "seed"), [("plain", s) for s in SEEDS] + [("levers", s) for s in range(4)])


def near(support: float) -> object:
    return pytest.approx(support, rel=1e-6, abs=1e-6)


def support_of(plan: Bought | None) -> float:
    return plan.support if plan else -np.inf


DEAR_RULES = [("plain", 51, 1.0), ("levers", 22, 1.0), ("plain", 6, 0.6), ("levers", 55, 0.6), ("plain", 22, 0.8)]
"""Menus, and shares of their money, in which some rule costs support."""


@pytest.mark.parametrize(("kind", "seed", "money"), DEAR_RULES)
def test_some_rules_cost_something(kind: str, seed: int, money: float) -> None:
    assert any(price.gained > 1e-3 for price in rules(asking(kind, seed, money), Options()).prices)


@pytest.mark.parametrize(("kind", "seed", "money"), [*DEAR_RULES, *(("plain", seed, 1.0) for seed in SEEDS)])
def test_a_rule_costs_what_lifting_it_gains(kind: str, seed: int, money: float) -> None:
    about = asking(kind, seed, money)
    answer, base = rules(about, Options()), most_support(about.problem())
    assert {price.rule for price in answer.prices} == set(removable(about))
    for price in answer.prices:
        truth = most_support(lifted(about.problem(), removable(about)[price.rule]))
        assert price.gained == near(truth - base)
        assert price.gained >= 0
        assert price.at_most >= price.gained - 1e-6
    gains = [price.gained for price in answer.prices if price.rule]
    assert gains == sorted(gains, reverse=True)
    assert from_json(to_json(answer)) == answer


@menus
def test_a_frontier_is_the_best_plan_of_every_budget_and_never_falls(kind: str, seed: int) -> None:
    about = asking(kind, seed)
    answer, problem = budget(about, Options(points=4, spread=0.4)), about.problem()
    for point in answer.yearly:
        assert support_of(point.plan) == near(most_support(replace(problem, yearly_usd=point.usd)))
    for point in answer.one_time[::3]:
        assert support_of(point.plan) == near(most_support(replace(problem, one_time_usd=point.usd)))
    for line in (answer.yearly, answer.one_time):
        supports = [support_of(point.plan) for point in line]
        assert supports == sorted(supports)
        for before, after in pairwise(line):
            if before.plan and after.plan:
                rise = (after.plan.support - before.plan.support) / (after.usd - before.usd) * 1e5
                assert after.per_100k == near(rise)
            else:
                assert after.per_100k is None
    assert [point.share for point in answer.yearly] == pytest.approx([0.6, 0.8, 1.0, 1.2, 1.4])
    assert from_json(to_json(answer)) == answer


@pytest.mark.parametrize(("kind", "seed"), [("plain", seed) for seed in (0, 1, 3, 6)])
def test_the_largest_budget_without_a_plan_says_why_and_what_would_do(kind: str, seed: int) -> None:
    about = asking(kind, seed)
    answer, problem = budget(about, Options(points=4, spread=0.99)), about.problem()
    why = answer.no_yearly
    assert why is not None
    assert why.usd == max(point.usd for point in answer.yearly if point.plan is None)
    assert any("yearly budget" in said for said in why.conflict)
    enough = [re.search(r"a year \(\$([\d,]+) in all\)", said) for said in why.repairs]
    (found,) = (float(match[1].replace(",", "")) for match in enough if match)
    assert most_support(replace(problem, yearly_usd=found)) > -np.inf
    assert most_support(replace(problem, yearly_usd=found - 0.05 * (found - why.usd) - 1)) == -np.inf
    assert from_json(to_json(answer)) == answer


@menus
def test_the_highest_floor_has_a_plan_and_beyond_it_there_is_none(kind: str, seed: int) -> None:
    about = asking(kind, seed)
    floor, problem = highest_floor(about), about.problem()
    assert most_support(with_floor(problem, floor.reached)) > -np.inf
    assert most_support(with_floor(problem, floor.beyond * 1.001 + 1e-6)) == -np.inf
    assert about.scenario.limits.school_floor_hours_per_teacher <= floor.reached <= floor.beyond


@menus
def test_the_next_post_is_pinned_and_everything_else_solved_again(kind: str, seed: int) -> None:
    about = asking(kind, seed)
    answer, problem = posts(about, Options()), about.problem()
    for t, team in enumerate(answer.teams):

        def with_posts(n: int, t: int = t) -> object:
            return lambda staffing, taken: staffing[t].planned == n

        assert team.posts == about.base.plan.posts[t]  # type: ignore[union-attr]
        more, fewer = with_posts(team.posts + 1), with_posts(team.posts - 1)
        richer = replace(problem, yearly_usd=problem.yearly_usd + team.given_usd)
        assert support_of(team.more) == near(most_support(problem, more))  # type: ignore[arg-type]
        assert support_of(team.fewer) == near(most_support(problem, fewer))  # type: ignore[arg-type]
        assert support_of(team.given) == near(most_support(richer, more))  # type: ignore[arg-type]
    best = most_support(replace(problem, yearly_usd=problem.yearly_usd + NEXT_USD))
    assert support_of(answer.best_use) == near(best)
    assert from_json(to_json(answer)) == answer


@menus
def test_an_alternative_is_the_best_plan_that_is_far_enough(kind: str, seed: int) -> None:
    about = asking(kind, seed)
    answer = alternatives(about, Options(within=0.9, differ=2, plans=2))
    known = [answer.about.base]
    for found in answer.plans:

        def far(staffing: Staffing, taken: Taken, known: list[Bought] = known) -> bool:
            return min(_distance(each, staffing, taken) for each in known) >= 2

        assert found.plan.support == near(most_support(about.problem(), far))
        assert found.differs >= 2
        known = [*known, found.plan]
    if len(answer.plans) < 2:
        far_from_all = most_support(about.problem(), lambda s, x: min(_distance(k, s, x) for k in known) >= 2)
        assert far_from_all < answer.about.base.support * 0.1 + 1e-6
        assert answer.complete
    assert answer.shared.plans == len(known)
    assert from_json(to_json(answer)) == answer


def _distance(known: Bought, staffing: Staffing, taken: Taken) -> int:
    moved = sum(abs(n - change.planned) for n, change in zip(known.posts.values(), staffing, strict=True))
    return moved + len(set(known.levers) ^ set(taken))


@pytest.mark.parametrize(
    ("kind", "seed", "money"), [("plain", 17, 0.6), ("levers", 17, 0.6), *(("plain", seed, 1.0) for seed in SEEDS)]
)
def test_a_least_budget_reaches_its_target_and_a_little_less_does_not(kind: str, seed: int, money: float) -> None:
    """In menu 17 money of a grant that nobody may spend elsewhere is left over, and counts."""
    about = asking(kind, seed, money)
    asked = about.base.support * 0.9
    answer, problem = targets(about, Options(support=(asked, 1e9))), about.problem()
    anything, nine_tenths, beyond = answer.targets
    for target, support in ((anything, -1e9), (nine_tenths, asked)):
        assert target.least_usd is not None
        reached = most_support(replace(problem, yearly_usd=target.least_usd + 0.01))
        assert reached >= support - 1e-6
        short = most_support(replace(problem, yearly_usd=target.least_usd - 1.01 * answer.tolerance_usd))
        assert short < support
        assert most_support(replace(problem, yearly_usd=target.proved_usd)) < support
    assert beyond.least_usd is None
    assert support_of(beyond.plan) == near(most_support(replace(problem, yearly_usd=problem.yearly_usd * 10)))
    assert from_json(to_json(answer)) == answer


@menus
def test_pins_hold_and_the_rest_is_the_best(kind: str, seed: int) -> None:
    free = asking(kind, seed)
    names = list(free.scenario.all_levers)
    area, given = next(iter(free.scenario.areas.items()))
    lowest = next(iter(given.packages))
    levers = {names[0]: "left"} if names else {}
    about = asking(
        kind, seed, posts={"coaches": {"least": 1, "most": 2}}, levers=levers, packages={area: {"at_least": lowest}}
    )
    eligible = np.array([school.level in given.levels for school in free.scenario.schools])

    def wanted(staffing: Staffing, taken: Taken) -> bool:
        return 1 <= staffing.coaches.planned <= 2 and not (names and names[0] in taken)

    truth = most_support(free.problem(), wanted, lambda packages: (packages[:, 0][:, eligible] >= 1).all(axis=1))
    if truth == -np.inf:
        with pytest.raises(InfeasibleError):
            solve(about.problem())
        return
    assert about.base.support == near(truth)


def test_the_certified_plan_is_known_where_quick_solving_finds_less(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if it found half of the best; one that is not allowed is no candidate."""
    about = asking("plain", 2)
    best = about.base.solution
    assert best is not None
    half = replace(best, promised_support=best.promised_support / 2)
    monkeypatch.setattr(variant, "solve_if_possible", lambda problem, prices, quick: half)
    for plan, support in (
        (best.plan, best.promised_support),
        (replace(best.plan, kept=best.plan.kept + 1), half.promised_support),
    ):
        certified = replace(about, knowledge=replace(about.knowledge, plan=plan))
        assert certified.base.support == near(support)
        assert certified.base.bound == near(best.bound)


@menus
def test_known_prices_change_nothing(kind: str, seed: int) -> None:
    """Another budget under the same tables, with what an earlier solve knows and without."""
    about = asking(kind, seed)
    prices = about.base.solution.prices  # type: ignore[union-attr]
    learned = replace(about.learned, prices=prices)
    knowing = replace(about, knowledge=replace(about.knowledge, strategies={"clean_sheet": learned}))
    change = Change(yearly_usd=about.problem().yearly_usd * 0.9)
    (known,), (fresh,) = knowing.solve([change]), about.solve([change])
    assert known.support == near(fresh.support)


def test_lifting_a_rule_leaves_those_that_are_lifted_already_out() -> None:
    about = asking("plain", 0)
    every = removable(about)
    one = next(iter(every))
    strategy: Strategy = about.problem(Change(lifted=(one,))).strategy
    assert strategy.lifts(one)
    assert one not in about.problem(Change(lifted=(one,))).rules
