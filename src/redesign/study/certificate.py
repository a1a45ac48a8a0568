"""The certificate: how good the plan is, and how that is known.

1. solver status, bound and gap; 2. simulated support and promises with intervals; 3. paired
differences on the same years; 4. an upper bound on every admissible plan and the certified gap
to it, with its parts; 5. every constraint re-computed outside the solver.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval, difference_verdict, highest_mean_share, mean_interval, paired
from redesign.demand.streams import resample_indices
from redesign.errors import ContradictionError
from redesign.optimization.claims import MEANING
from redesign.optimization.recheck import Recheck, recheck
from redesign.optimization.steps import Step
from redesign.scenario.model import Scenario
from redesign.study.capacity import capacities
from redesign.study.certified import (
    Audit,
    BoundPart,
    Certificate,
    CertifiedSupport,
    GapParts,
    Rechecked,
    Replications,
)
from redesign.study.final import SURE_YEARS, FinalYears
from redesign.study.found import Found
from redesign.study.promises import service_promises, visit_promises, years_all_kept
from redesign.study.safe_moves import safe_moves
from redesign.study.simulated import Simulated
from redesign.study.strategy_result import Difference, PromiseResult
from redesign.study.verdicts import below_the_law, conflict_in_words, no_plan_in_words, promises_in_words
from redesign.study.years import compared_pairs, total_support

RESAMPLES = 2000
SURE_STEPS = ("hours", "windows")
"""Steps of the bound that rest on no simulation."""


def certify(
    scenario: Scenario, found: Found, steps: tuple[Step, ...], final: FinalYears, audit: Audit | None
) -> Certificate:
    """The certificate of the certified strategy's plan."""
    run, solution, years, support = scenario.run, found.solution, final.years, total_support(final.years)
    case, checked = final.cases[run.certified], recheck(found.problem, solution.plan)
    simulated = Simulated(case.scenario, case.plan, years, run.certified, run.reference)
    promises = service_promises(simulated) + visit_promises(simulated)
    failures = _failures(simulated, promises, checked)
    supported = _supported(found, steps, mean_interval(support[run.certified]))
    replications = _replications(scenario, final, found.rounds)
    below_law = below_the_law(scenario, promises)
    conflict, repairs = (found.conflict.conflict, found.conflict.repairs) if failures and found.conflict else ((), ())
    first = " ".join(filter(None, (*below_law, no_plan_in_words(failures), conflict_in_words(conflict, repairs))))
    kept = f"{promises_in_words(promises)}; the plan is {'NOT ' if failures else ''}admissible"
    return Certificate(
        strategy=run.certified,
        solver_status=solution.status,
        solver_name=solution.solver,
        solver_gap=solution.gap,
        solver_bound=solution.bound,
        solver_objective=solution.promised_support,
        reproducible=solution.reproducible and found.reproducible and all(step.reproducible for step in steps),
        support=supported,
        promises=promises,
        years_all_kept=years_all_kept(simulated),
        below_law=below_law,
        failures=failures,
        conflict=conflict,
        repairs=repairs,
        admissible=not failures,
        differences=differences(support, run.reference, run.certified),
        highest_mean_share=_highest(run.seed, support),
        safe_moves=safe_moves(scenario, found),
        capacities=capacities(found),
        replications=replications,
        rechecked=_rechecked(checked, solution.promised_support),
        audit=audit,
        statement=statement(supported, replications, solution.status, first, kept),
    )


def _highest(seed: int, support: Mapping[str, NDArray[np.float64]]) -> dict[str, float]:
    """How often each strategy comes out best in years drawn again."""
    years = len(next(iter(support.values())))
    shares = highest_mean_share(np.array(list(support.values())), resample_indices(seed, years, RESAMPLES))
    return dict(zip(support, shares.tolist(), strict=True))


def check_bound(certificate: Certificate, over_more_years: Callable[[], Interval]) -> str:
    """Raise ContradictionError where an admissible plan has surely more support than the bound on all of them.

    Surely: the bound lies below its 95% interval by half the width of that, too, and does so over many years. A few
    years may agree by chance: then their interval is narrow, or has no width at all, and says nothing of the years that
    were not drawn. Returns what a reader should know where only the few say so; else nothing.
    """
    support, bound = certificate.support, certificate.support.upper_bound
    if not certificate.admissible or not _surely_above(Interval(support.mean, support.low, support.high), bound):
        return ""
    more = over_more_years()
    if _surely_above(more, bound):
        raise ContradictionError(
            f"The solver proved that no admissible plan exceeds {bound:,.1f}, and one that was simulated "
            f"has {more.mean:,.1f} ({more.low:,.1f} to {more.high:,.1f}, {SURE_YEARS} years or more). {MEANING}"
        )
    return (
        f"The {certificate.replications.final} final years have more support than any plan can expect, by chance: over "
        f"{SURE_YEARS} years or more the plan has {more.mean:,.0f} ({more.low:,.0f} to {more.high:,.0f}), modeled. "
        "Ask for more final_years."
    )


