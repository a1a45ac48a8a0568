"""How few posts a cluster can have: found by simulation, one cut at a time.

A plan that misses a promise says that its posts are too few under its levers, and so are fewer, and so they are under
levers that help less: more posts and less work never hurt a promise in expectation. What is cut off is made as large as
simulation allows (Atlason, Epelman, Henderson 2004; Cezik, L'Ecuyer 2008): first what each team needs whatever the
levers and the others, then under the levers that do not help enough, then what teams need together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import CALLED_MISSED, NEARLY_SURE, Case, ClusterYears
from redesign.analysis.missed import IMPLIED, Known, Miss, Missed
from redesign.analysis.new_people import hired_soonest, with_posts
from redesign.analysis.parts import CONTRACTS, Part, Side, Taken
from redesign.analysis.situation import Concerned, Situation, subsets
from redesign.demand.plan import Plan

Ints = NDArray[np.int64]

LIKELY_ENOUGH = 2.2
"""Standard errors from its target beyond which a promise needs no more years, where only a cut depends on it."""
NOISE = 0.25
"""Standard errors that what does not concern a promise may move it by, up or down."""
LARGE = 25
"""Posts of a team, one more or less of which is less than what tables tell apart."""
MOST_INDIFFERENT = 2
"""Levers that may ease or burden, of which both sides are asked in every combination."""


class LeastPosts:
    """The search for what is too few, around a plan that misses a promise."""

    def __init__(
        self,
        years: ClusterYears,
        asked: Situation,
        known: Known,
        concerned: Concerned | None = None,
        visits: bool = False,
    ) -> None:
        """`known` is what earlier searches found of the cluster, `concerned` whom the plan's misses have to do with.

        `visits`: whether the plan's are made, too; what is known is of none.
        """
        self.years, self.asked, self.cluster = years, asked, asked.cluster
        self.packages = asked.plan.packages if visits else np.zeros_like(asked.plan.packages)
        everybody = Concerned(
            frozenset(range(len(self.cluster))), frozenset(asked.parts), asked.scenario.run.search_years
        )
        self.concerned = everybody if concerned is None else concerned
        self.known = {key: miss for key, miss in known.items() if key[1] <= asked.parts.keys()}
        self.new = dict[tuple[tuple[int, ...], Taken], Miss]()
        self.eases, self.burdens = (
            frozenset(part for part in asked.parts if getattr(part, side)) for side in ("eases", "burdens")
        )
        teams = asked.scenario.team_list
        self.start = asked.plan.posts[list(asked.cluster)]
        self.most = np.array([max(teams[t].most_posts, int(n)) for t, n in zip(self.cluster, self.start, strict=True)])

    def missed(self) -> list[Missed]:
        """Facts, the last of which at least rules the plan out."""
        taken, better = self.asked.taken, self._easing_first()
        beside = frozenset(part for part in better if part not in self.concerned.parts)
        if self._some_are_new() and not self._misses(self.start, taken):
            return [self._on_the_edge(taken ^ beside)]
        best = taken ^ beside ^ frozenset(part for part in better if self._may_change(part)) - beside
        found = list(self._alone(best))
        if any(self._rules_out(fact) for fact in found):
            return found
        if not self._misses(self.start, taken):
            return [*found, self._on_the_edge(taken ^ beside)]
        state = self._still_missing(beside, better)
        if state != best:
            found += self._alone(state)
        if not any(self._rules_out(fact) for fact in found):
            found.append(self._widest(state))
        return found

    def _still_missing(self, beside: Taken, better: Sequence[Part]) -> Taken:
        """The plan's levers with all that ease and leave it too few posts: what does not concern it at once."""
        state = self.asked.taken
        if beside and self._misses(self.start, state ^ beside, NOISE):
            state, better = state ^ beside, [part for part in better if part not in beside]
        for part in better:
            if self._may_change(part) and self._misses(self.start, state ^ {part}):
                state ^= {part}
        return state

    def _easing_first(self) -> list[Part]:
        """What a plan would better do otherwise, without what may ease or burden."""
        taken = self.asked.taken
        sure = [part for part in self.asked.parts if part.eases != part.burdens and (part in taken) == part.burdens]
        return sorted(sure, key=lambda part: (part.burdens, part.lever))

    def _may_change(self, part: Part) -> bool:
        return part.lever in self.asked.may or part.lever == CONTRACTS

    def _some_are_new(self) -> bool:
        return bool(self._new[list(self.cluster)].any())

    @property
    def _new(self) -> Ints:
        new: Ints = self.asked.plan.retrained.sum(axis=0) + self.asked.plan.hired
        return new

    def _on_the_edge(self, state: Taken) -> Missed:
        """Posts that seem to be enough where nobody is new and fewer years are looked at: tried with both as they are.

        Whom the miss does not concern may have any number of posts. Of large teams one that is new is like any other.
        """
        mine = sorted(self.concerned.teams)
        posts = self.most.copy()
        posts[mine] = self.start[mine]
        if self._misses_with_new(self.start):
            posts = self._grown(posts, mine, self._misses_with_new)
        arrived = {t: int(self._new[t]) for t in (self.cluster[i] for i in mine) if self._new[t]}
        if (posts == self.most).all() and not arrived:  # nobody's posts help: say no more than what was seen
            posts[mine] = self.start[mine]
        named = {self.cluster[i]: int(posts[i]) for i in mine if posts[i] < self.most[i]}
        new = {t: n for t, n in arrived.items() if not few_of(named.get(t, 0))}
        return replace(self._undone_by(state), posts={t: n + few_of(n) for t, n in named.items()}, new=new)

    def _misses_with_new(self, posts: Ints) -> bool:
        """On the years on which the plan was found to miss, or fewer where these are as clear, with its new people;
        without visits unless they count.
        """
        plan, kept = self.asked.plan, self.asked.plan.kept.copy()
        kept[list(self.cluster)] = posts - self._new[list(self.cluster)]
        case = Case(self.asked.under(self.asked.taken), replace(plan, kept=kept, packages=self.packages))
        return self.years.judged_within(self.concerned.years, case, LIKELY_ENOUGH).misses

    def confirmed(self, missed: Missed, certain: float, leeway: float = 0.0) -> Miss:
        """How clearly a promise is missed, on as many years as it takes to be so certain, without contracts.

        Who must be new comes as soon as one can. With `leeway`: by how much more than that.
        """
        posts = np.array([missed.posts.get(t, most) for t, most in zip(self.cluster, self.most, strict=True)])
        found = []
        for state in self.asked.easiest(missed.levers, missed.escapes):
            case = Case(self.asked.under(state), self._plan(posts))
            for t, new in missed.new.items():
                soonest = with_posts(case, t, int(case.plan.kept[t]), new, hired_soonest(case.scenario, t))
                case = replace(case, plan=soonest)
            found.append(Miss.by(self.years.judged(case, certain, NEARLY_SURE, leeway)))
        return min(found, key=lambda miss: miss.errors)

    def _rules_out(self, fact: Missed) -> bool:
        """Whether the plan has no more posts; the levers of every fact are at least as good as the plan's."""
        return all(self.start[self.cluster.index(t)] <= n for t, n in fact.posts.items())

    def _alone(self, taken: Taken) -> Iterator[Missed]:
        """What each team needs if the others have all they may have."""
        if self._misses(self.most, taken):
            yield self._fact(self.most, taken)
            return
        for i in sorted(self.concerned.teams):
            yield from self._least(i, int(self.start[i]), taken)

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
        posts, beside = self.start.copy(), [i for i in range(len(self.cluster)) if i not in self.concerned.teams]
        posts[beside] = self.most[beside]
        if beside and not self._misses(posts, taken, NOISE):
            posts, beside = self.start, []
        if len(self.cluster) > 1:
            posts = self._grown(posts, range(len(posts)), lambda posts: self._misses(posts, taken))
        return self._without_few(self._fact(posts, taken))

    def _without_few(self, fact: Missed) -> Missed:
        """A fact of several teams, with so many more posts as are not told apart: these were not simulated."""
        posts = {t: n + few_of(n) for t, n in fact.posts.items()}
        return fact if len(posts) < 2 or posts == fact.posts else replace(fact, posts=posts, by=IMPLIED)

    def _grown(self, posts: Ints, places: Sequence[int], misses: Callable[[Ints], bool]) -> Ints:
        """Posts with as many more as still miss: all that a team may have, or some more in turn."""
        raised = [i for i in places if posts[i] < self.most[i]]
        for i in raised:
            if misses(_with(posts, i, int(self.most[i]))):
                posts = _with(posts, i, int(self.most[i]))
        if (posts < self.most).sum() > 1:  # of a large team some are added anyway, and single ones tell little
            raised = [i for i in raised if not few_of(int(posts[i]))]
        step = 1  # in turn, so that what teams lack together is told where they lack it alike
        while raised := [i for i in raised if posts[i] + step <= self.most[i]]:
            for i in raised.copy():
                if misses(_with(posts, i, int(posts[i]) + step)):
                    posts = _with(posts, i, int(posts[i]) + step)
                else:
                    raised.remove(i)
            step *= 2
        return posts

    def _fact(self, posts: Ints, state: Taken) -> Missed:
        """What is missed in one state, for every plan whose levers are no better."""
        named = {t: int(n) for t, n, most in zip(self.cluster, posts, self.most, strict=True) if n < most}
        free = self._indifferent(posts, state)
        by = IMPLIED if free else self.known.get((tuple(posts.tolist()), state), IMPLIED)
        return replace(self._undone_by(state, free), posts=named, by=by)

    def _undone_by(self, state: Taken, free: Taken = frozenset()) -> Missed:
        """A fact about a state of the levers without posts; it is known to hold with and without what is `free`."""
        mine = [part for part in self.asked.parts if part.lever != CONTRACTS and part not in free]
        to_leave = frozenset(part.lever for part in mine if part in state and part.burdens)
        to_take = frozenset(part.lever for part in mine if part not in state and part.eases)
        beside = any(part.lever == CONTRACTS for part in state)
        return Missed({}, to_leave, IMPLIED, escapes=to_leave | to_take, beside_contracts=beside)

    def _indifferent(self, posts: Ints, state: Taken) -> Taken:
        """Of what may ease or burden, that with and without which a promise is missed, where the plan is ruled out."""
        free: list[Part] = []
        either = [part for part in self.asked.parts if part.side is Side.EITHER]
        if (self.start <= posts).all():
            for part in either:
                others = [state ^ {part} ^ chosen for chosen in subsets(free)]
                if len(free) < MOST_INDIFFERENT and all(self._misses(posts, other) for other in others):
                    free.append(part)
        return frozenset(free)

    def _misses(self, posts: Ints, taken: Taken, noise: float = 0.0) -> bool:
        """Known, implied by what is known, or simulated; `noise`: standard errors by which it may just not be so."""
        key = (tuple(posts.tolist()), taken)
        if key not in self.known:
            implied = self._implied(posts, taken)
            if implied is not None:
                return implied
            judged = self.years.judged(Case(self.asked.under(taken), self._plan(posts)), LIKELY_ENOUGH)
            self.known[key] = self.new[key] = Miss.by(judged)
        return self.known[key].errors > CALLED_MISSED - noise

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
        return not ((one - other) & self.burdens or (other - one) & self.eases)

    def _plan(self, posts: Ints) -> Plan:
        """With nobody new and without visits: posts that are too few are so with new people and with visits, too."""
        plan = self.asked.plan
        kept = np.zeros_like(plan.kept)
        kept[list(self.cluster)] = posts
        nobody = np.zeros_like(plan.hired)
        return replace(plan, kept=kept, retrained=np.zeros_like(plan.retrained), hired=nobody, packages=self.packages)


def few_of(posts: int) -> int:
    """Posts of a large team that are not told apart where teams lack some together."""
    return posts // LARGE


def _with(posts: Ints, i: int, n: int) -> Ints:
    other = posts.copy()
    other[i] = n
    return other
