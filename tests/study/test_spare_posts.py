"""Posts that a team does not need for a plan's visits are found out by trying the plan with one fewer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from plans import Moves, plan_of
from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem
from redesign.study.problems import Setting, setting_of
from redesign.study.questions import Answer, Question
from redesign.study.spare_posts import learn_spare_posts, with_one_fewer
from study.test_search import Office, problem_of
from study.three_teams import COACHES, judged, three_teams


@pytest.fixture
def setting() -> Setting:
    return setting_of(three_teams())


@pytest.fixture
def office(monkeypatch: pytest.MonkeyPatch, setting: Setting) -> Office:
    return Office(monkeypatch, setting)


def with_coaches(setting: Setting, n: int) -> Plan:
    return plan_of(setting.scenario, {"coaches": Moves(kept=1, hired=n - 1)}, {"math": "high"})


def carries(needed: float):
    """Coaches make the visits with so many posts, and in proportion with others."""

    def answer(question: Question) -> Answer:
        posts = float(question.asked.plan.posts[COACHES])
        return Answer(judged(0.1 if posts >= needed else -0.1, 1.0), {COACHES: posts / needed})

    return answer


def with_little_in_table(problem: Problem) -> Problem:
    """Each coach promises an hour."""
    tables = list(problem.tables)
    tables[COACHES] = replace(tables[COACHES], hours=np.arange(len(tables[COACHES].hours), dtype=float))
    return replace(problem, tables=tuple(tables))


def test_what_the_table_knows_is_not_tried(office, setting):
    """The optimizer could have had fewer posts, and did not want to."""
    problem, plan = problem_of(setting.scenario), with_coaches(setting, 5)
    cluster = next(i for i, c in enumerate(setting.clusters) if COACHES in c)
    tried = {"clean_sheet": (plan, {cluster: Answer(judged(0.1), {COACHES: 2.0})})}
    assert learn_spare_posts({"clean_sheet": problem}, tried, office.trials()) == {"clean_sheet": problem}
    assert office.asked == []


@pytest.mark.parametrize(("needed", "tried"), [(2.0, [4, 3, 2]), (3.0, [4, 3]), (3.1, []), (4.0, [])])
def test_fewer_posts_are_tried_as_long_as_there_is_room_for_one(office, setting, needed, tried):
    problem, plan = with_little_in_table(problem_of(setting.scenario)), with_coaches(setting, 5 if tried else 4)
    cluster = next(i for i, c in enumerate(setting.clusters) if COACHES in c)
    office.answers = carries(needed)
    posts = int(plan.posts[COACHES])
    answer = Answer(judged(0.1), {COACHES: posts / needed})
    learned = learn_spare_posts({"clean_sheet": problem}, {"clean_sheet": (plan, {cluster: answer})}, office.trials())
    assert [int(q.asked.plan.posts[COACHES]) for q in office.asked] == tried
    if not tried:
        assert learned == {"clean_sheet": problem}
        return
    last, table = tried[-1], learned["clean_sheet"].tables[COACHES]
    lost = 100.0 * (last - 1)
    assert table.hours[last] == pytest.approx(float(problem.loads(plan)[COACHES]) + lost), "as many visits, just kept"


@pytest.mark.parametrize(
    ("moves", "released"),
    [
        ({"coaches": Moves(kept=1, hired=2)}, {}),
        ({"coaches": Moves(kept=1, retrained_in={"clerks": 2}), "clerks": Moves(kept=1)}, {"clerks": 1}),
        ({"coaches": Moves(kept=1)}, {"coaches": 1}),
    ],
)
def test_one_fewer_is_one_hired_or_retrained_less_or_one_given_up(setting, moves, released):
    plan = plan_of(setting.scenario, moves, {})
    fewer = with_one_fewer(plan, COACHES)
    ids = list(setting.scenario.teams)
    expected = plan.posts.copy()
    expected[COACHES] -= 1
    assert fewer.posts.tolist() == expected.tolist()
    more = np.zeros(len(ids), int)
    for name, posts in released.items():
        more[ids.index(name)] = posts
    assert (fewer.released - plan.released).tolist() == more.tolist()
    before, after = (p.kept + p.retrained.sum(axis=1) + p.released for p in (plan, fewer))
    assert before.tolist() == after.tolist(), "nobody of today's is lost on the way"
