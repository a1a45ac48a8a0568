"""The definition: posts, levers and one package per area and school, school by school, for most modeled support.

    maximize  sum_asp support[a,s,p] y[a,s,p]

Every other way to solve is measured against this model. One constraint, one function, its
equation in the docstring. y[a,s,p] is 1 if school s gets package p >= 1 of area a; a school
with none of them has no package, where it may have none.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pulp

from redesign.optimization.linear import Terms, expression, ones
from redesign.optimization.problem import Problem, floor_hours, visit_limit
from redesign.optimization.resources import Resource, resources_of
from redesign.optimization.staffing import add_staffing
from redesign.optimization.variables import Office, Variable, new_office


@dataclass(slots=True)
class Formulation:
    """The school-by-school model with the variables that a plan is read from."""

    office: Office
    package: dict[tuple[int, int, int], Variable] = field(default_factory=dict)
    """{(a, s, p): y} for allowed packages, p >= 1."""

    @property
    def lp(self) -> pulp.LpProblem:
        """The PuLP model."""
        return self.office.lp

    @property
    def problem(self) -> Problem:
        """What is to be decided."""
        return self.office.problem

    def used(self, resource: Resource) -> Terms:
        """Use of a resource by the packages."""
        coefficient = np.zeros(self.problem.expectation.allowed.shape)
        coefficient[resource.areas] = resource.use
        return self.terms(coefficient)

    def terms(self, coefficient: np.ndarray, keys: list[tuple[int, int, int]] | None = None) -> Terms:
        """Sum of coefficient[a,s,p] y[a,s,p] over `keys`, or over all."""
        values = coefficient.tolist()
        chosen = self.package if keys is None else keys
        return [(self.package[a, s, p], values[a][s][p]) for a, s, p in chosen if values[a][s][p]]


def formulate(problem: Problem, whole: bool = True, dropped: frozenset[str] = frozenset()) -> Formulation:
    """Build the model; `whole=False` lets packages be shared out in parts (a relaxation)."""
    model = Formulation(new_office(problem, "office", dropped))
    package_variables(model, whole)
    package_constraints(model)
    add_staffing(model.office)
    model.lp.setObjective(expression(model.terms(problem.expectation.support)))
    return model


def package_constraints(model: Formulation) -> None:
    """Add every constraint on the packages of a school."""
    for constraint in (one_package, absorptive_capacity, floor):
        constraint(model)


def one_package(model: Formulation) -> None:
    """For every area a and school s: sum_p>=1 y[a,s,p] <= 1, or = 1 where the school must keep a package."""
    by_school: dict[tuple[int, int], list[Variable]] = {}
    for (a, s, _), y in model.package.items():
        by_school.setdefault((a, s), []).append(y)
    may_have_none = model.problem.allowed_packages[:, :, 0]
    for (a, s), variables in by_school.items():
        model.office.add("always", f"package{a}_{s}", ones(variables), "<=" if may_have_none[a, s] else "==", 1)


def absorptive_capacity(model: Formulation) -> None:
    """For every school s: sum_ap visits[a,s,p] y[a,s,p] <= visits per school + visits per teacher x teachers[s]."""
    limit, visits = visit_limit(model.problem), model.problem.expectation.visits
    most = np.where(model.problem.allowed_packages, visits, 0).max(axis=2).sum(axis=0)
    for s, keys in enumerate(_keys_by_school(model)):
        if most[s] > limit[s]:
            model.office.add("absorptive", f"absorb{s}", model.terms(visits, keys), "<=", float(limit[s]))


def floor(model: Formulation) -> None:
    """For every school s: sum_ap effective hours[a,s,p] y[a,s,p] >= floor[s]."""
    needed = floor_hours(model.problem)
    for s, keys in enumerate(_keys_by_school(model)):
        if needed[s] > 0:
            hours = model.terms(model.problem.expectation.effective_hours, keys)
            model.office.add("floors", f"floor{s}", hours, ">=", float(needed[s]))


def package_variables(model: Formulation, whole: bool) -> None:
    """Add y for every allowed package, and leave in the office what packages use up."""
    office = model.office
    for a, s, p in np.argwhere(model.problem.allowed_packages).tolist():
        if p:
            name = f"y{a}_{s}_{p}"
            model.package[a, s, p] = office.binary(name) if whole else office.amount(name, 1)
    for resource in resources_of(model.problem):
        office.asked[resource.name] = model.used(resource)


def _keys_by_school(model: Formulation) -> list[list[tuple[int, int, int]]]:
    keys: list[list[tuple[int, int, int]]] = [[] for _ in model.problem.scenario.schools]
    for key in model.package:
        keys[key[1]].append(key)
    return keys
