"""What changes make of a scenario: every field by hand, in order, and nothing besides."""

from __future__ import annotations

from copy import deepcopy
from functools import cached_property
from typing import Any

import pytest

from offices import small_office
from redesign.scenario.changed import changed
from redesign.scenario.changes import AreaChange, Changes, ServiceChange, TeamChange
from redesign.scenario.model import Scenario

HALF_HOUR = ({"team": "experts", "work_hours": 0.5},)


def before() -> Scenario:
    """A small office in which every number that a change speaks of is there to be changed."""
    raw = small_office().model_dump()
    raw["services"]["hiring"] |= {"principal_hours_per_request": 0.5, "principal_hours_per_open_week": 0.25}
    return Scenario.model_validate(raw)


def differs(block: str, name: str, **change: Any) -> Changes:
    return Changes.model_validate({block: {name: change}})


CASES: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    # block, name, change, what becomes of the block
    (
        "services",
        "hiring",
        {"requests_times": 2.0},
        {"requests_per_driver_per_year": 6.0, "opening_backlog_requests": 24},
    ),
    # 12 x 1.3 = 15.6 requests wait, and only whole ones can
    (
        "services",
        "hiring",
        {"requests_times": 1.3},
        {"requests_per_driver_per_year": 3.9, "opening_backlog_requests": 16},
    ),
    (
        "services",
        "hiring",
        {"requests_times": 0.0},
        {"requests_per_driver_per_year": 0.0, "opening_backlog_requests": 0},
    ),
    ("services", "hiring", {"work_times": 0.25}, {"work_times": 0.25}),
    ("services", "hiring", {"handover_times": 0.5}, {"handover_hours": 3.0}),
    ("services", "hiring", {"returns_times": 2.0}, {"return_share": 0.6}),
    ("services", "hiring", {"returns_times": 10.0}, {"return_share": 0.9}),
    (
        "services",
        "hiring",
        {"principal_hours_times": 3.0},
        {"principal_hours_per_request": 1.5, "principal_hours_per_open_week": 0.75},
    ),
    ("services", "hiring", {"principal_hours_per_request": 2.0}, {"principal_hours_per_request": 2.0}),
    ("services", "hiring", {"principal_hours_per_request": 0.0}, {"principal_hours_per_request": 0.0}),
    (
        "services",
        "hiring",
        {"principal_hours_per_request": 2.0, "principal_hours_times": 3.0},
        {"principal_hours_per_request": 2.0, "principal_hours_per_open_week": 0.75},
    ),
    ("services", "hiring", {"steps": HALF_HOUR}, {"steps": HALF_HOUR}),
    ("services", "hiring", {"steps": ()}, {"steps": ()}),
    ("services", "hiring", {"courtesy": -0.25}, {"courtesy": -0.25}),
    ("services", "hiring", {"no_but": True}, {"no_but": True}),
    ("areas", "math", {"effect_times": 0.5}, {"packages": {"effect_per_hour": [0.5, 0.45, 0.35]}}),
    ("areas", "math", {"effect_times": -1.0}, {"packages": {"effect_per_hour": [-1.0, -0.9, -0.7]}}),
    ("areas", "math", {"effect_times": 5.5}, {"packages": {"effect_per_hour": [5.0, 4.95, 3.85]}}),
    ("areas", "math", {"effect_times": -100.0}, {"packages": {"effect_per_hour": [-5.0, -5.0, -5.0]}}),
    ("teams", "clerks", {"added_hours_per_year": 30.0}, {"added_hours_per_year": 30.0}),
    ("areas", "math", {"visit_hours_times": 1.5}, {"packages": {"hours_per_visit": [4.5, 4.5, 4.5]}}),
    ("areas", "inclusion", {"window_times": 2.0}, {"window_working_hours": 60.0}),
    ("teams", "clerks", {"productive_times": 0.8}, {"productive_share": 0.6}),
    ("teams", "clerks", {"productive_times": 2.0}, {"productive_share": 1.0}),
    ("teams", "clerks", {"added_hours_per_year": 120.0}, {"added_hours_per_year": 120.0}),
    ("teams", "clerks", {"vacancy_times": 4.0}, {"vacancy_rate": 0.2}),
    ("teams", "clerks", {"vacancy_times": 40.0}, {"vacancy_rate": 0.5}),
    # more work is drawn anew, less work is thinned, so that what is left was there before
    ("teams", "clerks", {"other_hours_times": 1.5}, {"other_work_hours_per_year": 1350.0}),
    ("teams", "clerks", {"other_hours_times": 0.75}, {"other_work_times": 0.75}),
    ("teams", "clerks", {"other_hours_times": 0.0}, {"other_work_times": 0.0}),
    ("teams", "clerks", {"drops_removable_work": True}, {"removable_work_dropped": True}),
    (
        "teams",
        "clerks",
        {"drops_removable_work": True, "other_hours_times": 0.75},
        {"removable_work_dropped": True, "other_work_times": 0.75},
    ),
]


