"""Every number that a study says of a strategy, against the same worked out in plain Python from its years."""

from __future__ import annotations

from dataclasses import asdict, fields

import pytest

from redesign.study.strategy_result import StrategyResult
from study.again import quartiles, same
from study.again_strategy import LABELS, again_of
from study.tiny import Pieces, made_up_study, simulated_study


@pytest.fixture(params=[simulated_study, made_up_study], ids=["simulated", "made up"])
def pieces(request: pytest.FixtureRequest) -> Pieces:
    found: Pieces = request.param()
    return found


@pytest.mark.parametrize("name", list(LABELS))
@pytest.mark.parametrize("part", [f.name for f in fields(StrategyResult) if f.name != "freedoms"])
def test_what_a_study_says_of_a_strategy(pieces: Pieces, name: str, part: str) -> None:
    same(asdict(pieces.study.strategies[name])[part], again_of(pieces, name)[part], part)


def test_a_strategy_says_what_it_may_do(pieces: Pieces) -> None:
    found = {name: strategy.freedoms for name, strategy in pieces.study.strategies.items()}
    assert found == {name: pieces.scenario.compared[name].in_words() for name in found}
    assert len(set(found.values())) == len(found)


def test_strategies_stand_in_the_order_of_comparison(pieces: Pieces) -> None:
    assert list(pieces.study.strategies) == list(LABELS)


def test_the_studies_have_something_to_tell_apart() -> None:
    """Targets relaxed and firm, every verdict, shares of nothing, a supplier and levers of both kinds."""
    both = [
        promise
        for p in (simulated_study(), made_up_study())
        for s in p.study.strategies.values()
        for promise in s.promises
    ]
    found = {(p.verdict, p.decided) for p in both}
    assert {verdict for verdict, _ in found} == {"meets", "as_today", "missed"}
    assert {("meets", False), ("as_today", True), ("as_today", False)} < found
    assert {p.verdict for p in both if p.mandated} == {"meets", "missed"}, "firm"
    assert {p.target_share < p.file_share for p in both} == {True, False}
    assert None in [p.share for p in both]
    assert None in [p.turnaround_mean_hours for p in both if p.kind == "service"]
    assert quartiles(simulated_study().scenario) == [4, 1, 3, 2, 1, 3]
    choices = {
        c
        for p in (simulated_study(), made_up_study())
        for s in p.study.strategies.values()
        for c in s.plan.levers.values()
    }
    assert choices == {"as_is", "automate", "eliminate", "taken", "left"}
    moved = made_up_study().study.strategies["retrain"]
    assert moved.cost.levers_usd == 903_000
    assert moved.cost.materials_usd == 900 + 40 + 10, "fir is a middle school"
    assert moved.cost.providers_usd == 2 * 24 * 35, "two principals of cedar"
    assert [(p.visits, p.contracts, p.most_visits) for p in moved.providers] == [(48, 1, 60)]
    assert [(row.planned, row.retrained_out, row.retrained_in) for row in moved.plan.posts] == [
        (6, 2, {}),
        (3, 0, {}),
        (6, 0, {"clerks": 2}),
    ]
