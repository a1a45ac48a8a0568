"""Smooth functions of a standard normal number, orthonormal: natural cubic splines from the straight line upwards.

Natural splines are straight beyond their outer knots, so that few extreme draws do not bend what is between. Sorted by
roughness (Demmler and Reinsch 1975): the first is the straight line, each further one bends more often.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

KNOTS = (-2.6, -1.6, -1.0, -0.5, 0.0, 0.5, 1.0, 1.6, 2.6)
"""In standard deviations; half a percent lies beyond each end."""
FUNCTIONS = len(KNOTS) - 1
"""K: all natural splines on these knots but the constant."""
NODES = np.linspace(-6.0, 6.0, 601)
"""[G] scores at which expectations are taken."""


def weights() -> Floats:
    """[G] weight of each node under the standard normal distribution; they sum to 1."""
    density = np.exp(-(NODES**2) / 2)
    return np.asarray(density / density.sum(), np.float64)


def functions(scores: Floats) -> Floats:
    """[..., K] every function at some scores, [...]; under the standard normal each has mean 0 and variance 1."""
    values: Floats = _raw(scores) @ _mixed()
    return values


def _raw(scores: Floats, derivative: int = 0) -> Floats:
    """[..., knots] splines that are 1 at one knot and 0 at the others, or a derivative of theirs."""
    from scipy.interpolate import CubicSpline  # late: few commands need it

    spline = CubicSpline(KNOTS, np.eye(len(KNOTS)), bc_type="natural")
    inside = np.clip(scores, KNOTS[0], KNOTS[-1])
    if derivative:
        beyond = (inside != scores)[..., None]
        return np.where(beyond, 0.0, spline(inside, derivative))
    return np.asarray(spline(inside) + (scores - inside)[..., None] * spline(inside, 1), np.float64)


@cache
def _mixed() -> Floats:
    """[knots, K] how the functions are mixed of the raw splines."""
    from scipy.linalg import eigh

    weight = weights()[:, None]
    raw, bent = _raw(NODES), _raw(NODES, 2)
    inner, rough = raw.T @ (weight * raw), bent.T @ (weight * bent)
    _, mixed = eigh(rough, inner)  # the two of no roughness, constant and line, come first, in any mixture
    line = np.array(KNOTS) / np.sqrt(np.array(KNOTS) @ inner @ np.array(KNOTS))
    return np.column_stack([line, mixed[:, 2:]])
