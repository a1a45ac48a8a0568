"""Charts: each answers its question, for every office; readable in print, repeated to the byte, said in words too."""

import copy
from collections.abc import Callable
from importlib import import_module
from inspect import signature
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import matplotlib
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.image import imread

from redesign.analysis.measures import KINDS
from redesign.reporting import charts
from redesign.reporting.chart import Chart, draw, drawing_of
from redesign.reporting.charts import (
    CHARTS,
    best_possible,
    hours,
    levers,
    money,
    moves,
    posts,
    team_capacity,
    team_year,
)
from redesign.reporting.looks import OTHERS
from redesign.reporting.result import Result
from redesign.reporting.style import INK, OKABE_ITO, PLANNED, TODAY, WIDTH_INCHES, Look
from redesign.study.study import Study
from reporting.sample_study import typed
from reporting.seen import contrast, faults, panels, texts, words

Document = dict[str, Any]


def one_school(document: Document) -> None:
    document["schools"] = document["schools"][:1]
    for close in document["close_ups"].values():
        close["schools"] = close["schools"][:1]
    for strategy in document["strategies"].values():
        strategy["plan"]["packages"] = {area: {"s000": "low"} for area in strategy["plan"]["packages"]}
        strategy["support_by_quartile"] = strategy["support_by_quartile"][:1]


def zero_posts(document: Document) -> None:
    for strategy in document["strategies"].values():
        for change in strategy["plan"]["posts"]:
            change.update(today=0, kept=0, retrained_in={}, retrained_out=0, hired=0, released=0, planned=0)
        for team in strategy["teams"]:
            team.update(posts=0, utilization=None, hours=dict.fromkeys(KINDS, 0.0))
        strategy["hours_by_kind"] = dict.fromkeys(KINDS, 0.0)
    for close in document["close_ups"].values():
        for team in close["weeks"]:
            team.update(utilization=[], waiting=[0.0] * 52)


def no_levers(document: Document) -> None:
    document["lever_prices"] = []


def no_lever_is_taken(document: Document) -> None:
    for lever in document["lever_prices"]:
        lever.update(taken=False, reason="frees no work hours", freed_hours=-100.0)


def no_promises(document: Document) -> None:
    for strategy in document["strategies"].values():
        strategy["promises"] = []


def nothing_measured(document: Document) -> None:
    for strategy in document["strategies"].values():
        strategy["support"] = {"mean": 0.0, "low": 0.0, "high": 0.0}
        strategy["promised_support"] = 0.0
        strategy["details"]["speed"].update(value=None, difference_from_today=None, verdict=None)
        for area in strategy["support_by_area"]:
            strategy["support_by_area"][area] = {"mean": 0.0, "low": 0.0, "high": 0.0}
        for promise in strategy["promises"]:
            promise.update(share=None, verdict="meets", decided=True)
    document["certificate"]["support"].update(mean=0.0, low=0.0, high=0.0, upper_bound=0.0, certified_gap=0.0)


def no_areas(document: Document) -> None:
    document["areas"] = document["certificate"]["safe_moves"]["packages"] = []
    document["certificate"]["capacities"] = []
    for strategy in document["strategies"].values():
        strategy["packages_by_quartile"], strategy["support_by_area"], strategy["plan"]["packages"] = {}, {}, {}
        strategy["details"].update(packages=[], best_use=None)


def negative_support(document: Document) -> None:
    document["strategies"]["tinker"]["support"] = {"mean": -900.0, "low": -1000.0, "high": -800.0}


def many_teams(document: Document) -> None:
    """60 more, which all change and promise something."""
    names = [f"t{n}" for n in range(60)]
    document["teams"] += [{**document["teams"][0], "id": name, "label": f"Team {name}"} for name in names]
    for key, strategy in document["strategies"].items():
        clean = key == "clean_sheet"
        strategy["teams"] += [{**strategy["teams"][0], "team": name} for name in names]
        strategy["plan"]["posts"] += [{**strategy["plan"]["posts"][0], "team": name} for name in names]
        strategy["cost"]["by_team"] += [{"team": name, "usd": 1000.0 * clean} for name in names]
        strategy["promises"] += [
            {**strategy["promises"][0], "verdict": "missed", "decided": True, "label": f"Promise {name}"}
            for name in names
        ]
    for close in document["close_ups"].values():
        close["weeks"] += [{**close["weeks"][0], "team": name} for name in names]
    document["lever_prices"] += [{**document["lever_prices"][0], "label": f"Lever {name}"} for name in names]


