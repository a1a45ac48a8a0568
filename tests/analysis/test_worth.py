"""What an hour and a dollar buy, worked out by hand for the two teams of the year that was written by hand."""

from __future__ import annotations

import numpy as np
import pytest

from analysis.by_hand import BIRCH, LEAVE, MATH, READING, few_weeks
from plans import plan_of
from redesign.analysis.worth import best_use, hour_usd, package_usd, service_hour_usd
from redesign.demand.expectation import expect
from redesign.scenario.model import Scenario

# Ten weeks of 40 hours, a tenth of them on leave: 360 hours of presence at 80,000 dollars a post.
CLERK_USD, EXPERT_USD = 80_000 / (360 * 0.5 * 0.8), 80_000 / 360


def test_an_hour_costs_what_a_post_costs_over_its_work_hours() -> None:
    scenario = few_weeks()
    assert hour_usd(scenario, expect(scenario)) == pytest.approx([CLERK_USD, EXPERT_USD])


def test_a_package_costs_the_hours_of_who_makes_its_visits_and_its_materials() -> None:
    raw = few_weeks().model_dump()
    raw["areas"]["math"]["packages"]["high"]["materials_usd"] = 70.0
    scenario = Scenario.model_validate(raw)
    found = package_usd(scenario, expect(scenario))
    # Low: two visits of two hours by clerks; high: three of three and materials; reading: one of three by an expert.
    math = [0.0, 4 * CLERK_USD, 9 * CLERK_USD + 70]
    assert found[MATH] == pytest.approx(np.array([math, math]), rel=1e-6)
    assert found[READING, BIRCH] == pytest.approx([0.0, 3 * EXPERT_USD, 0.0], rel=1e-6)


def test_an_hour_of_a_service_costs_the_mean_of_who_does_it() -> None:
    scenario = few_weeks()
    found = service_hour_usd(scenario, expect(scenario))
    assert found[LEAVE] == pytest.approx(CLERK_USD)
    # Hiring: 4 hours of clerks and 10 of experts, no returns in expectation; work is cut at four weeks of a post.
    expected = expect(scenario).service_hours[2]
    assert expected == pytest.approx([2 * 4.0, 2 * 10.0], rel=1e-3)
    assert found[2] == pytest.approx((4 * CLERK_USD + 10 * EXPERT_USD) / 14, rel=1e-3)
    assert found[4] == 0.0, "nobody works for what nobody owns"


@pytest.mark.parametrize(
    ("packages", "best"),
    [
        # Need 1.6 in ash and 0.4 in birch: low brings 1.6 and 0.4 an hour, high 1.28 and 0.32; reading 0.5.
        ({"math": {"ash": "low"}, "reading": {"birch": "only"}}, (MATH, 1, 1.6)),
        ({"math": {"ash": "low", "birch": "low"}, "reading": {"birch": "only"}}, (MATH, 1, 1.0)),
        ({"math": {"ash": "high", "birch": "low"}, "reading": {}}, (MATH, 2, 1.28)),
        ({"math": {"birch": "low"}, "reading": {"birch": "only"}}, (READING, 1, 0.5)),
        ({"math": {}, "reading": {}}, None),
    ],
)
def test_the_best_use_is_that_of_a_package_over_all_schools_that_have_it(
    packages: dict[str, dict[str, str]], best: tuple[int, int, float] | None
) -> None:
    scenario = few_weeks()
    found = best_use(expect(scenario), plan_of(scenario, packages=packages).packages)
    assert (found and (found.area, found.package)) == (best and best[:2])
    assert best is None or (found and found.support_per_hour == pytest.approx(best[2]))


def test_visits_that_harm_are_no_use() -> None:
    raw = few_weeks().model_dump()
    raw["areas"]["reading"]["packages"]["only"]["effect_per_hour"] = -0.5
    scenario = Scenario.model_validate(raw)
    plan = plan_of(scenario, packages={"reading": {"ash": "only"}})
    assert best_use(expect(scenario), plan.packages) is None
