"""How sure can we be? The plans of a study under other truths of the scenario's uncertain numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan
from redesign.demand.streams import FINAL
from redesign.optimization.solve import Solution
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.spreads import SpreadClass
from redesign.scenario.uncertain import UncertainNumber, left_as_they_are
from redesign.study.ask.about import FORMAT, About
from redesign.study.ask.anew import planned_anew
from redesign.study.ask.options import Options
from redesign.study.ask.sampled import Named, Sampled, Source
from redesign.study.ask.sampling import Fixed, kept
from redesign.study.ask.sure_from import sure_from
from redesign.study.ask.sure_result import Sure
from redesign.study.ask.truths import DESIGN, Drawn, drawn_of, inputs_of, plans_of, simulated
from redesign.study.ask.variant import Asking, bought, changed_problem
from redesign.study.years import case_of, simulate_years

Floats = NDArray[np.float64]
CLASSES: dict[SpreadClass, str] = {
    "effects": "effects of visits",
    "rates": "rates and factors",
    "hours": "hours of work",
    "shares": "shares",
    "money": "prices",
    "pay": "pay",
}


def sure(asking: Asking, options: Options) -> Sure:
    """Draw, simulate, and say what it means."""
    found = sure_from(sampled(asking, options))
    return replace(found, anew=planned_anew(asking, options.resolve)) if options.resolve else found


def sampled(asking: Asking, options: Options) -> Sampled:
    """Simulate every plan of the study under every sample; what the folder keeps of the same question is not done
    again.
    """
    scenario, study = asking.scenario, asking.study
    drawn = drawn_of(scenario, options.samples)
    plans, final = plans_of(asking), study.certificate.replications.final
    fixed = Fixed(
        scenario, drawn.numbers, plans, {name: name for name in plans}, (options.years, final), asking.runner.engine
    )
    table = simulated(asking, fixed, drawn, "sure")
    recommended = study.certificate.strategy
    column = list(fixed.plans).index(recommended)
    asked = _asked_of(plans[recommended], fixed.promises)
    choices = _choices(asking, fixed)
    return Sampled(
        about=about_certified(asking, options.samples * options.years),
        design=DESIGN,
        fixed=left_as_they_are(scenario),
        recommended=recommended,
        reference=study.reference,
        digest=table.digest(inputs_of(asking, fixed)),
        sources=tuple(_source(scenario, drawn.numbers, factor) for factor in drawn.factors),
        plans=tuple(Named(name, study.strategies[name].label) for name in fixed.plans),
        promises=tuple(_promise(scenario, *fixed.promises[q]) for q in asked),
        choices=tuple(choices),
        scores=drawn.scores,
        values=_values(drawn),
        support=table.support,
        budget_kept=table.budget_kept,
        over_usd=table.over_usd,
        floors_kept=table.floors_kept,
        promises_kept=np.asarray(table.promise_kept.all(axis=2)),
        promise_kept=table.promise_kept[:, column, asked],
        kept_by_chance=_kept_by_chance(asking, fixed),
        has=np.array(list(choices.values()), np.bool_).reshape(len(choices), len(fixed.plans)),
    )


def _kept_by_chance(asking: Asking, fixed: Fixed) -> float:
    """How often the recommended plan keeps every promise with the file's own numbers, on years as samples have."""
    scenario, recommended = asking.scenario, asking.study.certificate.strategy
    cases = {
        name: case_of(in_force(scenario, scenario.all_strategies[name]), fixed.plans[name])
        for name in (recommended, scenario.run.reference)
    }
    years = simulate_years(cases, range(FINAL, FINAL + fixed.of_years), asking.runner, "final years")
    groups = [years[i : i + fixed.years] for i in range(0, len(years), fixed.years)]
    return float(np.mean([all(kept(fixed, cases[recommended].scenario, each, recommended)) for each in groups]))


def about_certified(asking: Asking, years: int) -> About:
    """Of the certified plan as it stands; nothing is solved again."""
    study, learned = asking.study, asking.knowledge.strategies[asking.scenario.run.certified]
    problem, plan = changed_problem(asking.scenario, learned), asking.knowledge.plan
    bound = study.certificate.support.upper_bound
    solution = Solution(plan, problem.promised_support(plan), bound, 0.0, "", "", 0.0, study.certificate.reproducible)
    base = bought(problem, solution)
    return About(FORMAT, study.scenario.name, study.certificate.strategy, study.digest, (), years, False, base)


def _source(scenario: Scenario, numbers: Sequence[UncertainNumber], factor: str) -> Source:
    own = [number for number in numbers if number.factor == factor]
    first = own[0]
    alone = len(own) == 1
    shared = scenario.uncertainty.factors.get(factor)
    label = first.label if alone else shared.label if shared else _together(own, factor)
    return Source(
        path=first.path if alone else factor,
        label=label,
        kind="number" if alone else "factor",
        value=first.value if alone else None,
        low=first.low if alone else None,
        high=first.high if alone else None,
        assumed=all(number.assumed for number in own),
        source=first.source,
        of_class=CLASSES[first.spread_class],
    )


def _together(own: Sequence[UncertainNumber], factor: str) -> str:
    """Packages of an area, or all of a class."""
    if factor == own[0].spread_class:
        return f"{CLASSES[own[0].spread_class]}, all together"
    area, _, key = own[0].label.rpartition(":")
    return f"{area.rpartition(', ')[0]}, all packages:{key}"


def _values(drawn: Drawn) -> Floats:
    """[N, F] values of numbers that move alone; of factors their score."""
    out = drawn.scores.copy()
    for j, factor in enumerate(drawn.factors):
        own = [i for i, number in enumerate(drawn.numbers) if number.factor == factor]
        if len(own) == 1:
            out[:, j] = drawn.values[:, own[0]]
    return out


def _asked_of(plan: Plan, promises: Sequence[tuple[str, int]]) -> list[int]:
    """Places of the promises that a plan makes: of visits only those of areas in which some school gets any."""
    return [q for q, (kind, i) in enumerate(promises) if kind == "services" or plan.packages[i].any()]


def _promise(scenario: Scenario, kind: str, i: int) -> Named:
    names = list(scenario.services if kind == "services" else scenario.areas)
    block = scenario.services[names[i]] if kind == "services" else scenario.areas[names[i]]
    return Named(f"{kind}.{names[i]}", block.label)


def _choices(asking: Asking, fixed: Fixed) -> dict[str, list[bool]]:
    """What some plan chooses and today's office does not have, in words, and which plans have it."""
    study, found = asking.study, dict[str, list[bool]]()
    scenario, plans = asking.scenario, list(fixed.plans.values())
    for e, lever in enumerate(scenario.all_levers):
        found[study.lever_in_words(lever)] = [bool(plan.levers[e]) for plan in plans]
    for a, area in enumerate(scenario.area_list):
        for p, package in enumerate(area.packages, start=1):
            found[f"{area.label}: {package}"] = [bool((plan.packages[a] == p).any()) for plan in plans]
    for t, team in enumerate(scenario.own_teams.values()):
        found[f"more posts: {team.label}"] = [int(plan.posts[t]) > team.posts_today for plan in plans]
        found[f"fewer posts: {team.label}"] = [int(plan.posts[t]) < team.posts_today for plan in plans]
    return {what: has for what, has in found.items() if any(has)}
