"""Where the measure of need tells no schools apart, nothing is reported by quartile."""

from __future__ import annotations

import json

import pytest

from redesign.reporting.chart import draw
from redesign.reporting.charts import need
from redesign.reporting.reading import need_columns, quarters
from redesign.reporting.summary import details, summary
from redesign.reporting.web.answer import answer
from redesign.reporting.web.schools import schools
from redesign.study.schools import need_quartiles
from redesign.study.study import Study
from reporting import sample_study
from reporting.seen import faults, panels
from study.tiny import simulated_study

POVERTY = "econ_disadvantaged"


def alike() -> Study:
    """The sample study as it would be if all its schools needed alike."""
    raw = json.loads(sample_study.study().to_json())
    for school in raw["schools"]:
        school["need_quartile"] = 0
        school["need_quartiles"] = dict.fromkeys(school["need_quartiles"], 0)
    for strategy in raw["strategies"].values():
        strategy["details"]["fairness"]["gap_per_teacher"] = None
        strategy["support_by_quartile"] = [strategy["support_by_quartile"][0] | {"quartile": 0, "schools": 57}]
        for area, rows in strategy["packages_by_quartile"].items():
            names = [name for name in rows[0] if name != "quartile"]
            sums = {name: sum(row[name] for row in rows) for name in names}
            strategy["packages_by_quartile"][area] = [{"quartile": 0} | sums]
    return Study.from_json(json.dumps(raw))


def test_schools_that_need_alike_are_in_no_quarter() -> None:
    scenario = simulated_study().scenario
    assert sorted(set(need_quartiles(scenario, POVERTY).tolist())) == [1, 2, 3, 4]
    for change in ({"econ_disadvantaged": 0}, {"enrollment": 400, "econ_disadvantaged": 100}):
        schools = tuple(school.model_copy(update=change) for school in scenario.schools)
        assert need_quartiles(scenario.model_copy(update={"schools": schools}), POVERTY).tolist() == [0] * 6


def test_the_details_have_one_column_and_no_order_of_need() -> None:
    before, after = details(sample_study.study(), 100), details(alike(), 100)
    for words in ("Third", "from least to most need", "quarter of schools"):
        assert words in " ".join(before.split())
        assert words not in " ".join(after.split())
    section = after[after.index("What changes: packages by area\n") :].split("\n\n")[0]
    assert " ".join(section.split()).startswith("What changes: packages by area Any Area today Schools")
    area = alike().areas[0]
    (row,) = alike().chosen.packages_by_quartile[area.id]
    counts = "/".join(str(row[name]) for name in area.packages)
    assert any(line.startswith(area.label[:20]) and line.endswith(counts) for line in section.splitlines())


def test_the_chart_has_one_row_and_says_so() -> None:
    chart = draw(alike(), "need")
    (panel,) = panels(chart.axes)[1:]
    assert [label.get_text() for label in panel.get_yticklabels()] == ["All schools (57 schools)"]
    assert chart.finding.startswith("All schools need alike")
    assert faults(chart.axes) == []
    assert "Do schools with most need gain most? All schools need alike" in " ".join(summary(alike()).split())


@pytest.mark.parametrize(
    ("numbers", "names"),
    [
        ((1, 2, 3, 4), ("Quarter with least need", "Second quarter", "Third quarter", "Quarter with most need")),
        ((1, 2, 3), ("Quarter with least need", "Second quarter", "Quarter with most need")),
        ((1, 3), ("Quarter with least need", "Quarter with most need")),
        ((1,), ("All schools",)),
        ((0,), ("All schools",)),
    ],
)
def test_the_last_quarter_has_most_need_however_many_there_are(
    numbers: tuple[int, ...], names: tuple[str, ...]
) -> None:
    """Three schools stand in three quarters: chart, table, page and sentence call the third one alike."""
    assert tuple(quarters(numbers).values()) == names
    document = sample_study.document()
    for school in document["schools"]:
        school["need_quartile"] = min(school["need_quartile"], max(numbers))
        school["need_quartiles"] = {key: min(q, max(numbers)) for key, q in school["need_quartiles"].items()}
    for strategy in document["strategies"].values():
        strategy["support_by_quartile"] = strategy["support_by_quartile"][: len(numbers)]
    if numbers == (1, 2, 3):
        study = sample_study.typed(document)
        assert list(need_columns(study).values()) == ["Least need", "Second", "Most need"]
        assert [row[0] for row in need.table(study).rows] == list(names)
        shown = str(schools(study))
        assert "3 most" in shown
        assert "4 most" not in shown
        assert "neediest quarter" in str(answer(study, {}))
