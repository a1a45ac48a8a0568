"""What each number, factor and class of numbers does to the answer."""

from __future__ import annotations

import numpy as np

from redesign.analysis.information import nearly_nothing, of_group, of_number, worth
from redesign.analysis.intervals import Interval
from redesign.analysis.regressed import Regressed
from redesign.analysis.sensitivity import explained, flip, lead_at_ends, lead_of_group
from redesign.study.ask.sampled import Sampled
from redesign.study.ask.sure_result import Moves


def numbers_of(sampled: Sampled, found: Regressed, most: float) -> list[Moves]:
    """Every number that is drawn alone, in the order of the file; none is worth more than knowing all, `most`."""
    return [_single(sampled, found, j, most) for j, one in enumerate(sampled.sources) if one.kind == "number"]


def groups_of(sampled: Sampled, found: Regressed, most: float) -> list[Moves]:
    """Every factor, and every class of two or more."""
    factors = [_single(sampled, found, j, most) for j, one in enumerate(sampled.sources) if one.kind == "factor"]
    classes: dict[str, list[int]] = {}
    for j, one in enumerate(sampled.sources):
        classes.setdefault(one.of_class, []).append(j)
    return factors + [_class(sampled, found, name, most) for name, columns in classes.items() if len(columns) > 1]


def _single(sampled: Sampled, found: Regressed, j: int, most: float) -> Moves:
    one, column = sampled.sources[j], frozenset([j])
    first, total = explained(found, column)
    low, high = lead_at_ends(found, j)
    known = bool(found.expansion.of(column))
    turns = flip(found, j, _score_of(sampled, j))
    return Moves(
        path=one.path,
        label=one.label,
        kind=one.kind,
        value=one.value,
        low=one.low,
        high=one.high,
        assumed=one.assumed,
        source=one.source,
        first_order=first,
        total=total,
        lead_at_low=low,
        lead_at_high=high,
        worth=_at_most(most, worth(found, of_number(found, j)) if known else nearly_nothing(found, j)),
        flips_at=None if turns is None else _value_at(sampled, j, turns.score),
        flips_to=None if turns is None else sampled.plans[turns.plan].name,
    )


def _class(sampled: Sampled, found: Regressed, name: str, most: float) -> Moves:
    columns = frozenset(j for j, one in enumerate(sampled.sources) if one.of_class == name)
    known = of_group(found, columns)
    first, total = explained(found, columns)
    low, high = lead_of_group(found, known)
    return Moves(
        path=name,
        label=name,
        kind="class",
        value=None,
        low=None,
        high=None,
        assumed=all(sampled.sources[j].assumed for j in columns),
        source=f"{len(columns)} of the numbers and factors drawn",
        first_order=first,
        total=total,
        lead_at_low=low,
        lead_at_high=high,
        worth=_at_most(most, worth(found, known)),
        flips_at=None,
        flips_to=None,
    )


def _at_most(most: float, found: Interval) -> Interval:
    """Nothing is worth more than knowing all; the interval says how much more it might be by error alone."""
    mean = min(found.mean, most)
    return Interval(mean, min(found.low, mean), found.high)


def _score_of(sampled: Sampled, j: int) -> float:
    """Normal score of where a number stands in the file; the middle where the file says nothing of it."""
    value = sampled.sources[j].value
    if value is None:
        return 0.0
    order = np.argsort(sampled.scores[:, j])
    return float(np.interp(value, sampled.values[order, j], sampled.scores[order, j]))


def _value_at(sampled: Sampled, j: int, score: float) -> float:
    order = np.argsort(sampled.scores[:, j])
    return float(np.interp(score, sampled.scores[order, j], sampled.values[order, j]))
