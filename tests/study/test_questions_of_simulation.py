"""Answers about clusters do not depend on what was asked before, nor on what this process still remembers."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import fields, replace

import numpy as np
import pytest

from offices import area, busier, office, random_office, random_plan, school, small_office, staffed, team
from plans import Moves, plan_of
from redesign.analysis.cluster_years import Case
from redesign.analysis.clusters import clusters_of
from redesign.demand.streams import SEARCH
from redesign.study import questions as module
from redesign.study.questions import MOSTLY, Question, alone_today, answer, situation, table

ONE_CLERK = np.array([1, 0, 0])


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch):
    monkeypatch.setattr(module, "_LATEST", [])


def few_years(scenario):
    return scenario.model_copy(update={"run": scenario.run.model_copy(update={"search_years": 2, "build_years": 2})})


def questions():
    """About several offices, their clusters, and plans that keep, miss, visit and hire."""
    found = []
    for seed in range(4):
        rng = np.random.default_rng(seed)
        scenario = few_years(busier(random_office(rng, size=3), 1.5))
        for cluster in clusters_of(scenario):
            today = alone_today(scenario, cluster)
            for plan in (random_plan(rng, scenario) for _ in range(3)):
                asked = situation(Case(scenario, plan), cluster, range(len(plan.levers)))
                found.append(Question(today, asked, "compiled"))
    return found


def told(found):
    """All that an answer says, to be compared."""
    judged = [getattr(found.judged, each.name) for each in fields(found.judged)]
    return repr([np.asarray(each).tolist() for each in judged]), found.carried, found.missed, found.known


def test_answers_do_not_depend_on_order_or_on_what_is_kept(monkeypatch):
    asked = questions()
    alone = []
    for question in asked:
        module._LATEST.clear()
        alone.append(told(answer(question)))
    assert {bool(carried) for _, carried, _, _ in alone} == {True, False}
    assert any(missed for _, _, missed, _ in alone)
    module._LATEST.clear()
    assert [told(answer(question)) for question in asked] == alone
    assert len(module._LATEST) > module.FEWEST_KEPT, "small clusters are all kept"
    laid_out = [any(layout.years for layout in years.layouts._kept) for years in module._LATEST]
    assert laid_out == [n >= len(laid_out) - module.FEWEST_KEPT for n in range(len(laid_out))]
    assert [told(answer(question)) for question in reversed(asked)] == alone[::-1]
    monkeypatch.setattr(module, "KEPT_TASKS", 0)
    answer(asked[0])
    assert len(module._LATEST) == module.FEWEST_KEPT
    monkeypatch.setattr(module, "FEWEST_KEPT", 1)
    order = np.random.default_rng(1).permutation(len(asked))
    assert [told(answer(asked[i])) for i in order] == [alone[i] for i in order]


def test_both_engines_answer_alike():
    for question in questions()[::3]:
        assert told(answer(question)) == told(answer(replace(question, runs_on="simpy")))


def test_years_are_drawn_once_for_what_is_asked_of_one_cluster():
    asked = questions()
    same = [q for q in asked if q.today.scenario == asked[0].today.scenario]
    for question in same:
        answer(question)
    assert len(module._LATEST) == 1
    answer(replace(same[0], runs_on="simpy"))
    assert len(module._LATEST) == 2
    assert {years.first for years in module._LATEST} == {SEARCH}


def tied():
    scenario = few_years(small_office())
    services = {name: each for name, each in scenario.services.items() if each.steps}
    return scenario.model_copy(update={"services": services})


def question_of(plan, scenario):
    asked = situation(Case(scenario, plan), (0, 1, 2), range(len(plan.levers)))
    return Question(alone_today(scenario, (0, 1, 2)), asked, "compiled")


def test_the_same_question_is_known_and_another_is_not():
    scenario = tied()
    plan = plan_of(scenario, staffed(scenario, clerks=4), {"math": "low"})
    first = question_of(plan, scenario)
    assert first.same_as(question_of(plan, scenario))
    assert first.same_as(question_of(replace(plan, released=plan.released + 1), scenario)), "who left does not matter"
    others = (
        plan_of(scenario, staffed(scenario, clerks=3), {"math": "low"}),
        plan_of(scenario, staffed(scenario, clerks=4), {"math": "high"}),
        plan_of(scenario, staffed(scenario, clerks=4), {"math": "low"}, {"leave": "automate"}),
        replace(plan, kept=plan.kept - ONE_CLERK, hired=plan.hired + ONE_CLERK),
    )
    for other in others:
        assert not first.same_as(question_of(other, scenario))
        assert first.same_work(question_of(other, scenario))
    busy = question_of(plan, busier(scenario, 2.0))
    assert not first.same_work(busy)
    assert not first.same_as(busy)


def test_what_may_not_be_taken_is_not_tried_and_named_all_the_same():
    """Another strategy that asks the same may take it, and gets the same answer."""
    scenario = tied()
    plan = plan_of(scenario, levers={"leave": "automate"})
    asked = situation(Case(scenario, plan), (0, 1, 2), [0])
    assert set(asked.levers) == {0, 1}
    assert asked.may == {0}
    assert {part.lever for part in asked.taken} == {0}
    assert asked.case.scenario.services["leave"].work_times == pytest.approx(0.1)
    assert asked.scenario.services["leave"].work_times == 1


def test_a_plan_of_visits_is_told_what_each_team_carries():
    scenario = tied()
    plan = plan_of(scenario, packages={"math": "low", "inclusion": "only"})
    found = answer(question_of(plan, scenario))
    assert set(found.carried) == {1, 2}
    assert len(set(found.carried.values())) == 1
    assert found.missed == ()


def test_a_plan_without_posts_is_told_what_is_too_few():
    scenario = tied()
    plan = plan_of(scenario, staffed(scenario, clerks=0, experts=0, coaches=0), {})
    found = answer(question_of(plan, scenario))
    assert found.judged.misses
    assert found.missed
    assert found.known
    again = answer(replace(question_of(plan, scenario), known=found.known))
    assert again.missed == found.missed
    assert again.known == {}


def test_tables_do_not_depend_on_what_is_kept():
    scenario = tied()
    today = alone_today(scenario, (0, 1, 2))
    fresh = table((today, today.scenario, 2, "compiled"))
    table((today, today.scenario, 1, "compiled"))
    again = table((today, today.scenario, 2, "compiled"))
    assert np.array_equal(fresh.hours, again.hours)
    assert fresh.pieces == again.pieces


def test_years_in_use_are_nobody_elses():
    """Jobs may run in threads of one process: years that two of them extend at once would be counted twice."""
    scenario = tied()
    today = alone_today(scenario, (0, 1, 2))
    with module._years(today, SEARCH, "compiled") as first:
        with module._years(today, SEARCH, "compiled") as second:
            assert second is not first
        with module._years(today, SEARCH, "compiled") as third:
            assert third is second, "what nobody uses is used again"
    assert [second, first] == module._LATEST


def test_threads_answer_like_one_job_after_the_other():
    asked = questions()[:4] * 2
    alone = [told(answer(question)) for question in asked]
    module._LATEST.clear()
    with ThreadPoolExecutor(4) as threads:
        assert [told(found) for found in threads.map(answer, asked)] == alone


MEETINGS = "meetings"


def absent_coaches(hours):
    """Coaches who are often away, one line of work each; meetings wait for them and then go before visits."""
    teams = {
        "coaches": team(6, vacancy_rate=0.25, vacancy_weeks=9, assignment="caseload", other_work_hours_per_task=2.0)
    }
    areas = {"math": area("coaches", {"low": (20, 2.5, 1.0), "high": (120, 6.0, 0.8)}, package_today="low")}
    lever = {
        "label": "Meetings",
        "team_hours": {"coaches": hours},
        "changes": {"areas": {"math": {"effect_times": 2.0}}},
    }
    schools = tuple(school(f"s{i}") for i in range(24))
    made = office(teams=teams, areas=areas, schools=schools, levers={MEETINGS: lever}, services={})
    return made.model_copy(update={"run": made.run.model_copy(update={"search_years": 8, "build_years": 2})})


def answered(scenario, levers, level="low"):
    plan = plan_of(scenario, packages={"math": level}, levers={MEETINGS: "taken"} if levers else None)
    asked = situation(Case(scenario, plan), (0,), range(len(plan.levers)))
    return answer(Question(alone_today(scenario, (0,)), asked, "compiled"))


def test_visits_that_a_lever_hinders_are_no_news_of_hours():
    """A good deal fewer would miss their promise, too, and without the lever all keep it."""
    scenario = absent_coaches(1500.0)
    found = answered(scenario, levers=True)
    assert not found.judged.keeps
    assert 0 < found.carried[0] < MOSTLY
    assert found.missed
    for fact in found.missed:
        assert (fact.levers, fact.escapes) == ({0}, {0}), "without the lever there are posts enough"
        assert (fact.by.errors, fact.by.years) == (0, 0), "nothing that a bound may rest on"
    assert found.missed[-1].posts.get(0, 99) >= 6, "the plan is ruled out"
    without = answered(scenario, levers=False)
    assert without.judged.keeps
    assert without.missed == ()


def test_visits_that_are_too_many_lower_the_table():
    found = answered(absent_coaches(10.0), levers=False, level="high")
    assert not found.judged.keeps
    assert 0 < found.carried[0] < MOSTLY
    assert found.missed == ()
    assert found.areas == ("math",)
    assert answered(absent_coaches(10.0), levers=False).areas == (), "nothing is missed"


def test_a_question_may_ask_only_whether():
    """The same verdict on the same years; an answer that explains does for it, and not the other way round."""
    scenario = absent_coaches(1500.0)
    plan = plan_of(scenario, packages={"math": "low"}, levers={MEETINGS: "taken"})
    asked = situation(Case(scenario, plan), (0,), range(len(plan.levers)))
    full = Question(alone_today(scenario, (0,)), asked, "compiled")
    short = replace(full, explained=False)
    explained, plain = answer(full), answer(short)
    for each in fields(plain.judged):
        assert np.array_equal(getattr(plain.judged, each.name), getattr(explained.judged, each.name)), each.name
    assert explained.missed
    assert not plain.missed
    assert not plain.carried
    assert short.same_as(full)
    assert not full.same_as(short)


def test_what_a_team_of_new_people_alone_carries_is_news_of_hours():
    """There is nobody else who could: that nobody is new is no way out, and a post more is as new as the others."""
    teams = {"coaches": team(0, maximum_posts=12, vacancy_rate=0.1)}
    areas = {"math": area("coaches", {"mid": (60, 3.0, 1.0)}, visits_made_share=0.9)}
    scenario = office(teams=teams, areas=areas, schools=tuple(school(f"s{i}") for i in range(24)), services={})
    run = scenario.run.model_copy(update={"search_years": 8, "build_years": 2})
    scenario = scenario.model_copy(update={"run": run})
    plan = plan_of(scenario, {"coaches": Moves(kept=0, hired=6)}, packages={"math": "mid"})
    asked = situation(Case(scenario, plan), (0,), range(len(plan.levers)))
    found = answer(Question(alone_today(scenario, (0,)), asked, "compiled"))
    assert not found.judged.keeps
    assert 0 < found.carried[0] < MOSTLY
    assert found.missed == ()
