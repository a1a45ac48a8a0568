"""What the packages of different schools share: teams' visit hours, money for materials, schools that a span counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.optimization.money import THOUSAND
from redesign.optimization.problem import Problem
from redesign.optimization.variables import hours_name, materials_name, schools_name

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One thing that packages use up. Its name says in which rows of a model it counts."""

    name: str
    team: int
    """Whose hours go with it."""
    use: Floats
    """[A, S, P]"""
    worth: float = 0.0
    """Support that a unit of it buys on average; 0 for what support is not measured by."""
    lapses: bool = False
    """Whether it need not be used up where a promised visit is not made."""

    def used_by(self, chosen: Ints) -> Floats:
        """[S] use of every school's combination [A, S]."""
        picked: Floats = np.take_along_axis(self.use, chosen[:, :, None], axis=2)[:, :, 0].sum(axis=0)
        return picked


def resources_of(problem: Problem) -> tuple[Resource, ...]:
    """Visit hours and materials (thousands of dollars) of each team, and the schools that each span counts."""
    return (*_of_teams(problem), *_of_spans(problem))


def _of_teams(problem: Problem) -> Iterator[Resource]:
    expectation, allowed = problem.expectation, problem.allowed_packages
    for t in np.unique(expectation.supplier[:, 1:]).tolist():
        hours = expectation.of_team(expectation.visit_hours, t)
        total, support = float(hours[allowed].sum()), float(expectation.of_team(expectation.support, t)[allowed].sum())
        yield Resource(hours_name(t), t, hours, support / total if total else 0.0, lapses=True)
        materials = expectation.of_team(expectation.materials_usd, t) * THOUSAND
        if materials.any():
            yield Resource(materials_name(t), t, materials)


def _of_spans(problem: Problem) -> Iterator[Resource]:
    scenario, expectation = problem.scenario, problem.expectation
    for a, area in enumerate(scenario.area_list):
        if area.span_schools_per_post is not None:
            team, counted = scenario.team_ids.index(area.team), np.zeros(expectation.allowed.shape)
            counted[a] = expectation.made_by(team)[a]
            yield Resource(schools_name(a), team, counted)
