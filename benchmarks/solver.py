"""Solve time against size: `python benchmarks/solver.py [schools ...]`, ten made-up districts of each size.

Prints, for each instance, processor seconds of the whole solve, the part spent building PuLP models, and the proved
gap. Times are this machine's; quote the shares and gaps.
"""

from __future__ import annotations

import itertools
import platform
import sys
import time

import pulp
from instances import district

from redesign.errors import InfeasibleError
from redesign.optimization.formulation import formulate
from redesign.optimization.solve import solve
from redesign.optimization.strengthen import strengthen

INSTANCES = 10


def main(sizes: list[int]) -> None:
    """Solve ten districts of each size."""
    print(f"Python {platform.python_version()}, PuLP {pulp.__version__}, {platform.machine()}")
    for schools in sizes:
        solved = 0
        for seed in itertools.count():
            if solved == INSTANCES:
                break
            problem = district(schools, seed)
            start = time.process_time()
            strengthen(formulate(problem))
            build = time.process_time() - start
            try:
                solution = solve(problem)
            except InfeasibleError as error:  # some made-up floors are out of reach
                print(f"{schools} schools, seed {seed}: infeasible ({error})", flush=True)
                continue
            solved += 1
            total = time.process_time() - start - build
            print(
                f"{schools} schools, seed {seed}: {total:.1f} s, building {build / total:.0%}, "
                f"gap {solution.gap:.5f}, {solution.status}",
                flush=True,
            )


if __name__ == "__main__":
    main([int(a) for a in sys.argv[1:]] or [57])
