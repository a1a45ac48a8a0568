"""The best combination of packages that one school can have, if what packages use up has a price.

    maximize  sum_ap profit[a,p] y[a,p]   one package per area, at least the school's floor, at most what it can take in

Exact, by labels (Feillet 2010): areas are joined one after the other, and of the partial combinations only those are
kept that no other equals or beats in profit and in every limit. Both limits are written as weights that may not pass
a bound: visits as they are, effective hours as their negative.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import at_packages
from redesign.optimization.problem import Problem, floor_hours, visit_limit

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SLACK = 1e-9
"""Weights that pass a bound by rounding only are let through."""


def best_combinations(problem: Problem, profit: Floats) -> tuple[Ints, Floats]:
    """Packages [A, S] and profit [S] of every school's best combination for `profit` [A, S, P].

    The profit is -inf where no combination reaches the floor within what the school can take in.
    """
    expectation, allowed = problem.expectation, problem.allowed_packages
    weights = np.stack([-expectation.effective_hours, expectation.visits.astype(np.float64)])
    bounds = np.stack([-floor_hours(problem), visit_limit(problem)])
    chosen: Ints = np.where(allowed, profit, -np.inf).argmax(axis=2)
    value = np.asarray(at_packages(profit, chosen), np.float64).sum(axis=0)
    passed = np.array([at_packages(w, chosen).sum(axis=0) for w in weights]) > bounds + SLACK
    areas = np.arange(len(chosen))
    for s in np.flatnonzero(passed.any(axis=0)).tolist():
        limits = passed[:, s]
        while limits.any():
            chosen[:, s], value[s] = _best(allowed[:, s], profit[:, s], weights[limits, :, s], bounds[limits, s])
            more = weights[:, areas, s, chosen[:, s]].sum(axis=1) > bounds[:, s] + SLACK
            if value[s] == -np.inf or not (more & ~limits).any():
                break
            limits = limits | more
    return chosen, value


def _best(allowed: NDArray[np.bool_], profit: Floats, weights: Floats, bounds: Floats) -> tuple[Ints, float]:
    """Best packages [A] of one school and their profit, for weights [K, A, P] within bounds [K]."""
    least, most = (
        _rest(np.where(allowed, weights, np.inf).min(axis=2)),
        _rest(np.where(allowed, weights, -np.inf).max(axis=2)),
    )
    value, used = np.zeros(1), np.zeros((len(bounds), 1))
    back: list[tuple[Ints, Ints]] = []
    for a, row in enumerate(allowed):
        packages = np.flatnonzero(row)
        value = (value[:, None] + profit[a, packages]).ravel()
        used = (used[:, :, None] + weights[:, None, a, packages]).reshape(len(bounds), -1)
        # what even the largest rest cannot bring over the bound need not be told apart
        used = np.maximum(used, (bounds - most[:, a])[:, None])
        kept = np.flatnonzero((used + least[:, a, None] <= bounds[:, None] + SLACK).all(axis=0))
        kept = kept[_undominated(value[kept], used[:, kept])]
        value, used = value[kept], used[:, kept]
        back.append((kept // len(packages), packages[kept % len(packages)]))
    chosen = np.zeros(len(allowed), np.int64)
    if not len(value):
        return chosen, -np.inf
    label = int(value.argmax())
    found = float(value[label])
    for a in reversed(range(len(back))):
        before, package = back[a]
        chosen[a], label = package[label], int(before[label])
    return chosen, found


def _rest(weights: Floats) -> Floats:
    """[K, A] sums of the weights of all later areas."""
    later: Floats = np.cumsum(weights[:, ::-1], axis=1)[:, ::-1] - weights
    return later


def _undominated(value: Floats, used: Floats) -> Ints:
    """Positions of labels, value [L] and used [K, L], that no other label equals or beats in everything."""
    order = np.lexsort((*used, -value))
    used = used[:, order]
    if len(used) == 1:
        ahead = np.minimum.accumulate(np.concatenate([[np.inf], used[0, :-1]]))
        first: Ints = order[used[0] < ahead]
        return first
    beats = np.triu((used[:, :, None] <= used[:, None, :]).all(axis=0), k=1)
    kept: Ints = order[~beats.any(axis=0)]
    return kept
