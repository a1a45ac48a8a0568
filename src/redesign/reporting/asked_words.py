"""Words that answers to several questions share."""

from __future__ import annotations

from redesign.reporting.text import UNKNOWN, amount, between, change, counted, usd
from redesign.study.ask.answers import About, Bought, Verified
from redesign.study.study import Study

NOT_POSSIBLE = "no plan"
SEEN = 0.5
"""Hours of support; what a solver leaves open below that is not told."""
TABLES = (
    "Expected: modeled support under the team tables that the study has learned, with the file's shares of visits "
    "made; simulation may bring more or less. Modeled support is not a measured effect on students."
)


def base_line(about: About, study: Study) -> str:
    """What the best plan of the scenario promises, and what the certified plan has brought in simulation."""
    open_support = about.base.bound - about.base.support
    gap = (
        f" Differences of up to {amount(open_support)} may be what the solver has not found."
        if open_support > SEEN
        else ""
    )
    pins = f" With pins: {'; '.join(about.pins)}." if about.pins else ""
    doubt = " What is not surely known of teams leaves no plan, and is left out here." if about.in_doubt else ""
    return (
        f"The best plan as the scenario is: {amount(about.base.support)} expected, at most {amount(about.base.bound)}, "
        f"for {usd(about.base.yearly_usd)} a year and {usd(about.base.one_time_usd)} once.{gap}{pins}{doubt} "
        f"Simulated, the certified plan has {between(study.chosen.support)}."
    )


def gain(base: Bought, plan: Bought | None) -> str:
    """What a plan promises more than the best one of the scenario."""
    return NOT_POSSIBLE if plan is None else change(plan.support - base.support)


def difference(verified: Verified | None) -> str:
    """From the certified plan, as simulated."""
    if verified is None:
        return UNKNOWN
    if verified.same:
        return "the same plan"
    said = "" if verified.verdict != "not distinguishable" else ", not distinguishable"
    return between(verified.difference, change) + said


def kept(verified: Verified | None) -> str:
    """A word where a plan misses promises."""
    return "" if verified is None or verified.keeps_promises else "promises missed"


def simulated(about: About) -> list[str]:
    """What the simulated difference is, where there is one."""
    if not about.years:
        return []
    years, base = (
        counted(about.years, "final year"),
        "the plan with the pins alone" if about.pins else "the certified plan",
    )
    return [f"Simulated: difference from {base}, paired on {years}, with its 95% interval."]
