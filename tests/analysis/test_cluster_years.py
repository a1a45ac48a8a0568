"""The same years of a cluster again and again: how many, in which parts, with which of their visits."""

from dataclasses import replace

import numpy as np
import pytest

from offices import area, busier, office, random_office, random_plan, school, service, small_office, staffed, team
from plans import plan_of
from redesign.analysis import cluster_years
from redesign.analysis.cluster_years import Case, ClusterYears, Judged, Trial
from redesign.analysis.clusters import clusters_of
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange
from redesign.simulation.office import simulate
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.questions import alone_today, situation


def years_of(scenario, cluster=None, engine="simpy", first=0):
    cluster = tuple(range(len(scenario.teams))) if cluster is None else cluster
    today = alone_today(scenario, cluster)
    return ClusterYears(today, (asked_of_services(today.scenario), asked_of_visits(today.scenario)), first, engine)


def owned():
    """The small office without the service that nobody owns: all its teams are one cluster."""
    scenario = small_office()
    services = {name: each for name, each in scenario.services.items() if each.steps}
    return scenario.model_copy(update={"services": services})


def same_judged(one, other):
    return one.years == other.years and all(
        np.array_equal(getattr(one, name), getattr(other, name), equal_nan=True)
        for name in ("margin", "error", "support", "share")
    )


@pytest.mark.parametrize("seed", range(12))
def test_todays_office_keeps_its_promises_on_its_own_years(seed):
    """Unless one is firm: then today may miss it."""
    scenario = busier(random_office(np.random.default_rng(seed), size=4), 2.0)
    for cluster in clusters_of(scenario):
        years = years_of(scenario, cluster)
        found = years.judged(years.today)
        free = np.append(~years.held_to.firm[: len(found.share)], np.ones(len(scenario.teams), np.bool_))
        assert (found.margin - 0.5 * found.error)[free].min(initial=1.0) >= 0
        assert found.keeps or not free.all()


@pytest.mark.parametrize("side_by_side", [1, 500, 100_000])
@pytest.mark.parametrize("engine", ["simpy", "compiled"])
def test_parts_do_not_matter(monkeypatch, side_by_side, engine):
    """However years are put side by side, and however often trials stop: the counts of each year are the same."""
    scenario, years = owned(), 7
    plan = plan_of(scenario, staffed(scenario, clerks=4), {"math": "high", "inclusion": "only"})
    once = Trial(years_of(scenario), Case(scenario, plan))
    once.count(years)
    monkeypatch.setattr(cluster_years, "SIDE_BY_SIDE_TASKS", side_by_side)
    parts = Trial(years_of(scenario, engine=engine), Case(scenario, plan))
    for n in (1, 1, 4, years):
        parts.count(n)
        assert len(parts.counts.due) == n
    for name in ("due", "kept", "unfinished", "support"):
        assert np.array_equal(getattr(once.counts, name), getattr(parts.counts, name)), name


def test_no_more_tasks_run_side_by_side_than_are_quick(monkeypatch):
    sizes, engine = [], cluster_years.engine

    def counting(name):
        def run(tasks):
            sizes.append(len(tasks.ready))
            return engine(name)(tasks)

        return run

    monkeypatch.setattr(cluster_years, "engine", counting)
    years = years_of(owned())
    monkeypatch.setattr(cluster_years, "SIDE_BY_SIDE_TASKS", 1)
    years.count_today(1)
    years.count_today(6)
    assert len(sizes) == 6, "one year at a time, also where today's first year was counted before"
    monkeypatch.setattr(cluster_years, "SIDE_BY_SIDE_TASKS", 3 * sizes[0])
    sizes.clear()
    Trial(years_of(owned()), years.today).count(12)
    assert 3 <= len(sizes) <= 6


def test_years_begin_where_they_are_told():
    scenario = owned()
    early, late = (Trial(years_of(scenario, first=first), Case(scenario, plan_today(scenario))) for first in (0, 3))
    early.count(5)
    late.count(2)
    assert np.array_equal(early.counts.kept[3:], late.counts.kept)
    assert not np.array_equal(early.counts.kept[:2], late.counts.kept)


@pytest.mark.parametrize("share", [0.0, 0.3, 0.8])
def test_thinned_visits_are_those_of_a_plan_without_the_rest(share):
    """Truth: the same year with the marked visits taken out before it runs."""
    scenario = owned()
    plan = plan_of(scenario, packages={"math": "high", "partnership": "high", "inclusion": "only"})
    trial = Trial(years_of(scenario), Case(scenario, plan))
    thin = trial.thinned(share)
    thin.count(3)
    for y in range(3):
        tasks, ledger = arrange(scenario, expect(scenario), draw_workload(scenario, y), plan)
        out = (ledger.area >= 0) & (ledger.mark >= share)
        records = simulate(replace(tasks, ready=np.where(out, tasks.horizon, tasks.ready)))
        made = (ledger.area >= 0) & ~out & (records.start >= 0) & (records.finish <= tasks.horizon)
        promised = np.bincount(ledger.area[(ledger.area >= 0) & ~out], minlength=3)
        assert thin.counts.due[y][4:].tolist() == promised.tolist()
        assert thin.counts.kept[y][4:].tolist() == np.bincount(ledger.area[made], minlength=3).tolist()
        assert thin.counts.support[y].sum() > 0 or share == 0


