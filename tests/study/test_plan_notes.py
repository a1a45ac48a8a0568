"""Teams that stay idle under a plan with what keeps them, and default caps that a plan reaches."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from redesign.analysis.intervals import Interval
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import Freedoms, Strategy
from redesign.study.plan_notes import elements_off, notes_on_compared, plan_notes
from redesign.study.strategy_result import StrategyResult
from study.tiny import Pieces, simulated_study

FREE = Strategy(label="Clean sheet", may=Freedoms(release=True, hire=True))


@pytest.fixture(scope="module")
def pieces() -> Pieces:
    return simulated_study()


def busy(pieces: Pieces, share: float, **posts: int) -> StrategyResult:
    """The certified plan with experts that are busy for a share of their hours, and so many posts of each team."""
    result = pieces.study.chosen
    teams = [replace(t, utilization=Interval(share, share, share)) if t.team == "experts" else t for t in result.teams]
    own = [replace(p, planned=posts.get(p.team, p.planned), released=0) for p in result.plan.posts]
    return replace(result, teams=tuple(teams), plan=replace(result.plan, posts=tuple(own)))


def scenario(pieces: Pieces, rules: dict[str, Any]) -> Scenario:
    raw = pieces.scenario.model_dump()
    raw["rules"] = rules
    raw["teams"]["experts"] |= {"label": "Experts", "funding_stream": "general"}
    return Scenario.model_validate(raw)


TENURE = {"label": "Tenure", "kind": "release_limit", "release_share": 0.3}
LOOSE = TENURE | {"label": "Loose", "release_share": 0.4}
CORE = {"label": "Core", "kind": "minimum_posts", "minimum_share": 0.5, "teams": ("clerks",)}
SLOW = {"label": "Slow", "kind": "change_limit", "change_share": 0.0, "teams": ("experts", "coaches")}
TIED = {"label": "Tied", "kind": "funding_tie", "streams": ("general",), "removable": False}


@pytest.mark.parametrize(
    ("rules", "strategy", "why"),
    [
        ({}, FREE, "to give them up would buy no more support"),
        ({"tenure": TENURE, "loose": LOOSE, "core": CORE}, FREE, "kept by: Tenure"),  # one of three: 0.33
        ({"core": CORE | {"minimum_share": 0.7, "teams": ()}}, FREE, "kept by: Core"),
        ({"core": CORE | {"minimum_share": 0.6, "teams": ()}}, FREE, "to give them up would buy no more support"),
        ({"tenure": TENURE, "tied": TIED}, FREE, "kept by: Tenure, Tied"),
        (
            {"tenure": TENURE, "tied": TIED},
            FREE.model_copy(update={"lifted_rules": "removable"}),
            "kept by: Tied",
        ),
        ({"slow": SLOW}, FREE, "kept by: Slow"),
        ({"slow": SLOW | {"change_share": 1.0}}, FREE, "to give them up would buy no more support"),
        ({"slow": SLOW | {"teams": ("coaches",)}}, FREE, "to give them up would buy no more support"),
        ({}, FREE.model_copy(update={"may": Freedoms(hire=True)}), "kept by: Clean sheet may not release"),
    ],
)
def test_an_idle_team_is_named_with_what_keeps_it(
    pieces: Pieces, rules: dict[str, Any], strategy: Strategy, why: str
) -> None:
    found = list(plan_notes(scenario(pieces, rules), strategy, busy(pieces, 0.02, experts=3)))
    posts = next(t.posts for t in pieces.study.chosen.teams if t.team == "experts")
    assert found == [f"Experts stays idle under the plan: {posts} posts, 2% busy; {why}."]


def test_a_team_with_work_or_without_posts_is_not_idle(pieces: Pieces) -> None:
    assert list(plan_notes(scenario(pieces, {}), FREE, busy(pieces, 0.05))) == []
    nobody = busy(pieces, 0.0)
    gone = replace(nobody, teams=tuple(replace(t, posts=0, utilization=None) for t in nobody.teams))
    assert list(plan_notes(scenario(pieces, {}), FREE, gone)) == []


def test_a_default_cap_that_a_plan_reaches_is_named_and_a_written_one_is_not(pieces: Pieces) -> None:
    """Three experts today: 2 x 3 + 5."""
    office = scenario(pieces, {})
    assert list(plan_notes(office, FREE, busy(pieces, 0.5, experts=10))) == []
    (said,) = plan_notes(office, FREE, busy(pieces, 0.5, experts=11))
    assert said.startswith("Experts has 11 posts under the plan, the most it may have by default")
    raw = office.model_dump()
    raw["teams"]["experts"]["maximum_posts"] = 11
    assert list(plan_notes(Scenario.model_validate(raw), FREE, busy(pieces, 0.5, experts=11))) == []


def test_a_plan_that_lacks_a_core_element_is_warned_of_where_the_scenario_speaks_of_them(pieces: Pieces) -> None:
    """Inclusion and math are partnership and services; of leadership nothing says that it is part."""
    result, said = pieces.study.chosen, []
    partnership, services, leadership = result.details.core_elements
    for elements in (
        (partnership, services, leadership),
        (replace(partnership, on=()), services, leadership),
        (partnership, services, replace(leadership, on=("portal",))),
        tuple(replace(each, on=(), marked=False) for each in result.details.core_elements),
    ):
        said.append(list(elements_off(replace(result, details=replace(result.details, core_elements=elements)))))
    start = "Of partnership, services and leadership the plan turns on"
    assert said == [
        [f"{start} no leadership: it is incomplete."],
        [f"{start} no partnership, no leadership: it is incomplete."],
        [],
        [],
    ]


def test_a_plan_that_changes_nothing_and_posts_without_work_are_said_of_the_others(pieces: Pieces) -> None:
    """Nothing is said of today's office and of the certified plan, which have notes of their own."""
    scenario, chosen = pieces.scenario, pieces.study.chosen
    reference, certified = scenario.run.reference, scenario.run.certified
    today = replace(chosen, plan=replace(chosen.plan, drop_removable_work=not chosen.plan.drop_removable_work))
    other = next(name for name in scenario.compared if name not in (reference, certified))
    label = scenario.compared[other].label
    results = {reference: busy(pieces, 0.0), other: busy(pieces, 0.5), certified: busy(pieces, 0.0)}
    same, *more = notes_on_compared(scenario, results, certified)
    assert same.startswith(f"{label} ends with today's plan")
    assert more == []
    results = {reference: today, other: busy(pieces, 0.04), certified: busy(pieces, 0.0)}
    posts = next(each.posts for each in chosen.teams if each.team == "experts")
    assert list(notes_on_compared(scenario, results, certified)) == [
        f"{label} keeps {posts} posts without work: {scenario.teams['experts'].label}."
    ]
