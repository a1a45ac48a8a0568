"""A workbook with a row for each school: what it gets today and under the plan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from redesign.reporting.documents.workbook import Sheet, open_workbook
from redesign.reporting.source import source_of
from redesign.scenario.model import NONE
from redesign.study.study import Study

FACTS = ("School", "Id", "Level", "Students", "Teachers", "Need quarter")
NUMBERS = (
    "Visits promised today",
    "Visits promised, plan",
    "Hours of visits today",
    "Hours of visits, plan",
    "Visits made today",
    "Visits made, plan",
    "Modeled support today",
    "Modeled support, plan",
)


def write_schools(study: Study, path: Path) -> None:
    """Write the workbook; raises OSError."""
    with open_workbook(path, f"Schools today and planned: {study.scenario.district}") as book:
        packages = [f"{area.label}, {when}" for area in study.areas for when in ("today", "plan")]
        columns = (*FACTS, *NUMBERS, *packages)
        sheet = Sheet(book, "Schools", (48, 13, 12, *[12] * (len(FACTS) + len(NUMBERS) - 3), *[18] * len(packages)))
        sheet.header(columns)
        for row in _rows(study):
            sheet.row(row)
        sheet.filter(len(columns))
        about = Sheet(book, "About", (90,))
        about.header(("What the columns mean",))
        for line in _about(study):
            about.row((line,), wrap=True)


def _rows(study: Study) -> Iterator[tuple[str | float, ...]]:
    today, plan = study.today.plan.packages, study.plan.packages
    for school, before, after in zip(study.schools, study.close_up_today.schools, study.close_up.schools, strict=True):
        facts = (school.name, school.id, school.level, school.enrollment, school.teachers, school.need_quartile)
        both = ("visits_promised", "visit_hours", "visits_made", "support")
        numbers = tuple(float(getattr(year, key)) for key in both for year in (before, after))
        packages = tuple(each[area.id].get(school.id, NONE) for area in study.areas for each in (today, plan))
        yield (*facts, *numbers, *packages)


def _about(study: Study) -> tuple[str, ...]:
    return (
        "Visits promised: of all support areas in a year. Hours: of the promised visits, as expected.",
        "Visits made and modeled support: means over the simulated years. An hour of high-quality one-to-one "
        "coaching counts one.",
        "Need quarter: the quarter of schools by the district's measure of need, 1 with least; the largest number has "
        "most need. 0 stands where all need alike.",
        "The last columns name the package of each support area.",
        source_of(study),
    )
