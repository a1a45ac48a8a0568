"""What becomes of requests, and what principals think of it: speed and satisfaction, apart from support.

Axes: Y years, K services, the outcomes in the order of `OUTCOMES`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from redesign.scenario.levers import AUTOMATE
from redesign.scenario.model import Scenario

Floats = NDArray[np.float64]

Outcome = Literal["on_time", "late", "no_but", "refused", "unmet"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests of simulated years, as `YearMeasures` counts them."""

    due: Floats
    """[Y, K]"""
    on_time: Floats
    """[Y, K]"""
    removed: Floats
    """[Y, K]"""
    unmet: Floats
    """[Y, K]"""


def automated(scenario: Scenario, levers: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """[K] whether a plan automates a service."""
    taken = {name for name, on in zip(scenario.all_levers, levers.tolist(), strict=True) if on}
    return np.array([f"{name}.{AUTOMATE}" in taken for name in scenario.services], np.bool_)


def outcomes(scenario: Scenario, levers: NDArray[np.bool_], asked: Asked) -> Floats:
    """[Y, K, 5] requests by what became of them under a plan's levers; those not due within the year are left out.

    What is automated without residual work is answered at once. What nobody answers any more is refused, or gets a
    courteous alternative where the scenario, as it is under the plan, says so.
    """
    at_once = automated(scenario, levers)
    kindly = np.array([service.no_but for service in scenario.service_list], np.bool_)
    gone = np.where(at_once, 0.0, asked.removed)
    of_each: dict[Outcome, Floats] = {
        "on_time": asked.on_time + np.where(at_once, asked.removed, 0.0),
        "late": asked.due - asked.on_time,
        "no_but": np.where(kindly, gone, 0.0),
        "refused": np.where(kindly, 0.0, gone),
        "unmet": asked.unmet,
    }
    return np.stack([of_each[outcome] for outcome in OUTCOMES], axis=2)


def scores(scenario: Scenario) -> Floats:
    """[5] what principals think of each outcome."""
    return np.array([getattr(scenario.satisfaction, f"{outcome}_score") for outcome in OUTCOMES])


def answered_on_time(counts: Floats) -> tuple[Floats, Floats]:
    """[Y] requests answered in time, and those that anybody answers, of all services together."""
    in_time, late = (counts[:, :, OUTCOMES.index(outcome)].sum(axis=1) for outcome in ("on_time", "late"))
    return in_time, in_time + late


def satisfaction(scenario: Scenario, counts: Floats) -> tuple[Floats, Floats]:
    """[Y] sum of the scores of all requests, and their number.

        score = score of the outcome + courtesy of the office + courtesy that changes add to the service,

    the courtesy only where somebody answers or refuses: nobody is courteous to an unmet need.
    """
    courtesy = scenario.satisfaction.courtesy + np.array([service.courtesy for service in scenario.service_list])
    met = counts.sum(axis=2) - counts[:, :, OUTCOMES.index("unmet")]
    total: Floats = counts.sum(axis=1) @ scores(scenario) + met @ courtesy
    return total, counts.sum(axis=(1, 2))
