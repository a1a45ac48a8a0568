"""How much of a study is chance: the same scenario with several seeds, and all plans on the same fresh years.

    python benchmarks/stability.py scenarios/sharyland.yaml --seeds 10 --out sharyland_seeds.jsonl

Stability in-sample is the spread of what studies say of their own plans; stability out-of-sample the spread of the
plans on years that no study used (Kaut and Wallace 2007). What all plans have in common is safe to do; the rest is a
matter of taste, as far as the paired differences do not tell the plans apart.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from fresh_years import TODAY, fresh, from_lists, promises, seeded, simulated, support, to_lists
from kept import Kept, Record, signed, stamp_of, table, tell

import redesign
from redesign.analysis.intervals import difference_verdict, paired
from redesign.demand.plan import Plan, plan_today
from redesign.errors import RedesignError
from redesign.scenario.model import NONE, Scenario
from redesign.study.planned import plan_of


def study_record(scenario: Scenario, seed: int, workers: int | None) -> Record:
    """What one study says of itself; or why there is none."""
    try:
        study = redesign.run(scenario, seed=seed, workers=workers).study
    except RedesignError as error:
        return {"error": f"{type(error).__name__}: {error}"}
    certificate = study.certificate
    stated = certificate.support
    return {
        "mean": stated.mean,
        "low": stated.low,
        "high": stated.high,
        "bound": stated.upper_bound,
        "admissible": certificate.admissible,
        "failures": list(certificate.failures),
        "digest": study.digest,
        "plan": to_lists(plan_of(scenario, study.plan)),
    }


def in_sample(found: Mapping[int, Record]) -> None:
    """What the studies say of themselves."""
    rows = [
        (
            seed,
            *(f"{r[name]:,.1f}" for name in ("mean", "low", "high", "bound")),
            f"{1 - r['mean'] / r['bound']:.1%}" if r["bound"] else "-",
            "yes" if r["admissible"] else "NO",
            f"{r['seconds']:.1f}",
        )
        for seed, r in found.items()
    ]
    print("Studies (in-sample): modeled support as each study states it")
    table(("seed", "mean", "low", "high", "bound", "gap", "admissible", "seconds"), rows)
    means = np.array([r["mean"] for r in found.values()])
    center = float(means.mean())
    covered = sum(r["low"] <= center <= r["high"] for r in found.values())
    print(f"mean of the seeds {center:,.1f}, spread (largest - smallest) / mean {spread(means):.2%}")
    print(f"{covered} of {len(means)} stated intervals hold the mean of the seeds")
    print(f"{sum(r['admissible'] for r in found.values())} of {len(means)} plans admissible by their own study")
    for seed, r in found.items():
        for failure in r["failures"]:
            print(f"    seed {seed}: {failure}")
    print()


def spread(values: np.ndarray) -> float:
    """(largest - smallest) / mean."""
    mean = float(np.mean(values))
    return float(np.ptp(values)) / mean if mean else 0.0


def out_of_sample(scenario: Scenario, found: Mapping[int, Record], records: Mapping[str, Record]) -> None:
    """All plans on the same fresh years."""
    series = {seed: np.array(records[str(seed)]["support"]) for seed in found}
    means = {seed: float(s.mean()) for seed, s in series.items()}
    middle = sorted(means, key=lambda seed: means[seed])[len(means) // 2]
    rows = []
    for seed, own in series.items():
        difference = paired(own, series[middle])
        stated, missed = found[seed]["mean"], records[str(seed)]["missed"]
        verdict = "-" if seed == middle else difference_verdict(difference)
        bias = f"{means[seed] / stated - 1:+.2%}" if stated else "-"
        result = f"{stated:,.1f}", f"{means[seed]:,.1f}", bias, signed(difference), verdict
        rows.append((seed, *result, ", ".join(missed) or "all kept"))
    years = len(series[middle])
    print(f"Plans (out-of-sample): the same {years} fresh years; differences from seed {middle}, the middle one")
    table(("seed", "stated", "fresh", "bias", "paired difference", "verdict", "promises below target"), rows)
    print(f"spread of the plans on the same years {spread(np.array(list(means.values()))):.2%}")
    pairs = list(combinations(series, 2))
    differences = {(i, j): paired(series[i], series[j], max(1, len(pairs))) for i, j in pairs}
    apart = [pair for pair, each in differences.items() if difference_verdict(each) != "not distinguishable"]
    print(f"{len(apart)} of {len(pairs)} pairs distinguishable (95%, adjusted for their number)")
    if differences:
        (i, j), largest = max(differences.items(), key=lambda item: abs(item[1].mean))
        share = largest.mean / means[j] if means[j] else 0.0
        print(f"largest: seed {i} less seed {j} {signed(largest)} ({share:+.2%})")
    print()


def core(scenario: Scenario, plans: Mapping[int, Plan]) -> None:
    """What all plans share, and how far each is from it."""
    posts = np.array([plan.posts for plan in plans.values()])
    levers = np.array([plan.levers for plan in plans.values()])
    packages = np.array([plan.packages for plan in plans.values()])
    middle, most = np.median(posts, axis=0), levers.mean(axis=0) > 0.5
    usual = _usual(packages)
    print("Common core")
    names = zip(scenario.teams.items(), posts.min(axis=0), posts.max(axis=0), strict=True)
    rows = [(t, team.posts_today, low, high, "" if low == high else "differs") for (t, team), low, high in names]
    table(("team", "today", "in all at least", "at most", ""), rows)
    shared, total = int(posts.min(axis=0).sum()), posts.sum(axis=1)
    print(f"posts that all plans share: {shared} of {total.min()} to {total.max()}")
    same = (packages == packages[0]).all(axis=0)
    eligible = _eligible(scenario)
    print(
        f"packages (area and school) that are the same in all: {int((same & eligible).sum())} of {int(eligible.sum())}"
    )
    rows = []
    for seed, plan in plans.items():
        other = plan.packages != usual
        off = np.abs(plan.posts - middle).sum(), (plan.levers != most).sum(), other.sum(), other.any(axis=0).sum()
        rows.append((seed, *map(int, off)))
    table(
        ("seed", "posts off the median", "levers off the majority", "packages off the usual", "schools of these"), rows
    )


def _usual(packages: np.ndarray) -> np.ndarray:
    """[A, S] the package that most plans give; the smaller one where two are equally common."""
    counts = np.array([(packages == p).sum(axis=0) for p in range(packages.max(initial=0) + 1)])
    found: np.ndarray = counts.argmax(axis=0)
    return found


def _eligible(scenario: Scenario) -> np.ndarray:
    return np.array([[s.level in area.levels for s in scenario.schools] for area in scenario.area_list])


def safe_moves(scenario: Scenario, plans: Mapping[int, Plan]) -> list[tuple[str, int, int]]:
    """Each move of any plan, in how many plans at the least and at the most: (what, least, most)."""
    every, ids, today = list(plans.values()), scenario.team_ids, plan_today(scenario)
    found = []
    for i, source in enumerate(ids):
        own = {
            f"release from {source}": [p.released[i] for p in every],
            f"hire for {source}": [p.hired[i] for p in every],
        }
        own |= {f"retrain {source} -> {ids[t]}": [p.retrained[i, t] for p in every] for t in range(len(ids))}
        found += [(what, int(min(n)), int(max(n))) for what, n in own.items()]
    for i, name in enumerate(scenario.all_levers):
        taken = [int(p.levers[i]) for p in every]
        found.append((f"take {name}", min(taken), max(taken)))
    for a, (name, area) in enumerate(scenario.areas.items()):
        for p, package in enumerate((NONE, *area.packages)):
            to = np.array([(plan.packages[a] == p) & (today.packages[a] != p) for plan in every])
            found.append((f"{name}: {package} for schools", int(to.all(axis=0).sum()), int(to.any(axis=0).sum())))
    return [each for each in found if each[2]]


def show_moves(moves: list[tuple[str, int, int]]) -> None:
    print("Safe: all plans do this (posts, levers or schools)")
    table(("move", "in all"), [(what, least) for what, least, _ in moves if least])
    print("Matter of taste: beyond that, some plans do")
    table(("move", "some, up to"), [(what, f"{least} to {most}") for what, least, most in moves if most > least])


def on_fresh_years(scenario: Scenario, plans: Mapping[int, Plan], years: int, kept: Kept, executor: Any) -> None:
    """Simulates what is not kept yet: each plan beside today's office."""
    for seed, plan in plans.items():

        def make(plan: Plan = plan) -> Record:
            found = simulated(scenario, {"plan": plan}, fresh(years), executor)
            judged = promises(scenario, found["plan"], found[TODAY])
            missed = [f"{p.name} {p.margin:+.1%}" for p in judged if p.margin < 0]
            return {"support": support(found["plan"]).tolist(), "missed": missed}

        kept.once(f"{years} fresh years of the plan of seed {seed}", make)


