"""Simulates of an office only the teams that a change touches: teams that share no route never meet.

A part is a set of teams tied by the route of a service (also one that a lever brings) or by an area of which both make
visits. Each part runs as an office in which all others have no posts, on the same random numbers as the whole, so
that the parts add up to it exactly. What was simulated once is not simulated again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from fresh_years import MEASURED, fast_engine
from numpy.typing import NDArray
from outside_office import Office

from redesign.analysis.measures import Run, YearMeasures, measure
from redesign.demand.expectation import Expectation, expect
from redesign.demand.plan import Plan, under
from redesign.demand.workload import draw_workload
from redesign.scenario.changes import ALL
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange
from redesign.simulation.engines import engine

Floats = NDArray[np.float64]
DRAWS_KEPT_YEARS = 12
"""Years whose draws stay in memory: those that candidates are screened on."""

MOST_KNOWN = 30_000
"""Parts of plans whose years are remembered: some hundred megabytes."""


class Part(NamedTuple):
    """Indices of teams, services and areas."""

    teams: tuple[int, ...]
    services: tuple[int, ...]
    areas: tuple[int, ...]
    levers: tuple[int, ...]
    """Those that change one of its services."""


@dataclass(frozen=True, slots=True)
class Totals:
    """What years come to."""

    support: Floats
    """[Y]"""
    on_time: Floats
    """[Y, K]"""
    due: Floats
    visits_made: Floats
    """[Y, A]"""
    visits_promised: Floats
    unfinished: Floats
    """[Y, T] hours"""

    def sums(self) -> dict[str, Floats]:
        """[K] and [A] over the years."""
        return {name: getattr(self, name).sum(axis=0) for name in MEASURED}


class Parts:
    """Years of an office, part by part. `years` are replication numbers, from the first on."""

    def __init__(self, office: Office, base: Scenario, first: int) -> None:
        self.office, self.base, self.first = office, base, first
        self.parts = tuple(parts_of(office))
        self.run = engine(fast_engine())
        self.known: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
        self.made: dict[tuple[Any, ...], tuple[Scenario, Expectation]] = {}
        self.drawn: dict[int, dict[tuple[Any, ...], Any]] = {}
        self.simulated = 0
        """Years of parts simulated so far."""

    def years(self, plan: Plan, count: int, only: int | None = None) -> Totals:
        """The first `count` years under a plan; of one part alone, if it is named."""
        office = self.office
        shapes = {"support": (), "unfinished": (len(office.ids),)}
        shapes |= dict.fromkeys(("on_time", "due"), (len(office.made.services),))
        shapes |= dict.fromkeys(("visits_made", "visits_promised"), (len(office.areas),))
        total = {name: np.zeros((count, *shape)) for name, shape in shapes.items()}
        for i, part in enumerate(self.parts):
            if only is not None and i != only:
                continue
            for year, found in enumerate(self._of(i, part, plan, count)):
                total["support"][year] += found[0]
                total["unfinished"][year, list(part.teams)] = found[1]
                for name, at, values in zip(MEASURED, _places(part), found[2:], strict=True):
                    total[name][year, at] = values
        return Totals(**total)

    def _of(self, i: int, part: Part, plan: Plan, count: int) -> list[tuple[Any, ...]]:
        """So many years of one part, the first of them from memory if they are known."""
        if len(self.known) > MOST_KNOWN:
            self.known.clear()
        known = self.known.setdefault(self.key(i, part, plan), [])
        if len(known) < count:
            scenario, expectation = self._scenario(i, part, plan)
            own = _own(plan, list(part.teams), list(part.areas))
            while len(known) < count:
                known.append(self._year(scenario, expectation, own, part, len(known)))
        return known[:count]

    def key(self, i: int, part: Part, plan: Plan) -> tuple[Any, ...]:
        """What of a plan a part depends on."""
        teams, areas = list(part.teams), list(part.areas)
        own = plan.posts[teams], plan.retrained[:, teams], plan.packages[areas], plan.levers[list(part.levers)]
        return i, *(values.tobytes() for values in own)

    def _scenario(self, i: int, part: Part, plan: Plan) -> tuple[Scenario, Expectation]:
        key = (i, plan.levers[list(part.levers)].tobytes())
        if key not in self.made:
            made = _alone(under(self.base, plan), self.office, part)
            self.made[key] = made, expect(made)
        return self.made[key]

    def _year(self, scenario: Scenario, expectation: Expectation, plan: Plan, part: Part, year: int) -> tuple[Any, ...]:
        drawn = self.drawn.setdefault(year, {}) if year < DRAWS_KEPT_YEARS else {}
        workload = draw_workload(scenario, self.first + year, drawn)
        tasks, ledger = arrange(scenario, expectation, workload, plan)
        found = measure(scenario, expectation, plan, Run(tasks.horizon, ledger, self.run(tasks)))
        self.simulated += 1
        return _kept(found, part)


def _kept(found: YearMeasures, part: Part) -> tuple[Any, ...]:
    """The few numbers of a year that a search needs."""
    measured = (getattr(found, name) for name in MEASURED)
    return float(found.support.sum()), found.unfinished_hours[list(part.teams)], *measured


def _places(part: Part) -> Iterator[list[int]]:
    """Where the measures of a part belong, in the order of MEASURED."""
    for name in MEASURED:
        yield list(part.areas if name.startswith("visits") else part.services)


def _own(plan: Plan, teams: list[int], areas: list[int]) -> Plan:
    """The plan in which all other teams have no posts and all other areas are gone."""

    def only(values: Any) -> Any:
        kept = np.zeros_like(values)
        kept[..., teams] = values[..., teams]
        return kept

    moved = only(plan.retrained)
    return Plan(only(plan.kept), moved, only(plan.hired), only(plan.released), plan.packages[areas], plan.levers)


def _alone(made: Scenario, office: Office, part: Part) -> Scenario:
    """The scenario with the services and areas of one part; teams of others have neither posts nor work."""
    nobody = {"posts_today": 0, "maximum_posts": 0, "other_work_hours_per_year": 0.0}
    teams = {
        name: team if t in part.teams else team.model_copy(update=nobody)
        for t, (name, team) in enumerate(made.teams.items())
    }
    services, areas = list(made.services.items()), list(made.areas.items())
    update = {
        "teams": teams,
        "services": dict(services[k] for k in part.services),
        "areas": dict(areas[a] for a in part.areas),
        "levers": {},
    }
    return made.model_copy(update=update)


def parts_of(office: Office) -> list[Part]:
    """The parts of an office, in the order of their first teams. A service that nobody owns is in none."""
    made, at = office.made, {name: t for t, name in enumerate(office.ids)}
    routes, touching = [], []
    for name, service in made.services.items():
        levers = [i for i, e in enumerate(office.levers.values()) if {name, ALL} & e.changes.services.keys()]
        steps = list(service.steps)
        for i in levers:
            changes = list(office.levers.values())[i].changes.services
            steps += [step for key in (ALL, name) if key in changes for step in changes[key].steps or ()]
        routes.append({at[step.team] for step in steps})
        touching.append(levers)
    menus = [{at[supplier] for supplier in area.suppliers} for area in office.areas]
    root = _roots(len(at), [*routes, *menus])
    found = []
    for r in sorted(set(root)):
        services = tuple(k for k, teams in enumerate(routes) if teams and root[min(teams)] == r)
        areas = tuple(a for a, teams in enumerate(menus) if root[min(teams)] == r)
        levers = tuple(sorted({i for k in services for i in touching[k]}))
        found.append(Part(tuple(t for t in range(len(at)) if root[t] == r), services, areas, levers))
    return found


def _roots(count: int, ties: list[set[int]]) -> list[int]:
    """[T] the smallest team that each is tied to."""
    root = list(range(count))
    for teams in ties:
        joined = {root[t] for t in teams}
        root = [min(joined) if r in joined else r for r in root]
    return root
