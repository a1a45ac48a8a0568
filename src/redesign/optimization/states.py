"""What levers make of services: each admissible set of the levers that touch a service is one of its states."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import service_hours
from redesign.scenario.changed import changed
from redesign.scenario.changes import touched
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Taken = frozenset[int]
"""Numbers of levers."""


@dataclass(frozen=True, slots=True)
class States:
    """The states of one service; the first one has no lever."""

    levers: tuple[Taken, ...]
    """[O] of those that touch the service, the ones that are taken in each state."""
    hours: Floats
    """[O, T] expected work hours a year that each state asks of each team."""

    def having(self, lever: int) -> list[int]:
        """The states in which a lever is taken."""
        return [o for o, taken in enumerate(self.levers) if lever in taken]


def levers_within(scenario: Scenario, allowed: str | Iterable[str]) -> tuple[int, ...]:
    """Numbers of the levers that a strategy may take: all, none, or those that it names."""
    names = list(scenario.all_levers)
    if allowed == "none":
        return ()
    return tuple(e for e, name in enumerate(names) if allowed == "all" or name in allowed)


def states_of(scenario: Scenario, levers: tuple[int, ...]) -> tuple[States, ...]:
    """[K] the states of every service, over the levers that may be taken."""
    changes = [lever.changes for lever in scenario.all_levers.values()]
    found = []
    for name in scenario.services:
        own = [e for e in levers if touched(changes[e].services, [name])]
        sets = tuple(_admissible_sets(scenario, own))
        after = [changed(scenario, *(changes[e] for e in sorted(taken))) for taken in sets]
        hours = np.array([service_hours(made, made.services[name]) for made in after])
        found.append(States(sets, hours))
    return tuple(found)


def chosen_states(states: tuple[States, ...], levers: Bools) -> list[int]:
    """[K] the state of each service under a plan's levers [L]; raises ValueError where there is no such state."""
    taken = frozenset(np.flatnonzero(levers).tolist())
    found = []
    for each in states:
        own = taken & frozenset(chain(*each.levers))
        found.append(each.levers.index(own))
    return found


def pairs_of(scenario: Scenario, key: str) -> Iterator[tuple[int, int]]:
    """Every lever with each one that it `needs` or `excludes`, by number."""
    numbers = {name: e for e, name in enumerate(scenario.all_levers)}
    for name, lever in scenario.all_levers.items():
        yield from ((numbers[name], numbers[other]) for other in getattr(lever, key))


def _admissible_sets(scenario: Scenario, own: list[int]) -> Iterator[Taken]:
    """Every set of these levers, the smaller ones first, in which none lacks or excludes another of these."""
    needs, excludes = (set(pairs_of(scenario, key)) for key in ("needs", "excludes"))
    for taken in map(frozenset, chain.from_iterable(combinations(own, n) for n in range(len(own) + 1))):
        lacking = any(e in taken and d in own and d not in taken for e, d in needs)
        if not lacking and not any(e in taken and d in taken for e, d in excludes):
            yield taken
