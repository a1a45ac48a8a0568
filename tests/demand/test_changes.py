"""What a change leaves of a year's draws: all that it does not speak of, and part or all of what it does."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import pytest

from cases import arranged
from offices import small_office
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.workload import Drawn, OtherWork, Workload, draw_workload
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario
from redesign.simulation.ledger import Ledger

CLERKS = 0
OTHER_STEPS = ({"team": "experts", "work_hours": 3.0}, {"team": "coaches", "work_hours": 1.0})


def after(**blocks: Any) -> Scenario:
    """A small office with changes."""
    return changed(small_office(), Changes.model_validate(blocks))


def same(a: Any, b: Any) -> bool:
    return all(np.array_equal(getattr(a, f.name), getattr(b, f.name)) for f in fields(a))


def differing(a: Workload, b: Workload) -> set[str]:
    """Names of the parts of a year that differ, such as requests 1."""
    parts = ("requests", "other", "absences", "visit_draws")
    pairs = [
        (f"{p} {i}", x, y) for p in parts for i, (x, y) in enumerate(zip(getattr(a, p), getattr(b, p), strict=True))
    ]
    return {name for name, x, y in pairs if not same(x, y)}


def work_of(scenario: Scenario, team: int | None = None) -> tuple[Ledger, np.ndarray]:
    """A year's ledger under today's plan, and the hours of its requests, or of a team's other work."""
    _, ledger = arranged(scenario, plan_today(scenario))
    chosen = ledger.service >= 0 if team is None else (ledger.kind == 3) & (ledger.team == team)
    return ledger, ledger.work_hours[chosen]


def test_work_halved_is_half_of_every_draw() -> None:
    """Returns and the opening backlog included: the work of each step of each request, to the last digit."""
    before, whole = work_of(small_office())
    made, half = work_of(after(services={"all": {"work_times": 0.5}}))
    assert len(half) > 1000
    assert np.array_equal(half, whole / 2)
    assert np.array_equal(made.request_arrival, before.request_arrival)
    assert np.array_equal(made.mark, before.mark)
    expected = expect(after(services={"all": {"work_times": 0.5}}))
    assert np.array_equal(expected.service_hours, expect(small_office()).service_hours / 2)
    assert np.array_equal(expected.other_hours, expect(small_office()).other_hours)


@pytest.mark.parametrize(
    ("changes", "differ"),
    [
        ({"services": {"all": {"work_times": 0.5, "handover_times": 2.0, "principal_hours_times": 3.0}}}, set()),
        ({"services": {"leave": {"principal_hours_per_request": 3.0}}}, set()),
        ({"teams": {"all": {"other_hours_times": 0.4, "drops_removable_work": True}}}, set()),
        ({"areas": {"all": {"effect_times": -1.0, "visit_hours_times": 2.0, "window_times": 0.5}}}, set()),
        ({"yearly_usd_times": 0.5}, set()),
        ({"services": {"hiring": {"requests_times": 2.0}}}, {"requests 1"}),
        ({"services": {"hiring": {"requests_times": 0.5}}}, {"requests 1"}),
        ({"services": {"hiring": {"returns_times": 2.0}}}, {"requests 1"}),
        ({"services": {"leave": {"steps": OTHER_STEPS}}}, {"requests 0"}),
        ({"teams": {"clerks": {"other_hours_times": 1.5}}}, {"other 0"}),
        ({"teams": {"experts": {"vacancy_times": 3.0}}}, {"absences 1"}),
    ],
)
def test_only_what_a_change_speaks_of_is_drawn_anew(changes: dict[str, Any], differ: set[str]) -> None:
    assert differing(draw_workload(small_office(), 3), draw_workload(after(**changes), 3)) == differ


def test_other_steps_find_the_same_requests() -> None:
    old, new = (
        draw_workload(s, 3).requests[0] for s in (small_office(), after(services={"leave": {"steps": OTHER_STEPS}}))
    )
    assert all(np.array_equal(getattr(old, n), getattr(new, n)) for n in ("school", "arrival", "mark"))
    # The first step's work comes of the same normal draw: 0.8 hours and 3 hours, of one shape.
    uncut = new.work_hours[:, 0] < 4 * 40 * 0.8 * 0.75
    assert uncut.all()
    assert new.work_hours[:, 0] == pytest.approx(old.work_hours[:, 0] / 0.8 * 3.0)


def test_more_returns_come_on_top_of_those_there_were() -> None:
    old, new = (
        draw_workload(s, 3).requests[1] for s in (small_office(), after(services={"hiring": {"returns_times": 2}}))
    )
    assert np.array_equal(old.work_hours, new.work_hours)
    assert (new.returns >= old.returns).all()
    assert new.returns.sum() > 1.5 * old.returns.sum()


def tasks_of(ledger: Ledger, team: int) -> set[float]:
    """Every piece of other work of a team, told by its length."""
    return set(ledger.work_hours[(ledger.kind == 3) & (ledger.team == team)].tolist())


