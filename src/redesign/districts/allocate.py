"""Totals of a district shared out among its schools, where files give no count for each school."""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 0.1
"""A school that serves pupils has this many teachers at least, full-time equivalents."""


def in_tenths(total: float, weights: Sequence[float]) -> list[float]:
    """Share a total out by weights, in tenths, by the largest remainder: the shares add up to the total.

    Each school gets a tenth at least, which may add as many tenths to a very small total.
    """
    units = round(total * 10)
    exact = [units * weight / sum(weights) for weight in weights]
    whole = [int(share) for share in exact]
    order = sorted(range(len(weights)), key=lambda i: (whole[i] - exact[i], i))
    for i in order[: units - sum(whole)]:
        whole[i] += 1
    return [max(LEAST, share / 10) for share in whole]


def by_size(total: float, sizes: Sequence[float]) -> list[float]:
    """Principals of schools: one each; the smallest share where there are fewer, as many halves as it takes.

    Where halves of all schools are still more than there are, each has the same part.
    """
    count = len(sizes)
    missing = max(0, round(2 * (count - total)))
    if missing > count:
        return [max(0.1, round(total / count, 2))] * count
    smallest = sorted(range(count), key=lambda i: (sizes[i], i))[:missing]
    return [0.5 if i in smallest else 1.0 for i in range(count)]
