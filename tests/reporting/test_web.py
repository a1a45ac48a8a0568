"""The page: what it says is what the study says, in an order and in elements that everybody can read."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import cycle, islice, pairwise
from pathlib import Path
from typing import Any

import pytest
from matplotlib.path import Path as Circle

from redesign.reporting import web
from redesign.reporting.charts import CHARTS
from redesign.reporting.web import page as pages
from redesign.reporting.web.figure import inline
from redesign.reporting.web.tags import tag
from redesign.study.ask.ask import Question
from redesign.study.study import Study
from reporting import sample_answers, sample_study
from reporting.conftest import poison
from reporting.hostile_names import TEXTS

VOID = {"meta", "input"}
LINKS = ("for", "aria-labelledby", "aria-describedby", "data-table")


class Tree(HTMLParser):
    """Every element with its attributes and its text, in order, and what is not closed as it should be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[dict[str, Any]] = []
        self.open: list[dict[str, Any]] = []
        self.faults: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = {"tag": tag, "text": "", "in": [each["tag"] for each in self.open], **dict(attrs)}
        self.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop()["tag"] != tag:
            self.faults.append(tag)

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element["text"] += data

    def all(self, *tags: str) -> list[dict[str, Any]]:
        return [element for element in self.elements if element["tag"] in tags]

    def rows(self, caption: str) -> list[list[str]]:
        """Cells of the body of the table whose caption begins so."""
        found: list[list[str]] = []
        inside = False
        for element in self.elements:
            if element["tag"] == "caption":
                inside = element["text"].startswith(caption)
            elif inside and element["tag"] == "tr" and "tbody" in element["in"]:
                found.append([])
            elif inside and element["tag"] in ("td", "th") and "tbody" in element["in"]:
                found[-1].append(element["text"])
        assert found, caption
        return found


@pytest.fixture(scope="module")
def tree() -> Tree:
    study = sample_study.study()
    answers: Any = {
        "budget": sample_answers.frontier(study),
        "rules": sample_answers.rules(study),
        "alternatives": sample_answers.alternatives(study),
        "targets": sample_answers.targets(study),
    }
    return Tree(pages.page(study, answers))


