"""Most visit hours while promises are kept: no plan that keeps them in other years makes more, and what it takes."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from offices import area, office, school, service, team
from redesign.analysis.cluster_years import Case, ClusterYears, Trial
from redesign.analysis.most_visits import most_made_hours
from redesign.analysis.new_people import HIRED, Crew, with_posts
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.scenario.model import Scenario
from redesign.study.certainty import sure_errors
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.questions import alone_today

COACHES = 1
OTHER_YEARS = 5_000


def coached(posts: int = 2, schools: int = 10, clerks_too: bool = False, **more: Any) -> Scenario:
    """Coaches with packages of long and of short visits, and requests of their own where it is said."""
    coaches = {"productive_share": 0.6, "maximum_posts": 6} | more.pop("coaches", {})
    today = more.pop("package_today", "short")
    packages = {"short": (30, 2.0, 1.0), "long": (30, 5.0, 0.8), "many": (80, 3.0, 0.7)}
    steps = (("clerks", 1.0), ("coaches", 1.5)) if clerks_too else (("clerks", 1.0),)
    return office(
        schools=tuple(school(f"s{i}") for i in range(schools)),
        teams={"clerks": team(3, maximum_posts=6), "coaches": team(posts, **coaches)},
        services={"leave": service("teachers", 1.5, *steps)},
        areas={"math": area("coaches", packages, package_today=today, **more)},
        run={"search_years": 4},
    )


def years_of(scenario: Scenario, first: int = 0) -> ClusterYears:
    cluster = (0, 1) if len(scenario.services["leave"].steps) > 1 else (1,)
    today = alone_today(scenario, cluster)
    return ClusterYears(today, (asked_of_services(today.scenario), asked_of_visits(today.scenario)), first, "compiled")


def limit(scenario: Scenario, posts: int, new: int = 0, hired: bool = True) -> float:
    years = years_of(scenario)
    crew = Crew(COACHES, posts, ((HIRED if hired else 0, new),) if new else ())
    return most_made_hours(years, years.today.scenario, crew, sure_errors)


@pytest.mark.parametrize("clerks_too", [False, True])
@pytest.mark.parametrize("assignment", ["pooled", "caseload"])
def test_no_plan_that_keeps_its_promises_makes_more(clerks_too: bool, assignment: str) -> None:
    """Thirty plans of packages drawn at random, each on 60 years that the limit never saw."""
    scenario = coached(clerks_too=clerks_too, coaches={"assignment": assignment})
    years, rng = years_of(scenario, OTHER_YEARS), np.random.default_rng(7)
    alone, expectation = years.today.scenario, expect(years.today.scenario)
    limits = {posts: limit(scenario, posts) for posts in (1, 2)}
    near, kept = 0.0, 0
    for _ in range(30):
        posts = int(rng.integers(1, 3))
        packages = rng.choice(4, size=(1, 10), p=rng.dirichlet(np.ones(4)))
        plan = with_posts(Case(alone, replace(plan_today(alone), packages=packages)), COACHES, posts, 0)
        trial = Trial(years, Case(alone, plan))
        if trial.on(60).margin.min() < 0:
            continue
        each = expectation.visit_hours[0] / np.maximum(1, expectation.visits[0])
        shares = np.sum(trial.counts.kept, axis=0)[-1] / max(1.0, np.sum(trial.counts.due, axis=0)[-1])
        made = shares * float(np.take_along_axis(expectation.visits[0] * each, packages.T, axis=1).sum())
        assert made <= limits[posts]
        near, kept = max(near, made / limits[posts]), kept + 1
    assert kept >= 6, "some plans keep their promises"
    assert near > 0.8, "a limit that nobody comes near says nothing"


def test_more_posts_make_more_and_each_of_them_no_less() -> None:
    found = [limit(coached(schools=24), posts) for posts in (1, 2, 4)]
    assert found[0] < found[1] < found[2]
    assert found[0] <= found[1] / 2 * 1.03 <= found[2] / 4 * 1.06


def test_what_all_schools_can_be_asked_for_is_no_limit() -> None:
    assert math.isinf(limit(coached(schools=2), 6))


def test_a_large_cluster_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ClusterYears, "most_years", property(lambda self: 19))
    assert math.isinf(limit(coached(), 1))


def test_new_people_make_less_and_those_who_learn_sooner_make_more() -> None:
    """A third of the year without them: more visits lapse than may."""
    late = {"hire_weeks": 8, "hire_ramp_share": 0.15, "retrain_from": (retrained(0.05),)}
    none_today = coached(coaches=late | {"posts_today": 0}, package_today="none")
    assert limit(none_today, 2, 2) < 0.2 * limit(coached(), 2)
    some = [limit(coached(coaches=late), 3, new, hired) for new, hired in ((0, True), (1, False), (1, True), (2, True))]
    assert some == sorted(some, reverse=True)
    assert some[0] == pytest.approx(limit(coached(), 3)), "nobody is new"
    assert some[-1] < 0.9 * some[0]


def retrained(ramp_share: float) -> dict[str, Any]:
    return {"team": "clerks", "cost_usd": 1.0, "ramp_share": ramp_share}


def test_visits_that_may_be_longer_are_given_their_length() -> None:
    """What one visit in progress more can be worth, post for post."""
    short = {"short": (30, 2.0, 1.0), "many": (120, 2.0, 0.7)}
    same = coached().model_copy(
        update={"areas": {"math": coached().areas["math"].model_copy(update={"packages": _packages(short)})}}
    )
    assert limit(coached(), 2) == pytest.approx(limit(same, 2) + 2 * 3.0, rel=0.02)


def _packages(of: dict[str, tuple[int, float, float]]) -> dict[str, Any]:
    return area_of(of).packages


def area_of(of: dict[str, tuple[int, float, float]]) -> Any:
    return coached().areas["math"].__class__.model_validate(area("coaches", of))
