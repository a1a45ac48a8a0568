"""Of all ways to staff the chosen packages and levers, the one that moves the fewest people.

    minimize  posts retrained, hired and released, then one-time dollars

The optimizer is indifferent between plans of equal support: it may give up a post that nobody needs to give up.
"""

from __future__ import annotations

from dataclasses import replace

from redesign.demand.plan import Plan
from redesign.optimization.linear import expression, ones, scaled
from redesign.optimization.money import one_time_terms
from redesign.optimization.problem import Problem
from redesign.optimization.readback import read_plan
from redesign.optimization.resources import resources_of
from redesign.optimization.solver import solve_model
from redesign.optimization.staffing import add_staffing
from redesign.optimization.states import chosen_states
from redesign.optimization.variables import new_office

GAP = 1e-4
"""Less than one move where fewer than 10,000 posts move."""
SECONDS = 10.0
MONEY_WEIGHT = 1e-6
"""A million dollars weigh as much as a thousandth of a move: money decides among equal moves only."""


def with_fewest_moves(problem: Problem, plan: Plan) -> Plan:
    """The same packages and levers with the fewest moves; the plan itself where none better is found in time."""
    office = new_office(problem, "moves")
    for resource in resources_of(problem):
        used = float(resource.used_by(plan.packages).sum())
        office.asked[resource.name] = [(office.lp.add_variable(resource.name, used, used), 1.0)]
    chosen = chosen_states(problem.states, plan.levers)
    for (k, o), state in office.state.items():
        state.bounds(float(chosen[k] == o), float(chosen[k] == o))
    for e, lever in office.alone.items():
        lever.bounds(float(plan.levers[e]), float(plan.levers[e]))
    add_staffing(office)
    moves = ones([*office.hired, *office.released, *office.retrained.values()], -1.0)
    weights = dict(moves)
    for variable, usd in scaled(one_time_terms(office), -MONEY_WEIGHT):
        weights[variable] = weights.get(variable, 0.0) + usd
    office.lp.setObjective(expression(weights.items()))
    outcome = solve_model(office.lp, GAP, SECONDS)
    if outcome.state not in ("optimal", "proved_gap"):
        return plan
    found = read_plan(office, outcome, plan.packages)
    return replace(found, levers=plan.levers)
