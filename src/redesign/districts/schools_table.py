"""The roster of a new scenario: one row a school, and for every number where it comes from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from redesign.districts.benchmarks import numbers
from redesign.districts.facts import Number, Origin, PublishedDistrict, PublishedSchool

NEED = "econ_disadvantaged"
"""The column of the roster that holds the need measure of the files, whichever it is."""
LEARNERS = "emergent_bilingual"


@dataclass(frozen=True, slots=True)
class RosterRow:
    """One school as the roster has it; counts of pupils are whole."""

    school: PublishedSchool
    numbers: dict[str, Number]
    """By column, in their order; the same columns in every row."""


def roster_rows(district: PublishedDistrict) -> list[RosterRow]:
    """Rows in the order of ids; what files do not give is the share of the other schools, or the usual one."""
    schools = sorted(district.schools, key=lambda school: school.id)
    need = _share(schools, district.need_measure)
    special = _share(schools, "special_education")
    rows = [RosterRow(school, _numbers(district, school, need, special)) for school in schools]
    if all(LEARNERS in school.needs for school in schools):  # nothing of the menu asks for it, so it is never imputed
        rows = [RosterRow(row.school, row.numbers | {LEARNERS: row.school.needs[LEARNERS]}) for row in rows]
    return rows


def roster_csv(rows: Sequence[RosterRow]) -> str:
    """The roster as a file."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("id", "name", "level", *rows[0].numbers))
    for row in rows:
        cells = (f"{number.value:g}" for number in row.numbers.values())
        writer.writerow((row.school.id, row.school.name, row.school.level, *cells))
    return out.getvalue()


def tells_apart(rows: Iterable[RosterRow], column: str) -> bool:
    """Whether some school has a count of its own in a column of needs: imputed ones are the same share everywhere."""
    return any(row.numbers[column].origin.kind != "assumed" for row in rows)


def _numbers(district: PublishedDistrict, school: PublishedSchool, need: Number, special: Number) -> dict[str, Number]:
    return {
        "enrollment": school.enrollment,
        "teachers": school.teachers,
        "principals": school.principals,
        NEED: _count(school, district.need_measure, need),
        "special_education": _count(school, "special_education", special),
    }


def _count(school: PublishedSchool, measure: str, share: Number) -> Number:
    own = school.needs.get(measure)
    if own is not None:
        return own
    text = f"no count for this school: its pupils x {share.value:.3f} ({share.origin.text})"
    return Number(float(int(school.enrollment.value * share.value + 0.5)), Origin("assumed", text))


def _share(schools: list[PublishedSchool], measure: str) -> Number:
    """Share of pupils with a need in the schools that have a count, else the usual one."""
    counted = [(school.needs[measure].value, school.enrollment.value) for school in schools if measure in school.needs]
    pupils = sum(of for _, of in counted)
    if pupils:
        text = f"share of the {len(counted)} schools with a count"
        return Number(sum(count for count, _ in counted) / pupils, Origin("computed", text))
    if measure == "special_education":
        return numbers()["special_education_share"]
    return Number(0.5, Origin("assumed", "no school has a count, so that all count alike: half of the pupils"))
