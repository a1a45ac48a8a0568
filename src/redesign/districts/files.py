"""Tables that governments publish as text, read row by row: columns by name, each fault with file, line and column."""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NoReturn

from redesign.districts.facts import Number, Origin
from redesign.districts.missing import Missing, not_whole, said
from redesign.errors import Fault, InputError
from redesign.scenario.nearest import suggestion
from redesign.scenario.text import describe, hidden

ENDINGS = (".csv", ".txt", ".csv.gz", ".txt.gz")
AGAIN = "download it again"
_LONGEST_LINE = 1_000_000
"""Bytes; more than any published row has."""
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_OTHER_KINDS = {
    b"PK": "a zip archive or a workbook; allowed: the text file in it; unpack it, or save it as CSV UTF-8",
    b"%PDF": "a PDF document; allowed: a text file",
    b"<": "a web page; allowed: a text file; download the file itself",
    b"\xd0\xcf\x11\xe0": "a workbook of the old kind; allowed: a text file; save it as CSV UTF-8",
}


def files_of(folder: Path, prefix: str) -> tuple[Path, ...]:
    """The text files in a folder whose names begin with `prefix`, in any case of letters, in the order of names."""
    try:
        names = sorted(path for path in folder.iterdir() if path.name.casefold().startswith(prefix.casefold()))
    except OSError as error:
        raise whole(folder, f"cannot be read as a folder ({error.strerror}); allowed: a folder of files") from None
    return tuple(path for path in names if path.name.casefold().endswith(ENDINGS) and path.is_file())


def whole(path: Path, message: str, column: str = "") -> InputError:
    """A fault of a file as a whole."""
    return InputError([Fault(path.name, 1, 1, column, message)])