def one_strategy(document: Document) -> None:
    document["strategies"] = {"today": document["strategies"]["today"]}
    document["years"] = {"support": {}, "principal_hours": {}, "promises": []}
    document["close_ups"] = {"today": document["close_ups"]["today"]}
    document["certificate"].update(strategy="today", differences=[])


def many_schools(document: Document) -> None:
    """600 of them."""
    more = [{**document["schools"][0], "id": f"x{n}", "need_share": n / 600} for n in range(543)]
    document["schools"] += more
    for close in document["close_ups"].values():
        close["schools"] += [{**close["schools"][n % 57], "school": school["id"]} for n, school in enumerate(more)]


ODD: dict[Callable[[Document], None], str] = {
    one_school: "visits need",
    zero_posts: "posts moves hours team_year",
    no_levers: "levers",
    no_lever_is_taken: "levers",
    no_promises: "promises strategies",
    nothing_measured: "more_support promises areas strategies best_possible",
    no_areas: "areas team_capacity",
    negative_support: "strategies",
    many_teams: "posts money promises hours levers",
    one_strategy: " ".join(CHARTS),
    many_schools: "visits",
}
"""What is odd, and the charts that could mind."""


@pytest.mark.parametrize("name", CHARTS)
def test_a_chart_answers_its_question_and_says_where_it_comes_from(study: Study, name: str) -> None:
    chart, drawing = draw(study, name), drawing_of(name)
    said = words(chart.axes)
    assert drawing.QUESTION.endswith("?")
    for each in (drawing.QUESTION, chart.finding, *SOURCE):
        assert each in said
    assert chart.finding != draw(typed(one_of(study)), name).finding, "computed, not written"


SOURCE = (
    "Corpus Christi ISD, 2021-22.",
    "redesign 0.1.0",
    "scenario corpus_christi",
    "seed 1",
    "20 simulated years",
    "24 input numbers are assumed",
)


def one_of(study: Study) -> Document:
    """The same study with other numbers everywhere."""
    from redesign.study.study import plain

    document = plain(study)

    def other(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: other(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [other(v, key) for v in value]
        shares = {"share", "mean", "low", "high", "target_share", "file_share", "today_share"}
        return value * 0.9 if isinstance(value, float) and key not in shares else value

    document = other(document)
    for strategy in document["strategies"].values():
        first = strategy["plan"]["posts"][0]
        first.update(hired=5, planned=first["planned"] + 5)
        strategy["promises"] = strategy["promises"][1:]
        for of in ("support", "principal_time", "support_by_area", "support_by_quartile", "details"):
            strategy[of] = scaled(strategy[of], 1.7 if strategy["label"] == "Clean sheet" else 0.8)
        strategy["hours_by_kind"]["instructional"] *= 9
    document["certificate"]["support"]["upper_bound"] *= 2
    for close in document["close_ups"].values():
        close["schools"] = [s | {"visits_made": s["visits_made"] * 3} for s in close["schools"]]
        close["weeks"] = [w | {"waiting": [x + 3 for x in w["waiting"]]} for w in close["weeks"]]
    document["lever_prices"] = document["lever_prices"][:3]
    document["certificate"]["capacities"] = [c | {"hours": [x / 2 for x in c["hours"]]}
                                             for c in document["certificate"]["capacities"]]  # fmt: skip
    return document


def scaled(value: Any, times: float) -> Any:
    if isinstance(value, dict):
        return {k: scaled(v, times) for k, v in value.items()}
    if isinstance(value, list):
        return [scaled(v, times) for v in value]
    return value * times if isinstance(value, float) else value


@pytest.mark.parametrize("name", CHARTS)
def test_words_stand_on_the_page_and_not_on_each_other(study: Study, name: str) -> None:
    assert faults(draw(study, name).axes) == []


@pytest.mark.parametrize("change", ODD, ids=lambda change: change.__name__)
def test_charts_of_odd_offices_are_as_tidy(document: Document, change: Callable[[Document], None]) -> None:
    change(document)
    for name in ODD[change].split():
        chart = draw(typed(document), name)
        assert faults(chart.axes) == [], name
        assert chart.finding
        assert chart.finding in chart.alt


@pytest.mark.parametrize(
    "label", ["Wide name " * 30, "W" * 300, "\u4e2d" * 300, "\ufdfd " * 150, "WWWWWW Mmmmmm " * 20]
)
def test_names_of_300_characters_stay_in_their_place(label: str, document: Document) -> None:
    for block in ("teams", "areas", "services", "lever_prices"):
        for item in document[block]:
            item["label"] = label
    for strategy in document["strategies"].values():
        strategy["label"] = label
        for promise in strategy["promises"]:
            promise["label"] = label
    document["scenario"]["name"] = label
    for name in CHARTS:
        assert faults(draw(typed(document), name).axes) == [], name


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("posts", "more teams that change stand in the table."),
        ("money", "more lines stand in the table."),
        ("hours", "more teams stand in the table."),
        ("promises", "more promises at risk stand in the table."),
        ("levers", "more levers stand in the table."),
        ("moves", "stand in the table."),
    ],
)
def test_what_does_not_fit_is_counted_and_left_to_the_table(document: Document, name: str, what: str) -> None:
    many_teams(document)
    if name == "moves":
        for change in document["strategies"]["clean_sheet"]["plan"]["posts"]:
            change.update(released=3)
    chart = draw(typed(document), name)
    assert what in words(chart.axes)
    assert len(chart.table.rows) > 60


