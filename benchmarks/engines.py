"""Engines against each other, on the same tasks, in the same run.

    python benchmarks/engines.py [SCHOOLS] [ROUNDS]

The whole model, on a shipped scenario and on a made-up district: the compiled twin, a loop in C, plain Python without
SimPy, the SimPy model, and SimPy as its manual teaches it. Then queues alone, which Ciw and salabim express too, in
an eighth of the schools: classes, routes and delays, but no absences and no visits that lapse. Engines run in turn, so
that what slows the machine slows all; every ratio is of two times of the same round. A time is of the processor, from
arrays given to records returned.
Exits 1 where the C loop, plain Python or the compiled twin differs from the SimPy model in any record.
"""

from __future__ import annotations

import importlib.util
import os
import platform
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from statistics import median

import numpy as np
from c_loop import build, compiler_version, find_compiler
from idiomatic import simulate_idiomatic
from plain import simulate_plain
from workload import describe, queues_alone, shipped, year

from redesign.simulation.office import simulate
from redesign.simulation.tasks import Records, Tasks

Engine = Callable[[Tasks], Records]

COMPILED, C, PLAIN, MODEL = "compiled twin", "C loop", "plain Python", "SimPy model"
IDIOMATIC, CIW, SALABIM = "idiomatic SimPy", "Ciw", "salabim"
EXACT = (COMPILED, C, PLAIN)
SHIPPED = "corpus_christi.yaml"
SHORTEST_SECONDS = 0.3
FEWER = 8
GOALS = (
    # slower, faster, bound on how many times, whether at least
    (IDIOMATIC, MODEL, 8.0, True),
    (MODEL, C, 25.0, False),
    (COMPILED, C, 1.5, False),
    (CIW, COMPILED, 300.0, True),
)


def main(schools: int = 57, rounds: int = 3) -> None:
    print(
        f"{machine()}\nPython {platform.python_version()}, numpy {version('numpy')}, SimPy {version('simpy')}",
        flush=True,
    )
    compiled, others = load_compiled(), load_ciw() | load_salabim()
    both: dict[str, Engine] = {MODEL: simulate, IDIOMATIC: simulate_idiomatic}
    whole = compiled | load_c() | {PLAIN: simulate_plain} | both
    same = compare(f"The whole model, {SHIPPED}", shipped(SHIPPED), whole, rounds)
    same &= compare(f"The whole model, {schools} made-up schools", year(schools), whole, rounds)
    few = max(schools // FEWER, 2)
    queues = compiled | both | others
    same &= compare(f"Queues alone, {few} made-up schools", queues_alone(year(few)), queues, rounds)
    if not same:
        sys.exit(1)


def machine() -> str:
    """The processor by name where the system tells it."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return f"{names[0] if names else platform.machine()}, {os.cpu_count()} cores, {platform.platform()}"


def load_compiled() -> dict[str, Engine]:
    if not importlib.util.find_spec("numba"):
        return skip("the compiled twin", "numba is not installed")
    from redesign.simulation.kernel import simulate_compiled

    print(f"numba {version('numba')}")
    simulate_compiled(year(1))  # compiles, where no run has done so yet
    return {COMPILED: simulate_compiled}


def load_c() -> dict[str, Engine]:
    compiler = find_compiler()
    if compiler is None:
        return skip("the C loop", "there is no compiler named cc, gcc or clang")
    print(compiler_version(compiler))
    return {C: build(compiler)}


def load_ciw() -> dict[str, Engine]:
    if not importlib.util.find_spec("ciw"):
        return skip("Ciw", "it is not installed")
    from ciw_engine import simulate_ciw

    print(f"Ciw {version('ciw')}")
    return {CIW: simulate_ciw}


def load_salabim() -> dict[str, Engine]:
    if not importlib.util.find_spec("salabim"):
        return skip("salabim", "it is not installed")
    from salabim_engine import simulate_salabim

    print(f"salabim {version('salabim')}")
    return {SALABIM: simulate_salabim}


def skip(what: str, why: str) -> dict[str, Engine]:
    print(f"Left out: {what}, as {why}.")
    return {}


def compare(title: str, tasks: Tasks, engines: dict[str, Engine], rounds: int) -> bool:
    """Run all in turn and print rates, records that differ and ratios; whether the exact ones are exact."""
    seconds: dict[str, list[float]] = {name: [] for name in engines}
    records: dict[str, Records] = {}
    for _ in range(rounds):
        for name, engine in engines.items():
            spent, records[name] = timed(engine, tasks)
            seconds[name].append(spent)
    print(f"\n{title}: {describe(tasks, records[MODEL])}")
    # Ciw keeps no record of what the end of the year cut short
    differ = {name: differences(tasks, records[MODEL], found, name != CIW) for name, found in records.items()}
    print(f"{'engine':16} {'tasks/s, median':>16} {'least':>12} {'most':>12}   records that differ")
    for name, times in seconds.items():
        rates = sorted(len(tasks.ready) / t for t in times)
        print(f"{name:16} {median(rates):>16,.0f} {rates[0]:>12,.0f} {rates[-1]:>12,.0f}   {differ[name]:,}")
    for slower, faster, bound, at_least in GOALS:
        if slower in seconds and faster in seconds:
            print(verdict((slower, faster), (seconds[slower], seconds[faster]), bound, at_least))
    return not any(differ[name] for name in EXACT if name in differ)


def timed(engine: Engine, tasks: Tasks) -> tuple[float, Records]:
    """Seconds of processor time for one run, from as many as make a time worth reading, and what the last gave."""
    runs, began = 0, time.process_time()
    while True:
        records = engine(tasks)
        runs += 1
        if (spent := time.process_time() - began) >= SHORTEST_SECONDS:
            return spent / runs, records


def differences(tasks: Tasks, model: Records, other: Records, of_all: bool) -> int:
    """How many tasks have another record, of all or of those that ended within the year."""
    looked_at = of_all | ((model.start >= 0) & (model.finish < tasks.horizon))
    wrong = np.zeros(len(tasks.ready), bool)
    for column in Records.__slots__:
        wrong |= getattr(model, column) != getattr(other, column)
    return int((wrong & looked_at).sum())


def verdict(names: tuple[str, str], seconds: tuple[list[float], list[float]], bound: float, at_least: bool) -> str:
    """The ratio round by round against its goal."""
    ratios = [slow / fast for slow, fast in zip(*seconds, strict=True)]
    middle = median(ratios)
    met = "met" if (middle >= bound if at_least else middle <= bound) else "NOT MET"
    return (
        f"{names[0]} takes {middle:.1f} times as long as {names[1]} (rounds {min(ratios):.1f} to {max(ratios):.1f}); "
        f"goal: {'at least' if at_least else 'at most'} {bound:g}, {met}"
    )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