@pytest.fixture
def no_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pictures take long; what they are made of is tried elsewhere."""
    monkeypatch.setattr("redesign.reporting.web.figure.picture", lambda study, name: tag("svg", id=name))
    monkeypatch.setattr("redesign.reporting.web.figure.of_chart", lambda chart, name: tag("svg", id=name))


def test_every_element_is_closed_and_every_name_is_there_once(tree: Tree) -> None:
    assert (tree.faults, tree.open) == ([], [])
    ids = [element["id"] for element in tree.elements if "id" in element]
    assert len(ids) == len(set(ids)) > 10
    links = [element[key] for element in tree.elements for key in LINKS if key in element]
    links += [element["href"].removeprefix("#") for element in tree.all("a", "use")]
    links += re.findall(r"url\(#([^)]+)\)", " ".join(str(value) for e in tree.elements for value in e.values()))
    assert set(links) <= set(ids)


def test_language_title_headings_and_landmarks(tree: Tree) -> None:
    assert tree.all("html")[0]["lang"] == "en"
    assert tree.all("title")[0]["text"].startswith("Corpus Christi ISD, 2021-22: For $24.3 million a year")
    assert len(tree.all("h1")) == len(tree.all("main")) == 1
    levels = [int(element["tag"][1]) for element in tree.all("h1", "h2", "h3", "h4")]
    assert all(below - above <= 1 for above, below in pairwise(levels))
    parts = [element["id"] for element in tree.all("section")]
    assert parts == ["strategies", "people", "schools", "money", "promises", "doubt", "details"]
    assert [element["href"] for element in tree.all("a")] == [f"#{name}" for name in parts]


def test_tables_have_captions_and_header_cells(tree: Tree) -> None:
    tables, captions = tree.all("table"), tree.all("caption")
    assert len(tables) == len(captions) > 10
    assert all(caption["text"] for caption in captions)
    heads = tree.all("th")
    assert {element["scope"] for element in heads if "thead" in element["in"]} == {"col"}
    assert {element["scope"] for element in heads if "tbody" in element["in"]} == {"row"}
    assert len([e for e in heads if e["scope"] == "row"]) == len([e for e in tree.all("tr") if "tbody" in e["in"]])
    controls = {element["id"] for element in tree.all("input", "select") if "id" in element}
    assert controls == {element["for"] for element in tree.all("label") if "for" in element}


def test_charts_are_images_with_a_text(tree: Tree) -> None:
    pictures = [element for element in tree.all("svg") if element.get("class") != "bar"]
    asked = ("alternatives", "targets", "rules")
    assert len(pictures) == len(CHARTS) + len(asked)
    assert all(picture["role"] == "img" and len(picture["aria-label"]) > 60 for picture in pictures)
    assert {bar["aria-hidden"] for bar in tree.all("svg") if bar.get("class") == "bar"} == {"true"}


def test_circles_of_a_hatch_become_dots_of_the_same_place_and_size() -> None:
    def path(x: float) -> str:
        first, *others = [f"{a:.4f} {b:.4f}" for a, b in Circle.circle((x, 20.0), 1.5).vertices[:-1]]
        curves = (" ".join(others[i : i + 3]) for i in range(0, len(others), 3))
        return " ".join([f"M {first}", *(f"C {curve}" for curve in curves), "z"])

    head = '<svg xmlns="http://www.w3.org/2000/svg"><pattern id="p">'
    both = f'{head}<path d="{path(10.0)} {path(30.0)}" style="stroke-width: 0.6"/></pattern></svg>'
    (dots,) = Tree(inline(both, "a", "text")).all("path")
    assert (dots["d"], dots["stroke-width"], dots["stroke-linecap"]) == ("M10 20h0M30 20h0", "3.6", "round")
    lines = f'{head}<path d="M 0 0 L 9 9 {path(10.0)}"/></pattern></svg>'
    assert Tree(inline(lines, "a", "text")).all("path")[0]["d"].startswith("M 0 0 L 9 9 M")


def test_the_page_may_load_nothing_and_run_nothing_but_its_own(tree: Tree) -> None:
    policy = next(e["content"] for e in tree.all("meta") if e.get("http-equiv") == "Content-Security-Policy")
    kept = {word: rest for word, _, rest in (each.strip().partition(" ") for each in policy.split(";"))}
    for word, name in (("style-src", "style"), ("script-src", "script")):
        (element,) = tree.all(name)
        digest = base64.b64encode(hashlib.sha256(element["text"].encode()).digest()).decode()
        assert kept.pop(word) == f"'sha256-{digest}'"
    assert kept == {"default-src": "'none'", "base-uri": "'none'", "form-action": "'none'"}
    for element in tree.elements:
        assert not any(key.startswith("on") or key in ("style", "src", "action", "srcset") for key in element), element
        assert element.get("href", "#").startswith("#")


def test_without_javascript_no_control_is_seen_and_every_row_is(tree: Tree) -> None:
    controls = [e for e in tree.elements if e.get("class") in ("pick", "filter")]
    assert len(controls) == 4
    assert all("hidden" in control for control in controls)
    assert not any("hidden" in row for row in tree.all("tr", "table", "section"))


def test_what_the_answer_says_is_in_the_study(tree: Tree) -> None:
    document = sample_study.document()
    plan, today = document["strategies"]["clean_sheet"], document["strategies"]["today"]
    header = tree.all("header")[0]["text"]
    assert "4,020 →  to 12,500" in header
    assert "visits to schools a year" in header
    posts = plan["plan"]["posts"]
    ended, retrained, hired = (
        sum(p["released"] for p in posts),
        sum(sum(p["retrained_in"].values()) for p in posts),
        sum(p["hired"] for p in posts),
    )
    assert f"posts: {ended} end, {retrained} move to another team, {hired} are new" in header
    assert "95% interval 12,250 to 12,750" in header
    assert f"${plan['cost']['one_time_usd']:,.0f}" in header
    meets = sum(p["verdict"] == "meets" and p["decided"] for p in plan["promises"])
    assert f"{meets} of {len(plan['promises'])}promises meet" in header.replace(" promises meet", "promises meet")
    more = plan["cost"]["yearly_usd"] - today["cost"]["yearly_usd"]
    assert tree.all("h1")[0]["text"] == (
        f"For $24.3 million a year, ${more:,.0f} more than today, 3.1 times the modeled support for schools "
        "(4,020 to 12,500 hours a year; 95% interval 12,250 to 12,750)"
    )


def test_every_strategy_school_and_promise_has_its_row(tree: Tree) -> None:
    document = sample_study.document()
    strategies = tree.rows("Strategies compared")
    assert [row[0] for row in strategies] == ["Today", "Tinker", "Clean sheet"]
    assert [row[3] for row in strategies] == ["", "not distinguishable", "+8,480 (8,120 to 8,840)"]
    plan, today = (document["strategies"][name]["plan"]["packages"] for name in ("clean_sheet", "today"))
    years = {name: {y["school"]: y for y in found["schools"]} for name, found in document["close_ups"].items()}
    rows = {row[0]: row for row in tree.rows("Visits made and modeled support")}
    assert rows.keys() == {school["name"] for school in document["schools"]}
    needs = [float(row[3].removesuffix("%")) for row in rows.values()]
    assert needs == sorted(needs, reverse=True)
    for school in document["schools"]:
        row = rows[school["name"]]
        for place, name, key in (
            (6, "today", "visits_made"),
            (7, "clean_sheet", "visits_made"),
            (8, "today", "support"),
        ):
            assert float(row[place].replace(",", "")) == pytest.approx(years[name][school["id"]][key], rel=0.05)
        for area, cell in zip(document["areas"], row[11:], strict=True):
            is_now, was = plan[area["id"]][school["id"]], today[area["id"]][school["id"]]
            assert cell == (is_now if is_now == was else f"{is_now} today {was}")
    promises = {p["label"]: p for p in document["strategies"]["clean_sheet"]["promises"]}
    shown = tree.rows("Share of requests in time")
    assert len(shown) == len(promises)
    words = {"meets": "meets the district's own target", "as_today": "no worse than today", "missed": "missed"}
    for row in shown:
        promise = promises[row[0].removesuffix(" required by law")]
        assert row[1].endswith(words[promise["verdict"]] if promise["decided"] else "too close to call")
        assert ("required by law" in row[0]) is promise["mandated"]


def test_the_budget_answer_becomes_two_sliders(tree: Tree) -> None:
    ranges = {element["id"]: element for element in tree.all("input") if element["type"] == "range"}
    assert {name: (e["min"], e["max"], e["value"]) for name, e in ranges.items()} == {
        "table-yearly-pick": ("0", "4", "2"),
        "table-one-time-pick": ("0", "2", "1"),
    }
    yearly = tree.rows("Modeled support by yearly budget")
    assert [row[2] for row in yearly] == ["no plan", "11,000", "12,600", "13,400", "13,900"]
    assert yearly[3][-1] == "+500 (+400 to +600)"
    said = [e.get("data-said", "") for e in tree.all("tr") if "With $" in (e.get("data-said") or "")]
    assert (
        "With $22,680,000 no plan keeps the promises and rules. With $22,680,000 a year there is no plan; these cannot "
        "hold together, in the words of the scenario file: the yearly budget of $22,680,000; the floor. Any one of "
        "these would do, as far as the team tables tell: $500,000 more a year."
    ) in said
    more = next(text for text in said if text.startswith("With $26,460,000"))
    assert "Human Resources 18 to 19" in more
    assert "consultants" not in more
    assert f"{sum(p['planned'] for p in sample_study.plan(clean=True)['posts']) + 1} posts" in more


@pytest.mark.usefixtures("no_charts")
def test_without_an_answer_the_page_says_how_to_ask(study: Study) -> None:
    tree = Tree(pages.page(study, {}))
    assert (
        "redesign ask STUDY budget, redesign report STUDY (STUDY: the folder of this study)"
        in tree.all("section")[3]["text"]
    )
    assert not [element for element in tree.all("input") if element["type"] == "range"]


@pytest.mark.usefixtures("no_charts")
def test_posts_that_nobody_counted_are_said_before_acting(study: Study) -> None:
    assert "assumed, not counted" not in pages.page(study, {})
    first = replace(study.assumptions[0], path=f"teams.{study.teams[0].id}.posts_today")
    of = len(study.teams)
    said = f"Today's posts are assumed, not counted, in 1 of {of} teams: the district's own list of positions"
    assert said in pages.page(replace(study, assumptions=(*study.assumptions, first)), {}).replace("&#x27;", "'")


@pytest.mark.usefixtures("no_charts")
def test_a_plan_that_fails_is_said_first(document: dict[str, Any]) -> None:
    document["certificate"] |= {"admissible": False, "failures": ["Hiring: missed"], "below_law": ["Below the law: x"]}
    header = Tree(pages.page(sample_study.typed(document), {})).all("header")[0]["text"]
    assert header.startswith("No plan was found that keeps every promise and rule")
    assert "NO ADMISSIBLE PLAN WAS FOUND" in header
    assert "Below the law: x" in header


def _hostile(study: dict[str, Any], texts: tuple[str, ...]) -> tuple[Study, Any]:
    poisoned = sample_study.typed(poison(study, cycle(texts)))
    answers: dict[Question, Any] = {
        "budget": sample_answers.frontier(poisoned, pins=texts[:3]),
        "rules": sample_answers.rules(poisoned, texts[-1]),
        "alternatives": sample_answers.alternatives(poisoned),
        "targets": sample_answers.targets(poisoned, texts[-2]),
    }
    return poisoned, answers


@pytest.mark.usefixtures("no_charts")
@pytest.mark.parametrize("first", range(0, len(TEXTS), 4))
def test_sixty_hostile_names_are_text_wherever_they_stand(document: dict[str, Any], first: int) -> None:
    safe = Tree(pages.page(*_hostile(document, tuple(f"harmless {i}" for i in range(len(TEXTS))))))
    texts = tuple(islice(cycle(TEXTS), first, first + len(TEXTS)))
    tree = Tree(pages.page(*_hostile(document, texts)))
    assert tree.faults == []
    assert [element["tag"] for element in tree.elements] == [element["tag"] for element in safe.elements]
    assert [element.keys() for element in tree.elements] == [element.keys() for element in safe.elements]
    whole = tree.all("html")[0]["text"]
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]", whole)


@pytest.mark.usefixtures("no_charts")
def test_there_are_sixty_names_and_each_is_shown(document: dict[str, Any]) -> None:
    assert len(TEXTS) == len(set(TEXTS)) == 60
    for named, text in zip([*document["schools"], *document["services"]], TEXTS, strict=False):
        named["name" if "name" in named else "label"] = text
    whole = Tree(pages.page(sample_study.typed(document), {})).all("html")[0]["text"]
    for text in TEXTS:
        assert _seen(text) in whole


def _seen(text: str) -> str:
    """Spaces as one, and of what cannot be seen the code."""
    spaced = " ".join(text.split())
    hidden = "\x00\x07\x1b\x7f\x85\u200b\u200d\u202e\u2066\ufeff\U000e0041"
    return "".join(f"U+{ord(c):04X}" if c in hidden else c for c in spaced)


@pytest.mark.parametrize(("schools", "most"), [(57, 1_000_000), (1_600, 3_000_000)])
def test_the_page_stays_small(document: dict[str, Any], schools: int, most: int, tmp_path: Path) -> None:
    one, plans = document["schools"][0], [s["plan"]["packages"] for s in document["strategies"].values()]
    document["schools"] = [one | {"id": f"s{i:04d}", "name": f"Elementary School {i}"} for i in range(schools)]
    for close_up in document["close_ups"].values():
        year = close_up["schools"][0]
        close_up["schools"] = [year | {"school": school["id"]} for school in document["schools"]]
    for packages in plans:
        for area in packages:
            packages[area] = {school["id"]: "mid" if i % 2 else "none" for i, school in enumerate(document["schools"])}
    path = web.write(sample_study.typed(document), tmp_path, {})
    assert path.stat().st_size < most
