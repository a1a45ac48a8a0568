"""What it is worth to know a number: expected values of perfect information by regression on samples.

Who learns a number before choosing gets the best plan under it, else the best plan on average: the difference of the
two expectations is what knowing it is worth (Strong, Oakley and Brennan 2014). What plans come to, the number being
known, is read off the fitted terms, so that a number without a term is worth nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.expansion import Expansion
from redesign.analysis.intervals import Interval
from redesign.analysis.regressed import Regressed, alone
from redesign.analysis.remainder import remainder
from redesign.analysis.smooth import NODES, functions, weights
from redesign.demand.streams import stream

Floats = NDArray[np.float64]
EVERY = 6
"""Nodes: one of so many is enough here."""
DRAWS = 200
"""Of coefficients, from what the regression says of their errors."""
POINTS = 4096
"""At which a group is looked at."""
WITHIN = 1.959964
"""Standard errors of a 95% interval."""


@dataclass(frozen=True, slots=True, eq=False)
class Known:
    """What plans come to where some numbers are known: W cases with their weights."""

    design: Floats
    """[W, terms]"""
    places: list[int]
    """Of the terms among the coefficients."""
    weights: Floats
    """[W], of sum 1."""
    small: Floats
    """[W, P + 1] what small numbers of the group add, see `remainder`."""
    error: float = 0.0
    """Of its size, as a share."""

    def responses(self, coefficients: Floats, size: Floats | float = 1.0) -> Floats:
        """[..., W, P + 1] of coefficients [..., terms, P + 1] and the size of what small numbers add."""
        return np.asarray(self.design @ coefficients + size * self.small, np.float64)


def knowing_all(support: Floats) -> Interval:
    """Of all numbers together, from support [N, P] alone: what the best plan of each sample has more than the best on
    average. What a few simulated years leave to chance counts as if one could know it: it is rather too high.
    """
    gained = support.max(axis=1) - support[:, int(support.mean(axis=0).argmax())]
    return _at_least_nothing(float(gained.mean()), float(gained.std(ddof=1)) / math.sqrt(len(gained)))


def of_number(found: Regressed, column: int) -> Known:
    """One number known."""
    nodes, weight = NODES[::EVERY], weights()[::EVERY]
    design, places = found.design(frozenset([column]), alone(column, nodes, found.scores.shape[1]))
    return Known(design, places, weight / weight.sum(), np.zeros((len(nodes), found.plans + 1)))


def of_group(found: Regressed, columns: frozenset[int]) -> Known:
    """Several numbers known."""
    rest = remainder(found.expansion, found.scores, columns)
    values, vectors = np.linalg.eigh(rest.covariance)
    large = np.flatnonzero(values > 1e-12 * max(1e-300, float(values.max())))
    terms = [found.expansion.terms[k - 1] for k in found.expansion.of(columns)]
    known = sorted({j for term in terms for j, _ in term})
    normal = _normal(len(known) + len(large))
    scores = np.zeros((POINTS, found.scores.shape[1]))
    scores[:, known] = normal[:, : len(known)]
    design, places = found.design(columns, scores)
    drawn = normal[:, len(known) :]
    small = (drawn * np.sqrt(values[large])) @ vectors[:, large].T
    return Known(design, places, np.full(POINTS, 1 / POINTS), small, rest.error)


def _normal(columns: int) -> Floats:
    """[POINTS, columns] standard normal numbers whose means, variances and correlations are exactly those."""
    half = stream(0, 0, "points of a group").standard_normal((POINTS // 2, columns))
    q, _ = np.linalg.qr(half)
    return np.asarray(np.concatenate([q, -q]) * math.sqrt(POINTS // 2), np.float64)


def worth(found: Regressed, known: Known) -> Interval:
    """In support a year, with a 95% interval; never below 0.

    Coefficients are drawn from their errors: how the worth then varies is its error, and what it is more on average is
    how much too high the first figure must be expected to be.
    """
    if len(known.places) == 1 and not known.small.any():
        return Interval(0.0, 0.0, 0.0)
    coefficients = found.expansion.coefficients[known.places]
    one = float(_gained(known, coefficients[None])[0])
    sizes = np.maximum(0.0, 1 + known.error / 2 * stream(0, 0, "errors of sizes").standard_normal((DRAWS, 1, 1)))
    several = _gained(known, coefficients + _errors(found.expansion, known.places), sizes)
    return _at_least_nothing(2 * one - float(several.mean()), float(several.std(ddof=1)))


def nearly_nothing(found: Regressed, column: int) -> Interval:
    """The same of a number without a term: 0, and how much its slope could be worth and still not show."""
    expansion, nodes, weight = found.expansion, NODES[::EVERY], weights()[::EVERY]
    n = len(expansion.residual)
    slope = functions(found.scores[:, column])[:, 0] @ np.where(expansion.open, expansion.residual, 0.0) / n
    known = Known(np.column_stack([np.ones(len(nodes)), nodes]), [0], weight / weight.sum(), np.zeros((1, 1)))
    errors = stream(0, 0, "errors of a slope").standard_normal((DRAWS // 2, 2, found.plans + 1)) @ _root(
        expansion.noise
    )
    several = _gained(known, np.stack([expansion.coefficients[0], slope]) + errors / math.sqrt(n))
    return Interval(0.0, 0.0, float(np.quantile(several, 0.975)))


def _errors(expansion: Expansion, places: list[int]) -> Floats:
    """[DRAWS, terms, P + 1] what coefficients may be off, as far as the regression says."""
    normal = stream(0, 0, "errors of coefficients").standard_normal((DRAWS, len(places), len(expansion.noise)))
    return np.asarray(_root(expansion.spread[np.ix_(places, places)]) @ normal @ _root(expansion.noise), np.float64)


def _root(covariance: Floats) -> Floats:
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray((vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T, np.float64)


def _gained(known: Known, coefficients: Floats, sizes: Floats | float = 1.0) -> Floats:
    """[B] best of each case less best of all, of coefficients [B, terms, P + 1]."""
    differences = known.responses(coefficients, sizes)[..., :-1]
    best_of_each = differences.max(axis=-1) @ known.weights
    best_of_all = (known.weights @ differences).max(axis=-1)
    return np.asarray(best_of_each - best_of_all, np.float64)


def _at_least_nothing(mean: float, error: float) -> Interval:
    mean = max(0.0, mean)
    return Interval(mean, max(0.0, mean - WITHIN * error), mean + WITHIN * error)