def expected(raw: dict[str, Any], block: str, name: str, after: dict[str, Any]) -> dict[str, Any]:
    """The scenario as plain data with these numbers in place of the others."""
    made = deepcopy(raw)
    for key, value in after.items():
        if key == "packages":
            ((inner, numbers),) = value.items()
            for package, number in zip(made[block][name]["packages"].values(), numbers, strict=True):
                package[inner] = number
        elif key == "steps":
            made[block][name]["steps"] = tuple(step | {"source": None} for step in value)
        else:
            made[block][name][key] = value
    return made


def close(found: Any, wanted: Any) -> bool:
    """Equal, numbers to the last digits but one."""
    if isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(close(found[k], wanted[k]) for k in wanted)
    if isinstance(wanted, tuple):
        return len(found) == len(wanted) and all(map(close, found, wanted))
    return found == (pytest.approx(wanted, rel=1e-12) if isinstance(wanted, float) else wanted)


@pytest.mark.parametrize(("block", "name", "change", "after"), CASES)
def test_a_change_does_what_it_says_and_nothing_else(
    block: str, name: str, change: dict[str, Any], after: dict[str, Any]
) -> None:
    scenario = before()
    raw = scenario.model_dump()
    made = changed(scenario, differs(block, name, **change))
    assert close(made.model_dump(), expected(raw, block, name, after))
    assert scenario.model_dump() == raw, "what it is made of stays as it was"


@pytest.mark.parametrize(("block", "kind"), [("services", ServiceChange), ("areas", AreaChange), ("teams", TeamChange)])
def test_no_field_of_a_change_is_left_untested(block: str, kind: type[Any]) -> None:
    assert {key for b, _, change, _ in CASES if b == block for key in change} == set(kind.model_fields) - {"source"}


def test_the_yearly_budget_is_multiplied() -> None:
    scenario = before()
    made = changed(scenario, Changes(yearly_usd_times=0.9), Changes(yearly_usd_times=0.5))
    raw = scenario.model_dump()
    raw["budget"]["yearly_times"] = 0.45
    assert close(made.model_dump(), raw)


@pytest.mark.parametrize(
    ("block", "change", "key", "values"),
    [
        ("services", {"requests_times": 0.5}, "requests_per_driver_per_year", [10.0, 1.5, 0.25, 15.0, 20.0]),
        ("areas", {"window_times": 0.5}, "window_working_hours", [40.0, 40.0, 15.0]),
        ("teams", {"vacancy_times": 0.5}, "vacancy_rate", [0.025, 0.05, 0.0]),
    ],
)
def test_all_means_every_one(block: str, change: dict[str, Any], key: str, values: list[float]) -> None:
    made = changed(before(), differs(block, "all", **change))
    assert [getattr(each, key) for each in getattr(made, block).values()] == values


def test_what_is_its_own_comes_on_top_of_what_is_for_all() -> None:
    factors = Changes.model_validate({"teams": {"clerks": {"vacancy_times": 3.0}, "all": {"vacancy_times": 2.0}}})
    made = changed(before(), factors)
    assert [team.vacancy_rate for team in made.team_list] == pytest.approx([0.3, 0.2, 0.0])
    capped = Changes.model_validate({"teams": {"clerks": {"vacancy_times": 0.5}, "all": {"vacancy_times": 100.0}}})
    assert changed(before(), capped).teams["clerks"].vacancy_rate == 0.25, "first 0.5 at most, then half of it"
    hours = {"hiring": {"principal_hours_per_request": 2.0}, "all": {"principal_hours_per_request": 7.0}}
    made = changed(before(), Changes.model_validate({"services": hours}))
    assert [k.principal_hours_per_request for k in made.service_list] == [7.0, 2.0, 7.0, 7.0, 7.0]
    steps = {"hiring": {"steps": ()}, "all": {"steps": HALF_HOUR}}
    made = changed(before(), Changes.model_validate({"services": steps}))
    assert [len(k.steps) for k in made.service_list] == [1, 0, 1, 1, 1]


def test_changes_follow_one_another() -> None:
    more, less = (differs("services", "hiring", returns_times=times) for times in (10.0, 0.5))
    assert changed(before(), more, less).services["hiring"].return_share == pytest.approx(0.45)
    assert changed(before(), less, more).services["hiring"].return_share == 0.9
    set_hours = differs("services", "hiring", principal_hours_per_request=2.0)
    triple = differs("services", "hiring", principal_hours_times=3.0)
    assert changed(before(), set_hours, triple).services["hiring"].principal_hours_per_request == 6.0
    assert changed(before(), triple, set_hours).services["hiring"].principal_hours_per_request == 2.0
    step = changed(changed(before(), more), less)
    assert step == changed(before(), more, less)
    twice = differs("teams", "clerks", other_hours_times=0.5)
    assert changed(before(), twice, twice).teams["clerks"].other_work_dropped_share == 0.75
    dropping = differs("teams", "clerks", drops_removable_work=True)
    assert changed(before(), dropping, dropping).teams["clerks"].other_work_dropped_share == pytest.approx(0.3)
    # Of 70 hours in a hundred that are not removable half goes, too, in either order.
    for both in ((dropping, twice), (twice, dropping)):
        assert changed(before(), *both).teams["clerks"].other_work_dropped_share == pytest.approx(0.65)
    kind, curt = differs("services", "all", courtesy=0.5, no_but=True), differs("services", "leave", courtesy=-0.1)
    leave = changed(before(), kind, curt).services["leave"]
    assert (leave.courtesy, leave.no_but) == (0.4, True), "a second change takes no alternative away"
    # 1.5 times the work and half of that: three quarters of it are there.
    team = changed(before(), differs("teams", "clerks", other_hours_times=1.5), twice).teams["clerks"]
    assert (team.other_work_hours_per_year, team.other_work_dropped_share) == (1350.0, 0.5)


