"""What `ask robust` answers: which plan holds whatever the uncertain numbers are, and what that costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redesign.analysis.holding import By
from redesign.analysis.intervals import Interval
from redesign.study.ask.about import About
from redesign.study.strategy_result import PlanResult


@dataclass(frozen=True, slots=True)
class Candidate:
    """A plan that was looked at."""

    name: str
    """Its id: that of its strategy, or `near_1`, `truth_1` and so on."""
    label: str
    """In words."""
    kind: Literal["strategy", "near_best", "other_truth"]
    """Of a strategy of the study; near the certified plan; or the best one under some other effects."""
    allowed: bool
    """Whether it may be chosen: with the file's own numbers it obeys budgets, rules and floors of the certified
    strategy, and keeps every promise that the certified plan keeps."""
    under_file: Interval
    """Modeled support with the file's own numbers, over the study's final years."""
    mean: float
    """Modeled support, mean over the samples."""
    regret: float
    """What it has less than the best allowed plan of each sample, in the mean of its worst tenth."""
    worst_tenth: float
    """Modeled support in the mean of the tenth of samples where it has least."""
    out_of_sample: float | None
    """By what plans are chosen, on as many samples that had no part in the choice; None where it may not be chosen."""
    budget_kept: float
    """Share of samples in which it stays within both budgets."""
    floors_kept: float
    """Share in which every floor holds."""
    promises_kept: float
    """Share in which every promise holds."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of the samples alone would have chosen (Kaut and Wallace 2007)."""

    chosen: str
    """Name of the plan."""
    in_sample: float
    """What it is chosen by, in this part."""
    out_of_sample: float
    """The same on the samples that had no part in any choice."""


@dataclass(frozen=True, slots=True)
class Robust:
    """The answer to `ask robust`."""

    question: Literal["robust"]
    about: About
    by: By
    """What plans are compared by."""
    samples: int
    """Sets of numbers by which the plan was chosen."""
    fresh: int
    """Sets of numbers that had no part in the choice."""
    certified: str
    """Name of the certified plan."""
    chosen: str
    """Name of the plan that holds best."""
    costs: Interval
    """What it brings less than the certified plan with the file's own numbers, on the same years."""
    gained: Interval
    """What it has more than the certified plan of what plans are chosen by, on fresh samples, with its 95% interval."""
    candidates: tuple[Candidate, ...]
    """By what plans are chosen by, the best first; those that may not be chosen stand last."""
    parts: tuple[Part, ...]
    """Each a fifth of the samples: where they choose alike and see the same, enough were drawn."""
    plan: PlanResult
    """The plan that holds best."""
    digest: str
    """Of the samples and what was simulated under them: the same for any number of workers."""
