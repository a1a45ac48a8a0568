"""What levers make of services, areas and teams: each admissible set of levers that touch one is one of its states.

Hours that a lever adds to teams' other work add up, whatever else is taken: it has two states of its own for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import other_hours, principal_hours, service_hours
from redesign.scenario.changed import changed
from redesign.scenario.changes import ALL, TeamChange, touched
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Taken = frozenset[int]
"""Numbers of levers."""
Kind = Literal["services", "areas", "teams", "levers"]


@dataclass(frozen=True, slots=True)
class States:
    """The states of one service, area, team or lever that adds work; the first one has no lever."""

    levers: tuple[Taken, ...]
    """[O] of those that touch it, the ones that are taken in each state."""
    hours: Floats
    """[O, T] expected work hours a year that each state asks of each team; of a team or lever, beyond what other work
    asks without levers; of an area none, since visits are told apart.
    """
    kind: Kind = "services"
    name: str = ""
    principal_hours: tuple[float, ...] = ()
    """[O] hours a year that each state of a service costs principals, not counted how long requests stay open."""

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
    """The states of every service, then of every area and team that a lever touches, over those that may be taken, and
    of every lever that adds work.
    """
    services = (_states(scenario, levers, "services", name) for name in scenario.services)
    areas, teams = area_states(scenario, levers).values(), _of_kind(scenario, levers, "teams").values()
    return (*services, *areas, *teams, *_adding(scenario, levers))


def area_states(scenario: Scenario, levers: tuple[int, ...]) -> dict[int, States]:
    """{a: the states of an area that a lever touches}"""
    return _of_kind(scenario, levers, "areas")


def _of_kind(scenario: Scenario, levers: tuple[int, ...], kind: Kind) -> dict[int, States]:
    names = scenario.own_teams if kind == "teams" else scenario.areas
    found = ((i, _states(scenario, levers, kind, name)) for i, name in enumerate(names))
    return {i: states for i, states in found if len(states.levers) > 1}


def _states(scenario: Scenario, levers: tuple[int, ...], kind: Kind, name: str) -> States:
    changes = [lever.changes for lever in scenario.all_levers.values()]
    own = [e for e in levers if touched(getattr(changes[e], kind), [name])]
    if kind == "teams":
        own = [e for e in own if any(_scales(changes[e].teams[key]) for key in (ALL, name) if key in changes[e].teams)]
    sets = tuple(_admissible_sets(scenario, own))
    hours, of_principals = np.zeros((len(sets), len(scenario.teams))), list[float]()
    for o, taken in enumerate(sets if kind != "areas" else ()):
        after = changed(scenario, *(changes[e] for e in sorted(taken)))
        if kind == "services":
            hours[o] = service_hours(after, after.services[name])
            of_principals.append(principal_hours(after, after.services[name]))
        else:
            t, none_added = scenario.team_ids.index(name), {"added_hours_per_year": 0.0}
            made, before = (other_hours(s.teams[name].model_copy(update=none_added)) for s in (after, scenario))
            hours[o, t] = made - before
    return States(sets, hours, kind, name, tuple(of_principals))


def _scales(change: TeamChange) -> bool:
    return change.other_hours_times != 1 or change.drops_removable_work


def _adding(scenario: Scenario, levers: tuple[int, ...]) -> Iterator[States]:
    named = list(scenario.all_levers.items())
    before = np.array([team.added_hours_per_year for team in scenario.team_list])
    for e in levers:
        after = changed(scenario, named[e][1].changes).team_list
        added = np.array([team.added_hours_per_year for team in after]) - before
        if added.any():
            yield States((frozenset(), frozenset({e})), np.stack([np.zeros_like(added), added]), "levers", named[e][0])


def chosen_states(states: tuple[States, ...], levers: Bools) -> list[int]:
    """The state of each under a plan's levers [L]; raises ValueError where there is no such state."""
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
