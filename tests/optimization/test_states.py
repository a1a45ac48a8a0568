"""States of services by hand: which sets of levers go together, and what work each leaves."""

from __future__ import annotations

import numpy as np
import pytest

from offices import office, school, service, team
from redesign.demand.expectation import expect
from redesign.optimization.states import chosen_states, levers_within, pairs_of, states_of

HANDED = (("helpers", 2.0), ("clerks", 0.5))
AUTOMATE = {"residual_work_share": 0.2}


def scenario(forms=None, mail=None, **levers):
    """100 teachers ask for 1,000 forms of the clerks and two schools for 100 letters, an hour each."""
    blocks = {
        name: {"label": name.title(), "changes": {"services": changes}} | more
        for name, (changes, more) in levers.items()
    }
    return office(
        schools=(school("ash", teachers=60.0), school("birch", teachers=40.0)),
        teams={"clerks": team(3), "helpers": team(3)},
        services={
            "forms": service("teachers", 10.0, ("clerks", 1.0), **(forms or {})),
            "mail": service("schools", 50.0, ("clerks", 1.0), **(mail or {})),
        },
        levers=blocks,
    )


def work(times):
    return {"work_times": times}


def states(made, service_name="forms", may="all"):
    """{names of the levers of a state: clerks' hours, helpers' hours}, in order."""
    number = list(made.services).index(service_name)
    found = states_of(made, levers_within(made, may))[number]
    names = list(made.all_levers)
    assert found.hours.shape == (len(found.levers), 2)
    keys = [tuple(sorted(names[e] for e in taken)) for taken in found.levers]
    return dict(zip(keys, found.hours.tolist(), strict=True))


def clerks(hours):
    return pytest.approx([hours, 0.0], rel=1e-3)


def test_a_service_without_levers_has_one_state_with_its_work():
    made = scenario()
    assert states(made) == {(): clerks(1_000.0)}
    assert states(made, "mail") == {(): clerks(100.0)}
    assert states(made)[()] == expect(made).service_hours[0].tolist()


def test_automating_and_eliminating_exclude_each_other():
    made = scenario(forms={"automate": AUTOMATE, "eliminate": {}})
    assert states(made) == {(): clerks(1_000.0), ("forms.automate",): clerks(200.0), ("forms.eliminate",): clerks(0.0)}
    assert states(made, "mail") == {(): clerks(100.0)}


def test_the_factors_of_two_levers_multiply():
    made = scenario(forms={"automate": AUTOMATE}, portal=({"forms": work(0.5) | {"requests_times": 0.8}}, {}))
    assert states(made) == {
        (): clerks(1_000.0),
        ("forms.automate",): clerks(200.0),
        ("portal",): clerks(1_000.0 * 0.5 * 0.8),
        ("forms.automate", "portal"): clerks(1_000.0 * 0.2 * 0.5 * 0.8),
    }


def test_of_two_levers_that_replace_the_steps_the_later_one_counts():
    to_helpers, to_clerks = ({"steps": ({"team": name, "work_hours": hours},)} for name, hours in HANDED)
    made = scenario(portal=({"forms": to_helpers}, {}), desk=({"forms": to_clerks}, {}))
    assert states(made)[("portal",)] == pytest.approx([0.0, 2_000.0], rel=1e-3)
    assert states(made)[("desk", "portal")] == states(made)[("desk",)] == clerks(500.0)


def test_a_lever_that_changes_two_services_is_in_the_states_of_both():
    made = scenario(portal=({"forms": work(0.5), "mail": work(0.25)}, {}))
    assert states(made) == {(): clerks(1_000.0), ("portal",): clerks(500.0)}
    assert states(made, "mail") == {(): clerks(100.0), ("portal",): clerks(25.0)}


def test_a_change_of_all_services_touches_each_and_its_own_comes_on_top():
    made = scenario(portal=({"all": work(0.5), "mail": work(0.1)}, {}))
    assert states(made) == {(): clerks(1_000.0), ("portal",): clerks(500.0)}
    assert states(made, "mail") == {(): clerks(100.0), ("portal",): clerks(5.0)}


