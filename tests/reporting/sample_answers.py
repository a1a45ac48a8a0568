"""Answers to questions, made by hand, that go with the sample study."""

from __future__ import annotations

from redesign.analysis.intervals import Interval
from redesign.study.ask.about import FORMAT
from redesign.study.ask.answers import (
    About,
    Alternative,
    Alternatives,
    Bought,
    Frontier,
    NoPlan,
    Point,
    RulePrice,
    Rules,
    Target,
    Targets,
    Verified,
)
from redesign.study.study import Study


def bought(study: Study, support: float, more: int = 0) -> Bought:
    """The plan of the study with so many posts more in its first team, and a provider, which is no team."""
    posts = {posts.team: posts.planned for posts in study.plan.posts}
    posts |= {study.teams[0].id: posts[study.teams[0].id] + more, "consultants": 1}
    packages = {area.id: dict.fromkeys(area.packages, 10 + more) for area in study.areas}
    levers = ("leave.automate",) if more >= 0 else ()
    return Bought(support, support + 1, 25_000_000.0 + more, 400_000.0, posts, levers, packages, True)


def about(study: Study, pins: tuple[str, ...] = ()) -> About:
    return About(
        FORMAT, study.scenario.name, study.certificate.strategy, study.digest, pins, 0, False, bought(study, 12_600)
    )


def frontier(study: Study, pins: tuple[str, ...] = ()) -> Frontier:
    """Five yearly budgets, of which the first has no plan, and three one-time budgets."""
    verified = Verified(Interval(13_000, 12_900, 13_100), Interval(500, 400, 600), "higher", True, False)
    yearly = (
        Point(22_680_000.0, 0.9, None, None, None),
        Point(23_940_000.0, 0.95, bought(study, 11_000, -2), None, None),
        Point(25_200_000.0, 1.0, bought(study, 12_600), 126.98, None),
        Point(26_460_000.0, 1.05, bought(study, 13_400, 1), 63.49, verified),
        Point(27_720_000.0, 1.1, bought(study, 13_900, 2), 39.68, None),
    )
    once = tuple(Point(250_000.0 * i, 0.5 * i, bought(study, 12_000 + 300 * i), None, None) for i in (1, 2, 3))
    none = NoPlan(22_680_000.0, ("the yearly budget of $22,680,000", "the floor"), ("$500,000 more a year",))
    return Frontier("budget", about(study, pins), yearly, once, none)


def rules(study: Study, label: str = "No team may vanish") -> Rules:
    price = RulePrice("tenure", label, 120.0, 125.0, bought(study, 12_720, 1), None)
    return Rules("rules", about(study), (price,))


def alternatives(study: Study) -> Alternatives:
    """Two plans with a post more and one fewer; what is safe is that of the study."""
    plans = tuple(Alternative(bought(study, 12_560 - 30 * i, more), 1, None) for i, more in enumerate((1, -1)))
    return Alternatives("alternatives", about(study), 0.01, 1, plans, False, study.certificate.safe_moves)


def targets(study: Study, label: str = "modeled support of 13,900") -> Targets:
    """One that money reaches, and one that it does not."""
    found = (
        Target("all promises, floors and rules", None, 23_000_000.0, 22_990_000.0, bought(study, 10_900)),
        Target(label, 13_900.0, None, 252_000_000.0, bought(study, 13_500, 2)),
    )
    return Targets("targets", about(study), 12_600.0, found, 1.0, 1.2, 1.3, ())
