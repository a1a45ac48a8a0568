"""The same years of one cluster again and again, under other posts, levers and packages: does it keep its promises?

Each promise is held to the file's share or, where today's office misses that on the same years and nothing says that it
must improve, to what today's office reaches. Years are added until the answer is certain, or there are enough of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.measures import Run, answered
from redesign.analysis.support import visits_made
from redesign.demand.expectation import Expectation, expect
from redesign.demand.plan import Plan
from redesign.demand.workload import Drawn, draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import Ledger, arrange
from redesign.simulation.engines import Engine, engine
from redesign.simulation.ledger import end_to_end
from redesign.simulation.tasks import Tasks, side_by_side

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CERTAIN = 3.0
"""Standard errors from its target beyond which a promise needs no more years."""
SURE = 1.645
"""Standard errors that promises of visits are planned to lie above their targets: 95%, on one side."""
LIKELY = 0.5
"""The same for a plan to be taken: one that lies at its targets is called missed on fresh years one time in 40."""
CLEARLY = 1.0
"""Standard errors below its target at which more than the very plan that was tried is ruled out."""
MOST_TIMES = 16
"""A small cluster is simulated on so many times the years that a large one gets."""
TOLERANCE_SHARE, TOLERANCE_HOURS = 0.005, 0.02
"""Misses too small to be told from none: of a share, and of unfinished hours as a part of the allowance."""
ENOUGH_TASKS = 2_000_000
"""Tasks in all the years of one trial beyond which no years are added."""

SIDE_BY_SIDE_TASKS = 100_000
"""Tasks of the years that run side by side: enough to make calls cheap, few enough to be quick to reach."""
FIRST_YEARS = 2
"""Years laid out first, to learn how many tasks there are."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the file asks of a promise."""

    share: float
    firm: bool
    """Whether it holds even where today misses it."""


@dataclass(frozen=True, slots=True)
class Case:
    """A plan, and the scenario as it is under its strategy and its levers."""

    scenario: Scenario
    plan: Plan


@dataclass(frozen=True, slots=True)
class Measured:
    """Means over Y years of K + A shares and T (negative) hours, and what each year adds to them."""

    mean: Floats
    """[K + A + T] NaN where nothing was due."""
    residual: Floats
    """[Y, K + A + T]"""


@dataclass(slots=True)
class Counts:
    """What became of promises; Y years so far, C = K services and A areas, T teams."""

    due: list[Floats] = field(default_factory=list)
    """[Y][C] requests due within the year, visits promised."""
    kept: list[Floats] = field(default_factory=list)
    """[Y][C] of these on time, made."""
    unfinished: list[Floats] = field(default_factory=list)
    """[Y][T] work hours accepted and not finished."""
    support: list[Floats] = field(default_factory=list)
    """[Y][A]"""

    def first(self, years: int) -> Counts:
        """Of the first years only."""
        return Counts(self.due[:years], self.kept[:years], self.unfinished[:years], self.support[:years])

    def measured(self) -> Measured:
        """Shares kept, and unfinished hours as a loss; the ratio estimator of Law, section 4.2."""
        due, kept, hours = np.array(self.due), np.array(self.kept), -np.array(self.unfinished)
        total, loss = due.sum(axis=0), hours.mean(axis=0)
        share = np.divide(kept.sum(axis=0), total, out=np.full(len(total), np.nan), where=total > 0)
        residual = (kept - np.nan_to_num(share) * due) / (np.where(total > 0, total, 1.0) / len(due))
        return Measured(np.concatenate([share, loss]), np.concatenate([residual, hours - loss], axis=1))


