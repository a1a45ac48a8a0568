"""Speed, satisfaction and needs that are not met: what becomes of requests, apart from support."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import (
    Interval,
    difference_verdict,
    mean_interval,
    ratio_interval,
    share_difference,
    share_interval,
)
from redesign.analysis.outcomes import OUTCOMES, Asked, answered_on_time, outcomes, satisfaction, scores
from redesign.study.details_result import Compared, RequestOutcome, Unanswered
from redesign.study.simulated import Simulated

Floats = NDArray[np.float64]


def speed_of(simulated: Simulated, today: Simulated) -> Compared:
    """Share of the requests that anybody answers which are answered in time."""
    own, base = (answered_on_time(_counts(each)) for each in (simulated, today))
    return _compared(share_interval(*own), _others(simulated, today), own, base)


def satisfaction_of(simulated: Simulated, today: Simulated) -> Compared:
    """Mean score of requests."""
    own, base = (satisfaction(each.scenario, _counts(each)) for each in (simulated, today))
    return _compared(ratio_interval(*own), _others(simulated, today), own, base)


def outcomes_of(simulated: Simulated) -> tuple[RequestOutcome, ...]:
    """In the order of `OUTCOMES`."""
    of_each = _counts(simulated).sum(axis=1).mean(axis=0)
    score = scores(simulated.scenario)
    return tuple(RequestOutcome(*row) for row in zip(OUTCOMES, score.tolist(), of_each.tolist(), strict=True))


def unanswered_of(simulated: Simulated) -> tuple[Unanswered, ...]:
    """Service by service."""
    return tuple(_unanswered(simulated))


def _unanswered(simulated: Simulated) -> Iterator[Unanswered]:
    counts = _counts(simulated)
    for k, (name, service) in enumerate(simulated.scenario.services.items()):
        for outcome in ("no_but", "refused", "unmet"):
            asked = counts[:, k, OUTCOMES.index(outcome)]
            if asked.any():
                yield Unanswered(name, service.label, outcome, mean_interval(asked))


def _counts(simulated: Simulated) -> Floats:
    """[Y, K, 5]"""
    asked = Asked(*(simulated.series(name) for name in ("due", "on_time", "removed", "unmet")))
    return outcomes(simulated.scenario, simulated.plan.levers, asked)


def _others(simulated: Simulated, today: Simulated) -> int:
    """How many strategies are compared with the reference; 0 for that one itself."""
    return 0 if simulated.strategy == today.strategy else len(simulated.years[0]) - 1


def _compared(
    value: Interval | None, compared: int, own: tuple[Floats, Floats], base: tuple[Floats, Floats]
) -> Compared:
    found = share_difference(*own, *base, compared) if compared else None
    return Compared(value, found, difference_verdict(found) if found else None)