def test_a_few_rows_leave_nothing_to_the_table(study: Study) -> None:
    assert all("stand in the table" not in words(draw(study, name).axes) for name in CHARTS)


def test_charts_draw_on_the_axes_they_are_given(study: Study) -> None:
    for name in CHARTS:
        left, right = Figure(figsize=(18, 8)).subplots(1, 2)
        chart = draw(study, name, left)
        assert chart.axes is left
        box = left.get_tightbbox()
        assert box is not None
        assert box.x1 <= right.get_window_extent().x0, name
    assert matplotlib.rcParams["text.parse_math"]


def test_posts_are_drawn_as_they_are(study: Study) -> None:
    (panel,) = panels(draw(study, "posts").axes)[1:]
    widths = {"left": 0.0, "right": 0.0}
    for bar in panel.patches:
        widths["left" if bar.get_x() < 0 else "right"] += bar.get_width()
    assert widths["left"] == sum(c.released + c.retrained_out for c in study.plan.posts)
    assert widths["right"] == sum(c.retrained + c.hired for c in study.plan.posts)


def test_the_bridge_ends_where_the_plan_does(study: Study) -> None:
    (panel,) = panels(draw(study, "money").axes)[1:]
    *steps, total = panel.patches
    at = 0.0
    for bar in steps:
        assert bar.get_x() == pytest.approx(at)
        at += bar.get_width()
    change = study.chosen.cost.yearly_usd - study.today.cost.yearly_usd
    assert sum(bar.get_width() for bar in steps) == pytest.approx(total.get_width()) == pytest.approx(change)


def test_the_lines_of_the_bridge_are_all_of_the_cost(study: Study) -> None:
    def dollars(cell: str) -> float:
        return float(cell.replace("\u2212", "-").replace("$", "").replace(",", "").replace("+", ""))

    *lines, total = money.table(study).rows
    for column in (1, 2, 3):
        assert sum(dollars(row[column]) for row in lines) == pytest.approx(dollars(total[column]), abs=20)


def test_flows_are_as_wide_as_their_posts(study: Study) -> None:
    (panel,) = panels(draw(study, "moves").axes)[1:]
    wide = [path.get_path().vertices[7][1] - path.get_path().vertices[0][1] for path in panel.patches]
    drawn = sorted(round(each / min(wide)) for each in wide)
    assert drawn == sorted(n for c in study.plan.posts for n in (*c.retrained_in.values(), c.hired, c.released) if n)


def test_every_bar_of_hours_is_whole(study: Study) -> None:
    (panel,) = panels(draw(study, "hours").axes)[1:]
    ends: dict[float, float] = {}
    for bar in panel.patches:
        ends[bar.get_y()] = ends.get(bar.get_y(), 0.0) + bar.get_width()
    assert len(ends) == 1 + sum(any(team.hours.values()) for team in study.today.teams)
    assert list(ends.values()) == pytest.approx([1.0] * len(ends))


def test_every_school_has_two_dots_in_the_order_of_need(document: Document) -> None:
    document["schools"].reverse()
    for close in document["close_ups"].values():
        close["schools"].reverse()
    (panel,) = panels(draw(typed(document), "visits").axes)[1:]
    dots = {line.get_marker(): list(line.get_ydata()) for line in panel.lines if len(line.get_xdata()) == 57}
    assert dots == {"s": [19.0] * 57, "o": [pytest.approx(19.0 + 2.8 * i) for i in range(57)]}


