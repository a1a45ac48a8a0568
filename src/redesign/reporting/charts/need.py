"""Whether the schools with most need gain most: modeled support by quarter of need, today and planned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.page import page, say
from redesign.reporting.reading import MEASURES, need_columns, quarters
from redesign.reporting.rows import Bars, bars, quantities, rows_of, whiskers
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import PLANNED, TODAY
from redesign.reporting.text import amount, between, change, counted
from redesign.study.strategy_result import QuartileSupport
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Do the schools with most need gain most?"
FORM = "Two bars with 95% intervals for each quarter of the schools by need: modeled support of a school."


def finding(study: Study) -> str:
    """Which quarter gains most, and the two ends; gains whose intervals meet are not told apart."""
    pairs = _pairs(study)
    if len(pairs) < 2:
        return "All schools need alike, or stand in one quarter: " + _gained(pairs)
    gains = {after.quartile: after.support_per_school.mean - before.support_per_school.mean for before, after in pairs}
    around = {a.quartile: b.support_per_school.half_width + a.support_per_school.half_width for b, a in pairs}
    names, neediest, least = _quarters(pairs), max(gains), min(gains)
    ends = f"the quarter with most need gains {change(gains[neediest])}, the one with least {change(gains[least])}"
    rival = max((q for q in gains if q != neediest), key=lambda q: gains[q])
    if max(gains.values()) <= 0:
        return f"No quarter gains: {ends} hours a school."
    ahead = gains[neediest] - gains[rival]
    if abs(ahead) <= around[neediest] + around[rival]:
        return f"Not distinguishable from the {names[rival].lower()} ({change(gains[rival])} hours a school): {ends}."
    if ahead > 0:
        return f"Yes: {ends} hours a school."
    return f"No: the {names[rival].lower()} gains most, {change(gains[rival])} hours a school; {ends}."


def table(study: Study) -> Section:
    """Every quarter."""
    pairs = _pairs(study)
    names = _quarters(pairs)
    rows = tuple(
        (
            names[after.quartile],
            amount(after.schools),
            between(before.support_per_school),
            between(after.support_per_school),
            change(after.support_per_school.mean - before.support_per_school.mean),
        )
        for before, after in pairs
    )
    columns = ("Quarter by need", "Schools", "Support of a school today", "Planned", "Change")
    return Section(QUESTION, columns, rows, (_measure(study),))


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Two bars a quarter."""
    pairs = _pairs(study)
    names = _quarters(pairs)
    rows = rows_of([f"{names[b.quartile]} ({counted(b.schools, 'school')})" for b, _ in pairs], 34.0, head=True)
    note = _measure(study) if len(need_columns(study)) > 1 else ""
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, (TODAY, PLANNED), note) as found:
        if not pairs:
            say(found, "There is no school.")
            return found.base
        cells = [[row[i].split(" (")[0] for row in table(study).rows] for i in (2, 3, 4)]
        panel = Bars(found, rows, ("Today", "Planned", "Change"), cells).panel()
        for side, look, place in ((0, TODAY, -7.0), (1, PLANNED, 7.0)):
            supports = [pair[side].support_per_school for pair in pairs]
            places = [at + place for at in rows.places]
            bars(panel, places, 12.0, [(look, [s.mean for s in supports])])
            whiskers(panel, places, supports)
        both = [q.support_per_school for pair in pairs for q in pair]
        quantities(
            panel,
            "modeled support of a school (hours a year)",
            max(q.high for q in both),
            min(0.0, *(q.low for q in both)),
        )
    return found.base


def _pairs(study: Study) -> list[tuple[QuartileSupport, QuartileSupport]]:
    return list(zip(study.today.support_by_quartile, study.chosen.support_by_quartile, strict=True))


def _quarters(pairs: list[tuple[QuartileSupport, QuartileSupport]]) -> dict[int, str]:
    return quarters(before.quartile for before, _ in pairs)


def _measure(study: Study) -> str:
    return f"Need goes by the share of {MEASURES[study.scenario.need_measure]}."


def _gained(pairs: list[tuple[QuartileSupport, QuartileSupport]]) -> str:
    before, after = (sum(p[i].support_per_school.mean for p in pairs) for i in (0, 1))
    return f"{amount(before)} hours a school become {amount(after)}."
