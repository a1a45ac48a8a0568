"""The engine against queueing theory: closed forms that nobody here wrote, within intervals over replications."""

from __future__ import annotations

from collections.abc import Callable
from math import factorial

import numpy as np
import pytest
from scipy import stats

from arrays import tasks
from redesign.simulation.office import simulate
from redesign.simulation.tasks import NEVER, Records, Tasks

HOUR = 100_000
"""Ticks of one mean service time: rounding to ticks is far below the noise."""
REPLICATIONS, REQUESTS, WARM_UP = 20, 5_000, 500
CONFIDENCE = 0.999


def draw(seed: int, rate: float, draw_work: Callable[[np.random.Generator, int], np.ndarray]) -> tuple[np.ndarray, ...]:
    """Poisson arrivals at `rate` an hour and work in hours, in ticks."""
    rng = np.random.default_rng(seed)
    ready = np.cumsum(rng.exponential(HOUR / rate, REQUESTS)).astype(np.int64)
    hold = np.maximum(np.rint(draw_work(rng, REQUESTS) * HOUR), 1).astype(np.int64)
    return ready, hold


def exponential(rng: np.random.Generator, size: int) -> np.ndarray:
    return rng.exponential(1.0, size)


def whole_year(ready: np.ndarray) -> int:
    """A horizon after which nothing is left to do."""
    return int(ready[-1] + 10_000 * HOUR)


def waits_hours(given: Tasks, records: Records) -> np.ndarray:
    return ((records.start - records.joined) / HOUR)[WARM_UP:]


def assert_mean(values: list[float], truth: float) -> None:
    """The truth lies in the interval, and the interval is narrow enough to mean something."""
    mean, error = np.mean(values), stats.sem(values)
    half = stats.t.ppf((1 + CONFIDENCE) / 2, len(values) - 1) * error
    assert abs(mean - truth) <= half, f"{mean} +- {half}, theory says {truth}"
    assert half < 0.25 * truth, f"the interval {mean} +- {half} is too wide to test anything"


def erlang_c(posts: int, load: float) -> float:
    """Chance to wait in M/M/c (Erlang 1917)."""
    top = load**posts / factorial(posts) * posts / (posts - load)
    return top / (sum(load**k / factorial(k) for k in range(posts)) + top)


@pytest.mark.parametrize(("posts", "load"), [(1, 0.7), (3, 2.4), (12, 10.0)])
def test_erlang_c(posts: int, load: float) -> None:
    waits, waited, busy = [], [], []
    for seed in range(REPLICATIONS):
        ready, hold = draw(seed, load, exponential)
        given = tasks(whole_year(ready), [posts], ready, hold)
        records = simulate(given)
        wait = waits_hours(given, records)
        waits.append(wait.mean())
        waited.append((wait > 0).mean())
        span = slice(ready[WARM_UP], ready[-1])
        at_work = np.clip(records.finish, span.start, span.stop) - np.clip(records.start, span.start, span.stop)
        busy.append(at_work.sum() / (span.stop - span.start) / posts)
    assert_mean(waited, erlang_c(posts, load))
    assert_mean(waits, erlang_c(posts, load) / (posts - load))
    assert_mean(busy, load / posts)


@pytest.mark.parametrize("cv", [0.5, 1.5])
def test_pollaczek_khinchine(cv: float) -> None:
    load = 0.6

    def gamma(rng: np.random.Generator, size: int) -> np.ndarray:
        return rng.gamma(1 / cv**2, cv**2, size)

    waits = []
    for seed in range(REPLICATIONS):
        ready, hold = draw(seed, load, gamma)
        given = tasks(whole_year(ready), [1], ready, hold)
        waits.append(waits_hours(given, simulate(given)).mean())
    assert_mean(waits, load * (1 + cv**2) / (2 * (1 - load)))