@pytest.mark.parametrize(
    ("name", "ticks"),
    [
        ("more_support", "5,000 10,000"),
        ("visits", "0 40 80"),
        ("team_year", "0% 50% 100%"),
        ("team_capacity", "2,500 5,000 7,500"),
        ("promises", "0% 25% 50% 75% 100%"),
    ],
)
def test_axes_have_their_numbers(study: Study, name: str, ticks: str) -> None:
    drawn = [text.get_text() for text in texts(draw(study, name).axes)]
    assert set(ticks.split()) <= set(drawn)


def test_only_promises_at_risk_are_drawn(study: Study) -> None:
    """15 of 17 meet the target, two of them perhaps not; two are no worse than today."""
    (panel,) = panels(draw(study, "promises").axes)[1:]
    drawn = [label.get_text().replace("\n", " ") for label in panel.get_yticklabels()]
    assert drawn == ["Substitute placement", "Purchase orders", "Hiring cases", "Maintenance work orders"]
    assert len(draw(study, "promises").table.rows) == 17


def test_a_missed_promise_stands_first_with_its_target_and_today(document: Document) -> None:
    promise = document["strategies"]["clean_sheet"]["promises"][1]
    assert promise["label"] == "Substitute placement"
    promise.update(verdict="missed", decided=True, share={"mean": 0.5, "low": 0.4, "high": 0.6})
    chart = draw(typed(document), "promises")
    assert chart.table.rows[0][1:] == ("90%", "88%", "50.0% (40.0 to 60.0)", "missed")
    (panel,) = panels(chart.axes)[1:]
    marks = [line for line in panel.lines if line.get_marker() in ("|", "s", "X")]
    top = min(line.get_ydata()[0] for line in marks)
    drawn = {line.get_marker(): line.get_xdata()[0] for line in marks if line.get_ydata()[0] - top < 9}
    assert {drawn["|"], drawn["s"], drawn["X"]} == {0.9, 0.88, 0.5}


@pytest.mark.parametrize(
    ("gains", "half", "said"),
    [
        ((10, 20, 30, 90), 1, "Yes: the quarter with most need gains +90, the one with least +10 hours a school."),
        ((10, 20, 95, 90), 1, "No: the third quarter gains most, +95 hours a school; the quarter with most need gains"),
        ((10, 20, 95, 90), 2, "Not distinguishable from the third quarter (+95 hours a school): the quarter with most"),
        ((10, 20, 85, 90), 2, "Not distinguishable from the third quarter (+85 hours a school): the quarter with most"),
        ((-10, -20, -5, -1), 0, "No quarter gains: the quarter with most need gains -1, the one with least -10 hours"),
    ],
)
def test_who_gains_most_is_told_where_intervals_do_not_meet(
    document: Document, gains: tuple[float, ...], half: float, said: str
) -> None:
    """A gain is as uncertain as its two supports together: quarters apart by less than four half widths meet."""
    for name, strategy in document["strategies"].items():
        for quarter, gain in zip(strategy["support_by_quartile"], gains, strict=True):
            mean = 100.0 + gain * (name == "clean_sheet")
            quarter["support_per_school"] = {"mean": mean, "low": mean - half, "high": mean + half}
    assert draw(typed(document), "need").finding.startswith(said)


def test_support_and_speed_stand_side_by_side(study: Study) -> None:
    _, left, right = panels(draw(study, "strategies").axes)
    supports = [bar.get_width() for bar in left.patches]
    speeds = [bar.get_width() for bar in right.patches]
    assert supports == [s.support.mean for s in study.strategies.values()]
    assert speeds == [s.details.speed.value.mean for s in study.strategies.values() if s.details.speed.value]


