"""A few of the small offices in which every plan is simulated; `benchmarks/small_offices.py` runs them in hundreds."""

import numpy as np
import pytest
from fresh_years import FIRST, SEED, seeded
from outside_office import Office
from outside_parts import Parts
from small_offices import Complete, bounded, complete, faults_of, fitted
from tiny_offices import lever_sets, package_choices, staffings, tiny_office

from redesign.scenario.model import Scenario

COMPLETE, BOUNDS = (3, 5), range(4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", COMPLETE)
def test_complete_enumeration_finds_none_above_the_bound(seed):
    found = complete(seed, 8, 20)
    assert found["plans"] > 1_000
    assert not faults_of(found)
    if "more" in found and not found["own_below"]:
        gap = 1 - found["mean"] / found["bound"] if found["bound"] else 0.0
        stated = found["own_mean"] * (1 / (1 - gap) - 1) if gap < 1 else np.inf
        assert found["more"] <= stated + 2 * found["more_half"] + 4 * found["own_half"]


@pytest.mark.slow
@pytest.mark.parametrize("seed", BOUNDS)
def test_no_random_admissible_plan_lies_above_the_bound(seed):
    found = bounded(seed, 12)
    assert not faults_of(found)
    assert found["end"] in ("admissible", "misses")


def test_plans_are_all_that_there_are():
    """By counting: for a team without pairs posts from 0 to its most, for one with pairs at least the retrained."""
    office = Office(tiny_office(3))
    most = office.most.tolist()
    assert list(office.pairs) == [(0, 1)]
    expected = sum(
        (most[0] + 1) * (most[1] + 1 - moved) * int(np.prod([m + 1 for m in most[2:]]))
        for moved in range(min(2, int(office.today[0])) + 1)
    )
    plans = list(staffings(office))
    assert len(plans) == expected
    assert len({(p.posts.tobytes(), p.retrained.tobytes()) for p in plans}) == expected
    assert all((p.kept + p.retrained.sum(axis=1) + p.released == office.today).all() for p in plans)
    assert len(lever_sets(office)) == 2 ** len(office.levers)
    areas = [len(area.packages) + 1 for area in office.areas]
    assert len(package_choices(office)) == np.prod([n ** len(office.schools) for n in areas])


@pytest.mark.parametrize("allowed_hours", [150.0, 0.3])
def test_a_part_is_judged_as_in_the_whole(allowed_hours):
    """Of an office with all plans judged part by part, some are judged as a whole: promises and unfinished work."""
    raw = tiny_office(1).model_dump(exclude={"origin"})
    raw["teams"]["clerks"]["backlog_allowance_hours"] = allowed_hours
    search, rng = Complete(Scenario.model_validate(raw), 2), np.random.default_rng(1)
    every, sets, packages = list(staffings(search.office)), lever_sets(search.office), package_choices(search.office)
    verdicts = []
    for _ in range(60):
        plan = every[int(rng.integers(len(every)))]
        plan = type(plan)(
            plan.kept,
            plan.retrained,
            plan.hired,
            plan.released,
            packages[int(rng.integers(len(packages)))],
            sets[int(rng.integers(len(sets)))],
        )
        whole, support = search.referee.judge(plan, 2), search.support(plan)
        assert (support is not None) == (whole.short == 0)
        assert support is None or support == pytest.approx(whole.support)
        verdicts.append(support is not None)
    assert 0 < sum(verdicts) < len(verdicts)


def test_a_plan_fits_the_office_made_for_it():
    scenario, plan, support = fitted(tiny_office(2), np.random.default_rng(3), 6)
    office = Office(scenario)
    assert office.faults(plan) == []
    assert office.yearly_usd - office.yearly(plan) == pytest.approx(0.01, abs=1e-6)
    again = Parts(office, seeded(office.made, SEED), FIRST)
    assert again.years(plan, 6).support.tolist() == support.tolist()


def test_what_must_not_be_is_named():
    good = {"end": "admissible", "support": 90.0, "error": 1.0, "bound": 100.0, "mean": 95.0}
    assert faults_of(good) == []
    assert faults_of(good | {"support": 103.0}) == []
    assert faults_of(good | {"support": 104.5})
    assert faults_of(good | {"end": "conflict"})
    best = {"end": "admissible", "found": True, "best_mean": 90.0, "best_half": 2.0, "bound": 100.0, "best_below": []}
    assert faults_of(best) == []
    assert faults_of(best | {"best_mean": 105.0})
    assert faults_of(best | {"end": "conflict"})
    assert faults_of(best | {"found": False, "end": "conflict"}) == []
