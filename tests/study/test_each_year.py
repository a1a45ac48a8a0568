"""The years that a study keeps one by one are those that its means are means of."""

from __future__ import annotations

import json
import math
from typing import Any

import pytest

import redesign
from redesign.errors import OutputError
from redesign.reporting.result import Result
from redesign.study.study import Study, plain
from study.few_years import few_years


@pytest.fixture(scope="module")
def result() -> Result:
    return redesign.run(few_years(), engine="simpy")


def test_means_of_the_years_are_those_of_the_study(result: Result) -> None:
    years = result.study.years
    assert years.support.keys() == years.principal_hours.keys() == result.strategies.keys()
    for name, strategy in result.strategies.items():
        assert len(years.support[name]) == 6
        assert math.fsum(years.support[name]) / 6 == pytest.approx(strategy.support.mean)
        assert math.fsum(years.principal_hours[name]) / 6 == pytest.approx(strategy.principal_time.hours.mean)
    kept = {(p.kind, p.id): math.fsum(p.hits) / math.fsum(p.of) for p in years.promises}
    promised = {(p.kind, p.id): p.share.mean for p in result.study.chosen.promises if p.share}
    assert len(promised) == 3
    assert kept == pytest.approx(promised)


@pytest.mark.parametrize(
    ("block", "key", "value", "words"),
    [
        ("support", "today", [1.0] * 5, "years: found '5 years'"),
        ("support", "nobody", [1.0] * 6, "years: found 'nobody'"),
        ("principal_hours", "today", [1.0], "years: found '1 years'"),
    ],
)
def test_years_that_cannot_be_are_refused(result: Result, block: str, key: str, value: Any, words: str) -> None:
    document = plain(result.study)
    document["years"][block][key] = value
    with pytest.raises(OutputError, match=words):
        Study.from_json(json.dumps(document))


def test_a_result_keeps_its_scenario_through_a_folder(
    result: Result, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])
    loaded = redesign.load_study(result.save(tmp_path / "study"))
    assert loaded.scenario == result.scenario == few_years()
    assert "inputs cannot" not in redesign.compare(loaded, result).summary()


def test_in_a_notebook_the_answer_comes_first_and_numbers_stand_at_the_right(result: Result) -> None:
    html = result._repr_html_()
    assert html.index("times the modeled support for schools") < html.index("<details>")
    assert "<script" not in html
    cells = html.partition("<details>")[2].split("<td")[1:]
    assert len(cells) > 100
    assert all(cell.startswith(' style="text-align: right') for cell in cells)
    table = result.posts_chart().table._repr_html_()
    assert "Coaches" in table
    assert "<details" not in table
