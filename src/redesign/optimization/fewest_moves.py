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


def with_fewest_moves(problem: Problem, plan: Plan) -> tuple[Plan, bool]:
    """The same packages and levers with the fewest moves, and whether there was time for that; the plan itself where
    none better is found.
    """
    office = _staffed_for(problem, plan)
    moves = ones([*office.hired, *office.released, *office.retrained.values()])
    outcome = _least(office, moves)
    if not _decided(outcome):
        return plan, not outcome.limited
    office.add("always", "moves", moves, "<=", round(sum(outcome.value(variable) for variable, _ in moves)))
    cheapest = _least(office, one_time_terms(office))
    best = read_plan(office, cheapest if _decided(cheapest) else outcome, plan.packages)
    return replace(best, levers=plan.levers), not cheapest.limited


def _staffed_for(problem: Problem, plan: Plan) -> Office:
    """A model in which only posts and moves are open."""
    office = new_office(problem, "moves")
    for resource in resources_of(problem):
        used = float(resource.used_by(problem.chosen(plan)).sum())
        office.asked[resource.name] = [(office.lp.add_variable(resource.name, used, used), 1.0)]
    chosen = chosen_states(problem.states, plan.levers)
    for (k, o), state in office.state.items():
        state.bounds(float(chosen[k] == o), float(chosen[k] == o))
    for e, lever in office.alone.items():
        lever.bounds(float(plan.levers[e]), float(plan.levers[e]))
    add_staffing(office)
    return office


def _least(office: Office, terms: Terms) -> SolveOutcome:
    """Solve for the least of these."""
    office.lp.setObjective(expression(scaled(terms, -1.0)))
    return solve_model(office.lp, GAP, SECONDS)


def _decided(outcome: SolveOutcome) -> bool:
    return outcome.state in ("optimal", "proved_gap")
