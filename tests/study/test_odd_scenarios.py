"""Valid means that it runs: minima, maxima, empty blocks and limits that meet, each through a whole study.

`benchmarks/odd_scenarios.py` runs them in hundreds.
"""

from __future__ import annotations

from typing import Any

import pytest
from odd_scenarios import FINE, LEFT_OUT, MEETING, Edge, base, drawn, edges, edited, ending, in_words, report

from redesign.scenario.schema import file_schema

SAMPLE = 20
EMPTY: list[list[Edge]] = [
    [((("services",), LEFT_OUT),)],
    [((("levers",), {}),), ((("strategies",), {}),), ((("rules",), {}),), ((("limits",), LEFT_OUT),)],
    [((("calendar", "weeks"), 8),)],
]


@pytest.mark.slow
@pytest.mark.parametrize("chosen", [*EMPTY, *([edge] for edge in MEETING[:5]), *drawn(SAMPLE)], ids=in_words)
def test_what_is_valid_runs(chosen: list[Edge]) -> None:
    """A result, bad input or a conflict; never a fault of ours or of the solver."""
    found = ending(edited(chosen), charts=False)
    assert found["exit"] in FINE, found["words"]


def test_a_year_that_would_take_long_is_left_out_and_one_too_large_is_bad_input() -> None:
    path = ("services", "forms", "requests_per_driver_per_year")
    assert ending(edited([((path, 1000.0),)]), charts=False)["exit"] == -1
    assert ending(edited([((path, 1e9),)]), charts=False)["exit"] == 2


def keys_in(value: object) -> set[str]:
    """Every key of a tree."""
    if isinstance(value, list):
        return {key for item in value for key in keys_in(item)}
    return {*value, *(key for child in value.values() for key in keys_in(child))} if isinstance(value, dict) else set()


def test_the_office_has_every_key_of_the_schema() -> None:
    schema = file_schema()
    wanted = {key for block in (schema, *schema["$defs"].values()) for key in block["properties"]}
    assert len(wanted) > 100
    assert wanted - keys_in(base()) == {"extends"}


def test_edges_are_those_of_the_schema() -> None:
    found: dict[Any, list[Any]] = {path: [] for edge in edges() for path, _ in edge}
    for edge in edges():
        for path, value in edge:
            found[path].append(value)
    assert {0, 5000} <= set(found[("teams", "clerks", "posts_today")])
    assert {0, 1, 5000, LEFT_OUT} <= set(found[("teams", "clerks", "maximum_posts")])
    assert {8, 53} <= set(found[("calendar", "weeks")])
    assert 0 < min(cv for cv in found[("services", "forms", "work_cv")] if cv != LEFT_OUT) < 0.1
    assert {} in found[("services",)]
    assert [] in found[("services", "forms", "steps")]
    assert "caseload" in found[("teams", "coaches", "assignment")]
    assert 0 in found[("schools", 0, "enrollment")]


def test_the_same_are_drawn_every_time() -> None:
    assert [in_words(each) for each in drawn(5)] == [in_words(each) for each in drawn(5)]
    assert len(drawn(5)) == 5


def test_what_should_not_end_so_is_listed(capsys: pytest.CaptureFixture[str]) -> None:
    report({"a": {"exit": 0, "words": ""}, "b": {"exit": 4, "words": "x\nno bound"}, "c": {"exit": 3, "words": "no"}})
    said = capsys.readouterr().out
    assert "4: b\n    no bound\n" in said
    assert "c" not in said.splitlines()[-2:]