@pytest.mark.parametrize(
    "change",
    [
        Changes(),
        Changes(services={"hiring": ServiceChange()}, areas={"all": AreaChange()}, teams={"all": TeamChange()}),
        differs("services", "leave", returns_times=3.0),  # 0 stays 0
        differs("services", "leave", handover_times=0.5),
        differs("services", "leave", steps=({"team": "clerks", "work_hours": 0.8},)),
        differs("teams", "coaches", drops_removable_work=True),
        differs("teams", "coaches", vacancy_times=2.0),
    ],
)
def test_where_nothing_differs_it_is_the_same_object(change: Changes) -> None:
    scenario = before()
    assert changed(scenario, change) is scenario


def test_what_a_change_does_not_touch_is_the_same_object() -> None:
    scenario = before()
    made = changed(scenario, differs("services", "hiring", work_times=0.5))
    assert made is not scenario
    assert made.teams is scenario.teams
    assert made.areas is scenario.areas
    assert [made.services[k] is scenario.services[k] for k in scenario.services] == [True, False, True, True, True]


def worked_out(scenario: Scenario) -> dict[str, Any]:
    """Everything that a scenario works out once and keeps."""
    names = [name for name in dir(Scenario) if isinstance(getattr(Scenario, name, None), cached_property)]
    assert {"team_ids", "team_list", "service_list", "area_list", "all_levers", "compared", "year_hours"} <= set(names)
    return {name: getattr(scenario, name) for name in names}


def test_a_copy_never_keeps_what_the_original_had_worked_out() -> None:
    scenario = before()
    kept = worked_out(scenario)
    change = Changes(
        services={"hiring": ServiceChange(steps=())},
        areas={"math": AreaChange(window_times=2.0)},
        teams={"clerks": TeamChange(vacancy_times=2.0)},
    )
    made = changed(scenario, change)
    assert made.team_list == tuple(made.teams.values()) != kept["team_list"]
    assert made.area_list == tuple(made.areas.values()) != kept["area_list"]
    assert made.service_list == tuple(made.services.values()) != kept["service_list"]
    assert worked_out(scenario) == kept
    shorter = scenario.model_copy(update={"calendar": scenario.calendar.model_copy(update={"weeks": 50})})
    assert (scenario.year_hours, shorter.year_hours) == (2080.0, 2000.0)
    fewer = scenario.model_copy(update={"teams": {"clerks": scenario.teams["clerks"]}, "services": {}})
    assert fewer.team_ids == ("clerks",)
    assert fewer.all_levers == {}
    for copy in (scenario.model_copy(), scenario.model_copy(deep=True)):
        assert copy.__dict__.keys() == Scenario.model_fields.keys()
        assert worked_out(copy) == kept


def test_a_scenario_that_has_worked_something_out_equals_one_that_has_not() -> None:
    scenario = before()
    worked_out(scenario)
    assert scenario == before()


def test_levers_of_services_come_first_and_exclude_each_other() -> None:
    raw = small_office().model_dump()
    raw["services"]["hiring"]["automate"] = {"residual_work_share": 0.2, "yearly_usd": 5.0}
    raw["services"]["hiring"]["eliminate"] = {"residual_school_hours": 1.5, "one_time_usd": 7.0}
    raw["levers"] = {"portal": {"label": "Portal", "yearly_usd": 9.0}}
    levers = Scenario.model_validate(raw).all_levers
    assert list(levers) == ["leave.automate", "hiring.automate", "hiring.eliminate", "portal"]
    assert [lever.excludes for lever in levers.values()] == [(), ("hiring.eliminate",), ("hiring.automate",), ()]
    assert [(lever.yearly_usd, lever.one_time_usd) for lever in levers.values()] == [(0, 0), (5, 0), (0, 7), (9, 0)]
    made = {name: lever.changes.services for name, lever in levers.items()}
    assert made["hiring.automate"] == {"hiring": ServiceChange(work_times=0.2, principal_hours_per_request=0.0)}
    assert made["hiring.eliminate"] == {"hiring": ServiceChange(work_times=0.0, principal_hours_per_request=1.5)}