def test_less_other_work_is_part_of_what_there_was() -> None:
    """Nested: what is left of less is left of more, and about the share that was asked for."""
    drawn = draw_workload(small_office(), 0).other[CLERKS]
    left = [work_of(after(teams={"clerks": {"other_hours_times": times}}))[0] for times in (1.0, 0.7, 0.2, 0.0)]
    sets = [tasks_of(ledger, CLERKS) for ledger in left]
    assert sets[0] == set(drawn.work_hours.tolist())
    assert sets[0] > sets[1] > sets[2] > sets[3] == set()
    for times, kept in zip((0.7, 0.2), sets[1:], strict=False):
        assert kept == set(drawn.work_hours[drawn.mark >= 1 - times].tolist())
        noise = np.sqrt(times * (1 - times) * len(drawn.mark))
        assert len(kept) == pytest.approx(times * len(drawn.mark), abs=4 * noise)
    assert tasks_of(left[2], 1) == tasks_of(left[0], 1), "the other teams have theirs"


def test_removable_work_goes_first_and_other_work_after_it() -> None:
    dropping = after(teams={"clerks": {"drops_removable_work": True}})
    both = after(teams={"clerks": {"drops_removable_work": True, "other_hours_times": 0.5}})
    some, fewer = (tasks_of(work_of(made)[0], CLERKS) for made in (dropping, both))
    drawn: OtherWork = draw_workload(small_office(), 0).other[CLERKS]
    assert some == set(drawn.work_hours[drawn.mark >= 0.3].tolist())
    assert fewer == set(drawn.work_hours[drawn.mark >= 0.65].tolist())
    assert expect(both).other_hours == pytest.approx([900 * 0.35, 200, 150])


def test_marks_of_what_is_left_are_uniform_again() -> None:
    """A team alone is given part of its work by these marks."""
    made = after(teams={"clerks": {"other_hours_times": 8.0}}, services={})
    made = changed(made, Changes.model_validate({"teams": {"clerks": {"other_hours_times": 0.5}}}))
    ledger, _ = work_of(made)
    marks = ledger.mark[(ledger.kind == 3) & (ledger.team == CLERKS)]
    assert len(marks) > 1000
    assert marks.min() < 0.01
    assert marks.max() > 0.99
    assert marks.mean() == pytest.approx(0.5, abs=4 * np.sqrt(1 / 12 / len(marks)))


EVERYTHING = [
    {},
    {"services": {"all": {"work_times": 0.5}}},
    {"services": {"all": {"requests_times": 1.5}}},
    {"services": {"hiring": {"returns_times": 2.0}}},
    {"services": {"hiring": {"steps": OTHER_STEPS}}},
    {"services": {"hiring": {"steps": ()}}},
    {"services": {"leave": {"handover_times": 2.0, "principal_hours_times": 2.0}}},
    {"teams": {"all": {"productive_times": 0.1}}},  # so slow that the longest tasks are cut off
    {"teams": {"clerks": {"other_hours_times": 1.5}}},
    {"teams": {"clerks": {"other_hours_times": 0.5}}},
    {"teams": {"all": {"vacancy_times": 2.0}}},
    {"areas": {"all": {"visit_hours_times": 2.0, "window_times": 2.0, "effect_times": 0.5}}},
]


@pytest.mark.parametrize("first", range(len(EVERYTHING)))
def test_years_that_share_draws_are_those_that_do_not(first: int) -> None:
    """Whatever was drawn before."""
    for second in EVERYTHING:
        drawn: Drawn = {}
        for made in (after(**EVERYTHING[first]), after(**second)):
            assert differing(draw_workload(made, 5, drawn), draw_workload(made, 5)) == set()


def test_a_hand_over_more_or_less_is_another_draw() -> None:
    """The same work at the same pace, but nothing comes back where one team goes on."""
    raw = small_office().model_dump()
    raw["teams"]["experts"]["post_fte"] = 1.0
    handing = Scenario.model_validate(raw)
    hours = [step.work_hours for step in handing.services["hiring"].steps]
    alone = tuple({"team": "clerks", "work_hours": each} for each in hours)
    going_on = changed(handing, Changes.model_validate({"services": {"hiring": {"steps": alone}}}))
    drawn: Drawn = {}
    returns = [draw_workload(s, 5, drawn).requests[1].returns.sum() for s in (handing, going_on)]
    assert returns[0] > 0 == returns[1]


def test_what_does_not_differ_is_drawn_once() -> None:
    drawn: Drawn = {}
    one = draw_workload(small_office(), 5, drawn)
    other = draw_workload(after(services={"hiring": {"requests_times": 2.0}}), 5, drawn)
    assert [a is b for a, b in zip(one.requests, other.requests, strict=True)] == [True, False, True, True, True]
    scaled = {"work_times": 0.5, "handover_times": 0.5, "principal_hours_per_request": 9.0}
    thinned = {"drops_removable_work": True, "other_hours_times": 0.5}
    third = draw_workload(after(services={"all": scaled}, teams={"all": thinned}), 5, drawn)
    assert all(a is b for a, b in zip(one.requests, third.requests, strict=True))
    for part in ("other", "absences", "visit_draws"):
        for year in (other, third):
            assert all(a is b for a, b in zip(getattr(one, part), getattr(year, part), strict=True))
