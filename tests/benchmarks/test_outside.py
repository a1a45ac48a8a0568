"""The search apart from the optimizer: its parts add up to the whole, its constraints are those of the model."""

from pathlib import Path

import numpy as np
import pytest
from fresh_years import FIRST, MEASURED, SEED, seeded
from outside_moves import neighbor, shifts
from outside_office import Office
from outside_parts import Parts
from outside_referee import Referee, compare
from outside_search import Search

from offices import random_office, random_plan, small_office, staffed
from plans import Moves, plan_of
from redesign import load_scenario
from redesign.analysis.cost import cost_of, yearly_budget
from redesign.demand.plan import plan_today
from redesign.scenario.model import Scenario
from redesign.study.years import case_of, simulate_year

SCENARIOS = Path(__file__).parents[2] / "scenarios"

OFFICES, YEARS = 25, 2


@pytest.mark.parametrize("seed", range(OFFICES))
def test_parts_add_up_to_the_whole(seed):
    rng = np.random.default_rng(seed)
    scenario = random_office(rng)
    office, plan = Office(scenario), random_plan(rng, scenario)
    totals = Parts(office, office.made, FIRST).years(plan, YEARS)
    for year in range(YEARS):
        whole = simulate_year({"plan": case_of(office.made, plan)}, "simpy", FIRST + year)["plan"]
        assert totals.support[year] == pytest.approx(float(whole.support.sum()), rel=1e-12)
        assert totals.unfinished[year] == pytest.approx(whole.unfinished_hours)
        for name in MEASURED:
            assert getattr(totals, name)[year].tolist() == getattr(whole, name).tolist(), name


def test_offices_fall_into_parts():
    counts = [
        len(Parts(Office(s), s, FIRST).parts) for s in (random_office(np.random.default_rng(i)) for i in range(25))
    ]
    assert min(counts) == 1
    assert max(counts) > 1


@pytest.mark.parametrize("seed", range(OFFICES))
def test_a_plan_costs_what_it_costs(seed):
    rng = np.random.default_rng(seed)
    scenario = random_office(rng)
    office, plan = Office(scenario), random_plan(rng, scenario)
    cost = cost_of(office.made, plan)
    assert office.yearly(plan) == pytest.approx(cost.yearly_usd)
    assert office.once(plan) == pytest.approx(cost.one_time_usd)
    assert office.yearly_usd == pytest.approx(yearly_budget(office.made))


RULES = {
    "tenure": {"label": "T", "kind": "release_limit", "release_share": 0.2},
    "contract": {"label": "C", "kind": "minimum_posts", "minimum_share": 1.0, "teams": ("experts",)},
    "tie": {"label": "Tie", "kind": "funding_tie", "streams": ("grant",)},
}


def bound_office(**changes) -> Scenario:
    """Every kind of limit, and today's office within all of them."""
    raw = small_office().model_dump(exclude={"origin"})
    raw["funding_streams"] = {"general": "General fund", "grant": "Grant"}
    raw["teams"]["experts"]["funding_stream"] = "grant"
    raw["areas"]["partnership"]["span_schools_per_post"] = 1.0
    raw |= {"rules": RULES, "budget": {"yearly_usd": 960_000.0, "one_time_usd": 60_000.0}}
    raw["limits"] = {"absorptive_visits_per_school": 60.0, "school_floor_hours_per_teacher": 0.15}
    raw["limits"] |= {"span_applies_from_schools": 0}
    return Scenario.model_validate(raw | changes)


