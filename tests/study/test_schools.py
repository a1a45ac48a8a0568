"""Quarters of schools by need: each area's by its own measure."""

from __future__ import annotations

import pytest

from offices import school, small_office
from redesign.scenario.model import Scenario
from redesign.study.schools import area_facts, measure_of, school_facts
from redesign.study.tables import tables
from study.tiny import simulated_study

SCHOOLS = (
    school("a", econ_disadvantaged=300, emergent_bilingual=10, special_education=30),
    school("b", econ_disadvantaged=200, emergent_bilingual=20, special_education=40),
    school("c", econ_disadvantaged=100, emergent_bilingual=40, special_education=20),
    school("d", econ_disadvantaged=40, emergent_bilingual=30, special_education=10),
)
AREAS = ("partnership", "inclusion")


def office(district: str, math: str, inclusion: str) -> Scenario:
    raw = small_office(schools=SCHOOLS).model_dump()
    raw["district"] |= {"need_measure": district}
    raw["areas"]["math"] |= {"need_measure": math}
    raw["areas"]["inclusion"] |= {"need_measure": inclusion}
    return Scenario.model_validate(raw)


def test_quarters_by_each_measure() -> None:
    facts = school_facts(office("emergent_bilingual", "econ_disadvantaged", "special_education"))
    by_measure = [f.need_quartiles for f in facts]
    assert [q.econ_disadvantaged for q in by_measure] == [4, 3, 2, 1]
    assert [q.emergent_bilingual for q in by_measure] == [1, 2, 4, 3] == [f.need_quartile for f in facts]
    assert [q.special_education for q in by_measure] == [3, 4, 2, 1]


@pytest.mark.parametrize(
    ("district", "area", "meant"),
    [
        ("econ_disadvantaged", "special_education", "special_education"),
        ("emergent_bilingual", "none", "emergent_bilingual"),
        ("none", "special_education", "special_education"),
        ("none", "none", "econ_disadvantaged"),
    ],
)
def test_what_puts_schools_into_quarters(district: str, area: str, meant: str) -> None:
    scenario = office(district, area, area)
    assert measure_of(scenario, scenario.areas["math"]) == meant
    assert {a.id: a.need_measure for a in area_facts(scenario)}["math"] == meant


def test_the_table_of_packages_has_the_quarter_of_its_area() -> None:
    """320, 80, 200 of 900, 80, 10 and 240 pupils are poor; 40, 40, 40 of 900, 40, 10 and 40 in special education."""
    rows = tables(simulated_study().study)["packages"]
    quarters = {area: {r["school_id"]: r["need_quartile"] for r in rows if r["area"] == area} for area in AREAS}
    assert quarters["partnership"] == {"elm": 1, "birch": 1, "dogwood": 2, "cedar": 3, "fir": 3, "ash": 4}
    assert quarters["inclusion"] == {"elm": 1, "cedar": 1, "ash": 2, "birch": 3, "dogwood": 3, "fir": 4}
