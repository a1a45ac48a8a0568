"""How few posts a cluster can have: found by simulation, one cut at a time.

A plan that misses a promise says that its posts are too few under its levers, and so are fewer, and so they are under
levers that help less: more posts and less work never hurt a promise in expectation. What is cut off is made as large as
simulation allows (Atlason, Epelman, Henderson 2004; Cezik, L'Ecuyer 2008): first what each team needs whatever the
levers and the others, then under the levers that do not help enough, then what teams need together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import CALLED_MISSED, NEARLY_SURE, Case, ClusterYears, Judged
from redesign.analysis.clusters import Cluster
from redesign.demand.plan import Plan
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario

Ints = NDArray[np.int64]
Taken = frozenset[int]


LIKELY_ENOUGH = 2.2
"""Standard errors from its target beyond which a promise needs no more years, where only a cut depends on it."""
Known = Mapping[tuple[tuple[int, ...], Taken], "Miss"]
"""{posts of the cluster's teams, levers taken: how clearly a promise is missed}"""


@dataclass(frozen=True, slots=True)
class Miss:
    """How clearly a promise is missed."""

    errors: float
    """Standard errors; negative where none is missed."""
    years: int
    """Simulated to find it."""
    worst: int = field(default=-1, compare=False)
    """Column of the promise that is missed most clearly, as `Judged` has them; -1 where it is not known."""
    reached: float = field(default=float("nan"), compare=False)
    """Share that is kept of it."""

    @classmethod
    def by(cls, judged: Judged) -> Miss:
        """What a verdict says."""
        return cls(judged.errors, judged.years, judged.worst, judged.reached)

    @property
    def clear(self) -> bool:
        """Whether more than the very plan that was tried is ruled out."""
        return self.errors > CALLED_MISSED


IMPLIED = Miss(0.0, 0)
"""Follows from what others missed, and was not simulated itself."""


@dataclass(frozen=True, slots=True)
class Situation:
    """A cluster under a plan, its levers told apart from the rest."""

    cluster: Cluster
    scenario: Scenario
    """The cluster alone, before levers."""
    plan: Plan
    levers: Mapping[int, Changes]
    """{e: changes} of all levers that touch the cluster's work."""
    taken: Taken
    """Of these, the plan's."""
    _under: dict[Taken, Scenario] = field(default_factory=dict, repr=False, compare=False)

    def under(self, taken: Taken) -> Scenario:
        """The cluster alone with these of its levers; the same object for the same ones."""
        if taken not in self._under:
            self._under[taken] = changed(self.scenario, *(self.levers[e] for e in sorted(taken)))
        return self._under[taken]

    @property
    def case(self) -> Case:
        """What to simulate."""
        return Case(self.under(self.taken), self.plan)


@dataclass(frozen=True, slots=True)
class Missed:
    """With these posts or fewer, the cluster misses a promise; teams that are not named have all they may have."""

    posts: Mapping[int, int]
    levers: Taken
    """The levers taken; those that help and are not among them may undo it."""
    by: Miss
    new: Mapping[int, int] = field(default_factory=dict)
    """{t: posts} Only where at least so many posts of these teams are new."""


def may_help(changes: Changes, scenario: Scenario, dropped: bool = False) -> bool:
    """Whether taking a lever (or dropping it) may make it easier to keep promises."""
    for name, change in changes.services.items():
        factors = (change.requests_times, change.work_times, change.handover_times, change.returns_times)
        service = scenario.services.get(name)
        adopted = service is not None and not service.steps  # a need that nobody answered: more work, no less
        if adopted and change.steps:
            if dropped:
                return True
        elif change.steps is not None or any(f > 1 if dropped else f < 1 for f in factors):
            return True
    of_areas = [change.visit_hours_times for change in changes.areas.values()]
    of_teams = [change.other_hours_times for change in changes.teams.values()]
    if any(f > 1 if dropped else f < 1 for f in (*of_areas, *of_teams)):
        return True
    if dropped:
        return any(change.added_hours_per_year for change in changes.teams.values())
    return any(change.drops_removable_work for change in changes.teams.values())


class LeastPosts:
    """The search for what is too few, around a plan that misses a promise."""

    def __init__(self, years: ClusterYears, asked: Situation, known: Known) -> None:
        """`known` is what earlier searches found of the same cluster."""
        self.years, self.asked, self.cluster = years, asked, asked.cluster
        self.known, self.new = dict(known), dict[tuple[tuple[int, ...], Taken], Miss]()
        self.helps = frozenset(e for e, changes in asked.levers.items() if may_help(changes, asked.scenario))
        self.hurts = frozenset(
            e for e, changes in asked.levers.items() if may_help(changes, asked.scenario, dropped=True)
        )
        teams = asked.scenario.team_list
        self.start = asked.plan.posts[list(asked.cluster)]
        self.most = np.array([max(teams[t].most_posts, int(n)) for t, n in zip(self.cluster, self.start, strict=True)])

    def missed(self) -> list[Missed]:
        """Facts, the last of which at least rules the plan out."""
        plan, helping = self.asked.plan, self.helps - self.hurts
        new = plan.retrained.sum(axis=0) + plan.hired
        if new[list(self.cluster)].any() and not self._misses(self.start, self.asked.taken):
            posts = dict(zip(self.cluster, self.start.tolist(), strict=True))
            return [Missed(posts, self.asked.taken, IMPLIED, {t: int(new[t]) for t in self.cluster if new[t]})]
        found = list(self._alone(self.asked.taken | helping))
        if any(self._rules_out(fact) for fact in found):
            return found
        taken = self.asked.taken
        for e in sorted(helping - taken):
            if self._misses(self.start, taken | {e}):
                taken |= {e}
        if taken != self.asked.taken | helping:
            found += self._alone(taken)
        if not any(self._rules_out(fact) for fact in found):
            found.append(self._widest(taken))
        return found

    def confirmed(self, missed: Missed, certain: float) -> Miss:
        """How clearly a promise is missed, on as many years as it takes to be so certain."""
        posts = np.array([missed.posts.get(t, most) for t, most in zip(self.cluster, self.most, strict=True)])
        judged = self.years.judged(Case(self.asked.under(missed.levers), self._plan(posts)), certain, NEARLY_SURE)
        return Miss.by(judged)

    def _rules_out(self, fact: Missed) -> bool:
        """Whether the plan has no more posts; levers that may hurt are as the plan has them in every fact."""
        return all(self.start[self.cluster.index(t)] <= n for t, n in fact.posts.items())

    def _alone(self, taken: Taken) -> Iterator[Missed]:
        """What each team needs if the others have all they may have."""
        if self._misses(self.most, taken):
            yield self._fact(self.most, taken)
            return
        for i, n in enumerate(self.start.tolist()):
            yield from self._least(i, n, taken)

    def _least(self, i: int, start: int, taken: Taken) -> Iterator[Missed]:
        """Every number of posts from `start` that a team was found to have too few with."""

        def misses(n: int) -> bool:
            return self._misses(_with(self.most, i, n), taken)

        below, n, step = start - 1, start, 1
        while n < self.most[i] and misses(n):
            yield self._fact(_with(self.most, i, n), taken)
            below, n, step = n, min(n + step, int(self.most[i])), 2 * step
        while n - below > 1:
            middle = (n + below) // 2
            if misses(middle):
                yield self._fact(_with(self.most, i, middle), taken)
                below = middle
            else:
                n = middle

    def _widest(self, taken: Taken) -> Missed:
        """The most posts around the plan's, raised team by team, with which the cluster still misses a promise."""
        posts = self.start
        for i in range(len(posts) if len(self.cluster) > 1 else 0):
            for n in (int(self.most[i]), int(posts[i]) + 1):
                if posts[i] < n <= self.most[i] and self._misses(_with(posts, i, n), taken):
                    posts = _with(posts, i, n)
                    break
        return self._fact(posts, taken)

    def _fact(self, posts: Ints, taken: Taken) -> Missed:
        named = {t: int(n) for t, n, most in zip(self.cluster, posts, self.most, strict=True) if n < most}
        return Missed(named, taken, self.known.get((tuple(posts.tolist()), taken), IMPLIED))

    def _misses(self, posts: Ints, taken: Taken) -> bool:
        """Known, implied by what is known, or simulated."""
        key = (tuple(posts.tolist()), taken)
        if key not in self.known:
            implied = self._implied(posts, taken)
            if implied is not None:
                return implied
            judged = self.years.judged(Case(self.asked.under(taken), self._plan(posts)), LIKELY_ENOUGH)
            self.known[key] = self.new[key] = Miss.by(judged)
        return self.known[key].clear

    def _implied(self, posts: Ints, taken: Taken) -> bool | None:
        """Fewer posts and levers that help less miss what more of them miss, and the other way round."""
        for (others, levers), miss in self.known.items():
            if miss.clear and (posts <= others).all() and self._as_good(levers, taken):
                return True
            if not miss.clear and (posts >= others).all() and self._as_good(taken, levers):
                return False
        return None

    def _as_good(self, one: Taken, other: Taken) -> bool:
        """Whether some levers help at least as much as others."""
        return not ((one - other) & self.hurts or (other - one) & self.helps)

    def _plan(self, posts: Ints) -> Plan:
        """With nobody new and without visits: posts that are too few are so with new people and with visits, too."""
        plan = self.asked.plan
        kept = np.zeros_like(plan.kept)
        kept[list(self.cluster)] = posts
        nobody, nowhere = np.zeros_like(plan.hired), np.zeros_like(plan.packages)
        return replace(plan, kept=kept, retrained=np.zeros_like(plan.retrained), hired=nobody, packages=nowhere)


def _with(posts: Ints, i: int, n: int) -> Ints:
    other = posts.copy()
    other[i] = n
    return other
