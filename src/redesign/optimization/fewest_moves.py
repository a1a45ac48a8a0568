"""Of all ways to staff the chosen packages and levers, the one that moves the fewest people.

    minimize  posts retrained, hired and released, then, with no more of these, one-time dollars

The optimizer is indifferent between plans of equal support: it may give up a post that nobody needs to give up.
"""

from __future__ import annotations

from dataclasses import replace

from redesign.demand.plan import Plan
from redesign.optimization.linear import Terms, expression, ones, scaled
from redesign.optimization.money import one_time_terms
from redesign.optimization.problem import Problem
from redesign.optimization.readback import read_plan
from redesign.optimization.resources import resources_of
from redesign.optimization.solver import SolveOutcome, solve_model
from redesign.optimization.staffing import add_staffing
from redesign.optimization.states import chosen_states
from redesign.optimization.variables import Office, new_office

GAP = 1e-6
"""Less than one move where fewer than a million posts move, and a dollar of a million."""
SECONDS = 10.0


def with_fewest_moves(problem: Problem, plan: Plan) -> Plan:
    """The same packages and levers with the fewest moves; the plan itself where none better is found in time."""
    office = _staffed_for(problem, plan)
    moves = ones([*office.hired, *office.released, *office.retrained.values()])
    outcome = _least(office, moves)
    if outcome is None:
        return plan
    office.add("always", "moves", moves, "<=", round(sum(outcome.value(variable) for variable, _ in moves)))
    outcome = _least(office, one_time_terms(office)) or outcome
    return replace(read_plan(office, outcome, plan.packages), levers=plan.levers)


def _staffed_for(problem: Problem, plan: Plan) -> Office:
    """A model in which only posts and moves are open."""
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
    return office


def _least(office: Office, terms: Terms) -> SolveOutcome | None:
    """Solve for the least of these; None where that is not found in time."""
    office.lp.setObjective(expression(scaled(terms, -1.0)))
    outcome = solve_model(office.lp, GAP, SECONDS)
    return outcome if outcome.state in ("optimal", "proved_gap") else None