BROKEN = {
    "one-time budget": {
        "posts": {"clerks": Moves(5, hired=2), "coaches": Moves(2, {"clerks": 0}, hired=5, released=0)}
    },
    "yearly budget": {"posts": {"clerks": Moves(5, hired=3)}},
    "tenure": {"posts": {"clerks": Moves(3, released=2)}},
    "contract": {"posts": {"experts": Moves(1, released=1)}},
    "money that leaves its stream": {"posts": {"experts": Moves(1, released=1), "clerks": Moves(5, hired=3)}},
    "more posts than a team may have": {"posts": {"experts": Moves(2, hired=8)}},
    "retraining that is not listed": {"posts": {"clerks": Moves(4), "experts": Moves(2, {"clerks": 1})}},
    "posts of today are not all kept, retrained or released": {"posts": {"clerks": Moves(4)}},
    "more visits than a school can take in": {"packages": {"math": "high", "partnership": "high"}},
    "less than the floor of a school": {"packages": {"math": "low"}},
    "more schools than a post may partner with": {
        "posts": {"coaches": Moves(2, released=1)},
        "packages": {"math": "low", "partnership": "low"},
    },
    "a package that a school may not have": {"packages": {"math": {"cedar": "low"}, "partnership": "low"}},
}


def test_today_breaks_nothing():
    office = Office(bound_office())
    assert office.faults(plan_today(office.made)) == []


@pytest.mark.parametrize("fault", BROKEN)
def test_every_constraint_can_be_broken(fault):
    office = Office(bound_office())
    assert fault in office.faults(plan_of(office.made, **BROKEN[fault]))


def test_levers_need_exclude_and_are_allowed():
    lever = {"label": "L", "changes": {}}
    levers = {"one": lever | {"needs": ("two",)}, "two": lever, "three": lever | {"excludes": ("two",)}}
    office = Office(bound_office(levers=levers))
    for taken, fault in (({"one"}, "one without what it needs"), ({"two", "three"}, "three beside what it excludes")):
        plan = plan_of(office.made, levers=dict.fromkeys(taken, "taken"))
        assert fault in office.faults(plan)
    assert office.faults(plan_of(office.made, levers={"one": "taken", "two": "taken"})) == []


def test_neighbors_keep_the_balance_of_posts():
    office, rng = Office(bound_office()), np.random.default_rng(1)
    plan = office.plan_today()
    made = [neighbor(office, plan, rng) for _ in range(300)]
    every = [each for each in (*made, *shifts(office, plan)) if each is not None]
    assert len(every) > 200
    never = {"a negative number of posts", "posts of today are not all kept, retrained or released"}
    never |= {"retraining that is not listed", "more posts than a team may have"}
    assert not never & {fault for each in every for fault in office.faults(each)}
    for name in ("hired", "released", "retrained", "packages", "levers"):
        assert any((getattr(each, name) != getattr(plan, name)).any() for each in every), name


@pytest.mark.slow
def test_from_today_the_search_finds_the_best_plan_of_the_tutorial(capsys):
    """All 297 plans within the budgets are known: a post retrained, a post given up, each school another package."""
    scenario = load_scenario(SCENARIOS / "tutorial.yaml")
    search = Search(Referee(scenario, FIRST), plan_today(scenario), 1)
    until = np.inf
    while search.sweep(until):
        pass
    for _ in range(400):
        search.step(search.scale * 0.003)
    best = search.chosen()
    assert best.posts.tolist() == [4, 2]
    assert sorted(best.packages[0].tolist()) == [1, 2, 3]
    compare(scenario, plan_today(scenario), best, 20)
    assert "higher" in capsys.readouterr().out


def test_promises_are_held_to_today_where_today_reaches_less():
    """Today misses none of what it is held to but what is firm; with the clerks gone much is missed."""
    scenario = small_office()
    referee = Referee(scenario, FIRST)
    today = referee.judge(plan_today(scenario), 4)
    fewer = plan_of(scenario, staffed(scenario, clerks=1))
    assert referee.judge(fewer, 4).short > today.short + 0.1
    assert {p.name for p in referee.promises(referee.parts.years(fewer, 4)) if p.margin < 0} >= {"leave", "hiring"}


def test_the_referee_uses_its_own_years():
    assert Referee(small_office(), FIRST).parts.base.run.seed == SEED == seeded(small_office(), SEED).run.seed
