"""What an hour and a dollar of the office buy in modeled support, at the cost of a plan's posts.

Axes: T teams, A areas, S schools, P packages (0 = none).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import Expectation
from redesign.demand.plan import at_packages
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
TIE_DIGITS = 9
"""Packages that differ in later digits are worth the same, and the first one counts."""


@dataclass(frozen=True, slots=True)
class Best:
    """The package of a plan whose visit hours bring the most."""

    area: int
    package: int
    support_per_hour: float
    """Modeled support of an hour of its visits, over all schools that have it."""


def hour_usd(scenario: Scenario, expectation: Expectation) -> Floats:
    """[T] dollars of a work hour: loaded cost of a post over the work hours that it is expected to have in a year."""
    loaded = np.array([team.loaded_cost_usd for team in scenario.team_list])
    return ratio(loaded, expectation.post_hours, 0.0)  # a provider that comes too late has no hours


def package_usd(scenario: Scenario, expectation: Expectation) -> Floats:
    """[A, S, P] dollars a year: expected visit hours at the cost of who makes them, and materials."""
    of_hour = hour_usd(scenario, expectation)[expectation.supplier]
    usd: Floats = expectation.visit_hours * of_hour[:, None, :] + expectation.materials_usd
    return usd


def service_hour_usd(scenario: Scenario, expectation: Expectation) -> Floats:
    """[K] mean dollars of an hour that a service takes: its teams' hours by their expected shares; 0 without work."""
    hours = expectation.service_hours
    return ratio(hours @ hour_usd(scenario, expectation), hours.sum(axis=1), 0.0)


def best_use(expectation: Expectation, packages: NDArray[np.int64]) -> Best | None:
    """The best use that a plan makes of visit hours; None where it makes none that helps."""
    support, hours = (at_packages(v, packages) for v in (expectation.support, expectation.visit_hours))
    found = [
        Best(a, p, float(support[a, own].sum() / hours[a, own].sum()))
        for a, chosen in enumerate(packages)
        for p in np.unique(chosen[chosen > 0]).tolist()
        for own in (chosen == p,)
        if hours[a, own].sum() > 0
    ]
    best = max(found, key=lambda each: round(each.support_per_hour, TIE_DIGITS), default=None)
    return best if best and best.support_per_hour > 0 else None


def ratio(of: Floats, by: Floats, otherwise: float) -> Floats:
    """`of` / `by`, and another number where that would divide by 0."""
    made: Floats = np.divide(of, by, out=np.full(np.shape(by), otherwise), where=by > 0)
    return made
