"""Years that are laid out and run under other posts are those that would be laid out anew; few enough are kept."""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np
import pytest

from offices import random_office, random_plan
from redesign.analysis import laid_out
from redesign.analysis.cluster_years import Case, ClusterYears, Trial
from redesign.demand.plan import Plan, plan_today
from redesign.scenario.model import Scenario
from redesign.simulation.tasks import Tasks
from redesign.study.promises import asked_of_services, asked_of_visits


def years_of(scenario: Scenario) -> ClusterYears:
    case = Case(scenario, plan_today(scenario))
    return ClusterYears(case, (asked_of_services(scenario), asked_of_visits(scenario)), 0, "compiled")


def with_other_posts(scenario: Scenario, plan: Plan, caseload_too: bool) -> Plan:
    """One more of everybody who may have more; of caseload teams, too, or not."""
    kept = plan.kept.copy()
    for t, team in enumerate(scenario.team_list):
        if plan.posts[t] < team.most_posts and (caseload_too or team.assignment != "caseload"):
            kept[t] += 1
    return replace(plan, kept=kept)


@pytest.mark.parametrize("caseload_too", [False, True])
def test_other_posts_are_run_as_if_laid_out_anew(caseload_too: bool) -> None:
    """With visits and caseload teams: tasks, closures and what becomes of them."""
    again = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        scenario = random_office(rng)
        plan = random_plan(rng, scenario)
        other = with_other_posts(scenario, plan, caseload_too)
        shared, fresh = years_of(scenario), years_of(scenario)
        Trial(shared, Case(scenario, plan)).count(3)
        one, two = Trial(shared, Case(scenario, other)), Trial(fresh, Case(scenario, other))
        one.count(3)
        two.count(3)
        assert np.array_equal(one.counts.kept, two.counts.kept)
        assert np.array_equal(one.counts.unfinished, two.counts.unfinished)
        mine, anew = (each.years.layouts.of(scenario, other).years for each in (one, two))
        for years, arranged in mine.items():
            for column in fields(Tasks):
                found, truth = (getattr(each.tasks, column.name) for each in (arranged, anew[years]))
                assert np.array_equal(found, truth), (seed, column.name)
        again += len(shared.layouts._kept) == 1
    assert again > 0, "some were not laid out anew"


def test_few_enough_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    scenario = random_office(np.random.default_rng(3))
    plan, years = plan_today(scenario), years_of(scenario)
    others = [replace(plan, packages=np.where(plan.packages >= 0, p, 0)) for p in (0, 1)]
    for each in others:
        Trial(years, Case(scenario, each)).count(4)
    assert len(years.layouts._kept) == 2
    monkeypatch.setattr(laid_out, "KEPT_TASKS", 0)
    assert years.layouts.of(scenario, others[0]).years, "the latest one stays"
    assert len(years.layouts._kept) == 1
    monkeypatch.setattr(laid_out, "MOST_OF_ONE", 0)
    Trial(years, Case(scenario, others[0])).count(9)
    assert max(known.stop for known in years.layouts.of(scenario, others[0]).years) == 4, "no room for more"
