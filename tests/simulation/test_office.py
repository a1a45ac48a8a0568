"""What the engine must do to the tick: worked by hand, and against a slow walk through every tick."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrays import random_tasks, tasks, tick_by_tick
from cases import arranged
from offices import random_office, random_plan
from redesign.simulation.office import simulate
from redesign.simulation.tasks import NEVER, Records, Tasks


def same(a: Records, b: Records) -> bool:
    return all(np.array_equal(getattr(a, n), getattr(b, n)) for n in ("joined", "start", "finish"))


@pytest.mark.parametrize("first", range(0, 600, 100))
def test_equals_a_walk_through_every_tick(first: int) -> None:
    for seed in range(first, first + 100):
        given_tasks = random_tasks(np.random.default_rng(seed))
        assert same(simulate(given_tasks), tick_by_tick(given_tasks)), f"seed {seed}"


def test_the_same_tasks_give_the_same_records() -> None:
    given_tasks = random_tasks(np.random.default_rng(1), 400)
    assert same(simulate(given_tasks), simulate(given_tasks))


def test_a_day_worked_by_hand() -> None:
    """One post. A request (task 0) goes on to station 1 (task 1), a visit lapses, an absence waits for its turn."""
    day = tasks(
        100,
        [1, 1],
        #      0   1      2   3   4   5
        ready=[0, NEVER, 2, 3, 5, 60],
        hold=[10, 20, 5, 8, 7, 50],
        station=[0, 1, 0, 0, 0, 0],
        queue_class=[1, 1, 2, 0, 1, 1],
        deadline=[NEVER, NEVER, 12, NEVER, NEVER, NEVER],
        following=[1, -1, -1, -1, -1, -1],
        delay=[4, 0, 0, 0, 0, 0],
        closures=[(0, 6, 12)],
    )
    # 0-10 task 0; 10-22 the absence of tick 6; 22-30 task 3 (mandated); 30-37 task 4; the visit's window closed at 12.
    # 14-34 task 1 at station 1; 60-110 task 5, beyond the year.
    records = simulate(day)
    assert records.joined.tolist() == [0, 14, 2, 3, 5, 60]
    assert records.start.tolist() == [0, 14, -1, 22, 30, 60]
    assert records.finish.tolist() == [10, 34, -1, 30, 37, 110]


def test_a_visit_may_start_at_the_last_tick_of_its_window() -> None:
    line = tasks(50, [1], ready=[0, 1, 2], hold=[10, 5, 5], queue_class=[1, 2, 2], deadline=[NEVER, 9, 10])
    assert simulate(line).start.tolist() == [0, -1, 10]


def test_a_visit_whose_window_has_closed_never_starts_even_at_an_idle_post() -> None:
    assert simulate(tasks(50, [1], ready=[5], hold=[1], deadline=[4])).start.tolist() == [-1]


def test_ties_ends_of_work_come_before_requests() -> None:
    line = tasks(50, [1], ready=[0, 1, 10], hold=[10, 3, 3], queue_class=[1, 2, 0])
    # At 10 the visit is taken before the mandated request of the same tick joins the line.
    assert simulate(line).start.tolist() == [0, 10, 13]


def test_ties_requests_join_by_number_whether_new_or_handed_over() -> None:
    line = tasks(
        50,
        [2, 1],
        ready=[0, 0, NEVER, 5, NEVER],
        hold=[5, 5, 3, 3, 3],
        station=[0, 0, 1, 1, 1],
        following=[4, 2, -1, -1, -1],
    )
    assert simulate(line).start[2:].tolist() == [5, 8, 11]


def test_ties_a_post_that_comes_back_serves_before_the_next_absence() -> None:
    line = tasks(50, [1], ready=[2], hold=[4], closures=[(0, 0, 10), (0, 10, 5)])
    assert simulate(line).start.tolist() == [10]
    line = tasks(50, [1], ready=[2, 20], hold=[4, 1], closures=[(0, 0, 10), (0, 9, 5)])
    assert simulate(line).start.tolist() == [15, 20], "but not before an absence that is already waiting"


def test_ties_an_absence_begins_before_a_request_joins() -> None:
    assert simulate(tasks(50, [1], ready=[7], hold=[4], closures=[(0, 7, 10)])).start.tolist() == [17]


def test_absences_wait_first_in_first_out() -> None:
    line = tasks(90, [1], ready=[0, 1], hold=[10, 1], closures=[(0, 2, 20), (0, 3, 30)])
    assert simulate(line).start.tolist() == [0, 60]


def test_nothing_starts_or_joins_at_the_horizon() -> None:
    line = tasks(
        20,
        [1, 1],
        ready=[0, 1, NEVER, NEVER, 20],
        hold=[20, 1, 1, 1, 1],
        station=[0, 1, 1, 1, 1],
        following=[3, 2, -1, -1, -1],
        delay=[0, 18, 0, 0, 0],
    )
    records = simulate(line)
    assert records.joined.tolist() == [0, 1, -1, -1, -1]
    assert records.finish.tolist() == [20, 2, -1, -1, -1]
    earlier = replace(line, delay=np.array([0, 17, 0, 0, 0]))
    assert simulate(earlier).joined[2] == 19


def test_a_team_without_posts_serves_nobody() -> None:
    records = simulate(tasks(50, [0], ready=[0, 3], hold=[1, 1], closures=[(0, 3, 4)]))
    assert records.joined.tolist() == [0, 3]
    assert records.start.tolist() == [-1, -1]


def test_no_tasks_no_records() -> None:
    assert len(simulate(tasks(50, [1], ready=[], hold=[])).start) == 0


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 200), st.integers(1, 40)), min_size=1, max_size=60),
    st.integers(1, 5),
    st.integers(1, 3),
)
def test_more_posts_never_hurt_a_first_come_line(line: list[tuple[int, int]], posts: int, more: int) -> None:
    """Path by path, with identical posts and one class: no start is later (Wolff 1989, section 11-2)."""
    ready, hold = zip(*line, strict=True)
    few, many = (simulate(tasks(10_000, [n], ready, hold)) for n in (posts, posts + more))
    assert (many.start <= few.start).all()


@pytest.mark.parametrize("seed", range(12))
def test_every_task_ends_in_exactly_one_state(seed: int) -> None:
    rng = np.random.default_rng(seed)
    scenario = random_office(rng)
    given_tasks, _ = arranged(scenario, random_plan(rng, scenario), seed)
    records = simulate(given_tasks)
    started = records.start >= 0
    states = [
        records.joined < 0,
        (records.joined >= 0) & ~started & (given_tasks.deadline >= given_tasks.horizon - 1),  # waiting
        (records.joined >= 0) & ~started & (given_tasks.deadline < given_tasks.horizon - 1),  # lapsed, or about to
        started & (records.finish > given_tasks.horizon),
        started & (records.finish <= given_tasks.horizon),
    ]
    assert (np.sum(states, axis=0) == 1).all()
    assert (records.finish >= 0).sum() == started.sum()
    assert (records.start >= records.joined)[started].all()
    assert (records.start <= given_tasks.deadline)[started].all()
    assert records.start.max(initial=0) < given_tasks.horizon
    assert most_at_once(given_tasks, records) <= 0


def most_at_once(given_tasks: Tasks, records: Records) -> int:
    """Posts at work beyond those a station has, at the worst moment of all stations."""
    worst = -(10**9)
    for m, posts in enumerate(given_tasks.servers):
        here = (given_tasks.station == m) & (records.start >= 0)
        times = np.concatenate([records.start[here], records.finish[here]])
        change = np.repeat([1, -1], here.sum())
        busy = np.cumsum(change[np.lexsort((change, times))])
        worst = max(worst, int(busy.max(initial=0)) - int(posts))
    return worst


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"ready": np.array([0.0, 1.0])}, "ready holds float64"),
        ({"hold": np.array([1, 0])}, r"hold\[1\] is 0"),
        ({"hold": np.array([1, -5])}, r"hold\[1\] is -5"),
        ({"ready": np.array([-1, 0])}, r"ready\[0\] is -1"),
        ({"hold": np.array([1, 2], np.uint64)}, "hold holds uint64"),
        ({"station": np.array([0, 1], np.int32)}, r"station\[1\] is 1"),
        ({"queue_class": np.array([0, 3], np.int8)}, r"queue_class\[1\] is 3"),
        ({"delay": np.array([0])}, "delay has shape"),
        ({"following": np.array([1, -1], np.int32)}, "must have ready = NEVER"),
        ({"following": np.array([1, 1], np.int32), "ready": np.array([0, NEVER])}, "follow one other"),
        ({"horizon": 0}, "horizon is 0"),
        ({"servers": np.array([-1], np.int32)}, r"servers\[0\] is -1"),
        ({"closure_length": np.array([0, 1])}, r"closure_length\[0\] is 0"),
        ({"closure_start": np.array([5, 4])}, "must ascend"),
    ],
)
def test_what_no_engine_can_run_is_refused(fault: dict[str, Any], message: str) -> None:
    good = tasks(50, [1], ready=[0, 1], hold=[1, 1], closures=[(0, 3, 1), (0, 3, 2)])
    simulate(good)
    with pytest.raises(ValueError, match=message):
        simulate(replace(good, **fault))
