"""How many visit hours a team can promise: against fluid limits and queues, and against what it must never do."""

import math
from dataclasses import replace

import numpy as np
import pytest

from offices import area, office, school, service, team
from redesign.analysis import visits
from redesign.analysis.cluster_years import Case, ClusterYears, Trial
from redesign.analysis.least_posts import LARGE
from redesign.analysis.new_people import fastest, with_posts
from redesign.analysis.visits import ABOVE, HOPEFUL, RESOLUTION, carried, largest, table_of
from redesign.demand.expectation import expect, post_hours
from redesign.demand.plan import plan_today
from redesign.scenario.model import Scenario
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.questions import alone_today

WEEKS, SHARE = 30, 0.9


def coached(posts=4, window=1e6, schools=10, team_more=None, hours=2.0, share=SHARE, **blocks):
    """Coaches without absences; visits that no window presses unless it is said, many more than can be made."""
    coaches = {"productive_share": 0.5, "leave_share": 0.0, "maximum_posts": posts} | (team_more or {})
    return office(
        calendar={"weeks": WEEKS, "first_school_week": 1, "last_school_week": WEEKS},
        schools=tuple(school(f"s{i}") for i in range(schools)),
        teams={"clerks": team(3, maximum_posts=6), "coaches": team(posts, **coaches)},
        areas={
            "math": area(
                "coaches",
                {"low": (2, hours, 1.0), "high": (400, hours, 1.0)},
                window_working_hours=window,
                visits_made_share=share,
                package_today="low",
            )
        },
        run={"search_years": 3, "build_years": 3},
        **blocks,
    )


def years_of(scenario, cluster=(1,), engine="compiled"):
    today = alone_today(scenario, cluster)
    return ClusterYears(today, (asked_of_services(today.scenario), asked_of_visits(today.scenario)), 0, engine)


def table(scenario, cluster=(1,), t=1):
    years = years_of(scenario, cluster)
    return table_of(years, years.today.scenario, years.today.plan, t)


@pytest.mark.parametrize(("assignment", "reached"), [("pooled", 0.97), ("caseload", 0.9)])
def test_visits_that_never_lapse_take_all_the_hours_there_are(assignment, reached):
    """First come, first served, for a year: all hours of all posts are made, and make 90% of what is promised.

    Less what one has to be sure of: visits are thinned at random, so that their number has the error of its root.
    """
    scenario = coached(team_more={"assignment": assignment}, schools=40, hours=0.5)
    found, hours = table(scenario), post_hours(scenario, scenario.teams["coaches"])
    assert found.hours[0] == 0
    promised = np.arange(1, 5) * hours / 0.5 / SHARE
    error = 1 / np.sqrt(promised * 4 * scenario.run.build_years)
    made = found.hours[1:] / (np.arange(1, 5) * hours)
    assert (made <= 1.002 / SHARE).all()
    assert (made >= reached / SHARE * (1 - ABOVE * error)).all()


def erlang_b(posts, load):
    """Share that finds all posts busy where nobody waits (Erlang 1917), whatever the lengths (Sevastyanov 1957)."""
    blocked = 1.0
    for c in range(1, posts + 1):
        blocked = load * blocked / (c + load * blocked)
    return blocked


@pytest.mark.parametrize("share", [0.5, 0.7, 0.85])
def test_visits_that_cannot_wait_are_lost_as_erlang_says(share):
    """A few of many visits, drawn by their marks, come nearly at random; windows of half a minute.

    The table is within two errors of what it hopes for.
    """
    scenario = coached(window=0.01, schools=40, hours=0.5, share=share)
    found, hours = table(scenario), post_hours(scenario, scenario.teams["coaches"])
    loads, years = np.linspace(0.01, 10, 4000), visits.TABLE_TIMES * scenario.run.build_years
    for posts in range(1, 5):
        reached = found.hours[posts] / hours
        error = math.sqrt(share * (1 - share) / (years * found.hours[posts] / 0.5))
        hoped = [share + (HOPEFUL + errors) * error for errors in (-2, 2)]
        most, least = (max(a for a in loads if 1 - erlang_b(posts, a) >= asked) for asked in hoped)
        assert 0.97 * least <= reached <= 1.03 * most


