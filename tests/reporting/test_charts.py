"""Charts: built for every office, readable in print, repeated to the byte, said in words too."""

import copy
from collections.abc import Callable
from importlib import import_module
from inspect import signature
from itertools import pairwise
from pathlib import Path
from typing import Any

import matplotlib
import pytest
from matplotlib.figure import Figure
from matplotlib.image import imread
from matplotlib.text import Text

from redesign.analysis.measures import KINDS
from redesign.reporting import charts
from redesign.reporting.chart import draw
from redesign.reporting.charts import CHARTS
from redesign.reporting.charts.hours_today import LOOKS as HOURS
from redesign.reporting.charts.levers import LOOKS as LEVERS
from redesign.reporting.charts.packages import package_looks
from redesign.reporting.charts.posts import HIRED, KEPT, RELEASED, RETRAINED_IN, RETRAINED_OUT
from redesign.reporting.style import OKABE_ITO, WIDTH_INCHES, Look, styled
from redesign.study.study import Study
from reporting.sample_study import typed

Document = dict[str, Any]


def one_school(document: Document) -> None:
    document["schools"] = document["schools"][:1]
    for strategy in document["strategies"].values():
        strategy["plan"]["packages"] = {area: {"s000": "low"} for area in strategy["plan"]["packages"]}
        for rows in strategy["packages_by_quartile"].values():
            rows[:] = [{"quartile": 1, "none": 0, "low": 1, "mid": 0, "high": 0}] + [
                {"quartile": q, "none": 0, "low": 0, "mid": 0, "high": 0} for q in (2, 3, 4)
            ]


def zero_posts(document: Document) -> None:
    for strategy in document["strategies"].values():
        for change in strategy["plan"]["posts"]:
            change.update(today=0, kept=0, retrained_in={}, retrained_out=0, hired=0, released=0, planned=0)
        for team in strategy["teams"]:
            team.update(posts=0, utilization=None, hours=dict.fromkeys(KINDS, 0.0))
        strategy["hours_by_kind"] = dict.fromkeys(KINDS, 0.0)


def no_levers(document: Document) -> None:
    for service in document["services"]:
        service.update(options=[])


def no_promises(document: Document) -> None:
    for strategy in document["strategies"].values():
        strategy["promises"] = []


def nothing_measured(document: Document) -> None:
    for strategy in document["strategies"].values():
        strategy["support"] = {"mean": 0.0, "low": 0.0, "high": 0.0}
        strategy["promised_support"] = 0.0
        for promise in strategy["promises"]:
            promise.update(share=None, verdict="meets", decided=True)
    document["certificate"]["support"].update(upper_bound=0.0, certified_gap=0.0)


def no_areas(document: Document) -> None:
    document["areas"] = document["certificate"]["safe_moves"]["packages"] = []
    for strategy in document["strategies"].values():
        strategy["packages_by_quartile"], strategy["support_by_area"], strategy["plan"]["packages"] = {}, {}, {}
        strategy["details"].update(packages=[], best_use=None)


def negative_support(document: Document) -> None:
    document["strategies"]["tinker"]["support"] = {"mean": -900.0, "low": -1000.0, "high": -800.0}


def many_teams(document: Document) -> None:
    document["teams"] += [{**document["teams"][0], "id": f"t{n}", "label": f"Team {n}"} for n in range(30)]
    for strategy in document["strategies"].values():
        strategy["teams"] += [{**strategy["teams"][0], "team": f"t{n}"} for n in range(30)]
        strategy["plan"]["posts"] += [{**strategy["plan"]["posts"][0], "team": f"t{n}"} for n in range(30)]
        strategy["cost"]["by_team"] += [{"team": f"t{n}", "usd": 0.0} for n in range(30)]


def one_strategy(document: Document) -> None:
    document["strategies"] = {"today": document["strategies"]["today"]}
    document["years"] = {"support": {}, "principal_hours": {}, "promises": []}
    document["certificate"].update(strategy="today", differences=[])


