"""Menus of more schools than can be looked at one by one: the definition solves them."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np

from optimization.kinds import KINDS
from redesign.analysis.team_table import TeamTable
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.variants import expect_variants
from redesign.scenario.model import Provider
from redesign.scenario.team import station_of


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
    providers = {name: _wider_provider(each, times) for name, each in problem.scenario.providers.items()}
    teams |= {name: station_of(each) for name, each in providers.items()}
    scenario = problem.scenario.model_copy(update={"schools": schools, "teams": teams, "providers": providers})
    tables = tuple(_wider(table, times) for table in problem.tables)
    facts = tuple(_wider_fact(fact, times) for fact in problem.facts)
    money = (problem.yearly_usd * times, problem.one_time_usd * times)
    expectation = expect_variants(scenario, problem.levers)
    return Problem(scenario, expectation, tables, problem.strategy, *money, facts)


def _wider(table: TeamTable, times: int) -> TeamTable:
    posts = np.arange(table.most_posts * times + 1) / times
    return replace(table, hours=np.interp(posts, np.arange(len(table.hours)), table.hours) * times)


def _wider_fact(fact: TooFew, times: int) -> TooFew:
    """About so many times the posts, new people and contracts."""
    posts, new = ({t: n * times for t, n in each.items()} for each in (fact.posts, fact.new))
    return replace(fact, posts=posts, new=new, brokered={t: hours * times for t, hours in fact.brokered.items()})


def _wider_provider(provider: Provider, times: int) -> Provider:
    more = {"visits_per_year": provider.visits_per_year * times, "visits_at_once": provider.visits_at_once * times}
    return provider.model_copy(update=more)