def test_other_steps_move_the_work_to_another_team():
    steps = ({"team": "helpers", "work_hours": 0.5},)
    made = scenario(moved=({"forms": {"steps": steps}}, {}), portal=({"forms": work(0.1)}, {}))
    found = states(made)
    assert found[("moved",)] == pytest.approx([0.0, 500.0], rel=1e-3)
    assert found[("moved", "portal")] == pytest.approx([0.0, 50.0], rel=1e-3)


def test_a_lever_is_in_no_state_without_one_that_it_needs():
    made = scenario(portal=({"forms": work(0.5)}, {}), kiosk=({"forms": work(0.1)}, {"needs": ("portal",)}))
    assert list(states(made)) == [(), ("portal",), ("kiosk", "portal")]
    assert states(made)[("kiosk", "portal")] == clerks(50.0)


def test_a_lever_is_in_no_state_beside_one_that_it_excludes():
    made = scenario(
        forms={"automate": AUTOMATE},
        portal=({"forms": work(0.5)}, {"excludes": ("forms.automate",)}),
        kiosk=({"forms": work(0.1)}, {"excludes": ("portal",)}),
    )
    assert list(states(made)) == [(), ("forms.automate",), ("portal",), ("kiosk",), ("forms.automate", "kiosk")]


def test_what_a_lever_needs_or_excludes_elsewhere_does_not_concern_the_states_of_a_service():
    """Rows of their own hold levers of different services together."""
    made = scenario(
        portal=({"forms": work(0.5)}, {}),
        kiosk=({"mail": work(0.1)}, {"needs": ("portal",)}),
        desk=({"mail": work(0.3)}, {"excludes": ("portal",)}),
        training=({}, {"needs": ("portal",)}),
    )
    assert list(states(made)) == [(), ("portal",)]
    assert list(states(made, "mail")) == [(), ("kiosk",), ("desk",), ("desk", "kiosk")]
    numbers = {name: e for e, name in enumerate(made.all_levers)}
    portal = numbers["portal"]
    assert list(pairs_of(made, "needs")) == [(numbers["kiosk"], portal), (numbers["training"], portal)]
    assert list(pairs_of(made, "excludes")) == [(numbers["desk"], portal)]


@pytest.mark.parametrize(
    ("may", "expected"),
    [
        ("all", [(), ("forms.automate",), ("portal",), ("forms.automate", "portal")]),
        ("none", [()]),
        ((), [()]),
        (("portal",), [(), ("portal",)]),
        (("forms.automate", "training"), [(), ("forms.automate",)]),
    ],
)
def test_levers_that_a_strategy_may_not_take_are_in_no_state(may, expected):
    made = scenario(forms={"automate": AUTOMATE}, portal=({"forms": work(0.5)}, {}), training=({}, {}))
    assert list(states(made, may=may)) == expected


def test_the_states_of_a_plan_are_those_with_its_levers():
    made = scenario(
        forms={"automate": AUTOMATE, "eliminate": {}},
        portal=({"forms": work(0.5), "mail": work(0.25)}, {}),
        training=({}, {}),
    )
    names, found = list(made.all_levers), states_of(made, levers_within(made, "all"))
    assert names == ["forms.automate", "forms.eliminate", "portal", "training"]
    assert [set(taken) for taken in found[0].levers] == [set(), {0}, {1}, {2}, {0, 2}, {1, 2}]
    assert chosen_states(found, np.array([False, False, False, True])) == [0, 0]
    assert chosen_states(found, np.array([False, True, True, False])) == [5, 1]
    assert (found[0].having(2), found[1].having(2), found[1].having(0)) == ([3, 4, 5], [1], [])
    with pytest.raises(ValueError, match="not in"):
        chosen_states(found, np.array([True, True, False, False]))
