"""What makes models small or relaxations strong holds for every plan: corners, what hours need, facts in parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pulp
import pytest

from optimization.by_the_file import other_hours
from optimization.larger_menus import larger
from optimization.lever_sets import all_lever_sets, service_hours
from optimization.looking import all_staffings, drops_work, enough_posts
from optimization.menus import KINDS, MOST_POSTS
from plans import plan_of
from redesign.analysis.team_table import TeamTable
from redesign.optimization import solve, variables
from redesign.optimization.cuts import below_all, with_resources
from redesign.optimization.formulation import formulate
from redesign.optimization.linear import expression, scaled
from redesign.optimization.recheck import recheck
from redesign.optimization.resources import resources_of
from redesign.optimization.solver import solve_model
from redesign.optimization.staffing import least_posts, one_level, posts_of_plan, work_within_capacity
from redesign.optimization.states import chosen_states
from redesign.optimization.variables import Office, hours_name, with_variables

MENUS = 40
LARGER = 16
MOST_SETS = 6
PLENTY = TeamTable.expected(MOST_POSTS, 0.0, np.zeros(3), 1e6)
kinds = pytest.mark.parametrize("kind", KINDS)


def bent(table):
    """With hours that bend once or twice."""
    corners = [0, 2, len(table.hours) // 2 + 1, table.most_posts]
    return replace(table, hours=np.interp(np.arange(len(table.hours)), corners, table.hours[corners]))


def dipped(table):
    """With some numbers of posts that leave a team short of hours."""
    short = np.where(np.arange(len(table.hours)) % 3 == 2, 0.3, 1.0)
    return replace(table, hours=table.hours * short)


def with_tables(problem, *changes):
    tables = problem.tables
    for change in changes:
        tables = tuple(change(table) for table in tables)
    return replace(problem, tables=tables)


BENT = {
    "menus": lambda kind, seed: KINDS[kind](seed),
    "larger": lambda kind, seed: with_tables(larger(kind, seed), bent),
    "dips": lambda kind, seed: with_tables(larger(kind, seed), bent, dipped),
}


@kinds
@pytest.mark.parametrize("make", BENT.values(), ids=BENT)
def test_corners_of_a_table_say_the_same_as_all_its_levels(monkeypatch, make, kind):
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


@kinds
def test_posts_in_parts_still_obey_facts_about_one_team(kind):
    """With the levers decided, a relaxation buys no fewer posts than facts ask that no lever nor people can undo."""
    looked_at, rng = 0, np.random.default_rng(8)
    for seed in range(2 * MENUS):
        problem = KINDS[kind](seed)
        facts = [fact for fact in problem.facts if len(fact.posts) == 1 and not fact.new]
        sets = all_lever_sets(problem) if facts else []
        for taken in (sets[i] for i in sorted(rng.choice(len(sets), min(len(sets), MOST_SETS), replace=False))):
            office, lp = relaxed(problem, taken)
            numbers = {e for e, name in enumerate(problem.scenario.all_levers) if name in taken}
            for fact in facts:
                ((t, posts),) = fact.posts.items()
                lp.setObjective(expression(scaled(office.planned(t), -1.0)))
                outcome = solve_model(lp)
                if outcome.found and not any((e in numbers) != (e in fact.levers) for e in fact.escapes):
                    assert -(outcome.objective or 0.0) >= posts + 1 - 1e-6
                    looked_at += 1
    assert looked_at > MENUS // 4


@kinds
def test_rows_of_facts_say_of_every_staffing_what_facts_say(kind):
    """Posts, moves and levers decided, and no row but those of facts: there is a solution where no fact rules them out.

    In parts, too, there is one for every staffing that no fact rules out.
    """
    rng, verdicts = np.random.default_rng(13), []
    for seed in range(MENUS):
        problem = KINDS[kind](seed)
        staffings, sets = list(all_staffings(problem)), all_lever_sets(problem)
        for _ in range(20 if problem.facts else 0):
            staffing, taken = staffings[rng.integers(len(staffings))], sets[rng.integers(len(sets))]
            plan, enough = planned(problem, staffing, taken), enough_posts(problem, staffing, taken)
            assert rows_of_facts_hold(problem, plan, whole=True) == enough, (seed, staffing, taken)
            assert rows_of_facts_hold(problem, plan, whole=False) or not enough
            verdicts.append(enough)
    assert 50 < sum(verdicts) < len(verdicts) - 50


def planned(problem, staffing, taken):
    """These moves and levers, with today's packages."""
    return plan_of(problem.scenario, staffing._asdict(), levers=dict.fromkeys(taken, "taken"))


