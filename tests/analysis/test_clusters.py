"""A cluster alone does what it does among the others: counted on whole offices, by both engines."""

import numpy as np
import pytest

from offices import area, busier, office, random_office, random_plan, school, service, small_office, team
from redesign.analysis.cluster_years import Case, ClusterYears, Trial
from redesign.analysis.clusters import IDLE, around_team, clusters_of, only_plan, only_teams
from redesign.demand.plan import plan_today
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.questions import alone_today, situation, today_around
from redesign.study.years import case_of, simulate_year

YEARS = 3


def years_of(today, engine="simpy", first=0):
    return ClusterYears(today, (asked_of_services(today.scenario), asked_of_visits(today.scenario)), first, engine)


def counted(scenario, plan, cluster, engine):
    """A cluster's counts under a plan, and the scenario that they are of."""
    asked = situation(Case(scenario, plan), cluster, range(len(scenario.all_levers)))
    trial = Trial(years_of(alone_today(scenario, cluster), engine), asked.case)
    trial.count(YEARS)
    return trial


def assert_same_as_whole(scenario, plan, engine):
    whole = [simulate_year({"plan": case_of(scenario, plan)}, engine, year)["plan"] for year in range(YEARS)]
    services, areas, seen = list(scenario.services), list(scenario.areas), set()
    for cluster in clusters_of(scenario):
        trial = counted(scenario, plan, cluster, engine)
        mine, made = trial.counts, trial.case.scenario
        k, a = ([of.index(name) for name in part] for of, part in ((services, made.services), (areas, made.areas)))
        seen |= set(made.services)
        for y, year in enumerate(whole):
            assert mine.due[y].tolist() == [*year.due[k], *year.visits_promised[a]]
            assert mine.kept[y].tolist() == [*year.on_time[k], *year.visits_made[a]]
            own = list(cluster)
            assert mine.unfinished[y][own] == pytest.approx(year.unfinished_hours[own], rel=1e-12, abs=1e-12)
            assert mine.unfinished[y].sum() == pytest.approx(mine.unfinished[y][own].sum())
            assert mine.support[y] == pytest.approx(year.support.sum(axis=1)[a], rel=1e-12, abs=1e-12)
    left_out = [services.index(name) for name in services if name not in seen]
    assert sum(year.due[left_out].sum() for year in whole) == 0
    assert sorted(t for cluster in clusters_of(scenario) for t in cluster) == list(range(len(scenario.teams)))


@pytest.mark.parametrize("engine", ["simpy", "compiled"])
@pytest.mark.parametrize("seed", range(24))
def test_clusters_alone_do_what_the_whole_office_does(seed, engine):
    """Routes, suppliers, levers that give work to other teams, ramps and hires: whatever random offices have."""
    rng = np.random.default_rng(seed)
    scenario = busier(random_office(rng, size=1 + seed % 8), float(rng.choice([1.0, 1.6])))
    assert_same_as_whole(scenario, random_plan(rng, scenario), engine)


def test_random_offices_fall_into_parts():
    sizes = [len(clusters_of(random_office(np.random.default_rng(seed), size=1 + seed % 8))) for seed in range(24)]
    assert sum(size > 1 for size in sizes) >= 12


@pytest.mark.parametrize("seed", range(6))
def test_whoever_reaches_a_cluster_has_no_part_in_it(seed):
    """Posts, work and packages elsewhere: the same plan of the same cluster gives the same counts."""
    rng = np.random.default_rng(seed)
    scenario = random_office(rng, size=7)
    cluster = max(clusters_of(scenario), key=len)
    elsewhere = {name for t, name in enumerate(scenario.teams) if t not in cluster}
    other = {name: {"vacancy_times": 2.0, "other_hours_times": 3.0, "productive_times": 0.5} for name in elsewhere}
    after = changed(scenario, Changes.model_validate({"teams": other, "yearly_usd_times": 2.0}))
    assert only_teams(after, cluster) == only_teams(scenario, cluster)
    own = changed(scenario, Changes.model_validate({"teams": {scenario.team_ids[cluster[0]]: {"vacancy_times": 0.3}}}))
    changed_there = scenario.team_list[cluster[0]].vacancy_rate > 0
    assert (only_teams(own, cluster) != only_teams(scenario, cluster)) == changed_there


