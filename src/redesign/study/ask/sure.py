"""How sure can we be? The plans of a study under other truths of the scenario's uncertain numbers."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from redesign import __version__
from redesign.demand.plan import Plan
from redesign.demand.truths import draws, factors_of, scores_of, truths
from redesign.optimization.solve import Solution
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.spreads import SpreadClass
from redesign.scenario.uncertain import UncertainNumber, left_as_they_are, uncertain_numbers
from redesign.simulation.replicate import replicate
from redesign.study.ask.about import FORMAT, About
from redesign.study.ask.options import Options
from redesign.study.ask.sampled import Named, Sampled, Source
from redesign.study.ask.samples import Table, joined, keep_table, kept_table, table_of
from redesign.study.ask.sampling import Fixed, Sample, simulate_samples
from redesign.study.ask.sure_result import Sure
from redesign.study.ask.variant import Asking, bought, changed_problem
from redesign.study.planned import plan_of
from redesign.study.runner import Runner

Floats = NDArray[np.float64]
DESIGN = "Latin hypercubes of 100 sets of numbers, one after the other; all plans on the same years of each"
JOB = 5
"""Samples that one worker is given at a time."""
FIRST_WAVE = 50
"""Samples between the first two times that what was simulated is kept."""
LONG_SECONDS = 20.0
"""No longer than this, about, is at risk where a run is killed."""
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
    from redesign.study.ask.sure_from import sure_from

    return sure_from(sampled(asking, options))


@dataclass(frozen=True, slots=True, eq=False)
class Drawn:
    """What is drawn of a scenario: N samples, M numbers, F factors."""

    numbers: tuple[UncertainNumber, ...]
    factors: tuple[str, ...]
    scores: Floats
    """[N, F] standard normal."""
    values: Floats
    """[N, M]"""


def drawn_of(scenario: Scenario, samples: int) -> Drawn:
    """The first samples of a scenario: more of them leave these as they are."""
    numbers = uncertain_numbers(scenario)
    factors = factors_of(numbers)
    at = draws(scenario.run.seed, factors, samples)
    return Drawn(numbers, factors, scores_of(at), truths(numbers, at))


def sampled(asking: Asking, options: Options) -> Sampled:
    """Simulate every plan of the study under every sample; what the folder keeps of the same question is not done
    again.
    """
    scenario, study = asking.scenario, asking.study
    drawn = drawn_of(scenario, options.samples)
    fixed = Fixed(
        scenario,
        drawn.numbers,
        _plans(asking),
        options.years,
        study.certificate.replications.final,
        asking.runner.engine,
    )
    inputs = _inputs(asking, fixed)
    table = simulated(asking, fixed, drawn, inputs).first(options.samples)
    recommended = study.certificate.strategy
    column = list(fixed.plans).index(recommended)
    promises = tuple(_promise(scenario, kind, i) for kind, i in fixed.promises)
    choices = _choices(asking, fixed)
    return Sampled(
        about=_about(asking, options.samples * options.years),
        design=DESIGN,
        fixed=left_as_they_are(scenario),
        recommended=recommended,
        reference=study.reference,
        digest=table.digest(inputs),
        sources=tuple(_source(scenario, drawn.numbers, factor) for factor in drawn.factors),
        plans=tuple(Named(name, study.strategies[name].label) for name in fixed.plans),
        promises=promises,
        choices=tuple(choices),
        scores=drawn.scores,
        values=_values(drawn),
        support=table.support,
        budget_kept=table.budget_kept,
        floors_kept=table.floors_kept,
        promises_kept=np.asarray(table.promise_kept.all(axis=2)),
        promise_kept=table.promise_kept[:, column],
        has=np.array(list(choices.values()), np.bool_).reshape(len(choices), len(fixed.plans)),
    )


def simulated(asking: Asking, fixed: Fixed, drawn: Drawn, inputs: str) -> Table:
    """The outcome of every sample, in order. What is done is kept on the way, for the next time to begin there."""
    runner, folder, total = asking.runner, asking.folder, len(drawn.values)
    table = None if folder is None else kept_table(folder, inputs)
    wave = FIRST_WAVE
    while table is None or len(table) < total:
        begun, done = time.monotonic(), 0 if table is None else len(table)
        samples = [(i, tuple(drawn.values[i].tolist())) for i in range(done, min(total, done + wave))]
        found = replicate(
            partial(simulate_samples, fixed),
            [tuple(each) for each in _jobs(samples)],
            runner.executor,
            partial(_tell, runner, (done, done + len(samples), total)),
        )
        table = joined(table, table_of([outcome for each in found for outcome in each]))
        if folder is not None:
            keep_table(folder, table, inputs, _kept(drawn, len(table)))
        wave *= 2 if time.monotonic() - begun < LONG_SECONDS / 2 else 1
    return table


def _tell(runner: Runner, samples: tuple[int, int, int], _: str, jobs: int, __: int) -> None:
    before, most, total = samples
    runner.progress("samples", min(most, before + jobs * JOB), total)


def _jobs(samples: Sequence[Sample]) -> Iterator[Sequence[Sample]]:
    return (samples[i : i + JOB] for i in range(0, len(samples), JOB))


def _kept(drawn: Drawn, samples: int) -> dict[str, NDArray[np.generic]]:
    """What stands beside the outcomes: the numbers by their paths, and their values."""
    return {
        "paths": np.array([number.path for number in drawn.numbers], np.str_),
        "values": drawn.values[:samples],
    }


def _plans(asking: Asking) -> dict[str, Plan]:
    """The plan of every strategy of the study, as it stands there."""
    scenario = asking.scenario
    return {
        name: plan_of(in_force(scenario, scenario.all_strategies[name]), result.plan)
        for name, result in asking.study.strategies.items()
    }


def _inputs(asking: Asking, fixed: Fixed) -> str:
    """SHA-256 over all that an outcome depends on: the study, the numbers and how they are drawn."""
    what = (__version__, asking.study.digest, asking.knowledge.study_of, fixed.years, fixed.of_years, fixed.numbers)
    return hashlib.sha256(f"{DESIGN} {what}".encode()).hexdigest()


def _about(asking: Asking, years: int) -> About:
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