def test_thinning_lays_out_no_year_twice(monkeypatch):
    laid_out, arrange_year = [], cluster_years.arrange

    def counting(*given):
        laid_out.append(given)
        return arrange_year(*given)

    monkeypatch.setattr(cluster_years, "arrange", counting)
    scenario = owned()
    years = years_of(scenario)
    years.count_today(6)
    laid_out.clear()
    trial = Trial(years, Case(scenario, plan_of(scenario, packages={"math": "high"})))
    early, same = trial.thinned(0.5), trial.thinned(0.5)
    for n in (2, 4, 6):
        assert same_judged(early.on(n), Trial.on(trial.thinned(0.5), n))
    assert same_judged(same.on(6), early.on(6))
    assert len(laid_out) == 6
    whole = Trial(years, Case(scenario, trial.case.plan))
    assert same_judged(trial.thinned(1.0).on(6), whole.on(6))


def noisy():
    """A promise that today's two clerks keep by a hair."""
    return office(
        calendar={"weeks": 20, "first_school_week": 1, "last_school_week": 20},
        schools=(school("ash"),),
        teams={"clerks": team(2, productive_share=1.0, leave_share=0.2, maximum_posts=6)},
        services={
            "ask": service(
                "schools",
                560.0,
                ("clerks", 2.0),
                promise={"due_working_hours": 20.0, "on_time_share": 0.6, "must_improve": True},
            )
        },
        run={"search_years": 4},
    )


@pytest.mark.parametrize("posts", [0, 1, 2, 3, 6])
def test_years_are_added_until_the_answer_is_certain(posts):
    scenario = noisy()
    years = years_of(scenario)
    case = Case(years.today.scenario, plan_of(scenario, staffed(scenario, clerks=posts)))
    for errors in (0.1, 3.0, 30.0):
        found = years.judged(case, errors)
        trial = Trial(years_of(scenario), case)
        assert same_judged(found, trial.on(found.years))
        assert found.years in {4 * 2**i for i in range(5)}
        assert found.certain(errors) or found.years == years.most_years == 64
        assert not any(trial.on(n).certain(errors) for n in (4, 8, 16, 32) if n < found.years)


def test_it_takes_few_years_where_it_is_clear_and_many_where_it_is_not():
    scenario = noisy()
    years = years_of(scenario)
    taken = [
        years.judged(Case(scenario, plan_of(scenario, staffed(scenario, clerks=posts)))).years for posts in range(7)
    ]
    assert taken[:3] == [4, 4, 64]
    assert max(taken[3:]) <= 8, "four years that are not alike are too few to be certain"


@pytest.mark.parametrize(("search_years", "first"), [(2, 4), (4, 4), (8, 4), (9, 4), (10, 5), (20, 10)])
def test_trials_begin_with_half_the_search_years_and_four_at_least(search_years, first):
    scenario = noisy()
    run = scenario.run.model_copy(update={"search_years": search_years})
    scenario = scenario.model_copy(update={"run": run})
    years = years_of(scenario)
    assert years.judged(Case(years.today.scenario, plan_of(scenario, staffed(scenario, clerks=0)))).years == first


def test_a_cluster_that_may_take_fewer_than_four_years_takes_these(monkeypatch):
    scenario = noisy()
    run = scenario.run.model_copy(update={"search_years": 2})
    years = years_of(scenario.model_copy(update={"run": run}))
    monkeypatch.setattr(cluster_years, "ENOUGH_TASKS", 1)
    assert years.judged(years.today).years == 2


def test_a_plan_that_keeps_its_promises_has_kept_them_on_all_years(monkeypatch):
    """Whatever the first few look like: here every share is kept by far in each of them."""
    years = years_of(noisy())
    easy = Case(years.today.scenario, plan_of(years.today.scenario, staffed(years.today.scenario, clerks=6)))
    few = years.judged(easy)
    assert (few.keeps, few.certain(3.0), few.years) == (True, True, 8)
    assert years.judged(easy, on_all=True).years == years.most_years
    monkeypatch.setattr(cluster_years, "ENOUGH_TASKS", 9 * years._tasks)
    assert years.judged(easy, on_all=True).years == 9, "no more than a large cluster has"
    none = Case(years.today.scenario, plan_of(years.today.scenario, staffed(years.today.scenario, clerks=0)))
    assert years.judged(none, on_all=True).years == 4, "a clear miss needs no more"


