"""Prices against looking at every plan and against the definition: what they find, and what they prove."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pulp
import pytest

from golden.refresh import SCENARIOS
from optimization.looking import enumerate_best
from optimization.menus import menu
from redesign import load_scenario
from redesign.analysis.curve import CapacityCurve
from redesign.demand.expectation import OPTIONS, expect
from redesign.errors import InfeasibleError, SolverError
from redesign.optimization import bound, office, solve, staffing
from redesign.optimization.columns import Shape
from redesign.optimization.formulation import Formulation, formulate, package_constraints, package_variables
from redesign.optimization.linear import expression, scaled
from redesign.optimization.office import Office, new_office, posts_of, work_range
from redesign.optimization.prices import Search, solve_by_prices
from redesign.optimization.problem import CLEAN_SHEET, Problem, work_hours
from redesign.optimization.recheck import recheck
from redesign.optimization.resources import below_all, first_prices, price, resources_of, with_resources
from redesign.optimization.solver import solve_model
from redesign.optimization.staffing import add_staffing
from redesign.scenario.plan import plan_today

MENUS = 40
LARGER = 16


@cache
def best(seed):
    found = enumerate_best(menu(seed))
    return None if found is None else found.support


@cache
def larger(seed):
    """A menu with 6 to 12 schools and teams of as many more posts."""
    problem, rng = menu(seed), np.random.default_rng([5, seed])
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
    return Problem(scenario, expect(scenario), curves, problem.freedoms, *money)


def _wider(curve, posts, times):
    columns = [np.interp(posts / times, curve.posts, column) * times for column in curve.hours.T]
    return CapacityCurve(posts, np.stack(columns, axis=1))


@cache
def defined(seed):
    """Optimum of a larger menu, by the definition."""
    outcome = solve_model(formulate(larger(seed)).lp)
    assert outcome.state in ("optimal", "infeasible")
    return outcome.objective


def check(problem, optimum):
    """What pricing says is true; returns its proved gap, None where it has no plan."""
    priced = solve_by_prices(problem, 0.0, 30.0)
    if optimum is None:
        assert priced.plan is None
    if priced.plan is None:
        assert optimum is None or priced.outcome.state == "no_solution"
        return None
    near = 1e-6 * (1 + abs(optimum))
    checked = recheck(problem, priced.plan)
    assert not checked.violated
    assert checked.objective == pytest.approx(priced.outcome.objective, abs=near)
    assert checked.objective <= optimum + near
    assert priced.outcome.bound >= optimum - near
    distance = priced.outcome.bound - checked.objective
    assert priced.outcome.gap == pytest.approx(max(distance, 0.0) / max(priced.outcome.bound, near), abs=1e-6)
    return distance / max(optimum, near)


def test_what_prices_find_and_prove_on_menus_is_true():
    gaps = [check(menu(seed), best(seed)) for seed in range(MENUS)]
    assert sum(gap is not None for gap in gaps) == sum(best(seed) is not None for seed in range(MENUS))
    assert np.median([gap for gap in gaps if gap is not None]) < 1e-6


def test_what_prices_find_and_prove_on_larger_menus_is_true():
    gaps = [check(larger(seed), defined(seed)) for seed in range(LARGER)]
    found = [gap for gap in gaps if gap is not None]
    assert len(found) > LARGER // 2
    assert np.median(found) < 0.03


def test_large_problems_without_a_plan_are_said_to_be_infeasible(monkeypatch):
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    without = [seed for seed in range(MENUS) if best(seed) is None]
    assert len(without) > 5
    for seed in without:
        with pytest.raises(InfeasibleError):
            solve.solve(menu(seed))


def test_prices_find_a_plan_where_the_first_combinations_leave_none(monkeypatch):
    monkeypatch.setattr("redesign.optimization.columns.first_prices", lambda _, resources: [np.zeros(len(resources))])
    possible = [seed for seed in range(MENUS) if best(seed)]
    found = [seed for seed in possible if check(menu(seed), best(seed)) is not None]
    assert len(found) == len(possible)


def bounded(problem, resources, several):
    model = Office(problem, pulp.LpProblem("bound", pulp.LpMaximize))
    cuts = [price(problem, resources, prices)[1] for prices in several]
    if any(cut.constant == -np.inf for cut in cuts):
        return None
    below_all(model, resources, cuts)
    return solve_model(model.lp).bound


def test_any_prices_bound_every_plan():
    rng, tight = np.random.default_rng(3), 0
    for seed in range(MENUS):
        problem, optimum = menu(seed), best(seed)
        resources = resources_of(problem)
        hours = np.array([r.kind == "hours" for r in resources])
        several = [rng.exponential(1.0, len(resources)) * np.where(hours, 0.5, 5.0) for _ in range(3)]
        found = bounded(problem, resources, several)
        if optimum is not None:
            assert found >= optimum - 1e-6 * (1 + optimum), seed
            tight += found < 1.05 * optimum
    assert tight > 2, "bounds that nothing comes near prove little"


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
    "menus": menu,
    "larger": lambda seed: piecewise_linear(larger(seed)),
    "dips": lambda seed: with_dips(piecewise_linear(larger(seed))),
}


@pytest.mark.parametrize("make", BENT.values(), ids=BENT)
def test_corners_of_a_curve_say_the_same_as_all_its_levels(monkeypatch, make):
    seen = 0
    for seed in range(LARGER):
        problem = make(seed)
        by_levels = solve_model(formulate(problem).lp)
        with monkeypatch.context() as patched:
            patched.setattr(office, "MOST_LEVELS", 0)
            by_corners = solve_model(formulate(problem).lp)
            assert by_corners.found == by_levels.found, seed
            if by_levels.found:
                seen += 1
                assert by_corners.objective == pytest.approx(by_levels.objective, rel=1e-6, abs=1e-6), seed
                assert not recheck(problem, solve.solve(problem).plan).violated, seed
    assert seen > LARGER // 2


def best_with_lapses(problem):
    """The most expected support of whole packages of which some visits are not made: the solver's own optimum."""
    relaxed = bound.in_expectation(problem)
    model = Formulation(new_office(relaxed, "truth"))
    package_variables(model, whole=True)
    lost = bound._visits_not_made(model)
    package_constraints(model)
    add_staffing(model.office)
    model.lp.setObjective(expression(model.terms(relaxed.expectation.support) + lost))
    return solve_model(model.lp).objective


