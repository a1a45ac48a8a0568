"""From the values of a solved model to a plan, and from a plan back to numbers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.optimization.formulation import Formulation
from redesign.optimization.office import Office
from redesign.optimization.solver import SolveOutcome
from redesign.scenario.model import NONE, Scenario
from redesign.scenario.plan import LeverChoice, Plan, TeamChange

Ints = NDArray[np.int64]
CHOICES: tuple[LeverChoice, ...] = ("as_is", "automate", "eliminate")


def chosen_packages(model: Formulation, outcome: SolveOutcome) -> Ints:
    """[A, S] index of the package that each school gets."""
    chosen = np.zeros(model.problem.expectation.allowed.shape[:2], np.int64)
    for (a, s, p), y in model.package.items():
        if outcome.count(y):
            chosen[a, s] = p
    return chosen


def read_plan(office: Office, outcome: SolveOutcome, packages: Ints) -> Plan:
    """Put a plan together from a solved model's posts and levers and from packages [A, S]."""
    scenario = office.problem.scenario
    posts = {name: _change(office, outcome, t) for t, name in enumerate(scenario.team_ids)}
    names = list(scenario.services)
    levers: dict[str, LeverChoice] = {names[k]: CHOICES[o] for (k, o), q in office.option.items() if outcome.count(q)}
    removable = bool(office.problem.expectation.removable_hours.any())
    return Plan(posts, named_packages(scenario, packages), levers, removable and office.problem.freedoms.levers)


def named_packages(scenario: Scenario, packages: Ints) -> dict[str, dict[str, str]]:
    """Area -> school id -> package name, for schools of the area's levels."""
    named = {}
    for a, (name, area) in enumerate(scenario.areas.items()):
        words = (NONE, *area.packages)
        named[name] = {s.id: words[packages[a, i]] for i, s in enumerate(scenario.schools) if s.level in area.levels}
    return named


def _change(office: Office, outcome: SolveOutcome, t: int) -> TeamChange:
    names = office.problem.scenario.team_ids
    coming = {names[i]: outcome.count(v) for (i, to), v in office.retrained.items() if to == t}
    return TeamChange(
        kept=outcome.count(office.kept[t]),
        retrained_in={name: n for name, n in coming.items() if n},
        hired=outcome.count(office.hired[t]),
        released=outcome.count(office.released[t]),
    )
