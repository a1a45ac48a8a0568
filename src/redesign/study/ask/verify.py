"""Plans of questions, simulated: tried on the search years, learned from, solved again, then compared."""

from __future__ import annotations

from collections.abc import Mapping

from redesign.analysis.intervals import difference_verdict, mean_interval, paired
from redesign.demand.streams import FINAL
from redesign.errors import SolverError
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import is_allowed
from redesign.study.ask.answers import Verified
from redesign.study.ask.variant import Asking, Variant
from redesign.study.found import Found
from redesign.study.problems import setting_of
from redesign.study.search import Begun, search
from redesign.study.trials import Trials
from redesign.study.years import case_of, simulate_years, total_support

BASE = ""
"""No question has this name."""


def verify(asking: Asking, problems: Mapping[str, Problem]) -> dict[str, tuple[Variant, Verified]]:
    """Each problem searched with what is known: the plan that this ends with, and what it does on the study's final
    years; those without a plan are left out. The certified plan is tried, too, wherever it is allowed; where pins
    forbid it, plans are compared with the one that is found with the pins alone. Raises InfeasibleError where, as
    simulation shows, these leave no plan.
    """
    if not problems:
        return {}
    base = asking.base.problem
    if not is_allowed(base, asking.knowledge.plan):
        problems = {BASE: base, **problems}
    trials = Trials(setting_of(asking.scenario), asking.runner)
    found = search(problems, trials, Begun(asking.learned.prices, (asking.knowledge.plan,), thorough=True))
    if BASE in found and found[BASE].last is None:
        raise found[BASE].failed or SolverError("no plan was found with the pins alone")
    with_plan = {name: each for name, each in found.items() if each.last is not None}
    return _compared(asking, with_plan)


def years_of(asking: Asking) -> int:
    """Final years of the study."""
    return asking.study.certificate.replications.final


def _compared(asking: Asking, found: Mapping[str, Found]) -> dict[str, tuple[Variant, Verified]]:
    first = found.get(BASE)
    plan = first.solution.plan if first else asking.knowledge.plan
    found = {name: each for name, each in found.items() if name != BASE}
    cases = {BASE: case_of(asking.base.problem.scenario, plan)} | {name: each.case for name, each in found.items()}
    years = range(FINAL, FINAL + years_of(asking))
    support = total_support(simulate_years(cases, years, asking.runner, "final years"))
    out = {}
    for name, each in found.items():
        difference = paired(support[name], support[BASE], len(found))
        said = Verified(
            support=mean_interval(support[name]),
            difference=difference,
            verdict=difference_verdict(difference),
            keeps_promises=max(tried.rank for tried in each.tried)[0],
            same=each.solution.plan.same_as(plan),
        )
        out[name] = Variant(each.problem, each.solution), said
    return out
