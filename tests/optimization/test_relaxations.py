"""What makes relaxations strong holds for every plan: corners, buckets, what hours need, least posts for levers."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pulp
import pytest
from redesign.analysis.curve import CapacityCurve

from golden.refresh import SCENARIOS
from optimization.larger_menus import larger
from optimization.lever_sets import all_lever_sets, service_hours
from optimization.looking import enumerate_best, other_hours
from optimization.menus import CLEAN_SHEET, KINDS
from plans import plan_of
from redesign import load_scenario
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today, under
from redesign.optimization import solve, staffing, variables
from redesign.optimization.cuts import below_all, first_prices, price, with_resources
from redesign.optimization.formulation import formulate
from redesign.optimization.levels import work_range
from redesign.optimization.linear import expression, scaled
from redesign.optimization.problem import Problem
from redesign.optimization.recheck import recheck
from redesign.optimization.resources import resources_of
from redesign.optimization.solver import solve_model
from redesign.optimization.states import chosen_states
from redesign.optimization.variables import Office
from redesign.scenario.changed import changed

MENUS = 40
LARGER = 16
MOST_SETS = 6
kinds = pytest.mark.parametrize("kind", KINDS)


@cache
def best(kind, seed):
    found = enumerate_best(KINDS[kind](seed))
    return None if found is None else found.support


def piecewise_linear(problem):
    """The same problem with curves that bend once or twice."""
    curves = []
    for curve in problem.curves:
        corners = [0, 2, len(curve.posts) // 2 + 1, len(curve.posts) - 1]
        columns = [np.interp(curve.posts, corners, column[corners]) for column in curve.hours.T]
        curves.append(CapacityCurve(curve.posts, np.stack(columns, axis=1)))
    return replace(problem, curves=tuple(curves))


def with_dips(problem):
    """The same problem with teams that some numbers of posts leave short of hours."""
    curves = []
    for curve in problem.curves:
        short = np.where(np.arange(len(curve.posts)) % 3 == 2, 0.3, 1.0)
        curves.append(CapacityCurve(curve.posts, curve.hours * short[:, None]))
    return replace(problem, curves=tuple(curves))


BENT = {
    "menus": lambda kind, seed: KINDS[kind](seed),
    "larger": lambda kind, seed: piecewise_linear(larger(kind, seed)),
    "dips": lambda kind, seed: with_dips(piecewise_linear(larger(kind, seed))),
}


@kinds
@pytest.mark.parametrize("make", BENT.values(), ids=BENT)
def test_corners_of_a_curve_say_the_same_as_all_its_levels(monkeypatch, make, kind):
    seen = 0
    for seed in range(LARGER):
        problem = make(kind, seed)
        by_levels = solve_model(formulate(problem).lp)
        with monkeypatch.context() as patched:
            patched.setattr(variables, "MOST_LEVELS", 0)
            by_corners = solve_model(formulate(problem).lp)
            assert by_corners.found == by_levels.found, seed
            if by_levels.found:
                seen += 1
                assert by_corners.objective == pytest.approx(by_levels.objective, rel=1e-6, abs=1e-6), seed
                assert not recheck(problem, solve.solve(problem).plan).violated, seed
    assert seen > LARGER // 2


@kinds
def test_work_and_visits_are_not_relaxed_into_different_buckets(kind):
    """Posts relaxed must not put a team's work into a bucket of few visits and its visits into another."""
    looked_at = 0
    for seed in range(MENUS):
        if best(kind, seed) is None:
            continue
        problem = KINDS[kind](seed)
        office = Office(problem, pulp.LpProblem("relaxed", pulp.LpMaximize), whole=False)
        resources = resources_of(problem)
        below_all(office, resources, [price(problem, resources, p)[1] for p in first_prices(resources)])
        outcome = solve_model(office.lp)
        for t, visits in enumerate(office.visits):
            least, most = work_range(problem, t)
            for b, (load, part) in enumerate(zip(office.load[t], visits, strict=False)):
                chosen = sum(outcome.value(z) for (_, at), z in office.level[t].items() if at == b)
                work = outcome.value(load) - outcome.value(part)
                assert least * chosen - 1e-5 <= work <= most * chosen + 1e-5
                looked_at += chosen > 0
    assert looked_at > MENUS // 2


