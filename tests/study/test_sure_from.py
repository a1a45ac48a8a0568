"""From samples to the answer: standings, twins, flips and choices, where arithmetic says what they are."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from analysis.drawn import scores
from redesign.study.ask.about import About, Bought
from redesign.study.ask.sampled import Named, Sampled, Source
from redesign.study.ask.sure import _values
from redesign.study.ask.sure_from import sure_from

N = 400
BOUGHT = Bought(1000.0, 1000.0, 1e6, 0.0, {}, (), {}, True)


def source(j: int, **other: Any) -> Source:
    """A number of 10, from 8 to 12."""
    plain = Source(f"n{j}", f"Number {j}", "number", 10.0, 8.0, 12.0, True, "assumed", "hours" if j % 2 else "rates")
    return replace(plain, **other)


def sampled(support: Any, z: Any, **other: Any) -> Sampled:
    """`today`, `lean` and as many more as there are columns; the last is recommended."""
    names = ("today", "lean", "twin", "clean")[: support.shape[1] - 1]
    kept = np.ones(support.shape, np.bool_)
    known = Sampled(
        About(1, "made_up", "clean", "f" * 64, (), N, False, BOUGHT), "Latin hypercube", 2, "clean", "today", "d" * 64,
        tuple(source(j) for j in range(z.shape[1])), (*(Named(n, n.title()) for n in names), Named("clean", "Clean")),
        (Named("p", "Promise"),), ("a lever", "a post"), z, 10 + z / 0.8224, support, kept,
        np.zeros((*support.shape, 2)), kept, kept,
        z[:, 2, None] < 0.5, np.array([[False] * (support.shape[1] - 1) + [True], [True] * support.shape[1]]), 1.0,
    )  # fmt: skip
    return replace(known, **other)


def test_a_number_that_turns_the_answer_decides() -> None:
    """Clean leads lean by 100 + 100 z: it turns at z = -1, where the number is 10 - 1 / 0.8224."""
    z = scores(N, 12)
    lean = np.full(N, 1000.0)
    support = np.column_stack([np.full(N, 500.0), lean, lean + 100 + 100 * z[:, 0] + 5 * z[:, 1]])
    found = sure_from(sampled(support, z))
    assert (found.standing, found.decides, found.next_best) == ("undecided", "n0", "lean")
    assert found.numbers[0].path == "n0"
    assert found.numbers[0].flips_at == pytest.approx(10 - 1 / 0.8224, abs=0.03)
    assert found.numbers[0].flips_to == "lean"
    assert (found.numbers[0].lead_at_low, found.numbers[0].lead_at_high) == pytest.approx((-64, 264), abs=3)
    assert found.no_better.mean == pytest.approx(0.841, abs=0.01)
    assert found.strategies[1].best.mean == pytest.approx(0.159, abs=0.01)
    assert all(one.worth.mean == 0 and one.flips_at is None for one in found.numbers[2:])
    assert found.promises[0].decided_by == "n2"
    assert [one.what for one in found.safe] == ["a post"]
    assert [(one.what, one.decided_by) for one in found.hanging] == [("a lever", "n0")]


def test_a_plan_under_another_name_is_no_doubt() -> None:
    """Two identical plans are each best in a half of the draws, and the choice between them is clear."""
    z = scores(N, 12)
    plan = 1000 + 100 * z[:, 0]
    found = sure_from(sampled(np.column_stack([plan - 500, plan - 400, plan, plan]), z))
    assert [one.best.mean for one in found.strategies] == [0, 0, 0.5, 0.5]
    assert (found.standing, found.decides, found.next_best) == ("clear", None, "lean")
    assert found.no_better.mean == found.no_better_within.mean == 1
    assert found.regret.mean == found.regret_95 == found.knowing_all.mean == 0


def test_the_best_plan_within_limits_is_another_chance() -> None:
    """Clean is always best; it keeps its budget in the first 300 samples, the floors in the last 300, lean both in the
    last 150; today keeps nothing.
    """
    z = scores(N, 12)
    support = np.tile([500.0, 800.0, 1000.0], (N, 1))
    first, last, few = (np.arange(N) < 300), (np.arange(N) >= 100), (np.arange(N) >= 250)
    never, always = np.zeros(N, np.bool_), np.ones(N, np.bool_)
    budget, floors = np.column_stack([never, few, first]), np.column_stack([never, always, last])
    found = sure_from(sampled(support, z, budget_kept=budget, floors_kept=floors))
    assert [one.best.mean for one in found.strategies] == [0, 0, 1]
    assert [one.best_within.mean for one in found.strategies] == [0, 100 / N, 200 / N]
    assert found.none_within == 100 / N
    assert found.no_better_within.mean == 200 / N
    assert found.strategies[2].best_within.low < 0.5 < found.strategies[2].best_within.high
    free = sure_from(sampled(support, z))
    assert [one.best_within for one in free.strategies] == [one.best for one in free.strategies]
    assert free.none_within == 0
    assert free.no_better_within == free.no_better


def test_where_all_plans_are_the_same_nothing_is_to_be_chosen() -> None:
    z = scores(N, 12)
    plan = 1000 + 100 * z[:, 0]
    found = sure_from(sampled(np.column_stack([plan, plan, plan]), z))
    assert (found.standing, found.next_best, found.lead) == ("clear", None, None)
    assert all(one.worth.mean == one.lead_at_low == one.lead_at_high == 0 for one in (*found.numbers, *found.groups))


def test_it_says_how_many_years_each_sample_was_simulated_on() -> None:
    """Three years under each of 400 samples are 1,200 in all."""
    z = scores(N, 12)
    made = sampled(np.column_stack([np.full(N, 500.0), np.full(N, 900.0), 1000 + 100 * z[:, 0]]), z)
    found = sure_from(replace(made, about=replace(made.about, years=3 * N)))
    assert (found.samples, found.years) == (400, 3)


def test_a_number_that_moves_alone_is_told_by_its_values_and_one_of_several_by_their_score() -> None:
    numbers = [SimpleNamespace(factor=factor) for factor in ("pay", "effects", "effects", "leave")]
    values = np.array([[1.0, 2.0, 3.0, 4.0], [5.0, 6.0, 7.0, 8.0]])
    scores = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6]])
    drawn: Any = SimpleNamespace(numbers=numbers, factors=("pay", "effects", "leave"), values=values, scores=scores)
    assert _values(drawn).tolist() == [[1.0, 0.2, 4.0], [5.0, 0.5, 8.0]]
    assert scores[0, 0] == 0.1, "what was drawn stays"


def test_nothing_is_worth_more_than_knowing_all_and_totals_hold_what_is_alone() -> None:
    z = scores(N, 12)
    support = np.column_stack([np.full(N, 990.0), 1000 + 50 * z[:, 0], 1010 + 50 * z[:, 1] * z[:, 2] + 20 * z[:, 3]])
    found = sure_from(
        sampled(support, z, sources=(source(0, kind="factor", path="pay"), *(source(j) for j in range(1, 12))))
    )
    for one in (*found.numbers, *found.groups):
        assert 0 <= one.worth.low <= one.worth.mean <= found.knowing_all.mean
        assert one.worth.mean <= one.worth.high
        assert 0 <= one.first_order <= one.total <= 1
    assert [one.path for one in found.groups if one.kind == "factor"] == ["pay"]
    assert {one.path for one in found.groups if one.kind == "class"} == {"hours", "rates"}
    crossed = next(one for one in found.numbers if one.path == "n1")
    assert crossed.total > crossed.first_order + 0.2
    assert found.best_in_expectation == "clean"
