"""Made-up districts of any size with the couplings of a real one: floors, materials, absorption, levers, rules.

Tables and facts are made up, too, of the kind that simulation finds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from redesign.analysis.cost import yearly_budget
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import Expectation, expect
from redesign.demand.open_hours import lost_hours
from redesign.optimization.levels import work_range
from redesign.optimization.problem import Problem, TooFew
from redesign.scenario.changed import changed
from redesign.scenario.model import (
    Area,
    Budget,
    District,
    Limits,
    Package,
    Promise,
    Retraining,
    Rule,
    RunSettings,
    Scenario,
    School,
    Service,
    ServiceLever,
    Step,
    Team,
)
from redesign.scenario.strategy import SHIPPED, Strategy

ROUTINE = ("hr", "it", "finance", "facilities", "nutrition", "evaluation")
SQUARE_ROOT = 0.35
"""Posts whose hours a team of one keeps free; of n, their square root times as many."""
ADVISING = (
    "math",
    "literacy",
    "partnership",
    "talent",
    "inclusion",
    "operations",
    "science",
    "languages",
    "counseling",
    "technology",
)


def district(schools: int, seed: int, strategy: Strategy = SHIPPED["clean_sheet"]) -> Problem:
    """A random problem of so many schools; the same seed gives the same one."""
    r = np.random.default_rng(seed)
    roster = tuple(_school(r, i) for i in range(schools))
    services = {f"{team}_{i}": _service(r, team, i) for team in ROUTINE for i in range(2)}
    teams = {name: _routine_team(r, name, services, roster) for name in ROUTINE}
    teams |= {name: _advising_team(r, name, schools) for name in ADVISING}
    scenario = Scenario(
        name=f"district {seed}",
        district=District(name="Made up"),
        funding_streams={"general": "General", "federal": "Federal"},
        teams=teams,
        services=services,
        areas={name: _area(r, name) for name in ADVISING},
        rules={
            "tenure": Rule(label="tenure", kind="release_limit", release_share=0.25),
            "core": Rule(label="core", kind="minimum_posts", minimum_share=0.5),
            "tie": Rule(label="tie", kind="funding_tie", streams=("federal",)),
        },
        budget=Budget(one_time_usd=60_000.0 * schools),
        limits=Limits(
            school_floor_hours_per_teacher=float(r.uniform(0.25, 0.75)),
            absorptive_visits_per_school=24.0,
            absorptive_visits_per_teacher=9.0,
        ),
        run=RunSettings(),
        schools=roster,
    )
    scenario = changed(scenario, strategy.changes)
    expectation = expect(scenario)
    tables = tuple(_table(scenario, expectation, t) for t in range(len(teams)))
    yearly = float(r.uniform(0.9, 1.0)) * yearly_budget(scenario)
    problem = Problem(scenario, expectation, tables, strategy, yearly, scenario.budget.one_time_usd)
    return replace(problem, facts=tuple(_facts(problem)))


def _school(r: np.random.Generator, i: int) -> School:
    level = ("elementary", "elementary", "elementary", "middle", "high")[i % 5]
    size = {"elementary": 30, "middle": 45, "high": 95}[level]
    teachers = round(float(size * r.lognormal(0, 0.35)), 1)
    pupils = int(teachers * 15)
    share = r.beta(3, 2)
    return School(
        id=f"s{i:04d}",
        name=f"School {i}",
        level=level,
        enrollment=pupils,
        teachers=teachers,
        econ_disadvantaged=int(share * pupils),
        emergent_bilingual=int(r.beta(1, 6) * pupils),
        special_education=int(r.beta(3, 20) * pupils),
    )


def _service(r: np.random.Generator, team: str, i: int) -> Service:
    work = float(r.uniform(0.5, 2.0))
    automate = ServiceLever(
        residual_work_share=float(r.uniform(0.3, 0.7)),
        yearly_usd=float(r.uniform(2e4, 2e5)),
        one_time_usd=float(r.uniform(2e4, 2e5)),
    )
    other = ROUTINE[(ROUTINE.index(team) + 1) % len(ROUTINE)]
    steps = (
        (Step(team=team, work_hours=work),)
        if i
        else (Step(team=team, work_hours=work), Step(team=other, work_hours=0.2))
    )
    return Service(
        label=f"{team} {i}",
        driver="teachers",
        requests_per_driver_per_year=float(r.uniform(1, 5)),
        steps=steps,
        promise=Promise(due_working_hours=40.0, on_time_share=0.9),
        mandated=team == "evaluation",
        return_share=0.1,
        automate=automate if r.random() < 0.7 else None,
        eliminate=ServiceLever(yearly_usd=0.0) if i and team != "evaluation" and r.random() < 0.3 else None,
    )


def _routine_team(r: np.random.Generator, name: str, services: dict[str, Service], roster: tuple[School, ...]) -> Team:
    hours = sum(
        s.requests_per_driver_per_year * sum(x.teachers for x in roster) * step.work_hours
        for s in services.values()
        for step in s.steps
        if step.team == name
    )
    post = 52 * 40 * 0.85 * 0.7
    other = hours * float(r.uniform(0.3, 2.0))
    posts = int(np.ceil((hours + other) / (0.78 * post))) + 1
    return _team(name, posts, float(r.uniform(55e3, 95e3)), other)


def _advising_team(r: np.random.Generator, name: str, schools: int) -> Team:
    posts = max(1, round(schools * float(r.uniform(0.02, 0.1))))
    pairs = [
        Retraining(team=t, cost_usd=float(r.uniform(5e3, 2e4)), ramp_share=0.3) for t in r.choice(ROUTINE[:4], 2, False)
    ]
    return _team(name, posts, float(r.uniform(75e3, 120e3)), posts * 150.0, tuple(pairs))


def _team(name: str, posts: int, cost: float, other: float, pairs: tuple[Retraining, ...] = ()) -> Team:
    return Team(
        label=name,
        unit=name,
        funding_stream="federal" if name in ("nutrition", "inclusion") else "general",
        posts_today=posts,
        loaded_cost_usd=cost,
        productive_share=0.5 if pairs else 0.7,
        leave_share=0.13,
        vacancy_rate=0.03,
        other_work_hours_per_year=other,
        other_work_removable_share=0.1,
        backlog_allowance_hours=posts * 30.0,
        hire_usd=8e3,
        release_usd=15e3,
        retrain_from=pairs,
    )


def _area(r: np.random.Generator, name: str) -> Area:
    strength = float(r.uniform(0.35, 1.0))
    per = {"math": "20_teachers", "literacy": "20_teachers", "partnership": "principal"}.get(name, "school")
    levels = {"math": ("elementary",), "literacy": ("middle", "high")}.get(
        name, ("elementary", "middle", "high", "combined")
    )
    hours = float(r.choice([2.0, 2.5, 3.0, 4.0, 4.5]))
    visits = (6, 14, 28) if per == "20_teachers" else (12, 24, 44)
    effects = (1.0, float(r.uniform(0.8, 0.95)), float(r.uniform(0.6, 0.8)))
    packages = {
        label: Package(
            visits_per_year=v,
            hours_per_visit=hours if r.random() < 0.7 else hours + 0.5,
            materials_usd=float(m),
            effect_per_hour=round(strength * e, 3),
        )
        for label, v, e, m in zip(("low", "mid", "high"), visits, effects, (500.0, 1500.0, 4000.0), strict=True)
    }
    return Area(
        label=name,
        team=name,
        levels=levels,
        need_measure=str(r.choice(["econ_disadvantaged", "emergent_bilingual", "special_education"])),
        visits_per=per,
        packages=packages,
        package_today="low" if r.random() < 0.6 else "none",
        span_schools_per_post=12.0 if name == "partnership" else None,
    )


def _table(scenario: Scenario, expectation: Expectation, t: int) -> TeamTable:
    """Hours of a post between a few numbers of posts, as simulation has them; of teams without visits, all hours."""
    team, lost = scenario.team_list[t], lost_hours(scenario)[:, t]
    hours, work = float(expectation.post_hours[t]), float(expectation.work_hours[t])
    if scenario.team_ids[t] in ROUTINE:
        return TeamTable.expected(team.most_posts, hours, lost, min(team.backlog_allowance_hours, work))
    posts = np.arange(1, team.most_posts + 1)
    corners = np.unique(np.rint(np.linspace(1, np.sqrt(posts[-1]), 4) ** 2))
    each = np.interp(posts, corners, 1 - SQUARE_ROOT / np.sqrt(corners))
    free = 0.2 * float(lost[scenario.team_ids.index(team.retrain_from[0].team)])
    return TeamTable(np.append(0.0, hours * posts * each), lost, ((1.2, 0.0), (2.0, 0.8 * free)))


def _facts(problem: Problem) -> Iterator[TooFew]:
    """Too few posts of each routine team with all levers that help it, with none of them, and with the next team's.

    Teams that share a service are one post shorter together than each alone.
    """
    none: frozenset[int] = frozenset()
    for t in range(len(ROUTINE)):
        other = (t + 1) % len(ROUTINE)
        escapes, shared = _helping(problem, t), _helping(problem, t) | _helping(problem, other)
        yield TooFew({t: _too_few(problem, t, 0)}, escapes, none)
        yield TooFew({t: _too_few(problem, t, 1)}, none, escapes)
        yield TooFew({u: _too_few(problem, u, 1) + 1 for u in (t, other)}, none, shared)


def _too_few(problem: Problem, t: int, levers: int) -> int:
    """Most posts that are too few, by square-root staffing, for the least work (0) or the most (1) over the levers."""
    posts = np.arange(problem.tables[t].most_posts + 1)
    enough = problem.expectation.post_hours[t] * (posts - SQUARE_ROOT * np.sqrt(posts))
    return int(np.flatnonzero(enough < work_range(problem, t)[levers])[-1])


def _helping(problem: Problem, t: int) -> frozenset[int]:
    """Levers of the services that a team works on."""
    scenario, names = problem.scenario, list(problem.scenario.all_levers)
    services = [k for k, s in scenario.services.items() if any(step.team == ROUTINE[t] for step in s.steps)]
    return frozenset(e for e in problem.levers if names[e].split(".")[0] in services)
