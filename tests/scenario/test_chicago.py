"""Chicago's scenario against the positions and schools it is derived from, to the last post and dollar."""

from __future__ import annotations

import csv
import importlib.util
import sys
from collections import Counter
from pathlib import Path
from types import ModuleType

import pytest

from redesign import load_scenario
from redesign.scenario.model import NONE, Scenario

ROOT = Path(__file__).parents[2]


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive_chicago", ROOT / "tools/derive_chicago.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its own module up by name
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


@pytest.fixture(scope="module")
def chicago() -> Scenario:
    return load_scenario(ROOT / "scenarios/chicago.yaml")


def published(name: str) -> list[dict[str, str]]:
    with (ROOT / "data/chicago" / name).open(newline="") as file:
        return list(csv.DictReader(file))


def test_teams_are_those_of_the_derivation(chicago: Scenario) -> None:
    derived = TOOL.teams()
    assert set(chicago.own_teams) == set(derived)
    for name, posts in derived.items():
        team = chicago.teams[name]
        found = (team.posts_today, team.loaded_cost_usd, team.vacancy_rate, team.post_fte)
        assert found == (posts.positions, posts.loaded_usd, posts.vacancy_rate, posts.post_fte), name


def test_teams_and_school_posts_are_the_whole_central_office() -> None:
    """Summed from the published units, without the derivation's own reader."""
    units = [row for row in published("units.csv") if row["layer"] == "central_office"]
    ours = [*TOOL.teams().values(), *TOOL.school_posts().values()]
    assert len(units) == 20
    assert sum(p.positions for p in ours) == sum(int(row["positions"]) for row in units) == 2344
    assert sum(p.vacant for p in ours) == sum(int(row["vacant"]) for row in units) == 312
    salaries, benefits = (sum(float(row[key]) for row in units) for key in ("salary_total", "benefit_total"))
    assert sum(p.salaries_usd for p in ours) == pytest.approx(salaries, abs=1)
    assert sum(p.benefits_usd for p in ours) == pytest.approx(benefits, abs=1)


def test_a_unit_left_whole_is_as_published(chicago: Scenario) -> None:
    row = next(row for row in published("units.csv") if row["unit"] == "information_technology")
    team = chicago.teams["it_support"]
    assert team.posts_today == int(row["positions"])
    assert team.vacancy_rate == pytest.approx(float(row["vacancy_rate"]), abs=0.005)
    loaded = float(row["mean_salary_per_fte"]) * (1 + float(row["benefit_rate"]))
    assert team.loaded_cost_usd == pytest.approx(loaded, abs=60)


def test_the_roster_is_the_published_schools(chicago: Scenario) -> None:
    rows = {row["school_id"]: row for row in published("schools.csv")}
    assert {s.id for s in chicago.schools} == set(rows)
    assert len(rows) == 516
    for school in chicago.schools:
        row = rows[school.id]
        counts = (school.enrollment, school.econ_disadvantaged, school.special_education, school.emergent_bilingual)
        assert counts == tuple(int(row[k]) for k in ("enrollment", "low_income", "special_ed", "english_learners"))
        assert (school.teachers, school.principals) == (float(row["fte_teacher"]), float(row["fte_principal"]))
    assert sum(s.enrollment for s in chicago.schools) == 297_974
    assert Counter(s.level for s in chicago.schools) == {"elementary": 413, "middle": 7, "high": 96}
    assert (ROOT / "scenarios/chicago_schools.csv").read_text(encoding="utf-8") == TOOL.roster()


def test_packages_today_are_those_of_the_derivation(chicago: Scenario) -> None:
    for name, ids in TOOL.packages_today().items():
        today = chicago.areas[name].package_today
        assert isinstance(today, dict)
        assert today == dict.fromkeys(ids, "low"), name
    assert len(TOOL.packages_today()["principal_partnership"]) == 390
    networks = {row["school_id"]: row["network"] for row in published("schools.csv")}
    served = {networks[i] for i in TOOL.packages_today()["operations_coaching"]}
    assert served == {"Network 14", "Network 15", "Network 16", "Network 17"}


def test_every_post_has_a_source_and_need_is_never_mixed(chicago: Scenario) -> None:
    assumed = {a.path for a in chicago.origin.assumptions}
    for name in chicago.teams:
        assert not {f"teams.{name}.posts_today", f"teams.{name}.vacancy_rate"} & assumed, name
    paid_by_guess = {n for n in chicago.teams if f"teams.{n}.loaded_cost_usd" in assumed}
    assert paid_by_guess == {"operations_managers"}
    needs = {name: area.need_measure for name, area in chicago.areas.items()}
    assert needs["inclusion_support"] == "special_education"
    assert needs["english_learner_support"] == "emergent_bilingual"
    assert all(area.package_today != NONE for area in chicago.areas.values())


def test_evidence_page_shows_the_derivation() -> None:
    page = (ROOT / "docs/evidence.md").read_text(encoding="utf-8")
    assert TOOL.tables() in page