def test_cobham_three_classes_without_interruption() -> None:
    """Cobham 1954: W of class k = R / ((1 - load of those before k) (1 - load of those up to k)), R = the load."""
    load, shares = 0.8, np.array([0.2, 0.5, 0.3])
    waits = []
    for seed in range(REPLICATIONS):
        ready, hold = draw(seed, load, exponential)
        kind = np.random.default_rng(1_000 + seed).choice(3, REQUESTS, p=shares)
        given = tasks(whole_year(ready), [1], ready, hold, queue_class=kind)
        wait = waits_hours(given, simulate(given))
        waits.append([wait[kind[WARM_UP:] == k].mean() for k in range(3)])
    upto = np.cumsum(load * shares)
    before = upto - load * shares
    for k in range(3):
        assert_mean([w[k] for w in waits], load / ((1 - before[k]) * (1 - upto[k])))


def erlang_a(posts: int, rate: float, patience: float) -> tuple[float, float]:
    """M/M/c+M with unit work and mean patience: share that gives up and mean length of the line (Palm 1957)."""
    weights, states = [1.0], range(1, 400)
    for n in states:
        weights.append(weights[-1] * rate / (min(n, posts) + max(n - posts, 0) / patience))
    chance = np.array(weights) / sum(weights)
    line = float(np.maximum(np.arange(len(chance)) - posts, 0) @ chance)
    return line / patience / rate, line


@pytest.mark.parametrize(("posts", "rate", "patience"), [(1, 1.2, 2.0), (5, 5.5, 1.0), (4, 3.0, 0.5)])
def test_erlang_a(posts: int, rate: float, patience: float) -> None:
    lapsed = []
    for seed in range(REPLICATIONS):
        ready, hold = draw(seed, rate, exponential)
        window = np.random.default_rng(1_000 + seed).exponential(patience * HOUR, REQUESTS).astype(np.int64)
        given = tasks(whole_year(ready), [posts], ready, hold, deadline=ready + window, queue_class=2)
        lapsed.append((simulate(given).start < 0)[WARM_UP:].mean())
    assert_mean(lapsed, erlang_a(posts, rate, patience)[0])


def test_littles_law() -> None:
    """Tasks in the office at random moments = rate x mean time in the office, with classes and a route."""
    seen, rates, times = [], [], []
    for seed in range(REPLICATIONS):
        ready, hold = draw(seed, 2.0, exponential)
        half = REQUESTS // 2
        onward = np.concatenate([np.arange(half, 2 * half), np.full(half, -1)])
        ready[half:] = NEVER
        year = int(ready[half - 1])
        given = tasks(
            year,
            [3, 3],
            ready,
            hold,
            station=np.repeat([0, 1], half),
            queue_class=np.random.default_rng(seed).integers(0, 3, 2 * half),
            following=onward,
            delay=HOUR // 2,
        )
        records = simulate(given)
        finish = np.where(records.finish < 0, year, np.minimum(records.finish, year))
        inside = records.joined >= 0
        moments = np.sort(np.random.default_rng(seed).integers(0, year, 4_000))
        there = np.searchsorted(np.sort(records.joined[inside]), moments, "right")
        gone = np.searchsorted(np.sort(finish[inside]), moments, "right")
        seen.append((there - gone).mean())
        rates.append(inside.sum() / year)
        times.append((finish - records.joined)[inside].mean())
    assert_mean([s - r * t + 10 for s, r, t in zip(seen, rates, times, strict=True)], 10)
    assert np.mean(seen) > 4, "about two at work in each of two teams"


def test_burke_a_second_team_in_tandem_is_a_queue_of_its_own() -> None:
    """Burke 1956: what leaves M/M/1 is Poisson again, so that the second wait is M/M/1 too."""
    load, half, waits = 0.6, REQUESTS // 2, []
    for seed in range(REPLICATIONS):
        ready, hold = draw(seed, load, exponential)
        year = whole_year(ready)
        ready[half:] = NEVER
        onward = np.concatenate([np.arange(half, 2 * half), np.full(half, -1)])
        given = tasks(year, [1, 1], ready, hold, station=np.repeat([0, 1], half), following=onward)
        records = simulate(given)
        waits.append((records.start - records.joined)[half + WARM_UP :].mean() / HOUR)
    assert_mean(waits, load / (1 - load))