def _surely_above(support: Interval, bound: float) -> bool:
    return bound < support.low - (support.mean - support.low)


def differences(support: dict[str, NDArray[np.float64]], reference: str, certified: str) -> tuple[Difference, ...]:
    """Every strategy less the reference, the certified one less every other: paired, adjusted for their number."""
    pairs, out = compared_pairs(support, reference, certified), []
    for of, base in pairs:
        found = paired(support[of], support[base], len(pairs))
        out.append(Difference(of, base, found.mean, found.low, found.high, difference_verdict(found)))
    return tuple(out)


def _supported(found: Found, steps: tuple[Step, ...], simulated: Interval) -> CertifiedSupport:
    """Upper bound, certified gap, and its parts: they sum to the bound less the simulated mean.

    queueing: hours that teams must keep free to keep their promises, and whatever else the bound leaves out; solver:
    unproved; lapsed visits: fewer visits made than the file's shares expect or, below 0, more.
    """
    solution, mean = found.solution, simulated.mean
    bound = steps[-1].value
    tables = min(bound, solution.bound)
    return CertifiedSupport(
        mean=mean,
        low=simulated.low,
        high=simulated.high,
        upper_bound=bound,
        bound_steps=tuple(BoundPart(step.name, step.value, step.name in SURE_STEPS) for step in steps),
        certified_gap=(bound - mean) / bound if bound > 0 else 0.0,
        parts=GapParts(
            queueing=bound - tables,
            solver=tables - solution.promised_support,
            lapsed_visits=solution.promised_support - mean,
        ),
    )


def _rechecked(checked: Recheck, promised_support: float) -> Rechecked:
    return Rechecked(checked.constraints, checked.largest_violation, checked.objective - promised_support)


def _failures(simulated: Simulated, promises: tuple[PromiseResult, ...], checked: Recheck) -> tuple[str, ...]:
    failures = [
        f"{p.label}: {p.share.mean:.1%} {'on time' if p.kind == 'service' else 'of visits made'}, "
        f"below the promised {p.target_share:.1%}."
        for p in promises
        if p.verdict == "missed" and p.share
    ]
    unfinished = simulated.series("unfinished_hours").T
    more = (unfinished - simulated.today.series("unfinished_hours").T) if len(unfinished) else unfinished
    for t, team in enumerate(simulated.scenario.team_list):
        hours, than_today = mean_interval(unfinished[t]), mean_interval(more[t])
        if hours.low > team.backlog_allowance_hours and than_today.low > 0:
            failures.append(
                f"{team.label}: {hours.mean:,.0f} hours of accepted work unfinished at the end of the year, "
                f"above the allowance of {team.backlog_allowance_hours:,.0f} and more than today."
            )
    failures += [f"The re-check outside the solver found a violated constraint: {name}." for name in checked.violated]
    return tuple(failures)


def _replications(scenario: Scenario, final: FinalYears, rounds: int) -> Replications:
    run, years = scenario.run, len(final.years)
    rule = (
        f"Stopped at {years} final years: each paired half-width is at most {run.support_half_width_share:.0%} of the "
        f"{scenario.compared[run.certified].label.lower()}'s promised support, and each promise of the plan is decided "
        f"or known within {run.promise_half_width_share:.0%}."
        if final.narrow
        else f"Stopped at {years} final years, the most allowed, with intervals wider than asked."
    )
    return Replications(
        build=run.build_years,
        search=run.search_years,
        final=years,
        narrow=final.narrow,
        tightened=rounds,
        stopping=rule + " The rule looks at the results, so the intervals are approximate.",
        approximate=True,
    )


def statement(s: CertifiedSupport, replications: Replications, solver_status: str, first: str, promises: str) -> str:
    """The certificate in plain language; `first` is what a reader must know before all else, and may be empty."""
    parts = s.parts
    rests = "" if s.bound_steps[-1].sure else " (with 95% confidence, since parts of it rest on simulated years)"
    return (
        f"{first}{' ' if first else ''}Modeled support {s.mean:,.0f} coaching-equivalent hours a year (95% interval "
        f"{s.low:,.0f} to {s.high:,.0f}, {replications.final} simulated years). {promises}. No admissible plan of this "
        f"strategy can exceed {s.upper_bound:,.0f}{rests}: this plan is within {s.certified_gap:.1%} of it (queueing "
        f"{parts.queueing:,.0f}, solver {parts.solver:,.0f}, lapsed visits "
        f"{parts.lapsed_visits:,.0f}). Solver: {solver_status}."
    )
