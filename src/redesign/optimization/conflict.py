"""Why no plan exists: the smallest set of targets, rules and budgets that cannot hold together."""

from __future__ import annotations

from redesign.optimization.formulation import formulate
from redesign.optimization.problem import Problem
from redesign.optimization.solver import solve_model

GAP = 1.0
"""Any plan will do: the question is whether there is one."""


def conflict(problem: Problem) -> tuple[str, ...]:
    """Sentences for a minimal conflict, by deletion: a group without which there is no plan either is not needed."""
    needed = groups(problem)
    for group in list(needed):
        rest = [g for g in needed if g != group]
        if not _possible(problem, rest):
            needed = rest
    return tuple(sentence(problem, group) for group in needed)


def groups(problem: Problem) -> list[str]:
    """Names of the groups of constraints that a planner can change."""
    rules = [f"rule:{name}" for name in problem.rules]
    return ["one_time_budget", *rules, "absorptive", "span", "floors", "yearly_budget", "promises"]


def sentence(problem: Problem, group: str) -> str:
    """A group in a planner's words."""
    limits = problem.scenario.limits
    if group.startswith("rule:"):
        name = group.removeprefix("rule:")
        return f"the rule {name}: {problem.rules[name].label}"
    return {
        "one_time_budget": f"the one-time budget of ${problem.one_time_usd:,.0f}",
        "yearly_budget": f"the yearly budget of ${problem.yearly_usd:,.0f}",
        "absorptive": "what a school can take in (limits: absorptive_visits_per_school and _per_teacher)",
        "span": "the most schools that one post may partner with (span_schools_per_post)",
        "floors": f"the floor of every school, {limits.school_floor_hours_per_teacher:g} effective hours per teacher",
        "promises": "the promises of services and visits, with the posts that keeping them takes",
    }[group]


def _possible(problem: Problem, kept: list[str]) -> bool:
    dropped = frozenset(groups(problem)) - frozenset(kept)
    outcome = solve_model(formulate(problem, dropped=dropped).lp, GAP, problem.scenario.run.solver_seconds)
    return outcome.state != "infeasible"
