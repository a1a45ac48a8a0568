"""How a question is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from redesign.analysis.holding import By
from redesign.scenario.settings import RunSettings


@dataclass(frozen=True, slots=True)
class Options:
    """What each question may be told; what does not concern it is not looked at."""

    verify: bool = False
    """Whether plans are simulated, too."""
    points: int = 20
    """Steps of the yearly budget."""
    spread: float = 0.1
    """Share by which the yearly budget is less at one end of the frontier and more at the other."""
    support: tuple[float, ...] = ()
    """Targets of modeled support."""
    within: float = 0.01
    """Share of support that an alternative may fall short of the best plan by."""
    differ: int = 3
    """Posts and levers in which alternatives differ at least."""
    plans: int = 5
    """Alternatives that are looked for at most."""
    samples: int = 500
    """Sets of the uncertain numbers that are drawn."""
    years: int = 1
    """Years that every plan is simulated for under each of them."""
    resolve: int = 0
    """Sets of effects and prices for which the best plan is solved for, too."""
    by: By = "mean"
    """By what a plan is chosen that is to hold."""
    truths: int = 5
    """Sets of effects under which the best plan is looked for, too."""


def options_for(question: str, run: RunSettings, given: Mapping[str, Any]) -> Options:
    """Those that are given; where nothing is said, what the scenario says, else the defaults of the question."""
    own: dict[str, Any] = {"verify": question == "rules"}
    if question == "robust":
        own |= {"by": run.robust or "mean", "samples": run.robust_samples}
    return Options(**{**own, **given})