@dataclass(frozen=True, slots=True)
class Judged:
    """How far a plan's promises lie above their targets; columns: K services, A areas, T teams' unfinished hours."""

    margin: Floats
    """[K + A + T] shares, and hours as parts of the allowance, tolerance included; infinite where nothing is due."""
    error: Floats
    """[K + A + T] standard errors."""
    support: Floats
    """[A] mean support a year."""
    share: Floats
    """[K + A] kept; NaN where nothing was due."""
    years: int

    def room(self, errors: float) -> float:
        """The least margin less so many standard errors; below 0: some promise may be missed."""
        return float((self.margin - errors * self.error).min(initial=np.inf))

    @property
    def keeps(self) -> bool:
        """Whether every promise is likely kept."""
        return self.room(LIKELY) >= 0

    @property
    def misses(self) -> bool:
        """Whether some promise is clearly missed."""
        return self.errors > CLEARLY

    @property
    def errors(self) -> float:
        """Standard errors by which the promise that is missed most clearly is missed; 0 where none is."""
        below = self.margin < 0
        if not below.any():
            return 0.0
        error = np.where(self.error[below] > 0, self.error[below], 1e-12)
        return float((-self.margin[below] / error).max())

    def certain(self, errors: float) -> bool:
        """Whether more years would change nothing: all promises lie so many standard errors from their targets.

        Of few years by more of them, about as Student's t has it.
        """
        enough = errors * (1 + 3 / (self.years - 1))
        clear = np.abs(self.margin) >= enough * self.error
        return self.errors >= enough or bool(clear.all())


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """Some years of a cluster under a plan, side by side and ready to run."""

    years: int
    tasks: Tasks
    ledger: Ledger
    of_task: NDArray[np.int64]
    """[N] year of each task, from 0."""
    of_request: NDArray[np.int64]
    """[R]"""