CASES = {
    one_school: ["packages"],
    zero_posts: ["hours_today", "posts"],
    no_levers: ["levers"],
    no_promises: ["promises"],
    nothing_measured: ["strategies", "promises"],
    no_areas: ["packages"],
    negative_support: ["strategies"],
    many_teams: ["hours_today", "posts"],
    one_strategy: ["strategies", "promises"],
}


@pytest.mark.parametrize("change", CASES)
def test_charts_build_for_odd_offices_and_keep_their_text_inside(
    document: Document, change: Callable[[Document], None]
) -> None:
    change(document)
    for name in CASES[change]:
        chart = draw(typed(document), name)
        assert chart.alt
        assert_inside(chart.axes.figure)


@pytest.mark.parametrize("name", ["Wide name " * 30, "W" * 300, "\u4e2d" * 300, "\ufdfd " * 150, "WWWWWW Mmmmmm " * 20])
def test_names_of_300_characters_stay_inside(name: str, document: Document) -> None:
    for block in ("teams", "areas", "services"):
        for item in document[block]:
            item["label"] = name
    for strategy in document["strategies"].values():
        strategy["label"] = name
        for promise in strategy["promises"]:
            promise["label"] = name
    document["scenario"]["district"] = name
    for name in CHARTS:
        assert_inside(draw(typed(document), name).axes.figure)


def test_a_team_of_three_lines_is_shown_whole(document: Document) -> None:
    label = "Department of Special Education, Evaluation and Student Support Services"
    document["teams"][0]["label"] = label
    axes = draw(typed(document), "promises").axes
    names = [text.get_text() for text in axes.get_yticklabels()]
    assert label in [name.replace("\n", " ") for name in names]
    heights = [b - a for a, b in pairwise(axes.get_yticks())]
    assert heights[0] > heights[1] == pytest.approx(1.0)


def assert_inside(figure: Any) -> None:
    """No text leaves the page, none is smaller than 7 points, no two row names overlap."""
    with styled():
        figure.draw_without_rendering()
    page, axes = figure.bbox, figure.axes[0]
    left, right = axes.get_xlim()
    names = axes.get_yticklabels() if axes.axison else []
    ticks = [*axes.get_xticklabels(), *axes.get_yticklabels()]
    unseen = [
        tick for tick in ticks if tick not in names and not (axes.axison and left <= tick.get_position()[0] <= right)
    ]
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text() and text not in unseen:
            box = text.get_window_extent()
            assert text.get_fontsize() >= 7
            assert page.x0 - 1 <= box.x0 <= box.x1 <= page.x1 + 1, text.get_text()
            assert page.y0 - 1 <= box.y0 <= box.y1 <= page.y1 + 1, text.get_text()
    boxes = sorted((label.get_window_extent() for label in names), key=lambda box: box.y0)
    assert all(below.y1 <= above.y0 + 1 for below, above in pairwise(boxes))


def test_charts_draw_on_the_axes_they_are_given(study: Study) -> None:
    axes = Figure().subplots()
    chart = draw(study, "levers", axes)
    assert chart.axes is axes
    assert matplotlib.rcParams["text.parse_math"]


def test_bars_show_the_numbers_of_the_study(study: Study) -> None:
    axes = draw(study, "posts").axes
    drawn = sum(bar.get_width() for bar in axes.patches)
    assert drawn == sum(c.today + c.planned for c in study.plan.posts)
    assert max(bar.get_x() + bar.get_width() for bar in axes.patches) == 140


def test_strategies_say_modeled_and_not_distinguishable(document: Document) -> None:
    chart = draw(typed(document), "strategies")
    words = " ".join(text.get_text() for text in chart.axes.texts)
    assert "modeled" in chart.axes.get_xlabel()
    assert words.count("not distinguishable") == 1
    assert "not distinguishable" in chart.alt
    document["strategies"]["tinker"]["difference_from_today"]["verdict"] = "higher"
    assert "not distinguishable" not in " ".join(t.get_text() for t in draw(typed(document), "strategies").axes.texts)


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("hours_today", ["362,885 hours", "instructional 4%", "Maintenance Trades"]),
        ("posts", ["311 posts today", "314 planned", "Elementary Mathematics Coaches from 8 to 18"]),
        ("packages", ["Operations coaching 0, 0, 14 and 14"]),
        ("levers", ["Automated: Purchase orders (9,100)", "Eliminated: Paper sign-offs"]),
        ("strategies", ["Clean sheet 12,500 (12,250 to 12,750), +8,480", "13,400"]),
        (
            "promises",
            [
                "17 promises: 15 meet the file's target",
                "No worse than today but below the target: Hiring cases (74% for 90%)",
            ],
        ),
    ],
)
def test_alt_text_says_what_the_chart_shows(study: Study, name: str, said: list[str]) -> None:
    alt = draw(study, name).alt
    assert all(words in alt for words in said)


