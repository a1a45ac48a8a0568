"""Menus of more schools than can be looked at one by one: the definition solves them."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from optimization.menus import KINDS
from redesign.analysis.curve import CapacityCurve
from redesign.demand.expectation import expect
from redesign.optimization.problem import Problem


@cache
def larger(kind: str, seed: int) -> Problem:
    """A menu with 6 to 12 schools and teams of as many more posts."""
    problem, rng = KINDS[kind](seed), np.random.default_rng([5, seed])
    times = int(rng.integers(3, 5))
    schools = tuple(
        s.model_copy(
            update={"id": f"{s.id}{i}", "name": f"{s.name} {i}", "teachers": s.teachers * rng.uniform(0.6, 1.5)}
        )
        for i in range(times)
        for s in problem.scenario.schools
    )
    teams = {
        name: team.model_copy(
            update={
                "posts_today": team.posts_today * times,
                "maximum_posts": team.most_posts * times,
                "other_work_hours_per_year": team.other_work_hours_per_year * times,
            }
        )
        for name, team in problem.scenario.teams.items()
    }
    scenario = problem.scenario.model_copy(update={"schools": schools, "teams": teams})
    posts = np.arange(len(problem.curves[0].posts) * times - times + 1)
    curves = tuple(_wider(curve, posts, times) for curve in problem.curves)
    money = (problem.yearly_usd * times, problem.one_time_usd * times)
    return Problem(scenario, expect(scenario), curves, problem.strategy, *money)


def _wider(curve: CapacityCurve, posts: NDArray[np.int64], times: int) -> CapacityCurve:
    columns = [np.interp(posts / times, curve.posts, column) * times for column in curve.hours.T]
    return CapacityCurve(posts, np.stack(columns, axis=1))
