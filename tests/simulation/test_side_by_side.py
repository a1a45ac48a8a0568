"""Years side by side in one run of the engine: record for record what each year gives alone."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from arrays import random_tasks
from cases import arranged
from offices import busier, random_office, random_plan
from redesign.analysis.measures import Run, answered
from redesign.demand.expectation import expect
from redesign.demand.plan import Plan, under
from redesign.demand.workload import draw_workload
from redesign.simulation.arrange import arrange, restaffed, staffed
from redesign.simulation.engines import engine
from redesign.simulation.ledger import Ledger, end_to_end
from redesign.simulation.tasks import NEVER, Records, Tasks, check_tasks, side_by_side

ENGINES = ("simpy", "compiled")


def assert_alike(years: list[Tasks], name: str) -> list[Records]:
    together = side_by_side(years)
    check_tasks(together)
    run, alone = engine(name)(together), [engine(name)(year) for year in years]
    for each in fields(Records):
        expected = np.concatenate([getattr(records, each.name) for records in alone])
        assert np.array_equal(getattr(run, each.name), expected), each.name
    return alone


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("seed", range(30))
def test_busy_offices_where_all_ties(seed: int, name: str) -> None:
    rng = np.random.default_rng(seed)
    assert_alike([random_tasks(rng) for _ in range(rng.integers(1, 6))], name)


@pytest.mark.parametrize("name", ENGINES)
@pytest.mark.parametrize("seed", range(12))
def test_years_of_random_offices(seed: int, name: str) -> None:
    """Tasks, and what they stand for: every request is answered when it is in its year alone."""
    rng = np.random.default_rng(seed)
    scenario = busier(random_office(rng), float(rng.choice([1.0, 1.8])))
    plan = random_plan(rng, scenario)
    tasks, ledgers = zip(*(arranged(scenario, plan, year) for year in range(4)), strict=True)
    alone, ledger = assert_alike(list(tasks), name), end_to_end(ledgers)
    together = engine(name)(side_by_side(tasks))
    made = under(scenario, plan)
    found = answered(made, Run(tasks[0].horizon, ledger, together))
    each = [answered(made, Run(tasks[0].horizon, one, run)) for one, run in zip(ledgers, alone, strict=True)]
    for part, parts in zip(found, zip(*each, strict=True), strict=True):
        assert np.array_equal(part, np.concatenate(parts))


@pytest.mark.parametrize("seed", range(6))
def test_a_ledger_says_of_every_task_what_it_said(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scenario = random_office(rng)
    plan = random_plan(rng, scenario)
    years = [arranged(scenario, plan, year)[1] for year in range(3)]
    ledger = end_to_end(years)
    first = first_request = 0
    for one in years:
        mine = slice(first, first + len(one.kind))
        requests = slice(first_request, first_request + len(one.request_service))
        for each in fields(Ledger):
            if each.name in ("unmet", "removed", "request", "request_last_task"):
                continue
            part = requests if each.name.startswith("request_") else mine
            assert np.array_equal(getattr(ledger, each.name)[part], getattr(one, each.name)), each.name
        asked = one.request >= 0
        assert np.array_equal(ledger.request[mine] >= 0, asked)
        assert np.array_equal(ledger.request[mine][asked], one.request[asked] + first_request)
        assert np.array_equal(ledger.request_last_task[requests], one.request_last_task + first)
        first, first_request = mine.stop, requests.stop
    assert np.array_equal(ledger.unmet, sum(one.unmet for one in years))
    assert np.array_equal(ledger.removed, sum(one.removed for one in years))


def test_closures_ascend_and_stay_in_their_year() -> None:
    rng = np.random.default_rng(5)
    years = [random_tasks(rng) for _ in range(4)]
    together = side_by_side(years)
    assert (np.diff(together.closure_start) >= 0).all()
    begin = np.cumsum([0] + [len(y.servers) for y in years])
    for n, year in enumerate(years):
        mine = (together.closure_station >= begin[n]) & (together.closure_station < begin[n + 1])
        assert together.closure_start[mine].tolist() == year.closure_start.tolist()
        assert together.closure_length[mine].tolist() == year.closure_length.tolist()
        assert (together.closure_station[mine] - begin[n]).tolist() == year.closure_station.tolist()
    assert (together.ready[together.following[together.following >= 0]] == NEVER).all()


def test_one_year_is_itself_and_types_stay_narrow() -> None:
    year = random_tasks(np.random.default_rng(1))
    alone, two = side_by_side([year]), side_by_side([year, year])
    for each in fields(Tasks):
        assert np.array_equal(getattr(alone, each.name), getattr(year, each.name)), each.name
        if each.name != "horizon":
            assert getattr(two, each.name).dtype == getattr(year, each.name).dtype, each.name


@pytest.mark.parametrize("seed", range(12))
def test_years_under_other_posts_are_those_laid_out_anew(seed: int) -> None:
    """Truth: every year laid out with the other posts, and put side by side."""
    rng = np.random.default_rng(seed)
    scenario = random_office(rng)
    pooled = {t: team.model_copy(update={"assignment": "pooled"}) for t, team in scenario.teams.items()}
    scenario = scenario.model_copy(update={"teams": pooled})
    one, other = (idle(random_plan(rng, scenario)) for _ in range(2))
    expectation, workloads = expect(scenario), [draw_workload(scenario, year) for year in range(3)]
    laid_out, anew = (
        side_by_side([arrange(scenario, expectation, year, plan)[0] for year in workloads]) for plan in (one, other)
    )
    restaffed_years = restaffed(laid_out, [year.absences for year in workloads], staffed(scenario, expectation, other))
    for column in fields(Tasks):
        assert np.array_equal(getattr(restaffed_years, column.name), getattr(anew, column.name)), column.name


def idle(plan: Plan) -> Plan:
    """Without visits and levers."""
    return replace(plan, packages=np.zeros_like(plan.packages), levers=np.zeros_like(plan.levers))
