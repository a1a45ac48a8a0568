"""Why no plan exists: a smallest set of promises, caps, targets, rules and budgets that cannot hold together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

import numpy as np

from redesign.analysis.team_table import TeamTable
from redesign.optimization.formulation import formulate
from redesign.optimization.pins import groups_of_pins, without_package_pins
from redesign.optimization.problem import Problem, choices
from redesign.optimization.solver import solve_model
from redesign.optimization.tuning import FEW_WHOLE
from redesign.scenario.in_force import rule_hours, rules_with_work

GAP = 1.0
"""Any plan will do: the question is whether there is one."""
CAP, PROMISES, RULE, SUPPLY = "cap:", "promises:", "rule:", "supply:"
MANY_TIMES = 10
"""Without a cap a team may have so many times the posts, or today's."""


def smallest_conflict(problem: Problem) -> list[str]:
    """Groups that cannot hold together, and can if any of them is left out: QuickXplain (Junker 2004).

    Those are blamed first that `groups` has first.
    """
    asked = groups(problem)
    # where not even packages in parts are possible, whole ones need not be tried
    whole = choices(problem) <= FEW_WHOLE or is_possible(problem, asked, whole=False)
    return _smallest([], asked, lambda kept: is_possible(problem, kept, whole), added=False)


def _smallest(kept: list[str], asked: list[str], possible: Callable[[list[str]], bool], added: bool) -> list[str]:
    if added and not possible(kept):
        return []
    if len(asked) <= 1:
        return asked
    first, second = asked[: len(asked) // 2], asked[len(asked) // 2 :]
    of_second = _smallest(kept + first, second, possible, added=True)
    return _smallest(kept + of_second, first, possible, added=bool(of_second)) + of_second


def groups(problem: Problem) -> list[str]:
    """Names of the groups of constraints that a planner can change."""
    promises = dict.fromkeys([*problem.promises, *(fact.group for fact in problem.facts)])
    teams = problem.scenario.team_list
    caps = [f"{SUPPLY if team.outside else CAP}{t}" for t, team in enumerate(teams)]
    rules = [f"{RULE}{name}" for name in problem.rules]
    rest = [*groups_of_pins(problem), *reversed(rules), "one_time_budget"]
    return [*promises, "yearly_budget", "floors", *caps, "span", "absorptive", *rest]


def is_possible(problem: Problem, kept: Iterable[str], whole: bool = True) -> bool:
    """Whether a plan exists with these groups only; `whole=False`: with packages in parts."""
    dropped = frozenset(groups(problem)) - frozenset(kept)
    lifted = without_caps(problem, {number_of(group): None for group in dropped if group.startswith(CAP)})
    lifted = without_work_of(lifted, [group.removeprefix(RULE) for group in dropped if group.startswith(RULE)])
    model = formulate(without_package_pins(lifted, dropped), whole, dropped)
    return solve_model(model.lp, GAP, problem.scenario.run.solver_seconds).state != "infeasible"


def without_caps(problem: Problem, most: Mapping[int, int | None]) -> Problem:
    """The problem where some teams may have other numbers of posts {t: most}; None: so many that it does not matter.

    Their tables go on as they begin. What was found too little with all the posts that they might have is forgotten.
    """
    tables = list(problem.tables)
    for t, posts in most.items():
        table = tables[t]
        each = float(table.hours[-1]) / table.most_posts if table.most_posts else 0.0
        each = each or float(problem.expectation.post_hours[t])
        many = MANY_TIMES * max(table.most_posts + 1, problem.scenario.team_list[t].posts_today)
        more = (many if posts is None else posts) - table.most_posts
        hours = np.concatenate([table.hours, table.hours[-1] + each * np.arange(1, more + 1)])
        tables[t] = TeamTable(hours, table.lost, table.pieces)
    facts = tuple(fact for fact in problem.facts if fact.posts or not set(fact.teams) & most.keys())
    return replace(problem, tables=tuple(tables), facts=facts)


def without_work_of(problem: Problem, rules: Iterable[str]) -> Problem:
    """The problem in which teams need not do what these rules ask of them; what simulation found with it stays."""
    scenario, lifted = problem.scenario, rules_with_work(problem.scenario).keys() & set(rules)
    if not lifted:
        return problem
    left = {name: rule for name, rule in scenario.rules.items() if name not in lifted}
    made = scenario.model_copy(update={"rules": left})
    less = np.array([rule_hours(scenario, name) - rule_hours(made, name) for name in scenario.teams])
    expectation = replace(problem.expectation, other_hours=problem.expectation.other_hours - less)
    return replace(problem, scenario=made, expectation=expectation)


def number_of(group: str) -> int:
    """The team that a group is about."""
    return int(group.rpartition(":")[2])
