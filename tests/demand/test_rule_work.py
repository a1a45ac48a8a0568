"""Work that rules ask for: exact in expectation, drawn beside all else, and gone with the rule and nothing else."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cases import arranged
from demand.test_changes import differing, same
from offices import small_office
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today, posts_today
from redesign.demand.size import sizes_of
from redesign.demand.workload import Drawn, draw_workload
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import Strategy

CLERKS, EXPERTS, COACHES = range(3)
AUDIT = {"label": "Audit", "kind": "adds_work", "hours_per_year": 600.0, "teams": ("clerks",)}
GRANT = {
    "label": "Grant",
    "kind": "adds_work",
    "hours_per_1000_usd": 0.5,
    "grant_usd": 800_000.0,
    "teams": ("clerks",),
}
PLANS = {"label": "Plans", "kind": "adds_work", "hours_per_school": 40.0, "teams": ("coaches",)}
OTHER = 3


def ruled(**more: Any) -> Scenario:
    """The small office: clerks have 900 hours of other work, coaches 150, and there are three schools."""
    return small_office(rules={"audit": AUDIT, "grant": GRANT, "plans": PLANS}, **more)


def without(scenario: Scenario, *rules: str) -> Scenario:
    return in_force(scenario, Strategy(label="Without", lifted_rules=rules))


def test_the_expectation_is_other_work_and_what_rules_ask() -> None:
    assert expect(ruled()).other_hours.tolist() == [900 + 600 + 400, 200, 150 + 120]
    assert expect(without(ruled(), "audit")).other_hours.tolist() == [900 + 400, 200, 270]
    none = without(ruled(), "audit", "grant", "plans")
    assert expect(none).other_hours.tolist() == expect(small_office()).other_hours.tolist()


def test_what_changes_leave_of_other_work_is_not_what_rules_ask() -> None:
    teams = {"all": {"other_hours_times": 0.5, "drops_removable_work": True}}
    made = changed(ruled(), Changes.model_validate({"teams": teams}))
    assert expect(made).other_hours == pytest.approx([900 * 0.35 + 1000, 100, 75 + 120])


def test_a_rule_leaves_every_other_draw_as_it_was() -> None:
    plain, all_three = draw_workload(small_office(), 7), draw_workload(ruled(), 7)
    assert differing(plain, all_three) == set()
    assert [len(work.arrival) > 30 for work in all_three.of_rules] == [True] * 3
    two = draw_workload(without(ruled(), "audit"), 7)
    assert differing(two, all_three) == set()
    assert len(two.of_rules) == 2
    assert all(same(a, b) for a, b in zip(two.of_rules, all_three.of_rules[1:], strict=True))
    audit, grant, _ = all_three.of_rules
    assert not np.array_equal(audit.mark[:30], grant.mark[:30]), "each rule has streams of its own"
    assert not np.array_equal(audit.mark[:30], plain.other[CLERKS].mark[:30])


def test_draws_are_shared_where_a_rule_is_the_same() -> None:
    drawn: Drawn = {}
    three, two = (draw_workload(each, 7, drawn) for each in (ruled(), without(ruled(), "audit")))
    assert two.of_rules[0] is three.of_rules[1]
    dearer = ruled().model_copy(
        update={"rules": {"audit": ruled().rules["audit"].model_copy(update={"hours_per_year": 900.0})}}
    )
    assert len(draw_workload(dearer, 7, drawn).of_rules[0].arrival) > len(three.of_rules[0].arrival)


def test_tasks_of_a_rule_are_other_work_of_its_team() -> None:
    """And a caseload team's go round its posts; without the rule a year has its tasks fewer, and no other."""
    whole, less = (arranged(each, plan_today(each)) for each in (ruled(), without(ruled(), "audit", "plans")))
    workload = draw_workload(ruled(), 0)
    count = [len(work.arrival) for work in workload.of_rules]
    gone = len(whole[1].kind) - len(less[1].kind)
    assert gone == count[0] + count[2]
    for team, hours in ((CLERKS, [workload.other[CLERKS], *workload.of_rules[:2]]), (EXPERTS, workload.other[1:2])):
        own = (whole[1].kind == OTHER) & (whole[1].team == team)
        assert np.array_equal(
            np.sort(whole[1].work_hours[own]), np.sort(np.concatenate([each.work_hours for each in hours]))
        )
    own = (whole[1].kind == OTHER) & (whole[1].team == COACHES)
    assert len(set(whole[0].station[own].tolist())) == posts_today(ruled())[COACHES]


def test_hours_of_years_are_those_expected() -> None:
    scenario, years = ruled(), 200
    hours = np.array([[w.work_hours.sum() for w in draw_workload(scenario, y).of_rules] for y in range(years)])
    errors = hours.std(axis=0, ddof=1) / np.sqrt(years)
    assert np.all(np.abs(hours.mean(axis=0) - [600, 400, 120]) < 3.5 * errors)
    assert np.all(errors < 6)


def test_a_rule_is_weighed_before_it_is_drawn() -> None:
    sizes = {size.path: size for size in sizes_of(ruled())}
    assert sizes["rules", "grant"].value == 400.0
    assert sizes["rules", "grant"].tasks == pytest.approx(200, rel=0.01)
