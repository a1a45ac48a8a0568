"""A plan school by school and week by week, and what levers cost and free, worked out again in plain Python."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest

from offices import small_office
from plans import plan_of
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED
from redesign.study.close_up import CloseUp
from redesign.study.lever_prices import lever_prices
from redesign.study.tables import tables
from study.again import same, units
from study.tiny import Pieces, made_up_study, simulated_study


@pytest.fixture(params=[simulated_study, made_up_study], ids=["simulated", "made up"])
def pieces(request: pytest.FixtureRequest) -> Pieces:
    found: Pieces = request.param()
    return found


def again(pieces: Pieces, name: str) -> dict[str, Any]:
    """One strategy looked at closely."""
    scenario, plan = pieces.scenario, pieces.final.cases[name].plan
    years = [year[name] for year in pieces.final.years]

    def mean(part: str, *place: int) -> float:
        return sum(float(getattr(year, part)[place]) for year in years) / len(years)

    schools = [
        {
            "school": school.id,
            "visits_promised": sum(visits for visits, _ in of_school(scenario, plan, s)),
            "visits_made": mean("school_visits", s),
            "visit_hours": sum(visits * hours for visits, hours in of_school(scenario, plan, s)),
            "support": sum(mean("support", a, s) for a in range(len(scenario.areas))),
            "principal_hours": mean("principal_hours", s),
        }
        for s, school in enumerate(scenario.schools)
    ]
    weeks = []
    for t, team in enumerate(scenario.own_teams):
        a_week = int(plan.posts[t]) * float(expect(pieces.final.cases[name].scenario).post_hours[t]) / 52
        worked, waiting = ([mean(part, t, w) for w in range(52)] for part in ("week_hours", "week_waiting"))
        weeks.append({"team": team, "utilization": tuple(w / a_week for w in worked), "waiting": tuple(waiting)})
    return {"schools": tuple(schools), "weeks": tuple(weeks)}


def of_school(scenario: Scenario, plan: Plan, s: int) -> list[tuple[int, float]]:
    """Visits and their length, area by area."""
    found = []
    for a, area in enumerate(scenario.areas.values()):
        if p := int(plan.packages[a, s]):
            package = list(area.packages.values())[p - 1]
            found.append((package.visits_per_year * units(area, scenario, s), package.hours_per_visit))
    return found


@pytest.mark.parametrize("name", ["today", "clean_sheet"])
def test_what_a_study_says_closely(pieces: Pieces, name: str) -> None:
    found, wanted = asdict(pieces.study.close_ups[name]), again(pieces, name)
    assert found.keys() == {"schools", "weeks"}
    for part in found:
        for one, other in zip(found[part], wanted[part], strict=True):
            same({k: list(v) if isinstance(v, tuple) else v for k, v in one.items()},
                 {k: list(v) if isinstance(v, tuple) else v for k, v in other.items()}, part)  # fmt: skip


def test_only_today_and_the_plan_are_looked_at_closely(pieces: Pieces) -> None:
    assert list(pieces.study.close_ups) == ["today", "clean_sheet"]
    assert (pieces.study.close_up_today, pieces.study.close_up) == tuple(pieces.study.close_ups.values())


def test_schools_and_weeks_add_up_to_what_strategies_say() -> None:
    """Of simulated years; made-up ones do not hold together."""
    study = simulated_study().study
    for name, close in study.close_ups.items():
        strategy = study.strategies[name]
        assert sum(s.support for s in close.schools) == pytest.approx(strategy.support.mean)
        assert sum(s.visits_made for s in close.schools) == pytest.approx(sum(v.made for v in strategy.visits))
        assert sum(s.visits_promised for s in close.schools) == pytest.approx(sum(v.promised for v in strategy.visits))
        assert sum(s.principal_hours for s in close.schools) == pytest.approx(strategy.principal_time.hours.mean)
        for weeks, team in zip(close.weeks, strategy.teams, strict=True):
            assert team.utilization is not None
            assert sum(weeks.utilization) / 52 == pytest.approx(team.utilization.mean)


def test_a_team_without_posts_is_not_busy() -> None:
    close: CloseUp = simulated_study().study.close_up
    assert all(len(w.utilization) == (52 if p.planned else 0)
               for w, p in zip(close.weeks, simulated_study().study.plan.posts, strict=True))  # fmt: skip


def test_the_tables_have_a_row_for_each_number() -> None:
    study = simulated_study().study
    found = tables(study)
    schools, weeks = found["schools"], found["weeks"]
    assert [len(schools), len(weeks)] == [2 * 6, 2 * 3 * 52]
    planned = {row["school_id"]: row for row in schools if row["strategy"] == "clean_sheet"}
    ash, close = planned["ash"], study.close_up.schools[0]
    assert (ash["school"], ash["need_share"], ash["need_quartile"]) == ("Ash", 320 / 400, 4)
    assert (ash["visits_made"], ash["modeled_support"]) == (close.visits_made, close.support)
    assert [row["week"] for row in weeks[:52]] == list(range(1, 53))
    assert [row["waiting"] for row in weeks[:52]] == list(study.close_up_today.weeks[0].waiting)
    assert [row["lever"] for row in found["lever_prices"]] == [price.lever for price in study.lever_prices]
    rows = [row for row in found["capacities"] if row["team"] == "coaches"]
    assert [row["posts"] for row in rows] == list(range(len(rows)))


def test_what_levers_cost_and_free() -> None:
    """Leave: 20 requests for each of 157 teachers of 0.8 hours, of which a tenth is left."""
    study = made_up_study().study
    found = {price.lever: price for price in study.lever_prices}
    assert list(found) == ["leave.automate", "hiring.eliminate", "portal", "dear"]
    leave = found["leave.automate"]
    assert (leave.yearly_usd, leave.one_time_usd) == (3_000.0, 5_000.0)
    assert leave.freed_hours == pytest.approx(20 * 157 * 0.8 * 0.9, rel=1e-3)
    clerk = 80_000 / float(expect(made_up_study().scenario).post_hours[0])
    assert leave.freed_usd == pytest.approx(leave.freed_hours * clerk)
    hiring = 157 * 3 + 12
    back = 1 + 0.5 * (0.3 + 0.09 + 0.027)
    whole = hiring * (1.0 * back + 2.0 * back + 0.5)
    portal = hiring * 0.7 * (1.0 * again_back() + 2.0 * again_back() + 0.5)
    assert found["hiring.eliminate"].freed_hours == pytest.approx(whole, rel=1e-3)
    assert found["portal"].freed_hours == pytest.approx(whole - portal, rel=1e-3)
    for price in study.lever_prices:
        assert price.taken == (study.plan.levers[price.lever.split(".")[0]] in ("automate", "eliminate", "taken"))
        assert (price.reason == "") == price.taken


def again_back() -> float:
    """Work of a step that is handed over, rework included, where half as many come back."""
    return 1 + 0.5 * (0.15 + 0.15**2 + 0.15**3)


def reasons(**more: Any) -> dict[str, str]:
    """What speaks against each lever of an office whose plan takes but `taken`."""
    raw = small_office().model_dump()
    taken = more.pop("taken", {})
    raw |= more
    scenario = Scenario.model_validate(raw)
    prices = lever_prices(scenario, scenario, plan_of(scenario, levers=taken))
    return {price.lever: price.reason for price in prices}


FREE = {"label": "Free", "changes": {"services": {"leave": {"work_times": 0.0}}}}


@pytest.mark.parametrize(
    ("lever", "others", "taken", "reason"),
    [
        ({"excludes": ("rival",)}, {"rival": {"label": "Rival"}}, {"rival": "taken"}, "excluded by Rival"),
        ({}, {"rival": {"label": "Rival", "excludes": ("own",)}}, {"rival": "taken"}, "excluded by Rival"),
        ({"needs": ("base",)}, {"base": {"label": "Base"}}, {}, "needs Base"),
        ({"changes": {}}, {}, {}, "frees no work hours"),
        ({"changes": {}, "team_hours": {"clerks": 500.0}}, {}, {}, "takes 500 hours a year and frees none"),
        ({"changes": {"services": {"leave": {"work_times": 0.99}}}}, {}, {}, "frees less than one post of any team"),
        ({"one_time_usd": 2e6}, {}, {}, "$2,000,000 once, and the plan leaves $1,000,000"),
        ({"yearly_usd": 10.0}, {}, {}, "$10 a year, and the plan leaves $0"),
        ({}, {}, {}, "the plan with the most support that was found does without it"),
    ],
)
def test_what_speaks_against_a_lever(
    lever: dict[str, Any], others: dict[str, Any], taken: dict[str, str], reason: str
) -> None:
    assert reasons(levers={"own": FREE | lever, **others}, taken=taken)["own"] == reason


def test_hours_that_are_dearer_than_the_posts_that_do_them() -> None:
    found = reasons(levers={"own": FREE | {"yearly_usd": 500_000.0}})["own"]
    assert found.startswith("costs $500,000 a year to free hours worth $")


def test_a_lever_that_a_rule_forbids() -> None:
    """That comes first: money would not help."""
    rule = {"label": "On paper", "kind": "forbids", "levers": ("own",)}
    found = reasons(levers={"own": FREE | {"one_time_usd": 2e6}}, rules={"paper": rule})["own"]
    assert found == "the rule forbids it: On paper"
    strategies = {"clean_sheet": SHIPPED["clean_sheet"].model_dump() | {"lifted_rules": "removable"}}
    lifted = reasons(levers={"own": FREE}, rules={"paper": rule}, strategies=strategies)["own"]
    assert "forbids" not in lifted


def test_a_lever_that_the_strategy_may_not_take_or_a_pin_leaves() -> None:
    raw = small_office().model_dump()["run"] | {"certified": "tinker", "strategies": ("clean_sheet",)}
    assert reasons(levers={"own": FREE}, run=raw)["own"] == "the strategy may not take it"
    assert reasons(levers={"own": FREE}, pins={"levers": {"own": "left"}})["own"] == "a pin leaves it"
