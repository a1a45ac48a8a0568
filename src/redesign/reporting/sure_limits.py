"""What draws of the uncertain numbers cannot tell."""

from __future__ import annotations

from redesign.study.ask.sure_result import Sure

NEARLY_ALWAYS = 0.9
"""Share of draws in which a plan is best."""
FEW = 200
"""Draws; with fewer a number must do a great deal to be told from chance: the ranges of docs/model.md, section 11, were
counted with more."""
ONE_IS_BEST = (
    "One plan is best in nearly all draws, which says nothing of its single choices; near-best plans do: redesign ask "
    "STUDY alternatives."
)


def one_is_best(sure: Sure) -> bool:
    """Whether the draws nearly always have the same best plan."""
    return max((each.best.mean for each in sure.strategies), default=0.0) >= NEARLY_ALWAYS


def too_few(sure: Sure) -> str:
    """What so few draws cannot say; empty where there are enough."""
    if sure.samples >= FEW:
        return ""
    return f"{sure.samples} draws say little of single numbers: ask for {FEW} or more (--samples {FEW})."
