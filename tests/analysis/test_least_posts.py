"""Which posts are too few, against every number of posts and every set of levers, simulated on the same years."""

from dataclasses import replace
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest

from offices import area, office, school, service, team
from redesign.analysis.cluster_years import CALLED_MISSED, Case, ClusterYears, Judged
from redesign.analysis.clusters import only_teams
from redesign.analysis.least_posts import LIKELY_ENOUGH, LeastPosts, few_of
from redesign.analysis.missed import IMPLIED, Miss, Missed
from redesign.analysis.new_people import with_posts
from redesign.analysis.parts import Part, Side, parts_of
from redesign.demand.plan import plan_today
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.levers import Lever
from redesign.scenario.model import Scenario
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.questions import alone_today, situation

FASTER, MORE, MIXED, MOVED, DEAR = range(5)
LEVERS = {
    "faster": {"letters": {"work_times": 0.6}},
    "more": {"letters": {"requests_times": 1.4}},
    "mixed": {"letters": {"work_times": 0.5, "returns_times": 3.0}, "audits": {"requests_times": 1.3}},
    "moved": {"audits": {"steps": ({"team": "desk", "work_hours": 2.0},)}},
    "dear": {"letters": {"principal_hours_times": 2.0}},
}


def pair(levers, seed=1, most=4, visits=False):
    """Two teams that a route ties: clerks, then desk; audits are the desk's unless a lever moves them."""
    promise = {"due_working_hours": 30.0, "on_time_share": 0.8, "must_improve": True}
    audits = {"due_working_hours": 25.0, "on_time_share": 0.7, "must_improve": True}
    areas = {"math": area("desk", {"low": (20, 3.0, 1.0), "high": (200, 4.0, 1.0)})}
    return office(
        calendar={"weeks": 16, "first_school_week": 1, "last_school_week": 16},
        schools=(school("ash"), school("birch")),
        teams={
            name: team(2, productive_share=1.0, maximum_posts=most, backlog_allowance_hours=200.0, **more)
            for name, more in (
                ("clerks", {}),
                ("desk", {"retrain_from": ({"team": "clerks", "cost_usd": 1.0, "ramp_share": 0.5},)}),
            )
        },
        services={
            "letters": service(
                "schools",
                230.0,
                ("clerks", 2.0),
                ("desk", 1.0),
                promise=promise,
                return_share=0.1,
                work_distribution="gamma",
                work_cv=1.0,
            ),
            "audits": service("schools", 80.0, ("clerks", 2.5), promise=audits),
        },
        **({"areas": areas} if visits else {}),
        levers={name: {"label": name, "changes": {"services": LEVERS[name]}} for name in levers},
        run={"seed": seed, "search_years": 3},
    )


CLUSTER = (0, 1)


class Counting(ClusterYears):
    """Keeps what it was asked."""

    def judged(self, case, certain=3.0, longer=(0.0, 0.0), leeway=0.0):
        self.__dict__.setdefault("asked", []).append(case)
        return super().judged(case, certain, leeway=leeway)

    @property
    def trials(self):
        return self.__dict__.get("asked", [])


def years_of(scenario):
    today = alone_today(scenario, CLUSTER)
    return Counting(today, (asked_of_services(today.scenario), asked_of_visits(today.scenario)), 0, "compiled")


def asked_for(scenario, posts, taken=(), hired=(0, 0), retrained=0, packages=None):
    """The cluster under a plan: so many posts in all, some of them new."""
    plan = plan_today(scenario)
    kept = np.array(posts) - hired - [0, retrained]
    moved = np.zeros((2, 2), np.int64)
    moved[0, 1] = retrained
    levers = np.isin(np.arange(len(plan.levers)), taken)
    chosen = plan.packages if packages is None else np.full_like(plan.packages, packages)
    plan = replace(plan, kept=kept, hired=np.array(hired), retrained=moved, levers=levers, packages=chosen)
    return situation(Case(scenario, plan), CLUSTER, range(len(plan.levers)))


NAMES = [("faster",), ("faster", "more", "dear"), ("mixed", "faster"), ("moved", "faster"), ("mixed", "moved", "more")]


@cache
def everything(names, seed):
    """{(posts, taken): verdict} on the same years."""
    scenario = pair(names, seed)
    years, sets = years_of(scenario), [c for n in range(len(names) + 1) for c in combinations(range(len(names)), n)]
    found = {}
    for taken, *posts in product(sets, range(5), range(5)):
        asked = asked_for(scenario, posts, taken)
        found[tuple(posts), frozenset(taken)] = years.judged(asked.case, LIKELY_ENOUGH)
    return found


