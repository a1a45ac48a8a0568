"""The certificate: how good the plan is, and how that is known.

1. solver status, bound and gap; 2. simulated support and promises with intervals; 3. paired
differences on the same years; 4. an upper bound on every admissible plan and the certified gap
to it, with its parts; 5. every constraint re-computed outside the solver.
"""

from __future__ import annotations

from typing import Any

from redesign.analysis.intervals import Interval, difference_verdict, highest_mean_share, mean_interval, paired
from redesign.demand.streams import resample_indices
from redesign.optimization.recheck import recheck
from redesign.scenario.model import Scenario
from redesign.study.promises import service_promises, visit_promises
from redesign.study.search import Found
from redesign.study.simulated import Json, Simulated, Years, interval, number
from redesign.study.solves import Ceiling
from redesign.study.years import total_support

RESAMPLES = 2000


def certify(scenario: Scenario, found: Found, ceiling: Ceiling, final: tuple[Years, bool], names: list[str]) -> Json:
    """The document's `certificate` of the last plan in each year's tuple; `names` are the plans' in order.

    `final` holds the final years and whether the stopping rule was met.
    """
    years, narrow = final
    solution = found.solution
    support = total_support(years)
    simulated = Simulated(scenario, solution.plan, years, len(names) - 1)
    promises = service_promises(simulated) + visit_promises(simulated)
    unfinished = [mean_interval(hours) for hours in simulated.series("unfinished_hours").T]
    failures = _failures(scenario, promises, unfinished)
    checked = recheck(found.problem, solution.plan)
    failures += [f"The re-check outside the solver found a violated constraint: {name}." for name in checked.violated]
    gap = _gap(found, ceiling, mean_interval(support[-1]).mean)
    shares = highest_mean_share(support, resample_indices(scenario.run.seed, len(years), RESAMPLES))
    certificate: Json = {
        "strategy": names[-1],
        "solver_status": solution.status,
        "solver_name": solution.solver,
        "solver_gap": number(solution.gap),
        "solver_bound": number(solution.bound),
        "solver_objective": number(solution.promised_support),
        "reproducible": solution.reproducible,
        "support": interval(mean_interval(support[-1])) | gap,  # type: ignore[operator]  # never None here
        "promises": promises,
        "failures": failures,
        "admissible": not failures,
        "differences": differences(names, support),
        "highest_mean_share": dict(zip(names, shares.tolist(), strict=True)),
        "replications": _replications(scenario, len(years), narrow, found.rounds),
        "rechecked": {
            "constraints": checked.constraints,
            "largest_violation": number(checked.largest_violation),
            "objective_difference": number(checked.objective - solution.promised_support),
        },
    }
    return certificate | {"statement": statement(certificate)}


def differences(names: list[str], support: Any) -> list[Json]:
    """Each other plan against the first, and the last against each between: paired, adjusted for their number."""
    pairs = [(i, 0) for i in range(1, len(names))] + [(len(names) - 1, i) for i in range(1, len(names) - 1)]
    out = []
    for of, base in pairs:
        difference = paired(support[of], support[base], len(pairs))
        verdict = difference_verdict(difference)
        out.append({"of": names[of], "from": names[base], **(interval(difference) or {}), "verdict": verdict})
    return out


def _gap(found: Found, ceiling: Ceiling, mean: float) -> Json:
    """Upper bound, certified gap, and its parts: they sum to the bound less the simulated mean.

    rounding: whole packages and no visit dropped, at the same expected hours; queueing: hours that a
    team must keep free to keep its promises; solver: unproved; lapsed visits: promised and not made.
    """
    solution = found.solution
    bound, whole = ceiling.support, ceiling.whole
    curve = min(whole, solution.bound)
    return {
        "upper_bound": number(bound),
        "certified_gap": number((bound - mean) / bound) if bound > 0 else 0.0,
        "parts": {
            "rounding": number(bound - whole),
            "queueing": number(whole - curve),
            "solver": number(curve - solution.promised_support),
            "lapsed_visits": number(solution.promised_support - mean),
        },
    }


def _failures(scenario: Scenario, promises: list[Json], unfinished: list[Interval]) -> list[str]:
    failures = [
        f"{p['label']}: {p['share']['mean']:.1%} on time, below the promised {p['target_share']:.1%}."
        for p in promises
        if p["verdict"] == "missed"
    ]
    for hours, team in zip(unfinished, scenario.teams.values(), strict=True):
        if hours.low > team.backlog_allowance_hours:
            failures.append(
                f"{team.label}: {hours.mean:,.0f} hours of accepted work unfinished at the end of the year, "
                f"above the allowance of {team.backlog_allowance_hours:,.0f}."
            )
    return failures


def _replications(scenario: Scenario, final: int, narrow: bool, rounds: int) -> Json:
    run = scenario.run
    rule = (
        f"Stopped at {final} final years: each paired half-width is at most {run.support_half_width_share:.0%} of the "
        "clean sheet's promised support, and each promise of the plan is decided or known within "
        f"{run.promise_half_width_share:.0%}."
        if narrow
        else f"Stopped at {final} final years, the most allowed, with intervals wider than asked."
    )
    return {
        "build": run.build_years,
        "search": run.search_years,
        "final": final,
        "narrow": narrow,
        "tightened": rounds,
        "stopping": rule + " The rule looks at the results, so the intervals are approximate.",
        "approximate": True,
    }


def statement(c: Json) -> str:
    """The certificate in plain language."""
    s, parts = c["support"], c["support"]["parts"]
    admissible = (
        "It kept every promise on the final years, or missed none by more than chance explains."
        if c["admissible"]
        else f"It is NOT admissible: {len(c['failures'])} failure(s) on the final years."
    )
    return (
        f"Modeled support {s['mean']:,.0f} coaching-equivalent hours a year (95% interval {s['low']:,.0f} to "
        f"{s['high']:,.0f}, {c['replications']['final']} simulated years). {admissible} No admissible plan of this "
        f"strategy can exceed {s['upper_bound']:,.0f}: this plan is within {s['certified_gap']:.1%} of it (rounding "
        f"{parts['rounding']:,.0f}, queueing {parts['queueing']:,.0f}, solver {parts['solver']:,.0f}, lapsed visits "
        f"{parts['lapsed_visits']:,.0f}). Solver: {c['solver_status']}."
    )
