"""Where the hours go today: each team's year in shares of four kinds of work, instructional first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.analysis.measures import Kind
from redesign.reporting.page import page, say
from redesign.reporting.reading import labels
from redesign.reporting.rows import Bars, bars, percents, rows_of
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import OKABE_ITO, Look
from redesign.reporting.text import amount, share, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Where do the hours go today?"
FORM = "One bar a team from 0% to 100%, in four kinds of work."
LOOKS: dict[Kind, Look] = {
    "instructional": Look("instructional (visits to schools)", OKABE_ITO["blue"]),
    "mandated": Look("mandated by law", "#FFFFFF", "/////"),
    "routine": Look("routine requests", "#E3E3E3"),
    "other": Look("other work", "#FFFFFF", "...."),
}
ALL = "All teams"


def finding(study: Study) -> str:
    """The share of hours that is instructional, and the largest of the others."""
    hours = study.today.hours_by_kind
    total = sum(hours.values())
    if not total:
        return "Today's office does no work."
    most = max((kind for kind in LOOKS if kind != "instructional"), key=lambda kind: hours[kind])
    return (
        f"Of {amount(round(total))} hours a year {share(hours['instructional'] / total)} are visits to schools; the "
        f"largest other part is {LOOKS[most].label}, {share(hours[most] / total)}."
    )


def table(study: Study) -> Section:
    """Every team with hours, most hours first, after all of them."""
    rows = tuple((name, amount(round(sum(hours.values()))), *_cells(hours)) for name, hours in _rows(study))
    return Section(QUESTION, ("Team", "Hours a year", *(look.label.capitalize() for look in LOOKS.values())), rows)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """All teams first, then team by team."""
    teams = _rows(study)
    rows = rows_of([name for name, _ in teams], 16.0, head=True)
    note = rows.more(len(teams), "teams")
    with page(axes, words_of(study, QUESTION, finding(study)), rows.height, tuple(LOOKS.values()), note) as found:
        if not teams:
            say(found, "Today's office does no work.")
            return found.base
        shown = teams[: rows.shown]
        totals = [sum(hours.values()) for _, hours in shown]
        cells = [[amount(round(total)) for total in totals], [_cells(hours)[0] for _, hours in shown]]
        panel = Bars(found, rows, ("Hours\na year", "Instruc-\ntional"), cells).panel()
        parts = [
            (look, [hours[kind] / total for (_, hours), total in zip(shown, totals, strict=True)])
            for kind, look in LOOKS.items()
        ]
        bars(panel, rows.places, 11.0, parts)
        panel.axhline((rows.places[0] + rows.places[min(1, len(rows.places) - 1)]) / 2, color="#999999", linewidth=0.6)
        percents(panel, "share of modeled hours worked today")
    return found.base


def _rows(study: Study) -> list[tuple[str, dict[Kind, float]]]:
    names = labels(study.teams)
    teams = [(visible(names[t.team]), t.hours) for t in study.today.teams if sum(t.hours.values())]
    teams.sort(key=lambda row: -sum(row[1].values()))
    return [(ALL, study.today.hours_by_kind), *teams] if teams else []


def _cells(hours: dict[Kind, float]) -> tuple[str, ...]:
    total = sum(hours.values())
    return tuple(share(hours[kind] / total) for kind in LOOKS)
