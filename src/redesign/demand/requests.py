"""Requests of one service in one year: when, from which school, how much work, how often they come back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from redesign.demand.clock import horizon, week_starts
from redesign.demand.expectation import MOST_RETURNS, driver_units, longest_work_hours
from redesign.demand.streams import stream
from redesign.scenario.model import Calendar, Peak, Scenario, Service

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Open = Callable[..., np.random.Generator]
Content = tuple[NDArray[Any], NDArray[Any], NDArray[Any]]


@dataclass(frozen=True, slots=True)
class Requests:
    """Requests of one service in order of arrival, ties by school; n requests, m steps."""

    school: NDArray[np.int32]
    """[n] position in the roster."""
    arrival: Ints
    """[n] ticks, ascending."""
    work_hours: Floats
    """[n, m] work of each step the first time."""
    returns: NDArray[np.int8]
    """[n, max(m - 1, 0)] how often the request comes back at each hand-over; 0 where one team goes on."""
    mark: Floats
    """[n] uniform in [0, 1), for thinning."""


def draw_requests(scenario: Scenario, replication: int, name: str) -> Requests:
    """Draw one service's year: the opening backlog at tick 0, then a Poisson process per school.

    Row j of every draw belongs to the j-th request of each school, so that higher rates leave
    the draws of earlier requests as they were.
    """
    service, schools = scenario.services[name], scenario.schools
    open_stream = partial(stream, scenario.run.seed, replication, "service", name)
    expected = service.requests_per_driver_per_year * driver_units(service.driver, schools)
    row, school, share = poisson_arrivals(open_stream("arrivals"), expected)
    arrival = season_ticks(scenario.calendar, service.peaks, share)
    content = _content(scenario, service, open_stream, _Cells(row, school, len(schools)))

    waiting = service.opening_backlog_requests
    open_backlog = partial(open_stream, "backlog")
    owner = open_backlog("school").integers(0, len(schools), waiting)
    cells = _Cells(np.arange(waiting), np.zeros(waiting, np.int64), 1)
    backlog = _content(scenario, service, open_backlog, cells)

    school, arrival = np.concatenate([owner, school]), np.concatenate([np.zeros(waiting, np.int64), arrival])
    order = np.argsort(arrival * len(schools) + school, kind="stable")
    work, returns, mark = (np.concatenate(pair)[order] for pair in zip(backlog, content, strict=True))
    return Requests(school[order].astype(np.int32), arrival[order], work, returns, mark)


def poisson_arrivals(generator: np.random.Generator, expected: Floats) -> tuple[Ints, Ints, Floats]:
    """Draw Poisson processes side by side, `expected` [S] events each, from unit exponential gaps.

    Returns for each event, process by process, its row (how many came before), its process and
    the share of the process's yearly mean that had accumulated when it came, in [0, 1).
    """
    most = expected.max(initial=0.0)
    rows = int(most + 4 * np.sqrt(most)) + 8
    reached = np.zeros(len(expected))
    blocks: list[Floats] = []
    while not blocks or (reached < expected).any():
        sums = generator.standard_exponential((rows, len(expected)))
        sums[0] += reached
        np.cumsum(sums, axis=0, out=sums)
        reached = sums[-1]
        blocks.append(sums)
    sums = np.concatenate(blocks)
    process, row = np.nonzero(expected[:, None] > sums.T)
    return row, process, sums[row, process] / expected[process]


def season_ticks(calendar: Calendar, peaks: Iterable[Peak], share: Floats) -> Ints:
    """Ticks at which `share` of a year's demand has come, its weeks weighted by `peaks`.

    Raises ValueError where no week has any demand.
    """
    weights = np.ones(calendar.weeks)
    for peak in peaks:
        weights[peak.from_week - 1 : peak.to_week] *= peak.factor
    come = np.concatenate([[0.0], np.cumsum(weights)])
    if come[-1] == 0:
        raise ValueError("the peaks of a service leave no week with demand")
    time = np.interp(share * come[-1], come, week_starts(calendar))
    arrival: Ints = np.minimum(time.astype(np.int64), horizon(calendar) - 1)
    return arrival


def cut_lognormal(normal: Floats, mean: float, cv: float, limit: float) -> Floats:
    """Turn standard normal draws into lognormal ones of this mean and coefficient of variation, cut off at `limit`."""
    variance = np.log1p(cv**2)
    drawn: Floats = np.minimum(mean * np.exp(np.sqrt(variance) * normal - variance / 2), limit)
    return drawn


@dataclass(frozen=True, slots=True)
class _Cells:
    """Where requests find their draws: `row` counts the requests of a school, `column` is the school."""

    row: Ints
    column: Ints
    columns: int

    @property
    def shape(self) -> tuple[int, int]:
        return int(self.row.max(initial=-1)) + 1, self.columns

    def pick(self, draws: Floats) -> Floats:
        return draws[self.row, self.column]


def _content(scenario: Scenario, service: Service, open_stream: Open, cells: _Cells) -> Content:
    """Work [n, m], returns [n, m - 1] and mark [n] of the requests in these cells."""
    work = np.empty((len(cells.row), len(service.steps)))
    for i, step in enumerate(service.steps):
        limit = longest_work_hours(scenario, scenario.teams[step.team])
        generator = open_stream("work", str(i))
        if service.work_distribution == "gamma":
            drawn = cells.pick(generator.standard_gamma(1 / service.work_cv**2, cells.shape))
            work[:, i] = np.minimum(drawn * (step.work_hours * service.work_cv**2), limit)
        else:
            normal = cells.pick(generator.standard_normal(cells.shape))
            work[:, i] = cut_lognormal(normal, step.work_hours, service.work_cv, limit)
    return work, _returns(service, open_stream, cells), cells.pick(open_stream("mark").random(cells.shape))


def _returns(service: Service, open_stream: Open, cells: _Cells) -> NDArray[np.int8]:
    """[n, m - 1] times that each request comes back: at least i times with chance return_share to the power of i."""
    handovers = [a.team != b.team for a, b in pairwise(service.steps)]
    if not any(handovers) or service.return_share == 0:
        return np.zeros((len(cells.row), len(handovers)), np.int8)
    uniform = cells.pick(open_stream("returns").random((*cells.shape, len(handovers))))
    times = sum((uniform < service.return_share**i).astype(np.int8) for i in range(1, MOST_RETURNS + 1))
    returns: NDArray[np.int8] = times * np.array(handovers)
    return returns
