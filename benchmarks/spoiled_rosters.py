"""Rosters as spreadsheets, exports and hands spoil them: tables of texts, then CSV files or workbooks made of them."""

from __future__ import annotations

import csv
import datetime
import io
import zipfile
from collections.abc import Callable
from random import Random

from openpyxl import Workbook
from spoiled_yaml import CHARACTERS, encoded

Table = list[list[str]]
CELLS = [
    *("", " ", "0", "-1", "0.5", "1.0", "1e3", "1E+05", "1.08911E+08", "1e400", "nan", "inf", "-inf", "1,000"),
    *("75%", "$5", "n/a", "N/A", "#N/A", "#REF!", "#DIV/0!", "####", "-", "--", ".", "*", "<10", "true", "None"),
    *('="0100005"', "=A1+B1", "=cmd|' /C calc'!A0", "+1", "@x", "3-Jan", "2021-09-01", "x" * 300, "x" * 25_000),
    *('a "quoted" word', "two\nlines", "a,b", "a;b", "\u202e", "\u200b", "\ufeff", "\xa0", "\u3164", "Pe\xf1a"),
    *("elementary", "Elementary", "ELEM", "high", "middle", "k8", "99999999999999999999", "9" * 60, "0x10", "010"),
    *("\u2019", "\u6570", "1.000,5", "null", "1 2"),
]
HEADERS = [
    *("id", "ID", "name", "School Name", "level", "Level", "enrollment", "Enrolment", "teachers", "Teachers (FTE)"),
    *("principals", "econ_disadvantaged", "% econ", "special_education", "", " ", "Unnamed: 0", "Column1", "x", "1"),
    *("id ", "source"),
]
OTHERS = (None, True, False, 0, 1.5, -3, 1e308, 10**18, "=1/0", "=SUM(A1:A9)")
OTHERS += (datetime.date(2021, 1, 3), datetime.time(12))
"""What a cell of a workbook may hold that is no text."""
WORKBOOK_SHARE = 0.35


def place(table: Table, draw: Random) -> tuple[list[str], int]:
    """A row and a column in it; of an empty table a new one."""
    filled = [row for row in table if row] or [[""]]
    row = draw.choice(filled)
    return row, draw.randrange(len(row))


def cell(table: Table, draw: Random) -> None:
    """Another one."""
    row, i = place(table, draw)
    row[i] = draw.choice(CELLS)


def some_cells(table: Table, draw: Random) -> None:
    """A whole column of one kind."""
    new = draw.choice(CELLS)
    i = draw.randrange(max(map(len, table), default=1) or 1)
    for row in table[1:]:
        if i < len(row):
            row[i] = new


def character(table: Table, draw: Random) -> None:
    """One put into a cell."""
    row, i = place(table, draw)
    at = draw.randint(0, len(row[i]))
    row[i] = row[i][:at] + draw.choice(CHARACTERS) + row[i][at:]


def header(table: Table, draw: Random) -> None:
    """Another name of a column."""
    if table and table[0]:
        table[0][draw.randrange(len(table[0]))] = draw.choice(HEADERS)


def column(table: Table, draw: Random) -> None:
    """A column more, one fewer, one twice, or two exchanged."""
    i, j, kind = draw.randrange(9), draw.randrange(9), draw.randrange(4)
    for row in table:
        if kind == 0:
            row.insert(i, draw.choice(("", "", "0", "note")))
        elif kind == 1:
            del row[i : i + 1]
        elif kind == 2:
            row[j:j] = row[i : i + 1]
        elif max(i, j) < len(row):
            row[i], row[j] = row[j], row[i]


def row(table: Table, draw: Random) -> None:
    """One taken out, twice, empty, shorter, longer, or a note, a title or a total."""
    at, width = draw.randint(0, len(table)), len(table[0]) if table else 1
    made = ([""] * width, [], ["Total", "", "", "99"], ["Source: state file"], ["", "", ""], [*[""] * width, "", ""])
    kind = draw.randrange(9)
    if kind < len(made):
        table.insert(at, list(made[kind]))
    elif kind == 6:
        del table[at : at + draw.choice((1, 1, 3, 100))]
    elif kind == 7:
        table[at:at] = [list(each) for each in table[at : at + 1]]
    elif table:
        each = table[min(at, len(table) - 1)]
        each[:] = each[: draw.randrange(len(each) + 1)]


SPOILS: tuple[Callable[[Table, Random], None], ...] = (
    cell, cell, cell, some_cells, character, header, column, row, row,
)  # fmt: skip


def spoiled(text: str, draw: Random) -> tuple[str, bytes]:
    """The ending of a file and what is in it: a roster with up to four faults, as CSV or as a workbook."""
    table = list(csv.reader(io.StringIO(text)))
    for _ in range(draw.choice((0, 1, 1, 1, 2, 2, 3, 4))):
        draw.choice(SPOILS)(table, draw)
    if draw.random() < WORKBOOK_SHARE:
        return draw.choice((".xlsx",) * 8 + (".xlsm", ".csv")), workbook(table, draw)
    return draw.choice((".csv",) * 12 + (".xlsx", ".tsv", ".xls")), as_csv(table, draw)


