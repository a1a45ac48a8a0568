"""From a scenario and a ticket log to the calibrated scenario, what it rests on, and how well it describes the log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from redesign.calibration.fit import Calibration, calibrate, services_of
from redesign.calibration.log import Log, read_log
from redesign.calibration.predicted import Check, check
from redesign.errors import Fault, InputError
from redesign.scenario.log_map import LogMap
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.study.calibrated.busy import Busy, busy
from redesign.study.calibrated.compared import Beside, compared
from redesign.study.calibrated.curves import Curves
from redesign.study.calibrated.variant import write_variant
from redesign.study.runner import Progress

Fit = tuple[Scenario, Calibration, tuple[Check, ...]]
"""The scenario, what was fitted, and what was predicted of the rest of the log."""


@dataclass(frozen=True, slots=True)
class Range:
    """What is fitted, and from when on the rest is compared."""

    until: date | None = None
    """First day that is not fitted; None: all is."""
    check_from: date | None = None
    """None: nothing is compared."""
    check_until: date | None = None
    """None: to the end of the log."""


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The whole result."""

    scenario: Scenario
    """The calibrated one."""
    before: Scenario
    found: Calibration
    beside: tuple[Beside, ...]
    curves: tuple[Curves, ...]
    """One for each service that was fitted."""
    checks: tuple[Check, ...]
    busy: tuple[Busy, ...] = ()
    """Teams that are busier, or less busy, with the fitted numbers."""


def fitted(path: Path, tickets: Path, how: LogMap, span: Range) -> Fit:
    """Read, fit and check; writes and simulates nothing. Raises InputError."""
    scenario, log = load_scenario(path), read_log(tickets, how)
    until = span.until if span.until is not None else span.check_from
    found = calibrate(scenario, log, how, None if until is None else np.datetime64(until))
    return scenario, found, _checks(scenario, found, log, how, span)


def calibrated(path: Path, folder: Path, fit: Fit, progress: Progress) -> Calibrated:
    """Write the variant into a folder and simulate it. Raises OSError."""
    before, found, checks = fit
    scenario = write_variant(path, folder, found)
    return Calibrated(scenario, before, found, *compared(scenario, found, progress), checks, busy(before, scenario))


def _checks(scenario: Scenario, found: Calibration, log: Log, how: LogMap, span: Range) -> tuple[Check, ...]:
    if span.check_from is None:
        return ()
    first, end = np.datetime64(span.check_from), log.opened[-1].astype("datetime64[D]") + 1
    if span.check_until is not None:
        end = min(end, np.datetime64(span.check_until))
    if first < found.end or end - first < np.timedelta64(28, "D"):
        text = f"found {first}; allowed: from {found.end} on, four weeks or more before the log's end, {end}"
        raise InputError([Fault(log.file, 0, 0, "--check-from", text)])
    names, _ = services_of(scenario, log, how)
    days = (first, end)
    return tuple(
        check(fit, log.only(names == fit.service), days, found.clock, scenario.run.seed) for fit in found.services
    )