@kinds
@pytest.mark.parametrize("dearest", ["largest", "smallest"])
def test_what_hours_need_holds_for_every_choice_of_packages(dearest, kind):
    """Also where visits are promised and not made, and where the smaller package has the dearer materials."""
    rng, tight = np.random.default_rng(11), 0
    for seed in range(LARGER):
        problem = larger(kind, seed)
        materials = problem.expectation.materials_usd.copy()
        materials[:, :, 1:] = np.sort(rng.uniform(100, 2_000, materials[:, :, 1:].shape))
        if dearest == "smallest":
            materials[:, :, 1:] = materials[:, :, :0:-1]
        problem = replace(problem, expectation=replace(problem.expectation, materials_usd=materials))
        office, resources = Office(problem, pulp.LpProblem("bound", pulp.LpMaximize)), resources_of(problem)
        below_all(office, resources, [])
        rows = office.lp.constraints() if callable(office.lp.constraints) else office.lp.constraints.values()
        needs = [row for row in rows if row.name.startswith("needs_")]
        for choice in range(50):
            wish = rng.random(problem.allowed_packages.shape) if choice else 0.0
            packages = np.where(problem.allowed_packages, wish, -1.0).argmax(axis=2)
            made = float(rng.choice([0.3, 1.0]))
            use = {r.name: (made if r.lapses else 1.0) * float(r.used_by(packages).sum()) for r in resources}
            for row in needs:
                left = sum(factor * use[variable.name] for variable, factor in row.items())
                assert left >= -row.constant - 1e-6
                tight += left < -row.constant + 1e-6
    assert tight


@pytest.mark.parametrize("most", [1, 4, 64])
def test_least_posts_for_levers_are_never_more_than_a_plan_needs(most, monkeypatch):
    """For any levers of an office with many services, all of them told apart or only some."""
    monkeypatch.setattr(staffing, "MOST_COMBINATIONS", most)
    scenario = changed(load_scenario(SCENARIOS / "corpus_christi.yaml"), CLEAN_SHEET.changes)
    expectation = expect(scenario)
    curves = tuple(
        CapacityCurve.expected(team.most_posts, float(hours), 0.0)
        for team, hours in zip(scenario.teams.values(), expectation.post_hours, strict=True)
    )
    problem = Problem(scenario, expectation, curves, CLEAN_SHEET, 1e9, 1e9)
    model, plans, told_apart = formulate(problem).office, some_levers(problem, 60), 0
    work_of = [expect(under(scenario, plan)).work_hours for plan in plans]
    for t, curve in enumerate(curves):
        services, combinations = staffing._combinations(model, t)
        least = dict(combinations)
        assert len(combinations) <= most
        told_apart += len(services) > 0
        for plan, work in zip(plans, work_of, strict=True):
            chosen = chosen_states(problem.states, plan.levers)
            enough = [n for n, hours in zip(curve.posts, curve.hours, strict=True) if hours.max() >= work[t] - 1e-6]
            needed = int(enough[0]) if enough else int(curve.posts[-1]) + 1
            posts = least[tuple(chosen[k] for k in services)]
            assert posts <= needed
            if most == 64:
                assert posts == needed
    assert told_apart > 0 if most > 1 else told_apart == 0


def some_levers(problem, count):
    """Today's plan with so many random choices of one lever, or none, for each service."""
    rng, today = np.random.default_rng(5), plan_today(problem.scenario)
    plans = []
    for _ in range(count):
        chosen = [states.levers[rng.integers(len(states.levers))] for states in problem.states]
        taken = np.zeros_like(today.levers)
        taken[[e for levers in chosen for e in levers]] = True
        plans.append(replace(today, levers=taken))
    return plans


@kinds
def test_posts_in_parts_still_cover_the_work_of_whole_levers(kind):
    """With the levers decided, a relaxation buys no fewer posts than the least whole number that covers the work."""
    rounded_up, rng = 0, np.random.default_rng(8)
    for seed in range(MENUS):
        problem = KINDS[kind](seed)
        sets = all_lever_sets(problem)
        for taken in (sets[i] for i in sorted(rng.choice(len(sets), min(len(sets), MOST_SETS), replace=False))):
            plan = plan_of(problem.scenario, levers=dict.fromkeys(taken, "taken"))
            for t, (name, curve) in enumerate(zip(problem.scenario.teams, problem.curves, strict=True)):
                lp = pulp.LpProblem("fewest", pulp.LpMaximize)
                office = Office(problem, lp, whole=False, fixed=decided(problem, plan))
                with_resources(office, resources_of(problem))
                office.lp.setObjective(expression(scaled(office.planned(t), -1.0)))
                outcome = solve_model(office.lp)
                if not outcome.found:
                    continue
                work = other_hours(problem, name) + service_hours(problem.scenario, name, taken)
                least = min(n for n, hours in zip(curve.posts, curve.hours, strict=True) if hours.max() >= work - 1e-6)
                assert -(outcome.objective or 0.0) >= least - 1e-6
                rounded_up += work > 0 and curve.hours[least].max() > work * 1.01
    assert rounded_up > MENUS // 2


def decided(problem, plan):
    """Values of all variables of levers under a plan."""
    chosen = enumerate(chosen_states(problem.states, plan.levers))
    states = {f"q{k}_{o}": float(o == own) for k, own in chosen for o in range(len(problem.states[k].levers))}
    return states | {f"x{e}": float(on) for e, on in enumerate(plan.levers)}
