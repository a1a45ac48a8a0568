"""A study and its JSON: what is read is what was written, and nothing else is accepted."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from redesign import load_scenario
from redesign.errors import OutputError
from redesign.study.dictionary import study_dictionary
from redesign.study.pipeline import run
from redesign.study.study import FORMAT, Study, plain, study_schema

ROOT = Path(__file__).parents[2]
FEW = {"strategies": ("tinker",), "build_years": 2, "search_years": 2, "final_years": 2, "most_final_years": 2}
Json = dict[str, Any]
NOBODY = {"team": "clarks", "label": "Clarks", "today": 1, "least": 2, "most": 2}


@pytest.fixture(scope="module")
def study() -> Study:
    scenario = load_scenario(ROOT / "scenarios" / "tutorial.yaml")
    return run(scenario.model_copy(update={"run": scenario.run.model_copy(update=FEW)}), engine="simpy")


def today(document: Json) -> Json:
    return document["strategies"]["today"]


def test_what_is_read_is_what_was_written(study: Study) -> None:
    text = study.to_json()
    assert Study.from_json(text) == study
    assert Study.from_json(text).to_json() == text
    assert json.loads(text) == plain(study)
    assert (study.format, study.today.label, study.chosen.label) == (FORMAT, "Today", "Clean sheet")


def test_a_difference_says_from_in_json(study: Study) -> None:
    [first, *_] = json.loads(study.to_json())["certificate"]["differences"]
    assert first["from"] == study.certificate.differences[0].base == study.reference


CHANGES: list[tuple[str, Callable[[Json], object]]] = [
    (f"format: found {FORMAT - 1}; allowed: {FORMAT}", lambda d: d.update(format=FORMAT - 1)),
    ("format: found None", lambda d: d.pop("format")),
    ("remark: Unexpected keyword argument", lambda d: d.update(remark="mine")),
    ("strategies.today.cost.gift_usd: Unexpected", lambda d: today(d)["cost"].update(gift_usd=1.0)),
    ("digest: Field required", lambda d: d.pop("digest")),
    ("certificate.support.parts.solver: Field", lambda d: d["certificate"]["support"]["parts"].pop("solver")),
    (
        "strategies.today.support.mean: Input should be a finite",
        lambda d: today(d)["support"].update(mean=float("nan")),
    ),
    ("strategies.today.support.low: Input should be a finite", lambda d: today(d)["support"].update(low=float("-inf"))),
    ("strategies.today.support.mean: Input should be a valid number", lambda d: today(d)["support"].update(mean="9")),
    ("scenario.seed: Input should be a valid integer", lambda d: d["scenario"].update(seed=1.5)),
    ("strategies.today.hours_by_kind: ", lambda d: today(d)["hours_by_kind"].pop("other")),
    ("strategies.today.hours_by_kind.leisure", lambda d: today(d)["hours_by_kind"].update(leisure=1.0)),
    ("certificate.differences.0.from: Field required", lambda d: d["certificate"]["differences"][0].pop("from")),
    ("certificate.safe_moves.posts: found 'clarks'", lambda d: d["certificate"]["safe_moves"].update(posts=[NOBODY])),
    (
        "certificate.safe_moves.packages: found 'maths'",
        lambda d: d["certificate"]["safe_moves"]["packages"][0].update(area="maths"),
    ),
    (
        "certificate.safe_moves.levers: found 'leave'",
        lambda d: d["certificate"]["safe_moves"].update(levers_in_some=["leave"]),
    ),
    ("reference: found 'now', which is not in this study", lambda d: d.update(reference="now")),
    ("certificate.strategy: found 'best'", lambda d: d["certificate"].update(strategy="best")),
    ("certificate.differences: found 'best'", lambda d: d["certificate"]["differences"][0].update(of="best")),
    ("strategies.today.plan.posts: found 'nobody'", lambda d: today(d)["plan"]["posts"][0].update(team="nobody")),
    ("strategies.today.teams: found 'nobody'", lambda d: today(d)["teams"][0].update(team="nobody")),
    ("strategies.today.plan.packages.coaching: found 'oak'", lambda d: d["schools"].pop()),
]


@pytest.mark.parametrize(("said", "change"), CHANGES, ids=[said for said, _ in CHANGES])
def test_a_changed_study_is_refused_with_its_field(study: Study, said: str, change: Callable[[Json], object]) -> None:
    document = plain(study)
    change(document)
    with pytest.raises(OutputError) as refused:
        Study.from_json(json.dumps(document))
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("text", ["", "{", "[" * 100_000, '{"format": 6'])
def test_a_text_that_breaks_off_is_refused(text: str) -> None:
    with pytest.raises(OutputError, match="this is no whole JSON text"):
        Study.from_json(text)


@pytest.mark.parametrize("text", ["[]", "null", '"format"', "{}"])
def test_other_json_is_refused(text: str) -> None:
    with pytest.raises(OutputError, match="format: found None"):
        Study.from_json(text)


def test_a_number_that_is_not_finite_is_never_written(study: Study) -> None:
    certificate = replace(study.certificate, solver_gap=float("nan"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        replace(study, certificate=certificate).to_json()


def test_every_field_is_described() -> None:
    schema = study_schema()
    blocks = {"Study": schema, **schema["$defs"]}
    assert len(blocks) > 20
    for name, block in blocks.items():
        assert block["additionalProperties"] is False, name
        assert block["required"] == list(block["properties"]), name
        assert [key for key, field in block["properties"].items() if not field.get("description")] == [], name


def test_the_description_is_current() -> None:
    """Refresh with `redesign schema --study --dictionary > docs/study.md`."""
    assert (ROOT / "docs" / "study.md").read_text(encoding="utf-8") == study_dictionary()
