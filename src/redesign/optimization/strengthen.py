"""Valid inequalities that make the school-by-school model solvable: they cut off no plan.

Capacity is convex in posts (larger teams keep more of each hour), so a relaxation mixes very few and
very many posts and promises hours that no staffing has. Two families say per team what whole numbers of
posts can do: `worth_of_level` through the value curve, `posts_for_levers` through the sets of levers.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
from numpy.typing import NDArray

from redesign.optimization.formulation import Formulation
from redesign.optimization.linear import ones, scaled
from redesign.optimization.master import team_curve
from redesign.optimization.office import Office

Floats = NDArray[np.float64]
MOST_COMBINATIONS = 300
SLACK_HOURS = 1e-6


def strengthen(model: Formulation) -> None:
    """Add both families to a model that is otherwise complete."""
    worth_of_level(model)
    posts_for_levers(model.office)


def worth_of_level(model: Formulation) -> None:
    """For every team t with areas: sum_sp support y <= sum_nb W[t](g[t,n,b] - least other work[t]) z[t,n,b]."""
    expectation = model.problem.expectation
    for t in sorted(set(expectation.area_team.tolist())):
        most = float(model.office.buckets[t].hours.max(initial=0.0))
        curve = team_curve(model.problem, t, most)
        left = model.office.buckets[t].hours - least_load(model.office, t)
        worth = [
            (z, -max(0.0, curve.at(float(left[level]) + SLACK_HOURS))) for level, z in model.office.level[t].items()
        ]
        keys = [key for key in model.package if expectation.area_team[key[0]] == t]
        model.office.add("promises", f"worth{t}", model.terms(expectation.support, keys) + worth, "<=", 0)


def least_load(office: Office, t: int) -> float:
    """Work hours of a team that no choice of levers takes away."""
    problem, expectation = office.problem, office.problem.expectation
    hours = expectation.service_hours[:, :, t].tolist()
    least = sum(
        min(hours[k][o] for (service, o) in office.option if service == k)
        for k in range(len(problem.scenario.services))
    )
    kept = 0.0 if problem.freedoms.levers else float(expectation.removable_hours[t])
    return float(expectation.other_hours[t]) + kept + float(least)


def posts_for_levers(office: Office) -> None:
    """For every team t without areas: sum_nb posts z[t,n,b] >= sum_c fewest posts[t,c] c[t,c].

    c[t,c] is the weight of a combination of options of the services that the team works for: sum_c c = 1 and
    sum over combinations with option o of service k = q[k,o].
    """
    makes_visits = set(office.problem.expectation.area_team.tolist())
    for t in range(len(office.level)):
        choices = _choices(office, t)
        if t not in makes_visits and 1 < math.prod(len(c) for c in choices.values()) <= MOST_COMBINATIONS:
            _fewest_posts(office, t, choices)


def _choices(office: Office, t: int) -> dict[int, list[int]]:
    """Options of the services whose choice changes the team's work."""
    hours = office.problem.expectation.service_hours[:, :, t]
    options: dict[int, list[int]] = {}
    for k, o in office.option:
        options.setdefault(k, []).append(o)
    return {k: some for k, some in options.items() if np.ptp(hours[k, some]) > 0}


def _fewest_posts(office: Office, t: int, choices: dict[int, list[int]]) -> None:
    hours = office.problem.expectation.service_hours[:, :, t]
    fixed = least_load(office, t) - sum(float(hours[k, options].min()) for k, options in choices.items())
    curve, capacity = office.problem.curves[t], office.problem.curves[t].hours[:, 0]
    weights, posts = {}, []
    for i, combination in enumerate(itertools.product(*choices.values())):
        load = fixed + sum(float(hours[k, o]) for k, o in zip(choices, combination, strict=True))
        enough = np.flatnonzero(capacity >= load - SLACK_HOURS)
        weight = office.amount(f"c{t}_{i}", 1.0 if len(enough) else 0.0)
        weights[combination] = weight
        posts.append((weight, -float(curve.posts[enough[0]]) if len(enough) else 0.0))
    for i, (k, options) in enumerate(choices.items()):
        for o in options:
            using = ones(weight for combination, weight in weights.items() if combination[i] == o)
            office.add("promises", f"lever{t}_{k}_{o}", [*using, *scaled([(office.option[k, o], 1.0)], -1.0)], "==", 0)
    office.add("promises", f"fewest{t}", office.planned(t) + posts, ">=", 0)
