"""A log and a scenario to fitted services: each number with its interval, and what is odd about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval
from redesign.calibration.arrivals import Arrivals, Z, fit_arrivals
from redesign.calibration.clock import Clock, clock_of
from redesign.calibration.log import Log
from redesign.calibration.oddities import oddities, oddities_of_log, rows_without_time
from redesign.calibration.turnaround import Turnaround, fit_turnaround, open_at
from redesign.calibration.weeks import Weeks, cut
from redesign.calibration.work import Work, fit_work
from redesign.demand.expectation import driver_units, expected_returns
from redesign.errors import Fault, InputError
from redesign.scenario.log_map import EVERY, LogMap
from redesign.scenario.model import Scenario, Service

FEWEST_TICKETS = 50
FEWEST_DAYS = 28
"""A rate of fewer weeks says nothing of a year, and how weeks differ cannot be told."""
MOST_LOST_SHARE = 0.25
"""Of a log of which more rows have no time, what is left may be any part of the requests."""
WARM_UP_WEEKS = 13


@dataclass(frozen=True, slots=True)
class Fitted:
    """One number of the scenario, as the log has it."""

    key: str
    """Inside the service, such as `requests_per_driver_per_year`."""
    value: Interval
    before: float
    """What the scenario said."""
    how: str
    """In words, for its source."""


@dataclass(frozen=True, slots=True)
class ServiceFit:
    """All that a log says of one service."""

    service: str
    tickets: int
    weeks: Weeks
    arrivals: Arrivals
    work: Work | None
    turnaround: Turnaround | None
    numbers: tuple[Fitted, ...]
    notes: tuple[str, ...]
    log: Log
    """Its tickets in the range that was fitted."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """A log, fitted."""

    log: Log
    clock: Clock
    first: np.datetime64
    end: np.datetime64
    """First day after the range that was fitted."""
    services: tuple[ServiceFit, ...]
    too_few: dict[str, int]
    """Services with too few tickets to fit."""
    elsewhere: dict[str, int]
    """Tickets that belong to no service, by what stands in the service column."""
    notes: tuple[str, ...]


def calibrate(scenario: Scenario, log: Log, how: LogMap, until: np.datetime64 | None = None) -> Calibration:
    """Fit every service that the log has tickets of; raises InputError where it has none of any.

    `until` ends the range that is fitted: of later days nothing is known then, closings included.
    """
    lost = rows_without_time(log)
    if lost > MOST_LOST_SHARE * log.rows:
        text = f"found {lost:,} of {log.rows:,} rows that cannot be placed in time; allowed: at most a quarter"
        raise InputError([Fault(log.file, 0, 0, log.file, f"{text}, since rates are of the rows that are left")])
    clock = clock_of(scenario.calendar, how.opens_at_hour)
    known = log if until is None else log.as_known_on(until)
    if not len(known.opened):
        raise InputError([Fault(log.file, 0, 0, log.file, f"found no ticket before {until}")])
    first = known.opened[0].astype("datetime64[D]")
    end = (known.opened[-1].astype("datetime64[D]") + 1) if until is None else until
    names, elsewhere = services_of(scenario, known, how)
    fits, few = [], {}
    for service in scenario.services:
        own = known.only(names == service)
        if len(own.opened) >= FEWEST_TICKETS:
            fits.append(_fit(scenario, service, own, (first, end), clock))
        elif len(own.opened):
            few[service] = len(own.opened)
    if not fits:
        raise InputError([Fault(log.file, 0, 0, log.file, _nothing(few, elsewhere, scenario))])
    return Calibration(known, clock, first, end, tuple(fits), few, elsewhere, tuple(oddities_of_log(known)))


def services_of(scenario: Scenario, log: Log, how: LogMap) -> tuple[NDArray[np.str_], dict[str, int]]:
    """[n] the service of each ticket, empty for none, and how many belong to none by their category."""
    wanted = {service.label.casefold(): name for name, service in scenario.services.items()}
    wanted = wanted | {name.casefold(): name for name in scenario.services} if not how.services else how.wanted()
    if unknown := set(wanted.values()) - set(scenario.services):
        text = f"found {', '.join(sorted(unknown))} under services; allowed: {', '.join(scenario.services)}"
        raise InputError([Fault(log.file, 0, 0, "services", text)])
    rest = wanted.get(EVERY, "")
    if not how.services and len(scenario.services) == 1:
        rest = next(iter(scenario.services))
    names = np.array([wanted.get(text.casefold(), rest) for text in log.category])
    left = Counter(log.category[names == ""].tolist())
    return names, dict(left.most_common())


def _nothing(few: dict[str, int], elsewhere: dict[str, int], scenario: Scenario) -> str:
    if few:
        words = ", ".join(f"{count} of {name}" for name, count in few.items())
        return f"found {words}; allowed: at least {FEWEST_TICKETS} tickets of a service"
    service, example = next(iter(scenario.services), "name"), next(iter(elsewhere), "") or EVERY
    seen = ", ".join(repr(text) for text in list(elsewhere)[:8] if text) or "no column that tells them apart"
    return (
        f"found no ticket of any service of the scenario, but {seen}; say which belongs to which under `services:` in "
        f'the file of --columns, such as `services: {{{service}: "{example}"}}`'
    )


def _fit(
    scenario: Scenario, name: str, log: Log, span: tuple[np.datetime64, np.datetime64], clock: Clock
) -> ServiceFit:
    service, seed = scenario.services[name], scenario.run.seed
    _long_enough(log, *span)
    weeks = cut(log.opened, *span, clock)
    arrivals = fit_arrivals(weeks, clock.weeks_length(), season_of(service, clock.weeks), seed)
    hours = log.hours[np.isfinite(log.hours)]
    work = fit_work(hours)
    due = service.promise.within_hours(scenario.calendar.hours_per_week) if service.promise else None
    notes = [*oddities(log, weeks, arrivals, clock)]
    if work is None:
        notes.append(
            "No hours worked, or too few: work times cannot be told. Turnaround has waiting in it, and the same "
            "turnaround comes of little work and few free hours as of much work and many; `work_hours` and `work_cv` "
            "stay as they are."
        )
    turnaround = fit_turnaround(log, weeks, clock, due, seed)
    numbers = (*_rate(scenario, service, arrivals, log), *_work(service, work), *_opening(service, log, weeks))
    return ServiceFit(name, len(log.opened), weeks, arrivals, work, turnaround, numbers, tuple(notes), log)


def _long_enough(log: Log, first: np.datetime64, end: np.datetime64) -> None:
    if (days := int((end - first).astype(int))) < FEWEST_DAYS:
        text = f"found tickets of {days} day{'s' * (days != 1)} in {log.columns['opened']}, {first} to {end - 1}"
        raise InputError([Fault(log.file, 0, 0, log.file, f"{text}; allowed: of four weeks or more")])


def season_of(service: Service, weeks: int) -> NDArray[np.float64]:
    """[weeks] demand over that of a week without a peak, as the scenario has it."""
    season = np.ones(weeks)
    for peak in service.peaks:
        season[peak.from_week - 1 : peak.to_week] *= peak.factor
    return season


def _rate(scenario: Scenario, service: Service, arrivals: Arrivals, log: Log) -> list[Fitted]:
    units = float(driver_units(service.driver, scenario.schools).sum())
    if not units:
        return []
    year = arrivals.per_year
    value = Interval(year.mean / units, year.low / units, year.high / units)
    how = f"{year.mean:,.0f} requests a year over {units:,.6g} {service.driver.replace('_', ' ')} of the roster"
    if lost := rows_without_time(log):
        how += f"; {lost:,} of {log.rows:,} rows of the log have no time and are left out"
    return [Fitted("requests_per_driver_per_year", value, service.requests_per_driver_per_year, how)]


def _work(service: Service, work: Work | None) -> list[Fitted]:
    """Hours of a ticket shared among its steps as the scenario shares them; independent steps, so that spreads add."""
    if work is None or not service.steps:
        return []
    again = [
        1 + expected_returns(service.return_share) * service.rework_share if after.team != step.team else 1.0
        for step, after in zip(service.steps, service.steps[1:], strict=False)
    ] + [1.0]
    parts = [step.work_hours * times for step, times in zip(service.steps, again, strict=True)]
    scale = work.mean.mean / sum(parts)
    widen = sum(parts) / float(np.sqrt(sum(part**2 for part in parts)))
    out = []
    for i, step in enumerate(service.steps):
        share = step.work_hours / sum(parts)
        value = Interval(step.work_hours * scale, work.mean.low * share, work.mean.high * share)
        shared = "" if len(parts) == 1 else f", shared among {len(parts)} steps as before"
        out.append(
            Fitted(f"steps.{i}.work_hours", value, step.work_hours, f"{work.tickets:,} tickets with hours{shared}")
        )
    spread = Interval(work.cv.mean * widen, work.cv.low * widen, work.cv.high * widen)
    how = f"{work.distribution} by likelihood, {work.likelihood_gain:,.1f} above the other"
    return [*out, Fitted("work_cv", spread, service.work_cv, how)]


def _opening(service: Service, log: Log, weeks: Weeks) -> list[Fitted]:
    """Tickets open on the last July 1 that the log has seen from well before."""
    year = int(str(weeks.end)[:4])
    days = [np.datetime64(f"{y}-07-01") for y in (year, year - 1)]
    days = [d for d in days if weeks.first + 7 * WARM_UP_WEEKS <= d <= weeks.end]
    if not days or np.isnat(log.closed).all() or not service.steps:
        return []
    count = float(open_at(log, days[0].astype("datetime64[s]")[None])[0])
    half = Z * float(np.sqrt(max(count, 1.0)))
    value = Interval(count, max(0.0, count - half), count + half)
    return [Fitted("opening_backlog_requests", value, service.opening_backlog_requests, f"open on {days[0]}")]
