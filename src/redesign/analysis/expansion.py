"""What each number does to the support of plans, by regression on samples: a sparse sum of smooth terms.

Every response is written as a constant, smooth functions of single numbers, and products of two such functions. Only
terms that chance hardly explains are taken: a number without one does nothing that these samples can show. Numbers
must be independent of each other. Sums of squared coefficients are then parts of the variance (Sudret 2008).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.smooth import functions

Floats = NDArray[np.float64]
Term: TypeAlias = tuple[tuple[int, int], ...]
"""Columns and their functions: one, or two of different columns that are multiplied."""

CHANCE = 0.05
"""Of taking any term at all where nothing depends on any number (Bonferroni), alone and in pairs each."""
OF_PAIRS = 6
"""Functions of each column that are tried in pairs: the smoothest."""
PAIRED = 12
"""Columns that are tried in pairs with every other: those that do most alone."""
MOST = 0.25
"""Terms for each sample, at most: more would follow chance."""
ROUNDING = 1e-9
"""A residual that is smaller, as a share of the response, tells nothing."""
AT_ONCE = 0.05
"""Terms for each sample that one round may take, the strongest; the next round sees what they leave."""


@dataclass(frozen=True, slots=True, eq=False)
class Expansion:
    """The terms taken and what they come to, for M responses of N samples."""

    terms: tuple[Term, ...]
    coefficients: Floats
    """[1 + terms, M], the constant first."""
    spread: Floats
    """[1 + terms, 1 + terms] covariance of the coefficients of a response whose residual has variance 1."""
    residual: Floats
    """[N, M] what the terms leave."""
    open: NDArray[np.bool_]
    """[M] whether that is more than rounding."""

    @property
    def noise(self) -> Floats:
        """[M, M] covariance of the residuals."""
        free = len(self.residual) - len(self.coefficients)
        return np.asarray(self.residual.T @ self.residual / free, np.float64)

    def of(self, columns: frozenset[int]) -> list[int]:
        """Places of the terms, from 1, that are made of these columns alone."""
        return [k for k, term in enumerate(self.terms, 1) if all(j in columns for j, _ in term)]

    def touching(self, columns: frozenset[int]) -> list[int]:
        """Places of the terms, from 1, that any of these columns is in."""
        return [k for k, term in enumerate(self.terms, 1) if any(j in columns for j, _ in term)]


def expanded(scores: Floats, responses: Floats) -> Expansion:
    """The expansion of responses, [N, M], by independent standard normal scores, [N, J]."""
    smooth = functions(scores)
    found = _fitted(smooth, responses, ())
    most = int(MOST * len(scores))
    while len(found.terms) < most:
        new = _alone(smooth, found) or _in_pairs(smooth, found)
        if not new:
            break
        found = _fitted(smooth, responses, (*found.terms, *new[: most - len(found.terms)]))
    return found


def value(terms: tuple[Term, ...], smooth: Floats) -> Floats:
    """[..., terms] value of each term, of functions [..., J, K]."""
    columns = [np.prod([smooth[..., j, a] for j, a in term], axis=0) for term in terms]
    return np.stack(columns, axis=-1) if columns else np.zeros((*smooth.shape[:-2], 0))


def _fitted(smooth: Floats, responses: Floats, terms: tuple[Term, ...]) -> Expansion:
    matrix = np.column_stack([np.ones(len(responses)), value(terms, smooth)])
    q, r = np.linalg.qr(matrix)
    inverse = np.linalg.inv(r)
    coefficients = inverse @ (q.T @ responses)
    residual = responses - matrix @ coefficients
    still_open = np.abs(residual).max(axis=0) > ROUNDING * np.abs(responses).max(axis=0)
    return Expansion(terms, coefficients, inverse @ inverse.T, residual, still_open)


def _alone(smooth: Floats, found: Expansion) -> list[Term]:
    """Functions of single columns that the residuals still show, the surest first."""
    n, j, k = smooth.shape
    told = _told(smooth.reshape(n, j * k), found.residual[:, found.open]).max(axis=1, initial=0.0)
    least = _least(j * k, found)
    return _surest(
        [(told[place], ((place // k, place % k),)) for place in np.flatnonzero(told > least).tolist()], found
    )


def _in_pairs(smooth: Floats, found: Expansion) -> list[Term]:
    """Products of a column that does much alone and of any other."""
    n, j, _ = smooth.shape
    few, strong, tried = smooth[:, :, :OF_PAIRS], _strongest(found), list[tuple[float, Term]]()
    flat = few.reshape(n, j * OF_PAIRS)
    least = _least(len(strong) * j * OF_PAIRS**2, found)
    residual = found.residual[:, None, found.open]
    for i in strong:
        told = _told(flat, (few[:, i, :, None] * residual).reshape(n, -1))
        of_pair = told.reshape(j, OF_PAIRS, OF_PAIRS, -1).max(axis=3, initial=0.0)
        tried += [
            (of_pair[other, b, a], ((i, a), (other, b)))
            for other, b, a in np.argwhere(of_pair > least).tolist()
            if other not in strong or other > i
        ]
    return _surest(tried, found)


def _strongest(found: Expansion) -> list[int]:
    """The columns whose terms come to most in any response, in their order."""
    size = (found.coefficients[1:] ** 2).max(axis=1, initial=0.0)
    effect: dict[int, float] = {}
    for term, squared in zip(found.terms, size.tolist(), strict=True):
        for column, _ in term:
            effect[column] = effect.get(column, 0.0) + squared
    return sorted(sorted(effect, key=lambda column: -effect[column])[:PAIRED])


def _told(of: Floats, residual: Floats) -> Floats:
    """[columns, M] standard errors by which the mean product of a column and a residual is off zero."""
    length = np.sqrt((residual**2).sum(axis=0))
    return np.asarray(np.abs(of.T @ residual) / np.where(length > 0, length, np.inf), np.float64)


def _least(terms: int, found: Expansion) -> float:
    """Standard errors that chance hardly reaches in so many tests of every response."""
    from scipy.special import ndtri

    return float(ndtri(1 - CHANCE / max(1, terms * int(found.open.sum())) / 2))


def _surest(tried: list[tuple[float, Term]], found: Expansion) -> list[Term]:
    at_once = max(4, int(AT_ONCE * len(found.residual)))
    new = sorted((-told, term) for told, term in tried if term not in found.terms)
    return [term for _, term in new[:at_once]]
