"""A draft budget of what a plan costs beyond today's office, in the lines of form ED 524."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import get_args

from redesign.scenario.levers import Lever
from redesign.scenario.model import Scenario
from redesign.scenario.proposal import BudgetLine, CostLine, Payer
from redesign.scenario.team import Team
from redesign.study.proposal_result import CostItem, CostKind, DirectTotal, Line, LineTotal, ProjectBudget
from redesign.study.strategy_result import StrategyResult, TeamPosts

LINES: tuple[Line, ...] = ("personnel", "fringe", *get_args(BudgetLine))
PAYERS: tuple[Payer, ...] = get_args(Payer)


@dataclass(frozen=True, slots=True)
class Years:
    """The years of the project."""

    count: int
    growth: float

    def each(self, usd: float) -> tuple[float, ...]:
        """The same every year."""
        return (float(round(usd)),) * self.count

    def once(self, usd: float) -> tuple[float, ...]:
        """In the first year."""
        return (float(round(usd)), *(0.0,) * (self.count - 1))

    def rising(self, usd: float) -> tuple[float, ...]:
        """Every year, more by the growth of pay."""
        return tuple(float(round(usd * (1 + self.growth) ** year)) for year in range(self.count))


def project_budget(scenario: Scenario, today: StrategyResult, planned: StrategyResult) -> ProjectBudget:
    """Items of the plan and their sums by payer and line."""
    proposal = scenario.proposal
    years = Years(proposal.project_years or 1, proposal.pay_growth_rate or 0.0)
    items = (
        *_posts(scenario, planned, years),
        *_once(scenario, planned, years),
        *_levers(scenario, planned, years),
        *_bought(scenario, today, planned, years),
    )
    sums = (
        LineTotal(payer, line, *_sum([i for i in items if (i.paid_by, i.line) == (payer, line)], years))
        for payer, line in product(PAYERS, LINES)
    )
    placed = [i for i in items if i.line and i.paid_by]
    direct = [DirectTotal(payer, *_sum([i for i in placed if i.paid_by == payer], years)) for payer in PAYERS]
    rest = DirectTotal(None, *_sum([i for i in items if i not in placed], years))
    return ProjectBudget(
        items, tuple(total for total in sums if total.usd), (*direct, rest), sum(item.usd for item in items)
    )


def _posts(scenario: Scenario, planned: StrategyResult, years: Years) -> Iterator[CostItem]:
    """Pay of posts that are new to their team."""
    payer = scenario.proposal.costs.posts_paid_by
    for posts in planned.plan.posts:
        team, new = scenario.teams[posts.team], posts.hired + posts.retrained
        for kind, line, usd in _pay(team) if new else ():
            by_year = years.rising(new * usd)
            yield CostItem(kind, team.label, line, payer, new, usd, by_year, sum(by_year))


def _pay(team: Team) -> tuple[tuple[CostKind, Line | None, float], ...]:
    """Salary and benefits of one post; one sum without a line where they cannot be told apart."""
    loaded, salary = team.loaded_cost_usd, team.salary_usd
    if salary is None and team.fringe_rate is not None:
        salary = loaded / (1 + team.fringe_rate)
    if salary is None:
        return (("posts", None, loaded),)
    salary = float(round(salary))
    return ("personnel", "personnel", salary), ("fringe", "fringe", max(0.0, loaded - salary))


def _once(scenario: Scenario, planned: StrategyResult, years: Years) -> Iterator[CostItem]:
    """Hiring, giving up posts and retraining."""
    costs = scenario.proposal.costs
    for posts in planned.plan.posts:
        team = scenario.teams[posts.team]
        one_by_one: tuple[tuple[CostKind, CostLine, int, float], ...] = (
            ("hiring", costs.hiring, posts.hired, team.hire_usd),
            ("release", costs.release, posts.released, team.release_usd),
            *(("training", costs.training, count, usd) for count, usd in _retrained(team, posts)),
        )
        for kind, where, count, usd in one_by_one:
            by_year = years.once(count * usd)
            if sum(by_year):
                yield CostItem(kind, team.label, where.line, where.paid_by, count, usd, by_year, sum(by_year))


def _retrained(team: Team, posts: TeamPosts) -> Iterator[tuple[int, float]]:
    """How many, and the cost of one; together where they cost the same, wherever they come from."""
    costs, counts = {pair.team: pair.cost_usd for pair in team.retrain_from}, dict[float, int]()
    for source, count in posts.retrained_in.items():
        counts[costs[source]] = counts.get(costs[source], 0) + count
    yield from ((count, usd) for usd, count in counts.items())


def _levers(scenario: Scenario, planned: StrategyResult, years: Years) -> Iterator[CostItem]:
    proposal = scenario.proposal
    for name, lever in _taken(scenario, planned):
        where = proposal.levers.get(name, proposal.costs.levers)
        once, each = years.once(lever.one_time_usd), years.each(lever.yearly_usd)
        kinds: tuple[tuple[CostKind, tuple[float, ...]], ...] = (("lever_once", once), ("lever", each))
        for kind, by_year in kinds:
            if sum(by_year):
                yield CostItem(kind, lever.label, where.line, where.paid_by, None, None, by_year, sum(by_year))


def _taken(scenario: Scenario, planned: StrategyResult) -> Iterator[tuple[str, Lever]]:
    for name, lever in scenario.all_levers.items():
        of, _, option = name.rpartition(".")
        if planned.plan.levers.get(of or name) == (option if of else "taken"):
            yield name, lever


def _bought(scenario: Scenario, today: StrategyResult, planned: StrategyResult, years: Years) -> Iterator[CostItem]:
    """Materials, and visits bought, beyond today's."""
    costs = scenario.proposal.costs
    before, after = today.cost, planned.cost
    bought: tuple[tuple[CostKind, CostLine, BudgetLine, float], ...] = (
        ("materials", costs.materials, "supplies", after.materials_usd - before.materials_usd),
        ("visits_bought", costs.visits_bought, "contractual", after.providers_usd - before.providers_usd),
    )
    for kind, given, line, usd in bought:
        by_year = years.each(max(usd, 0.0))
        if sum(by_year):
            yield CostItem(kind, "", given.line or line, given.paid_by, None, None, by_year, sum(by_year))


def _sum(items: list[CostItem], years: Years) -> tuple[tuple[float, ...], float]:
    """By year, and in all."""
    by_year = tuple(sum((item.usd_by_year[year] for item in items), 0.0) for year in range(years.count))
    return by_year, sum(by_year, 0.0)
