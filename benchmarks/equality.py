"""The compiled twin against the SimPy model, record by record, with `==`.

    python benchmarks/equality.py [CASES] [--all]

Runs random offices, workloads and plans, half of them on so few ticks that nearly everything ties, then a year of
every shipped scenario under today's plan; those over 300 schools with --all only. Exits 1 where a record differs.
"""

from __future__ import annotations

import importlib.util
import platform
import sys
import time
from collections import Counter
from importlib.metadata import version
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from workload import SCENARIOS, under_today

from cases import random_case
from redesign.scenario.reading import load_scenario
from redesign.simulation.engines import engine
from redesign.simulation.office import simulate
from redesign.simulation.tasks import NEVER, Records, Tasks

CASES, MOST_SCHOOLS = 4000, 300


def main(cases: int = CASES, with_large: bool = False) -> None:
    if not importlib.util.find_spec("numba"):
        sys.exit("Nothing to compare: numba is not installed, and with it the compiled twin.")
    print(f"Python {platform.python_version()}, SimPy {version('simpy')}, numba {version('numba')}", flush=True)
    began = time.process_time()
    seen: Counter[str] = Counter()
    for seed in range(cases):
        seen += compare(f"random case {seed}", random_case(seed))
    report(f"{cases:,} random cases", seen, began)
    for path in sorted(SCENARIOS.glob("*.yaml")):
        began, scenario = time.process_time(), load_scenario(path)
        name = f"{path.name}, {len(scenario.schools)} schools"
        if len(scenario.schools) > MOST_SCHOOLS and not with_large:
            print(f"{name}: left out without --all")
            continue
        year = compare(name, under_today(scenario))
        report(name, year, began)
        seen += year
    print(f"In all: {seen['tasks']:,} tasks compared, {seen['differences']:,} differences")
    if seen["differences"]:
        sys.exit(1)


def compare(name: str, tasks: Tasks) -> Counter[str]:
    """Run both engines and count what was in the case; says which record is the first to differ."""
    model, twin = simulate(tasks), engine("compiled")(tasks)
    wrong = np.zeros(len(tasks.ready), bool)
    for column in Records.__slots__:
        wrong |= getattr(model, column) != getattr(twin, column)
    if wrong.any():
        first = int(np.flatnonzero(wrong)[0])
        print(f"{name}: {wrong.sum():,} tasks differ, the first is {first}")
        for which, records in (("model", model), ("twin", twin)):
            print(f"    {which}: " + ", ".join(f"{c} {getattr(records, c)[first]}" for c in Records.__slots__))
    lapses = (model.joined >= 0) & (model.start < 0) & (tasks.deadline < tasks.horizon - 1)
    return Counter(
        tasks=len(tasks.ready),
        ties=ties(tasks, model),
        differences=int(wrong.sum()),
        went_on=int((model.joined[tasks.following[tasks.following >= 0]] >= 0).sum()),
        waited=int((model.start > model.joined).sum()),
        lapsed=int(lapses.sum()),
        absences=int((tasks.closure_start < tasks.horizon).sum()),
        backlog=int(((model.joined >= 0) & (model.start < 0) & (tasks.deadline == NEVER)).sum()),
    )


def ties(tasks: Tasks, records: Records) -> int:
    """How many tasks that join or end, and absences that begin, share their tick with one before them."""
    ticks = np.concatenate([records.joined, records.finish, tasks.closure_start])
    ticks = ticks[(ticks >= 0) & (ticks < tasks.horizon)]
    return len(ticks) - len(np.unique(ticks))


def report(name: str, seen: Counter[str], began: float) -> None:
    print(
        f"{name}: {seen['tasks']:,} tasks, {seen['waited']:,} waited, {seen['went_on']:,} came from another team, "
        f"{seen['lapsed']:,} lapsed, {seen['backlog']:,} in line at the end, {seen['absences']:,} absences, "
        f"{seen['ties']:,} ties, {seen['differences']:,} differences ({time.process_time() - began:.0f} s)",
        flush=True,
    )


if __name__ == "__main__":
    numbers = [int(a) for a in sys.argv[1:] if a != "--all"]
    main(*numbers, with_large="--all" in sys.argv)