def separate(**changes):
    """Five teams; letters go from clerks to desk, math is made by coaches or partners; nobody needs guards."""
    math = area("coaches", {"low": (2, 1.0, 1.0), "high": (4, 1.0, 1.0)}, package_today="low")
    math["packages"]["high"]["supplier"] = "partners"
    blocks = {
        "calendar": {"weeks": 16, "first_school_week": 1, "last_school_week": 16},
        "schools": (school("ash"), school("birch")),
        "teams": {name: team(2) for name in ("clerks", "coaches", "desk", "partners", "guards")},
        "services": {
            "letters": service("schools", 30.0, ("clerks", 1.0), ("desk", 1.0)),
            "calls": service("schools", 30.0, ("guards", 1.0)),
            "needs": service("schools", 30.0),
            "tours": service("schools", 20.0, ("guards", 2.0)),
        },
        "areas": {"math": math},
    }
    return office(**(blocks | changes))


def giving(team_name):
    return {"services": {"calls": {"steps": ({"team": team_name, "work_hours": 2.0},)}}}


def test_teams_are_tied_by_routes_and_by_suppliers():
    assert clusters_of(separate()) == ((0, 2), (1, 3), (4,))


def test_a_lever_that_gives_work_to_another_team_ties_both():
    scenario = separate(levers={"move": {"label": "Move", "changes": giving("desk")}})
    assert clusters_of(scenario) == ((0, 2, 4), (1, 3))
    for taken in (False, True):
        plan = plan_today(scenario)
        plan.levers[:] = taken
        assert_same_as_whole(scenario, plan, "simpy")


def test_a_lever_that_gives_out_what_nobody_does_is_seen_in_one_cluster():
    steps = ({"team": "coaches", "work_hours": 1.0}, {"team": "guards", "work_hours": 1.0})
    changes = {"services": {"needs": {"steps": steps}}}
    scenario = separate(levers={"begin": {"label": "Begin", "changes": changes}})
    assert clusters_of(scenario) == ((0, 2), (1, 3, 4))
    assert list(only_teams(scenario, (1, 3, 4)).services) == ["calls", "needs", "tours"]
    assert list(only_teams(scenario, (0, 2)).services) == ["letters"]
    plan = plan_today(scenario)
    plan.levers[:] = True
    assert_same_as_whole(scenario, plan, "simpy")


def test_a_lever_for_every_service_ties_every_team_with_one():
    changes = {"services": {"all": {"steps": ({"team": "desk", "work_hours": 1.0},)}}}
    scenario = separate(levers={"all": {"label": "All", "changes": changes}})
    assert clusters_of(scenario) == ((0, 2, 4), (1, 3))


def test_a_lever_without_steps_ties_nobody():
    scenario = separate(levers={"all": {"label": "All", "changes": {"services": {"all": {"work_times": 0.5}}}}})
    assert clusters_of(scenario) == clusters_of(separate())


@pytest.mark.parametrize("steps", [({"team": "desk", "work_hours": 2.0},), ()])
def test_a_strategy_may_give_work_to_others_or_to_nobody(steps):
    """Its cluster is compared with today's, where the service has another team."""
    strategy = {"label": "Move", "changes": {"services": {"calls": {"steps": steps}}}}
    raw = separate().model_dump() | {"strategies": {"move": strategy}, "run": {"strategies": ("move",)}}
    scenario = Scenario.model_validate(raw)
    clusters = clusters_of(scenario, [each.changes for each in scenario.compared.values()])
    assert clusters == (((0, 2, 4), (1, 3)) if steps else ((0, 2), (1, 3), (4,)))
    made = changed(scenario, scenario.compared["move"].changes)
    plan = plan_today(made)
    whole = simulate_year({"move": case_of(made, plan)}, "simpy", 0)["move"]
    for cluster in clusters:
        today = alone_today(scenario, cluster)
        alone = only_teams(made, cluster)
        years = years_of(today)
        trial = Trial(years, Case(alone, only_plan(made, plan, alone, cluster)))
        judged = trial.on(2)
        assert len(judged.margin) == len(today.scenario.services) + len(today.scenario.areas) + 5
        k = [list(scenario.services).index(name) for name in today.scenario.services]
        assert trial.counts.due[0][: len(k)].tolist() == whole.due[k].tolist()
        assert trial.counts.kept[0][: len(k)].tolist() == whole.on_time[k].tolist()


def test_what_a_plan_decides_elsewhere_is_left_out():
    scenario = small_office()
    raw = scenario.model_dump()
    raw["areas"]["inclusion"]["team"] = "coaches"
    scenario = Scenario.model_validate(raw)
    assert clusters_of(scenario) == ((0, 1), (2,))
    rng = np.random.default_rng(3)
    plan = random_plan(rng, scenario)
    plan.retrained[0, 2], plan.hired[:] = 2, (1, 2, 3)
    alone = only_teams(scenario, (2,))
    mine = only_plan(scenario, plan, alone, (2,))
    assert mine.posts.tolist() == [0, 0, int(plan.posts[2])]
    assert mine.retrained[0, 2] == 2
    assert mine.packages.tolist() == plan.packages.tolist()
    assert only_plan(scenario, plan, only_teams(scenario, (0, 1)), (0, 1)).packages.shape == (0, 3)


