"""Names that would like to be code stay text in every output (F15, F16, F36, F41, F42, F43)."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from html.parser import HTMLParser
from pathlib import Path

import pytest
from matplotlib.text import Text
from rich.console import Console

from redesign.reporting.chart import draw
from redesign.reporting.charts import CHARTS
from redesign.reporting.figures import write_figures
from redesign.reporting.html import html
from redesign.reporting.result import Result
from redesign.reporting.summary import summary, write_summary
from redesign.reporting.text import cells, visible
from redesign.study.storage import write_study
from redesign.study.study import Study


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data


def test_html_holds_names_as_text_only(hostile: Study) -> None:
    parser = Tags()
    parser.feed(html(hostile))
    known = {
        "div",
        "p",
        "strong",
        "details",
        "summary",
        "table",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "li",
    }
    assert parser.tags <= known
    assert parser.attributes <= {"scope"}
    assert "<script>alert(1)</script>" in parser.text
    assert visible("\u202eright to left\u2066 zero\u200bwidth") in parser.text


def test_terminal_gets_no_escape_and_no_markup_from_a_name(hostile: Study) -> None:
    text = io.StringIO()
    write_summary(hostile, Console(file=text, width=100, force_terminal=True, color_system="truecolor"))
    shown = re.sub(r"\x1b\[[0-9;]*m", "", text.getvalue())
    assert "\x1b" not in shown
    assert "[red]bold[/bold]" in shown
    assert ":smile:" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b]", shown)


@pytest.mark.parametrize("width", [60, 80, 100])
def test_summary_keeps_its_width_whatever_the_names(hostile: Study, study: Study, width: int) -> None:
    for each in (hostile, study):
        assert max(map(cells, summary(each, width).splitlines())) <= width


def test_figures_take_every_name_literally(hostile: Study, tmp_path: Path) -> None:
    for name in CHARTS:
        chart = draw(hostile, name)
        assert not any(text.get_parse_math() for text in chart.axes.findobj(Text))
        assert chart.alt == visible(chart.alt)
    written = write_figures(hostile, tmp_path / "figures")
    assert {path.name for path in written} == {
        f"{name}.{suffix}" for name in CHARTS for suffix in ("png", "svg", "txt")
    }
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written if path.suffix == ".png")
    for path in written:
        if path.suffix != ".svg":
            continue
        for element in ElementTree.parse(path).getroot().iter():  # noqa: S314 - our own file
            assert not str(element.tag).endswith("}script")
            assert not any(key.lower().startswith("on") for key in element.attrib)
            links = [value for key, value in element.attrib.items() if key.endswith("href")]
            assert all(link.startswith("#") for link in links)


def test_saved_tables_hold_no_formula(hostile: Study, tmp_path: Path) -> None:
    write_study(tmp_path / "study", hostile)
    tables = [path.read_text(encoding="utf-8") for path in (tmp_path / "study").glob("*.csv")]
    found = [cell for table in tables for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert "'=cmd|' /C calc'!A0" in found
    assert [cell for cell in found if cell.startswith(("=", "@", "\t", "\r"))] == []


def test_short_forms_of_a_result(hostile: Study) -> None:
    result = Result(hostile)
    assert repr(result) == visible(repr(result))
    assert "<script" not in result._repr_html_()
