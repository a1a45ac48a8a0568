"""What a best plan does, concept by concept: freedoms, money, menus, providers and rules on offices of a few lines."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from offices import area, school, service, team
from plans import plan_of
from redesign import load_scenario
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import SHIPPED, Freedoms, Strategy
from redesign.study.years import case_of
from study.brief import CLEAN_SHEET, NONE_AT_ALL, OFFERED, TINKER, coached, levers_of, posts_of, solved, support, tried

FREE: dict[str, Any] = {"team": "clerks", "cost_usd": 0.0, "ramp_share": 0.0}


def freedom(**may: Any) -> Strategy:
    return Strategy(label="Some freedom", may=Freedoms(**may))


def given(scenario: Scenario, strategy: Strategy = CLEAN_SHEET, usd: float | None = None) -> list[list[str]]:
    """Names of the packages of a best plan, by area and school."""
    found = solved(scenario, strategy, usd).plan.packages.tolist()
    named = [["none", *each.packages] for each in scenario.area_list]
    return [[names[p] for p in row] for names, row in zip(named, found, strict=True)]


# ------------------------------------------------------------------------------------------- freedoms and money


def test_each_freedom_more_is_worth_something() -> None:
    """S22, S46, S78, S83, S136: present staff as it is, retrained, hired; a menu of all packages; levers on top."""
    teams = {"clerks": team(4), "coaches": team(1, retrain_from=(FREE | {"ramp_share": 0.25},))}
    math = area("coaches", {"low": (60, 4.0, 1.0), "mid": (90, 4.0, 0.9), "high": (150, 4.0, 0.9)}, **OFFERED)
    better = {"better": {"label": "Better", "changes": {"areas": {"math": {"effect_times": 1.1}}}}}
    scenario = coached(5, teams=teams, areas={"math": math}, levers=better)
    moves: dict[str, Any] = {"retrain": True}
    steps = [
        freedom(packages="one_level"),
        freedom(packages="one_level", **moves),
        freedom(packages="free", **moves),
        freedom(packages="free", release=True, hire=True, **moves),
        freedom(packages="free", release=True, hire=True, levers="all", **moves),
    ]
    found = [support(scenario, each) for each in steps]
    assert found == sorted(found)
    assert found[0] < found[1] < found[2] < found[4]
    assert support(scenario, TINKER) == pytest.approx(found[1])
    assert support(scenario) == pytest.approx(found[4])
    clean = posts_of(scenario, solved(scenario))
    assert clean["coaches"] > 1
    assert clean["clerks"] < 4


def test_a_smaller_office_supports_less_and_none_supports_nobody() -> None:
    """S33, S35, S38, S44: without others to turn to, support falls with the office."""
    scenario = coached(20, teams={"clerks": team(2), "coaches": team(5, **NONE_AT_ALL)})
    shrinking = [
        SHIPPED["downsize"].model_copy(update={"posts_share_at_most": share}) for share in (1.0, 0.8, 0.4, 0.0)
    ]
    found = [support(scenario, each) for each in shrinking]
    assert found == sorted(found, reverse=True)
    assert found[0] > found[1] > found[2] > found[3] == 0.0
    assert support(scenario, SHIPPED["schools_alone"]) == 0.0


def test_money_buys_higher_packages_at_more_schools() -> None:
    """S80, S81, S91, S143: from the lowest package worth offering to the highest that can be afforded."""
    scenario = coached(6, teams={"coaches": team(1, **NONE_AT_ALL, maximum_posts=6)}, areas={"math": menu(1.0, 0.8)})
    levels = [given(scenario, usd=80_000.0 * posts)[0] for posts in (1, 2, 3)]
    assert [row.count("high") for row in levels] == sorted(row.count("high") for row in levels)
    assert [row.count("none") for row in levels] == [1, 0, 0]
    assert levels[0].count("high") == 0
    assert levels[-1].count("high") == 6


def menu(low: float, high: float, **more: Any) -> dict[str, Any]:
    return area("coaches", {"low": (60, 4.0, low), "high": (120, 4.0, high)}, visits_made_share=1.0, **more)


def test_a_few_hours_of_coaching_that_help_nobody_are_not_given() -> None:
    """S62: where the first hours are worth next to nothing, few schools get many hours and nobody gets few."""
    coaches = {"coaches": team(1, **NONE_AT_ALL, post_fte=0.7)}
    weak = coached(4, teams=coaches, areas={"math": menu(0.05, 0.9, effect_may_rise=True)})
    even = coached(4, teams=coaches, areas={"math": menu(1.0, 0.6)})
    assert sorted(given(weak)[0]) == ["high", "high", "none", "none"]
    assert given(even)[0] == ["low"] * 4


def test_a_function_that_helps_little_makes_room_for_one_that_helps() -> None:
    """S75, S77, S79, S96, S97: what every school has today is closed, and its people retrained."""
    workshops = area("trainers", {"day": (20, 8.0, 0.05)}, visits_made_share=1.0, package_today="day")
    learn = {"team": "trainers", "cost_usd": 5_000.0, "ramp_share": 0.2}
    teams = {"trainers": team(2), "coaches": team(1, retrain_from=(learn,))}
    scenario = coached(8, teams=teams, areas={"math": menu(1.0, 0.9), "workshops": workshops})
    found = solved(scenario)
    assert found.plan.packages[1].tolist() == [0] * 8
    assert (found.plan.packages[0] > 0).sum() > 4
    assert posts_of(scenario, found)["coaches"] > 1
    assert posts_of(scenario, found)["trainers"] < 2


def test_a_school_takes_in_so_much_and_no_more() -> None:
    """S51: the menu offers more than a school can use, so that a plan must choose."""
    two = {"math": menu(1.0, 1.0), "science": menu(0.8, 0.8)}
    coaches = {"coaches": team(4, **NONE_AT_ALL)}
    some, most = (
        coached(2, teams=coaches, areas=two, limits={"absorptive_visits_per_school": visits}) for visits in (120, 240)
    )
    assert given(some) == [["high", "high"], ["none", "none"]]
    assert given(most) == [["high", "high"], ["high", "high"]]


# --------------------------------------------------------------------------------------------- schools and need


def test_support_goes_where_the_need_is_and_a_floor_reaches_the_others() -> None:
    """S16, S57, S86, S89, S90: the floor costs support and lifts the school that gets least."""
    schools = tuple(
        school(name, level=level, econ_disadvantaged=need)
        for name, level, need in (("a", "elementary", 400), ("b", "elementary", 50), ("c", "high", 400))
    )
    math = menu(1.0, 0.9, levels=("elementary",))
    blocks = {"teams": {"coaches": team(1, **NONE_AT_ALL, post_fte=0.4)}, "areas": {"math": math}, "schools": schools}
    free = coached(**blocks)
    assert given(free) == [["high", "none", "none"]]
    two = {"coaches": team(1, **NONE_AT_ALL, post_fte=0.4), "others": team(1, **NONE_AT_ALL, post_fte=0.4)}
    reading = area("others", {"low": (60, 4.0, 1.0)}, levels=("high",), visits_made_share=1.0)
    owed = coached(
        **blocks | {"teams": two, "areas": {"math": math, "reading": reading}},
        limits={"school_floor_hours_per_teacher": 12.0},
    )
    assert given(owed) == [["low", "low", "none"], ["none", "none", "low"]]
    assert support(owed.model_copy(update={"limits": free.limits})) > support(owed)


def test_a_school_with_two_principals_gets_twice_the_visits() -> None:
    """S65, S66: a package is so many visits for each principal, and a director has so many hours."""
    schools = (school("a", principals=2.0), school("b"))
    partnership = area("coaches", {"low": (100, 4.0, 0.5)}, visits_per="principal", visits_made_share=1.0)
    for posts, served in ((0.2, 0), (0.3, 1), (0.6, 1), (0.9, 2)):
        directors = {"coaches": team(1, **NONE_AT_ALL, post_fte=posts)}
        found = given(coached(schools=schools, teams=directors, areas={"partnership": partnership}))[0]
        assert found.count("low") == served, posts
        assert posts != 0.3 or found == ["none", "low"]
        assert posts != 0.6 or found == ["low", "none"]


# ----------------------------------------------------------------------------------------------- staff and levers


@pytest.mark.parametrize(("hire_usd", "once_usd", "retrained"), [(20_000.0, 9_000.0, 1), (1_000.0, 5_000.0, 0)])
def test_people_come_from_where_they_can_be_paid_for(hire_usd: float, once_usd: float, retrained: int) -> None:
    """S144, S148: retain, retrain or hire; a clerk is retrained for 8,000 dollars, or a coach is hired in her place."""
    pair = {"team": "clerks", "cost_usd": 8_000.0, "ramp_share": 0.0}
    coaches = team(1, **NONE_AT_ALL | {"hire_usd": hire_usd}, retrain_from=(pair,))
    scenario = coached(
        4,
        teams={"clerks": team(1, **NONE_AT_ALL, release_usd=0.0), "coaches": coaches},
        budget={"one_time_usd": once_usd},
    )
    plan = solved(scenario).plan
    assert (int(plan.retrained.sum()), int(plan.hired.sum())) == (retrained, 1 - retrained)
    assert support(scenario) > support(scenario, freedom(packages="free"))


def test_of_two_ways_to_learn_one_is_taken_and_nothing_without_what_it_needs() -> None:
    """S56, S128, S134, S155: to engage costs more and does more than to send papers; both need a common vision."""

    def way(times: float, usd: float, **more: Any) -> dict[str, Any]:
        changes = {"areas": {"math": {"effect_times": times}}}
        return {"label": "Way", "one_time_usd": usd, "needs": ("vision",), "changes": changes} | more

    levers = {
        "vision": {"label": "Vision", "one_time_usd": 2_000.0},
        "disseminate": way(1.02, 1_000.0, excludes=("engage",)),
        "engage": way(1.2, 20_000.0),
    }
    found = {}
    for usd in (1_500.0, 4_000.0, 22_000.0, 90_000.0):
        scenario = coached(teams={"coaches": team(1)}, levers=levers, budget={"one_time_usd": usd})
        found[usd] = levers_of(scenario, solved(scenario))
    assert found[1_500.0] == set()
    assert found[4_000.0] == {"vision", "disseminate"}
    assert found[22_000.0] == found[90_000.0] == {"vision", "engage"}


def test_of_the_tutorials_ideas_those_that_change_nothing_or_harm_are_left() -> None:
    """S69, S115, S116, S117, S128, S131, S155: nobody says which of them help."""
    scenario = load_scenario(Path(__file__).parents[2] / "scenarios" / "tutorial_ideas.yaml")
    taken = levers_of(scenario, solved(scenario))
    assert {"vision", "engage", "choose_well", "cabinet_works"} <= taken
    assert not taken & {"outward", "cabinet_announces", "strategic_plan", "inspect", "disseminate"}


# ---------------------------------------------------------------------------------------------------- providers


def buying(hours_per_visit: float = 0.0, **more: Any) -> Scenario:
    """One coach, a center that sells the same visits, and a broker with few hours to spare."""
    math = menu(0.9, 0.9)
    math["packages"]["bought"] = math["packages"]["low"] | {"supplier": "center"}
    center = {
        "label": "Center",
        "visits_per_year": 600,
        "visits_at_once": 3,
        "price_usd_per_visit": 100.0,
        "funding_stream": "general",
        "broker": {"team": "clerks", "hours_per_visit": hours_per_visit},
    }
    teams = {"clerks": team(1, **NONE_AT_ALL, maximum_posts=1), "coaches": team(1, **NONE_AT_ALL, maximum_posts=1)}
    return coached(
        12,
        teams=teams,
        services={"forms": service("schools", 100.0, ("clerks", 1.0))},
        areas={"math": math},
        providers={"center": center | more},
        budget={"yearly_usd": 260_000.0, "one_time_usd": 0.0},
    )


def test_contracts_are_work_for_who_looks_after_them() -> None:
    """S39, S42, S82: brokers with no hours left can buy no more visits."""
    found = [support(buying(hours)) for hours in (0.0, 0.5, 5.0)]
    assert found[0] > found[1] > found[2]
    own = freedom(packages="free", suppliers="own")
    assert support(buying(5.0)) < support(buying(5.0), own) + 0.25 * (found[0] - support(buying(), own))


def test_strangers_who_are_better_or_worse_and_dear_or_cheap() -> None:
    """S37, S43, S156, S157: what is bought goes with its quality, its price and its supply."""
    base = support(buying())
    assert support(buying(effect_times=1.2)) > base > support(buying(effect_times=0.5))
    assert base > support(buying(price_usd_per_visit=900.0))
    assert base > support(buying(visits_per_year=120)) > support(buying(visits_per_year=0))


@pytest.mark.parametrize(("key", "good", "bad"), [("lead_weeks", 0.0, 20.0), ("visits_at_once", 3, 1)])
def test_providers_who_come_late_or_one_at_a_time_make_fewer_visits(key: str, good: float, bad: float) -> None:
    """S40, S157: visits whose window closes before anybody comes are lost."""
    made = []
    for value in (good, bad):
        scenario = buying(**{key: value})
        plan = plan_of(scenario, packages={"math": {f"s{i}": "bought" for i in range(10)}})
        made.append(tried(scenario, plan=case_of(scenario, plan))[1]["plan"]["visits_made"].sum(axis=1))
    assert (made[0] > made[1]).all()


def test_money_to_schools_buys_what_there_is_to_buy() -> None:
    """S14, S44: the same dollars in schools' hands, and nobody in the office."""
    alone = SHIPPED["schools_alone"]
    found = {supply: solved(buying(visits_per_year=supply), alone) for supply in (0, 300, 600)}
    assert [each.promised_support for each in found.values()] == pytest.approx([0.0, 5 * 216.0, 10 * 216.0])
    assert all(each.plan.posts[:2].sum() == 0 for each in found.values())


