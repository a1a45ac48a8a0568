"""Which plan holds, whatever the uncertain numbers are? The best of some plans over a set of samples."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cluster_years import Case
from redesign.analysis.holding import criterion, gained
from redesign.analysis.intervals import mean_interval, paired
from redesign.demand.streams import FINAL
from redesign.scenario.in_force import in_force
from redesign.study.ask.candidates import Proposed, allowed, candidates
from redesign.study.ask.options import Options
from redesign.study.ask.robust_result import Candidate, Part, Robust
from redesign.study.ask.samples import Table
from redesign.study.ask.sampling import Fixed, kept
from redesign.study.ask.sure import about_certified
from redesign.study.ask.truths import drawn_of, inputs_of, simulated
from redesign.study.ask.variant import Asking
from redesign.study.strategy_report import named
from redesign.study.years import Cases, Years, case_of, simulate_years, total_support

Floats = NDArray[np.float64]
PARTS = 5
"""Of the samples by which the plan is chosen."""


def robust(asking: Asking, options: Options) -> Robust:
    """Half of the samples choose, the other half says how that came out."""
    drawn = drawn_of(asking.scenario, 2 * options.samples)
    found = candidates(asking, options, drawn)
    span = (options.years, asking.study.certificate.replications.final)
    strategy_of = {name: each.strategy for name, each in found.items()}
    plans = {name: each.plan for name, each in found.items()}
    fixed = Fixed(asking.scenario, drawn.numbers, plans, strategy_of, span, asking.runner.engine)
    cases = _cases(asking, found)
    years = simulate_years(cases, range(FINAL, FINAL + span[1]), asking.runner, "final years")
    may = _may(asking, fixed, found, cases, years)
    table = simulated(asking, fixed, drawn, "robust")
    half = options.samples
    value, out = (_compared(each, may, options) for each in (table.support[:half], table.support[half:]))
    chosen, certified = int(np.argmax(value)), list(found).index(asking.scenario.run.certified)
    names, support, stand = list(found), total_support(years), np.flatnonzero(may).tolist()
    fresh = table.support[half:, may]
    return Robust(
        question="robust",
        about=about_certified(asking, 2 * half * options.years),
        by=options.by,
        samples=half,
        fresh=half,
        certified=names[certified],
        chosen=names[chosen],
        costs=paired(support[names[certified]], support[names[chosen]]),
        gained=gained(fresh, stand.index(chosen), stand.index(certified), options.by),
        candidates=_ordered(found, may, support, (table.first(half), out, value)),
        parts=tuple(_part(names, may, options, (part, out)) for part in np.array_split(table.support[:half], PARTS)),
        plan=named(cases[names[chosen]].scenario, found[names[chosen]].plan),
        digest=table.digest(inputs_of(asking, fixed)),
    )


def _cases(asking: Asking, found: Mapping[str, Proposed]) -> dict[str, Case]:
    """Each plan with the file's own numbers."""
    scenario = asking.scenario
    return {
        name: case_of(in_force(scenario, scenario.all_strategies[each.strategy]), each.plan)
        for name, each in found.items()
    }


def _may(asking: Asking, fixed: Fixed, found: Mapping[str, Proposed], cases: Cases, years: Years) -> NDArray[np.bool_]:
    """[P] which plans may be chosen; the certified one always may."""
    certified = asking.scenario.run.certified
    promises = {name: np.array(kept(fixed, case.scenario, years, name)) for name, case in cases.items()}
    return np.array(
        [
            name == certified or (allowed(asking, each) and bool((promises[name] >= promises[certified]).all()))
            for name, each in found.items()
        ]
    )


def _compared(support: Floats, may: NDArray[np.bool_], options: Options) -> Floats:
    """[P] what plans are chosen by, from the best of those that may be; minus infinity for the others."""
    value = np.full(len(may), -np.inf)
    value[may] = criterion(support[:, may], options.by)
    return value


def _part(names: list[str], may: NDArray[np.bool_], options: Options, samples: tuple[Floats, Floats]) -> Part:
    part, out = samples
    value = _compared(part, may, options)
    chosen = int(np.argmax(value))
    return Part(names[chosen], float(value[chosen]), float(out[chosen]))


def _ordered(
    found: Mapping[str, Proposed],
    may: NDArray[np.bool_],
    support: Mapping[str, Floats],
    samples: tuple[Table, Floats, Floats],
) -> tuple[Candidate, ...]:
    table, out, value = samples
    of = {by: criterion(table.support, by) for by in ("mean", "worst_tenth")}
    best = table.support[:, may].max(axis=1, keepdims=True)
    less = -criterion(np.minimum(table.support - best, 0.0), "worst_tenth")
    rows = [
        Candidate(
            name=name,
            label=each.label,
            kind=each.kind,
            allowed=bool(may[p]),
            under_file=mean_interval(support[name]),
            mean=float(of["mean"][p]),
            regret=float(less[p]) + 0.0,
            worst_tenth=float(of["worst_tenth"][p]),
            out_of_sample=float(out[p]) if may[p] else None,
            budget_kept=float(table.budget_kept[:, p].mean()),
            floors_kept=float(table.floors_kept[:, p].mean()),
            promises_kept=float(table.promise_kept[:, p].all(axis=1).mean()),
        )
        for p, (name, each) in enumerate(found.items())
    ]
    order = sorted(range(len(rows)), key=lambda p: (-value[p], p))
    return tuple(rows[p] for p in order)
