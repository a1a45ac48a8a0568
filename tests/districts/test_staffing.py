"""Units of a central office against arithmetic by hand, the tool that derives the benchmarks, and Chicago's files."""

from __future__ import annotations

import importlib.util
import sys
from dataclasses import replace
from types import ModuleType

import pytest

from districts.texas import ROOT, STATE, column
from redesign.districts import tea
from redesign.districts.benchmarks import numbers
from redesign.districts.benchmarks import units as benchmarks
from redesign.districts.facts import Number, Origin, PublishedDistrict
from redesign.districts.grouping import grouped, posts_of, teams_of
from redesign.districts.staffing import Staffing

SHARYLAND = tea.district(STATE, "108911")
READ = Origin("read", "by hand")


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def changed(
    district: PublishedDistrict, spending: dict[str, float], staff: dict[str, float] | None = None
) -> PublishedDistrict:
    """A district that publishes other items; below 0: nothing."""
    money = dict(district.spending) | {item: Number(usd, READ) for item, usd in spending.items()}
    people = dict(district.staff) | {name: Number(fte, READ) for name, fte in (staff or {}).items()}
    return replace(
        district,
        spending={item: number for item, number in money.items() if number.value >= 0},
        staff={name: number for name, number in people.items() if number.value >= 0},
    )


def test_the_shipped_table_is_what_the_tool_derives_from_chicagos_positions() -> None:
    texas = _tool("derive_teams")
    assert texas
    derived = _tool("derive_benchmarks").rows()
    shipped = list(column(ROOT / "src/redesign/districts/benchmarks/units.csv", "unit").values())
    assert derived == shipped


def test_the_shipped_numbers_are_those_of_chicagos_files() -> None:
    units = column(ROOT / "data/chicago/units.csv", "unit")
    office = sum(float(row["fte"]) for row in units.values() if row["layer"] == "central_office")
    curriculum = float(units["instruction_curriculum"]["fte"])
    table = numbers()
    assert table["central_staff_fte"].value == pytest.approx(office - curriculum - 63)
    assert table["staff_pay_usd"].value == pytest.approx(2_524_799_000 / 38_489, abs=1)
    assert table["trades_pay_usd"].value == (36_650 + 58_720) / 2
    assert table["chicago_office_per_1000_pupils"].value == pytest.approx(1000 * office / 297_974, abs=0.05)
    assert table["office_per_1000_pupils"].value == pytest.approx((68_815 + 162_471 + 76_171) / 50_800, abs=0.01)


def test_a_unit_is_the_districts_own_payroll_divided_as_chicagos() -> None:
    # by hand: V37 $2,618,000 over $57,494,000, at a pay of 57,750 x 0.95 over 65,598
    ratio = 2_618_000 / 57_494_000 / (57_750 * 0.95 / 65_598)
    units = Staffing(SHARYLAND).units()
    assert units["hr"].fte.value == pytest.approx(142 * ratio)
    assert units["it_support"].fte.value == pytest.approx(133 * ratio)
    assert units["hr"].benefit_rate.value == pytest.approx(473 / 2618, abs=0.001)
    assert units["hr"].salary_usd.value == pytest.approx(73_398 * 57_750 * 0.95 / 65_598, abs=1)
    # beyond twice what its schools come to, a payroll says more of accounts than of posts
    assert units["finance"].fte.value == pytest.approx(109 * 2 * 13 / 516)


def test_without_a_payroll_a_unit_grows_with_what_drives_it_and_never_vanishes() -> None:
    nothing = changed(SHARYLAND, dict.fromkeys(SHARYLAND.spending, -1.0))
    units = Staffing(nothing).units()
    assert units["hr"].fte.value == pytest.approx(142 * 1357.9 / 38_489)
    assert units["finance"].fte.value == pytest.approx(109 * 13 / 516)
    assert units["hr"].benefit_rate.value == 0.44
    assert min(unit.fte.value for unit in units.values()) > 0


def test_a_payroll_that_is_not_published_is_a_share_of_its_spending() -> None:
    only_spending = changed(SHARYLAND, {"V37": -1.0})
    payroll = Staffing(only_spending).payroll("V90")
    assert payroll is not None
    assert payroll.value == pytest.approx(0.45 * 4_063_000)
    assert payroll.origin.kind == "computed"


def test_all_salaries_give_the_pay_of_the_shipped_scenario() -> None:
    # Sharyland's F-33: Z32 $76,340,000 over 1,357.9 staff; docs/evidence.md has a pay ratio of 0.857
    assert Staffing(changed(SHARYLAND, {"Z32": 76_340_000})).pay_ratio.value == pytest.approx(0.857, abs=0.0005)


def test_staff_that_is_counted_comes_before_a_payroll() -> None:
    counted = changed(
        SHARYLAND, {}, {"central_administrators": 20, "central_support": 40, "instructional_coordinators": 15}
    )
    units = Staffing(replace(counted, staff=dict(counted.staff) | {"psychologists": Number(6.5, READ)})).units()
    assert units["hr"].fte.value == pytest.approx(142 * 60 / 1723.5)
    assert units["curriculum"].fte.value == pytest.approx(286 * 15 / 349)
    assert units["evaluators"].fte.value == 6.5


def test_posts_are_not_rounded_away() -> None:
    assert posts_of(2.4) == (3, 0.8)
    assert posts_of(0.36) == (1, 0.36)
    assert posts_of(1.95) == (2, 1.0)
    assert posts_of(17.4) == (17, 1.0)
    for tenths in range(1, 300):
        posts, fte = posts_of(tenths / 10)
        assert posts * fte == pytest.approx(tenths / 10, rel=0.1, abs=0.02)


@pytest.mark.parametrize("size", [0.02, 0.1, 0.3, 0.6, 1.0, 3.0, 10.0])
def test_teams_have_two_full_time_posts_or_are_combined_or_part_time(size: float) -> None:
    units = {
        name: replace(unit, fte=Number(unit.fte.value * size, READ))
        for name, unit in Staffing(SHARYLAND).units().items()
    }
    teams = teams_of(units)
    assert sorted(unit.name for team in teams.values() for unit in team.units) == sorted(units)
    split = {"payroll", "finance", "purchasing", "evaluators", "special_education_specialists", "math_coaches"}
    for name, team in teams.items():
        assert team.posts >= 1
        assert name not in split or team.fte.value >= 2
        assert team.posts * team.post_fte / team.full == pytest.approx(team.fte.value, rel=0.1, abs=0.02)


def test_offices_of_three_sizes() -> None:
    def names(size: float) -> set[str]:
        return set(
            grouped({name: row.fte * size for name, row in benchmarks().items()} | {"maintenance": 900.0}).values()
        )

    assert {"hr", "payroll", "finance", "purchasing", "evaluators", "math_coaches"} <= names(0.1)
    assert {"hr", "business_office", "special_education", "coaches"} <= names(0.02)
    assert "central_office" in names(0.01)
    assert "hr" not in names(0.01)


def test_a_combined_team_costs_what_its_units_cost() -> None:
    units = Staffing(SHARYLAND).units()
    team = teams_of(units)["coaches"]
    loaded = sum(u.fte.value * u.salary_usd.value * (1 + u.benefit_rate.value) for u in team.units)
    assert team.posts * team.loaded_usd == pytest.approx(loaded, rel=0.01)
