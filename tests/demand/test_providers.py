"""Providers in expectation and in draws: hours, effect, price, supply at the start of the year, contract work."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from cases import arranged
from offices import area, office, school, team
from plans import DROPPED, plan_of
from redesign.analysis.cost import cost_of
from redesign.demand.absences import draw_absences
from redesign.demand.clock import TICKS_PER_HOUR, horizon
from redesign.demand.expectation import expect, limited_mean, longest_work_hours, post_hours
from redesign.demand.open_hours import open_hours
from redesign.demand.plan import brokered, under
from redesign.demand.workload import draw_workload
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes, TeamChange
from redesign.scenario.model import Scenario
from redesign.simulation.batches import OTHER

CLERKS, COACHES, CENTER = range(3)
CONTRACT, VISIT = 12.0, 0.25


def bought(weeks: int = 50, clerks: dict[str, Any] | None = None, **center: Any) -> Scenario:
    """Two schools and a high school; coaches make low visits of math, a center those of high ones, for the clerks."""
    math = area("coaches", {"low": (10, 2.0, 1.0), "high": (30, 4.0, 0.8)}, visit_cv=0.4, levels=("elementary",))
    math["packages"]["high"] |= {"supplier": "center", "materials_usd": 500.0}
    provider = {
        "label": "Regional center",
        "visits_per_year": 90,
        "visits_at_once": 3,
        "price_usd_per_visit": 450.0,
        "funding_stream": "grant",
        "effect_times": 0.75,
        "broker": {"team": "clerks", "hours_per_contract": CONTRACT, "hours_per_visit": VISIT},
    }
    other = {"other_work_hours_per_year": 200.0, "other_work_removable_share": 0.4}
    return office(
        calendar={"weeks": weeks, "hours_per_week": 40.0, "first_school_week": 1, "last_school_week": weeks},
        schools=(school("ash", econ_disadvantaged=300), school("birch", econ_disadvantaged=100), school("elm", "high")),
        funding_streams={"general": "General fund", "grant": "Grant"},
        providers={"center": provider | center},
        teams={"clerks": team(2, **(other | (clerks or {}))), "coaches": team(2)},
        areas={"math": math},
    )


BOTH = {"math": {"ash": "high", "birch": "high"}}


def test_a_provider_is_the_last_team() -> None:
    scenario = bought()
    assert scenario.team_ids == ("clerks", "coaches", "center")
    assert list(scenario.own_teams) == ["clerks", "coaches"]
    center = scenario.teams["center"]
    assert (center.posts_today, center.most_posts, center.pace, center.loaded_cost_usd) == (3, 3, 1.0, 0.0)


def test_expected_hours_effect_support_and_price() -> None:
    """Thirty visits of 4 hours each; 0.75 x 0.8 of support an hour; 450 dollars a visit and 500 of materials."""
    scenario = bought()
    found = expect(scenario)
    mean = limited_mean("lognormal", 4.0, 0.4, longest_work_hours(scenario, scenario.teams["center"]))
    assert mean == pytest.approx(4.0, abs=1e-6)
    assert found.supplier.tolist() == [[COACHES, COACHES, CENTER]]
    assert found.visits[0, :, 2].tolist() == [30, 30, 0]
    assert found.visit_hours[0, :, 2] == pytest.approx([30 * mean, 30 * mean, 0.0])
    assert found.effect[0].tolist() == pytest.approx([0.0, 1.0, 0.6])
    assert found.effective_hours[0, :, 2] == pytest.approx([18 * mean, 18 * mean, 0.0])
    assert found.support[0, :2, 2] == pytest.approx(found.need[0, :2] * 18 * mean)
    assert found.materials_usd[0, :, 2].tolist() == [30 * 450 + 500, 30 * 450 + 500, 0]
    assert found.materials_usd[0, :, 1].tolist() == [0, 0, 0]


def test_what_a_plan_costs() -> None:
    """Four posts of 80,000 dollars, and two contracts, paid by the center's stream."""
    scenario = bought()
    cost = cost_of(scenario, plan_of(scenario, packages=BOTH))
    assert cost.posts_usd.tolist() == [160_000, 160_000, 0]
    assert cost.materials_usd.tolist() == [0, 0, 2 * (30 * 450 + 500)]
    assert cost.yearly_usd == 320_000 + 28_000
    assert cost.of_stream(scenario, "grant") == 28_000
    assert cost.one_time_usd == 0
    one = plan_of(scenario, packages={"math": {"ash": "high", "birch": "low"}})
    assert cost_of(scenario, one).yearly_usd == 320_000 + 14_000


