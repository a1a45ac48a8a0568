"""Choices that are safe under nearly all truths, and those that hang on a guess."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.betting import best_shares
from redesign.analysis.sensitivity import decides
from redesign.analysis.smooth import functions
from redesign.study.ask.sampled import Sampled
from redesign.study.ask.sure_result import SafeChoice

Floats = NDArray[np.float64]
SAFE, RARE = 0.90, 0.10
"""Shares of samples whose best plan has a choice."""


def safe_choices(sampled: Sampled) -> tuple[SafeChoice, ...]:
    """Those in 90% of the plans that are best in some sample, each counted by its samples; the surest first."""
    shares = _shares(sampled).mean(axis=1).tolist()
    found = [SafeChoice(what, one, None) for what, one in zip(sampled.choices, shares, strict=True) if one >= SAFE]
    return tuple(sorted(found, key=lambda each: -each.share))


def hanging_choices(sampled: Sampled) -> tuple[SafeChoice, ...]:
    """Those that some truths ask for and others do not, and those of the recommended plan that few ask for."""
    taken = sampled.has[:, [plan.name for plan in sampled.plans].index(sampled.recommended)].tolist()
    shares, smooth, found = _shares(sampled), functions(sampled.scores), list[SafeChoice]()
    for what, own, here in zip(sampled.choices, shares, taken, strict=True):
        share = float(own.mean())
        if share < SAFE and (share > RARE or here):
            number = decides(smooth, own)
            found.append(SafeChoice(what, share, None if number is None else sampled.sources[number].path))
    return tuple(sorted(found, key=lambda each: -each.share))


def _shares(sampled: Sampled) -> Floats:
    """[C, N] of each sample the share of its best plans that has each choice."""
    shares: Floats = sampled.has.astype(np.float64) @ best_shares(sampled.support).T
    return shares
