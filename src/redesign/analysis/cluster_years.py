"""The same years of one cluster again and again, under other posts, levers and packages: does it keep its promises?

Years are added until the answer is certain, or there are enough of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.judged import CALLED_MISSED as CALLED_MISSED
from redesign.analysis.judged import TOLERANCE_SHARE as TOLERANCE_SHARE
from redesign.analysis.judged import Asked as Asked
from redesign.analysis.judged import Counts, HeldTo
from redesign.analysis.judged import Judged as Judged
from redesign.analysis.laid_out import Arranged, Layouts
from redesign.analysis.measures import Run, answered
from redesign.analysis.parts import idle
from redesign.analysis.support import visits_made
from redesign.demand.expectation import Expectation, expect
from redesign.demand.plan import Plan
from redesign.demand.workload import Drawn, absences_of_all, draw_workload
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import arrange, restaffed, staffed
from redesign.simulation.engines import Engine, engine
from redesign.simulation.ledger import Ledger, end_to_end
from redesign.simulation.replicate import one_ahead
from redesign.simulation.tasks import Records, Tasks, side_by_side

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CERTAIN = 3.0
"""Standard errors from its target beyond which a promise needs no more years."""
FEWEST_YEARS = 4
"""Of fewer, no spread can be told."""
MOST_TIMES = 16
"""A small cluster is simulated on so many times the years that a large one gets."""
ENOUGH_TASKS = 2_500_000
"""Tasks in all the years of one trial beyond which no years are added."""
LONGER_TIMES = 4
"""So many times the years, where much depends on an answer that lies on the edge."""
ONLY_JUST_KEPT = (-1.645, CALLED_MISSED)
"""A plan so many standard errors below its worst target: of many plans the lucky ones look best."""
NEARLY_SURE = (1.645, np.inf)
"""The same where a miss is to be sure."""
KEPT_VISIT_YEARS = 8
"""A plan that keeps the promises of visits has kept them on so many years at least."""

SIDE_BY_SIDE_TASKS = 25_000
"""Tasks of the years that run side by side: enough to make calls cheap, few enough to be quick to reach."""
FIRST_YEARS = 2
"""Years laid out first, to learn how many tasks there are."""
KEPT_TRIALS = 16
"""What became of promises is kept of so many plans, those asked about last."""


@dataclass(frozen=True, slots=True)
class Case:
    """A plan, and the scenario as it is under its strategy and its levers."""

    scenario: Scenario
    plan: Plan


class ClusterYears:
    """Years of one cluster, drawn once; what today's office reaches in them is known."""

    def __init__(self, today: Case, asked: tuple[list[Asked | None], list[Asked]], first: int, runs_on: Engine) -> None:
        """`today` is the cluster alone in today's office, `first` the number of the first year."""
        self.today, self.first, self.runs_on = today, first, runs_on
        allowance = [team.backlog_allowance_hours for team in today.scenario.team_list]
        self.held_to = HeldTo.by(asked[0], asked[1], allowance)
        self.elsewhere = np.array([idle(today.scenario, name) for name in today.scenario.team_ids])
        """[T] teams of other clusters: what a lever gives them to do is looked at there."""
        self._drawn: list[Drawn] = []
        self._trials: list[Trial] = []
        self._reached: Trial | None = None
        self._tasks = 1
        self.layouts = Layouts()

    @property
    def most_years(self) -> int:
        """Years that one trial may take: by today's first year, so that it is the same whatever was asked before."""
        least = self.today.scenario.run.search_years
        return int(np.clip(ENOUGH_TASKS // self._tasks, least, MOST_TIMES * least))

    def judged(
        self,
        case: Case,
        certain: float = CERTAIN,
        longer: tuple[float, float] = (0.0, 0.0),
        leeway: float = 0.0,
        on_all: bool = False,
    ) -> Judged:
        """A plan on as many years as its answer needs; on more where its worst promise lies between so many errors.

        `leeway` is added to all margins. `on_all`: that promises are kept is said of all years that a trial may take:
        one bad year in twelve may cost a share three points, and two dozen good ones do not show it.
        """
        self.count_today(1)
        trial = self._trial(case)
        years = min(self._years_to_begin_with, self.most_years)
        while True:
            found = trial.on(years).raised(leeway)
            most = self.most_years * (LONGER_TIMES if longer[0] < found.errors <= longer[1] else 1)
            clear = found.certain(certain)
            if (clear and (found.misses or not on_all)) or years >= most:
                return found
            years = most if clear else min(2 * years, most)

    def judged_on(self, years: int, case: Case) -> Judged:
        """A plan on so many years."""
        self.count_today(1)
        return self._trial(case).on(years)

    def judged_within(self, years: int, case: Case, certain: float) -> Judged:
        """A plan on so many years, or on fewer of them if these are as certain."""
        self.count_today(1)
        trial, some = self._trial(case), min(self._years_to_begin_with, years)
        while not (found := trial.on(some)).certain(certain) and some < years:
            some = min(2 * some, years)
        return found

    @property
    def _years_to_begin_with(self) -> int:
        return max(FEWEST_YEARS, self.today.scenario.run.search_years // 2)

    def _trial(self, case: Case) -> Trial:
        """The trial of a plan, with the years that it has been tried on so far."""
        same = (each for each in self._trials if each.case.plan.same_as(case.plan))
        known = next((each for each in same if each.case.scenario == case.scenario), None) or Trial(self, case)
        self._trials = [*(each for each in self._trials if each is not known), known][-KEPT_TRIALS:]
        return known

    def drawn(self, year: int) -> Drawn:
        """The draws of a year so far."""
        while len(self._drawn) <= year:
            self._drawn.append({})
        return self._drawn[year]

    def forget_layouts(self) -> None:
        """What was drawn stays: to lay it out again takes less time than to draw it."""
        self.layouts = Layouts()

    @property
    def drawn_tasks(self) -> int:
        """Of all years that were drawn, under one scenario."""
        return len(self._drawn) * self._tasks

    def count_today(self, years: int) -> Counts:
        """What today's office reaches in the first `years`."""
        if self._reached is None:
            self._reached = Trial(self, self.today)
            self._reached.count(1)
            self._tasks = max(1, self._reached.tasks)
        self._reached.count(years)
        return self._reached.counts


class Trial:
    """One plan on a cluster's years; its visits may be thinned."""

    def __init__(self, years: ClusterYears, case: Case) -> None:
        self.years, self.case, self.visit_share = years, case, 1.0
        self.expectation: Expectation = expect(case.scenario)
        self.counts = Counts()
        self.tasks = 0
        """Of the year with most."""
        services = list(years.today.scenario.services)
        self._place = np.array([services.index(name) for name in case.scenario.services], np.int64)
        """Of each service among today's: a strategy may leave one without teams."""
        self._staffed = staffed(case.scenario, self.expectation, case.plan)

    def thinned(self, visit_share: float) -> Trial:
        """The same with this share of its visits only; the rest are never due."""
        other = copy(self)
        other.visit_share, other.counts = visit_share, Counts()
        return other

    def on(self, years: int) -> Judged:
        """The verdict of the first `years`."""
        self.count(years)
        return self.years.held_to.judged(self.counts.first(years), self.years.count_today(years).first(years))

    def count(self, years: int) -> None:
        """Simulate until there are so many."""
        run, laid_out = engine(self.years.runs_on), self._arranged(len(self.counts.due), years)
        for arranged, records in one_ahead(laid_out, lambda each: run(self._due(each))):
            self._add(arranged, records)

    def _arranged(self, first: int, after: int) -> Iterator[Arranged]:
        """Years side by side, in parts that are quick to go through; what is laid out already is not laid out again."""
        layout = self.years.layouts.of(self.case.scenario, self.case.plan)
        while first < after:
            size = FIRST_YEARS if first == 0 else 1 + SIDE_BY_SIDE_TASKS // max(1, self.tasks)
            years = layout.beginning(first, after) or range(first, min(after, first + size))
            arranged = self._staff(years, layout.years.get(years))
            layout.keep(years, arranged)
            self.tasks = max(self.tasks, arranged.tasks_a_year)
            yield arranged
            first += arranged.years

    def _staff(self, years: range, known: Arranged | None) -> Arranged:
        scenario, by = self.case.scenario, self._staffed
        if known is None:
            return self._lay_out(years)
        if known.by is by:
            return known
        absences = [absences_of_all(scenario, self.years.first + year, self.years.drawn(year)) for year in years]
        return replace(known, tasks=restaffed(known.tasks, absences, by), by=by)

    def _lay_out(self, years: range) -> Arranged:
        scenario, plan, by = self.case.scenario, self.case.plan, self._staffed
        drawn = [draw_workload(scenario, self.years.first + year, self.years.drawn(year)) for year in years]
        tasks, ledgers = zip(*(arrange(scenario, self.expectation, each, plan, by) for each in drawn), strict=True)
        numbers = np.arange(len(years))
        of_task = np.repeat(numbers, [len(each.ready) for each in tasks])
        of_request = np.repeat(numbers, [len(each.request_service) for each in ledgers])
        return Arranged(len(years), side_by_side(tasks), end_to_end(ledgers), of_task, of_request, by)

    def _promised(self, ledger: Ledger) -> Bools:
        """[N] visits that are to be made."""
        promised: Bools = ledger.area >= 0
        return promised & (ledger.mark < self.visit_share) if self.visit_share < 1 else promised

    def _due(self, years: Arranged) -> Tasks:
        """The tasks, of which those that thinning leaves out are never due."""
        if self.visit_share == 1:
            return years.tasks
        left_out = (years.ledger.area >= 0) & ~self._promised(years.ledger)
        return replace(years.tasks, deadline=np.where(left_out, 0, years.tasks.deadline))

    def _add(self, years: Arranged, records: Records) -> None:
        ledger, scenario, promised = years.ledger, self.case.scenario, self._promised(years.ledger)
        run = Run(years.tasks.horizon, ledger, records)
        made = visits_made(ledger, run.records, run.horizon) & promised
        _, _, due, on_time = answered(scenario, run)
        unfinished = (ledger.area < 0) & ~run.done & ~self.years.elsewhere[ledger.team]
        services, areas, teams = len(self.years.today.scenario.services), len(scenario.areas), len(scenario.teams)

        def of_requests(chosen: Bools) -> Floats:
            return _table(years, years.of_request[chosen], self._place[ledger.request_service[chosen]], services)

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
