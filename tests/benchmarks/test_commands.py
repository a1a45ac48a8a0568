"""Stability and variants: what they say of made-up records is what is in them; a small run goes through and goes on."""

from dataclasses import replace

import numpy as np
import pytest
import stability
import variants
from fresh_years import TODAY, fresh, from_lists, judged, promises, simulated, to_lists, under_strategy
from kept import Kept

import redesign
from offices import small_office
from plans import plan_of
from redesign.analysis.cost import cost_of
from redesign.demand.plan import plan_today
from redesign.errors import InfeasibleError
from redesign.scenario.model import Scenario
from redesign.study import planned

SHORT = {"build_years": 2, "search_years": 2, "final_years": 4, "most_final_years": 4}


LEVERS = {
    "portal": {"label": "Portal", "yearly_usd": 2_500.0, "changes": {"services": {"hiring": {"work_times": 0.7}}}},
    "dear": {"label": "Dear", "yearly_usd": 900_000.0},
}


def short_office(**changes) -> Scenario:
    """The office of small tests with two levers, the fewest years, and only two strategies."""
    raw = small_office(levers=LEVERS).model_dump(exclude={"origin"})
    raw["teams"]["clerks"] |= {"posts_today": 9}
    raw["run"] |= SHORT | {"strategies": ("clean_sheet",)}
    return Scenario.model_validate(raw | changes)


def test_the_plan_of_a_study_in_arrays_is_the_plan_that_was_studied():
    scenario = short_office()
    study = redesign.run(scenario).study
    plan = planned.plan_of(scenario, study.plan)
    assert plan.posts.tolist() == [posts.planned for posts in study.plan.posts]
    assert plan.retrained.sum(axis=1).tolist() == [posts.retrained_out for posts in study.plan.posts]
    for chosen, (name, area) in zip(plan.packages.tolist(), scenario.areas.items(), strict=True):
        words = [("none", *area.packages)[p] for p in chosen]
        given = study.plan.packages[name]
        assert words == [given.get(school.id, "none") for school in scenario.schools]
    cost = cost_of(under_strategy(scenario), plan)
    assert cost.yearly_usd == pytest.approx(study.chosen.cost.yearly_usd)
    assert cost.one_time_usd == pytest.approx(study.chosen.cost.one_time_usd)
    assert from_lists(scenario, to_lists(plan)).same_as(plan)


def test_todays_plan_keeps_what_is_held_to_today():
    scenario = small_office()
    found = simulated(scenario, {"plan": plan_today(scenario)}, fresh(3))
    kept = {p.name: p for p in promises(scenario, found["plan"], found[TODAY])}
    assert kept["leave"].target <= 0.9
    assert kept["evaluation"].target == 0.9
    assert "operations" not in kept, "nobody owns it"


TARGETS = {
    "leave": (0.9, 0.8, 0.8),  # the file asks for more than today reaches: held to today
    "hiring": (0.9, 0.95, 0.9),  # today reaches more: held to the file
    "advice": (0.9, 0.5, 0.9),  # must improve: held to the file
    "evaluation": (0.9, 0.5, 0.9),  # required by law: held to the file
}


def test_a_promise_is_held_to_the_file_or_to_today():
    raw = small_office().model_dump(exclude={"origin"})
    raw["services"]["advice"]["promise"] |= {"must_improve": True}
    scenario = Scenario.model_validate(raw)
    today = np.array([TARGETS.get(name, (0, 0))[1] * 1_000 for name in scenario.services])
    totals = {"on_time": np.full(len(today), 850.0), "due": np.full(len(today), 1_000.0)}
    none = dict.fromkeys(("visits_made", "visits_promised"), np.zeros(len(scenario.areas)))
    found = {p.name: p for p in judged(scenario, totals | none, totals | none | {"on_time": today})}
    assert {name: p.target for name, p in found.items()} == {n: pytest.approx(t[2]) for n, t in TARGETS.items()}
    assert {n for n, p in found.items() if p.margin < 0} == {"hiring", "advice", "evaluation"}


def record(mean, half=5.0, **more):
    stated = {"mean": mean, "low": mean - half, "high": mean + half, "bound": 200.0, "seconds": 1.0}
    return stated | {"admissible": True, "failures": [], "end": "admissible", "half": half, "words": []} | more


def test_spread_and_coverage_are_those_of_the_records(capsys):
    stability.in_sample({1: record(90.0), 2: record(100.0), 3: record(110.0, 12.0)})
    out = capsys.readouterr().out
    assert "mean of the seeds 100.0, spread (largest - smallest) / mean 20.00%" in out
    assert "2 of 3 stated intervals hold the mean of the seeds" in out


