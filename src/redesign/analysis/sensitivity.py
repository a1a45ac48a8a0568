"""What numbers move: parts of the variance of the lead, the lead at both ends of a range, and where it turns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.betting import RANGE
from redesign.analysis.expansion import CHANCE
from redesign.analysis.information import Known
from redesign.analysis.regressed import Regressed, alone
from redesign.analysis.remainder import remainder

Floats = NDArray[np.float64]
ENDS = (-1.6448536, 1.6448536)
"""Normal scores of the ends of a 90% range."""


@dataclass(frozen=True, slots=True)
class Flip:
    """Where the recommended plan stops being the best on average, one number alone being known."""

    score: float
    plan: int
    """Best beyond."""


def explained(found: Regressed, columns: frozenset[int]) -> tuple[float, float]:
    """Shares of the variance of the lead: of these columns alone, and with all that they do with others.

    Sobol's indices, off the fitted terms: squared coefficients less what their errors add (Sudret 2008). What no term
    says counts as nobody's, so that both are at most a little too low.
    """
    expansion = found.expansion
    noise = float(expansion.noise[-1, -1])
    parts = np.maximum(0.0, expansion.coefficients[:, -1] ** 2 - noise * np.diag(expansion.spread))
    variance = float(parts[1:].sum()) + noise
    if variance == 0:
        return 0.0, 0.0
    small = float(remainder(expansion, found.scores, columns).covariance[-1, -1]) if len(columns) > 1 else 0.0
    alone = (float(parts[expansion.of(columns)].sum()) + small) / variance
    together = (float(parts[expansion.touching(columns)].sum()) + small) / variance
    return min(1.0, alone), min(1.0, max(alone, together))


def lead_at_ends(found: Regressed, column: int) -> tuple[float, float]:
    """Expected lead over the best rival where a number stands at the low and the high end of its range."""
    low, high = found.lead(_differences(found, column, np.array(ENDS))).tolist()
    return low, high


def lead_of_group(found: Regressed, known: Known) -> tuple[float, float]:
    """What the expected lead is at least in 95%, and in 5%, of the cases of a group that is known."""
    leads = found.lead(known.responses(found.expansion.coefficients[known.places])[..., :-1])
    low, high = np.quantile(leads, [(1 - RANGE) / 2, (1 + RANGE) / 2]).tolist()
    return low, high


def flip(found: Regressed, column: int, score: float) -> Flip | None:
    """The change of the best plan inside the range of a number that is nearest to where it stands."""
    if not found.rivals or not found.expansion.of(frozenset([column])):
        return None
    nodes = np.linspace(*ENDS, 201)
    differences = _differences(found, column, nodes)
    leads = found.lead(differences)
    turns = np.flatnonzero((leads[:-1] >= 0) != (leads[1:] >= 0))
    if not len(turns):
        return None
    before, after = leads[turns], leads[turns + 1]
    places = nodes[turns] + (nodes[1] - nodes[0]) * before / (before - after)
    nearest = int(np.abs(places - score).argmin())
    beyond = int(turns[nearest]) + (after[nearest] < 0)
    others = list(found.rivals)
    return Flip(float(places[nearest]), others[int(differences[beyond, others].argmax())])


def decides(smooth: Floats, response: Floats) -> int | None:
    """The column that a response, [N], hangs on most, of functions [N, J, K]; None where chance explains it."""
    from scipy.special import ndtri

    n, j, k = smooth.shape
    apart = response - response.mean()
    length = float(np.sqrt(apart @ apart))
    if length == 0:
        return None
    told = np.abs(smooth.reshape(n, j * k).T @ apart).reshape(j, k) / length
    sure = told > float(ndtri(1 - CHANCE / told.size / 2))
    parts = np.where(sure, told**2, 0.0).sum(axis=1)
    return int(parts.argmax()) if sure.any() else None


def _differences(found: Regressed, column: int, scores: Floats) -> Floats:
    """[W, P] where one number is known."""
    return found.differences(frozenset([column]), alone(column, scores, found.scores.shape[1]))