def test_missed_promises_are_named(document: Document) -> None:
    promise = document["strategies"]["clean_sheet"]["promises"][0]
    promise.update(verdict="missed", decided=True, share={"mean": 0.5, "low": 0.4, "high": 0.6})
    chart = draw(typed(document), "promises")
    assert "Missed: Hiring cases (50% for 71%)." in chart.alt
    assert chart.axes.get_xlim()[0] < 0.4


def test_the_target_of_a_promise_is_the_files(document: Document) -> None:
    """Hiring cases: 90% is asked, today reaches 71%, the plan 74%, and that it is no worse than today is not sure."""
    promise = document["strategies"]["clean_sheet"]["promises"][0]
    assert (promise["id"], promise["verdict"], promise["target_share"]) == ("hiring", "as_today", 0.71)
    promise.update(decided=False)
    lines = draw(typed(document), "promises").axes.lines
    drawn = {
        float(line.get_xdata()[0]): line for line in lines if line.get_ydata()[0] == 1 and len(line.get_xdata()) == 1
    }
    assert sorted(drawn) == pytest.approx([0.71, 0.74, 0.9])
    assert (drawn[0.9].get_marker(), drawn[0.74].get_marker()) == ("|", "D")
    assert drawn[0.74].get_markerfacecolor() == "white"


def luminance(color: str) -> float:
    """CIE L* of a color, 0 black to 100 white."""
    channels = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    y = sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
    return 116 * y ** (1 / 3) - 16 if y > 0.008856 else 903.3 * y


NEIGHBORS = [
    [HOURS[kind] for kind in KINDS],
    [KEPT, RETRAINED_OUT, RELEASED],
    [KEPT, RETRAINED_IN, HIRED],
    list(LEVERS.values()),
    *(package_looks([f"level {n}" for n in range(count)]) for count in (2, 3, 4, 8)),
]


@pytest.mark.parametrize("looks", NEIGHBORS, ids=lambda looks: "-".join(look.label for look in looks))
def test_neighbors_differ_in_greyscale(looks: list[Look]) -> None:
    for i, one in enumerate(looks):
        for other in looks[i + 1 :]:
            assert one.hatch != other.hatch or abs(luminance(one.color) - luminance(other.color)) >= 15, (one, other)


def test_colors_are_okabe_and_itos() -> None:
    if "okabe_ito" not in matplotlib.color_sequences:
        pytest.skip("this matplotlib does not have them")
    known = {matplotlib.colors.to_hex(color).upper() for color in matplotlib.color_sequences["okabe_ito"]}
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


def test_a_chart_is_a_module_and_its_name_in_one_list() -> None:
    modules = {path.stem for path in Path(charts.__file__).parent.glob("*.py")} - {"__init__"}
    assert sorted(CHARTS) == sorted(modules)
    for name in CHARTS:
        module = import_module(f"{charts.__name__}.{name}")
        assert str(signature(module.chart)) == "(study: 'Study', axes: 'Axes | None' = None) -> 'Axes'"
        assert str(signature(module.alt)) == "(study: 'Study') -> 'str'"


def test_a_chart_that_is_not_there_is_refused(study: Study) -> None:
    with pytest.raises(KeyError, match="no chart 'pots'; there are hours_today, posts"):
        draw(study, "pots")


def test_a_chart_shows_itself_in_a_notebook(study: Study) -> None:
    chart = draw(study, "levers")
    assert chart._repr_png_().startswith(b"\x89PNG")
    assert repr(chart) == chart.alt
