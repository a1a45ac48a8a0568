"""Does the range that `ask sure` gives for support hold the truth as often as it says?

    python benchmarks/covered.py --districts 100 --samples 200 --out covered.jsonl

A synthetic district: the tutorial with every number scaled at random. Its file has every number with a range of a tenth
less and more. The true model has other numbers, drawn once from these ranges by streams of their own. The district
is studied with its file, as a planner would; `sure` then says a 90% range of modeled support of each plan. The
truth is what the same plan brings under the true numbers, in the mean over fresh years. Nine of ten ranges should
hold it.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from kept import Kept, Record, stamp_of, table

import redesign
from redesign.analysis.betting import ranged, wilson
from redesign.demand.plan import Plan
from redesign.demand.truths import draws, factors_of, truths, under_truth
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.spreads import Range
from redesign.scenario.uncertain import UncertainNumber, uncertain_numbers
from redesign.simulation.engines import choose_engine
from redesign.study.ask.sampling import Fixed, simulate_sample
from redesign.study.ask.truths import drawn_of
from redesign.study.pipeline import run
from redesign.study.planned import plan_of

TUTORIAL = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"
TENTH = 0.1
TRUE_YEARS = 20
TRUE_INDEX, ALL_YEARS = 1_000, 1_000_000
"""Where in the final years those of the truth begin: after all that samples take."""
APART = 1_000_000
"""Between the seed of a district and that of its truth: no stream is used twice."""
FEW = {"build_years": 2, "search_years": 2, "final_years": 2, "most_final_years": 2, "strategies": ("tinker",)}


def with_tenths(scenario: Scenario, least: float = 1 - TENTH, most: float = 1 + TENTH) -> Scenario:
    """Every number of a class with a range of its own, and a factor of its own."""
    ranges = {n.path: Range(low=n.value * least, high=_high(n, most)) for n in uncertain_numbers(scenario)}
    return scenario.model_copy(update={"origin": scenario.origin.model_copy(update={"ranges": ranges})})


def _high(number: UncertainNumber, times: float) -> float:
    """A share gets no nearer to 1 than half of the way."""
    high = number.value * times
    return min(high, (1 + number.value) / 2) if number.spread_class == "shares" else high


def district(number: int) -> Scenario:
    """A district of its own: the tutorial with every number a fifth less or more, nine times in ten."""
    base = load()
    wide = with_tenths(base, 0.8, 1.2)
    made = under_truth(base, uncertain_numbers(wide), drawn_once(wide, number).tolist())
    few = made.run.model_copy(update=FEW | {"seed": number})
    return with_tenths(made.model_copy(update={"run": few}))


def load() -> Scenario:
    """The tutorial; its yearly budget is written out, so that it is the same whatever pay is."""
    scenario = redesign.load_scenario(TUTORIAL)
    budget = scenario.budget.model_copy(update={"yearly_usd": 420_000.0, "one_time_usd": 80_000.0})
    limits = scenario.limits.model_copy(update={"school_floor_hours_per_teacher": 0.0})
    return scenario.model_copy(update={"budget": budget, "limits": limits})


def drawn_once(scenario: Scenario, number: int) -> Any:
    """[M] one draw of each number from its range, by streams that no sample uses."""
    numbers = uncertain_numbers(scenario)
    return truths(numbers, draws(APART + number, factors_of(numbers), 1))[0]


def plans_of(scenario: Scenario) -> dict[str, Plan]:
    """The plans of a study of the file."""
    study = run(scenario)
    return {
        name: plan_of(in_force(scenario, scenario.all_strategies[name]), result.plan)
        for name, result in study.strategies.items()
    }


def one(number: int, samples: int, engine: Any, plans: dict[str, Plan] | None = None) -> Record:
    """What a district's file says of each plan, and what is true."""
    scenario = district(number)
    plans = plans or plans_of(scenario)
    alike = {name: name for name in plans}
    fixed = Fixed(scenario, uncertain_numbers(scenario), plans, alike, (1, samples), engine)
    drawn = drawn_of(scenario, samples)
    found = np.array([simulate_sample(fixed, (i, tuple(drawn.values[i].tolist()))).support for i in range(samples)])
    truth = replace(fixed, span=(TRUE_YEARS, ALL_YEARS))
    true = simulate_sample(truth, (TRUE_INDEX, tuple(drawn_once(scenario, APART + number).tolist())))
    said = [ranged(found[:, p]) for p in range(len(plans))]
    return {
        name: {"low": said[p].low, "high": said[p].high, "mean": said[p].mean, "true": float(true.support[p])}
        for p, name in enumerate(plans)
    }


def covered(records: Iterable[Record], plan: str) -> list[bool]:
    """Whether each district's range held what is true of a plan, where it has one."""
    return [bool(each[plan]["low"] <= each[plan]["true"] <= each[plan]["high"]) for each in records if plan in each]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--districts", type=int, default=100)
    parser.add_argument("--first", type=int, default=1, help="number of the first district")
    parser.add_argument("--samples", type=int, default=200)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    engine, _ = choose_engine("compiled")
    kept = Kept(asked.out, stamp_of(load(), asked.samples, FEW, TRUE_YEARS))
    found = [
        kept.once(f"district {i}", lambda i=i: {"plans": one(i, asked.samples, engine)})["plans"]
        for i in range(asked.first, asked.first + asked.districts)
    ]
    rows = []
    for plan in dict.fromkeys(name for each in found for name in each):
        hits = covered(found, plan)
        share = wilson(np.array(hits, np.float64))
        rows.append([plan, str(len(hits)), f"{share.mean:.1%}", f"{share.low:.1%} to {share.high:.1%}"])
    table(["Plan", "Districts", "Ranges that hold the truth", "95% interval"], rows)


if __name__ == "__main__":
    main()
