"""Ids of strategies, teams, schools, services, levers and areas that a study names: each must be there."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from redesign.scenario.model import QUARTILE
from redesign.study.details_result import names_in
from redesign.study.strategy_result import StrategyResult

if TYPE_CHECKING:
    from redesign.study.study import Study

OF_SERVICE, OF_DISTRICT = ("as_is", "automate", "eliminate", "delegate", "adopt"), ("taken", "left")
"""What may become of a service, and of a lever of the district."""


def named(study: Study) -> Iterator[tuple[str, str, Collection[str]]]:
    """Where a study names one of its strategies, teams or schools; the id; all that there are."""
    strategies, teams = study.strategies.keys(), {team.id for team in study.teams}
    schools = {school.id for school in study.schools}
    yield "reference", study.reference, strategies
    yield "certificate.strategy", study.certificate.strategy, strategies
    for difference in study.certificate.differences:
        yield from (("certificate.differences", name, strategies) for name in (difference.of, difference.base))
    yield from _named_moves(study, teams)
    yield from (("years", name, strategies) for name in (*study.years.support, *study.years.principal_hours))
    final = study.certificate.replications.final
    yield from (("years", f"{length} years", [f"{final} years"]) for length in study.years.lengths())
    for key, strategy in study.strategies.items():
        where = f"strategies.{key}"
        for posts in strategy.plan.posts:
            yield from ((f"{where}.plan.posts", team, teams) for team in (posts.team, *posts.retrained_in))
        yield from ((f"{where}.teams", result.team, teams) for result in strategy.teams)
        for area, chosen in strategy.plan.packages.items():
            yield from ((f"{where}.plan.packages.{area}", school, schools) for school in chosen)
        for area, rows in strategy.packages_by_quartile.items():
            yield from ((f"{where}.packages_by_quartile.{area}", QUARTILE, row) for row in rows)
        yield from _all_of(study, strategy, where)
        known = {"team": teams, "service": [s.id for s in study.services], "area": [a.id for a in study.areas]}
        yield from ((f"{where}.details.{key}", name, known[kind]) for key, name, kind in names_in(strategy.details))
    yield from _named_closely(study, teams)


def _named_moves(study: Study, teams: Collection[str]) -> Iterator[tuple[str, str, Collection[str]]]:
    moves, where = study.certificate.safe_moves, "certificate.safe_moves"
    yield from ((f"{where}.posts", posts.team, teams) for posts in moves.posts)
    yield from ((f"{where}.packages", row.area, [a.id for a in study.areas]) for row in moves.packages)
    levers = [f"{s.id}.{choice}" for s in study.services for choice in OF_SERVICE[1:]] + [x.id for x in study.levers]
    yield from ((f"{where}.levers", lever, levers) for lever in (*moves.levers_in_all, *moves.levers_in_some))


def _named_closely(study: Study, teams: Collection[str]) -> Iterator[tuple[str, str, Collection[str]]]:
    yield from (("certificate.capacities", row.team, teams) for row in study.certificate.capacities)
    yield from (("close_ups", name, study.close_ups) for name in (study.reference, study.certificate.strategy))
    schools, known = [school.id for school in study.schools], [team.id for team in study.teams]
    for key, each in study.close_ups.items():
        for part, found, all_of in (
            ("schools", [row.school for row in each.schools], schools),
            ("weeks", [row.team for row in each.weeks], known),
        ):
            where = f"close_ups.{key}.{part}"
            yield from ((where, name, all_of) for name in found)
            yield from ((where, name, found) for name in all_of)


def _all_of(study: Study, strategy: StrategyResult, where: str) -> Iterator[tuple[str, str, Collection[str]]]:
    """What must be there of every team, service, lever and area, and nothing of others."""
    teams, areas = [t.id for t in study.teams], [a.id for a in study.areas]
    services, levers = [s.id for s in study.services], [lever.id for lever in study.levers]
    choices = strategy.plan.levers
    for key, found, known in (
        ("plan.posts", [posts.team for posts in strategy.plan.posts], teams),
        ("plan.packages", list(strategy.plan.packages), areas),
        ("plan.levers", list(choices), [*services, *levers]),
        ("packages_by_quartile", list(strategy.packages_by_quartile), areas),
        ("support_by_area", list(strategy.support_by_area), areas),
        ("cost.by_team", [cost.team for cost in strategy.cost.by_team], teams),
        ("services", [result.service for result in strategy.services], services),
    ):
        yield from ((f"{where}.{key}", name, known) for name in found)
        yield from ((f"{where}.{key}", name, found) for name in known)
    words = dict.fromkeys(services, OF_SERVICE) | dict.fromkeys(levers, OF_DISTRICT)
    yield from (
        (f"{where}.plan.levers.{name}", choice, words[name]) for name, choice in choices.items() if name in words
    )
