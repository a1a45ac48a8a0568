"""The chart of a fitted service: requests by week, open requests and turnaround, in the log and in simulated years."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from redesign import __version__
from redesign.calibration.fit import ServiceFit
from redesign.reporting.chart import Chart, in_words
from redesign.reporting.page import AXIS, Words, page
from redesign.reporting.sections.section import Section
from redesign.reporting.style import GRID, INK, OKABE_ITO, SIZE
from redesign.reporting.text import amount, between, counted, share, shorten
from redesign.study.calibrated.calibrated import Calibrated
from redesign.study.calibrated.curves import SHARES, Curves

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from redesign.analysis.intervals import Interval
    from redesign.study.runner import Progress

FIGURES = "figures"
"""The folder of charts beside the page."""
QUESTION = "Does today's simulated office look like the log?"
FORM = (
    "Panels over the weeks of the year, which open on July 1: requests in each week of the log as circles, the fitted "
    "rate as steps, simulated years as a band from the lowest to the highest with their mean as a dashed line; below, "
    "open requests at the ends of weeks alike; at last, the share of requests that is done within so many hours."
)
NO_TURNAROUND = "The log has no closing times: neither turnaround nor open requests can be compared."
TALL = 128.0
MOST = 50
"""Letters of a name."""
BAND: dict[str, Any] = {"facecolor": "#D4D4D4", "edgecolor": "none"}
MEAN: dict[str, Any] = {"color": INK, "linewidth": 1.2, "linestyle": (0, (4, 2)), "zorder": 3}
FITTED: dict[str, Any] = {"color": OKABE_ITO["blue"], "linewidth": 2.4, "zorder": 2.5}
SEEN: dict[str, Any] = {
    "marker": "o", "markersize": 3.6, "markerfacecolor": "white", "markeredgecolor": INK, "linestyle": "none",
    "zorder": 4,
}  # fmt: skip


def draw(done: Calibrated, curves: Curves, axes: Axes | None = None) -> Chart:
    """On the axes given as a page, or on a new page."""
    fit = next(each for each in done.found.services if each.service == curves.service)
    found, table = finding(done, curves), table_of(done, curves)
    words = Words(QUESTION, found, _source(done, fit))
    note = "" if curves.turnaround_seen else NO_TURNAROUND
    alt = " ".join(filter(None, [QUESTION, found, FORM, note, in_words(table), words.source]))
    return Chart(_drawn(curves, words, note, axes), QUESTION, found, table, alt)


def write_charts(done: Calibrated, folder: Path, progress: Progress) -> None:
    """Each as PNG (300 dpi), SVG and alt text; raises OSError where one cannot be written."""
    for place, curves in enumerate(done.curves):
        progress("figures", place, len(done.curves))
        draw(done, curves).save(folder / FIGURES, curves.service)


def finding(done: Calibrated, curves: Curves) -> str:
    """Which measures of simulated years can be told from the log."""
    rows = [row for row in done.beside if row.service == curves.service]
    by = {verdict: [row.measure for row in rows if row.verdict == verdict] for verdict in {r.verdict for r in rows}}
    same = by.pop("not distinguishable", [])
    told = [f"{verdict.capitalize()}: {'; '.join(by[verdict])}." for verdict in sorted(by)]
    if same:
        which = f"all {len(same)} measures" if len(same) == len(rows) > 1 else "; ".join(same)
        told.append(f"Not distinguishable: {which}.")
    return f"{shorten(done.before.services[curves.service].label, MOST)}. {' '.join(told)}"


def table_of(done: Calibrated, curves: Curves) -> Section:
    """Week by week, then share by share of the requests; of a week of the log its mean over the years."""
    columns = (
        "", "requests in the log", "fitted", "simulated (range of years)", "open in the log", "open simulated",
        "done within, log", "done within, simulated",
    )  # fmt: skip
    weeks = [
        (
            f"Week {week}",
            _mean(curves.requests_seen, week),
            amount(curves.requests_fitted[week - 1]),
            between(curves.requests[week - 1]),
            _mean(curves.open_seen, week),
            between(curves.open[week - 1]),
            "",
            "",
        )
        for week in range(1, 1 + len(curves.requests))
    ]
    hours = [
        (
            f"{share(part)} of the requests",
            *[""] * 5,
            f"{amount(curves.turnaround_seen[i])} hours" if i < len(curves.turnaround_seen) else "",
            f"{between(curves.turnaround[i])} hours" if curves.turnaround else "",
        )
        for i, part in enumerate(SHARES)
    ]
    return Section(QUESTION, columns, (*weeks, *(hours if curves.turnaround_seen else [])))


def _mean(seen: tuple[tuple[int, float], ...], week: int) -> str:
    own = [value for at, value in seen if at == week]
    return amount(sum(own) / len(own)) if own else ""


def _source(done: Calibrated, fit: ServiceFit) -> str:
    found = done.found
    years = "the simulated years are today's office with the fitted numbers, modeled and not measured"
    log = f"log {shorten(found.log.file, MOST)}, {found.first} to {found.end - 1}, {counted(fit.tickets, 'ticket')}"
    changed = fit.arrivals.change
    when = f" on {changed.day}" if changed and changed.kind == "shift" else ""
    level = f" The log has a {changed.kind}{when}; fitted is its level at the end." if changed else ""
    return f"Source: {log}; redesign {__version__}, scenario {shorten(done.before.name, MOST)}; {years}.{level}"


def _drawn(curves: Curves, words: Words, note: str, axes: Axes | None) -> Axes:
    three = bool(curves.turnaround_seen)
    with page(axes, words, (3 if three else 1) * TALL + AXIS, _looks(), note) as found:
        whole = found.panel(38.0, 10.0)
        whole.set_axis_off()
        upper = whole.inset_axes((0, 0.72, 1, 0.24) if three else (0, 0, 1, 0.88))
        _by_week(upper, curves.requests_seen, curves.requests, "requests in a week")
        last = len(curves.requests_fitted)
        steps = (*curves.requests_fitted, curves.requests_fitted[-1])
        upper.step([week + 0.5 for week in range(last + 1)], steps, where="post", **FITTED)
        if three:
            middle = whole.inset_axes((0, 0.36, 1, 0.24))
            _by_week(middle, curves.open_seen, curves.open, "open requests at the end of a week")
            _turnaround(whole.inset_axes((0, 0, 1, 0.24)), curves)
    return found.base


def _by_week(panel: Axes, seen: tuple[tuple[int, float], ...], simulated: Sequence[Interval], title: str) -> None:
    weeks = range(1, 1 + len(simulated))
    low, high = [each.low for each in simulated], [each.high for each in simulated]
    panel.fill_between(weeks, low, high, **BAND)
    panel.plot(weeks, [each.mean for each in simulated], **MEAN)
    panel.plot([week for week, _ in seen], [value for _, value in seen], **SEEN)
    panel.set_xlim(0.5, len(simulated) + 0.5)
    panel.set_ylim(0, 1.08 * max(1.0, *high, *(value for _, value in seen)))
    panel.yaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    _dress(panel, title, "week of the year, from July 1")


def _turnaround(panel: Axes, curves: Curves) -> None:
    if curves.turnaround:
        low, high = [each.low for each in curves.turnaround], [each.high for each in curves.turnaround]
        panel.fill_betweenx(SHARES, low, high, **BAND)
        panel.plot([each.mean for each in curves.turnaround], SHARES, **MEAN)
    panel.plot(curves.turnaround_seen, SHARES[: len(curves.turnaround_seen)], **SEEN)
    panel.set_xlim(left=0)
    panel.set_ylim(0, 1)
    panel.yaxis.set_major_formatter(lambda value, _: share(value))
    panel.xaxis.set_major_formatter(lambda value, _: f"{value:,.10g}")
    _dress(panel, "share of requests that is done within so many working hours", "working hours from request to answer")


def _dress(panel: Axes, title: str, below: str) -> None:
    panel.set_title(title, loc="left", fontsize=SIZE)
    panel.set_xlabel(below)
    panel.grid(axis="y", color=GRID, linewidth=0.6)
    panel.locator_params(axis="y", nbins=4)


def _looks() -> list[Any]:
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    return [
        Line2D([], [], label="log", **SEEN),
        Line2D([], [], label="fitted rate", **FITTED),
        Line2D([], [], label="simulated, mean", **MEAN),
        Patch(label="lowest to highest simulated year", **BAND),
    ]
