"""What does more or less money buy? The best plan of every budget, and what each step brings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

import numpy as np

from redesign.errors import InfeasibleError
from redesign.study.ask.answers import Frontier, NoPlan, Point
from redesign.study.ask.options import Options
from redesign.study.ask.variant import Asking, Change, Variant, no_less
from redesign.study.ask.verify import verify, years_of
from redesign.study.ask.wanted import needed, why_none

ONE_TIME_SHARES = (0.0, 0.25, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
PER_USD = 100_000.0
Line: TypeAlias = list[tuple[Point, Variant]]


def budget(asking: Asking, options: Options) -> Frontier:
    """Frontiers over yearly and over one-time budgets."""
    base = asking.base.problem
    shares = [float(share) for share in np.linspace(1 - options.spread, 1 + options.spread, options.points + 1)]
    yearly = _line(asking, base.yearly_usd, shares, lambda usd: Change(yearly_usd=usd))
    once = _line(asking, base.one_time_usd, ONE_TIME_SHARES, lambda usd: Change(one_time_usd=usd))
    if options.verify:
        yearly = _verified(asking, yearly)
    about = asking.about(needed(asking.base), years_of(asking) if options.verify else 0)
    no_yearly, no_once = _why(asking, yearly, once)
    return Frontier("budget", about, tuple(p for p, _ in yearly), tuple(p for p, _ in once), no_yearly, no_once)


def _line(asking: Asking, usd: float, shares: Sequence[float], change: Callable[[float], Change]) -> Line:
    """No budget has less than the plan of the scenario, where it pays for that one."""
    solved = asking.solve([change(usd * share) for share in shares])
    found = never_falling([no_less(each, asking.base) for each in solved])
    points = [Point(usd * share, share, each.bought, None, None) for share, each in zip(shares, found, strict=True)]
    return list(zip(_with_rises(points), found, strict=True))


def _with_rises(points: list[Point]) -> list[Point]:
    rises = [None, *(_rise(*pair) for pair in pairwise(points))]
    return [replace(point, per_100k=rise) for point, rise in zip(points, rises, strict=True)]


def never_falling(found: list[Variant]) -> list[Variant]:
    """Each, with the plan of less money where that is better; no bound above one of more money."""
    plans: list[Variant] = []
    for each in found:
        plans.append(no_less(each, plans[-1]) if plans else each)
    for i in reversed(range(len(plans) - 1)):
        here, above = plans[i].solution, plans[i + 1].solution
        if here and above and above.bound < here.bound:
            plans[i] = replace(plans[i], solution=replace(here, bound=max(here.promised_support, above.bound)))
    return plans


def _rise(before: Point, after: Point) -> float | None:
    if before.plan is None or after.plan is None or after.usd <= before.usd:
        return None
    if before.verified and after.verified:
        gained = after.verified.support.mean - before.verified.support.mean
    else:
        gained = after.plan.support - before.plan.support
    return gained / (after.usd - before.usd) * PER_USD


def _why(asking: Asking, *lines: Line) -> tuple[NoPlan | None, ...]:
    """Of each line why the largest budget without a plan has none."""
    none = [next(((p.usd, each.problem) for p, each in reversed(line) if p.plan is None), None) for line in lines]
    asked = [each for each in none if each is not None]
    found = iter(asking.runner.replicate("conflicts", why_none, [problem for _, problem in asked]))
    return tuple(each and _no_plan(each[0], next(found)) for each in none)


def _no_plan(usd: float, why: InfeasibleError | None) -> NoPlan:
    return NoPlan(usd, why.conflict if why else (), why.repairs if why else ())


def _verified(asking: Asking, line: Line) -> Line:
    problems = {f"{i}": each.problem for i, (point, each) in enumerate(line) if point.plan}
    known = verify(asking, problems)
    found = [known.get(f"{i}", (each, None)) for i, (_, each) in enumerate(line)]
    points = [
        replace(point, plan=each.bought, verified=said) for (point, _), (each, said) in zip(line, found, strict=True)
    ]
    return [(point, each) for point, (each, _) in zip(_with_rises(points), found, strict=True)]