class ClusterYears:
    """Years of one cluster, drawn once; what today's office reaches in them is known."""

    def __init__(self, today: Case, asked: tuple[list[Asked | None], list[Asked]], first: int, runs_on: Engine) -> None:
        """`today` is the cluster alone in today's office, `first` the number of the first year."""
        self.today, self.first, self.runs_on = today, first, runs_on
        free = Asked(0.0, firm=True)
        promised = [each or free for each in asked[0]] + asked[1]
        self.file = np.array([each.share for each in promised])
        self.firm = np.array([each.firm for each in promised], np.bool_)
        self.allowance = np.array([team.backlog_allowance_hours for team in today.scenario.team_list])
        self._drawn: list[Drawn] = []
        self._today, self._tasks = Counts(), 1

    @property
    def most_years(self) -> int:
        """Years that one trial may take."""
        least = self.today.scenario.run.search_years
        return int(np.clip(ENOUGH_TASKS // self._tasks, least, MOST_TIMES * least))

    def judged(self, case: Case, certain: float = CERTAIN) -> Judged:
        """A plan on as many years as its answer needs."""
        self.count_today(1)
        trial = Trial(self, case)
        years = min(max(2, self.today.scenario.run.search_years // 2), self.most_years)
        while True:
            found = trial.on(years)
            if found.certain(certain) or years >= self.most_years:
                return found
            years = min(2 * years, self.most_years)

    def drawn(self, year: int) -> Drawn:
        """The draws of a year so far."""
        while len(self._drawn) <= year:
            self._drawn.append({})
        return self._drawn[year]

    def count_today(self, years: int) -> Counts:
        """What today's office reaches in the first `years`."""
        if len(self._today.due) < years:
            trial = Trial(self, self.today)
            trial.counts = self._today
            trial.count(years)
            self._tasks = max(self._tasks, trial.tasks)
        return self._today


class Trial:
    """One plan on a cluster's years; its visits may be thinned."""

    def __init__(self, years: ClusterYears, case: Case) -> None:
        self.years, self.case, self.visit_share = years, case, 1.0
        self.expectation: Expectation = expect(case.scenario)
        self.counts = Counts()
        self.tasks = 0
        """Of the year with most."""
        self._kept: list[Arranged] | None = None

    def thinned(self, visit_share: float) -> Trial:
        """The same with this share of its visits only; the rest are never due. What is laid out once is kept."""
        self._kept = self._kept or []
        other = Trial(self.years, self.case)
        other.visit_share, other.expectation, other._kept = visit_share, self.expectation, self._kept
        return other

    def on(self, years: int) -> Judged:
        """The verdict of the first `years`."""
        self.count(years)
        reached = self.years.count_today(years).first(years)
        mine, todays = self.counts.measured(), reached.measured()
        scale = np.concatenate([np.ones(len(self.years.file)), np.maximum(1.0, self.years.allowance)])
        target = np.concatenate([self.years.file, -self.years.allowance])
        firm = np.concatenate([self.years.firm, np.zeros(len(self.years.allowance), np.bool_)])
        file = _with_errors((mine.mean - target) / scale, mine.residual / scale)
        today = _with_errors((mine.mean - todays.mean) / scale, (mine.residual - todays.residual) / scale)
        better = ~firm & ~np.isnan(todays.mean) & (today[0] - SURE * today[1] > file[0] - SURE * file[1])
        margin, error = (np.where(better, t, f) for t, f in zip(today, file, strict=True))
        margin = margin + np.repeat(
            (TOLERANCE_SHARE, TOLERANCE_HOURS), (len(self.years.file), len(self.years.allowance))
        )
        support = np.mean(self.counts.support, axis=0)
        return Judged(margin, error, support, mine.mean[: len(self.years.file)], years)

    def count(self, years: int) -> None:
        """Simulate until there are so many."""
        for arranged in self._arranged(len(self.counts.due), years):
            self._add(arranged)

    def _arranged(self, first: int, after: int) -> Iterator[Arranged]:
        """Years side by side, in parts that are quick to go through; kept where visits are thinned."""
        for known in self._kept or ():
            if first < after:
                yield known
                first += known.years
        while first < after:
            size = FIRST_YEARS if first == 0 else 1 + SIDE_BY_SIDE_TASKS // max(1, self.tasks)
            arranged = self._lay_out(range(first, min(after, first + size)))
            self.tasks = max(self.tasks, len(arranged.tasks.ready) // arranged.years)
            if self._kept is not None:
                self._kept.append(arranged)
            yield arranged
            first += arranged.years

    def _lay_out(self, years: range) -> Arranged:
        scenario, plan = self.case.scenario, self.case.plan
        drawn = (draw_workload(scenario, self.years.first + year, self.years.drawn(year)) for year in years)
        tasks, ledgers = zip(*(arrange(scenario, self.expectation, each, plan) for each in drawn), strict=True)
        numbers = np.arange(len(years))
        of_task = np.repeat(numbers, [len(each.ready) for each in tasks])
        of_request = np.repeat(numbers, [len(each.request_service) for each in ledgers])
        return Arranged(len(years), side_by_side(tasks), end_to_end(ledgers), of_task, of_request)

    def _add(self, years: Arranged) -> None:
        tasks, ledger, scenario = years.tasks, years.ledger, self.case.scenario
        promised = ledger.area >= 0
        if self.visit_share < 1:
            promised = promised & (ledger.mark < self.visit_share)
            tasks = replace(tasks, deadline=np.where((ledger.area >= 0) & ~promised, 0, tasks.deadline))
        run = Run(tasks.horizon, ledger, engine(self.years.runs_on)(tasks))
        made = visits_made(ledger, run.records, run.horizon) & promised
        _, _, due, on_time = answered(scenario, run)
        unfinished = (ledger.area < 0) & ~run.done
        services, areas, teams = len(scenario.services), len(scenario.areas), len(scenario.teams)

        def of_requests(chosen: Bools) -> Floats:
            return _table(years, years.of_request[chosen], ledger.request_service[chosen], services)

        def of_visits(chosen: Bools, weights: Floats | None = None) -> Floats:
            return _table(years, years.of_task[chosen], ledger.area[chosen], areas, weights)

        self.counts.due += list(np.hstack([of_requests(due), of_visits(promised)]))
        self.counts.kept += list(np.hstack([of_requests(on_time), of_visits(made)]))
        hours = ledger.work_hours[unfinished]
        self.counts.unfinished += list(_table(years, years.of_task[unfinished], ledger.team[unfinished], teams, hours))
        area, school = ledger.area[made], ledger.school[made]
        effect = self.expectation.effect[area, self.case.plan.packages[area, school]]
        support = self.expectation.need[area, school] * effect * ledger.work_hours[made]
        self.counts.support += list(of_visits(made, support))


def _table(
    years: Arranged, year: Ints, column: NDArray[np.integer], columns: int, weights: Floats | None = None
) -> Floats:
    """[Y, columns] how many, or the sum of their weights, by year and column."""
    cell = year * columns + column
    table: Floats = np.bincount(cell, weights, years.years * columns).reshape(years.years, columns).astype(np.float64)
    return table


def _with_errors(margin: Floats, residual: Floats) -> tuple[Floats, Floats]:
    """Margins and their standard errors, [K + A + T]; infinite and certain where nothing was due."""
    asked = ~np.isnan(margin)
    error = residual.std(axis=0, ddof=1) / np.sqrt(len(residual))
    return np.where(asked, margin, np.inf), np.where(asked, error, 0.0)