@pytest.mark.parametrize("weeks", [50, 14])
@pytest.mark.parametrize("lead", [0.0, 3.0, 6.4, 9.99, 12.5, 40.0])
def test_nobody_comes_before_the_lead_weeks_have_passed(lead: float, weeks: int) -> None:
    """Drawn and expected: closed from the first tick to the last one of the lead, open ever after."""
    scenario = bought(weeks, lead_weeks=lead)
    center, end = scenario.teams["center"], horizon(scenario.calendar)
    drawn = draw_absences(scenario, 0, "center", 3)
    closed = min(lead, weeks) * 40 * TICKS_PER_HOUR
    assert drawn.start.tolist() == [0, 0, 0][: 3 if lead else 0]
    assert np.allclose(drawn.length, closed, atol=1)
    assert post_hours(scenario, center) == pytest.approx((end - closed) / TICKS_PER_HOUR)
    for until in (0.0, 2.5, 6.4, 7.0, 13.0, float(weeks)):
        assert open_hours(scenario, center, until) == pytest.approx(40 * max(0.0, until - lead))


def test_contract_work_by_hand() -> None:
    """Twelve hours for each of two schools, a quarter for each of sixty visits; none for a school without the area."""
    scenario = bought()
    made = brokered(scenario, plan_of(scenario, packages=BOTH))
    assert made.teams["clerks"].added_hours_per_year == 2 * CONTRACT + 60 * VISIT
    assert made.teams["coaches"] is scenario.teams["coaches"]
    assert expect(made).other_hours.tolist() == [200 + 39, 0, 0]
    assert brokered(scenario, plan_of(scenario, packages={"math": {"ash": "low"}})) is scenario
    assert brokered(bought(broker=None), plan_of(scenario, packages=BOTH)).teams["clerks"].added_hours_per_year == 0


NOTHING_ELSE = Changes(teams={"clerks": TeamChange(other_hours_times=0.0)})


@pytest.mark.parametrize(("changes", "left"), [((), 200.0), ((DROPPED,), 120.0), ((NOTHING_ELSE,), 0.0)])
def test_contract_work_is_drawn_as_expected_whatever_is_dropped(changes: tuple[Changes, ...], left: float) -> None:
    """What is dropped of other work, even all of it, is no part of the contracts' work."""
    scenario, hours = changed(bought(), *changes), []
    plan = plan_of(scenario, packages=BOTH)
    assert expect(under(scenario, plan)).other_hours[CLERKS] == pytest.approx(left + 39)
    for year in range(150):
        _, ledger = arranged(scenario, plan, year)
        mine = (ledger.kind == OTHER) & (ledger.team == CLERKS)
        hours.append(float(ledger.work_hours[mine].sum()))
    assert np.mean(hours) == pytest.approx(left + 39, abs=4 * np.std(hours) / np.sqrt(150))


def test_contracts_leave_all_other_draws_as_they_were() -> None:
    scenario = bought()
    before, after = (draw_workload(s, 5) for s in (scenario, brokered(scenario, plan_of(scenario, packages=BOTH))))
    own = before.other[CLERKS]
    there = np.isin(after.other[CLERKS].arrival, own.arrival)
    assert there.sum() >= len(own.arrival)
    assert set(own.work_hours.tolist()) < set(after.other[CLERKS].work_hours.tolist())
    assert (np.diff(after.other[CLERKS].arrival) >= 0).all()
    for name in ("length_factor", "offset", "mark"):
        assert np.array_equal(getattr(before.visit_draws[0], name), getattr(after.visit_draws[0], name))


def test_what_changes_all_teams_changes_no_provider() -> None:
    everyone = TeamChange(productive_times=0.5, added_hours_per_year=70.0, other_hours_times=2.0)
    made = changed(bought(), Changes(teams={"all": everyone}))
    assert made.teams["center"] == bought().teams["center"]
    assert made.teams["coaches"].added_hours_per_year == 70
    assert made.teams["coaches"].productive_share == 0.375


def test_draws_are_not_shared_by_providers_that_begin_at_other_times() -> None:
    drawn: dict[Any, Any] = {}
    early, late = (draw_workload(bought(lead_weeks=lead), 0, drawn).absences[CENTER] for lead in (1.0, 5.0))
    assert early.length[0] < late.length[0]
