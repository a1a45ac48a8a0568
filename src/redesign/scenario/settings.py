"""The smaller blocks of a scenario: calendar, school, district, money, limits, run; and where it was read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from redesign.scenario.blocks import Block, BrokenRule, Count, Identifier, Label, Level, NeedMeasure, Share, Usd, Week
from redesign.scenario.spreads import Range

By = Literal["mean", "regret", "worst_tenth"]
"""Mean: most support on average, which is also least regret on average. Regret: least regret where it is largest, in
the mean of the worst tenth of samples. Worst tenth: most support where it is least, in the mean of that tenth."""


class Calendar(Block):
    """The year, July to June, in working time."""

    weeks: Annotated[int, Field(ge=8, le=53)] = Field(52, description="weeks in the year")
    hours_per_week: Annotated[float, Field(gt=0, le=168)] = Field(
        40.0, description="paid hours of a full-time post in a week"
    )
    first_school_week: Week = Field(6, description="first week with pupils in school, 1 = first week of July")
    last_school_week: Week = Field(47, description="last week with pupils in school")

    def broken_rules(self) -> Iterator[BrokenRule]:
        """School weeks in order and inside the year."""
        if not self.first_school_week <= self.last_school_week <= self.weeks:
            yield BrokenRule(
                ("first_school_week", "last_school_week", "weeks"),
                f"found weeks {self.first_school_week} to {self.last_school_week} of {self.weeks}; "
                "allowed: first_school_week <= last_school_week <= weeks",
            )


class School(Block):
    """One row of the roster: a school, who is in it and how much it needs."""

    id: Annotated[str, Field(min_length=1, max_length=32)] = Field(description="as in the data that it comes from")
    name: Label = Field(description="name in charts and tables")
    level: Level = Field(description="which support areas it may have")
    enrollment: Count = Field(description="pupils in the school")
    teachers: Annotated[float, Field(gt=0, le=5000)] = Field(description="teachers, full-time equivalents")
    principals: Annotated[float, Field(ge=0, le=20)] = Field(1.0, description="principals, full-time equivalents")
    econ_disadvantaged: Count = Field(0, description="of them economically disadvantaged")
    emergent_bilingual: Count = Field(0, description="of them learning English")
    special_education: Count = Field(0, description="of them in special education")

    def broken_rules(self) -> Iterator[BrokenRule]:
        """No group of pupils larger than the school."""
        for key in ("econ_disadvantaged", "emergent_bilingual", "special_education"):
            count = getattr(self, key)
            if count > self.enrollment:
                text = f"found {count}; allowed: at most the enrollment, {self.enrollment}"
                yield BrokenRule((key, "enrollment"), text)


class District(Block):
    """Who is served."""

    name: Label = Field(description="name in every title")
    state: Annotated[str, Field(max_length=30)] = Field("", description="where it is")
    year: Annotated[str, Field(max_length=30)] = Field("", description="year of the data, such as 2021-22")
    principal_hour_usd: Usd = Field(60.0, description="loaded cost of one principal hour")
    need_measure: NeedMeasure = Field("econ_disadvantaged", description="orders schools into need quartiles")


class Budget(Block):
    """Yearly and one-time money, two budgets."""

    yearly_usd: Usd | None = Field(None, description="default: what today's office costs")
    one_time_usd: Usd = Field(description="for levers, retraining, hiring and release")
    reinvest_share: Share = Field(
        0.0, description="share of the dollars of principals' time that levers save which returns to the yearly budget"
    )
    yearly_times: SkipJsonSchema[float] = 1.0
    """What changes make of the yearly budget. No key of a file."""


class Limits(Block):
    """What every school is owed and what it can take in."""

    school_floor_hours_per_teacher: Annotated[float, Field(ge=0, le=1000)] = Field(
        0.0, description="effective (effect x visit) hours per teacher that every school must be promised"
    )
    school_target_hours_per_teacher: Annotated[float, Field(gt=0, le=1000)] | None = Field(
        None, description="effective hours per teacher of an ambitious target: reports count the schools that reach it"
    )
    absorptive_visits_per_school: Annotated[float, Field(ge=0, le=10_000)] = Field(
        1000.0, description="most visits that any school takes in in a year"
    )
    absorptive_visits_per_teacher: Annotated[float, Field(ge=0, le=1000)] = Field(
        0.0, description="and this many more for each of its teachers"
    )
    span_applies_from_schools: Count = Field(
        20, description="in a smaller district an executive may hold the partnership role part-time"
    )


class RunSettings(Block):
    """How a study is run."""

    seed: Annotated[int, Field(ge=0, le=2**63 - 1)] = Field(1, description="root of every random stream")
    build_years: Annotated[int, Field(ge=2, le=100)] = Field(
        10, description="under the tables of teams that make visits; six times as many for small teams"
    )
    search_years: Annotated[int, Field(ge=2, le=100)] = Field(
        10, description="on which plans are tried; up to 16 times as many for small clusters of teams"
    )
    final_years: Annotated[int, Field(ge=2, le=1000)] = Field(
        20, description="first stop; more are added until intervals are narrow"
    )
    most_final_years: Annotated[int, Field(ge=2, le=1000)] = Field(160, description="no more than these")
    support_half_width_share: Annotated[float, Field(gt=0, le=1)] = Field(
        0.02, description="half width of the interval of support over its mean that counts as narrow"
    )
    promise_half_width_share: Annotated[float, Field(gt=0, le=1)] = Field(
        0.03, description="half width of a promise's interval that counts as narrow"
    )
    solver_gap: Annotated[float, Field(ge=0, le=0.1)] = Field(0.001, description="relative gap that counts as solved")
    solver_seconds: Annotated[float, Field(gt=0, le=86_400)] = Field(60.0, description="time limit of one solve")
    strategies: tuple[Identifier, ...] = Field(
        (),
        description="what a study compares besides the two below; empty: every strategy, shipped or of this file",
    )
    reference: Identifier = Field("today", description="the one that the others are compared with; it changes nothing")
    certified: Identifier = Field("clean_sheet", description="the strategy whose plan is certified")
    robust: By | None = Field(
        None,
        description="`redesign run` then asks at its end which plan holds, whatever the uncertain numbers are: by its "
        "mean, its regret or its worst tenth; the study's own plan and certificate are those of the file's numbers",
    )
    robust_samples: Annotated[int, Field(ge=20, le=100_000)] = Field(
        500,
        json_schema_extra={"unit": "sets of numbers"},
        description="drawn to choose that plan; as many more check the choice",
    )

    def broken_rules(self) -> Iterator[BrokenRule]:
        """The first stop is not after the last."""
        if self.final_years > self.most_final_years:
            yield BrokenRule(
                ("final_years", "most_final_years"),
                f"found {self.final_years}; allowed: at most most_final_years, {self.most_final_years}",
            )


class Assumption(Block):
    """A number without a source, listed by every run."""

    path: str
    value: float
    text: str
    file: str = ""
    line: int = 0


class Origin(Block):
    """Where a scenario was read; empty for one made in Python."""

    path: str = ""
    sha256: str = Field("", description="over the bytes of every file read, in order")
    files: tuple[str, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    provenance: dict[str, tuple[str, int]] = Field(default_factory=dict, description="key path -> file, line")
    ranges: dict[str, Range] = Field(default_factory=dict, description="key path -> range of the number that it has")
    notes: tuple[str, ...] = Field((), description="what a planner may not have meant, though it is allowed")

    def place(self, path: str) -> tuple[str, int]:
        """File and line of a key, of the first key below it, or of the block around it; no file and 0 for no such."""
        while path:
            found = self.provenance.get(path) or next(
                (where for key, where in self.provenance.items() if key.startswith(f"{path}.")), None
            )
            if found:
                return found
            path = path.rpartition(".")[0]
        return "", 0