# -------------------------------------------------------------------------------------------------------- rules

RULES: dict[str, dict[str, Any]] = {
    "S126 S149 release_limit": {"kind": "release_limit", "release_share": 0.3},
    "S152 minimum_posts": {"kind": "minimum_posts", "minimum_share": 1.0, "teams": ("clerks",)},
    "S76 funding_tie": {"kind": "funding_tie", "streams": ("meals",)},
    "S138 S153 change_limit": {"kind": "change_limit", "change_share": 0.2},
    "S152 no_outside_hire": {"kind": "no_outside_hire"},
    "S104 forbids": {"kind": "forbids", "levers": ("better",)},
    "S145 adds_work": {"kind": "adds_work", "hours_per_1000_usd": 2.0, "grant_usd": 200_000.0, "teams": ("coaches",)},
}


def ruled(**rules: Any) -> Scenario:
    """Three clerks with nothing to do, paid by another stream; what they cost would pay for coaches."""
    clerks = team(3, release_usd=0.0, funding_stream="meals")
    coaches = team(1, **NONE_AT_ALL)
    return coached(
        12,
        funding_streams={"general": "General", "meals": "Meals"},
        teams={"clerks": clerks, "coaches": coaches},
        areas={"math": menu(1.0, 0.9)},
        levers={"better": {"label": "Better", "changes": {"areas": {"math": {"effect_times": 1.2}}}}},
        rules={name: {"label": name} | keys for name, keys in rules.items()},
    )


@pytest.mark.parametrize("name", RULES)
def test_a_rule_costs_support_until_it_is_lifted_and_a_protected_one_always(name: str) -> None:
    """S76, S104, S126, S138, S145, S146, S147, S149, S150, S151, S152, S153: every rule has its price."""
    free = support(ruled())
    lifting = CLEAN_SHEET.model_copy(update={"lifted_rules": ("rule",)})
    under = ruled(rule=RULES[name])
    protected = ruled(rule=RULES[name] | {"removable": False})
    assert support(under) < free * 0.99
    assert support(under, lifting) == pytest.approx(free)
    assert support(protected, lifting) == pytest.approx(support(under))
