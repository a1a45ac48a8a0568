"""Plans under other truths: drawn, simulated where workers are, and kept on the way."""

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
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.uncertain import UncertainNumber, uncertain_numbers
from redesign.simulation.replicate import replicate
from redesign.study.ask.samples import Table, TableFile, joined, table_of
from redesign.study.ask.sampling import Fixed, Sample, simulate_samples
from redesign.study.ask.variant import Asking
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


def plans_of(asking: Asking) -> dict[str, Plan]:
    """The plan of every strategy of the study, as it stands there."""
    scenario = asking.scenario
    return {
        name: plan_of(in_force(scenario, scenario.all_strategies[name]), result.plan)
        for name, result in asking.study.strategies.items()
    }


def simulated(asking: Asking, fixed: Fixed, drawn: Drawn, name: str) -> Table:
    """The outcome of every sample, in order. What is done is kept on the way, for the next time to begin there."""
    runner, total, inputs = asking.runner, len(drawn.values), inputs_of(asking, fixed)
    file = None if asking.folder is None else TableFile(asking.folder, name, inputs)
    table = None if file is None else file.kept()
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
        if file is not None:
            file.keep(table, _kept(drawn, len(table)))
        wave *= 2 if time.monotonic() - begun < LONG_SECONDS / 2 else 1
    return table.first(total)


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


def inputs_of(asking: Asking, fixed: Fixed) -> str:
    """SHA-256 over all that an outcome depends on: the study, the numbers and how they are drawn."""
    plans = [(fixed.strategy_of[name], [array.tolist() for array in plan.arrays]) for name, plan in fixed.plans.items()]
    what = (__version__, asking.knowledge.study_of, fixed.years, fixed.of_years, fixed.numbers, plans)
    return hashlib.sha256(f"{DESIGN} {what}".encode()).hexdigest()