def report(scenario: Scenario, found: dict[int, Record], kept: Kept, years: int, executor: Any = None) -> None:
    """Everything that is printed, from the records of the studies."""
    for seed, record in found.items():
        if "error" in record:
            print(f"seed {seed}: {record['error']}")
    found = {seed: record for seed, record in found.items() if "error" not in record}
    if not found:
        return
    plans = {seed: from_lists(scenario, record["plan"]) for seed, record in found.items()}
    on_fresh_years(scenario, plans, years, kept, executor)
    in_sample(found)
    fresh_records = {str(s): kept.records[f"{years} fresh years of the plan of seed {s}"] for s in plans}
    out_of_sample(scenario, found, fresh_records)
    core(scenario, plans)
    show_moves(safe_moves(scenario, plans))


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--seeds", type=int, default=10, help="seeds 1 to this")
    parser.add_argument("--years", type=int, default=60, help="fresh years that all plans are simulated on")
    parser.add_argument("--workers", type=int, default=None, help="processes of a study; default: as it decides")
    parser.add_argument("--out", type=Path, help="file of JSON lines: what is in it is not run again")
    given = parser.parse_args(arguments)
    scenario = redesign.load_scenario(given.scenario)
    kept = Kept(given.out, stamp_of(scenario))
    found = {}
    for seed in range(1, given.seeds + 1):
        record = kept.once(f"seed {seed}", lambda seed=seed: study_record(seeded(scenario, seed), seed, given.workers))
        found[seed] = record
    tell(f"{given.years} fresh years of each plan")
    with ProcessPoolExecutor(given.workers) if (given.workers or 1) > 1 else nullcontext() as executor:
        report(scenario, found, kept, given.years, executor)


if __name__ == "__main__":
    main()
