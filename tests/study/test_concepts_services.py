"""What today's office does, concept by concept: where requests come from, what they displace, what rules ask."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from offices import area, school, service, team
from plans import plan_of
from redesign.demand.expectation import expect
from redesign.demand.plan import under
from redesign.scenario.model import Scenario
from study.brief import OFFERED, coached, tried

DRIVERS = {
    "students": {"enrollment": 800},
    "teachers": {"teachers": 40.0},
    "principals": {"principals": 2.0},
    "special_education": {"special_education": 80},
}


@pytest.mark.parametrize("driver", DRIVERS)
def test_requests_grow_with_what_drives_them(driver: str) -> None:
    """S4: twice the pupils ask twice as often for what goes by pupils, and for nothing else."""
    services = {name: service(name, 2.0, ("clerks", 1.0)) for name in (*DRIVERS, "schools")}
    plain, more = (
        expect(coached(schools=(school("a", **columns),), services=services)).requests[:, 0]
        for columns in ({}, DRIVERS[driver])
    )
    times = dict(zip(services, (more / plain).tolist(), strict=True))
    assert times == {name: 2.0 if name == driver else 1.0 for name in services}


def asked(rate: float, mandated: bool = False, grant_usd: float = 0.0) -> Scenario:
    """Experts who answer schools and coach in them, and who account for a grant."""
    rule = {"kind": "adds_work", "hours_per_1000_usd": 2.0, "grant_usd": grant_usd, "teams": ("experts",)}
    return coached(
        teams={"experts": team(1)},
        services={"forms": service("schools", rate, ("experts", 2.0), mandated=mandated)},
        areas={"math": area("experts", {"low": (40, 4.0, 1.0)}, **OFFERED, window_working_hours=16.0)},
        rules={"reports": {"label": "Reports"} | rule} if grant_usd else {},
    )


def hours_and_support(scenario: Scenario) -> tuple[np.ndarray, np.ndarray]:
    """[Y, 4] hours of the experts by kind of work, [Y] support."""
    measured = tried(scenario)[1]["today"]
    return measured["team_hours"][:, 0], measured["support"].sum(axis=(1, 2))


def test_compliance_and_business_come_before_teaching() -> None:
    """S1, S2, S3, S6: the same people, asked for more forms, make fewer visits; by law or by habit."""
    for kind, mandated in ((0, True), (1, False)):
        few, many = (hours_and_support(asked(rate, mandated)) for rate in (10.0, 140.0))
        assert (many[0][:, kind] > few[0][:, kind] + 300).all()
        assert (many[0][:, 1 - kind] == 0).all()
        assert (many[0][:, 2] < few[0][:, 2]).all()
        assert (many[1] < few[1]).all()


def test_a_grant_takes_hours_for_each_dollar_and_gives_no_support() -> None:
    """S5, S8, S145: two hours for each thousand dollars, and visits that lapse meanwhile."""
    none, some, much = (hours_and_support(asked(40.0, grant_usd=usd)) for usd in (0.0, 100_000.0, 400_000.0))
    assert (none[0][:, 3] == 0).all()
    assert some[0][:, 3].mean() == pytest.approx(200, rel=0.15)
    assert much[0][:, 3].mean() == pytest.approx(800, rel=0.15)
    assert much[1].mean() < some[1].mean() < none[1].mean()


def test_a_benchmark_of_others_shows_how_late_an_office_is() -> None:
    """S41, S102: the same year held to 24, 8 and 2 hours."""
    shares, scores = [], []
    for hours in (24.0, 8.0, 2.0):
        promise = {"due_working_hours": hours, "on_time_share": 0.9}
        asks = service("teachers", 54.0, ("clerks", 1.0), promise=promise)
        found = tried(coached(services={"orders": asks}))[0]["today"]
        assert found.speed.value is not None
        assert found.satisfaction.value is not None
        shares.append(found.speed.value.mean)
        scores.append(found.satisfaction.value.mean)
    assert shares[0] > shares[1] > shares[2]
    assert scores[0] > scores[1] > scores[2]


def test_each_small_kind_of_request_that_is_dropped_frees_its_own_hours() -> None:
    """S27, S29, S30: alone its own, together the sum; what may not be dropped stays."""
    option: dict[str, Any] = {"automate": {"residual_work_share": 0.25}}
    kinds = {f"kind{i}": service("teachers", 1.0 + i, ("clerks", 0.5), **option) for i in range(5)}
    scenario = coached(services=kinds | {"law": service("teachers", 4.0, ("clerks", 0.5), mandated=True)})
    before = expect(scenario).service_hours[:, 0]
    whole = expect(under(scenario, plan_of(scenario, levers=dict.fromkeys(kinds, "automate")))).service_hours[:, 0]
    for k, name in enumerate(kinds):
        after = expect(under(scenario, plan_of(scenario, levers={name: "automate"}))).service_hours[:, 0]
        freed = before - after
        assert freed[k] == pytest.approx(0.75 * before[k])
        assert np.count_nonzero(freed) == 1
        assert whole[k] == after[k]
    assert whole[-1] == before[-1] > 0
