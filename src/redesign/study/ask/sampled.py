"""What was drawn and what came of it, as arrays: all that the answer to `ask sure` is made of.

`redesign.study.ask.sure_from.sure_from(sampled) -> Sure` makes the answer; it draws and simulates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from redesign.study.ask.answers import About

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Source:
    """What is drawn on its own: a number, or a factor that several numbers share."""

    path: str
    """Key path in the file; of a factor its name."""
    label: str
    """In words."""
    kind: Literal["number", "factor"]
    value: float | None
    """As it stands in the file; None for a factor."""
    low: float | None
    """5% point of its range."""
    high: float | None
    """95% point."""
    assumed: bool
    """Whether no published figure stands behind it."""
    source: str
    """Where it comes from."""
    of_class: str
    """Class of its numbers in words, such as *hours of work*; classes are groups of the answer."""


@dataclass(frozen=True, slots=True)
class Named:
    """A plan, by the id of its strategy, or a promise, by its key path."""

    name: str
    label: str


@dataclass(frozen=True, slots=True, eq=False)
class Sampled:
    """N samples of J sources, under each of which the same P plans were simulated on the same years."""

    about: About
    design: str
    """How they were drawn, in words."""
    fixed: int
    """Assumed numbers that were not drawn."""
    recommended: str
    """Id of the strategy that the study recommends, one of `plans`."""
    reference: str
    """Id of the one that others are held against, one of `plans`."""
    digest: str
    sources: tuple[Source, ...]
    """J of them."""
    plans: tuple[Named, ...]
    """P of them, in the order of the study."""
    promises: tuple[Named, ...]
    """Q of them: those of the recommended plan."""
    choices: tuple[str, ...]
    """C of them in words: a lever, a package of an area, a team's posts."""

    scores: Floats
    """[N, J] normal scores: each column standard normal, independent of the others (Latin hypercube or Sobol)."""
    values: Floats
    """[N, J] the values that they stand for, rising with the score; of a factor its own."""
    support: Floats
    """[N, P] modeled support, mean over the years."""
    budget_kept: Bools
    """[N, P] both budgets."""
    over_usd: Floats
    """[N, P, 2] what a plan costs a year, and once, more than there is; below 0 where money is left."""
    floors_kept: Bools
    """[N, P] every floor."""
    promises_kept: Bools
    """[N, P] every promise."""
    promise_kept: Bools
    """[N, Q] each promise of the recommended plan."""
    has: Bools
    """[C, P] whether a plan has a choice."""
    kept_by_chance: float
    """Share of years in which the recommended plan keeps every promise where no number is uncertain."""
