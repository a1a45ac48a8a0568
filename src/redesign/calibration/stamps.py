"""Time stamps of the usual kinds: ISO, US 12-hour, day first or month first, names of months, zones, Excel serials.

What 03/04/2024 means is told by other values of the log (a 17 in the first place is a day), or by whoever calls; where
nothing tells, it is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo

import numpy as np
from numpy.typing import NDArray

Times = NDArray[np.datetime64]
Parsed = datetime | tuple[int, int, datetime] | None
"""A time; or, where day and month are not told apart, both numbers and the first of January of that year; or none."""

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_OFFSETS = {"z": 0, "utc": 0, "gmt": 0, "est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6}
_OFFSETS |= {"pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10}
_ZONE = rf"(?P<zone>{'|'.join(_OFFSETS)}|[+-]\d\d:?\d\d)"
_TIME = rf"(?:,?[T\s]+(?P<H>\d\d?):(?P<M>\d\d)(?::(?P<S>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\.?)?\s*{_ZONE}?)?"
_MONTH = rf"(?P<name>{'|'.join(MONTHS)})[a-z]*\.?"
_DAY_NAME = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_KINDS = [
    re.compile(f"{_DAY_NAME}{date}{_TIME}", re.IGNORECASE)
    for date in (
        r"(?P<y>\d{4})[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)",
        r"(?P<a>\d\d?)(?P<mark>[/.-])(?P<b>\d\d?)(?P=mark)(?P<y>\d{4}|\d\d)",
        rf"(?P<d>\d\d?)[-\s]+{_MONTH}[-,\s]+(?P<y>\d{{4}}|\d\d)",
        rf"{_MONTH}\s+(?P<d>\d\d?),?\s+(?P<y>\d{{4}})",
    )
]
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_EPOCH = re.compile(r"1\d{9}(?:\.\d+)?|1\d{12}")
_EXCEL, _UNIX = datetime(1899, 12, 30), datetime(1970, 1, 1)
EARLIEST, LATEST = 1990, 2100
FEW_SHARE, MANY = 0.01, 20
"""One order of day and month is taken though some values speak for the other: few of at least so many."""


class AmbiguousError(Exception):
    """A text that may be two dates, and nothing tells which."""


@dataclass(frozen=True, slots=True)
class Read:
    """A log's columns of times; NaT where a cell is empty or unreadable."""

    times: Mapping[str, Times]
    unreadable: Mapping[str, NDArray[np.bool_]]
    zoned: bool
    """Whether any stamp has a zone."""


def read_stamps(columns: Mapping[str, list[str]], day_first: bool | None, zone: tzinfo | None) -> Read:
    """Read columns of one log together, times as the office's clock shows them.

    `day_first` None: told by the values. Stamps with a zone are moved to `zone`; without one they are taken as written.
    Raises AmbiguousError.
    """
    parsed = {name: [_parse(text.strip()) for text in texts] for name, texts in columns.items()}
    pairs = [each for values in parsed.values() for each in values if isinstance(each, tuple)]
    first = _day_is_first(pairs) if day_first is None and pairs else bool(day_first)
    made = {name: [_shown(_settled(each, first), zone) for each in values] for name, values in parsed.items()}
    return Read(
        {name: np.array([_stamp(each) for each in values], "datetime64[s]") for name, values in made.items()},
        {
            name: np.array(
                [each is None and text.strip() != "" for each, text in zip(values, columns[name], strict=True)]
            )
            for name, values in made.items()
        },
        any(_has_zone(text) for texts in columns.values() for text in texts),
    )


def _has_zone(text: str) -> bool:
    return bool(re.search(rf"\d\s*{_ZONE}\s*$", text, re.IGNORECASE)) and ":" in text


def _stamp(value: datetime | None) -> np.datetime64:
    return np.datetime64("NaT", "s") if value is None else np.datetime64(value.replace(microsecond=0), "s")


def _parse(text: str) -> Parsed:
    for kind in _KINDS:
        if match := kind.fullmatch(text):
            try:
                return _made(match.groupdict())
            except (ValueError, OverflowError):
                return None
    if _SERIAL.fullmatch(text):
        return _plausible(_EXCEL + timedelta(days=float(text)) + timedelta(milliseconds=500))
    if _EPOCH.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return (_UNIX + timedelta(seconds=seconds)).replace(tzinfo=UTC)
    return None


def _made(found: dict[str, str | None]) -> Parsed:
    year = int(found["y"] or 0)
    year += 2000 if year < 100 else 0
    clock = timedelta(seconds=_seconds(found))
    if found.get("a") is None:
        name = found.get("name")
        month = MONTHS.index(name.lower()) + 1 if name else int(found["m"] or 0)
        return _plausible(_zoned(datetime(year, month, int(found["d"] or 0)) + clock, found))
    first, second = int(found["a"] or 0), int(found["b"] or 0)
    january = _plausible(_zoned(datetime(year, 1, 1) + clock, found))
    if january is None or not (1 <= first <= 31 and 1 <= second <= 31):
        return None
    if found["mark"] == ".":
        return _plausible(_zoned(datetime(year, second, first) + clock, found))
    return first, second, january


def _seconds(found: dict[str, str | None]) -> int:
    hour, minute, second = (int(found.get(key) or 0) for key in "HMS")
    if half := found.get("half"):
        if not 1 <= hour <= 12:
            raise ValueError(half)
        hour = hour % 12 + (12 if half[0] in "pP" else 0)
    if hour > 24 or minute > 59 or second > 60:
        raise ValueError(hour)
    return 3600 * hour + 60 * minute + second


def _zoned(moment: datetime, found: dict[str, str | None]) -> datetime:
    text = found.get("zone")
    if text is None:
        return moment
    hours = _OFFSETS.get(text.lower())
    minutes = hours * 60 if hours is not None else int(text[0] + "1") * (int(text[1:3]) * 60 + int(text[-2:]))
    return moment.replace(tzinfo=timezone(timedelta(minutes=minutes)))


def _shown(moment: datetime | None, zone: tzinfo | None) -> datetime | None:
    """As the office's clock shows it; where no zone is named as it is written."""
    if moment is None or moment.tzinfo is None:
        return moment
    return (moment if zone is None else moment.astimezone(zone)).replace(tzinfo=None)


def _plausible(moment: datetime) -> datetime | None:
    return moment if EARLIEST <= moment.year < LATEST else None


def _day_is_first(pairs: Iterable[tuple[int, int, datetime]]) -> bool:
    """Whether the day comes first; a number above 12 can only be a day."""
    day, month, sample = 0, 0, (0, 0)
    for first, second, _ in pairs:
        day, month = day + (first > 12), month + (second > 12)
        sample = (first, second)
    few, many = sorted((day, month))
    if many and (not few or (few <= FEW_SHARE * many and many >= MANY)):
        return day > month
    raise AmbiguousError(f"{sample[0]}/{sample[1]}")


def _settled(value: Parsed, day_first: bool) -> datetime | None:
    if not isinstance(value, tuple):
        return value
    first, second, january = value
    day, month = (first, second) if day_first else (second, first)
    try:
        return january.replace(month=month, day=day)
    except ValueError:
        return None
