"""The certificate's contents. Frozen, and the same in `study.json`."""

from __future__ import annotations

from dataclasses import dataclass

from redesign.optimization.steps import StepName
from redesign.study.strategy_result import Difference, PromiseResult, Support


@dataclass(frozen=True, slots=True)
class GapParts:
    """What lies between the bound and simulated support; the parts add up to the difference."""

    queueing: Support
    """Because teams must keep hours free to keep their promises, and because of all else that the bound leaves out."""
    solver: Support
    """Because the solver has not proved its plan to be the best."""
    lapsed_visits: Support
    """Because fewer visits are made than the shares that the file asks for; below 0 where more are."""


@dataclass(frozen=True, slots=True)
class BoundPart:
    """The upper bound with what one more step knows."""

    step: StepName
    """Hours of a year; of the weeks in which visits can be made; posts that are surely too few; visits that keeping
    promises leaves room for; shares of visits that must be made; absences known beforehand; whole packages."""
    value: Support
    """No admissible plan of this strategy has more expected support."""
    sure: bool
    """Proved for the allowances used (an overloaded team's is the high end of what today leaves unfinished); else it
    rests on simulated years, with the confidence that the certificate states."""


@dataclass(frozen=True, slots=True)
class CertifiedSupport:
    """Modeled support a year as simulated, under its bound."""

    mean: Support
    """Mean over the final years."""
    low: Support
    """Low end of its 95% interval."""
    high: Support
    """High end of it."""
    upper_bound: Support
    """No admissible plan of this strategy has more expected support."""
    bound_steps: tuple[BoundPart, ...]
    """How it comes about; the last one is the bound."""
    certified_gap: float
    """(upper bound - mean) / upper bound; 0 where the bound is 0."""
    parts: GapParts
    """What upper bound - mean is made of."""


@dataclass(frozen=True, slots=True)
class Replications:
    """Simulated years."""

    build: int
    """Years under the tables of teams that make visits; small teams get up to six times as many."""
    search: int
    """Years on which plans are tried; small clusters of teams get up to 16 times as many."""
    final: int
    """Years opened once, to verify: every number of `strategies` comes from them."""
    narrow: bool
    """Whether the intervals are as narrow as the scenario asks."""
    tightened: int
    """How often the certified strategy was solved again with what trials of its plans had shown."""
    stopping: str
    """Why the final years ended, in words."""
    approximate: bool
    """Whether intervals are approximate because the stopping rule looks at the results."""


@dataclass(frozen=True, slots=True)
class Rechecked:
    """Every constraint and the objective, computed again outside the solver."""

    constraints: int
    """How many were computed."""
    largest_violation: float
    """Largest relative violation; 0 where all hold."""
    objective_difference: Support
    """Re-computed promised support less the solver's."""


@dataclass(frozen=True, slots=True)
class Audit:
    """Years of the plan run by both engines and compared record by record; a difference would have ended the run."""

    replications: int
    """Years that both ran."""
    tasks_compared: int
    """Tasks of which every record is equal."""
    differences: int
    """Always 0 in a stored study."""


@dataclass(frozen=True, slots=True)
class PostsRange:
    """A team whose posts differ from today's in some near-best plan."""

    team: str
    """Id of the team."""
    label: str
    """Name in charts and tables."""
    today: int
    """Posts today."""
    least: int
    """Fewest posts in any near-best plan."""
    most: int
    """Most posts in any near-best plan."""

    @property
    def in_all(self) -> bool:
        """Whether the team shrinks in every near-best plan, or grows in every one."""
        return self.most < self.today or self.least > self.today


@dataclass(frozen=True, slots=True)
class PackagesAlike:
    """How far near-best plans agree on an area's packages."""

    area: str
    """Id of the area."""
    label: str
    """Name in charts and tables."""
    schools: int
    """Schools that the area is for."""
    alike: int
    """Those of them that get the same package, or none, in every near-best plan."""


@dataclass(frozen=True, slots=True)
class SafeMoves:
    """Moves that all near-best plans make, and those that are a matter of taste.

    Near-best: tried by the search, keeps every promise on the search years, and brings at most 1% less support there
    than the best such plan. The certified plan is always one of them. Plans that were not tried are not spoken of.
    """

    plans: int
    """How many distinct near-best plans there are; with 1 nothing can be compared."""
    posts: tuple[PostsRange, ...]
    """Teams whose posts differ from today's in some of them, in the order of the file."""
    levers_in_all: tuple[str, ...]
    """Levers taken in all of them: `service.automate`, `service.eliminate`, or the id of a lever of the district."""
    levers_in_some: tuple[str, ...]
    """Levers taken in some of them and left in others, named alike."""
    packages: tuple[PackagesAlike, ...]
    """Each area, in the order of the file."""


@dataclass(frozen=True, slots=True)
class TeamCapacity:
    """What a team can promise while it keeps its promises, as learned by simulation."""

    team: str
    """Id of the team."""
    posts_today: int
    """Posts today."""
    posts_planned: int
    """Posts under the certified plan."""
    hours: tuple[float, ...]
    """Most work hours a year, requests, other work and visits together, at 0, 1, 2 ... posts."""
    tried: tuple[int, ...]
    """Numbers of posts at which a plan was simulated; the rest is estimated."""


@dataclass(frozen=True, slots=True)
class Certificate:
    """How good the certified plan is, and how that is known."""

    strategy: str
    """Id of the strategy that it speaks of."""
    solver_status: str
    """In words; never *optimal* at a limit."""
    solver_name: str
    """Which solver, with its version."""
    solver_gap: float
    """Distance of bound and objective, relative to the larger, that the solver has proved under its team tables."""
    solver_bound: Support
    """No plan promises more under the team tables and facts that it was solved with."""
    solver_objective: Support
    """Support of the plan if the file's shares of its visits are made, as the solver counts it."""
    reproducible: bool
    """False where a time limit ended a solve, or a solve was given up: another run may find something else."""
    support: CertifiedSupport
    """Simulated support and its bound."""
    promises: tuple[PromiseResult, ...]
    """Each promise of the plan, as in `strategies`."""
    years_all_kept: int
    """Final years of which each alone keeps every promise: a promise is judged over all years."""
    below_law: tuple[str, ...]
    """Mandated services whose share lies below the file's, a sentence each, also where the scenario lets it."""
    failures: tuple[str, ...]
    """What the plan fails on the final years, in words."""
    conflict: tuple[str, ...]
    """What cannot hold together as far as simulation tells, where it fails; none of it need be sure. Often empty: then
    the search went on until it had tried enough."""
    repairs: tuple[str, ...]
    """Least changes of these of which each alone would do, as far as the team tables tell."""
    admissible: bool
    """Whether there is no failure."""
    differences: tuple[Difference, ...]
    """Each strategy against the reference and the certified one against the others, on the same years."""
    highest_mean_share: dict[str, float]
    """Strategy id to the share of resampled sets of years in which it has the highest mean support."""
    safe_moves: SafeMoves
    """What all near-best plans that were tried have in common."""
    capacities: tuple[TeamCapacity, ...]
    """What teams that make visits can promise, in the order of the file."""
    replications: Replications
    """How many years were simulated, and why no more."""
    rechecked: Rechecked
    """The plan as computed again outside the solver."""
    audit: Audit | None
    """The compiled engine beside the SimPy model; null where the SimPy model itself ran."""
    statement: str
    """The certificate in plain language."""
