"""An Excel workbook to a table, under caps on what it unpacks to; its formulas count as what they last showed."""

from __future__ import annotations

import datetime
import io
import re
import warnings
from collections.abc import Callable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from redesign.errors import Fault, InputError
from redesign.scenario.file_kind import SAVE_AS, refusal
from redesign.scenario.table import MOST_COLUMNS, MOST_ROWS, Cell, Row, SheetMark, Table, filled, too_large
from redesign.scenario.text import describe, hidden

if TYPE_CHECKING:
    from openpyxl import Workbook

MOST_UNPACKED_BYTES = 30_000_000
MOST_PART_BYTES = 3_000_000
"""Of a part that is neither a sheet nor the texts of sheets, and is held in memory whole."""
MOST_PARTS = 1000
MOST_TAGS = 800_000
"""Some 20,000 schools with ten columns."""
_HEAD_ROWS = 60
_MOST = f"{MOST_UNPACKED_BYTES // 1_000_000} MB, or to parts that are too many or too large"
_LITTLE = "a workbook with little but the roster; or save it as CSV UTF-8"
_IN_PIECES = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml|.*\.(png|jpe?g|gif|emf|wmf|bin)")
_DATES = (datetime.date, datetime.time, datetime.timedelta)
_MOST_DIGITS = 15
"""Of a number in a spreadsheet."""


def read_workbook(content: bytes, file: str, is_table: Callable[[list[Row]], bool]) -> Table:
    """Read the first sheet whose first rows `is_table` says are a table; failing that, the first with anything in it.

    Raises `InputError` for a workbook that is too large or that cannot be read.
    """
    _check_size(content, file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that a roster has no use for
            return _read(_opened(content), file, is_table)
    except (InputError, ImportError):
        raise
    except Exception as error:  # whatever a library says of a file that is not as it should be
        found = f"found an Excel workbook that cannot be read ({type(error).__name__})"
        raise refusal(file, found, f"one that opens in a spreadsheet; {SAVE_AS}") from None


def _opened(content: bytes) -> Workbook:
    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)


def _check_size(content: bytes, file: str) -> None:
    """Refuse what a roster never needs: what a workbook says of its size is all that is ever unpacked of it."""
    with ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
        large = any(p.file_size > MOST_PART_BYTES and not _IN_PIECES.fullmatch(p.filename) for p in parts)
        if large or len(parts) > MOST_PARTS or sum(p.file_size for p in parts) > MOST_UNPACKED_BYTES:
            raise refusal(file, f"found a workbook that unpacks to more than {_MOST}", _LITTLE)
        texts = [_unpacked(archive, p.filename) for p in parts if p.filename.endswith((".xml", ".rels"))]
    if any(b"<!DOCTYPE" in text.replace(b"\0", b"").upper() for text in texts):  # it could multiply what was measured
        raise refusal(file, "found a document type inside the workbook", f"none; {SAVE_AS}")
    if sum(text.count(b"<") for text in texts) > MOST_TAGS:
        raise refusal(file, f"found a workbook of more than {MOST_TAGS:,} tags", _LITTLE)


def _unpacked(archive: ZipFile, part: str) -> bytes:
    try:
        return archive.read(part)
    except Exception:  # damaged, or locked with a password: said when it is read
        return b""


def _read(workbook: Workbook, file: str, is_table: Callable[[list[Row]], bool]) -> Table:
    sheets = [sheet for sheet in workbook.worksheets if sheet.sheet_state == "visible"]
    heads = {sheet: Table() for sheet in sheets}
    for sheet, head in heads.items():
        head.rows = list(islice(_rows(sheet, file, head.faults), _HEAD_ROWS))
    fitting = [sheet for sheet, head in heads.items() if is_table(head.rows)]
    chosen = next(iter(fitting or [sheet for sheet, head in heads.items() if head.rows]), None)
    if chosen is None:
        return Table()
    table = heads[chosen]
    if len(table.rows) == _HEAD_ROWS:
        table = Table()
        table.rows = list(_rows(chosen, file, table.faults))
    width = max(map(len, table.rows))
    for row in table.rows:
        mark = row[0].mark
        row += [Cell("", SheetMark(file, mark.line, i, _title(chosen))) for i in range(len(row) + 1, width + 1)]
    others = ", ".join(map(_title, fitting[1:]))
    if others:
        table.notes.append(
            f"{file}: read from the sheet {_title(chosen)}; not read, though schools may be there: {others}."
        )
    return table


def _rows(sheet: Any, file: str, faults: list[Fault]) -> Iterator[Row]:
    """Every row in which something stands, up to its last cell; what the sheet says of its own size is often wrong."""
    title = _title(sheet)
    cells = sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS + 1)
    for line, values in enumerate(cells, start=1):
        last = max((i for i, cell in enumerate(values, start=1) if cell.value is not None), default=0)
        if last > MOST_COLUMNS or (last and line > MOST_ROWS):
            raise too_large(SheetMark(file, line, last, title))
        row = [_cell(cell, SheetMark(file, line, i, title), faults) for i, cell in enumerate(values[:last], start=1)]
        if row and filled(row):
            yield row


def _cell(cell: Any, mark: SheetMark, faults: list[Fault]) -> Cell:
    value = cell.value
    if isinstance(value, _DATES):
        shown = str(value).removesuffix(" 00:00:00")
        message = f"found the date {shown}, which a spreadsheet makes of entries like 3-1; allowed: text or a number"
        faults.append(mark.fault((), message))
        return Cell(shown, mark)
    text = _number(value, cell.number_format) if isinstance(value, int | float) else str(value or "")
    text = " ".join(text.split()) if not text.isprintable() else text.strip()
    if character := hidden(text):
        faults.append(mark.fault((), f"found {describe(character)}; allowed: visible characters"))
        text = ""
    return Cell(text, mark)


def _number(value: float, shown_as: str) -> str:
    """As a spreadsheet shows it: whole numbers without a point, leading zeros where its format has them."""
    if isinstance(value, bool):
        return str(value).lower()
    if float(value).is_integer() and abs(value) < 10**_MOST_DIGITS:
        return str(int(value)).zfill(len(shown_as) if set(shown_as) == {"0"} else 1)
    return f"{value:.{_MOST_DIGITS}g}"


def _title(sheet: Any) -> str:
    title = str(sheet.title)
    return title if title.isprintable() else repr(title)[1:-1]
