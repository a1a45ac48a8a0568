"""The shipped scenarios, run whole: golden results, a plan that is not silly, a certificate that adds up."""

import json
from dataclasses import astuple
from functools import cache
from pathlib import Path

import pytest

from golden.refresh import GOLDEN, SCENARIOS, SHIPPED, essence
from redesign import load_scenario
from redesign.study.pipeline import run
from redesign.study.study import Study

pytestmark = pytest.mark.slow


@cache
def study(name):
    return run(load_scenario(SCENARIOS / f"{name}.yaml"), workers=2)


@pytest.mark.parametrize("name", SHIPPED)
def test_golden_result(name):
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    found = essence(study(name))
    for strategy, interval in golden["support"].items():
        assert found["support"][strategy]["mean"] == pytest.approx(interval["mean"], rel=0.01)
    assert found["certificate"]["upper_bound"] == pytest.approx(golden["certificate"]["upper_bound"], rel=0.002)
    assert found["yearly_usd"] == pytest.approx(golden["yearly_usd"], rel=0.002)
    for service, share in golden["on_time"]["today"].items():
        # another plan within the gap asks for another number of final years, so that today's mean moves a little, too
        assert share["low"] - 0.005 <= found["on_time"]["today"][service]["mean"] <= share["high"] + 0.005


@pytest.mark.parametrize("name", SHIPPED)
def test_certificate_adds_up(name):
    certificate = study(name).certificate
    support = certificate.support
    assert sum(astuple(support.parts)) == pytest.approx(support.upper_bound - support.mean, abs=1e-6)
    # a wider gap of a small office is closed by the definition (docs/design.md); what is cut back is below the solver's
    assert certificate.solver_gap <= (0.06 if "cut back" in certificate.solver_status else 0.005)
    assert certificate.rechecked.largest_violation <= 1e-6
    assert abs(certificate.rechecked.objective_difference) <= 1e-6 * support.upper_bound
    assert support.mean <= support.upper_bound
    assert certificate.admissible, certificate.failures
    for key, strategy in study(name).strategies.items():
        if key == "schools_alone":  # an office that is closed pays for its end beyond any budget
            continue
        assert strategy.cost.yearly_usd <= strategy.cost.yearly_budget_usd + 0.01
        assert strategy.cost.one_time_usd <= strategy.cost.one_time_budget_usd + 0.01


@pytest.mark.parametrize("name", SHIPPED)
def test_a_study_is_its_json(name):
    assert Study.from_json(study(name).to_json()) == study(name)


def test_corpus_christi_plan_is_not_silly():
    found = study("corpus_christi")
    levels = {package for chosen in found.plan.packages.values() for package in chosen.values()} - {"none"}
    assert len(levels) >= 3
    by_area = [area.mean for area in found.chosen.support_by_area.values()]
    assert max(by_area) <= 0.5 * sum(by_area)
    offered = {s.id for s in found.services if s.options}
    taken = {service for service, choice in found.plan.levers.items() if choice != "as_is"}
    assert taken
    assert offered - taken
    assert all(row.planned >= row.today / 2 for row in found.plan.posts)


def test_clean_sheet_beats_tinkering_on_corpus_christi():
    verdicts = {(d.of, d.base): d.verdict for d in study("corpus_christi").certificate.differences}
    assert verdicts["clean_sheet", "today"] == "higher"
    assert verdicts["clean_sheet", "tinker"] == "higher"


def test_the_tutorial_is_what_the_hand_calculation_says():
    plan = study("tutorial").plan
    assert {row.team: row.planned for row in plan.posts} == {"office": 4, "coaches": 2}
    assert plan.levers == {"leave_requests": "automate", "purchase_orders": "as_is"}
    assert list(plan.packages["coaching"].values()) == ["high", "mid", "low"]
    assert study("tutorial").chosen.promised_support == pytest.approx(1416, rel=0.001)


def test_no_path_of_a_machine_in_a_study():
    assert str(Path(SCENARIOS).parent) not in study("tutorial").to_json()