def values(s: Study) -> dict[str, list[str]]:
    """What must be in the words of each chart, read from the study and not from the chart's table."""
    teams, weeks = [t.label for t in s.teams], range(1, 53)
    items = s.strategies.values()
    return {
        "more_support": ["Today", "4,020", "3,940 to 4,100", "Clean sheet", "12,500", "12,250 to 12,750"],
        "posts": [
            f"{label}: today {c.today}, posts that end {c.released}, retrained out {c.retrained_out}, "
            f"retrained in {c.retrained}, hired {c.hired}, planned {c.planned}."
            for label, c in zip(teams, s.plan.posts, strict=True)
        ],
        "moves": [
            "Human Resources to Elementary Mathematics Coaches: posts 2.",
            "Hired from outside to Secondary Literacy Coaches: posts 4.",
            "Maintenance Trades to Posts that end: posts 8.",
        ],
        "money": [f"{x}: today a year ${c.usd:,.0f}," for x, c in zip(teams, s.today.cost.by_team, strict=True)],
        "visits": [*(f"School {i}: need {20 + i}%," for i in range(57)), "visits made planned 176"],
        "need": ["Quarter with least need: schools 15, support of a school today 28.2", "Quarter with most need"],
        "promises": [f"{p.label}: district's target 90%" for p in s.chosen.promises],
        "hours": [
            f"{x}: hours a year {sum(r.hours.values()):,.0f}," for x, r in zip(teams, s.today.teams, strict=True)
        ],
        "levers": [
            f"{p.label}: in the plan {'taken' if p.taken else 'left'}, hours freed a year {round(p.freed_hours):,}"
            for p in s.lever_prices
        ],
        "principals": [f"{x.label}: hours of principals a year (95% interval) 21,000" for x in items],
        "areas": [f"{a.label}: support today (95% interval) 670 (657 to 683), planned 2,083" for a in s.areas],
        "strategies": [f"{x.label}: modeled support (95% interval) {x.support.mean:,.0f}" for x in items],
        "best_possible": ["15,100", "14,900", "13,700", "13,400", "760", "135"],
        "team_year": [f"{week}: busy today" for week in weeks],
        "team_capacity": [f"{n}: most hours a year {620 * n:,}" for n in range(14)],
    }


@pytest.mark.parametrize("name", CHARTS)
def test_alt_text_has_every_value(study: Study, name: str) -> None:
    chart = draw(study, name)
    for value in values(study)[name]:
        assert value in chart.alt, value
    assert all(cell in chart.alt for row in chart.table.rows for cell in row)
    for said in (drawing_of(name).FORM, *SOURCE, "Modeled, not a measured effect on students."):
        assert said in chart.alt


LOOKS: dict[str, list[Look]] = {
    "today and planned": [TODAY, PLANNED, OTHERS],
    "posts": [posts.ENDS, posts.RETRAINED, posts.HIRED],
    "moves": [moves.RETRAINED, moves.HIRED, moves.ENDS],
    "money": [money.LESS, money.MORE, money.TOTAL],
    "hours": list(hours.LOOKS.values()),
    "levers": [levers.TAKEN, levers.LEFT],
    "bound": [TODAY, PLANNED, best_possible.BOUND],
}


@pytest.mark.parametrize("group", LOOKS)
def test_looks_differ_from_paper_and_from_each_other_in_greyscale(group: str) -> None:
    """Three to one, or a hatch; every bar has an outline in ink."""
    looks = LOOKS[group]
    assert contrast(INK, "#FFFFFF") > 3
    for i, one in enumerate(looks):
        assert one.face["edgecolor"] == INK
        assert one.hatch or contrast(one.color, "#FFFFFF") >= 3 or one.face["linewidth"] > 0
        for other in looks[i + 1 :]:
            assert one.hatch != other.hatch or contrast(one.color, other.color) >= 3, (one, other)


def test_lines_and_dots_differ_in_greyscale() -> None:
    now, then = (to_hex(how["color"]) for how in (team_year.NOW, team_year.THEN))
    assert min(contrast(now, then), contrast(now, "#FFFFFF"), contrast(then, "#FFFFFF")) >= 3
    assert team_year.NOW["linestyle"] != team_year.THEN.get("linestyle")
    markers = [how["marker"] for how in (team_capacity.EACH, team_capacity.NOW, team_capacity.THEN)]
    assert len(set(markers)) == 3


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#FFFFFF", "#000000", 21.0), ("#777777", "#FFFFFF", 4.48), ("#0072B2", "#FFFFFF", 5.19)],
)
def test_contrast_is_counted_as_wcag_does(one: str, other: str, ratio: float) -> None:
    assert contrast(one, other) == pytest.approx(ratio, abs=0.01)


def test_colors_are_okabe_and_itos() -> None:
    if "okabe_ito" not in matplotlib.color_sequences:
        pytest.skip("this matplotlib does not have them")
    known = {to_hex(color).upper() for color in matplotlib.color_sequences["okabe_ito"]}
    assert set(OKABE_ITO.values()) <= known


