"""What a study has learned, written and read again."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from redesign.errors import OutputError
from redesign.optimization.problem import Broken, TooFew
from redesign.scenario.model import Scenario
from redesign.scenario.pins import Pins
from redesign.study.knowledge import Knowledge, Learned, from_json, knowledge_of, read_knowledge, to_json
from redesign.study.pipeline import run
from study.tiny import simulated_study, tiny_office


@cache
def knowledge() -> Knowledge:
    """Of the tiny study's certified strategy, with a fact of every kind and odd numbers."""
    pieces = simulated_study()
    known = knowledge_of(pieces.scenario, {"clean_sheet": pieces.certified})
    learned = known.strategies["clean_sheet"]
    odd = TooFew(
        {0: 3, 2: 1},
        frozenset({1}),
        frozenset({1, 4}),
        errors=math.inf,
        years=40,
        new={0: 2},
        new_lose={0: (0.0, 0.25)},
        teams=(0, 2),
        broken=Broken("team", "clerks", math.nan),
    )
    prices = (np.array([0.1, 1 / 3, 1e-300]),)
    return replace(known, strategies={"clean_sheet": Learned(learned.tables, (*learned.facts, odd), prices)})


def test_knowledge_comes_back_as_it_went() -> None:
    known, again = knowledge(), from_json(to_json(knowledge()))
    mine, read = known.strategies["clean_sheet"], again.strategies["clean_sheet"]
    assert again.plan.same_as(known.plan)
    assert again.plan.levers.dtype == np.bool_
    for one, other in zip(mine.tables, read.tables, strict=True):
        assert np.array_equal(one.hours, other.hours)
        assert np.array_equal(one.lost, other.lost)
        assert (one.pieces, one.tried) == (other.pieces, other.tried)
    assert read.facts == mine.facts
    assert [p.tolist() for p in read.prices] == [p.tolist() for p in mine.prices]
    broken = read.facts[-1].broken
    assert broken is not None
    assert math.isnan(broken.reached)
    assert (again.version, again.study_of) == (known.version, known.study_of)
    assert to_json(again) == to_json(known)


def changed(**blocks: object) -> Scenario:
    return tiny_office().model_copy(update=blocks)


def test_it_is_of_the_very_scenario() -> None:
    known, office = knowledge(), tiny_office()
    assert known.is_of(office)
    richer = changed(budget=office.budget.model_copy(update={"one_time_usd": 1.0}))
    pinned = changed(pins=Pins(posts={"clerks": 7}))
    longer = changed(run=office.run.model_copy(update={"final_years": 3}))
    seeded = changed(run=office.run.model_copy(update={"seed": 2}))
    slower = changed(
        teams=office.teams | {"clerks": office.teams["clerks"].model_copy(update={"productive_share": 0.5})}
    )
    for other in (richer, pinned, longer, seeded, slower):
        assert not known.is_of(other)
    assert not replace(known, version="0.0.0").is_of(office)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "this is not what redesign wrote"),
        ("[]", "format: found None"),
        ('{"format": 99}', "format: found 99"),
        ('{"format": 2}', "version"),
    ],
)
def test_what_cannot_be_read_is_one_clear_error(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "knowledge.json").write_text(text, encoding="utf-8")
    with pytest.raises(OutputError, match=r"knowledge\.json: ") as told:
        read_knowledge(tmp_path)
    assert said in str(told.value)


@pytest.mark.parametrize("broken", [{"hours": [1.0, "many"]}, {"hours": []}, {"lost": [-1.0]}, {"more": 1}])
def test_a_damaged_table_is_one_clear_error(broken: dict[str, object]) -> None:
    document = json.loads(to_json(knowledge()))
    document["strategies"]["clean_sheet"]["tables"][0] |= broken
    with pytest.raises(OutputError):
        from_json(json.dumps(document))


def test_a_plan_that_is_cut_short_is_one_clear_error() -> None:
    document = json.loads(to_json(knowledge()))
    del document["plan"]["hired"]
    with pytest.raises(OutputError, match="hired"):
        from_json(json.dumps(document))


def test_a_study_tells_what_it_learned_and_its_digest_knows_nothing_of_it() -> None:
    told: list[Knowledge] = []
    study = run(tiny_office(), engine="compiled", learned=told.append)
    assert list(told[0].strategies) == [n for n, s in tiny_office().compared.items() if s.optimizes]
    assert told[0].plan.same_as(simulated_study().certified.solution.plan)
    assert study.digest == run(tiny_office(), engine="compiled").digest
