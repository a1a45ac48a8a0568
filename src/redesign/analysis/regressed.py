"""Support of plans against the recommended one as a function of the uncertain numbers, by regression on samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis import betting
from redesign.analysis.expansion import Expansion, expanded, value
from redesign.analysis.smooth import functions

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Regressed:
    """P plans, recommended and rivals, by J numbers."""

    expansion: Expansion
    """Of P + 1 responses: each plan's support less the recommended plan's, and its lead over the best of the others."""
    scores: Floats
    """[N, J] normal scores of the samples."""
    recommended: int
    rivals: tuple[int, ...]
    """Plans that are not the recommended one under another name."""

    @property
    def plans(self) -> int:
        """P."""
        return int(self.expansion.coefficients.shape[1]) - 1

    def differences(self, columns: frozenset[int], scores: Floats) -> Floats:
        """[W, P] expected support less the recommended plan's, the scores of these columns, [W, J], being known."""
        design, places = self.design(columns, scores)
        return np.asarray(design @ self.expansion.coefficients[places, :-1], np.float64)

    def design(self, columns: frozenset[int], scores: Floats) -> tuple[Floats, list[int]]:
        """[W, terms] the constant and the terms of these columns alone, and their places."""
        places = self.expansion.of(columns)
        terms = tuple(self.expansion.terms[k - 1] for k in places)
        known = sorted({j for term in terms for j, _ in term})
        renumbered = tuple(tuple((known.index(j), a) for j, a in term) for term in terms)
        return np.column_stack([np.ones(len(scores)), value(renumbered, functions(scores[:, known]))]), [0, *places]

    def lead(self, differences: Floats) -> Floats:
        """[..., W] lead over the best of the rivals, of differences [..., W, P]; 0 where there is none."""
        if not self.rivals:
            return np.zeros(differences.shape[:-1])
        return np.asarray(-differences[..., list(self.rivals)].max(axis=-1), np.float64)


def regressed(scores: Floats, support: Floats, recommended: int) -> Regressed:
    """Of normal scores, [N, J], independent of each other, and support, [N, P]."""
    differences = support - support[:, [recommended]]
    responses = np.column_stack([differences, betting.lead(support, recommended)])
    found = tuple(betting.rivals(support, recommended))
    return Regressed(expanded(scores, responses), scores, recommended, found)


def alone(column: int, scores: Floats, of: int) -> Floats:
    """[W, J] scores of one number, [W], all others at their middle."""
    whole = np.zeros((len(scores), of))
    whole[:, column] = scores
    return whole