@dataclass(slots=True)
class DataFile:
    """A text file of which the header is read. `notes` is complete once its rows were read."""

    path: Path
    names: Mapping[str, str]
    """The column of each key, as the file writes it; keys that it has no column for are not in it."""
    header: Sequence[str]
    delimiter: str = ","
    notes: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the file without its folder."""
        return self.path.name

    def rows(self, key: str = "", wanted: str = "", tolerant: bool = False) -> Iterator[Row]:
        """Rows in the order of the file; with `key`, those whose id is `wanted`, with or without its leading zeros.

        A row with a wrong number of cells is a fault, unless it is plainly another's, or the reading is `tolerant`:
        then it is counted in `notes`.
        """
        places = {each: self.header.index(name) for each, name in self.names.items()}
        at = places[key] if key else 0
        ids = {wanted, wanted.lstrip("0"), f'="{wanted}"'} if key else set[str]()
        width, broken = len(self.header), list[int]()
        for line, cells in self._records():
            if len(cells) == width:
                if not key or cells[at].strip() in ids:
                    yield Row(self, line, cells, places)
            elif tolerant or (key and len(cells) > at and not any(wanted.lstrip("0") in cell for cell in cells)):
                broken.append(line)
            elif any(cells):
                self._wrong_width(line, cells)
        if broken:
            of = "" if tolerant else " of other districts" if broken[1:] else " of another district"
            count = f"{len(broken):,} rows{of} have" if broken[1:] else f"a row{of} has"
            self.notes.append(
                f"{self.name}: {count} another number of cells than the header; not read (first: row {broken[0]:,})"
            )

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Line and cells of every row below the header."""
        reader = csv.reader(lines_of(self.path), delimiter=self.delimiter)
        line = 1
        try:
            for cells in reader:
                if line > 1:
                    yield line, cells
                line = reader.line_num + 1
        except csv.Error as error:
            message = f"cannot be read as a table ({error}); allowed: every quote closed; {AGAIN}"
            raise InputError([Fault(self.name, line, 1, self.header[0], message)]) from None

    def _wrong_width(self, line: int, cells: Sequence[str]) -> NoReturn:
        last = min(len(cells), len(self.header)) - 1
        message = f"found {len(cells):,} cells; allowed: {len(self.header):,}, as in the header; {AGAIN}"
        raise InputError([Fault(self.name, line, last + 1, self.header[last], message)])


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a file; columns by their keys."""

    file: DataFile
    line: int
    cells: Sequence[str]
    places: Mapping[str, int]

    def text(self, key: str, default: str = "") -> str:
        """The cell without the space around it; `default` where the file has no such column or nothing in it."""
        if key not in self.places:
            return default
        text = " ".join(self.cells[self.places[key]].split())
        if not (text.isascii() and text.isprintable()) and (character := hidden(text)):
            raise self.fault(key, f"found {describe(character)}; allowed: visible characters")
        return text.removeprefix('="').removesuffix('"').strip() if text.startswith('="') else text or default

    def number(self, key: str) -> Number | Missing:
        """The number in a cell, or why there is none; raises `InputError` where it is neither."""
        if key not in self.places:
            return Missing(f"{self.file.name} has no such column")
        found = said(self.text(key))
        if found is None:
            raise self.fault(key, f"found '{self.text(key)[:40]}'; allowed: a number from 0, or nothing")
        if isinstance(found, Missing):
            return replace(found, place=self.place(key))
        return Number(found, Origin("read", self.place(key)))

    def whole(self, key: str) -> Number | Missing:
        """The same of pupils, who are whole."""
        found = self.number(key)
        if isinstance(found, Number) and not found.value.is_integer():
            raise self.fault(key, not_whole(self.text(key), found.value))
        return found

    def place(self, key: str) -> str:
        """File, column and row, as an origin says it."""
        return f"{self.file.name}, column {self.file.names[key]}, row {self.line:,}"

    def fault(self, key: str, message: str) -> InputError:
        """A fault in the cell of a key."""
        return InputError([Fault(self.file.name, self.line, self.places[key] + 1, self.file.names[key], message)])

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """The word of a cell, which must be one of those allowed there, as it is spelled there."""
        text = self.text(key)
        for word in allowed:
            if word.casefold() == text.casefold():
                return word
        words = ", ".join(word or "nothing" for word in allowed)
        raise self.fault(key, f"found '{text[:40]}'; allowed: {words}{suggestion(text, filter(None, allowed))}")


def opened(path: Path, columns: Mapping[str, Sequence[str]], needed: Iterable[str] = ()) -> DataFile:
    """Read the header of a file and find the column of every key, by the first of its names that is there.

    Raises `InputError` for a file that is no table, and for the first of the `needed` keys without a column.
    """
    line = next(lines_of(path), "")
    delimiter = max(",", "\t", "|", ";", key=line.count)
    header = [" ".join(cell.split()) for cell in next(csv.reader([line], delimiter=delimiter), [])]
    if not any(header):
        raise whole(path, f"found nothing in it; allowed: a header and rows; {AGAIN}")
    upper = {name.upper(): name for name in reversed(header)}
    names = {key: upper[found] for key, known in columns.items() if (found := _first(known, upper))}
    for name in names.values():
        if [each.upper() for each in header].count(name.upper()) > 1:
            raise whole(path, "found this column a second time; allowed: once", name)
    for key in needed:
        if key not in names:
            also = f" (or {', '.join(columns[key][1:])})" if columns[key][1:] else ""
            near = suggestion(columns[key][0], [name for name in header if name not in names.values()])
            raise whole(path, f"found no such column{also}; it is needed{near}", columns[key][0])
    return DataFile(path, names, header, delimiter)


def _first(known: Sequence[str], upper: Mapping[str, str]) -> str | None:
    return next((name.upper() for name in known if name.upper() in upper), None)


def lines_of(path: Path) -> Iterator[str]:
    """Lines as text, each read as UTF-8 or, failing that, as Windows-1252, in constant memory.

    Raises `InputError` for what is no text, and for a last line without an end: the file was cut off.
    """
    number = 0
    try:
        with _binary(path) as file:
            while line := file.readline(_LONGEST_LINE):
                number += 1
                yield _decoded(_opening(line, path) if number == 1 else line, path, number)
    except FileNotFoundError:
        raise whole(path, f"found no such file in {path.parent.name or 'this folder'}; it is needed") from None
    except (OSError, EOFError, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise InputError([Fault(path.name, number + 1, 1, "", f"cannot be read ({reason}); {AGAIN}")]) from None


def _binary(path: Path) -> io.BufferedIOBase:
    return gzip.open(path, "rb") if path.name.casefold().endswith(".gz") else path.open("rb")


def _opening(line: bytes, path: Path) -> bytes:
    if line.startswith(_UTF_16):
        raise whole(path, "found UTF-16; allowed: UTF-8; save the file as UTF-8")
    line = line.removeprefix(b"\xef\xbb\xbf")
    for start, kind in _OTHER_KINDS.items():
        if line.lstrip().startswith(start):
            raise whole(path, f"found {kind}")
    return line


def _decoded(line: bytes, path: Path, number: int) -> str:
    if b"\0" in line or not line.endswith(b"\n"):
        found = "no end of the last line, as in a file that was cut off"
        if b"\0" in line or len(line) >= _LONGEST_LINE:
            found = "a NUL byte" if b"\0" in line else f"a line of more than {_LONGEST_LINE:,} bytes"
        raise InputError([Fault(path.name, number, 1, "", f"found {found}; allowed: a table in text; {AGAIN}")])
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError as error:
        found = f"byte 0x{line[error.start]:02x}, which is neither UTF-8 nor Windows-1252"
        message = f"found {found}; allowed: UTF-8; save the file as UTF-8"
        raise InputError([Fault(path.name, number, error.start + 1, "", message)]) from None