def chained(**changes):
    """Clerks - desk - guards, tied by two routes; coaches visit, or partners, whose tours guards lead."""
    scenario = separate(
        services={
            "letters": service("schools", 30.0, ("clerks", 1.0), ("desk", 1.0)),
            "calls": service("schools", 30.0, ("desk", 1.0), ("guards", 1.0)),
            "tours": service("schools", 20.0, ("guards", 2.0), ("partners", 1.0)),
        },
        **changes,
    )
    raw = scenario.model_dump()
    for each in raw["teams"].values():
        each["other_work_hours_per_year"] = 100.0
    return Scenario.model_validate(raw)


CLERKS, COACHES, DESK, PARTNERS, GUARDS = range(5)


@pytest.mark.parametrize(
    ("t", "services", "areas", "beside"),
    [
        (CLERKS, ["letters"], [], ["desk"]),
        (DESK, ["letters", "calls"], [], ["clerks", "guards"]),
        (GUARDS, ["calls", "tours"], [], ["desk", "partners"]),
        (PARTNERS, ["tours"], ["math"], ["guards"]),
        (COACHES, [], ["math"], []),
    ],
)
def test_around_a_team_is_what_passes_through_it(t, services, areas, beside):
    """Whoever shares a route with it is there with all posts, and does nothing else; the others do nothing."""
    scenario = chained()
    (cluster,) = clusters_of(scenario)
    assert cluster == (0, 1, 2, 3, 4)
    found, own = around_team(scenario, cluster, t), scenario.team_ids[t]
    assert (list(found.services), list(found.areas)) == (services, areas)
    for name, each in found.teams.items():
        if name == own:
            assert each == scenario.teams[name]
        elif name in beside:
            assert each == scenario.teams[name].model_copy(update={"other_work_hours_per_year": 0.0})
        else:
            assert each == scenario.teams[name].model_copy(update=IDLE)
    assert all(found.services[k] == scenario.services[k] for k in services)
    assert found.budget.one_time_usd == 0


def test_around_a_team_that_is_its_own_cluster_is_the_cluster():
    scenario = separate()
    assert around_team(scenario, (GUARDS,), GUARDS) == only_teams(scenario, (GUARDS,))
    assert around_team(scenario, (CLERKS, DESK), DESK) == only_teams(scenario, (CLERKS, DESK))


def test_around_a_team_is_what_a_lever_or_a_strategy_may_give_it():
    lever = {"move": {"label": "Move", "changes": giving("desk")}}
    strategy = {"move": {"label": "Move", "changes": giving("clerks")}}
    scenario = separate(levers=lever)
    assert list(around_team(scenario, (0, 2, 4), DESK).services) == ["letters", "calls"]
    assert list(around_team(scenario, (0, 2, 4), CLERKS).services) == ["letters"]
    raw = separate().model_dump() | {"strategies": strategy, "run": {"strategies": ("move",)}}
    scenario = Scenario.model_validate(raw)
    assert list(around_team(scenario, (0, 2, 4), CLERKS).services) == ["letters", "calls"]
    assert list(around_team(scenario, (0, 2, 4), DESK).services) == ["letters"]


def test_around_a_team_no_work_of_others_elsewhere_matters():
    """What a strategy changes two routes away leaves the table as it is; on its own routes it does not."""
    scenario = chained()
    (cluster,) = clusters_of(scenario)
    far, near = (Changes.model_validate({"services": {k: {"work_times": 2.0}}}) for k in ("tours", "letters"))
    around = around_team(scenario, cluster, CLERKS)
    assert around_team(changed(scenario, far), cluster, CLERKS) == around
    assert around_team(changed(scenario, near), cluster, CLERKS) != around


def test_around_a_team_its_promises_are_kept_no_worse_than_in_its_cluster():
    """The same draws; others have less to do, so that it gets its work no later on the whole."""
    scenario = chained()
    (cluster,) = clusters_of(scenario)
    whole, around = alone_today(scenario, cluster), today_around(scenario, cluster, CLERKS)
    assert around.plan.posts.tolist() == [2, 0, 2, 0, 0]
    trials = [Trial(years_of(case), case) for case in (whole, around)]
    for trial in trials:
        trial.count(YEARS)
    due = [sum(year[0] for year in trial.counts.due) for trial in trials]  # of letters
    assert due[0] == due[1] > 0
    left = [np.sum(trial.counts.unfinished, axis=0)[[CLERKS, DESK]] for trial in trials]
    assert left[1].sum() <= left[0].sum()