def test_files_repeat_to_the_byte_and_fit_the_page(study: Study, tmp_path: Path) -> None:
    chart = draw(study, "posts")
    for folder in ("first", "second", "again"):
        (tmp_path / folder).mkdir()
    chart.save(tmp_path / "first", "posts")
    chart.save(tmp_path / "second", "posts")
    draw(copy.deepcopy(study), "posts").save(tmp_path / "again", "posts")
    for suffix in ("svg", "png", "txt"):
        first, *others = (
            (tmp_path / folder / f"posts.{suffix}").read_bytes() for folder in ("first", "second", "again")
        )
        assert all(other == first for other in others)
    picture = imread(tmp_path / "first" / "posts.png")
    assert picture.shape[1] == WIDTH_INCHES * 300
    assert b"<dc:date>" not in (tmp_path / "first" / "posts.svg").read_bytes()


SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", CHARTS)
def test_an_svg_is_an_image_with_title_and_description(study: Study, name: str) -> None:
    chart = draw(study, name)
    root = ElementTree.fromstring(chart.svg())  # noqa: S314 - our own file
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (root.get("role"), title.text, description.text) == ("img", chart.question, chart.alt)
    assert (root.get("aria-labelledby"), root.get("aria-describedby")) == (title.get("id"), description.get("id"))


def test_a_chart_is_a_module_and_its_name_in_one_list() -> None:
    modules = {path.stem for path in Path(charts.__file__).parent.glob("*.py")} - {"__init__"}
    assert sorted(CHARTS) == sorted(modules)
    for name in CHARTS:
        module = import_module(f"{charts.__name__}.{name}")
        team = ", team: 'str | None' = None" if name.startswith("team_") else ""
        assert str(signature(module.chart)) == f"(study: 'Study', axes: 'Axes | None' = None{team}) -> 'Axes'"
        assert str(signature(module.finding)) == f"(study: 'Study'{team}) -> 'str'"
        assert str(signature(module.table)) == f"(study: 'Study'{team}) -> 'Section'"


def test_a_chart_that_is_not_there_is_refused(study: Study) -> None:
    with pytest.raises(KeyError, match="no chart 'pots'; there are more_support, posts"):
        draw(study, "pots")


def test_every_chart_has_a_method_of_its_own(study: Study) -> None:
    result = Result(study)
    methods = [name for name in dir(Result) if name.endswith("_chart")]
    found = [getattr(result, name)() for name in methods]
    assert sorted(chart.question for chart in found) == sorted(drawing_of(name).QUESTION for name in CHARTS)
    assert all(getattr(Result, name).__doc__.startswith(c.question) for name, c in zip(methods, found, strict=True))


def test_a_team_may_be_asked_for(study: Study) -> None:
    result = Result(study)
    assert "Payroll. Busiest week" in result.team_year_chart(team="payroll").finding
    assert result.capacity_chart(team="literacy").finding.startswith("Secondary Literacy Coaches: 10 posts")
    for chart, said in ((result.team_year_chart, "no team 'nobody'"), (result.capacity_chart, "'nobody' makes visits")):
        with pytest.raises(KeyError, match=said):
            chart(team="nobody")


def test_a_chart_shows_itself_in_a_notebook_with_its_words(study: Study) -> None:
    chart: Chart = draw(study, "levers")
    shown = chart._repr_html_()
    assert shown.startswith('<img src="data:image/png;base64,iVBOR')
    assert 'alt="Which services would be automated or dropped, at what price? ' in shown
    assert repr(chart) == chart.alt


def busiest(document: Document, team: str | None = None) -> str:
    return draw(typed(document), "team_year", team=team).finding


def test_the_team_whose_year_is_shown_is_the_one_with_most_to_tell(document: Document) -> None:
    """Mathematics coaches get most posts, ten; who misses a promise comes before; who was asked for before all."""
    assert busiest(document).startswith("Elementary Mathematics Coaches, the team that changes most.")
    chosen = document["strategies"]["clean_sheet"]
    promise = next(p for p in chosen["promises"] if p["team"] == "hr")
    promise.update(verdict="missed", decided=True)
    assert busiest(document).startswith("Human Resources, the team that misses most promises.")
    assert busiest(document, "payroll").startswith("Payroll. ")
    promise.update(verdict="meets")
    for change in chosen["plan"]["posts"]:
        change.update(planned=change["today"])
    assert ", the team with the longest line under the plan." in busiest(document)
