"""When a miss found by simulation is sure: by Student's t, of as many years as were simulated."""

from __future__ import annotations

from scipy import stats

from redesign.analysis.missed import Miss
from redesign.optimization.problem import TooFew

LEVEL = 2.5e-4
"""Chance, each, that posts are called surely too few and are not, or visits too many: 180 of them leave 95.5%."""
LOOKS = 8
"""A miss is looked at after some years, then after twice as many, so many times at most: each look has its part."""


def is_sure(fact: TooFew | Miss) -> bool:
    """Whether a miss is sure."""
    return fact.years > 1 and fact.errors >= sure_errors(fact.years)


def sure_errors(years: int) -> float:
    """Standard errors from which on a miss in so many years is sure."""
    return float(stats.t.ppf(1 - LEVEL / LOOKS, years - 1)) if years > 1 else float("inf")
