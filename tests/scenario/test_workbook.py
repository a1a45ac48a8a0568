"""Rosters as Excel workbooks: as from CSV, faults with sheet, row and column, caps against bombs (F57)."""

from __future__ import annotations

import datetime
import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from redesign.errors import Fault, letters
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from scenario_files import SMALL, SMALL_ROSTER, faults_in, write

ROWS = [line.split(",") for line in SMALL_ROSTER.splitlines()]
TABLE: list[list[object]] = [list(ROWS[0]), ["e1", "Elm", "elementary", 400, 20], ["m1", "Maple", "middle", 600, 30]]


def book(change: Callable[[Worksheet], object] = lambda sheet: None, sheets: tuple[str, ...] = ("Schools",)) -> bytes:
    """A workbook with the table on the last of its sheets, and what `change` makes of it."""
    workbook, out = Workbook(), io.BytesIO()
    workbook.active.title = sheets[0]
    for name in sheets[1:]:
        workbook.create_sheet(name)
    sheet = workbook.worksheets[-1]
    for row in TABLE:
        sheet.append(row)
    change(sheet)
    workbook.save(out)
    return out.getvalue()


def parts_changed(content: bytes, **changed: bytes) -> bytes:
    """The same archive with other parts; `sheet` is that of the first sheet."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "styles": "xl/styles.xml", "image": "xl/media/image1.png"}
    out = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | {names[k]: v for k, v in changed.items()}
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def written(folder: Path, content: bytes, name: str = "roster.xlsx") -> Path:
    path = write(folder, SMALL.replace("roster.csv", name), None)
    (folder / name).write_bytes(content)
    return path


def loaded(folder: Path, content: bytes) -> Scenario:
    return load_scenario(written(folder, content))


def faults(folder: Path, content: bytes, name: str = "roster.xlsx") -> tuple[Fault, ...]:
    return faults_in(written(folder, content, name))


def test_the_same_schools_as_from_csv(tmp_path: Path) -> None:
    assert loaded(tmp_path, book()).schools == load_scenario(write(tmp_path, SMALL, SMALL_ROSTER)).schools


def test_cells_as_a_spreadsheet_keeps_them(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["A2"], sheet["A2"].number_format = 100005, "0000000"
        sheet["A3"], sheet["B2"], sheet["E2"] = 178904001001, "Elm\nElementary ", 20.5
        sheet["T900"].number_format = "0.00"  # nothing stands there

    first, second = loaded(tmp_path, book(change)).schools
    assert (first.id, first.name, first.teachers, second.id) == ("0100005", "Elm Elementary", 20.5, "178904001001")


def test_rows_that_a_wrong_size_leaves_out_are_read(tmp_path: Path) -> None:
    with ZipFile(io.BytesIO(book())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert b'<dimension ref="A1:E3"' in sheet
    small = parts_changed(book(), sheet=sheet.replace(b'ref="A1:E3"', b'ref="A1"'))
    assert len(loaded(tmp_path, small).schools) == 2


def test_a_formula_counts_as_what_it_showed(tmp_path: Path) -> None:
    with ZipFile(io.BytesIO(book())) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml")
    assert sheet.count(b"<v>400</v>") == 1
    formula = parts_changed(book(), sheet=sheet.replace(b"<v>400</v>", b"<f>200+200</f><v>400</v>"))
    assert loaded(tmp_path, formula).schools == loaded(tmp_path, book()).schools


def test_a_fault_names_sheet_row_and_column(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet["D3"], sheet["A2"] = "many", 1.23456789012345e17

    rounded, text = faults(tmp_path, book(change))
    assert str(text).startswith("roster.xlsx, sheet Schools, row 3, column D: schools.1.enrollment: found text 'many'")
    assert (rounded.line, rounded.column, rounded.sheet) == (2, 1, "Schools")
    assert "shortened or rounded" in rounded.message


def test_a_second_id_names_the_row_of_the_first(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, book(lambda sheet: sheet.append(["E1", "Ash", "high", 100, 5])))
    assert "first on row 2" in fault.message


def test_a_date_is_named(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, book(lambda sheet: sheet.append([datetime.date(2024, 3, 1), "Ash", "high", 100, 5])))
    assert "found the date 2024-03-01" in fault.message


def test_a_hidden_character_is_named(tmp_path: Path) -> None:
    (fault, *_) = faults(tmp_path, book(lambda sheet: sheet.append(["a1", "A\u202esh", "high", 100, 5])))
    assert (fault.line, fault.column) == (4, 2)
    assert "U+202E" in fault.message


def test_what_stands_around_the_table(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.insert_rows(1, 2)
        sheet["A1"] = "District export"
        sheet.append(["Source: state file"])

    above, below = faults(tmp_path, book(change))
    assert "which is on row 3" in above.message
    assert (below.line, "a note below the table" in below.message) == (6, True)


def test_the_sheet_with_schools_is_read(tmp_path: Path) -> None:
    assert loaded(tmp_path, book(sheets=("Read me", "Schools"))).origin.notes == ()


def test_more_than_one_sheet_with_schools(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        sheet.parent.copy_worksheet(sheet).title = "Last year"
        sheet.parent.copy_worksheet(sheet).title = "Hidden"
        sheet.parent["Hidden"].sheet_state = "hidden"

    (note,) = loaded(tmp_path, book(change)).origin.notes
    assert note == "roster.xlsx: read from the sheet Schools; not read, though schools may be there: Last year."


def test_long_tables_are_read_whole(tmp_path: Path) -> None:
    def change(sheet: Worksheet) -> None:
        for i in range(200):
            sheet.append([f"s{i}", f"School {i}", "middle", 500, 25])

    assert len(loaded(tmp_path, book(change)).schools) == 202


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("roster.csv", book(), "found an Excel workbook under the name of another kind of file"),
        ("roster.xlsx", SMALL_ROSTER.encode(), "no workbook under the name of one"),
        ("roster.xlsx", book()[:3000], "cut off or damaged"),
        ("roster.xls", SMALL_ROSTER.encode(), "the old kind (.xls)"),
        ("roster.ods", b"", "OpenDocument"),
        ("roster.xlsx", parts_changed(book(), sheet=b"<worksheet>"), "that cannot be read"),
        ("roster.xlsx", parts_changed(book(), image=bytes(40_000_000)), "unpacks to more than 30 MB"),
        ("roster.xlsx", parts_changed(book(), styles=b" " * 4_000_000), "parts that are too many or too large"),
        ("roster.xlsx", parts_changed(book(), sheet=b"<c/>" * 800_001), "more than 800,000 tags"),
        ("roster.xlsx", parts_changed(book(), sheet=b"<!DOCTYPE a><worksheet/>"), "a document type"),
        ("roster.xlsx", parts_changed(book(), sheet="<!doctype a><worksheet/>".encode("utf-16")), "a document type"),
        ("roster.xlsx", book(lambda sheet: sheet.cell(2, 201, "x")), "more than 50,000 rows and 200 columns"),
        ("roster.xlsx", book(lambda sheet: sheet.cell(50_001, 1, "x")), "more than 50,000 rows and 200 columns"),
    ],
)  # fmt: skip
def test_what_is_not_read_is_named(name: str, content: bytes, words: str, tmp_path: Path) -> None:
    """F57"""
    (fault,) = faults(tmp_path, content, name)
    assert words in fault.message


@pytest.mark.parametrize(("column", "name"), [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (703, "AAA")])
def test_columns_in_letters(column: int, name: str) -> None:
    assert letters(column) == name
