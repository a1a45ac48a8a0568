"""How long the optimizer takes and what gap it proves, on made-up districts with every coupling.

    python benchmarks/solver.py            ten districts of 57 schools
    python benchmarks/solver.py 200 3      three of 200 schools

For each: schools, packages to choose from, seconds and share of building the model in PuLP, seconds of the
whole solve (wall clock and processor), proved gap, state, and whether the re-check outside the solver agrees.
"""

from __future__ import annotations

import sys
import time

from instances import district

from redesign.errors import RedesignError
from redesign.optimization.formulation import formulate
from redesign.optimization.recheck import recheck
from redesign.optimization.solve import solve


def main(schools: int, count: int) -> None:
    print(f"{'district':>9} {'packages':>9} {'build s':>8} {'of all':>7} {'wall s':>7} {'cpu s':>7} {'gap':>8}  state")
    for seed in range(count):
        problem = district(schools, seed)
        start = time.perf_counter()
        model = formulate(problem)
        build = time.perf_counter() - start
        wall, cpu = time.perf_counter(), time.process_time()
        try:
            solution = solve(problem)
        except RedesignError as error:
            print(f"{seed:>9} {len(model.package):>9} {build:>8.2f}  {type(error).__name__}: {error}", flush=True)
            continue
        wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
        state = solution.status + ("" if not recheck(problem, solution.plan).violated else ", VIOLATED")
        share = build / wall
        print(
            f"{seed:>9} {len(model.package):>9} {build:>8.2f} {share:>7.1%} {wall:>7.1f} {cpu:>7.1f} "
            f"{solution.gap:>8.5f}  {state}",
            flush=True,
        )


if __name__ == "__main__":
    arguments = [int(a) for a in sys.argv[1:]]
    main(*([57, 10] if not arguments else arguments))
