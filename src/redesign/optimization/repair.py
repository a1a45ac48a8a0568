"""The least change of one group of a conflict with which a plan exists, everything else being as it is."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace

from redesign.optimization.conflict import CAP, RULE, groups, is_possible, number_of, without_caps
from redesign.optimization.pins import PIN
from redesign.optimization.problem import Problem
from redesign.optimization.rules import may_change, posts_under

CLOSE = 0.01
"""A change is found to this share of itself."""
MOST_STEPS, MOST_HALVINGS = 12, 12
FASTER = 4.0
"""A number is multiplied by this until there is a plan."""
DIGITS = 3
"""Dollars, hours and shares of posts are said with so many digits, rounded to the side on which there is a plan."""
FIRST_USD = 10_000.0

Changed = Callable[[float], Problem]


def repair(problem: Problem, group: str) -> str:
    """What would do alone, in a planner's words; empty where no change of this group alone would, or none is known."""
    if group.startswith(RULE):
        return _rule(problem, group.removeprefix(RULE))
    if group.startswith(PIN):
        rest = [other for other in groups(problem) if other != group]
        return f"no pin {group.removeprefix(PIN)}" if is_possible(problem, rest) else ""
    if group.startswith(CAP):
        t = number_of(group)
        posts = _least_posts(problem, t)
        return f"maximum_posts of {problem.scenario.team_ids[t]}: {posts}" if posts else ""
    return {
        "yearly_budget": lambda: _money(lambda usd: replace(problem, yearly_usd=usd), problem.yearly_usd, "a year"),
        "one_time_budget": lambda: _money(lambda usd: replace(problem, one_time_usd=usd), problem.one_time_usd, "once"),
        "floors": lambda: _floor(problem),
        "absorptive": lambda: _absorptive(problem),
    }.get(group, str)()


def _rule(problem: Problem, name: str) -> str:
    rest = [group for group in groups(problem) if group != f"{RULE}{name}"]
    if not is_possible(problem, rest):
        return ""
    protected = "" if problem.rules[name].removable else " (protected: removable: false)"
    if problem.rules[name].kind == "change_limit" and (share := _change_share(problem, name)):
        return f"rules: {name}: change_share: {share:g}{protected}"
    return f"no rule {name}{protected}"


def _change_share(problem: Problem, name: str) -> float | None:
    """The least share of posts that must be free to change; None where not even all of them are enough."""
    posts, low = posts_under(problem, problem.rules[name]), may_change(problem, problem.rules[name])
    high = posts
    if not posts or not _possible(_with_share(problem, name, 1.0)):
        return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if _possible(_with_share(problem, name, middle / posts)) else (middle, high)
    return min(1.0, _digits(high / posts, up=True))


def _with_share(problem: Problem, name: str, share: float) -> Problem:
    rule = problem.rules[name].model_copy(update={"change_share": share})
    rules = problem.scenario.rules | {name: rule}
    return replace(problem, scenario=problem.scenario.model_copy(update={"rules": rules}))


def with_floor(problem: Problem, hours: float) -> Problem:
    """The problem with another floor per teacher."""
    return _with_limits(problem, school_floor_hours_per_teacher=hours)


def _with_limits(problem: Problem, **values: float) -> Problem:
    scenario = problem.scenario
    limits = scenario.limits.model_copy(update=values)
    return replace(problem, scenario=scenario.model_copy(update={"limits": limits}))


def _money(with_usd: Changed, now: float, when: str) -> str:
    needed = _least(with_usd, now, FIRST_USD)
    if needed is None:
        return ""
    more = _digits(needed - now, up=True)
    return f"${more:,.0f} more {when} (${now + more:,.0f} in all)"


def _absorptive(problem: Problem) -> str:
    key = "absorptive_visits_per_school"
    needed = _least(lambda visits: _with_limits(problem, **{key: visits}), getattr(problem.scenario.limits, key), 1.0)
    return "" if needed is None else f"limits: {key}: {math.ceil(needed)}"


def _floor(problem: Problem) -> str:
    asked = problem.scenario.limits.school_floor_hours_per_teacher
    if not _possible(with_floor(problem, 0.0)):
        return ""
    low, high = 0.0, asked
    while high - low > CLOSE * asked:
        middle = (low + high) / 2
        low, high = (middle, high) if _possible(with_floor(problem, middle)) else (low, middle)
    return f"limits: school_floor_hours_per_teacher: {_digits(low, up=False):g}"


def _least_posts(problem: Problem, t: int) -> int | None:
    if any(not fact.posts and t in fact.teams for fact in problem.facts):
        return None  # all that it may have was simulated, and was too little: of more nothing is known
    now = problem.tables[t].most_posts
    found = _least(lambda posts: without_caps(problem, {t: math.ceil(posts)}), float(now), 1.0)
    return None if found is None else math.ceil(found)


def _least(changed: Changed, now: float, step: float) -> float | None:
    """The least number above `now` with which a plan exists, to `CLOSE`; None where none is found."""
    low, high = now, max(now, 0.0) + step
    for _ in range(MOST_STEPS):
        if _possible(changed(high)):
            break
        low, high = high, FASTER * high
    else:
        return None
    for _ in range(MOST_HALVINGS):
        if high - low <= CLOSE * (high - now):
            break
        middle = (low + high) / 2
        low, high = (low, middle) if _possible(changed(middle)) else (middle, high)
    return high


def _possible(problem: Problem) -> bool:
    return is_possible(problem, groups(problem))


def _digits(value: float, up: bool) -> float:
    if value <= 0:
        return 0.0
    unit = 10.0 ** (math.floor(math.log10(value)) + 1 - DIGITS)
    return (math.ceil if up else math.floor)(value / unit) * unit
