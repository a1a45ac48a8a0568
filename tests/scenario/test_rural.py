"""The rural district against the published figures it stands on and against its derivation."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from redesign import load_scenario
from redesign.demand.expectation import expect
from redesign.scenario.model import Scenario

ROOT = Path(__file__).parents[2]


def _tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / f"tools/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # the second imports the first by name
    spec.loader.exec_module(module)
    return module


TEXAS = _tool("derive_teams")
TOOL = _tool("derive_rural")


@pytest.fixture(scope="module")
def rural() -> Scenario:
    return load_scenario(ROOT / "scenarios/rural.yaml")


def published() -> dict[str, dict[str, str]]:
    with (ROOT / "data/dumas/schools.csv").open(newline="") as file:
        return {row["campus_id"]: row for row in csv.DictReader(file)}


def test_the_roster_is_the_published_district(rural: Scenario) -> None:
    rows = published()
    assert [s.id for s in rural.schools] == sorted(rows)
    for school in rural.schools:
        row = rows[school.id]
        assert school.level == row["level"]
        for key in ("enrollment", "econ_disadvantaged", "emergent_bilingual", "special_education"):
            assert getattr(school, key) == int(row[key])
        assert school.teachers == pytest.approx(322.9 * school.enrollment / 4_268, abs=0.1)
    assert (len(rows), sum(s.enrollment for s in rural.schools)) == (9, 4_268)
    assert sum(s.teachers for s in rural.schools) == pytest.approx(322.9, abs=1e-6)
    assert sum(s.principals for s in rural.schools) == 8.0


def test_posts_hold_the_work_of_several_units(rural: Scenario) -> None:
    """Chicago's posts by hand: 51 x 639.6 / 38,489 of payroll, (109 + 94) x 9 / 516 of finance and purchasing."""
    derived = TOOL.teams(TEXAS.read_district("dumas"))
    fte, office = derived["business_office"]
    assert fte == pytest.approx(51 * 639.6 / 38_489 + (109 + 94) * 9 / 516)
    assert office.posts == 4
    for name, (_, team) in derived.items():
        ours, half = rural.teams[name], 0.5 if name == "nutrition_office" else 1.0
        found = (ours.posts_today, ours.loaded_cost_usd, ours.vacancy_rate, ours.post_fte)
        assert found[:3] == (team.posts, team.loaded_usd * half, team.vacancy_rate), name
        if name != "kitchen_relief":
            assert found[3] == half, name
    assert set(rural.own_teams) - set(derived) == {"superintendent"}


def test_the_superintendent_leads_the_principals_with_part_of_the_year(rural: Scenario) -> None:
    team, area = rural.teams["superintendent"], rural.areas["principal_partnership"]
    assert (team.posts_today, area.team) == (1, "superintendent")
    assert len(rural.schools) < rural.limits.span_applies_from_schools
    a = list(rural.areas).index("principal_partnership")
    visits = expect(rural).visit_hours[a, :, 1].sum()
    assert visits == pytest.approx(9 * 20 * 2.5)  # half a principal is visited as often as a whole one
    assert team.other_work_hours_per_year + rural.rules["state_reports"].hours_per_year > visits


def test_the_superintendent_costs_three_fifths_of_general_administration(rural: Scenario) -> None:
    f33 = TEXAS.read_f33("dumas")
    loaded = 0.6 * f33["V15"] * (1 + f33["V16"] / f33["V15"])
    assert rural.teams["superintendent"].loaded_cost_usd == pytest.approx(loaded, abs=100)


def test_evidence_page_shows_the_derivation() -> None:
    page = (ROOT / "docs/evidence.md").read_text(encoding="utf-8")
    for line in TOOL.table(TEXAS.read_district("dumas")).splitlines():
        assert line in page