@pytest.mark.parametrize("posts", [1, 2, 3, 4])
def test_a_short_window_costs_less_than_losing_whoever_waits(posts):
    """A visit holds a post for four hours, and may wait as long."""
    scenario = coached(window=4.0)
    found, hours = table(scenario), post_hours(scenario, scenario.teams["coaches"])
    load = found.hours[posts] / hours
    assert 1 - erlang_b(posts, load) < SHARE - 0.02
    assert load < posts / SHARE


def test_hours_grow_with_posts_and_a_post_in_a_large_team_carries_more():
    found = table(coached(posts=12, window=8.0))
    assert (np.diff(found.hours) > 0).all()
    each = found.hours[1:] / np.arange(1, 13)
    assert (np.diff(each) >= -RESOLUTION * each[1:]).all()
    assert each[-1] > 1.05 * each[0]
    assert found.slope is None


@pytest.mark.parametrize("shorter", [2.0, 8.0, 40.0])
def test_longer_windows_carry_no_less(shorter):
    short, long = (table(coached(posts=3, window=window)) for window in (shorter, 4 * shorter))
    assert (long.hours >= short.hours * (1 - 2 * RESOLUTION)).all()


def test_routine_work_comes_first_and_visits_get_the_rest():
    """200 hours of letters fit into one post's 600: the table counts both, and they are about as much in all."""
    services = {"letters": service("schools", 10.0, ("coaches", 2.0), work_distribution="gamma", work_cv=0.5)}
    with_work, without = coached(services=services), coached()
    work = expect(with_work).work_hours[1]
    assert work == pytest.approx(200, rel=0.01)
    alone, both = table(without), table(with_work)
    visits_beside = both.hours[1:] - work
    assert (visits_beside < alone.hours[1:]).all()
    lost = (alone.hours[1:] - visits_beside) * SHARE
    assert lost == pytest.approx(work, rel=0.15)


def test_where_routine_work_is_too_much_the_table_has_no_more_than_the_posts():
    """1500 hours for posts of 600: one and two can promise no visit; what they have is theirs for routine work."""
    promise = {"due_working_hours": 40.0, "on_time_share": 0.95, "must_improve": True}
    services = {"letters": service("schools", 75.0, ("coaches", 2.0), promise=promise)}
    scenario = coached(services=services, team_more={"posts_today": 4})
    found = table(scenario)
    hours, work = post_hours(scenario, scenario.teams["coaches"]), expect(scenario).work_hours[1]
    assert found.hours[1] == pytest.approx(hours)
    assert found.hours[2] == pytest.approx(2 * hours)
    assert found.hours[4] > work + 0.5 * hours
    assert (np.diff(found.hours) >= 0).all()


def test_a_promise_that_is_missed_without_visits_has_no_say_in_how_many_there_are():
    """Letters within a minute: no posts are enough, which is for facts about posts. The table is that without them."""
    promise = {"due_working_hours": 0.01, "on_time_share": 0.95, "must_improve": True}
    plain = service("schools", 75.0, ("coaches", 2.0))
    letters = service("schools", 75.0, ("coaches", 2.0), promise=promise)
    scenario = coached(services={"letters": letters})
    hours, work = post_hours(scenario, scenario.teams["coaches"]), expect(scenario).work_hours[1]
    found = table(scenario).hours
    assert found == pytest.approx(table(coached(services={"letters": plain})).hours, rel=RESOLUTION)
    assert found[:3] == pytest.approx([0, hours, 2 * hours], rel=RESOLUTION), "of work alone there is too much"
    assert work <= found[3] <= work + (3 * hours - work) / SHARE, "no more than the time that work leaves"
    assert work + 0.5 * hours < found[4] < 4 * hours / SHARE


