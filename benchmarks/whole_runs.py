"""How long a whole run takes and how much memory it needs: every shipped scenario, phase by phase.

    python benchmarks/whole_runs.py                              Sharyland, Corpus Christi, Chicago, synthetic_1600
    python benchmarks/whole_runs.py corpus_christi --engine simpy
    python benchmarks/whole_runs.py corpus_christi --seeds 10     the same with ten seeds: median and worst
    python benchmarks/whole_runs.py chicago --workers 1 2         scaling over workers: same digest, and the ratio

Each run is a process of its own that loads the scenario, runs the study and draws the charts, as `redesign run` does.
Memory is the largest resident size of the main process plus that of the largest worker times their number.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).parents[1]
SHIPPED = ("sharyland", "corpus_christi", "chicago", "synthetic_1600")
GOALS = {"corpus_christi": "10 s, never above 20 s", "chicago": "40 s, 1 GB", "synthetic_1600": "60 s, 1.5 GB"}


def one(path: str, workers: int | None, engine: Any, seed: int | None) -> dict[str, Any]:
    """Run one study here and measure it."""
    start = time.perf_counter()
    phases: dict[str, float] = {}
    last = [start]

    def progress(phase: str, done: int, total: int) -> None:
        now = time.perf_counter()
        phases[phase] = phases.get(phase, 0.0) + now - last[0]
        last[0] = now

    from redesign import load_scenario
    from redesign.reporting.result import Result
    from redesign.study.pipeline import run, workers_for

    scenario = load_scenario(path)
    progress("imports and reading", 1, 1)
    with workers_for(scenario, workers) as executor, tempfile.TemporaryDirectory() as folder:
        study = run(scenario, seed=seed, executor=executor, progress=progress, engine=engine)
        Result(study).save(Path(folder) / "study", executor)
        progress("charts and files", 1, 1)
    most = [resource.getrusage(who).ru_maxrss / 2**10 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return {
        "seconds": time.perf_counter() - start,
        "phases": phases,
        "mb": most[0] + most[1] * (workers or os.cpu_count() or 1),
        "schools": len(scenario.schools),
        "solver_gap": study.certificate.solver_gap,
        "years": study.certificate.replications.final,
        "digest": study.digest,
    }


def fresh(name: str, workers: int | None, engine: str, seed: int | None) -> dict[str, Any]:
    """The same in a new process."""
    task = json.dumps([str(ROOT / "scenarios" / f"{name}.yaml"), workers, engine, seed])
    done = subprocess.run([sys.executable, __file__, "--task", task], capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        sys.exit(done.stderr)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def show(name: str, label: str, found: dict[str, Any]) -> None:
    print(
        f"{name:16} {label:12} {found['schools']:>6,} schools {found['seconds']:>7.1f} s {found['mb']:>7,.0f} MB  "
        f"solver gap {found['solver_gap']:.3%}, {found['years']} final years"
    )
    for phase, seconds in found["phases"].items():
        print(f"    {phase:24} {seconds:>7.1f} s")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", default=SHIPPED)
    parser.add_argument("--engine", default="auto", choices=("auto", "compiled", "simpy"))
    parser.add_argument("--seeds", type=int, default=0)
    parser.add_argument("--workers", type=int, nargs="*", default=[None])
    parser.add_argument("--task", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.task:
        print(json.dumps(one(*json.loads(given.task))))
        return
    libraries = ", ".join(f"{name} {version(name)}" for name in ("simpy", "numba", "numpy", "pulp", "highspy"))
    print(f"{platform.platform()}, Python {platform.python_version()}, {libraries}")
    for name in given.names:
        runs = []
        for workers in given.workers:
            for seed in range(1, given.seeds + 1) if given.seeds else [None]:
                runs.append(fresh(name, workers, given.engine, seed))
                label = f"{workers or 'auto'} workers" + (f" seed {seed}" if seed else "")
                show(name, label, runs[-1])
        seconds = [run["seconds"] for run in runs]
        if name in GOALS and given.engine != "simpy":
            print(f"    goal: {GOALS[name]}")
        if given.seeds:
            print(f"    median {median(seconds):.1f} s, worst {max(seconds):.1f} s")
        if len(given.workers) > 1 and not given.seeds:
            ratio = seconds[0] / seconds[-1]
            share = ratio / given.workers[-1] * given.workers[0]
            same = len({run["digest"] for run in runs}) == 1
            print(f"    {ratio:.2f} times as fast, {share:.0%} of what the workers could give; same digest: {same}")


if __name__ == "__main__":
    main()