def test_large_clusters_get_fewer_years(monkeypatch):
    years = years_of(noisy())
    years.count_today(1)
    assert years.most_years == 64
    tasks = years._tasks
    monkeypatch.setattr(cluster_years, "ENOUGH_TASKS", 9 * tasks)
    assert years.most_years == 9
    assert years.judged(years.today, 1e6).years == 9
    monkeypatch.setattr(cluster_years, "ENOUGH_TASKS", 1)
    assert years.most_years == 4


def test_how_many_years_there_are_does_not_depend_on_what_was_asked(monkeypatch):
    scenario = owned()
    fresh, warm = years_of(scenario), years_of(scenario)
    warm.count_today(30)
    fresh.count_today(1)
    for enough in range(10_000, 100_000, 777):
        monkeypatch.setattr(cluster_years, "ENOUGH_TASKS", enough)
        assert fresh.most_years == warm.most_years


def test_a_team_that_is_asked_for_nothing():
    scenario = office(
        schools=(school("ash", level="high"),),
        teams={"idle": team(0)},
        areas={"a": area("idle", {"low": (3, 1.0, 1.0)}, levels=("elementary",))},
    )
    years = years_of(scenario)
    assert years.judged(years.today).keeps


def test_support_and_shares_of_a_plan_with_levers():
    """A lever taken counts as in the whole office; by hand: half the work, the same requests."""
    raw = small_office().model_dump()
    raw["levers"] = {"half": {"label": "Half", "changes": {"services": {"leave": {"work_times": 0.5}}}}}
    scenario = Scenario.model_validate(raw)
    plan = plan_of(scenario, levers={"half": "taken"})
    cluster = tuple(range(3))
    asked = situation(Case(scenario, plan), cluster, range(len(scenario.all_levers)))
    years = years_of(scenario)
    taken, left = Trial(years, asked.case), Trial(years, Case(asked.scenario, asked.plan))
    taken.count(3)
    left.count(3)
    assert np.array_equal(taken.counts.due, left.counts.due)
    assert np.sum(taken.counts.unfinished) < np.sum(left.counts.unfinished)


@pytest.mark.parametrize("seed", range(4))
def test_draws_are_shared_and_never_spoilt(seed):
    """Plans tried one after the other on one cluster's years, and each on years of its own: the same."""
    rng = np.random.default_rng(seed)
    scenario = random_office(rng, size=3)
    cluster = clusters_of(scenario)[0]
    shared = years_of(scenario, cluster)
    for _ in range(4):
        plan = random_plan(rng, scenario)
        case = situation(Case(scenario, plan), cluster, range(len(scenario.all_levers))).case
        assert same_judged(Trial(shared, case).on(3), Trial(years_of(scenario, cluster), case).on(3))


def test_a_plan_that_only_just_keeps_its_promises_is_simulated_on_more_years(monkeypatch):
    scenario = owned()
    run = scenario.run.model_copy(update={"search_years": 2})
    years = years_of(scenario.model_copy(update={"run": run}))
    case, never = Case(years.today.scenario, plan_today(scenario)), 1e9  # no year is certain enough
    years.count_today(1)
    most = years.most_years
    for errors, times in ((-0.4, 1), (-0.6, 4), (-1.6, 4), (-1.7, 1), (2.0, 1)):
        monkeypatch.setattr(Judged, "errors", property(lambda _, e=errors: e))
        assert years.judged(case, never, cluster_years.ONLY_JUST_KEPT).years == times * most, errors
        assert years.judged(case, never).years == most


def test_a_plan_is_tried_on_fewer_years_only_where_these_are_as_certain():
    scenario = owned()
    years, plan = years_of(scenario), plan_today(scenario)
    case = Case(years.today.scenario, plan)
    assert years.judged_within(40, case, 1e9).years == 40
    early = years.judged_within(40, case, 0.0)
    assert early.years < 40
    assert early.certain(0.0)
    assert same_judged(early, Trial(years_of(scenario), case).on(early.years))


def test_a_plan_asked_about_again_is_not_simulated_again(monkeypatch):
    scenario = owned()
    years, plan = years_of(scenario), plan_today(scenario)
    case = Case(years.today.scenario, plan)
    first = years.judged_on(6, case)
    alike = Case(case.scenario.model_copy(), replace(plan))
    with monkeypatch.context() as closed:
        closed.setattr(Trial, "_add", lambda *_: pytest.fail("simulated again"))
        assert same_judged(years.judged_on(6, alike), first)
    other = Case(case.scenario, replace(plan, kept=plan.kept + 1))
    assert not same_judged(years.judged_on(6, other), first)
    assert same_judged(years.judged_on(6, other), Trial(years_of(scenario), other).on(6))