def rows_of_facts_hold(problem, plan, whole):
    problem = replace(problem, tables=(PLENTY, PLENTY))
    office = Office(problem, pulp.LpProblem("facts", pulp.LpMaximize), whole=whole, fixed=decided(problem, plan))
    with_variables(office)
    for constraint in (posts_of_plan, least_posts):
        constraint(office)
    office.lp.setObjective(expression([(office.posts[0], 1.0)]))
    return solve_model(office.lp).found


@kinds
def test_what_new_people_cost_is_in_the_rows_of_capacity(kind):
    """Posts and moves decided: a team's visits fill its hours but for its work and what its new people cost."""
    rng, cost = np.random.default_rng(17), 0
    for seed in range(MENUS):
        problem = replace(KINDS[kind](seed), facts=())
        staffings, sets = list(all_staffings(problem)), all_lever_sets(problem)
        for _ in range(5):
            staffing, taken = staffings[rng.integers(len(staffings))], sets[rng.integers(len(sets))]
            plan = planned(problem, staffing, taken)
            for t, (name, table) in enumerate(zip(problem.scenario.teams, problem.tables, strict=True)):
                lost = float(table.lost @ np.append(plan.retrained[:, t], plan.hired[t]))
                work = other_hours(problem.scenario, name, drops_work(problem), taken) + service_hours(
                    problem.scenario, name, taken
                )
                room = float(table.hours[plan.posts[t]]) - work - table.cost_of(int(plan.posts[t]), lost)
                found = most_visit_hours(problem, plan, t)
                assert found == (pytest.approx(room, abs=1e-5) if room >= 0 else None)
                cost += table.cost_of(int(plan.posts[t]), lost) > lost > 0 and room > 0
    assert cost > 5


def most_visit_hours(problem, plan, t):
    """Most hours that the rows of capacity leave to visits of one team; None where they leave less than nothing."""
    enough = TeamTable.expected(MOST_POSTS, 0.0, np.zeros(1 + len(problem.tables)), 1e6)
    tables = tuple(table if t == other else enough for other, table in enumerate(problem.tables))
    office = Office(
        replace(problem, tables=tables), pulp.LpProblem("room", pulp.LpMaximize), fixed=decided(problem, plan)
    )
    with_variables(office)
    visits = office.amount("visits")
    office.asked[hours_name(t)] = [(visits, 1.0)]
    one_level(office)
    posts_of_plan(office)
    work_within_capacity(office)
    office.lp.setObjective(expression([(visits, 1.0)]))
    return solve_model(office.lp).objective


def relaxed(problem, taken):
    """A model with all posts and moves in parts, and these levers."""
    levers = of_levers(problem, plan_of(problem.scenario, levers=dict.fromkeys(taken, "taken")))
    office = Office(problem, pulp.LpProblem("relaxed", pulp.LpMaximize), whole=False, fixed=levers)
    with_resources(office, resources_of(problem))
    return office, office.lp


def decided(problem, plan):
    """Values of all variables of moves and levers under a plan."""
    moves = {"kept": plan.kept, "hired": plan.hired, "released": plan.released}
    values = {f"{name}{t}": float(n) for name, each in moves.items() for t, n in enumerate(each)}
    values |= {f"retrained{i}_{t}": float(n) for (i, t), n in np.ndenumerate(plan.retrained)}
    return values | of_levers(problem, plan)


def of_levers(problem, plan):
    """Values of all variables of levers under a plan."""
    chosen = enumerate(chosen_states(problem.states, plan.levers))
    states = {f"q{k}_{o}": float(o == own) for k, own in chosen for o in range(len(problem.states[k].levers))}
    return states | {f"x{e}": float(on) for e, on in enumerate(plan.levers)}
