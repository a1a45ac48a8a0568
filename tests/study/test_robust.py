"""A plan that holds: among plans that may be had, the best of all samples; it wins where the certified plan hangs on a
number that is probably not so.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from redesign.analysis.holding import criterion
from redesign.reporting.asked import in_words
from redesign.scenario.settings import RunSettings
from redesign.study.ask.answers import from_json, to_json
from redesign.study.ask.candidates import _near, candidates
from redesign.study.ask.options import Options, options_for
from redesign.study.ask.robust import robust
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.truths import drawn_of
from redesign.study.ask.variant import Asking
from redesign.study.runner import Runner
from study.known_study import studied_tutorial

FEW = Options(samples=20, plans=1, truths=8)


@pytest.fixture(scope="module")
def asking() -> Asking:
    """A package of which the file says 0.8, though it is most probably worth far less."""
    known = studied_tutorial()
    high = {"effect_per_hour": {"value": 0.8, "low": -0.9, "high": 0.81}}
    low = {"effect_per_hour": {"value": 1, "low": 0.99, "high": 1.01}}
    packages = {"high": high, "mid": {"effect_per_hour": {"value": 0.9, "low": 0.89, "high": 0.91}}, "low": low}
    scenario = known.scenario.with_changes(areas={"coaching": {"packages": packages}})
    return replace(known, scenario=scenario)


@pytest.fixture(scope="module")
def answer(asking: Asking) -> Robust:
    return robust(asking, FEW)


def test_what_hangs_on_a_doubtful_number_is_not_chosen(answer: Robust) -> None:
    assert answer.certified == "clean_sheet"
    assert answer.chosen != answer.certified
    assert answer.costs.low > 0
    assert answer.gained.low > 0
    best, second = answer.candidates[0], next(each for each in answer.candidates if each.name == "clean_sheet")
    assert best.name == answer.chosen
    assert best.mean > second.mean
    assert best.under_file.mean < second.under_file.mean
    assert best.out_of_sample is not None
    assert best.allowed
    given = [package for chosen in answer.plan.packages.values() for package in chosen.values()]
    assert given.count("high") < 3
    assert [part.chosen for part in answer.parts].count(answer.chosen) >= 3


def test_plans_of_other_strategies_are_shown_and_not_chosen(answer: Robust) -> None:
    kinds = {each.name: (each.kind, each.allowed) for each in answer.candidates}
    assert kinds["today"] == ("strategy", False)
    assert kinds["clean_sheet"] == ("strategy", True)
    assert [each.allowed for each in answer.candidates] == sorted((a for _, a in kinds.values()), reverse=True)
    assert all((each.out_of_sample is not None) == each.allowed for each in answer.candidates)


@pytest.mark.parametrize("by", ["regret", "worst_tenth"])
def test_other_measures_choose_by_what_they_say(asking: Asking, by: str) -> None:
    found = robust(asking, replace(FEW, by=by))  # type: ignore[arg-type]
    may = [each for each in found.candidates if each.allowed]
    what = [-each.regret if by == "regret" else each.worst_tenth for each in may]
    assert what == sorted(what, reverse=True)
    assert found.chosen == may[0].name


def test_candidates_differ_and_come_from_where_they_say(asking: Asking) -> None:
    found = candidates(asking, FEW, drawn_of(asking.scenario, 40))
    mine = [each.plan for each in found.values() if each.strategy == "clean_sheet"]
    assert len(mine) >= 2
    assert not any(a.same_as(b) for i, a in enumerate(mine) for b in mine[:i])
    assert {each.kind for each in found.values()} >= {"strategy", "other_truth"}


def test_plans_near_the_best_are_the_one_solved_again_and_those_far_from_all_before() -> None:
    """Of plans with 100, 96, 95.1 and 94.9 of support those within 5% of the best are taken, until there are enough."""
    supports = iter([96.0, 95.1, 94.9])
    far: list[list[str]] = []

    def solve(changes: list[Any]) -> list[Any]:
        (change,) = changes
        far.append([row.plan for row in change.rows])
        return [SimpleNamespace(plan=f"far {len(far)}", support=next(supports))]

    base = SimpleNamespace(plan="again", support=100.0)
    stub: Any = SimpleNamespace(knowledge=SimpleNamespace(plan="certified"), base=base, solve=solve)
    assert _near(stub, Options(plans=9, within=0.05)) == ["again", "far 1", "far 2"]
    assert far == [["certified", "again", *(f"far {i + 1}" for i in range(n))] for n in range(3)]
    supports, base.plan = iter([99.0, 98.0]), None
    assert _near(stub, Options(plans=1, within=0.05)) == ["far 4", "far 5"]


def test_any_workers_and_any_format(asking: Asking, answer: Robust) -> None:
    with ThreadPoolExecutor(2) as threads:
        again = robust(replace(asking, runner=Runner(threads)), FEW)
    assert again == answer
    assert from_json(to_json(answer)) == answer
    words = " ".join(in_words(answer, asking.study).split())
    assert "most modeled support in the mean of the samples" in words
    assert "less modeled support a year than the certified plan" in words


def test_the_numbers_of_the_file_alone_leave_the_certified_plan(asking: Asking) -> None:
    """Effects that are known: nothing beats the plan that was certified with them by more than chance."""
    known = studied_tutorial()
    found = robust(known, replace(FEW, truths=1))
    assert found.costs.mean >= -0.02 * known.study.chosen.support.mean
    table = np.array([[each.mean] for each in found.candidates if each.allowed]).T
    assert criterion(table, "mean").argmax() == 0


def test_what_the_file_says_of_robust_is_asked_where_nothing_else_is() -> None:
    run = RunSettings(robust="regret", robust_samples=40)
    assert options_for("robust", run, {}) == Options(by="regret", samples=40)
    assert options_for("robust", run, {"by": "mean", "plans": 2}) == Options(by="mean", samples=40, plans=2)
    assert options_for("robust", RunSettings(), {}) == Options(by="mean")
    assert options_for("sure", run, {}) == Options()
    assert options_for("rules", run, {}) == Options(verify=True)
