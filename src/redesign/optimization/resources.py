"""What the packages of different schools share: teams' visit hours, money for materials, schools that a span counts,
visits of providers and the work that contracts with them make.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from redesign.optimization.money import IN_THOUSANDS
from redesign.optimization.problem import Problem
from redesign.optimization.variables import (
    VISITS,
    broker_name,
    hours_name,
    materials_name,
    schools_name,
    supply_name,
    variant_name,
)
from redesign.scenario.rules import CONTRACT_CAP

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
NOBODY = -1


@dataclass(frozen=True, slots=True, eq=False)
class Resource:
    """One thing that packages use up. Its name says in which rows of a model it counts."""

    name: str
    team: int
    """Whose visit hours go with it, or `NOBODY`."""
    areas: Ints
    """Positions of the areas of which packages use it."""
    use: Floats
    """[areas, S, P]"""
    worth: float = 0.0
    """Support that a unit of it buys on average; 0 for what support is not measured by."""
    lapses: bool = False
    """Whether it need not be used up where a promised visit is not made."""

    def used_by(self, chosen: Ints) -> Floats:
        """[S] use of every school's combination [A, S]."""
        picked: Floats = np.take_along_axis(self.use, chosen[self.areas][:, :, None], axis=2)[:, :, 0].sum(axis=0)
        return picked


def resources_of(problem: Problem) -> tuple[Resource, ...]:
    """Visit hours and materials (thousands of dollars) of each team, the schools that each span counts, the visits of
    each provider and brokers' hours.
    """
    kinds = (_of_teams, _of_spans, _of_providers, _of_brokers, _of_variants)
    return tuple(chain.from_iterable(kind(problem) for kind in kinds))


def _of_teams(problem: Problem) -> Iterator[Resource]:
    expectation = problem.expectation
    for t in np.unique(expectation.supplier[:, 1:]).tolist():
        areas = np.flatnonzero(expectation.made_by(t).any(axis=1))
        hours, support, usd = (
            expectation.of_team(values, t)[areas]
            for values in (expectation.visit_hours, expectation.support, expectation.materials_usd)
        )
        allowed = problem.allowed_packages[areas]
        total = float(hours[allowed].sum())
        worth = float(np.maximum(support[allowed], 0.0).sum()) / total if total else 0.0
        yield Resource(hours_name(t), t, areas, hours, worth, lapses=True)
        if usd.any():
            yield Resource(materials_name(t), t, areas, usd * IN_THOUSANDS)


def _of_providers(problem: Problem) -> Iterator[Resource]:
    """Visits of each provider, and those of all packages where a rule counts them."""
    expectation = problem.expectation
    for t, team in enumerate(problem.scenario.team_list):
        areas = np.flatnonzero(expectation.made_by(t).any(axis=1))
        if team.outside and len(areas):
            yield Resource(supply_name(t), t, areas, expectation.of_team(expectation.visits, t)[areas])
    if any(rule.kind == CONTRACT_CAP for rule in problem.rules.values()):
        every = np.arange(len(problem.scenario.areas))
        yield Resource(VISITS, NOBODY, every, expectation.visits.astype(np.float64))


def _of_brokers(problem: Problem) -> Iterator[Resource]:
    """Hours that contracts make for the team that looks after them."""
    for t, hours in enumerate(problem.broker_hours):
        areas = np.flatnonzero(hours.any(axis=(1, 2)))
        if len(areas):
            yield Resource(broker_name(t), NOBODY, areas, hours[areas])


def _of_variants(problem: Problem) -> Iterator[Resource]:
    """Schools with a package of each state of an area that levers touch."""
    for a, k in problem.area_states.items():
        for o in range(len(problem.states[k].levers)):
            counted = np.zeros((1, *problem.expectation.allowed.shape[1:]))
            counted[0, :, (problem.variants.state == o) & (problem.variants.package > 0)] = 1.0
            yield Resource(variant_name(a, o), NOBODY, np.array([a]), counted)


def _of_spans(problem: Problem) -> Iterator[Resource]:
    scenario, expectation = problem.scenario, problem.expectation
    for a, area in enumerate(scenario.area_list):
        team = scenario.team_ids.index(area.team)
        own = expectation.made_by(team)[a]
        if area.span_schools_per_post is not None and own.any():
            counted = np.zeros((1, *expectation.allowed.shape[1:]))
            counted[0] = own
            yield Resource(schools_name(a), team, np.array([a]), counted)
