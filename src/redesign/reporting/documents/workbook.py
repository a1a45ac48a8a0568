"""Sheets with one table each: a header row that stays in sight, no merged cell, text that is never run as a formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redesign import __version__
from redesign.reporting.documents.document import clean

if TYPE_CHECKING:
    from xlsxwriter import Workbook

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
USD, ASKED = "$#,##0", "#FFF2CC"
LETTERS_OF_A_UNIT, POINTS_OF_A_LINE = 1.0, 15.0
"""Of a column's width; of a row's height."""
FILL_IN = "To be filled in: only the district knows this"


@contextmanager
def open_workbook(path: Path, title: str) -> Iterator[Workbook]:
    """A new workbook, written when the block ends; raises OSError."""
    import xlsxwriter
    from xlsxwriter.exceptions import FileCreateError

    book = xlsxwriter.Workbook(str(path), AS_TEXT)
    book.set_properties({"title": clean(title)[:255], "author": "redesign", "comments": f"redesign {__version__}"})
    yield book
    try:
        book.close()
    except FileCreateError as error:
        raise OSError(str(error)) from error


class Sheet:
    """A worksheet, written row by row and cell by cell."""

    def __init__(self, book: Workbook, name: str, widths: Sequence[float]) -> None:
        """`widths` are those of the columns, in letters."""
        self._sheet, self._widths, self.next_row, self._column = book.add_worksheet(name), widths, 0, 0
        for column, width in enumerate(widths):
            self._sheet.set_column(column, column, width)
        look: dict[str, dict[str, Any]] = {
            "head": {"bold": True, "bg_color": "#D9E2F3", "border": 1, "text_wrap": True, "valign": "vcenter"},
            "text": {"valign": "top", "indent": 1},
            "wrap": {"valign": "top", "text_wrap": True},
            "usd": {"num_format": USD, "valign": "top"},
            "sum": {"num_format": USD, "bold": True, "valign": "top"},
            "ask": {"num_format": USD, "bg_color": ASKED, "border": 1},
            "whole": {"num_format": "#,##0"},
            "number": {"num_format": "#,##0.0"},
        }
        self._looks = {key: book.add_format(each) for key, each in look.items()}
        self._sheet.set_landscape()
        self._sheet.set_paper(1)
        self._sheet.fit_to_pages(1, 0)

    def header(self, names: Sequence[str]) -> None:
        """The first row, which stays in sight and is printed on every page."""
        longest = max(len(name) / width for name, width in zip(names, self._widths, strict=False))
        self._tall(1 + int(longest / LETTERS_OF_A_UNIT))
        for column, name in enumerate(names):
            self._sheet.write_string(0, column, clean(name), self._looks["head"])
        self._sheet.freeze_panes(1, 1 if len(names) > 1 else 0)
        self._sheet.repeat_rows(0)
        self.end_row()

    def filter(self, columns: int) -> None:
        """Let the reader filter and sort the rows written so far; wide tables are printed on two pages."""
        self._sheet.fit_to_pages(2, 0)
        self._sheet.repeat_columns(0)
        self._sheet.autofilter(0, 0, max(1, self.next_row - 1), columns - 1)

    def row(self, cells: Sequence[str | float], wrap: bool = False) -> None:
        """A row of texts and numbers."""
        for cell in cells:
            if isinstance(cell, str):
                self.texts((cell,), wrap)
            else:
                whole = float(cell).is_integer()
                self._sheet.write_number(self.next_row, self._next(), cell, self._looks["whole" if whole else "number"])
        self.end_row()

    def texts(self, cells: Sequence[str], wrap: bool = False) -> None:
        """Texts as they are, whatever they begin with."""
        for cell in cells:
            column, text = self._next(), clean(cell)
            self._sheet.write_string(self.next_row, column, text, self._looks["wrap" if wrap else "text"])
            if wrap:
                self._tall(-(-len(text) // int(self._widths[column] * LETTERS_OF_A_UNIT)))

    def choice(self, text: str | None, allowed: list[str]) -> None:
        """One of a few words; marked where it is to be filled in, which None says."""
        row, column = self.next_row, self._next()
        if text:
            self._sheet.write_string(row, column, text, self._looks["text"])
        else:
            self._sheet.write_blank(row, column, None, self._looks["ask" if text is None else "text"])
        if allowed:
            how: dict[str, Any] = {"validate": "list", "source": allowed}
            self._sheet.data_validation(row, column, row, column, how)

    def dollars(self, value: float | str) -> None:
        """Whole dollars; an empty text leaves the cell empty."""
        row, column = self.next_row, self._next()
        if isinstance(value, str):
            self._sheet.write_blank(row, column, None, self._looks["usd"])
        else:
            self._sheet.write_number(row, column, value, self._looks["usd"])

    def sum_of_row(self, first: int, last: int, place: int, value: float | None) -> None:
        """The sum of some columns of this row, `place` counted from 1."""
        from xlsxwriter.utility import xl_col_to_name

        cells = f"{xl_col_to_name(first)}{place}:{xl_col_to_name(last)}{place}"
        formula = f'=IF(COUNT({cells})=0,"",SUM({cells}))'
        self._sheet.write_formula(
            self.next_row, self._next(), formula, self._looks["sum"], "" if value is None else value
        )

    def sums(self, name: str, cells: Sequence[tuple[str, float]], total: float) -> None:
        """A row of formulas with their values, and the sum of the row."""
        self.texts((name,))
        for formula, value in cells:
            self._sheet.write_formula(self.next_row, self._next(), formula, self._looks["usd"], value)
        self.sum_of_row(1, len(cells), self.next_row + 1, total)
        self.end_row()

    def formula(self, name: str, formula: str, value: float) -> None:
        """A row of one formula with its value."""
        self.texts((name,))
        self._sheet.write_formula(self.next_row, self._next(), formula, self._looks["sum"], value)
        self.end_row()

    def asked(self, name: str, years: int) -> None:
        """A row that only the business office can fill in, and its sum."""
        self.texts((name,))
        for _ in range(years):
            column = self._next()
            self._sheet.write_blank(self.next_row, column, None, self._looks["ask"])
            self._sheet.write_comment(self.next_row, column, FILL_IN)
        self.sum_of_row(1, years, self.next_row + 1, None)
        self.end_row()

    def _tall(self, lines: int) -> None:
        """Room for so many lines: not every program finds out by itself."""
        self._sheet.set_row(self.next_row, POINTS_OF_A_LINE * max(1, lines))

    def end_row(self) -> None:
        """The next cell opens a row."""
        self.next_row, self._column = self.next_row + 1, 0

    def _next(self) -> int:
        self._column += 1
        return self._column - 1
