"""Other truths: sets of values of a scenario's uncertain numbers, and the scenario under each of them.

The one place where such values are drawn. Sets come in Latin hypercubes of `CUBE` (McKay, Beckman, Conover 1979), one
after the other, so that asking for more of them leaves the first ones as they were; each factor has streams of its
own, so that adding a number leaves the draws of the others as they were.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.demand.streams import stream
from redesign.scenario.blocks import Block
from redesign.scenario.model import Scenario
from redesign.scenario.team import station_of
from redesign.scenario.uncertain import UncertainNumber

Floats = NDArray[np.float64]
CUBE = 100
"""Sets in one hypercube: each factor falls once into each hundredth of its range."""
POINT_95 = 1.6448536269514722
"""Of the standard normal distribution."""
MOST_CERTAIN = 1e6
"""Observations that a beta distribution counts as, at most."""


def factors_of(numbers: Sequence[UncertainNumber]) -> tuple[str, ...]:
    """What is drawn: each factor once, in the order of the numbers that it moves."""
    return tuple(dict.fromkeys(number.factor for number in numbers))


def draws(seed: int, factors: Sequence[str], samples: int) -> Floats:
    """[samples, F] where in its range each factor lies, uniform in (0, 1)."""
    cubes = -(-samples // CUBE)
    columns = [np.concatenate([_stratified(seed, cube, factor) for cube in range(cubes)]) for factor in factors]
    return np.array(columns).reshape(len(factors), cubes * CUBE).T[:samples]


def _stratified(seed: int, cube: int, factor: str) -> Floats:
    own = stream(seed, cube, "truth", factor)
    return (own.permutation(CUBE) + own.random(CUBE)) / CUBE


def scores_of(drawn: Floats) -> Floats:
    """Standard normal numbers that lie where the draws do in their range."""
    from scipy import special  # late: a third of a second that few processes need

    scores: Floats = special.ndtri(np.clip(drawn, 1e-9, 1 - 1e-9))
    return scores


def truths(numbers: Sequence[UncertainNumber], drawn: Floats) -> Floats:
    """[samples, N] value of each number where its factor lies at `drawn` [samples, F] of its range."""
    place = {factor: i for i, factor in enumerate(factors_of(numbers))}
    columns = [quantiles(number, drawn[:, place[number.factor]]) for number in numbers]
    return np.array(columns).reshape(len(numbers), len(drawn)).T


def quantiles(number: UncertainNumber, at: Floats) -> Floats:
    """The values that the truth lies below with these chances."""
    harm, none = number.chance_harmful, number.chance_none
    if number.distribution == "beta":
        found = _beta(number, at)
    elif harm + none:
        helps = _two_halves(number, np.clip((at - harm - none) / (1 - harm - none), 1e-9, 1))
        harms = -_two_halves(number, np.clip(1 - at / max(harm, 1e-9), 1e-9, 1))
        found = np.where(at < harm, harms, np.where(at < harm + none, 0.0, helps))
    else:
        found = _two_halves(number, at)
    found = np.clip(found, number.least, number.most)
    return np.round(found) if number.whole else found


def _two_halves(number: UncertainNumber, at: Floats) -> Floats:
    """Half a normal distribution below the value and half of one above, or lognormal ones: `value` is the median,
    `low` the 5% point, `high` the 95% point, whether or not the value is in their middle.
    """
    z = scores_of(at) / POINT_95
    value, low, high = number.value, number.low, number.high
    if number.distribution == "lognormal":
        value, low, high = (float(np.log(each)) for each in (value, low, high))
        return np.exp(value + z * np.where(z < 0, value - low, high - value))
    halves: Floats = value + z * np.where(z < 0, value - low, high - value)
    return halves


def _beta(number: UncertainNumber, at: Floats) -> Floats:
    """The beta distribution with these 5% and 95% points."""
    from scipy import special

    a, b = beta_parameters(number.low, number.high)
    found: Floats = special.betaincinv(a, b, at)
    return found


def beta_parameters(low: float, high: float) -> tuple[float, float]:
    """Parameters a and b of the beta distribution with these 5% and 95% points, by bisection: both are monotone."""
    from scipy import special

    def mean_for(count: float) -> float:
        """The mean with which, among `count` observations, the 5% point is `low`."""
        least, most = 0.0, 1.0
        for _ in range(60):
            mean = (least + most) / 2
            if special.betainc(mean * count, (1 - mean) * count, low) > 0.05:
                least = mean
            else:
                most = mean
        return (least + most) / 2

    few, many = np.log(1e-2), np.log(MOST_CERTAIN)
    for _ in range(60):
        count = float(np.exp((few + many) / 2))
        mean = mean_for(count)
        if special.betaincinv(mean * count, (1 - mean) * count, 0.95) > high:
            few = np.log(count)
        else:
            many = np.log(count)
    return mean * count, (1 - mean) * count


def under_truth(scenario: Scenario, numbers: Sequence[UncertainNumber], values: Sequence[float]) -> Scenario:
    """The scenario with these values [N] in place of its own. Unchecked: ranges lie within what the keys allow.

    A salary keeps its share of what a post costs, and what a change leaves of a rule across keys is not asked.
    """
    tree: dict[str, Any] = {}
    for number, value in zip(numbers, values, strict=True):
        *around, key = number.path.split(".")
        below = tree
        for part in around:
            below = below.setdefault(part, {})
        below[key] = int(value) if number.whole else float(value)
    made: Scenario = _replaced(scenario, tree)
    if "providers" in tree:
        stations = {name: station_of(each) for name, each in made.providers.items()}
        made = made.model_copy(update={"teams": made.teams | stations})
    return made


def _replaced(value: Any, tree: Mapping[str, Any]) -> Any:
    """A block, names to blocks, or a list of them, with other values somewhere below."""
    if isinstance(value, Block):
        update = {key: _below(getattr(value, key), each) for key, each in tree.items()}
        salary = getattr(value, "salary_usd", None)
        if salary is not None and "loaded_cost_usd" in update:
            update["salary_usd"] = salary * update["loaded_cost_usd"] / value.loaded_cost_usd  # type: ignore[attr-defined]
        return value.model_copy(update=update)
    if isinstance(value, dict):
        return value | {key: _below(value[key], each) for key, each in tree.items()}
    return tuple(_below(each, tree[str(i)]) if str(i) in tree else each for i, each in enumerate(value))


def _below(value: Any, tree: Any) -> Any:
    return _replaced(value, tree) if isinstance(tree, dict) else tree