def as_csv(table: Table, draw: Random) -> bytes:
    """Texts between commas or what stands for them, now and then with a fault no program would make."""
    file = io.StringIO()
    comma = draw.choice(";\t|") if draw.random() < 0.08 else ","
    quoting = draw.choice((csv.QUOTE_MINIMAL, csv.QUOTE_MINIMAL, csv.QUOTE_ALL))
    csv.writer(file, delimiter=comma, quoting=quoting, lineterminator=draw.choice(("\n", "\r\n"))).writerows(table)
    text = file.getvalue()
    if draw.random() < 0.05:
        text = draw.choice(("sep=,\n", "sep=;\n", '"sep=,"\n', "\n\n", "sep=\n")) + text
    for _ in range(draw.choice((0, 0, 0, 0, 0, 1, 1, 2, 5))):
        at = draw.randint(0, len(text))
        text = text[:at] + draw.choice(('"', ",", "\n", '""', draw.choice(CHARACTERS))) + text[at + draw.randrange(2) :]
    if draw.random() < 0.03:
        text = text[: draw.randint(0, len(text))]
    return encoded(text, draw)


def workbook(table: Table, draw: Random) -> bytes:
    """As a spreadsheet saves it: numbers as numbers, some cells of other kinds, sheets beside it, perhaps damaged."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for each in table:
        sheet.append([_typed(text, draw) for text in each])
    for _ in range(draw.choice((0, 0, 1, 2))):
        sheet.cell(draw.randint(1, 8), draw.randint(1, 12)).value = draw.choice(OTHERS)
    if draw.random() < 0.1:
        sheet.merge_cells("A1:C1")
    if draw.random() < 0.1:
        some = sheet.cell(draw.randint(1, 8), draw.randint(1, 12))
        some.number_format = draw.choice(("0000000", "0.00%", "yyyy-mm-dd", "@"))
    if draw.random() < 0.2:
        book.create_sheet(draw.choice(("Notes", "Schools", "\u6570\u636e")), draw.randrange(2)).append(["id", "x"])
    if draw.random() < 0.05:
        sheet.sheet_state, _ = "hidden", book.create_sheet("Other")
    file = io.BytesIO()
    book.save(file)
    content = file.getvalue()
    return damaged(content, draw) if draw.random() < 0.35 else content


def _typed(text: str, draw: Random) -> str | float | None:
    shown = "".join(c for c in text if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c < "\ufffe"))
    try:
        return shown if draw.random() < 0.1 else float(shown) if "." in shown else int(shown)
    except (ValueError, OverflowError):
        return shown or None


def damaged(content: bytes, draw: Random) -> bytes:
    """Bytes changed, the end cut off, or a part of the workbook spoiled and packed again."""
    if draw.random() < 0.4:
        broken = bytearray(content)
        for _ in range(draw.choice((1, 1, 3, 20))):
            broken[draw.randrange(len(broken))] = draw.randrange(256)
        return bytes(broken[: draw.choice((len(broken), len(broken), draw.randrange(len(broken))))])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    chosen = draw.choice(sorted(parts))
    if draw.random() < 0.2:
        del parts[chosen]
    else:
        parts[chosen] = _other_part(parts[chosen], draw)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in parts.items():
            packed.writestr(name, part)
    return file.getvalue()


def _other_part(part: bytes, draw: Random) -> bytes:
    """XML with a number, a tag or some bytes changed."""
    changes = (
        (b'r="A1"', b'r="XFD1048576"'), (b'r="A1"', b'r="0"'), (b'r="A2"', b'r="A1"'), (b'r="1"', b'r="-1"'),
        (b"<v>", b"<v>1e400"), (b"<v>", b"<v>x"), (b"<v>", b"<v>-"), (b't="s"', b't="d"'), (b't="n"', b't="e"'),
        (b't="n"', b't="b"'), (b't="n"', b't="zz"'), (b's="0"', b's="99"'), (b"<row", b"<rov"), (b"sheet1", b"sheet9"),
        (b"UTF-8", b"UTF-7"), (b"<?xml", b"<!DOCTYPE x><?xml"), (b"numFmtId=\"0\"", b"numFmtId=\"-5\""), (b"<", b"<<"),
        (b"</c>", b""), (b"dimension", b"dimensions"), (b'count="', b'count="-'), (b"1900", b"1904"),
    )  # fmt: skip
    old, new = draw.choice([pair for pair in changes if pair[0] in part] or [(b"", b"x")])
    found = part.replace(old, new, draw.choice((1, -1)) if old else 1)
    if draw.random() < 0.3 and found:
        at = draw.randrange(len(found))
        found = found[:at] + bytes([draw.randrange(256)]) + found[at + draw.randrange(9) :]
    return found
