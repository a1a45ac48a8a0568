"""Logs as they come: columns by their usual names, broken rows dropped and counted, files refused."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest

from redesign.calibration.log import Log, read_log
from redesign.errors import InputError
from redesign.scenario.log_map import Columns, LogMap, read_log_map

GOOD = "Ticket ID,Category,Date Opened,Date Closed,Hours Worked\n1,Hardware,2024-01-02 08:00,2024-01-03 09:30,0.5\n"


def read(folder: Path, text: str | bytes, how: LogMap | None = None) -> Log:
    (folder / "log.csv").write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_log(folder / "log.csv", how or LogMap())


def refused(folder: Path, text: str | bytes, how: LogMap | None = None) -> str:
    with pytest.raises(InputError) as error:
        read(folder, text, how)
    return str(error.value)


def test_a_good_row(tmp_path: Path) -> None:
    log = read(tmp_path, GOOD)
    assert log.columns == {
        "opened": "Date Opened",
        "closed": "Date Closed",
        "ticket": "Ticket ID",
        "service": "Category",
        "hours": "Hours Worked",
    }
    assert (log.opened[0], log.closed[0]) == (np.datetime64("2024-01-02T08:00"), np.datetime64("2024-01-03T09:30"))
    assert (log.hours[0], log.category[0], log.rows) == (0.5, "Hardware", 1)


@pytest.mark.parametrize(
    ("header", "opened", "closed"),
    [
        ("Created On;Resolved At", "Created On", "Resolved At"),
        ("created_at\tclosed_at", "created_at", "closed_at"),
        ("Request Date|Completion Date", None, None),
        ("Submitted,Completed", "Submitted", "Completed"),
        ("Created Date,Closed,Resolved", "Created Date", "Resolved"),
    ],
)
def test_usual_names_and_separators(tmp_path: Path, header: str, opened: str | None, closed: str | None) -> None:
    mark = next(mark for mark in ";\t|," if mark in header)
    text = f"{header}\n{mark.join(['2024-01-02', '2024-01-03', '2024-01-04'][: header.count(mark) + 1])}\n"
    if opened is None:
        assert "no column that says when a ticket was opened" in refused(tmp_path, text)
        return
    columns = read(tmp_path, text).columns
    assert (columns["opened"], columns["closed"]) == (opened, closed)


def test_broken_rows_are_dropped_and_counted_by_reason_with_their_lines(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        "id,opened,closed,minutes\n"
        "1,2024-01-15 08:00,2024-01-15 09:00,30\n"
        "2,,2024-01-15 09:00,30\n"
        "3,yesterday,2024-01-15 09:00,30\n"
        "4,2024-01-16 08:00\n"
        "1,2024-01-15 08:00,2024-01-15 09:00,30\n"
        "5,2024-01-17 08:00,2024-01-16 08:00,30\n"
        "6,2024-01-17 09:00,later,-4\n"
        "7,2024-01-17 10:00,,\n",
    )
    assert log.dropped.lines == {
        "no opening time": [3],
        "opening time unreadable": [4],
        "not as many cells as the header": [5],
        "the same ticket a second time": [6],
    }
    assert log.partly.lines == {
        "closed before it was opened": [7],
        "closing time unreadable": [8],
        "minutes worked not above 0, or no number": [8],
    }
    assert (len(log.opened), log.rows) == (4, 8)
    assert log.unclear.tolist() == [False, True, True, False]
    assert np.isnat(log.closed).tolist() == [False, True, True, True]
    assert log.hours[0] == 0.5


def test_a_reopened_ticket_is_one(tmp_path: Path) -> None:
    log = read(
        tmp_path,
        "id,opened,closed,hours\n9,2024-01-05,2024-01-06,1\n9,2024-01-08,2024-01-10,2\n8,2024-01-07,2024-01-07,1\n",
    )
    assert (log.reopened, len(log.opened)) == (1, 2)
    assert (log.closed[0], log.hours[0]) == (np.datetime64("2024-01-10"), 3.0)


def test_lines_are_those_of_the_file_where_cells_hold_line_breaks(tmp_path: Path) -> None:
    text = 'id,opened,note\n1,2024-01-15,"two\nlines"\n2,never,x\n'
    assert read(tmp_path, text).dropped.lines == {"opening time unreadable": [4]}


def test_other_encodings(tmp_path: Path) -> None:
    assert read(tmp_path, GOOD.encode("utf-16")).rows == 1
    log = read(tmp_path, GOOD.replace("Hardware", "Küche").encode("cp1252"))
    assert (log.category[0], "not UTF-8" in log.notes[0]) == ("Küche", True)


def test_what_was_known_on_a_day(tmp_path: Path) -> None:
    log = read(tmp_path, "opened,closed\n2024-01-02,2024-01-03\n2024-01-04,2024-02-01\n2024-01-20,2024-01-21\n")
    then = log.as_known_on(np.datetime64("2024-01-10"))
    assert np.isnat(then.closed).tolist() == [False, True]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "found no row"),
        ("opened,closed\n", "found no row"),
        ("a,b\n1,2\n", "there are: a, b"),
        ("opened\nnever\n", "found no ticket with a time in opened"),
        ("opened,closed\n03/04/2024,04/05/2024\n", "say `dates: day_first` or `dates: month_first`"),
        ('opened,note\n2024-01-01,"oops\n' + "2024-01-01,x\n" * 400, "a quote that is not closed"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, text: str, words: str) -> None:
    assert words in refused(tmp_path, text)


def test_columns_that_are_not_there(tmp_path: Path) -> None:
    assert "'When' for opened" in refused(tmp_path, GOOD, LogMap(columns=Columns(opened="When")))
    assert "time zone 'Texas'" in refused(tmp_path, GOOD, LogMap(time_zone="Texas"))
    with pytest.raises(InputError, match="cannot be read"):
        read_log(tmp_path / "nowhere.csv", LogMap())


def test_the_map_is_checked_like_a_scenario(tmp_path: Path) -> None:
    path = tmp_path / "map.yaml"
    path.write_text("columns: {opened: When, closd: Then}\nservices: {it: [A, B], hr: '*'}\ndates: mdy\n")
    with pytest.raises(InputError) as error:
        read_log_map(path)
    assert "did you mean 'closed'" in str(error.value)
    assert "dates" in str(error.value)
    path.write_text("columns: {opened: When}\nservices: {it: [A, B], hr: '*'}\ndates: day_first\nopens_at_hour: 7\n")
    how = read_log_map(path)
    assert how.wanted() == {"a": "it", "b": "it", "*": "hr"}
    assert (how.opens_at_hour, how.dates, how.columns.opened) == (7, "day_first", "When")


def test_any_bytes_end_in_a_log_or_in_one_message(tmp_path: Path) -> None:
    draw = random.Random(5)  # noqa: S311
    for _ in range(200):
        text = bytearray(GOOD.encode() * 3)
        for _ in range(draw.randint(1, 12)):
            text[draw.randrange(len(text))] = draw.randrange(256)
        try:
            log = read(tmp_path, bytes(text))
        except InputError:
            continue
        assert len(log.opened) + sum(log.dropped.counts.values()) + log.reopened == log.rows


def test_opened_and_closed_exchanged_are_asked_about(tmp_path: Path) -> None:
    header, row = GOOD.splitlines()
    _, category, opened, closed, hours = row.split(",")
    exchanged = [f"{i},{category},{closed},{opened},{hours}" for i in range(2)]
    told = refused(tmp_path, "\n".join([header, row, *exchanged, ""]))
    assert told.startswith(
        "log.csv:3:1: found Date Closed before Date Opened in 2 of 3 rows with both; allowed: in half"
    )
    assert "are the two exchanged? `columns: {opened: ..., closed: ...}`" in told
    assert read(tmp_path, "\n".join([header, row, exchanged[1], ""])).rows == 2, "half of them may be"


def test_closing_days_without_hours_are_not_taken_for_exchanged(tmp_path: Path) -> None:
    assert read(tmp_path, "opened,closed\n2024-01-15 08:00,2024-01-15\n2024-01-16 08:00,2024-01-16\n").rows == 2
