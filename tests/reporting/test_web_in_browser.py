"""The page in a browser: what moves, what is asked for, what is reported, what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from redesign.reporting import web
from redesign.reporting.sections.section import Section
from redesign.reporting.web.parts import told
from redesign.reporting.web.tags import tag
from reporting import sample_answers, sample_study
from reporting.browser import CHROMIUM, Page, browser
from reporting.conftest import poison
from reporting.hostile_names import TEXTS

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
STATUS = "document.querySelector('[data-table=%s] [role=status]').textContent"
NAMES = (
    "[...document.querySelectorAll('#table-schools tbody tr')].filter(r => !r.hidden).map(r => r.cells[%d].textContent)"
)
SORT = "[...document.querySelectorAll('#table-schools thead th')][%d].querySelector('button').click()"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    study = sample_study.study()
    answers: Any = {
        "budget": sample_answers.frontier(study),
        "alternatives": sample_answers.alternatives(study),
        "targets": sample_answers.targets(study),
    }
    return web.write(study, tmp_path_factory.mktemp("report"), answers)


def put(page: Page, selector: str, value: str) -> None:
    """What a reader does to a control."""
    page.evaluate(
        f"(e => {{ e.value = {value!r}; e.dispatchEvent(new Event('input', {{bubbles: true}})) }})"
        f"(document.querySelector({selector!r}))"
    )


def test_it_opens_in_silence_and_asks_nobody_for_anything(page: Page, report: Path) -> None:
    page.open(report)
    assert page.evaluate("document.querySelectorAll('.pick:not([hidden])').length") == 3
    assert page.requests() == [report.as_uri()]
    assert page.complaints() == []


def test_the_slider_says_what_each_budget_buys(page: Page, report: Path) -> None:
    page.open(report)
    status = STATUS % "table-yearly"
    assert page.evaluate(status).startswith("With $25,200,000: 12,600 hours")
    put(page, "#table-yearly-pick", "4")
    assert page.evaluate(status).startswith("With $27,720,000: 13,900 hours")
    assert page.evaluate("document.querySelector('#table-yearly .on th').textContent") == "$27,720,000 (110%)"
    page.evaluate("document.querySelector('#table-yearly-pick').focus()")
    page.press("ArrowLeft", 37)
    assert page.evaluate(status).startswith("With $26,460,000: 13,400 hours")
    spoken = "document.querySelector('#table-yearly-pick').getAttribute('aria-valuetext')"
    assert page.evaluate(spoken) == "$26,460,000 (105%)"
    put(page, "#table-yearly-pick", "0")
    assert page.evaluate(status).startswith("With $22,680,000 no plan keeps the promises and rules. With")
    assert page.complaints() == []


def test_a_strategy_is_picked(page: Page, report: Path) -> None:
    page.open(report)
    put(page, "#table-strategies-pick", "1")
    assert page.evaluate(STATUS % "table-strategies").startswith("Tinker: 4,180")
    assert page.evaluate("document.querySelectorAll('#table-strategies .on').length") == 1


def test_schools_are_sorted_and_filtered(page: Page, report: Path) -> None:
    page.open(report)
    in_the_file = [school["name"] for school in sample_study.schools()]
    page.evaluate(SORT % 0)
    assert page.evaluate(NAMES % 0) == in_the_file  # School 2 before School 10
    page.evaluate(SORT % 0)
    assert page.evaluate(NAMES % 0) == in_the_file[::-1]
    heading = "document.querySelectorAll('#table-schools thead th')[0].getAttribute('aria-sort')"
    assert page.evaluate(heading) == "descending"
    page.evaluate(SORT % 7)
    counts = [float(cell) for cell in page.evaluate(NAMES % 7)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    put(page, ".filter input", "school 1")
    ones = [name for name in in_the_file if "school 1" in name.lower()]
    assert sorted(page.evaluate(NAMES % 0)) == sorted(ones)
    assert page.evaluate(STATUS % "table-schools") == f"{len(ones)} of 57 schools"
    put(page, ".filter [data-column='2']", "1 least")
    assert set(page.evaluate(NAMES % 2)) == {"1 least"}
    assert page.complaints() == []


def test_packages_are_sorted_from_none_to_high(page: Page, report: Path) -> None:
    """In the order of the file, which no alphabet has."""
    page.open(report)
    area = sample_study.study().areas[0]
    order = ["", *area.packages]
    page.evaluate(SORT % 11)
    found = [order.index(cell.split(" ")[0]) for cell in page.evaluate(NAMES % 11)]
    assert found == sorted(found)
    assert {1, 2, len(area.packages)} <= set(found)


def test_levels_are_sorted_by_the_age_of_pupils(page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("redesign.reporting.web.figure.picture", lambda study, name: tag("svg"))
    document = sample_study.document()
    for school, level in zip(document["schools"], ("high", "combined", "middle"), strict=False):
        school["level"] = level
    page.open(web.write(sample_study.typed(document), tmp_path, {}))
    page.evaluate(SORT % 1)
    assert list(dict.fromkeys(page.evaluate(NAMES % 1))) == ["elementary", "middle", "high", "combined"]


@pytest.mark.parametrize("width", [390, 1100])
def test_only_tables_are_scrolled_sideways_and_keep_their_first_column(page: Page, report: Path, width: int) -> None:
    page.open(report, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    wider = "[...document.querySelectorAll('.wide')].filter(b => b.scrollWidth > b.clientWidth + 1)"
    assert page.evaluate(f"{wider}.filter(b => b.querySelector('.chart')).length") == 0
    assert page.evaluate("Math.min(...[...document.querySelectorAll('.chart')].map(c => c.clientHeight))") > 50
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    kept = (
        f"{wider}.every(b => {{ const cell = b.querySelector('tbody th'); const at = () => Math.round("
        "cell.getBoundingClientRect().left); const left = at(); b.scrollLeft = 200; return at() === left; })"
    )
    assert page.evaluate(kept)


@pytest.mark.parametrize("width", [1280, 640, 375, 320])
def test_nothing_is_wider_than_the_window(page: Page, report: Path, width: int) -> None:
    page.open(report, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    reached = (
        "[...document.querySelectorAll('.wide')].every(b => b.scrollWidth <= b.clientWidth + 1 || b.tabIndex === 0)"
    )
    assert page.evaluate(reached)


def test_without_javascript_nothing_is_missing(page: Page, report: Path) -> None:
    page.open(report, script=False)
    seen = page.call("DOMSnapshot.captureSnapshot", computedStyles=["display"])
    texts = seen["strings"]
    assert "School 56" in texts
    assert page.requests() == [report.as_uri()]
    assert page.complaints() == []


def test_charts_have_their_colors_under_the_policy(page: Page, report: Path) -> None:
    page.open(report)
    fills = page.evaluate(
        "[...document.querySelectorAll('.chart path')].map(p => getComputedStyle(p).fill)"
        ".filter(f => f.startsWith('rgb(') && f !== 'rgb(0, 0, 0)')"
    )
    assert len(set(fills)) > 2


@pytest.mark.parametrize("first", [0, 20, 40])
def test_hostile_names_do_nothing(page: Page, tmp_path: Path, first: int, monkeypatch: pytest.MonkeyPatch) -> None:
    if first:  # charts once: they take long
        monkeypatch.setattr("redesign.reporting.web.figure.picture", lambda study, name: tag("svg"))
    texts = TEXTS[first:] + TEXTS[:first]
    study = sample_study.typed(poison(sample_study.document(), cycle(texts)))
    answers: Any = {"budget": sample_answers.frontier(study, texts[:3])}
    path = web.write(study, tmp_path, answers)
    page.open(path, 375)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    page.evaluate(SORT % 0)
    for i in range(3):
        put(page, "#table-strategies-pick", str(i))
    assert page.evaluate("[window.hit ?? 0, document.scripts.length]") == [0, 1]
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert page.requests() == [path.as_uri()]
    assert page.complaints() == []


@pytest.mark.parametrize("width", [1280, 360])
def test_no_heading_of_a_table_is_cut_or_broken_inside_a_word(page: Page, report: Path, width: int) -> None:
    """Long names of areas stand over narrow columns: each heading ends inside its own cell, each word in one line."""
    page.open(report, width)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    outside = (
        "[...document.querySelectorAll('thead th')].filter(th => { const r = document.createRange(); "
        "r.selectNodeContents(th); return r.getBoundingClientRect().right > th.getBoundingClientRect().right + 1 })"
        ".map(th => th.textContent)"
    )
    assert page.evaluate(outside) == []
    broken = (
        "[...document.querySelectorAll('#table-schools thead th')].flatMap(th => { const t = th.textContent.trim(); "
        "const text = document.createTreeWalker(th, NodeFilter.SHOW_TEXT).nextNode(); let at = 0; "
        "return t.split(' ').filter(word => { const r = document.createRange(); r.setStart(text, at); "
        "r.setEnd(text, at + word.length); at += word.length + 1; return r.getClientRects().length > 1 }) })"
    )
    assert page.evaluate(broken) == []


def test_sentences_in_tables_wrap_and_stand_on_the_left(page: Page, tmp_path: Path) -> None:
    """What speaks against a lever is a sentence, whatever chart's table it stands in; short words stay numbers' kin."""
    rows = (("Portal", "$5", "left"), ("Forms", "$6", "left"))
    section = Section("Levers", ("Lever", "Cost", "Why not"), rows)
    long = Section(section.title, section.columns, (*rows, ("Chat", "$7", "costs more than it frees, and more yet")))
    for shown, words in ((section, 0), (long, 3)):
        (tmp_path / "page.html").write_text(f"<!doctype html><title>x</title>{told(shown)}", encoding="utf-8")
        page.open(tmp_path / "page.html")
        assert page.evaluate("document.querySelectorAll('tbody td:nth-child(3).words').length") == words
        assert page.evaluate("document.querySelectorAll('tbody td:nth-child(2).words').length") == 0


def test_print_has_no_closed_summary_and_says_where_details_are(page: Page, report: Path) -> None:
    page.open(report)
    page.call("Emulation.setEmulatedMedia", media="print")
    seen = page.evaluate(
        "[...document.querySelectorAll('#details > details')].filter(d => d.getClientRects().length).length"
    )
    said = page.evaluate("document.querySelector('#details .in-print').getClientRects().length")
    page.call("Emulation.setEmulatedMedia", media="")
    assert (seen, said) == (0, 1)