def cuts(missed, asked, posts, taken):
    """Whether a fact rules out so many posts, none of them new, under such levers (as the optimizer reads it)."""
    helps = any((e in taken) != (e in missed.levers) for e in missed.escapes)
    return not helps and not missed.new and all(posts[t] <= n for t, n in missed.posts.items())


def whole(scenario, taken):
    """All parts of levers."""
    return asked_for(scenario, (1, 1), sorted(taken)).taken


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("names", NAMES)
def test_what_is_cut_off_misses_and_the_plan_is_cut_off(names, seed):
    scenario, truth = pair(names, seed), everything(names, seed)
    missing = [key for key, judged in truth.items() if not judged.keeps]
    assert 0 < len(missing) < len(truth)
    for posts, taken in missing[:: 1 + len(missing) // 24]:
        asked = asked_for(scenario, posts, sorted(taken))
        facts = LeastPosts(years_of(scenario), asked, {}).missed()
        assert any(cuts(fact, asked, posts, taken) for fact in facts), (posts, taken, facts)
        for other, judged in truth.items():
            if judged.room(1.645) >= 0:
                assert not any(cuts(fact, asked, *other) for fact in facts), (posts, taken, other, facts)


@pytest.mark.parametrize("seed", [1, 2])
def test_without_levers_one_answer_after_the_other_finds_all_that_miss(seed):
    """Ask about the smallest offices that nothing rules out yet, until they keep: few trials, and no wrong cut."""
    scenario, truth = pair((), seed), everything((), seed)
    years, known, facts, asked_about = years_of(scenario), {}, [], 0
    for posts in sorted(product(range(5), range(5)), key=sum):
        asked = asked_for(scenario, posts)
        if any(cuts(fact, asked, posts, frozenset()) for fact in facts):
            continue
        if truth[posts, frozenset()].keeps:
            continue
        asked_about += 1
        least = LeastPosts(years, asked, known)
        facts += least.missed()
        known |= least.new
    for posts in product(range(5), range(5)):
        judged = truth[posts, frozenset()]
        cut = any(cuts(fact, asked, posts, frozenset()) for fact in facts)
        assert cut or judged.keeps
        assert not cut or judged.room(1.645) < 0
    assert asked_about <= 8
    assert len(years.trials) <= 20


def keys_of(years):
    return [(tuple(case.plan.kept.tolist()), repr(case.scenario.services)) for case in years.trials]


@pytest.mark.parametrize("posts", [(0, 0), (1, 2), (2, 1), (2, 2)])
def test_what_is_known_is_used_and_nothing_is_simulated_twice(posts):
    scenario = pair(("faster", "more"))
    asked, years = asked_for(scenario, posts), years_of(scenario)
    first = LeastPosts(years, asked, {})
    facts = first.missed()
    assert len(keys_of(years)) == len(set(keys_of(years))) == len(first.new)
    again = years_of(scenario)
    second = LeastPosts(again, asked, first.new)
    assert second.missed() == facts
    assert again.trials == []
    assert second.new == {}


def test_what_is_known_of_fewer_posts_or_more_is_enough():
    """Known without a trial: everything below a miss misses, everything above what is kept is kept."""
    scenario = pair(())
    years = years_of(scenario)
    none = frozenset()
    least = LeastPosts(years, asked_for(scenario, (1, 1)), {((2, 4), none): Miss(5.0, 3), ((4, 2), none): Miss(5.0, 3)})
    assert least.missed()[0].posts == {0: 2} or least._implied(np.array([1, 4]), none)
    assert least._implied(np.array([2, 4]), none) is True
    assert least._implied(np.array([1, 1]), none) is True
    assert least._implied(np.array([3, 3]), none) is None
    kept = LeastPosts(years, asked_for(scenario, (1, 1)), {((2, 3), none): Miss(CALLED_MISSED - 0.1, 3)})
    assert kept._implied(np.array([3, 3]), none) is False
    assert kept._implied(np.array([1, 3]), none) is None
    barely = LeastPosts(years, asked_for(scenario, (1, 1)), {((2, 3), none): Miss(CALLED_MISSED, 3)})
    assert barely._implied(np.array([2, 4]), none) is False, "just kept"
    assert barely._implied(np.array([2, 3]), none) is False
    target = LeastPosts(years, asked_for(scenario, (1, 1)), {((2, 3), none): Miss(0.0, 3)})
    assert target._implied(np.array([2, 4]), none) is None, "on its target it is missed"
    assert target._implied(np.array([2, 2]), none) is True


@pytest.mark.parametrize(
    ("known", "asked", "missed"),
    [
        ((), (), True),
        ((FASTER,), (), True),
        ((), (FASTER,), None),
        ((), (MORE,), True),
        ((MORE,), (), None),
        ((FASTER,), (MORE,), True),
        ((MIXED,), (), None),
        ((), (MIXED,), None),
        ((MIXED,), (MIXED, MORE), True),
        ((MOVED,), (), None),
        ((), (MOVED,), None),
        ((DEAR,), (), True),
        ((), (DEAR,), True),
    ],
)
def test_levers_that_help_less_miss_what_better_ones_miss(known, asked, missed):
    scenario = pair(tuple(LEVERS))
    known, asked = whole(scenario, known), whole(scenario, asked)
    least = LeastPosts(years_of(scenario), asked_for(scenario, (2, 2)), {((2, 2), known): Miss(5.0, 3)})
    assert least._implied(np.array([2, 1]), asked) is missed
    kept = LeastPosts(years_of(scenario), asked_for(scenario, (2, 2)), {((2, 2), asked): Miss(-1.0, 3)})
    assert kept._implied(np.array([2, 3]), known) is (None if missed is None else False)


@pytest.mark.parametrize(
    ("change", "taken", "dropped"),
    [
        ({}, False, False),
        ({"requests_times": 0.9}, True, False),
        ({"requests_times": 1.1}, False, True),
        ({"work_times": 0.0}, True, False),
        ({"work_times": 2.0}, False, True),
        ({"handover_times": 0.5}, True, False),
        ({"handover_times": 1.5}, False, True),
        ({"returns_times": 0.5}, True, False),
        ({"returns_times": 1.5}, False, True),
        ({"principal_hours_times": 0.5}, False, False),
        ({"principal_hours_per_request": 0.0}, False, False),
        ({"steps": ({"team": "desk", "work_hours": 1.0},)}, True, True),
        ({"steps": ()}, True, True),
        ({"work_times": 0.5, "returns_times": 2.0}, True, True),
    ],
)
def test_every_kind_of_change_may_help_or_hurt(change, taken, dropped):
    made = Changes.model_validate({"services": {"letters": change}})
    assert sides(made, pair(())) == (taken, dropped)
    both = Changes.model_validate({"services": {"audits": {}, "letters": change}})
    assert sides(both, pair(())) == (taken, dropped)


def sides(changes, alone):
    """Whether to take a lever may help, and whether to leave it may."""
    parts = parts_of(0, changes, alone)
    return any(part.eases for part in parts), any(part.burdens for part in parts)


def test_parts_are_what_eases_and_what_burdens_and_together_the_whole():
    alone = pair(())
    given = {
        "services": {"letters": {"work_times": 0.5, "returns_times": 3.0, "courtesy": 0.1}, "all": {"work_times": 1.2}},
        "teams": {"clerks": {"other_hours_times": 0.5, "added_hours_per_year": 40.0}},
    }
    changes = Changes.model_validate(given)
    parts = parts_of(7, changes, alone)
    assert [(part.lever, part.side) for part in parts] == [(7, Side.EASES), (7, Side.BURDENS)]
    eased, burdened = parts.values()
    assert eased == Changes.model_validate(
        {"services": {"letters": {"work_times": 0.5}}, "teams": {"clerks": {"other_hours_times": 0.5}}}
    )
    assert burdened == Changes.model_validate(
        {
            "services": {"letters": {"returns_times": 3.0}, "all": {"work_times": 1.2}},
            "teams": {"clerks": {"added_hours_per_year": 40.0}},
        }
    )
    huge = Lever(label="Huge", source="assumed", team_hours={"clerks": 1e9}).whole.changes
    assert parts_of(0, huge, alone)[Part(0, Side.BURDENS)].teams["clerks"].added_hours_per_year == 1e9
    kind = changed(alone, Changes.model_validate({"services": {"letters": {"courtesy": 0.1}}}))
    assert changed(kind, eased, burdened) == changed(alone, changes)


def test_what_another_cluster_does_is_no_part():
    steps = {"letters": service("schools", 1.0, ("clerks", 1.0))}
    apart = office(schools=(school("ash"),), teams={"clerks": team(1), "desk": team(1)}, services=steps)
    elsewhere = {"teams": {"desk": {"added_hours_per_year": 40.0}}, "services": {"mail": {"work_times": 2.0}}}
    changes = Changes.model_validate(elsewhere)
    assert [part.side for part in parts_of(0, changes, apart)] == [Side.BURDENS]
    assert [part.side for part in parts_of(0, changes, only_teams(apart, (0,)))] == [Side.NEITHER]


def test_a_route_goes_as_a_whole_and_the_rest_of_its_lever_apart():
    moved = {"steps": ({"team": "desk", "work_hours": 2.0},), "work_times": 0.5}
    changes = Changes.model_validate({"services": {"audits": moved, "letters": {"work_times": 0.5}}})
    parts = parts_of(0, changes, pair(()))
    assert set(parts) == {Part(0, Side.EASES), Part(0, Side.EITHER)}
    assert parts[Part(0, Side.EITHER)].services == {"audits": changes.services["audits"]}


def test_to_take_on_a_need_that_nobody_answers_only_adds_work():
    office = pair(())
    letters = office.services["letters"]
    nobodys = office.model_copy(
        update={"services": office.services | {"letters": letters.model_copy(update={"steps": ()})}}
    )
    adopt = Changes.model_validate({"services": {"letters": {"steps": letters.steps}}})
    assert sides(adopt, nobodys) == (False, True)
    assert sides(adopt, office) == (True, True)


def test_a_change_of_nothing_helps_nobody():
    assert sides(Changes(), pair(())) == (False, False)


def test_what_a_visit_is_worth_counts_in_the_plans_own_year():
    """A lever that changes no promise is taken all the same: support is judged with it."""
    worth = {"label": "Worth", "changes": {"areas": {"math": {"effect_times": 2.0}}}}
    scenario = pair((), visits=True).model_copy()
    scenario = Scenario.model_validate(scenario.model_dump() | {"levers": {"worth": worth}})
    years, plan = years_of(scenario), asked_for(scenario, (4, 4), packages=1)
    taken = asked_for(scenario, (4, 4), (0,), packages=1)
    once, twice = (years.judged(each.case, LIKELY_ENOUGH).support for each in (plan, taken))
    assert once.sum() > 0
    assert twice == pytest.approx(2 * once)


@pytest.mark.parametrize("seed", [1, 2])
def test_levers_that_ease_and_burden_leave_no_way_out_of_what_is_missed_anyway(seed):
    """Every set of three mixed levers misses with one clerk: one fact says so, and has no escape."""
    scenario = pair(("mixed", "moved", "more"), seed)
    truth = everything(("mixed", "moved", "more"), seed)
    few = [key for key in truth if key[0] == (0, 1)]
    assert len(few) == 8
    assert not any(truth[key].keeps for key in few)
    facts = LeastPosts(years_of(scenario), asked_for(scenario, (0, 1), (0,)), {}).missed()
    assert any(not fact.escapes and cuts(fact, None, (0, 1), frozenset()) for fact in facts)


NEW = [((4, 4), (4, 4), 0), ((4, 4), (0, 4), 0), ((4, 4), (2, 2), 2), ((4, 3), (4, 0), 0)]


@pytest.mark.parametrize(("posts", "hired", "retrained"), NEW)
def test_posts_that_are_enough_but_new_are_cut_off_with_as_many_new_ones_only(posts, hired, retrained):
    scenario = pair(())
    years, asked = years_of(scenario), asked_for(scenario, posts, (), hired, retrained)
    assert years.judged(asked_for(scenario, posts).case, LIKELY_ENOUGH).keeps
    assert years.judged(asked.case).misses
    (fact,) = LeastPosts(years, asked, {}).missed()
    arrived = (hired[0], hired[1] + retrained)
    assert fact.new == {t: n for t, n in enumerate(arrived) if n}
    assert fact.by == IMPLIED
    assert all(posts[t] <= n < 4 for t, n in fact.posts.items())
    at_most = tuple(fact.posts.get(t, 4) for t in CLUSTER)
    assert years.judged_on(3, asked_for(scenario, at_most, (), hired, retrained).case).misses
    for t in fact.posts:
        one_more = tuple(n + (i == t) for i, n in enumerate(at_most))
        assert years.judged_on(3, asked_for(scenario, one_more, (), hired, retrained).case).keeps


def test_posts_that_are_too_few_even_with_nobody_new_are_told_without_new_ones():
    scenario = pair(())
    facts = LeastPosts(years_of(scenario), asked_for(scenario, (2, 1), (), (2, 0)), {}).missed()
    assert all(not fact.new for fact in facts)
    assert any(cuts(fact, asked_for(scenario, (2, 1)), (2, 1), frozenset()) for fact in facts)


def test_an_office_that_no_number_of_posts_saves_says_so():
    raw = pair(("faster",)).model_dump()
    raw["services"]["audits"]["promise"] = {"due_working_hours": 1.0, "on_time_share": 0.9, "must_improve": True}
    scenario = Scenario.model_validate(raw)
    (fact,) = LeastPosts(years_of(scenario), asked_for(scenario, (3, 2)), {}).missed()
    assert fact.posts == {}
    assert fact.escapes == frozenset(), "whatever is taken"
    assert fact.by.clear


def test_posts_are_judged_without_visits():
    """Visits that a plan promises are no part of what is cut off: a plan with fewer of them may have enough."""
    scenario = pair((), visits=True)
    quiet, busy = (asked_for(scenario, (3, 2), packages=p) for p in (0, 2))
    plain = LeastPosts(years_of(scenario), quiet, {}).missed()
    years = years_of(scenario)
    assert LeastPosts(years, busy, {}).missed() == plain
    assert not any(case.plan.packages.any() for case in years.trials)


def test_a_team_that_has_more_posts_today_than_it_may_have_is_looked_at_as_it_is():
    raw = pair(()).model_dump()
    raw["teams"]["clerks"] |= {"posts_today": 3, "maximum_posts": 2}
    scenario = Scenario.model_validate(raw)
    asked = asked_for(scenario, (3, 1))
    facts = LeastPosts(years_of(scenario), asked, {}).missed()
    assert any(cuts(fact, asked, (3, 1), frozenset()) for fact in facts)


def test_facts_name_how_clearly_a_promise_is_missed():
    scenario = pair(())
    years = years_of(scenario)
    least = LeastPosts(years, asked_for(scenario, (1, 4)), {})
    for fact in least.missed():
        posts = tuple(fact.posts.get(t, 4) for t in CLUSTER)
        assert fact.by == least.new.get((posts, frozenset()), IMPLIED)
        judged = years.judged(asked_for(scenario, posts).case, LIKELY_ENOUGH)
        assert fact.by in (IMPLIED, Miss(judged.errors, judged.years))
        sure = years.judged(asked_for(scenario, posts).case, 30.0)
        assert least.confirmed(fact, 30.0) == Miss(sure.errors, sure.years)


@pytest.mark.parametrize(("ramp_share", "hired"), [(0.1, False), (0.5, True)])
def test_a_miss_with_new_people_is_confirmed_with_those_who_come_soonest(ramp_share, hired):
    """Who is hired begins after 7.6 of 16 weeks. Where nobody is new the miss is less clear."""
    scenario = pair(())
    desk = scenario.teams["desk"]
    way = desk.retrain_from[0].model_copy(update={"ramp_share": ramp_share})
    teams = scenario.teams | {"desk": desk.model_copy(update={"retrain_from": (way,)})}
    scenario = scenario.model_copy(update={"teams": teams})
    years, asked = years_of(scenario), asked_for(scenario, (2, 2))
    least = LeastPosts(years, asked, {})
    case = Case(asked.under(frozenset()), least._plan(np.array([2, 2])))
    sure = years.judged(replace(case, plan=with_posts(case, 1, 2, 2, hired)), 30.0)
    assert least.confirmed(Missed({0: 2, 1: 2}, frozenset(), IMPLIED, {1: 2}), 30.0) == Miss(sure.errors, sure.years)
    assert sure.errors > least.confirmed(Missed({0: 2, 1: 2}, frozenset(), IMPLIED), 30.0).errors


class Made:
    """Verdicts made up: so many standard errors for each post that is lacking."""

    def __init__(self, needed, each=2.0):
        self.needed, self.each, self.asked = needed, each, []

    def judged(self, case, certain, longer=(0.0, 0.0)):
        assert certain == LIKELY_ENOUGH
        posts = case.plan.posts.tolist()
        self.asked.append(tuple(posts))
        return self.by(max(need - n for need, n in zip(self.needed, posts, strict=True)))

    def judged_within(self, years, case, certain):
        return self.judged(case, certain)

    def by(self, lacking):
        """One standard error above the target where nothing is lacking."""
        return Judged(np.array([1.0 - (1.0 + self.each) * max(0, lacking)]), np.ones(1), np.zeros(0), np.zeros(1), 3)


@pytest.mark.parametrize("needed", [(1, 1), (7, 2), (23, 40), (40, 23), (39, 39), (2, 40)])
def test_large_teams_are_halved_to_the_first_number_that_is_enough(needed):
    """Each team's need is found exactly, in about twice as many trials as the logarithm of the posts."""
    scenario, years = pair((), most=40), Made(needed)
    facts = LeastPosts(years, asked_for(scenario, (0, 0)), {}).missed()
    for t in CLUSTER:
        assert max(fact.posts[t] for fact in facts if set(fact.posts) == {t}) == needed[t] - 1
    assert len(years.asked) == len(set(years.asked)) <= 26


def test_more_than_can_be_had_is_told_at_once():
    scenario, years = pair((), most=40), Made((41, 1))
    (fact,) = LeastPosts(years, asked_for(scenario, (0, 0)), {}).missed()
    assert (fact.posts, fact.by, len(years.asked)) == ({}, Miss(2.0, 3), 1)


def test_where_the_plan_is_not_missed_without_visits_the_very_plan_is_cut_off():
    """What the plan missed, it missed with its visits or new people, or on other years: only it is ruled out."""
    scenario, years = pair((), most=40), Made((9, 9), each=-0.9)  # lacking 3 and 4: 0.6 errors above the target
    (fact,) = LeastPosts(years, asked_for(scenario, (6, 5)), {}).missed()
    assert fact.posts == {0: 6, 1: 5}
    assert fact.by == IMPLIED


@pytest.mark.parametrize(("errors", "clear"), [(3.0, True), (0.0, True), (-0.4, True), (-0.5, False), (-2.0, False)])
def test_a_miss_is_clear_unless_promises_lie_half_a_standard_error_above(errors, clear):
    assert Miss(errors, 12).clear == clear


def test_what_teams_lack_together_is_made_as_large_as_it_is_missed():
    """Either team may be short where the other is not: posts 3 and 5 miss, and so do all up to their sum less one."""

    class Together(Made):
        def judged(self, case, certain, longer=(0.0, 0.0)):
            posts = case.plan.posts.tolist()
            self.asked.append(tuple(posts))
            return self.by(12 - sum(posts))

    scenario, years = pair((), most=40), Together((0, 0))
    facts = LeastPosts(years, asked_for(scenario, (3, 5)), {}).missed()
    assert facts[-1].posts == {0: 4, 1: 6}
    assert all(sum(fact.posts.values()) < 12 for fact in facts if len(fact.posts) == 2)


@pytest.mark.parametrize(("start", "needed", "widened"), [((3, 5), 12, False), ((30, 50), 120, True)])
def test_posts_that_were_not_simulated_are_not_said_to_be_sure(start, needed, widened):
    """The bound rests on facts that are sure: one that is wider than its trial has to be asked again."""

    class Together(Made):
        def judged(self, case, certain, longer=(0.0, 0.0)):
            return self.by(needed - sum(case.plan.posts.tolist()))

    fact = LeastPosts(Together((0, 0)), asked_for(pair((), most=100), start), {}).missed()[-1]
    assert len(fact.posts) == 2
    assert any(few_of(n) for n in fact.posts.values()) == widened
    assert (fact.by == IMPLIED) == widened


@pytest.mark.parametrize(("start", "needed", "posts"), [((3, 5), 12, {0: 4, 1: 6}), ((30, 50), 120, {0: 31, 1: 52})])
def test_what_large_teams_lack_together_is_not_told_apart_by_trials(start, needed, posts):
    """Small ones grow in turn as long as they miss; of large ones a twenty-fifth is added, without a trial."""

    class Together(Made):
        def judged(self, case, certain, longer=(0.0, 0.0)):
            posts = case.plan.posts.tolist()
            self.asked.append(tuple(posts))
            return self.by(needed - sum(posts))

    years = Together((0, 0))
    assert LeastPosts(years, asked_for(pair((), most=100), start), {}).missed()[-1].posts == posts
    beyond = [asked for asked in years.asked if 100 not in asked and asked > start]
    assert bool(beyond) == (start == (3, 5))