def test_a_table_of_a_large_team_asks_for_room_where_others_hope():
    """Four posts, and a window that lets one in ten lapse: what they carry differs by an error and a half."""
    found = {}
    for most in (LARGE - 1, LARGE):
        scenario = coached(window=6.0, team_more={"maximum_posts": most})
        years = years_of(scenario)
        full = replace(years.today.plan, packages=np.full_like(years.today.plan.packages, 2))
        trials = visits.Visits(years, Case(years.today.scenario, full), 1)
        found[most] = trials.most_hours(4, 0)
        total = float(expect(scenario).visit_hours[0, :, 2].sum())
        trial = Trial(years, replace(trials.case, plan=with_posts(trials.case, 1, 4, 0))).thinned(found[most] / total)
        judged = trial.on(visits.TABLE_TIMES * scenario.run.build_years)
        asked = HOPEFUL if most < LARGE else ABOVE
        assert judged.room(asked) == pytest.approx(0, abs=0.01)
    assert found[LARGE] < found[LARGE - 1]


def test_a_team_that_may_have_no_posts_promises_nothing():
    scenario = coached(posts=4)
    raw = scenario.model_dump()
    raw["teams"]["coaches"] |= {"posts_today": 0, "maximum_posts": 0}
    found = table(Scenario.model_validate(raw))
    assert found.hours.tolist() == [0.0]
    assert found.most_posts == 0


def test_a_team_without_visits_promises_none():
    scenario = coached()
    years = years_of(scenario, cluster=(0,))
    trials = visits.Visits(years, years.today, 0)
    assert trials.most_hours(2, 0) == 0


def test_at_hours_of_the_table_promises_are_kept_and_with_a_tenth_more_they_are_missed():
    scenario = coached(window=6.0)
    found, years = table(scenario), years_of(scenario)
    plan = plan_today(scenario)
    total = float(expect(scenario).visit_hours[0, :, 2].sum())
    rests_on = visits.TABLE_TIMES * scenario.run.build_years
    for n in (1, 4):  # these are simulated
        kept = np.array([0, n])
        most = replace(years.today.plan, kept=kept, packages=np.full_like(plan.packages, 2))
        trial = Trial(years, Case(years.today.scenario, most))
        assert trial.thinned(0.97 * found.hours[n] / total).on(rests_on).room(HOPEFUL) >= 0
        assert trial.thinned(1.1 * found.hours[n] / total).on(rests_on).room(HOPEFUL) < 0


RAMP = {"retrain_from": ({"team": "clerks", "cost_usd": 1.0, "ramp_share": 0.25},)}


@pytest.mark.parametrize(("more", "source"), [(RAMP, 0), ({}, -1)])
def test_a_team_that_grows_has_new_people(more, source):
    """Two coaches today: with four, two are new, and the table less what they cost is what simulation found."""
    scenario = coached(posts=4, window=6.0, team_more={"posts_today": 2} | more)
    years = years_of(scenario)
    found = table_of(years, years.today.scenario, years.today.plan, 1)
    assert fastest(scenario, 1) == source
    each = float(found.lost[source])
    assert each > 0
    most = replace(years.today.plan, packages=np.full_like(years.today.plan.packages, 2))
    trials = visits.Visits(years, Case(years.today.scenario, most), 1)
    for posts in (1, 2, 3, 4):
        new = max(0, posts - 2)
        left = found.hours[posts] - found.cost_of(posts, new * each)
        assert left == pytest.approx(trials.most_hours(posts, new), rel=0.02), posts
    ((cost, zero),) = found.pieces
    assert zero == 0
    assert 0.5 < cost < 4, "an hour that new people lose costs an hour, and some waiting"


