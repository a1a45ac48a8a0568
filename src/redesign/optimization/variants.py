"""Packages under levers: what a lever makes of an area's packages is a package of its own, a variant.

A variant may be chosen by a school only where its levers are taken, which is one more row for each area and state. All
that knows packages by their number knows variants alike: prices, combinations of a school, the bound.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import Expectation, expect
from redesign.optimization.states import States, area_states
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario

Ints = NDArray[np.int64]
PACKAGE_AXIS = {"visits": 2, "visit_hours": 2, "effect": 1, "effective_hours": 2, "support": 2, "materials_usd": 2}
"""Which axis of what `Expectation` says of packages is theirs."""


@dataclass(frozen=True, slots=True, eq=False)
class Variants:
    """V variants, the first one is no package: every package without levers, then in an area's second state, ..."""

    package: Ints
    """[V] number of the package."""
    state: Ints
    """[V] number of the area's state."""

    @classmethod
    def of(cls, packages: int, states: Iterable[int]) -> Variants:
        """For package axes of length P and areas of so many states."""
        most, each = max(states, default=1), np.arange(1, packages)
        package = np.concatenate([[0], np.tile(each, most)]).astype(np.int64)
        return cls(package, np.concatenate([[0], np.repeat(np.arange(most), len(each))]).astype(np.int64))

    def chosen(self, packages: Ints, states: Sequence[int]) -> Ints:
        """[A, S] variants of the packages that schools have, by the state of each area."""
        step = int(self.package.max(initial=0))
        shifted: Ints = packages + step * np.array(states, np.int64)[:, None]
        return np.where(packages > 0, shifted, 0)


def expect_variants(scenario: Scenario, levers: tuple[int, ...]) -> Expectation:
    """The year in expectation, its package axes lengthened by what levers that may be taken make of packages."""
    base, states = expect(scenario), area_states(scenario, levers)
    if not states:
        return base
    axis = base.allowed.shape[2]
    variants = Variants.of(axis, (len(each.levers) for each in states.values()))
    arrays = {name: np.take(getattr(base, name), variants.package, axis=at) for name, at in PACKAGE_AXIS.items()}
    allowed = np.take(base.allowed, variants.package, axis=2) & (variants.state == 0)
    for a, each in states.items():
        for o, after in enumerate(_expected(scenario, each)):
            mine = np.flatnonzero((variants.state == o) & (variants.package > 0))
            for name in PACKAGE_AXIS:
                arrays[name][a][..., mine] = getattr(after, name)[a][..., 1:]
            allowed[a][:, mine] = base.allowed[a][:, 1:]
    for name in PACKAGE_AXIS:
        if name != "effect":
            arrays[name][~allowed] = 0
    supplier = np.take(base.supplier, variants.package, axis=1)
    return replace(base, **arrays, allowed=allowed, supplier=supplier)


def _expected(scenario: Scenario, states: States) -> Iterable[Expectation]:
    changes = [lever.changes for lever in scenario.all_levers.values()]
    return (expect(changed(scenario, *(changes[e] for e in sorted(taken)))) for taken in states.levers)
