"""Names that would like to be code stay text in every output (F15, F16, F36, F41, F42, F43)."""

import csv
import io
import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from matplotlib.text import Text
from rich.console import Console

from redesign.reporting.chart import draw
from redesign.reporting.charts import CHARTS
from redesign.reporting.figures import write_figures
from redesign.reporting.fonts import missing_letters
from redesign.reporting.html import html
from redesign.reporting.result import Result
from redesign.reporting.summary import details, summary, write_details, write_summary
from redesign.reporting.text import cells, visible
from redesign.study.details_tables import Row
from redesign.study.storage import safe_cell, write_study
from redesign.study.study import Study
from redesign.study.table_headers import HEADERS
from redesign.study.tables import tables
from reporting.sample_study import typed


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.classes: set[str | None] = set()
        self.styles: set[str | None] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.classes |= {value for name, value in attrs if name == "class"}
        self.styles |= {value for name, value in attrs if name == "style"}

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
    assert parser.attributes <= {"scope", "class", "style"}
    assert all(re.fullmatch(r"text-align: (left|right)(; [a-z0-9: .-]+)*", str(style)) for style in parser.styles)
    assert parser.classes == {"tex2jax_ignore mathjax_ignore"}
    assert "<script>alert(1)</script>" in parser.text
    assert visible("\u202eright to left\u2066 zero\u200bwidth") in parser.text


def test_terminal_gets_no_escape_and_no_markup_from_a_name(hostile: Study) -> None:
    text = io.StringIO()
    for write in (write_summary, write_details):
        write(hostile, Console(file=text, width=100, force_terminal=True, color_system="truecolor"))
    shown = re.sub(r"\x1b\[[0-9;]*m", "", text.getvalue())
    assert "\x1b" not in shown
    assert "[red]bold[/bold]" in shown
    assert ":smile:" in shown
    assert not re.search("[\x00-\x09\x0b-\x1f\u202a-\u202e\u2066-\u2069\u200b]", shown)


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("text", [summary, details])
def test_text_keeps_its_width_whatever_the_names(
    hostile: Study, study: Study, width: int, text: Callable[[Study, int], str]
) -> None:
    for each in (hostile, study):
        assert max(map(cells, text(each, width).splitlines())) <= width


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
    tables = [path.read_text(encoding="utf-8-sig") for path in (tmp_path / "study").glob("*.csv")]
    found = [cell for table in tables for row in csv.reader(io.StringIO(table, newline="")) for cell in row]
    assert "'=cmd|' /C calc'!A0" in found
    assert [cell for cell in found if cell.startswith(("=", "@", "\t", "\r"))] == []


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"])
def test_what_opens_a_formula_is_prefixed(sign: str) -> None:
    assert safe_cell(f"{sign}1+1") == f"'{sign}1+1"
    assert (safe_cell(-1.5), safe_cell(f"1{sign}1")) == (-1.5, f"1{sign}1")


def test_tables_open_right_in_a_spreadsheet(document: dict[str, Any], tmp_path: Path) -> None:
    """A byte-order mark where a name is not ASCII, and nowhere else."""
    document["schools"][0]["name"] = "Pe\u00f1a"
    write_study(tmp_path / "study", typed(document))
    tables = {path.stem: path.read_bytes() for path in (tmp_path / "study").glob("*.csv")}
    assert tables["packages"].startswith(b"\xef\xbb\xbfstrategy,")
    assert "Pe\u00f1a" in tables["packages"].decode("utf-8-sig")
    assert sorted(name for name, table in tables.items() if not table.isascii()) == ["packages", "schools"]


def test_a_table_without_a_row_has_its_header(document: dict[str, Any], tmp_path: Path) -> None:
    """Whatever may be empty is emptied, and a spreadsheet still finds the columns that it finds in a full one."""
    full = tables(typed(document))
    no_rows: list[Row] = []
    assert {name: tuple(rows[0]) for name, rows in full.items() if rows and name in HEADERS} == HEADERS
    empty = full | dict.fromkeys(HEADERS, no_rows)
    assert all(empty[name] for name in full if name not in HEADERS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("redesign.study.storage.tables", lambda study: empty)
        write_study(tmp_path / "study", typed(document))
    for name, columns in HEADERS.items():
        assert (tmp_path / "study" / f"{name}.csv").read_text() == ",".join(columns) + "\n"


def test_letters_that_no_font_has_are_named(
    document: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("redesign.reporting.fonts.families", lambda: ["DejaVu Sans"])
    document["scenario"]["district"] = "\u4e0a\u6771\u5b66\u533a"
    document["teams"][0]["label"] = "Se\u00f1or \u1200"
    result = Result(typed(document))
    assert missing_letters(result.study) == (
        "No installed font has some letters of \u4e0a\u6771\u5b66\u533a and Se\u00f1or \u1200: "
        "charts show boxes in their place. Install Noto Sans CJK and Noto Sans Ethiopic; if boxes stay, delete "
        "fontlist-*.json in matplotlib's cache folder."
    )
    result.save(tmp_path / "study")
    said = (tmp_path / "study" / "figures" / "missing_letters.txt").read_text(encoding="utf-8")
    assert said == f"{missing_letters(result.study)}\n"


def test_letters_that_a_font_has_need_no_word(document: dict[str, Any]) -> None:
    document["scenario"]["district"] = "Pe\u00f1a \u0416\u0434 \u03b1\u03b2\u03b3"
    assert missing_letters(typed(document)) is None


def test_short_forms_of_a_result(hostile: Study) -> None:
    result = Result(hostile)
    assert repr(result) == visible(repr(result))
    assert "<script" not in result._repr_html_()
