"""A ticket log, ticket by ticket: what is broken is dropped and counted by reason, with line numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from redesign.calibration.log_file import Reasons, TicketFile, read_file
from redesign.calibration.stamps import AmbiguousError, Read, Times, read_stamps
from redesign.scenario.log_map import LogMap

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
MOST_HOURS = 1000.0
MOST_EARLY_SHARE = 0.5
"""Of tickets with both times: where more are closed before they are opened, it is the columns."""


@dataclass(frozen=True, slots=True)
class Log:
    """Tickets in order of opening; n of them."""

    file: str
    columns: dict[str, str]
    """What was read: field to column."""
    opened: Times
    closed: Times
    """NaT where a ticket was not closed, or nobody knows when."""
    unclear: NDArray[np.bool_]
    """[n] whether the closing time is unreadable or cannot be: a request without a turnaround."""
    hours: NDArray[np.float64]
    """Worked; NaN where not known."""
    category: NDArray[np.str_]
    rows: int
    """Of the file, below its header."""
    dropped: Reasons
    """Rows that are no tickets here."""
    partly: Reasons
    """Rows that count as requests, but not for turnaround or work."""
    reopened: int
    notes: tuple[str, ...] = ()

    def only(self, chosen: NDArray[np.bool_]) -> Log:
        """Some of the tickets."""
        parts = {name: getattr(self, name)[chosen] for name in ("opened", "closed", "unclear", "hours", "category")}
        return replace(self, **parts)

    def as_known_on(self, day: np.datetime64) -> Log:
        """What the log would have said then: no later tickets, no later closings."""
        log = self.only(self.opened < day)
        later = log.closed >= day
        return replace(
            log,
            closed=np.where(later, np.datetime64("NaT", "s"), log.closed),
            hours=np.where(later, np.nan, log.hours),
        )


def read_log(path: Path, how: LogMap) -> Log:
    """Read a log; raises InputError where the file as a whole cannot be read."""
    file = read_file(path, how)
    read = _stamps(file, how)
    if read.zoned and how.time_zone is None:
        file.notes.append("Stamps have a time zone and no `time_zone` is named: they are taken as written.")
    opened, partly = read.times["opened"].copy(), Reasons()
    closed, unclear = _closed(file, read, partly)
    hours, there = _hours(file, partly), _opened(file, read)
    reopened = _joined(file, there, (opened, closed, hours))
    category = [" ".join(text.split()) for text in file.cells.get("service", [""] * len(opened))]
    order = np.flatnonzero(there)[np.argsort(opened[there], kind="stable")]
    if not len(order):
        raise file.fault(f"found no ticket with a time in {file.columns['opened']}", 2)
    return Log(
        file=path.name,
        columns=file.columns,
        opened=opened[order],
        closed=closed[order],
        unclear=unclear[order],
        hours=hours[order],
        category=np.array(category)[order],
        rows=len(opened) + file.dropped.counts.get("not as many cells as the header", 0),
        dropped=file.dropped,
        partly=partly,
        reopened=reopened,
        notes=tuple(file.notes),
    )


def _stamps(file: TicketFile, how: LogMap) -> Read:
    order = {"day_first": True, "month_first": False, None: None}[how.dates]
    names = ["opened", *(["closed"] if "closed" in file.cells else [])]
    cells = {name: file.cells[name] for name in names}
    try:
        return read_stamps(cells, order, ZoneInfo(how.time_zone) if how.time_zone else None)
    except AmbiguousError as error:
        where = " and ".join(file.columns[name] for name in names)
        raise file.fault(
            f"found dates such as {error} in {where}, and no value tells day from month; say `dates: day_first` or "
            "`dates: month_first` in the file of --columns",
            2,
        ) from None
    except (KeyError, ValueError, OSError) as error:
        raise file.fault(f"found no time zone {how.time_zone!r}; allowed: such as America/Chicago") from error


def _opened(file: TicketFile, read: Read) -> Bools:
    """Which rows say when; the others are dropped."""
    there: Bools = ~np.isnat(read.times["opened"])
    for at in np.flatnonzero(~there):
        unreadable = read.unreadable["opened"][at]
        file.dropped.add("opening time unreadable" if unreadable else "no opening time", file.lines[at])
    return there


def _closed(file: TicketFile, read: Read, partly: Reasons) -> tuple[Times, Bools]:
    """Closing times, and where there is one that cannot be or cannot be read."""
    opened = read.times["opened"]
    if "closed" not in read.times:
        return np.full(len(opened), np.datetime64("NaT", "s")), np.zeros(len(opened), np.bool_)
    closed = read.times["closed"]
    early = closed < opened
    _exchanged(file, opened, closed)
    unclear: Bools = read.unreadable["closed"] | early
    for at in np.flatnonzero(unclear & ~np.isnat(opened)):
        partly.add("closed before it was opened" if early[at] else "closing time unreadable", file.lines[at])
    return np.where(unclear, np.datetime64("NaT", "s"), closed), unclear


def _exchanged(file: TicketFile, opened: Times, closed: Times) -> None:
    """Raise InputError where most tickets are closed before they are opened."""
    day = closed.astype("datetime64[D]")
    dated = (closed == day) & (opened.astype("datetime64[D]") == day)  # a closing of which only the day is known
    early, both = np.flatnonzero((closed < opened) & ~dated), int((~np.isnat(opened) & ~np.isnat(closed)).sum())
    if len(early) > MOST_EARLY_SHARE * both:
        one, other = file.columns["opened"], file.columns["closed"]
        found = f"found {other} before {one} in {len(early):,} of {both:,} rows with both"
        text = (
            "allowed: in half of them at most; are the two exchanged? `columns: {opened: ..., closed: ...}` in the file"
        )
        raise file.fault(f"{found}; {text} of --columns names them", file.lines[early[0]])


def _hours(file: TicketFile, partly: Reasons) -> Floats:
    name = "hours" if "hours" in file.cells else "minutes"
    out = np.full(len(file.lines), np.nan)
    for at, text in enumerate(file.cells.get(name, [])):
        if not text.strip():
            continue
        try:
            value = float(text.replace(",", "")) / (1 if name == "hours" else 60)
        except ValueError:
            value = -1.0
        if 0 < value <= MOST_HOURS:
            out[at] = value
        else:
            partly.add(f"{name} worked not above 0, or no number", file.lines[at])
    return out


def _joined(file: TicketFile, there: Bools, values: tuple[Times, Times, Floats]) -> int:
    """Rows of one ticket become one: repeated rows are dropped, reopened tickets end when they end last."""
    opened, closed, hours = values
    reopened = 0
    for first, again in _repeats(file, there):
        there[again] = False
        if opened[first] == opened[again]:
            file.dropped.add("the same ticket a second time", file.lines[again])
            continue
        reopened += 1
        if opened[again] < opened[first]:
            opened[first], closed[again], closed[first] = opened[again], closed[first], closed[again]
        closed[first] = closed[first] if np.isnat(closed[again]) else max(closed[first], closed[again])
        if np.isfinite(hours[again]):
            hours[first] = np.nansum([hours[first], hours[again]])
    return reopened


def _repeats(file: TicketFile, there: Bools) -> Iterator[tuple[int, int]]:
    first: dict[str, int] = {}
    for at, ticket in enumerate(file.cells.get("ticket", [])):
        name = ticket.strip()
        if name and there[at] and first.setdefault(name, at) != at:
            yield first[name], at
