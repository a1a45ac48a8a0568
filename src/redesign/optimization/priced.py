"""What the search by prices finds on its way: relaxations, whole posts, plans, and what it knows from before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from redesign.demand.plan import Plan
from redesign.optimization.columns import Bools, Floats, Master, Restriction
from redesign.optimization.solver import SolveOutcome


@dataclass(frozen=True, slots=True)
class Priced:
    """What a search found."""

    outcome: SolveOutcome
    """Objective of the plan and the proved bound; infeasible only where that is proved."""
    plan: Plan | None
    prices: tuple[Floats, ...] = ()
    """[R] each: where to look first when the problem is solved again."""
    limited: bool = False
    """Whether a time limit ended one of its solves."""
    as_defined: bool = False
    """Whether the problem was solved as defined, since prices leave a wide gap."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is known from a problem with the same packages that allows more."""

    prices: tuple[Floats, ...] = ()
    between: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """{t: least and most posts} to look at first."""
    as_defined: bool = False
    """Whether prices left a wide gap there, and it was solved as defined."""


NOTHING_EARLIER = Earlier()


@dataclass(frozen=True, slots=True)
class Relaxed:
    """A relaxation that no combination would raise by more than a part of the gap."""

    master: Master
    outcome: SolveOutcome

    @property
    def objective(self) -> float:
        """Support of the relaxation."""
        return self.outcome.objective or 0.0


@dataclass(frozen=True, slots=True)
class Staffing:
    """Whole posts, moves and levers, and what they allow."""

    restriction: Restriction
    """With these fixed."""
    relaxed: Relaxed
    in_use: Bools
    """[I, S] combinations with which these posts are known to have a solution."""
