"""The shipped scenarios against the published figures they stand on, and against the derivation of their teams."""

from __future__ import annotations

import csv
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from redesign import load_scenario
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario

ROOT = Path(__file__).parents[2]
REAL = ("corpus_christi", "sharyland")
BUSY = {
    "kitchen_relief": 0.65,
    "evaluators": 0.75,
    "health_screeners": 0.65,
    "talent_partners": 0.75,
    "operations_managers": 0.70,
    "special_education": 0.75,
}
"""Share of a team's hours that today's work takes, where it is not 0.80."""
UNCOVERED = {"superintendent": 0.70, "it_support": 0.70, "nutrition_office": 0.70}
"""The same in the rural district, where one or two posts are the whole team."""
HALF_POSTS = ("sharyland", "principal_supervisors")
"""One derived post, held by two people as half a post each."""


def _tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("derive_teams", ROOT / "tools/derive_teams.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # a dataclass looks its own module up by name
    spec.loader.exec_module(module)
    return module


TOOL = _tool()


@pytest.fixture(scope="module", params=[*REAL, "rural", "chicago", "tutorial"])
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load_scenario(ROOT / f"scenarios/{request.param}.yaml")


@pytest.fixture(scope="module", params=REAL)
def real(request: pytest.FixtureRequest) -> Scenario:
    return load_scenario(ROOT / f"scenarios/{request.param}.yaml")


def load_today(scenario: Scenario) -> np.ndarray:
    """[T] expected hours asked of each team today, visits included."""
    expectation = expect(scenario)
    load = expectation.work_hours.copy()
    for a, (area, chosen) in enumerate(zip(scenario.area_list, plan_today(scenario).packages.tolist(), strict=True)):
        for s, p in enumerate(chosen):
            load[scenario.team_ids.index(area.suppliers[p])] += expectation.visit_hours[a, s, p]
    return load


@pytest.mark.parametrize(
    ("name", "schools", "pupils", "disadvantaged", "teachers", "principals"),
    [("corpus_christi", 57, 33_107, 24_169, 2_151.9, 55.0), ("sharyland", 13, 9_481, 6_235, 629.8, 13.0)],
)
def test_rosters_add_up_to_the_published_district(
    name: str, schools: int, pupils: int, disadvantaged: int, teachers: float, principals: float
) -> None:
    roster = load_scenario(ROOT / f"scenarios/{name}.yaml").schools
    assert len(roster) == schools
    assert sum(s.enrollment for s in roster) == pupils
    assert sum(s.econ_disadvantaged for s in roster) == disadvantaged
    assert sum(s.teachers for s in roster) == pytest.approx(teachers, abs=1e-6)
    assert sum(s.principals for s in roster) == principals


def test_every_campus_is_as_published(real: Scenario) -> None:
    with (ROOT / f"data/{real.name}/schools.csv").open(newline="") as file:
        published = {row["campus_id"]: row for row in csv.DictReader(file)}
    assert {s.id for s in real.schools} == set(published)
    district = real_teachers(real)
    total = sum(s.enrollment for s in real.schools)
    for school in real.schools:
        row = published[school.id]
        assert school.level == row["level"]
        for key in ("enrollment", "econ_disadvantaged", "emergent_bilingual", "special_education"):
            assert getattr(school, key) == int(row[key])
        assert school.teachers == pytest.approx(district * school.enrollment / total, abs=0.1)


def real_teachers(scenario: Scenario) -> float:
    return TOOL.read_district(scenario.name).figures["fte_teachers"]


def test_teams_are_busy_today_as_the_files_say(scenario: Scenario) -> None:
    expectation, load = expect(scenario), load_today(scenario)
    for i, (name, team) in enumerate(scenario.teams.items()):
        if not team.posts_today or name in scenario.providers:  # nobody buys visits today
            assert load[i] == 0, name
            continue
        utilization = load[i] / (team.posts_today * expectation.post_hours[i])
        assert 0.6 <= utilization <= 0.95, (name, utilization)
        if team.other_work_hours_per_year:
            small = UNCOVERED if scenario.name == "rural" else {}
            target = {**BUSY, **small}.get(name, 0.80)
            assert utilization == pytest.approx(target, abs=0.005), name


def test_posts_and_pay_are_those_of_the_derivation(real: Scenario) -> None:
    for name, derived in TOOL.read_district(real.name).teams().items():
        team = real.teams[name]
        share = 0.5 if (real.name, name) == HALF_POSTS else 1.0
        assert team.posts_today * share == derived.posts, name
        assert team.loaded_cost_usd == derived.loaded_usd * share, name
        assert team.vacancy_rate == derived.vacancy_rate, name


def test_teams_without_posts_today_are_the_only_ones_not_derived(real: Scenario) -> None:
    derived = TOOL.read_district(real.name).teams()
    assert {name for name, team in real.own_teams.items() if team.posts_today} == set(derived)


def test_derived_teams_fit_into_their_spending_and_staff(real: Scenario) -> None:
    """The arithmetic again, from the published totals: what is left of each function and class, never below zero."""
    district = TOOL.read_district(real.name)
    teams = district.teams()
    for function, (published, ours, rest) in district.residuals().items():
        assert published == district.f33[TOOL.FUNCTIONS[function][0]]
        assert ours == pytest.approx(sum(t.posts * t.pay_usd for t in teams.values() if t.function == function))
        assert rest == pytest.approx(published - ours)
        assert rest >= 0, function
    for published, ours, rest in district.staff().values():
        assert rest == pytest.approx(published - ours)
        assert rest >= 0


def test_evidence_page_shows_the_derivation(real: Scenario) -> None:
    page = (ROOT / "docs/evidence.md").read_text(encoding="utf-8")
    for line in TOOL.tables(TOOL.read_district(real.name)).splitlines():
        assert line in page


def test_scaling_reproduces_general_administration() -> None:
    """The one function that a Chicago unit covers whole: the executive office, within 5% of E08 salaries."""
    district = TOOL.read_district("corpus_christi")
    office = district.team(TOOL.EXECUTIVE_OFFICE)
    assert office.posts * office.pay_usd == pytest.approx(district.f33["V15"], rel=0.05)


def test_real_scenarios_cover_what_a_central_office_does(real: Scenario) -> None:
    assert len({team.unit for team in real.teams.values()}) >= 7
    assert len(real.services) >= 12
    assert [name for name, service in real.services.items() if not service.steps] == ["operations_support"]
    evaluations = real.services["special_education_evaluations"]
    assert evaluations.mandated
    assert evaluations.promise is not None
    assert evaluations.promise.due_calendar_days == 60
    assert real.services["fund_compliance_reports"].mandated
    assert len({step.team for step in real.services["paper_sign_offs"].steps}) == 3
    assert len(real.areas) >= 6
    assert all(list(area.packages)[:3] == ["low", "mid", "high"] for area in real.areas.values())
    bought = [area.packages["bought"] for area in real.areas.values() if len(area.packages) > 3]
    assert {package.supplier for package in bought} == set(real.providers)


@pytest.mark.parametrize("name", ["corpus_christi", "sharyland", "rural", "chicago"])
def test_real_scenarios_offer_what_the_paper_asks_for(name: str) -> None:
    """All core elements, a system that changes nothing until it is used, strangers, rules with a price."""
    scenario = load_scenario(ROOT / f"scenarios/{name}.yaml")
    elements = {part.core_element for part in (*scenario.areas.values(), *scenario.levers.values())}
    assert elements - {None} == {"partnership", "services", "leadership"}
    assert scenario.levers["performance_system"].changes == Changes()
    assert scenario.levers["performance_system_used"].needs == ("performance_system",)
    taught = scenario.levers["leaders_teach"].changes.areas["principal_partnership"].effect_times
    assert taught * scenario.areas["principal_partnership"].packages["low"].effect_per_hour == pytest.approx(0.6)
    assert sum(rule.removable for rule in scenario.rules.values()) >= 6
    assert any(rule.kind == "adds_work" and rule.grant_usd for rule in scenario.rules.values())
    assert scenario.services["operations_support"].adopt is not None


@pytest.mark.parametrize("name", ["corpus_christi", "sharyland", "rural", "chicago"])
def test_levers_that_touch_areas_stay_few(name: str) -> None:
    """Variants of an area double with each lever that touches it: one each, in two areas."""
    levers = load_scenario(ROOT / f"scenarios/{name}.yaml").levers.values()
    touched = [area for lever in levers for area in lever.changes.areas]
    assert sorted(touched) == ["principal_partnership", "talent_strategy"]


def test_no_task_is_near_the_longest_that_is_simulated(scenario: Scenario) -> None:
    """Tasks are cut off at four weeks; the cut must not eat the stated hours."""
    expectation = expect(scenario)
    for k, service in enumerate(scenario.services.values()):
        if len(service.steps) != 1:
            continue
        stated = expectation.requests[k].sum() * service.steps[0].work_hours
        assert expectation.service_hours[k].sum() == pytest.approx(stated, rel=0.002)


def test_high_everywhere_is_out_of_reach(real: Scenario) -> None:
    """A menu that everyone can have in full is no choice: high everywhere costs several times today's support."""
    expectation, teams = expect(real), list(real.teams.values())
    price = np.array([t.loaded_cost_usd / h for t, h in zip(teams, expectation.post_hours, strict=True)])
    supplier = [real.team_ids.index(area.team) for area in real.area_list]
    level = [1 + list(area.packages).index("high") for area in real.area_list]
    hours = np.array([expectation.visit_hours[a, :, p].sum() for a, p in enumerate(level)])
    high = (hours * price[supplier]).sum()
    today = sum(teams[t].posts_today * teams[t].loaded_cost_usd for t in set(supplier))
    assert 3 * today < high < 7 * today


def test_tutorial_adds_up_by_hand() -> None:
    scenario = load_scenario(ROOT / "scenarios/tutorial.yaml")
    expectation = expect(scenario)
    assert expectation.post_hours == pytest.approx([1_350, 900])
    assert load_today(scenario) == pytest.approx([6_480, 720], rel=1e-6)
    assert expectation.need[0] == pytest.approx([1.5, 1.0, 0.5])
    assert expectation.support[0].sum(axis=0) == pytest.approx([0, 720, 1_296, 1_728])
    high, mid, low = expectation.support[0, 0, 3], expectation.support[0, 1, 2], expectation.support[0, 2, 1]
    assert high + mid + low == pytest.approx(1_416)


def test_tutorial_best_packages_by_enumeration() -> None:
    """Six steps of 240 hours, each school at least one: no assignment beats high, mid, low."""
    support = expect(load_scenario(ROOT / "scenarios/tutorial.yaml")).support[0]
    levels = [(a, b, c) for a in (1, 2, 3) for b in (1, 2, 3) for c in (1, 2, 3) if a + b + c <= 6]
    best = max(levels, key=lambda x: sum(support[i, p] for i, p in enumerate(x)))
    assert best == (3, 2, 1)
