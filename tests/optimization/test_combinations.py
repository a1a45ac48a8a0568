"""The best combination of one school against every combination there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import numpy as np
import pytest

from offices import area, office, school, team
from redesign.demand.expectation import expect
from redesign.optimization.combinations import best_combinations
from redesign.optimization.problem import Problem
from redesign.scenario.strategy import SHIPPED

SCHOOLS = 30
PROBLEMS = 20
PACKAGES = {"low": (4, 2.0, 1.0), "mid": (8, 2.0, 1.0), "high": (12, 2.0, 1.0)}


def random_problem(seed):
    """Schools of all sizes; what packages give, how often they visit and which may be had is drawn anew."""
    rng = np.random.default_rng([31, seed])
    areas = int(rng.integers(1, 6))
    scenario = office(
        schools=tuple(school(f"s{i}", teachers=float(rng.uniform(5, 60))) for i in range(SCHOOLS)),
        teams={"coaches": team(1)},
        areas={f"area{a}": area("coaches", PACKAGES) for a in range(areas)},
        limits={
            "school_floor_hours_per_teacher": float(rng.uniform(0.0, 1.5)) * areas,
            "absorptive_visits_per_school": float(rng.integers(0, 10) * areas),
            "absorptive_visits_per_teacher": float(rng.uniform(0.0, 0.3)) * areas,
        },
    )
    shape = (areas, SCHOOLS, 4)
    visits = rng.integers(0, 30, shape)
    hours = visits * rng.uniform(0.5, 4.0, shape)
    visits[:, :, 0], hours[:, :, 0] = 0, 0.0
    allowed = rng.random(shape) < 0.85
    allowed[:, :, 1] |= ~allowed.any(axis=2)
    expectation = replace(expect(scenario), visits=visits, effective_hours=hours, allowed=allowed)
    return Problem(scenario, expectation, (), SHIPPED["clean_sheet"], 1e6, 1e6), rng.uniform(-5, 20, shape)


def limits_of(problem, s):
    """Floor and most visits of a school."""
    limits, teachers = problem.scenario.limits, problem.scenario.schools[s].teachers
    most = limits.absorptive_visits_per_school + limits.absorptive_visits_per_teacher * teachers
    return limits.school_floor_hours_per_teacher * teachers, most


def look(problem, profit, s):
    """The best profit of a school, and whether the floor, the visits, both or neither stand in its way."""
    expectation = problem.expectation
    every = np.array(list(product(range(4), repeat=len(profit))))
    rows = np.arange(len(profit))
    allowed = expectation.allowed[rows, s, every].all(axis=1)
    worth = np.where(allowed, profit[rows, s, every].sum(axis=1), -np.inf)
    floor, most = limits_of(problem, s)
    enough = expectation.effective_hours[rows, s, every].sum(axis=1) >= floor
    not_many = expectation.visits[rows, s, every].sum(axis=1) <= most
    best = [np.where(good, worth, -np.inf).max() for good in (True, enough, not_many, enough & not_many)]
    if best[3] == -np.inf:
        return best[3], "none"
    if best[3] == best[0]:
        return best[3], "free"
    return best[3], "floor" if best[3] == best[1] else "visits" if best[3] == best[2] else "both"


@pytest.mark.parametrize("seed", range(PROBLEMS))
def test_no_combination_of_a_school_is_better(seed):
    problem, profit = random_problem(seed)
    chosen, value = best_combinations(problem, profit)
    rows = np.arange(len(profit))
    for s in range(SCHOOLS):
        assert value[s] == pytest.approx(look(problem, profit, s)[0], abs=1e-9), s
        if value[s] > -np.inf:
            floor, most = limits_of(problem, s)
            assert profit[rows, s, chosen[:, s]].sum() == pytest.approx(value[s], abs=1e-9)
            assert problem.expectation.allowed[rows, s, chosen[:, s]].all()
            assert problem.expectation.effective_hours[rows, s, chosen[:, s]].sum() >= floor - 1e-8
            assert problem.expectation.visits[rows, s, chosen[:, s]].sum() <= most + 1e-8


def test_schools_are_limited_in_every_way():
    problems = [random_problem(seed) for seed in range(PROBLEMS)]
    ways = Counter(look(problem, profit, s)[1] for problem, profit in problems for s in range(SCHOOLS))
    assert min(ways[way] for way in ("free", "floor", "visits", "both", "none")) >= 20, ways


def test_of_packages_that_must_be_taken_the_least_bad_is():
    problem, profit = random_problem(0)
    allowed = np.zeros_like(problem.expectation.allowed)
    allowed[:, :, 1:] = True
    free = {"school_floor_hours_per_teacher": 0.0, "absorptive_visits_per_school": 1e6}
    scenario = problem.scenario.model_copy(update={"limits": problem.scenario.limits.model_copy(update=free)})
    forced = replace(problem, scenario=scenario, expectation=replace(problem.expectation, allowed=allowed))
    chosen, value = best_combinations(forced, -1.0 - np.abs(profit))
    assert (chosen > 0).all()
    assert value == pytest.approx((-1.0 - np.abs(profit[:, :, 1:])).max(axis=2).sum(axis=0))
