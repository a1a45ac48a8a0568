"""The certificate's contents. Frozen, and the same in `study.json`."""

from __future__ import annotations

from dataclasses import dataclass

from redesign.study.strategy_result import Difference, PromiseResult


@dataclass(frozen=True, slots=True)
class GapParts:
    """Where the distance between bound and simulated support comes from; the parts add up to it."""

    rounding: float
    """Whole posts and whole packages, no visit dropped."""
    queueing: float
    """Hours that teams must keep free to keep their promises."""
    solver: float
    """Not proved by the solver."""
    lapsed_visits: float
    """Promised and not made."""


@dataclass(frozen=True, slots=True)
class CertifiedSupport:
    """Simulated support under its bound, in coaching-equivalent hours a year."""

    mean: float
    """Mean over the final years."""
    low: float
    """Low end of the 95% interval."""
    high: float
    """High end."""
    upper_bound: float
    """No admissible plan of this strategy has more expected support."""
    certified_gap: float
    """(upper bound - mean) / upper bound."""
    parts: GapParts
    """What the difference is made of."""


@dataclass(frozen=True, slots=True)
class Replications:
    """Simulated years."""

    build: int
    """For the capacity curves."""
    search: int
    """For repairing a plan."""
    final: int
    """Opened once, to verify."""
    narrow: bool
    """Whether the stopping rule was met."""
    tightened: int
    """Rounds in which curves were lowered because a promise was missed."""
    stopping: str
    """Why the final years ended, in words."""
    approximate: bool
    """Whether intervals are approximate because the stopping rule looks at the results."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """Every constraint and the objective, computed again outside the solver."""

    constraints: int
    """How many."""
    largest_violation: float
    """Relative; 0 where all hold."""
    objective_difference: float
    """Re-computed promised support less the solver's."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Years of the plan run by both engines and compared record by record; a difference would have ended the run."""

    replications: int
    """Years."""
    tasks_compared: int
    """Tasks of which every record is equal."""
    differences: int
    """Always 0 in a stored study."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """How good the certified plan is, and how that is known."""

    strategy: str
    """Id of the strategy that it speaks of."""
    solver_status: str
    """In words; never *optimal* at a limit."""
    solver_name: str
    """Which solver."""
    solver_gap: float
    """Relative gap proved under the capacity curves."""
    solver_bound: float
    """No plan promises more under the capacity curves."""
    solver_objective: float
    """Promised support of the plan."""
    reproducible: bool
    """False where a time limit ended the search."""
    support: CertifiedSupport
    """Simulated support and its bound."""
    promises: tuple[PromiseResult, ...]
    """Each promise with its interval."""
    failures: tuple[str, ...]
    """What the plan fails on the final years, in words."""
    admissible: bool
    """Whether there is no failure."""
    differences: tuple[Difference, ...]
    """Paired, on the same years, adjusted for their number."""
    highest_mean_share: dict[str, float]
    """Strategy id to the share of resampled sets of years in which it has the highest mean support."""
    replications: Replications
    """Simulated years."""
    rechecked: Rechecked
    """Outside the solver."""
    audit: Audit | None
    """Of the compiled engine; null where the SimPy model itself ran."""
    statement: str
    """The certificate in plain language."""
