"""Schools: what each gets, today and under the plan, and whether need decides."""

from __future__ import annotations

from collections.abc import Iterable
from typing import get_args

from redesign.reporting.reading import MEASURES, school_years
from redesign.reporting.sections import spread
from redesign.reporting.text import amount, change, share
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import Table, opened, paragraph, part, sentences, table
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.scenario.blocks import Level
from redesign.scenario.model import NONE
from redesign.study.close_up import SchoolYear
from redesign.study.schools import SchoolFacts
from redesign.study.study import Study

TABLE = "table-schools"
COLUMNS = (
    "School",
    "Level",
    "Quarter by need",
    "Need",
    "Students",
    "Teachers",
    "Visits today",
    "Visits planned",
    "Support today",
    "Support planned",
    "Change",
)
WORDS = (1, 2)
LEVELS: tuple[str, ...] = get_args(Level)


def schools(study: Study) -> Html:
    """By need, by area, by school."""
    fair = spread(study)
    return part(
        "schools",
        "Schools: who gets more?",
        figure(study, "visits", numbers=False),
        figure(study, "need"),
        figure(study, "areas"),
        opened(fair.title, sentences(fair.lines)),
        tag("div", tag("h3", "Every school"), _each(study), class_="sideways"),
    )


def _each(study: Study) -> Html:
    """A row a school, those with most need first."""
    years = school_years(study)[::-1]
    needs = _needs(study)
    rows = tuple((*_row(needs, school, *years), *_packages(study, school)) for school, *years in years)
    words = (*WORDS, *range(len(COLUMNS), len(COLUMNS) + len(study.areas)))
    orders = {1: LEVELS} | {len(COLUMNS) + i: area.packages for i, area in enumerate(study.areas)}
    caption = "Visits made and modeled support, hours a year; packages planned, and today's where it differs"
    columns = (*COLUMNS, *(area.label for area in study.areas))
    about = f"Need: share of {MEASURES[study.scenario.need_measure]}. An empty cell: the area is not for this school."
    return joined(
        paragraph(about),
        _filters(needs, (school for school, *_ in years)),
        table(Table(caption, columns, rows, words=words, name=TABLE, orders=orders)),
    )


def _needs(study: Study) -> dict[int, str]:
    """Quarters by need, as they are sorted and picked: `1 least` to `4 most`, or fewer."""
    numbers = sorted({school.need_quartile for school in study.schools})
    if len(numbers) < 2:
        return dict.fromkeys(numbers, "all alike")
    return {number: str(number) for number in numbers} | {
        numbers[0]: f"{numbers[0]} least",
        numbers[-1]: f"{numbers[-1]} most",
    }


def _row(needs: dict[int, str], school: SchoolFacts, today: SchoolYear, planned: SchoolYear) -> tuple[Child, ...]:
    return (
        school.name,
        school.level,
        needs[school.need_quartile],
        share(school.need_share),
        amount(school.enrollment),
        amount(school.teachers),
        amount(today.visits_made),
        amount(planned.visits_made),
        amount(today.support),
        amount(planned.support),
        change(planned.support - today.support),
    )


def _packages(study: Study, school: SchoolFacts) -> Iterable[Child]:
    for area in study.areas:
        today, planned = (
            strategy.plan.packages.get(area.id, {}).get(school.id) for strategy in (study.today, study.chosen)
        )
        same = planned is None or today == planned
        yield planned if same else joined(tag("b", planned), " ", tag("small", f"today {today or NONE}"))


def _filters(needs: dict[int, str], schools: Iterable[SchoolFacts]) -> Html:
    """Search by name, level and need; shown where JavaScript runs."""
    found = list(schools)
    levels = dict.fromkeys(school.level for school in found)
    return tag(
        "form",
        tag("label", "Name ", tag("input", type="search", data_column=0, autocomplete="off")),
        _select("Level", 1, list(levels)),
        _select("Need", 2, list(needs.values())),
        tag("p", role="status"),
        class_="filter",
        data_table=TABLE,
        hidden=True,
    )


def _select(label: str, column: int, options: list[str]) -> Html:
    listed = (tag("option", option, value=option) for option in options)
    return tag("label", f"{label} ", tag("select", tag("option", "all", value=""), *listed, data_column=column))
