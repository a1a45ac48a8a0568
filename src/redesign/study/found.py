"""A strategy on its way to a plan: what was solved, what was tried, and the best of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import CALLED_MISSED, Case
from redesign.analysis.team_table import TeamTable
from redesign.errors import InfeasibleError, RedesignError, SolverError
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.solve import Solution
from redesign.study.certainty import is_sure
from redesign.study.learned import as_shown
from redesign.study.questions import Answer
from redesign.study.years import case_of

Floats = NDArray[np.float64]

MOST_ROUNDS = 6
"""Full solves after the first, where some plan keeps every promise."""
MOST_WITHOUT = 20
"""The same where none does yet."""
BETTER = 0.002
"""A plan that keeps its promises and brings less than this share more support than the one before ends the search."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A plan and what simulation says of it."""

    problem: Problem
    solution: Solution
    answers: tuple[Answer, ...]
    """Of each cluster."""
    taken_over: bool = False
    """Whether the solver did not find it so: it was cut back, known from elsewhere, or polished."""

    @property
    def room(self) -> float:
        """The least margin of its promises, as far as one can tell; below 0: one is missed."""
        return min((each.judged.room(-CALLED_MISSED) for each in self.answers), default=np.inf)

    @property
    def support(self) -> float:
        """Mean simulated support."""
        return float(sum(each.judged.support.sum() for each in self.answers))

    @property
    def rank(self) -> tuple[bool, float]:
        """Plans that keep every promise come first, by support; the others by how little they miss."""
        return (True, self.support) if self.room >= 0 else (False, self.room)


@dataclass(slots=True)
class Found:
    """A strategy on its way: what it has to decide, how that was solved last, and what was tried."""

    problem: Problem
    last: Solution | None = None
    tried: list[Tried] = field(default_factory=list)
    prices: tuple[Floats, ...] = ()
    going: bool = True
    facts: tuple[TooFew, ...] = ()
    """All that was learned, once it has ended."""
    tables: tuple[TeamTable, ...] = ()
    """The same of team tables."""
    doubtful: bool = False
    """Whether it goes on without facts that are not sure: for one last plan."""
    conflict: InfeasibleError | None = None
    """What cannot hold together as far as simulation tells, where no plan that was tried before keeps every promise."""
    failed: RedesignError | None = None
    """Why it was not solved once more, where there was something left to learn."""
    thorough: bool = True
    """False: the first plan that keeps every promise is enough, for strategies that others are compared with."""
    reproducible: bool = True
    """False as soon as a solve ended at a time limit or failed: another time, more may be learned."""

    def take(self, solved: Solution | RedesignError) -> None:
        """Go on with a solution, or end."""
        if isinstance(solved, Solution):
            self.last, self.prices = solved, solved.prices
            self.reproducible &= solved.reproducible
        else:
            self.going, self.failed = False, solved
            self.reproducible &= not isinstance(solved, SolverError)
            if isinstance(solved, InfeasibleError) and not self.keeps:
                self.conflict = solved

    @property
    def rests_on_doubt(self) -> bool:
        """Whether it has no plan, and might have one if facts that are not sure were wrong."""
        infeasible = isinstance(self.failed, InfeasibleError) and not self.keeps
        return infeasible and not self.doubtful and not all(is_sure(fact) for fact in self.problem.facts)

    @property
    def solved(self) -> list[Tried]:
        """What was tried as the solver found it."""
        return [tried for tried in self.tried if not tried.taken_over]

    @property
    def keeps(self) -> bool:
        """Whether some plan that was tried keeps every promise."""
        return any(tried.room >= 0 for tried in self.tried)

    def best(self) -> Found:
        """With the best plan that was tried, and what it was chosen under; what was learned later stays known, but for
        what the plan contradicts.
        """
        if not self.tried:
            return self
        best = max(self.tried, key=lambda tried: tried.rank)
        known = as_shown(self.problem, best.solution.plan) if best.room >= 0 else self.problem
        return replace(self, problem=best.problem, last=best.solution, facts=known.facts, tables=known.tables)

    @property
    def solution(self) -> Solution:
        """The one to go on with; raises the error where there is none."""
        if self.last is None:
            raise self.failed or SolverError("nothing was solved")
        return self.last

    @property
    def settled(self) -> bool:
        """Whether the last two plans keep every promise and are about as good; or, not thorough, the last one does."""
        if not self.thorough:
            return bool(self.tried) and self.tried[-1].room >= 0
        last = self.solved[-2:]
        kept = len(last) == 2 and all(tried.room >= 0 for tried in last)
        return kept and last[1].support <= last[0].support * (1 + BETTER)

    @property
    def exhausted(self) -> bool:
        """Whether it was solved again and promises hardly more than a plan that was tried and keeps every promise."""
        kept = [tried.solution.promised_support for tried in self.tried if tried.room >= 0]
        return self.last is not None and bool(kept) and self.last.promised_support <= max(kept) * (1 + BETTER)

    @property
    def enough(self) -> bool:
        """Whether its last plan in doubt was tried, or as many as there may be."""
        return self.doubtful or len(self.solved) > (MOST_ROUNDS if self.keeps else MOST_WITHOUT)

    @property
    def rounds(self) -> int:
        """How often it was solved again."""
        return max(0, len(self.solved) - 1)

    @property
    def case(self) -> Case:
        """What to simulate."""
        return case_of(self.problem.scenario, self.solution.plan)