@pytest.mark.parametrize("problem_of", [menu, larger])
def test_no_plan_exceeds_the_bounds_of_a_large_office(problem_of, monkeypatch):
    monkeypatch.setattr(solve, "MOST_CHOICES", 0)
    tight = 0
    for seed in filter(best, range(LARGER)):
        problem, truth = problem_of(seed), best_with_lapses(problem_of(seed))
        if truth is None:
            continue
        whole = solve_model(formulate(bound.in_expectation(problem)).lp)
        proved = bound.upper_bound(problem).value
        assert proved >= truth - 1e-6 * (1 + abs(truth)), seed
        assert bound.whole_bound(problem).value >= whole.objective - 1e-6 * (1 + abs(whole.objective)), seed
        tight += proved <= 1.1 * truth
    assert tight > 0


@pytest.mark.parametrize(("large", "broken"), [(True, "solve_by_prices"), (False, "_solve_as_defined")])
def test_where_one_way_fails_the_other_one_is_gone(monkeypatch, large, broken):
    seed = next(seed for seed in range(MENUS) if best(seed))

    def lost(*_):
        raise SolverError("HiGHS lost itself")

    monkeypatch.setattr(solve, "MOST_CHOICES", 0 if large else 10_000)
    monkeypatch.setattr(solve, broken, lost)
    solution = solve.solve(menu(seed))
    assert solution.promised_support <= best(seed) * (1 + 1e-6)
    assert solution.bound >= best(seed) * (1 - 1e-6)


def test_work_and_visits_are_not_relaxed_into_different_buckets():
    """Posts relaxed must not put a team's work into a bucket of few visits and its visits into another."""
    for seed in range(MENUS):
        if best(seed) is None:
            continue
        problem = menu(seed)
        office = Office(problem, pulp.LpProblem("relaxed", pulp.LpMaximize), whole=False)
        resources = resources_of(problem)
        below_all(office, resources, [price(problem, resources, p)[1] for p in first_prices(problem, resources)])
        outcome = solve_model(office.lp)
        for t, visits in enumerate(office.visits):
            least, most = work_range(problem, t)
            for b, (load, part) in enumerate(zip(office.load[t], visits, strict=False)):
                chosen = sum(outcome.value(z) for (_, at), z in office.level[t].items() if at == b)
                work = outcome.value(load) - outcome.value(part)
                assert least * chosen - 1e-5 <= work <= most * chosen + 1e-5


@pytest.mark.parametrize("dearest", ["largest", "smallest"])
def test_what_hours_need_holds_for_every_choice_of_packages(dearest):
    """Also where visits are promised and not made, and where the smaller package has the dearer materials."""
    rng, tight = np.random.default_rng(11), 0
    for seed in range(LARGER):
        problem = larger(seed)
        materials = problem.expectation.materials_usd.copy()
        materials[:, :, 1:] = np.sort(rng.uniform(100, 2_000, materials[:, :, 1:].shape))
        if dearest == "smallest":
            materials[:, :, 1:] = materials[:, :, :0:-1]
        problem = replace(problem, expectation=replace(problem.expectation, materials_usd=materials))
        office, resources = Office(problem, pulp.LpProblem("bound", pulp.LpMaximize)), resources_of(problem)
        below_all(office, resources, [])
        rows = office.lp.constraints() if callable(office.lp.constraints) else office.lp.constraints.values()
        needs = [row for row in rows if row.name.startswith("needs")]
        for choice in range(50):
            wish = rng.random(problem.allowed_packages.shape) if choice else 0.0
            packages = np.where(problem.allowed_packages, wish, -1.0).argmax(axis=2)
            made = {"hours": float(rng.choice([0.3, 1.0]))}
            use = {r.name: made.get(r.kind, 1.0) * float(r.used_by(packages).sum()) for r in resources}
            for row in needs:
                left = sum(factor * use[variable.name] for variable, factor in row.items())
                assert left >= -row.constant - 1e-6
                tight += left < -row.constant + 1e-6
    assert tight


