"""Staffing of central offices where a district's own files say nothing: a small table that the package ships."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from redesign.districts.facts import Number, Origin

CHICAGO = "Chicago position roster, 30 June 2019"


@dataclass(frozen=True, slots=True)
class Benchmark:
    """Chicago's posts of one unit of a central office, with what they grow with."""

    unit: str
    fte: float
    salary_usd: float
    vacancy_rate: float
    driver: str
    """`staff`, `schools`, `pupils` or `special_education`."""
    driver_units: float
    """Chicago's count of the driver."""
    function: str
    """The F-33 function whose payroll has the unit in it."""
    function_salaries_usd: float
    """Chicago's."""


def units() -> dict[str, Benchmark]:
    """Every unit by its name, in the order of an organization chart."""
    return {
        row["unit"]: Benchmark(
            unit=row["unit"],
            fte=float(row["fte"]),
            salary_usd=float(row["salary_usd"]),
            vacancy_rate=float(row["vacancy_rate"]),
            driver=row["driver"],
            driver_units=float(row["driver_units"]),
            function=row["function"],
            function_salaries_usd=float(row["function_salaries_usd"]),
        )
        for row in _rows("units.csv")
    }


def numbers() -> Mapping[str, Number]:
    """Single numbers by name: pay levels, salaries and benefits of a function in the middle of all districts."""
    return {row["name"]: Number(float(row["value"]), _origin(row["source"])) for row in _rows("numbers.csv")}


def _origin(source: str) -> Origin:
    """A number of others is an assumption about this district, however well it is known of them."""
    return Origin("assumed", source.removeprefix("assumed: "))


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
