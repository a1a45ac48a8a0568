"""Schools: what each gets, today and under the plan, and whether need decides."""

from __future__ import annotations

from redesign.reporting.reading import labels
from redesign.reporting.sections import packages, spread
from redesign.reporting.sections.section import Section
from redesign.reporting.text import amount
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import Table, measured, opened, part, table
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.scenario.model import NONE
from redesign.study.schools import SchoolFacts
from redesign.study.study import Study

TABLE = "table-schools"
NEED = {0: "all alike", 1: "1 least", 2: "2", 3: "3", 4: "4 most"}


def schools(study: Study) -> Html:
    """By need, by area, by school."""
    return part(
        "schools",
        "Schools: who gets more?",
        _by_need(study),
        figure(study, "packages", packages(study)),
        _visits(study),
        _told(spread(study)),
        tag("h3", "Every school"),
        _each(study),
    )


def _told(section: Section) -> Html:
    return opened(section.title, tag("ul", *(tag("li", line) for line in section.lines)))


def _by_need(study: Study) -> Html:
    today = {found.quartile: found.support_per_school for found in study.today.support_by_quartile}
    rows = tuple(
        (
            {0: "All schools", 1: "Least need", 4: "Most need"}.get(found.quartile, f"Quarter {found.quartile}"),
            amount(found.schools),
            measured(today[found.quartile]) if found.quartile in today else "",
            measured(found.support_per_school),
        )
        for found in study.chosen.support_by_quartile
    )
    caption = "Modeled support of a school by need, hours a year with 95% intervals"
    return table(Table(caption, ("Schools with", "Schools", "Today", "Planned"), rows))


def _visits(study: Study) -> Html:
    names, today = labels(study.areas), {found.area: found for found in study.today.visits}
    rows = tuple(
        (
            names[found.area],
            amount(round(today[found.area].made)) if found.area in today else "",
            amount(round(found.made)),
            amount(round(found.promised)),
            amount(round(found.lapsed)),
        )
        for found in study.chosen.visits
    )
    columns = ("Support area", "Made today", "Made in the plan", "Promised in the plan", "Promised, not made")
    return table(Table("Visits to schools a year, means over the simulated years", columns, rows))


def _each(study: Study) -> Html:
    """A row a school; without JavaScript it is in the order of the file."""
    rows = tuple(_row(study, school) for school in study.schools)
    columns = (
        "School",
        "Level",
        "Need, quarter",
        "Students",
        "Teachers",
        "Areas today",
        "Areas planned",
        *(area.label for area in study.areas),
    )
    words = (1, 2, *range(7, 7 + len(study.areas)))
    caption = "Packages of support by school: planned, and today where that differs"
    return joined(_filters(study), table(Table(caption, columns, rows, words=words, name=TABLE)))


def _row(study: Study, school: SchoolFacts) -> tuple[Child, ...]:
    pairs = [
        tuple(strategy.plan.packages.get(area.id, {}).get(school.id) for strategy in (study.today, study.chosen))
        for area in study.areas
    ]
    counts = (amount(sum(pair[i] not in (None, NONE) for pair in pairs)) for i in (0, 1))
    return (
        school.name,
        school.level,
        NEED[school.need_quartile],
        amount(school.enrollment),
        amount(school.teachers),
        *counts,
        *(_cell(*pair) for pair in pairs),
    )


def _cell(today: str | None, planned: str | None) -> Child:
    """A package; a school that the area is not for has an empty cell."""
    if planned is None:
        return None
    return planned if today == planned else joined(tag("b", planned), " ", tag("small", f"today {today or NONE}"))


def _filters(study: Study) -> Html:
    """Search by name, level and need; shown where JavaScript runs."""
    levels = dict.fromkeys(school.level for school in study.schools)
    needs = sorted({school.need_quartile for school in study.schools})
    return tag(
        "form",
        tag("label", "Name ", tag("input", type="search", data_column=0, autocomplete="off")),
        _select("Level", 1, list(levels)),
        _select("Need", 2, [NEED[need] for need in needs]),
        tag("p", role="status"),
        class_="filter",
        data_table=TABLE,
        hidden=True,
    )


def _select(label: str, column: int, options: list[str]) -> Html:
    listed = (tag("option", option, value=option) for option in options)
    return tag("label", f"{label} ", tag("select", tag("option", "all", value=""), *listed, data_column=column))
