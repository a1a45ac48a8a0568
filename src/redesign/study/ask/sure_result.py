"""What `ask sure` answers: how far uncertain numbers of the scenario move what its study says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redesign.analysis.intervals import Interval
from redesign.study.ask.about import About

Standing = Literal["clear", "leaning", "undecided"]
"""Clear: the recommended strategy is best in 95% of the samples or more. Leaning: in four fifths. Undecided: in fewer,
or the recommendation flips inside the range of a single number."""


@dataclass(frozen=True, slots=True)
class StrategyOdds:
    """One strategy's plan under other truths: the plan stays as it is, the numbers are drawn."""

    strategy: str
    """Its id."""
    label: str
    """Its name."""
    best: Interval
    """Share of samples in which its plan has the most support among those compared; ties are shared evenly."""
    best_within: Interval
    """The same where only plans count that stay within both budgets and hold every floor in the sample."""
    support: Interval
    """Mean modeled support over the samples, with the range that holds 90% of them."""
    ahead: Interval | None
    """Of the reference strategy's plan in the same samples, mean and 90% range; None for that one itself."""
    budget_kept: float
    """Share of samples in which the plan stays within the yearly and the one-time money."""
    yearly_usd_over: Interval
    """What it costs a year more than the budget of the sample, below 0 where money is left: mean and the range that
    holds 90% of the samples."""
    one_time_usd_over: Interval
    """The same of what it costs once."""
    floors_kept: float
    """Share of samples in which every floor of the scenario holds."""
    promises_kept: float
    """Share of samples in which every promise holds at its target or today's share."""


@dataclass(frozen=True, slots=True)
class PromiseOdds:
    """One promise of the recommended plan."""

    promise: str
    """Key path of the service or area."""
    label: str
    """Its name."""
    kept: Interval
    """Share of samples in which it holds, with its 95% interval."""
    decided_by: str | None
    """Path of the number that it hangs on most; None where chance explains all of it."""


@dataclass(frozen=True, slots=True)
class Moves:
    """What one number, or one group of numbers that move together, does to the answer."""

    path: str
    """Key path in the file; of a group its name."""
    label: str
    """In words."""
    kind: Literal["number", "factor", "class"]
    """A number alone, a factor that several share, or a class of numbers."""
    value: float | None
    """As it stands in the file; None for a group."""
    low: float | None
    """5% point of its range."""
    high: float | None
    """95% point."""
    assumed: bool
    """Whether no published figure stands behind it."""
    source: str
    """Where it comes from."""
    first_order: float
    """Share of the variance of the lead over the best rival of each sample that it explains alone."""
    total: float
    """The same with all that it does together with others; never below `first_order`."""
    lead_at_low: float
    """The expected lead over the best rival, in support, where it stands at its low end and the others are as they are
    drawn; of a class, what the lead is at least in 95% of its cases."""
    lead_at_high: float
    """The same at the high end; of a class, in 5% of its cases."""
    worth: Interval
    """Expected value of knowing it exactly (EVPPI), in modeled support a year, with its 95% interval; never below 0.
    0 where the samples show nothing that depends on it: its high end says what could be there and still not show."""
    flips_at: float | None
    """Where another strategy's plan becomes the best in expectation; None where it does not inside the range."""
    flips_to: str | None
    """The strategy that is best beyond."""


@dataclass(frozen=True, slots=True)
class SafeChoice:
    """A choice that is in 90% of the plans that are best in some sample, or one that hangs on a guess."""

    what: str
    """In words: a lever, a package of an area, a team's posts."""
    share: float
    """Of the samples whose best plan has it."""
    decided_by: str | None
    """Path of the number that it hangs on most; None where it is safe."""


@dataclass(frozen=True, slots=True)
class Anew:
    """What planning anew would bring to somebody who knew effects and prices, all else as it stands in the file."""

    draws: int
    """Sets of effects and prices that were drawn."""
    within: int
    """Of them, those in which the recommended plan may be had, and the best plan was solved for."""
    least: Interval | None
    """What the best plan that was found has more there, as expected with what the study has learned of teams: mean and
    its 95% interval. None where fewer than two draws say."""
    most: Interval | None
    """What no plan exceeds there, as the solver proves."""


@dataclass(frozen=True, slots=True)
class Sure:
    """The answer to `ask sure`."""

    question: Literal["sure"]
    about: About
    samples: int
    """How many sets of numbers were drawn; the same for all plans."""
    years: int
    """Simulated years under each."""
    design: str
    """How they were drawn, in words."""
    uncertain: int
    """Numbers that were drawn."""
    fixed: int
    """Assumed numbers that were not, since they are decisions or records of the district."""
    recommended: str
    """Id of the strategy that the study recommends."""
    best_in_expectation: str
    """Id of the strategy with the highest mean support over the samples."""
    no_better: Interval
    """Share of samples in which no plan has more support than the recommended one, with its 95% interval."""
    next_best: str | None
    """Id of the rival with the highest mean support; None where every plan is the recommended one."""
    lead: Interval | None
    """What the recommended plan has more than that rival: mean, and the range that holds 90% of the samples."""
    standing: Standing
    decides: str | None
    """Path of the number that decides, where the standing is undecided."""
    strategies: tuple[StrategyOdds, ...]
    """In the order of the study."""
    no_better_within: Interval
    """Share of samples in which it stays within both budgets and holds every floor, and no plan that does has more."""
    none_within: float
    """Share of samples in which no plan stays within both budgets and holds every floor."""
    regret: Interval
    """What the recommended plan has less than the best plan of each sample: mean and its 95% interval."""
    regret_95: float
    """The regret that 95% of the samples do not exceed."""
    knowing_all: Interval
    """Expected value of perfect information on all numbers together, in modeled support a year."""
    budget_decided_by: str | None
    """Path of the number that keeping the recommended plan's budget hangs on most."""
    floors_decided_by: str | None
    """The same of its floors."""
    kept_by_chance: float
    """Share of the study's final years, as many at a time as a sample has and with the file's own numbers, in which the
    recommended plan keeps every promise: what falls short of it is the numbers' doing, the rest is chance."""
    promises: tuple[PromiseOdds, ...]
    """Those of the recommended plan, the least sure first."""
    numbers: tuple[Moves, ...]
    """By what knowing them is worth, then by what they move."""
    groups: tuple[Moves, ...]
    """Factors and classes, ordered alike."""
    safe: tuple[SafeChoice, ...]
    hanging: tuple[SafeChoice, ...]
    digest: str
    """Of the samples and what was simulated under them: the same for any number of workers."""
    anew: Anew | None = None
    """What planning anew would bring; None where it was not asked."""
