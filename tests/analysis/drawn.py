"""Samples made for tests: Latin hypercubes of normal scores, and what is known in closed form of linear models."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray
from scipy import stats
from scipy.special import ndtri

Floats = NDArray[np.float64]


def scores(samples: int, numbers: int, seed: int = 1) -> Floats:
    """[samples, numbers] standard normal, stratified column by column."""
    cube = stats.qmc.LatinHypercube(numbers, rng=np.random.default_rng(seed)).random(samples)
    return np.asarray(ndtri(cube), np.float64)


def loss(mean: float, deviation: float) -> float:
    """E max(0, X) - max(0, E X) of a normal X: what it is worth to know X before choosing between X and 0."""
    unit = abs(mean) / deviation
    return deviation * float(stats.norm.pdf(unit) - unit * stats.norm.sf(unit))


def linear(z: Floats, ahead: float, slopes: list[float], noise: float, seed: int = 7) -> Floats:
    """[N, 2] support of two plans that share much: the second is behind the first by `ahead`, less slopes."""
    generator = np.random.default_rng(seed)
    shared = 1000 + 50 * z[:, 0] + generator.normal(size=len(z))
    lead = ahead + z[:, : len(slopes)] @ np.array(slopes) + noise * generator.normal(size=len(z))
    return np.column_stack([shared, shared - lead])


def root(slopes: list[float]) -> float:
    """Deviation of a sum of independent parts."""
    return math.sqrt(sum(slope**2 for slope in slopes))
