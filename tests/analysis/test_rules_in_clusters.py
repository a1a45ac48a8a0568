"""Work that rules ask for belongs to the cluster of its team: counted on whole offices, by both engines."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from analysis.test_clusters import CLERKS, DESK, assert_same_as_whole, chained
from offices import busier, random_office, random_plan
from redesign.analysis.clusters import around_team, clusters_of, only_teams
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Rule, Scenario
from redesign.scenario.strategy import Strategy

LIMIT = {"kind": "release_limit", "release_share": 0.5}


def work(team: str, **keys: Any) -> dict[str, Any]:
    return {"kind": "adds_work", "teams": (team,), "hours_per_year": 200.0} | keys


def ruled(scenario: Scenario, **rules: dict[str, Any]) -> Scenario:
    made = {name: Rule.model_validate({"label": name.title()} | keys) for name, keys in rules.items()}
    return scenario.model_copy(update={"rules": made})


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.parametrize("seed", range(8))
def test_clusters_alone_do_what_the_whole_office_does_under_rules(seed: int, engine: str) -> None:
    rng = np.random.default_rng([4, seed])
    scenario = busier(random_office(rng, size=2 + seed % 6), 1.3)
    teams = rng.choice(list(scenario.teams), 3)
    rules = {f"rule{i}": work(str(name), hours_per_year=float(rng.uniform(20, 400))) for i, name in enumerate(teams)}
    assert_same_as_whole(ruled(scenario, limit=LIMIT, **rules), random_plan(rng, scenario), engine)


def test_a_rule_lifted_elsewhere_leaves_a_cluster_as_it_is() -> None:
    scenario = next(
        office
        for office in (random_office(np.random.default_rng(seed), size=7) for seed in range(50))
        if len(clusters_of(office)) > 1
    )
    first, second, *_ = clusters_of(scenario)
    one, other = (scenario.team_ids[cluster[0]] for cluster in (first, second))
    scenario = ruled(scenario, limit=LIMIT, one=work(one), other=work(other))
    lifted = in_force(scenario, Strategy(label="Lifted", lifted_rules=("limit", "other")))
    assert only_teams(lifted, first) == only_teams(scenario, first)
    assert list(only_teams(scenario, first).rules) == ["one"], "limits on change are no part of a year"
    assert only_teams(lifted, second) != only_teams(scenario, second)


def test_around_a_team_others_have_no_work_of_rules() -> None:
    (cluster,) = clusters_of(chained())
    scenario = ruled(chained(), own=work(chained().team_ids[CLERKS]), beside=work(chained().team_ids[DESK]))
    assert list(around_team(scenario, cluster, CLERKS).rules) == ["own"]
    assert list(only_teams(scenario, cluster).rules) == ["own", "beside"]