@pytest.mark.parametrize("most", [1, 4, 64])
def test_least_posts_for_levers_are_never_more_than_a_plan_needs(most, monkeypatch):
    """For any levers of an office with many services, all of them told apart or only some."""
    monkeypatch.setattr(staffing, "MOST_COMBINATIONS", most)
    scenario = load_scenario(SCENARIOS / "corpus_christi.yaml")
    expectation = expect(scenario)
    curves = tuple(
        CapacityCurve.expected(team.most_posts, float(hours), 0.0)
        for team, hours in zip(scenario.teams.values(), expectation.post_hours, strict=True)
    )
    problem = Problem(scenario, expectation, curves, CLEAN_SHEET, 1e9, 1e9)
    model, rng, told_apart = formulate(problem).office, np.random.default_rng(5), 0
    for t, curve in enumerate(curves):
        services, combinations = staffing._combinations(model, t)
        least = dict(combinations)
        assert len(combinations) <= most
        told_apart += len(services) > 0
        for _ in range(20):
            chosen = {k: int(rng.choice(options)) for k, options in office.options_of(model).items()}
            names = list(scenario.services)
            plan = replace(plan_today(scenario), levers={names[k]: OPTIONS[o] for k, o in chosen.items()})
            work = work_hours(problem, replace(plan, drop_removable_work=True))[t]
            enough = [n for n, hours in zip(curve.posts, curve.hours, strict=True) if hours.max() >= work - 1e-6]
            needed = int(enough[0]) if enough else int(curve.posts[-1]) + 1
            posts = least[tuple(chosen[k] for k in services)]
            assert posts <= needed
            if most == 64:
                assert posts == needed
    assert told_apart > 0 if most > 1 else told_apart == 0


def test_posts_in_parts_still_cover_the_work_of_whole_levers():
    """With the levers decided, a relaxation buys no fewer posts than the least whole number that covers the work."""
    rounded_up = 0
    for seed in range(MENUS):
        problem = menu(seed)
        for allowed in np.argwhere(problem.expectation.option_allowed[0]).ravel().tolist():
            if allowed and not problem.freedoms.levers:
                continue
            levers = {f"q0_{o}": float(o == allowed) for o in range(3)}
            for t, curve in enumerate(problem.curves):
                office = Office(problem, pulp.LpProblem("fewest", pulp.LpMaximize), whole=False, settled=levers)
                with_resources(office, resources_of(problem))
                office.lp.setObjective(expression(scaled(office.planned(t), -1.0)))
                outcome = solve_model(office.lp)
                if not outcome.found:
                    continue
                plan = plan_today(problem.scenario)
                plan = replace(plan, levers={"forms": OPTIONS[allowed]}, drop_removable_work=problem.freedoms.levers)
                work = work_hours(problem, plan)[t]
                least = min(n for n, hours in zip(curve.posts, curve.hours, strict=True) if hours.max() >= work - 1e-6)
                assert -(outcome.objective or 0.0) >= least - 1e-6
                rounded_up += work > 0 and curve.hours[least].max() > work * 1.01
    assert rounded_up > MENUS // 2


def test_posts_once_decided_stay_so_and_allow_what_they_allowed():
    decided = 0
    for seed in range(LARGER):
        search = Search(larger(seed), 1e-4, 30.0)
        relaxed = None if search.columns.impossible else search.converge(Shape())
        settled = search.whole_posts(relaxed) if relaxed else None
        if settled is None:
            continue
        decided += 1
        office, outcome = settled.relaxed.model.office, settled.relaxed.outcome
        assert posts_of(office, outcome) == [least for least, most in settled.shape.between.values() if least == most]
        for variable in (*office.kept, *office.hired, *office.released, *office.option.values()):
            assert outcome.value(variable) == settled.shape.settled[variable.name]
        chosen = search.choose(settled.relaxed, settled.shape)
        if chosen:
            assert [change.planned for change in chosen.plan.posts.values()] == posts_of(office, outcome)
            assert chosen.outcome.objective <= settled.relaxed.objective * (1 + 1e-6)
    assert decided > LARGER // 2
