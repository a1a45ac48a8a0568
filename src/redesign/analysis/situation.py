"""A cluster under a plan, and whom a promise that it misses concerns: the rest need not be tried."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from redesign.analysis.cluster_years import Case, Judged
from redesign.analysis.clusters import Cluster, routes_of
from redesign.analysis.parts import CONTRACTS, Part, Side, Taken
from redesign.demand.plan import Plan
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes, touches
from redesign.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class Situation:
    """A cluster under a plan, its levers told apart from the rest."""

    cluster: Cluster
    scenario: Scenario
    """The cluster alone, before levers and contracts with providers."""
    plan: Plan
    levers: Mapping[int, Changes]
    """{e: changes} of all levers that touch the cluster's work, and of the plan's `CONTRACTS`."""
    parts: Mapping[Part, Changes]
    """What these do to promises."""
    may: frozenset[int]
    """Levers that the strategy may take; what is found holds for the others, too."""
    taken: Taken
    """Parts of what the plan takes."""
    _under: dict[Taken, Scenario] = field(default_factory=dict, repr=False, compare=False)

    def under(self, taken: Taken) -> Scenario:
        """The cluster alone with these parts of its levers; the same object for the same ones."""
        if taken not in self._under:
            self._under[taken] = changed(self.scenario, *self._changes(taken))
        return self._under[taken]

    def _changes(self, taken: Taken) -> Iterator[Changes]:
        """Whole levers as they are, so that a plan's own year is the very same; contracts come last."""
        for lever in sorted({part.lever for part in taken}, key=lambda lever: (lever == CONTRACTS, lever)):
            own = self.parts_of(lever)
            yield from [self.levers[lever]] if own <= taken else [self.parts[p] for p in self.parts if p in own & taken]

    def parts_of(self, lever: int) -> Taken:
        """All parts of a lever."""
        return frozenset(part for part in self.parts if part.lever == lever)

    def easiest(self, levers: frozenset[int] = frozenset(), escapes: frozenset[int] = frozenset()) -> Iterator[Taken]:
        """The best that levers can do, but for `escapes`, of which `levers` are taken; more than one where some may
        ease or burden.
        """
        mine = [part for part in self.parts if part.lever in self.may]
        fixed = {part for part in mine if part.lever in escapes & levers}
        free = [part for part in mine if part.lever not in escapes]
        for chosen in subsets([part for part in free if part.side is Side.EITHER]):
            yield frozenset(fixed) | {part for part in free if not part.burdens} | chosen

    @property
    def case(self) -> Case:
        """What to simulate."""
        return Case(self.under(self.taken), self.plan)

    def concerned(self, judged: Judged, services: Collection[str]) -> Concerned:
        """Whom the promises that a plan was judged to miss concern; `services` are those that were judged."""
        areas, teams = self.scenario.areas, self.scenario.team_ids
        passed = routes_of(self.scenario, self.levers.values())
        by_area = [set(area.suppliers[1:]) for area in areas.values()]
        own = [*(passed.get(name, set()) for name in services), *by_area, *({name} for name in teams)]
        names = set[str]().union(*(own[column] for column in judged.missed))
        beside = [name for name, teams_of in passed.items() if teams_of & names]
        visits = [name for name, teams_of in zip(areas, by_area, strict=True) if teams_of & names]
        parts = {part for part in self.parts if touches(self.levers[part.lever], beside, visits, names)}
        places = frozenset(i for i, t in enumerate(self.cluster) if teams[t] in names)
        return Concerned(places, frozenset(parts), judged.years)


@dataclass(frozen=True, slots=True)
class Concerned:
    """Teams that what is missed passes through, and the levers on anything that does."""

    teams: frozenset[int]
    """By their place in the cluster."""
    parts: Taken
    years: int
    """Simulated to find it."""


def subsets(parts: Sequence[Part]) -> list[Taken]:
    """All of them, the empty one first."""
    return [frozenset(c) for n in range(len(parts) + 1) for c in combinations(parts, n)]
