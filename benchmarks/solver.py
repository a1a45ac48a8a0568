"""Proved gap and solve time against size, on made-up districts of 10 areas and 4 packages (one of them none).

`python benchmarks/solver.py [SCHOOLS ...] [--count N] [--cbc]`: for each size (57, 200, 516 and 1,600 schools) N
instances (ten), one line each, and a summary. Seconds are processor seconds of this machine, building PuLP models
included; the share of model building is what PuLP takes outside the solver. `--cbc` solves the school-by-school model
of 57 schools with HiGHS and with CBC, 60 seconds each.
"""

from __future__ import annotations

import argparse
import itertools
import platform
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from unittest import mock

import pulp
from instances import district

from redesign.errors import InfeasibleError, SolverError
from redesign.optimization import solver
from redesign.optimization.formulation import formulate
from redesign.optimization.solve import solve

SIZES = (57, 200, 516, 1600)
GAP = 1e-3
CBC_SECONDS = 60.0


@dataclass(frozen=True)
class Solved:
    """One instance."""

    seconds: float
    in_solver: float
    gap: float

    @property
    def building(self) -> float:
        """Share of the time outside the solver: building models, pricing, reading plans."""
        return 1 - self.in_solver / self.seconds


def main() -> None:
    """Solve some districts of each size."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("schools", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--count", type=int, default=10, help="instances of each size")
    parser.add_argument("--cbc", action="store_true", help="compare HiGHS and CBC on the school-by-school model")
    asked = parser.parse_args()
    highs, python = version("highspy"), platform.python_version()
    print(f"Python {python}, PuLP {pulp.__version__}, HiGHS {highs}, {platform.machine()}", flush=True)
    for schools in asked.schools:
        summarize(schools, list(itertools.islice(instances(schools), asked.count)))
    if asked.cbc:
        compare(57)


def instances(schools: int) -> Iterator[Solved]:
    """Districts of one size that have a plan, solved one after the other; some made-up floors are out of reach."""
    for seed in itertools.count():
        problem, start = district(schools, seed), time.process_time()
        try:
            with mock.patch.object(solver.Highs, "callSolver", Timed(solver.Highs.callSolver)) as calls:
                solution = solve(problem)
        except (InfeasibleError, SolverError) as error:
            print(f"{schools} schools, seed {seed}: {type(error).__name__}: {error}", flush=True)
            if isinstance(error, SolverError):
                yield Solved(time.process_time() - start, 0.0, float("inf"))
            continue
        solved = Solved(time.process_time() - start, calls.seconds, solution.gap)
        line = f"{solved.seconds:.1f} s, outside the solver {solved.building:.0%}, gap {solved.gap:.5f}"
        print(f"{schools} schools, seed {seed}: {line}, {solution.status}", flush=True)
        yield solved


class Timed:
    """A method that adds up the processor seconds of its calls."""

    def __init__(self, method) -> None:
        self.method, self.seconds = method, 0.0

    def __get__(self, owner, _=None):
        def call(*args):
            start = time.process_time()
            try:
                return self.method(owner, *args)
            finally:
                self.seconds += time.process_time() - start

        return call


def summarize(schools: int, solved: list[Solved]) -> None:
    """One line for a size."""
    seconds, gaps = [s.seconds for s in solved], [s.gap for s in solved]
    good = sum(gap <= GAP for gap in gaps)
    print(
        f"{schools} schools, {len(solved)} instances: median {statistics.median(seconds):.1f} s, worst "
        f"{max(seconds):.1f} s, in the solver at most {max(s.in_solver for s in solved):.1f} s, worst gap "
        f"{max(gaps):.5f}, {good} of {len(solved)} within {GAP:.1%}",
        flush=True,
    )


def compare(schools: int) -> None:
    """HiGHS and CBC on the school-by-school model of one district."""
    for name in ("highs", "cbc") if solver.cbc_available() else ("highs",):
        outcome = solver.solve_model(formulate(district(schools, 0)).lp, GAP, CBC_SECONDS, name)
        gap = "none proved" if outcome.gap is None else f"{outcome.gap:.5f}"
        print(f"{outcome.solver}: {schools} schools, {outcome.state}, {outcome.seconds:.1f} s, gap {gap}", flush=True)


if __name__ == "__main__":
    main()
