"""Whether draws of the uncertain numbers tell the single choices of plans apart."""

from __future__ import annotations

from redesign.study.ask.sure_result import Sure

NEARLY_ALWAYS = 0.9
"""Share of draws in which a plan is best."""
ONE_IS_BEST = (
    "One plan is best in nearly all draws, which says nothing of its single choices; near-best plans do: redesign ask "
    "STUDY alternatives."
)


def one_is_best(sure: Sure) -> bool:
    """Whether the draws nearly always have the same best plan."""
    return max((each.best.mean for each in sure.strategies), default=0.0) >= NEARLY_ALWAYS