@pytest.mark.parametrize("root", [1e-4, 0.003, 0.1, 0.31, 0.7, 0.95, 0.999, 1.0])
@pytest.mark.parametrize("likely", [0.05, 0.3, 0.7, 1.0])
@pytest.mark.parametrize("shape", ["line", "steep", "cubic", "jump", "flat"])
def test_largest_finds_where_a_falling_function_crosses(root, likely, shape):
    asked = []

    def room(x):
        asked.append(x)
        if shape == "jump":
            return 0.2 if x <= root else -5.0
        if shape == "flat":
            return float(np.clip(100 * (root - x), -0.01, 0.01))
        return {"line": root - x, "steep": math.exp(9 * (root - x)) - 1, "cubic": (root - x) ** 3}[shape]

    found = largest(room, likely)
    assert abs(found - root) <= RESOLUTION * max(root / (1 - RESOLUTION), likely / 10) + 1e-12
    assert all(0 <= x <= 1 for x in [found, *asked])
    assert len(asked) <= 60


@pytest.mark.parametrize("likely", [0.01, 0.5, 1.0])
def test_largest_where_there_is_always_room_or_never(likely):
    asked = []

    def always(x):
        asked.append(x)
        return 0.0

    assert largest(always, likely) == 1.0
    assert len(asked) <= 2
    assert largest(lambda x: -1.0, likely) == 0.0
    assert largest(lambda x: 1.0 if x == 0 else -1.0, likely) <= RESOLUTION * likely
    assert largest(lambda x: math.inf if x < 0.2 else -1.0, likely) == pytest.approx(0.2, rel=2 * RESOLUTION)


def test_largest_takes_few_trials_where_the_function_is_smooth():
    asked = []

    def room(x):
        asked.append(x)
        return 0.63 - x

    assert largest(room, 0.6) == pytest.approx(0.63, rel=RESOLUTION)
    assert len(asked) <= 6


def carrying(scenario, n, packages):
    years = years_of(scenario)
    plan = replace(years.today.plan, kept=np.array([0, n]), packages=np.array([packages]))
    return years, Case(years.today.scenario, plan)


@pytest.mark.parametrize("high", [0, 1, 2, 3, 4, 6, 10])
def test_what_a_plan_carries_is_where_its_promises_are_just_kept(high):
    """600 hours a post, three posts; a school with high visits asks for 800, so that a few of them are too many."""
    years, case = carrying(coached(window=40.0), 3, [2] * high + [1] * (10 - high))
    found, trial = carried(years, case), Trial(years, case)
    room = {share: trial.thinned(share).on(years.most_years).room(ABOVE) for share in (0.95, 1.0)}
    assert np.array_equal(found.judged.margin, trial.on(years.most_years).margin)
    if room[1.0] >= 0:
        assert 1 <= found.factor <= visits.MOST_MORE
    elif room[0.95] >= 0:
        assert 0.95 <= found.factor < 1
    else:
        assert 0 < found.factor < 0.95
        assert trial.thinned(0.97 * found.factor).on(years.most_years).room(ABOVE) >= 0
        assert trial.thinned(1.03 * found.factor).on(years.most_years).room(ABOVE) < 0


def test_a_plan_that_misses_its_promises_without_visits_carries_none():
    promise = {"due_working_hours": 40.0, "on_time_share": 0.95, "must_improve": True}
    services = {"letters": service("schools", 75.0, ("coaches", 2.0), promise=promise)}
    scenario = coached(services=services, team_more={"posts_today": 4})
    assert carried(*carrying(scenario, 1, [1] * 10)).factor == 0.0
    assert carried(*carrying(scenario, 4, [1] * 10)).factor > 0.9


def test_tables_do_not_depend_on_what_was_asked_before():
    scenario = coached(window=6.0, posts=3)
    years = years_of(scenario)
    first = table_of(years, years.today.scenario, years.today.plan, 1)
    years.judged(years.today, 30.0)
    carried(*carrying(scenario, 2, [2] * 10))
    again = table_of(years, years.today.scenario, years.today.plan, 1)
    assert np.array_equal(first.hours, again.hours)
    assert first.pieces == again.pieces
    simpy = years_of(scenario, engine="simpy")
    other = table_of(simpy, simpy.today.scenario, simpy.today.plan, 1)
    assert np.array_equal(first.hours, other.hours)
