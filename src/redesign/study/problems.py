"""What every strategy has to decide: its scenario, its budgets, and what simulation says of its teams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from redesign.analysis.cluster_years import Case
from redesign.analysis.clusters import Cluster, around_team, clusters_of
from redesign.analysis.cost import yearly_budget
from redesign.analysis.team_table import TeamTable
from redesign.demand.expectation import Expectation, expect
from redesign.demand.open_hours import lost_hours
from redesign.optimization.levels import work_range
from redesign.optimization.problem import Problem
from redesign.optimization.states import levers_within
from redesign.optimization.variants import expect_variants
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.pins import Pins
from redesign.scenario.strategy import Strategy
from redesign.simulation.engines import Engine
from redesign.study.questions import alone_today, table, today_around
from redesign.study.runner import Runner

AMPLE_HOURS = 1e12
"""More than anybody asks of a team in a year."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the strategies of a study have in common."""

    scenario: Scenario
    clusters: tuple[Cluster, ...]
    today: tuple[Case, ...]
    """Of each cluster, alone in today's office."""


def setting_of(scenario: Scenario) -> Setting:
    """Take an office apart into clusters that no strategy ties together."""
    clusters = clusters_of(scenario, [strategy.changes for strategy in scenario.compared.values()])
    return Setting(scenario, clusters, tuple(alone_today(scenario, cluster) for cluster in clusters))


def problems_of(setting: Setting, runner: Runner) -> dict[str, Problem]:
    """What every strategy that optimizes has to decide, with tables of its teams; no posts are too few yet."""
    compared = setting.scenario.compared.items()
    chosen = {name: each for name, each in compared if each.optimizes and each.objective == "support"}
    made = {name: in_force(setting.scenario, strategy) for name, strategy in chosen.items()}
    tables = _tables(setting, made, runner)
    return {name: problem_of(setting.scenario, name, tables[name]) for name in chosen}


def allowing(scenario: Scenario, name: str) -> Problem:
    """What a strategy has to decide, with nothing that teams cannot do."""
    made = in_force(scenario, scenario.all_strategies[name])
    tables = tuple(in_expectation(made, t) for t in range(len(made.teams)))
    return without_promises(problem_of(scenario, name, tables))


def problem_of(
    scenario: Scenario, name: str, tables: tuple[TeamTable, ...], strategy: Strategy | None = None
) -> Problem:
    """What a strategy has to decide under these tables, or what another one in its place would."""
    strategy = strategy or scenario.all_strategies[name]
    made = in_force(scenario, strategy)
    pins = scenario.pins if name == scenario.run.certified else Pins()
    shares = np.array([area.visits_made_share for area in made.area_list])
    expectation = with_made_shares(expect_variants(made, levers_within(made, strategy.may.levers)), shares)
    once = np.inf if strategy.closes_the_office else made.budget.one_time_usd
    problem = Problem(made, expectation, tables, strategy, yearly_budget(made), once, pins=pins)
    return problem if strategy.promises == "kept" else _without_answers(problem)


def with_made_shares(expectation: Expectation, shares: np.ndarray) -> Expectation:
    """Support of packages as delivered, where these shares [A] of the promised visits are made."""
    return replace(expectation, support=expectation.support * shares[:, None, None])


def _without_answers(problem: Problem) -> Problem:
    """The problem where requests may stay unanswered: a team's visits have what hours its other work leaves, if any."""
    expectation, tables = problem.expectation, []
    for t, made in enumerate(problem.tables):
        work = work_range(problem, t)[1] if expectation.made_by(t).any() else AMPLE_HOURS
        tables.append(replace(made, hours=np.maximum(made.hours, work)))
    return replace(problem, tables=tuple(tables))


def without_promises(problem: Problem) -> Problem:
    """The problem with nothing that teams cannot do."""
    tables = tuple(TeamTable(np.full(len(table.hours), AMPLE_HOURS), table.lost) for table in problem.tables)
    return replace(problem, tables=tables, facts=())


def _tables(setting: Setting, made: Mapping[str, Scenario], runner: Runner) -> dict[str, tuple[TeamTable, ...]]:
    """[T] of each strategy; a table is simulated for teams that make visits, once for what strategies share."""
    jobs: list[tuple[Case, Scenario, int, Engine]] = []
    places: dict[tuple[str, int], int] = {}
    for name, scenario in made.items():
        expectation = expect(scenario)
        for cluster in setting.clusters:
            for t in (t for t in cluster if expectation.made_by(t).any()):
                alone, today = around_team(scenario, cluster, t), today_around(setting.scenario, cluster, t)
                known = [i for i, job in enumerate(jobs) if job[2] == t and job[1] == alone]
                places[name, t] = known[0] if known else len(jobs)
                if not known:
                    jobs.append((today, alone, t, runner.engine))
    found = runner.replicate("team tables", table, jobs) if jobs else []
    return {
        name: tuple(
            found[places[name, t]] if (name, t) in places else in_expectation(scenario, t)
            for t in range(len(scenario.teams))
        )
        for name, scenario in made.items()
    }


def in_expectation(scenario: Scenario, t: int) -> TeamTable:
    """A team without visits: as many hours as it has, until facts say that posts are too few."""
    team, expectation = scenario.team_list[t], expect(scenario)
    work, hours = float(expectation.work_hours[t]), float(expectation.post_hours[t])
    # an overloaded team may leave as much unfinished as today's does
    allowance = min(max(team.backlog_allowance_hours, work - team.posts_today * hours), work)
    return TeamTable.expected(team.most_posts, hours, lost_hours(scenario)[:, t], allowance)
