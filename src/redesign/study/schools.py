"""Schools and support areas as a study has them, and the quarters of schools by need."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import need_of
from redesign.scenario.model import NONE, Area, Scenario

QUARTILES = 4
Measure = Literal["econ_disadvantaged", "emergent_bilingual", "special_education"]


@dataclass(frozen=True, slots=True)
class NeedQuartiles:
    """The quarter of schools that a school is in, by each measure of need: 1 = least, 4 = most; 0: all alike."""

    econ_disadvantaged: int
    """By the share of pupils who are economically disadvantaged."""
    emergent_bilingual: int
    """By the share of pupils learning English."""
    special_education: int
    """By the share of pupils in special education."""


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """A support area as the scenario has it."""

    id: str
    """Short name."""
    label: str
    """Name in charts and tables."""
    team: str
    """Id of the team that makes the visits."""
    packages: tuple[str, ...]
    """Names of its packages: `none`, then in the order of the file."""
    need_measure: Measure
    """What its schools' need goes by, and in tables their quarters; where they all need it alike, the district's."""


@dataclass(frozen=True, slots=True)
class SchoolFacts:
    """A school of the roster."""

    id: str
    """As in the roster."""
    name: str
    """Name in tables."""
    level: str
    """elementary, middle, high or combined."""
    enrollment: int
    """Pupils."""
    teachers: float
    """Full-time equivalents."""
    need_share: float
    """Share of its pupils that the district's measure of need counts; 0 without pupils."""
    need_quartile: int
    """Quarter of the schools by the district's measure of need: 1 = least, 4 = most; 0 where all need alike."""
    need_quartiles: NeedQuartiles
    """The same by each measure."""


def measure_of(scenario: Scenario, area: Area | None = None) -> Measure:
    """What puts schools into quarters for an area, or for the district.

    Where every school needs an area alike, that is the district's measure; where that says so, too, poverty.
    """
    measures = (area.need_measure if area else "none", scenario.district.need_measure)
    return next((measure for measure in measures if measure != "none"), "econ_disadvantaged")


def need_quartiles(scenario: Scenario, measure: Measure) -> NDArray[np.int64]:
    """[S] 1 to 4, 4 = the quarter of schools with the highest need; ties go by id; 0 where all need alike."""
    need = need_of(measure, scenario.schools)
    if need.min() == need.max():
        return np.zeros(len(need), np.int64)
    order = np.argsort(need, kind="stable")
    quartile = np.empty(len(need), np.int64)
    quartile[order] = np.arange(len(need)) * QUARTILES // len(need) + 1
    return quartile


def area_facts(scenario: Scenario) -> tuple[AreaFacts, ...]:
    """In the order of the file."""
    return tuple(
        AreaFacts(name, area.label, area.team, (NONE, *area.packages), measure_of(scenario, area))
        for name, area in scenario.areas.items()
    )


def school_facts(scenario: Scenario) -> tuple[SchoolFacts, ...]:
    """In the order of the scenario."""
    kept = ("id", "name", "level", "enrollment", "teachers")
    district = measure_of(scenario)
    by_measure = {measure: need_quartiles(scenario, measure).tolist() for measure in get_args(Measure)}
    return tuple(
        SchoolFacts(
            **{k: getattr(school, k) for k in kept},
            need_share=getattr(school, district) / school.enrollment if school.enrollment else 0.0,
            need_quartile=by_measure[district][s],
            need_quartiles=NeedQuartiles(**{measure: quartiles[s] for measure, quartiles in by_measure.items()}),
        )
        for s, school in enumerate(scenario.schools)
    )