def test_plans_apart_are_told_apart_and_equal_ones_are_not(capsys):
    rng = np.random.default_rng(1)
    years = 100 + rng.normal(0, 5, 30)
    other = years + 10 + rng.normal(0, 0.1, 30)
    series = {"1": years, "2": other, "3": years}
    records = {seed: {"support": own.tolist(), "missed": []} for seed, own in series.items()}
    stability.out_of_sample(small_office(), {i: record(100.0) for i in (1, 2, 3)}, records)
    assert "2 of 3 pairs distinguishable" in capsys.readouterr().out


def test_safe_moves_are_those_of_all_plans():
    scenario = small_office()
    one = plan_of(scenario, packages={"math": {"ash": "high", "birch": "mid"}, "partnership": "low"})
    both = replace(one, levers=np.array([n == "leave.automate" for n in scenario.all_levers]))
    moved = replace(both, retrained=one.retrained.copy(), kept=one.kept - [2, 0, 0])
    moved.retrained[0, 2] = 2
    moves = {what: (least, most) for what, least, most in stability.safe_moves(scenario, {1: both, 2: moved})}
    assert moves["take leave.automate"] == (1, 1)
    assert moves["retrain clerks -> coaches"] == (0, 2)
    assert moves["math: high for schools"] == (1, 1)
    assert "take hiring.eliminate" not in moves


def test_stability_goes_on_where_it_was(tmp_path, monkeypatch, capsys):
    scenario, path = short_office(), tmp_path / "kept.jsonl"

    def whole():
        kept = Kept(path, "stamp")
        found = {s: kept.once(f"seed {s}", lambda s=s: stability.study_record(scenario, s, 1)) for s in (1, 2)}
        stability.report(scenario, found, kept, 3)
        return capsys.readouterr().out

    first = whole()
    monkeypatch.setattr(redesign, "run", lambda *_, **__: pytest.fail("run again"))
    assert whole() == first
    assert "Common core" in first


def test_variants_change_one_thing_each():
    scenario = short_office(rules={"tenure": {"label": "T", "kind": "release_limit", "release_share": 0.5}})
    found = {v.name: v for v in variants.variants(scenario)}
    assert len(found) == len(variants.variants(scenario)), "names are unique"
    usd = [found[f"yearly budget {share}"].scenario.budget.yearly_usd for share in ("-6%", "+20%")]
    assert usd[1] / usd[0] == pytest.approx(1.2 / 0.94)
    assert found["tenure: release share 1"].scenario.rules["tenure"].release_share == 1
    assert not found["without tenure"].scenario.rules
    assert "portal" not in found["without lever portal"].scenario.compared["clean_sheet"].may.levers
    assert "dear" in found["without lever portal"].scenario.compared["clean_sheet"].may.levers
    assert found["math: effect x 0.5"].scenario.areas["math"].packages["low"].effect_per_hour == 0.5
    assert found["promises 99%, must improve"].scenario.services["leave"].promise.must_improve
    changed = [v for v in found.values() if v.scenario == scenario]
    assert [v.name for v in changed] in ([variants.BASE], [variants.BASE, "one-time money $1,000,000"])


def pair(low, high):
    office = small_office()
    return [(variants.Variant(variants.BASE, office), low), (variants.Variant("more", office, "money", 1.0), high)]


WORSE = {
    "less by more than chance": (record(100.0), record(92.0), True),
    "less by chance": (record(100.0), record(93.5), False),
    "more": (record(100.0), record(120.0), False),
    "a conflict": (record(100.0), {"end": "conflict"}, True),
    "a miss": (record(100.0), record(120.0, end="misses"), True),
    "a miss on both sides": (record(100.0, end="misses"), record(80.0, end="misses"), False),
}


@pytest.mark.parametrize("name", WORSE)
def test_more_freedom_that_gives_less_is_named(name):
    low, high, broken = WORSE[name]
    found = variants.violations(pair(low, high))
    assert [(each.freer, each.other) for each in found] == ([("more", variants.BASE)] if broken else [])


def test_less_freedom_may_give_less():
    office = small_office()
    found = [(variants.Variant(variants.BASE, office), record(100.0))]
    found += [(variants.Variant("less", office, "money", -1.0), record(50.0))]
    assert variants.violations(found) == []
    found += [(variants.Variant("least", office, "money", -2.0), record(70.0))]
    assert [(each.freer, each.other) for each in variants.violations(found)] == [("less", "least")]


def test_every_end_is_recorded(monkeypatch):
    office = short_office()
    assert variants.ended(office, 1, 1)["end"] in ("admissible", "misses")

    def raising(error):
        def run(*_, **__):
            raise error

        return run

    monkeypatch.setattr(redesign, "run", raising(InfeasibleError(["the floor"])))
    assert variants.ended(office, 1, 1) == {"end": "conflict", "words": ["the floor"]}
    monkeypatch.setattr(redesign, "run", raising(ValueError("odd")))
    assert variants.ended(office, 1, 1) == {"end": "error", "words": ["ValueError: odd"]}
