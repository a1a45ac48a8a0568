"""Of all ways to staff the chosen packages and levers, the one that moves the fewest people.

    minimize  posts retrained, hired and released, then one-time dollars

The optimizer is indifferent between plans of equal support: it may give up a post that nobody needs to give up.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from redesign.optimization.linear import expression, ones, scaled
from redesign.optimization.money import THOUSAND, one_time_terms
from redesign.optimization.office import Office, new_office
from redesign.optimization.problem import Problem, at_packages, option_indices, package_indices
from redesign.optimization.readback import read_plan
from redesign.optimization.solver import solve_model
from redesign.optimization.staffing import add_staffing
from redesign.scenario.plan import Plan

GAP = 1e-4
"""Less than one move where fewer than 10,000 posts move."""
SECONDS = 10.0
MONEY_WEIGHT = 1e-6
"""A million dollars weigh as much as a thousandth of a move: money decides among equal moves only."""


def settle(problem: Problem, plan: Plan) -> Plan:
    """The same packages and levers with the fewest moves; the plan itself where none better is found in time."""
    office = new_office(problem, "moves")
    _fix_packages(office, plan)
    chosen = option_indices(problem.scenario, plan)
    for (k, o), option in office.option.items():
        option.bounds(float(chosen[k] == o), float(chosen[k] == o))
    add_staffing(office)
    moves = ones([*office.hired, *office.released, *office.retrained.values()], -1.0)
    weights = dict(moves)
    for variable, usd in scaled(one_time_terms(office), -MONEY_WEIGHT):
        weights[variable] = weights.get(variable, 0.0) + usd
    office.lp.setObjective(expression(weights.items()))
    outcome = solve_model(office.lp, GAP, SECONDS)
    if outcome.state not in ("optimal", "proved_gap"):
        return plan
    settled = read_plan(office, outcome, package_indices(problem.scenario, plan))
    return replace(plan, posts=settled.posts)


def _fix_packages(office: Office, plan: Plan) -> None:
    """Leave in the office what the plan's packages ask of teams and money, as constants."""
    expectation, chosen = office.problem.expectation, package_indices(office.problem.scenario, plan)
    hours = at_packages(expectation.visit_hours, chosen).sum(axis=1)
    usd = at_packages(expectation.materials_usd, chosen).sum(axis=1)
    for t in set(expectation.area_team.tolist()):
        own = expectation.area_team == t
        for name, terms, value in (
            ("hours", office.visit_terms, float(hours[own].sum())),
            ("materials", office.materials_terms, float(usd[own].sum()) * THOUSAND),
        ):
            terms[t] = [(office.lp.add_variable(f"{name}{t}", value, value), 1.0)]
    for a, area in enumerate(office.problem.scenario.areas.values()):
        if area.span_schools_per_post is not None:
            schools = float(np.count_nonzero(chosen[a]))
            office.span_terms[a] = [(office.lp.add_variable(f"schools{a}", schools, schools), 1.0)]
