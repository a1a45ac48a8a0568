"""From the values of a solved model to a plan."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan
from redesign.optimization.formulation import Formulation
from redesign.optimization.solver import SolveOutcome
from redesign.optimization.variables import Office

Ints = NDArray[np.int64]


def chosen_packages(model: Formulation, outcome: SolveOutcome) -> Ints:
    """[A, S] index of the package that each school gets."""
    chosen = np.zeros(model.problem.expectation.allowed.shape[:2], np.int64)
    for (a, s, p), y in model.package.items():
        if outcome.count(y):
            chosen[a, s] = model.problem.variants.package[p]
    return chosen


def read_plan(office: Office, outcome: SolveOutcome, packages: Ints) -> Plan:
    """Put a plan together from a solved model's posts and levers and from packages [A, S]."""
    teams = len(office.kept)
    retrained = np.zeros((teams, teams), np.int64)
    for pair, posts in office.retrained.items():
        retrained[pair] = outcome.count(posts)
    levers = np.zeros(len(office.problem.scenario.all_levers), np.bool_)
    for (k, o), q in office.state.items():
        if outcome.count(q):
            levers[list(office.problem.states[k].levers[o])] = True
    for e, x in office.alone.items():
        levers[e] = bool(outcome.count(x))
    kept, hired, released = (
        np.array([outcome.count(v) for v in posts], np.int64) for posts in (office.kept, office.hired, office.released)
    )
    return Plan(kept, retrained, hired, released, packages, levers)
