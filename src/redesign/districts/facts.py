"""What published files say of one district. Every number carries where it comes from; what is missing is never zero."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

Level = Literal["elementary", "middle", "high", "combined"]
"""The levels that a roster knows."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a number comes from."""

    kind: Literal["read", "computed", "assumed"]
    text: str
    """Read: file, column and row. Computed: the arithmetic with its sources. Assumed: why."""


@dataclass(frozen=True, slots=True)
class Number:
    """A number and where it comes from."""

    value: float
    origin: Origin


@dataclass(frozen=True, slots=True)
class PublishedSchool:
    """One school that the central office serves. Needs are counts of pupils."""

    id: str
    name: str
    level: Level
    enrollment: Number
    teachers: Number
    principals: Number
    needs: Mapping[str, Number]
    """By measure: `econ_disadvantaged`, `directly_certified`, `emergent_bilingual`, `special_education`."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A school of the files that the scenario leaves out."""

    id: str
    name: str
    rule: str
    """Why, in the words of the rule: `closed`, `virtual`, `charter`, ..."""


def all_left_out(left_out: Iterable[LeftOut]) -> str:
    """That no school is left, by rule: `all are left out: 12 residential facility`; the first words of each rule."""
    left_out = tuple(left_out)
    if not left_out:
        return "the file has none of it"
    counts = Counter(each.rule.partition(":")[0] for each in left_out)
    return f"all are left out: {'; '.join(f'{count} {rule}' for rule, count in counts.most_common())}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A district that a part of a name may mean."""

    id: str
    name: str
    state: str
    schools: int


@dataclass(frozen=True, slots=True)
class PublishedDistrict:
    """All that the files say of one district."""

    id: str
    name: str
    state: str
    year: str
    """School year, as `2021-22`."""
    schools: tuple[PublishedSchool, ...]
    left_out: tuple[LeftOut, ...]
    need_measure: str
    """The key of `PublishedSchool.needs` that tells schools apart."""
    staff: Mapping[str, Number] = field(default_factory=dict)
    """Full-time equivalents by class, where the files have them: `total`, `teachers`, `central_administrators`,
    `central_support`, `instructional_coordinators`, `psychologists`, `student_support`, `campus_administrators`,
    `campus_support`, `counselors`, `librarians`, `library_support`, `educational_aides`, `other_support`,
    `unclassified`; `ccd_staff.CLASSES` has the federal category of each. Texas: `professional_support`, `auxiliary`.
    Federal classes do not overlap and add up to the total, as far as all are published."""
    salaries: Mapping[str, Number] = field(default_factory=dict)
    """Mean base pay in dollars by class: `all`, `teachers`, `central_administrators`, `campus_administrators`."""
    turnover: Number | None = None
    """Share of teachers who left in a year."""
    spending: Mapping[str, Number] = field(default_factory=dict)
    """F-33 items in whole dollars a year, by their NCES names: `E08`, `V90`, `V37`, `V38`, ..., `Z32`."""
    notes: tuple[str, ...] = ()
    """What a reader should be told: imputed counts with their rule, padded ids, lines that were broken."""
    doubts: tuple[str, ...] = ()
    """What a reader should be told first: figures that do not belong together."""
