"""Whom a missed promise concerns: by hand on three teams, and against trials of everybody else at their most."""

from dataclasses import replace

import numpy as np
import pytest

from offices import office, school, service, team
from redesign.analysis.cluster_years import Case, ClusterYears
from redesign.analysis.judged import Judged
from redesign.analysis.least_posts import LeastPosts, few_of
from redesign.demand.plan import plan_today
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.questions import alone_today, situation

CLUSTER = (0, 1, 2)
SERVICES = ("letters", "audits", "visas")
LEVERS = {
    "quick_letters": {"services": {"letters": {"work_times": 0.9}}},
    "quick_visas": {"services": {"visas": {"work_times": 0.9}}},
    "help_at_the_desk": {"teams": {"desk": {"other_hours_times": 0.5}}},
    "audits_at_the_gate": {"services": {"audits": {"steps": ({"team": "gate", "work_hours": 1.0},)}}},
}


def row(levers=(), **posts):
    """Clerks and desk answer letters, desk and gate visas, clerks audits."""
    promise = {"due_working_hours": 30.0, "on_time_share": 0.8, "must_improve": True}
    routes = {
        "letters": (("clerks", 2.0), ("desk", 1.0)),
        "audits": (("clerks", 2.0),),
        "visas": (("desk", 1.0), ("gate", 2.0)),
    }
    return office(
        calendar={"weeks": 16, "first_school_week": 1, "last_school_week": 16},
        schools=(school("ash"), school("birch")),
        teams={
            name: team(posts.get(name, 2), productive_share=1.0, maximum_posts=6, backlog_allowance_hours=200.0)
            for name in ("clerks", "desk", "gate")
        },
        services={name: service("schools", 200.0, *routes[name], promise=promise) for name in SERVICES},
        levers={name: {"label": name, "changes": LEVERS[name]} for name in levers},
        run={"search_years": 4},
    )


def asked_about(scenario, posts):
    plan = replace(plan_today(scenario), kept=np.array(posts))
    return situation(Case(scenario, plan), CLUSTER, range(len(plan.levers)))


def judged(*margins):
    """A verdict: margins in standard errors of three services, the clerks' visits, three teams' unfinished hours."""
    return Judged(np.array(margins), np.ones(7), np.zeros(1), np.full(4, 0.9), 4)


@pytest.mark.parametrize(
    ("missed", "teams", "levers"),
    [
        (0, {0, 1}, {"quick_letters", "quick_visas", "help_at_the_desk"}),
        (1, {0}, {"quick_letters"}),
        (2, {1, 2}, {"quick_letters", "quick_visas", "help_at_the_desk"}),
        (3, {0}, {"quick_letters"}),
        (4, {0}, {"quick_letters"}),
        (6, {2}, {"quick_visas"}),
    ],
)
def test_a_promise_concerns_its_route_and_levers_on_what_passes_there(missed, teams, levers):
    scenario = row(("quick_letters", "quick_visas", "help_at_the_desk"))
    margins = [3.0] * 7
    margins[missed] = -2.0
    concerned = asked_about(scenario, (2, 2, 2)).concerned(judged(*margins), SERVICES)
    assert concerned.teams == teams
    assert {list(scenario.all_levers)[part.lever] for part in concerned.parts} == levers


def test_a_route_that_a_lever_may_give_counts():
    concerned = asked_about(row(("audits_at_the_gate",)), (2, 2, 2)).concerned(judged(3, -2, 3, 3, 3, 3, 3), SERVICES)
    assert concerned.teams == {0, 2}


def test_of_a_plan_that_misses_nothing_the_nearest_promise_counts():
    verdict = judged(3, 2, 0.6, 3, 3, 3, 3)
    assert verdict.missed == [2]
    assert judged(-0.1, 2, 0.4, 3, 3, 3, 3).missed == [0, 2]


def years_of(scenario):
    today = alone_today(scenario, CLUSTER)
    return ClusterYears(today, (asked_of_services(today.scenario), asked_of_visits(today.scenario)), 0, "compiled")


@pytest.mark.parametrize("posts", [(1, 6, 6), (6, 6, 1), (0, 6, 6)])
def test_whom_nothing_concerns_is_in_no_fact_and_has_enough(posts):
    """Facts of those concerned alone are those of everybody, and the rest at their most changes nothing."""
    scenario = row()
    asked, years = asked_about(scenario, posts), years_of(scenario)
    verdict = years.judged(asked.case)
    assert verdict.misses
    concerned = asked.concerned(verdict, SERVICES)
    assert len(concerned.teams) < 3
    few, all_ = LeastPosts(years, asked, {}, concerned).missed(), LeastPosts(years, asked, {}).missed()
    assert {t for fact in few for t in fact.posts} <= {CLUSTER[i] for i in concerned.teams}
    assert [fact.posts for fact in few] == [fact.posts for fact in all_]


@pytest.mark.parametrize(("posts", "few"), [(0, 0), (24, 0), (25, 1), (117, 4)])
def test_a_post_of_a_large_team_is_not_told_apart(posts, few):
    assert few_of(posts) == few


def test_hours_that_a_lever_gives_a_team_elsewhere_are_no_miss_here():
    """The gate answers nothing that the clerks do; what a lever on letters adds to it is looked at there."""
    promise = {"due_working_hours": 40.0, "on_time_share": 0.8}
    scenario = office(
        calendar={"weeks": 16, "first_school_week": 1, "last_school_week": 16},
        schools=(school("ash"),),
        teams={name: team(2, productive_share=1.0, backlog_allowance_hours=20.0) for name in ("clerks", "gate")},
        services={
            name: service("schools", 100.0, (where, 2.0), promise=promise)
            for name, where in (("letters", "clerks"), ("visas", "gate"))
        },
        levers={"quick": {"label": "Quick", "changes": LEVERS["quick_letters"], "team_hours": {"gate": 300.0}}},
        run={"search_years": 4},
    )
    plan = plan_today(scenario)
    asked = situation(Case(scenario, replace(plan, levers=~plan.levers)), (0,), (0,))
    today = alone_today(scenario, (0,))
    years = ClusterYears(today, (asked_of_services(today.scenario), asked_of_visits(today.scenario)), 0, "compiled")
    verdict = years.judged(asked.case)
    assert verdict.keeps
    assert verdict.margin[-1] == 1.0, "nothing of the allowance of the gate is used"
