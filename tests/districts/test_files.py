"""Published text files: encodings, columns by name, what is missing, and every fault with its place."""

from __future__ import annotations

import gzip
import tracemalloc
from pathlib import Path

import pytest

from redesign.districts.facts import Number
from redesign.districts.files import Row, files_of, opened
from redesign.districts.missing import Missing, said
from redesign.errors import InputError

COLUMNS = {"district": ("LEAID", "DISTRICT"), "name": ("SCH_NAME",), "pupils": ("STUDENT_COUNT", "MEMBER")}
TEXT = 'LEAID,SCH_NAME,STUDENT_COUNT\n0100005,"Fir, North",12\n0100006,Elm,0\n0100005,Oak,-1\n'


def write(folder: Path, content: str | bytes, name: str = "a.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(path: Path, wanted: str = "0100005") -> list[Row]:
    return list(opened(path, COLUMNS, COLUMNS).rows("district", wanted))


def test_rows_of_one_district(tmp_path: Path) -> None:
    fir, oak = rows(write(tmp_path, TEXT))
    assert (fir.text("name"), fir.line, oak.text("name"), oak.line) == ("Fir, North", 2, "Oak", 4)
    count = fir.number("pupils")
    assert isinstance(count, Number)
    assert (count.value, count.origin.kind, count.origin.text) == (12, "read", "a.csv, column STUDENT_COUNT, row 2")
    assert str(oak.number("pupils")) == "code -1, missing (a.csv, column STUDENT_COUNT, row 4)"


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace('"Fir, North"', "Fir; North").replace(",", "\t").replace(";", ",").encode(),
        TEXT.replace("STUDENT_COUNT", "member").encode(),
        TEXT.replace("0100005", "100005").encode(),
        TEXT.replace("0100005", '="0100005"').encode(),
    ],
    ids=["mark", "line ends", "tabs", "old name", "zeros lost", "kept as text"],
)
def test_other_ways_to_write_the_same(content: bytes, tmp_path: Path) -> None:
    found = [(row.text("name"), row.line) for row in rows(write(tmp_path, content))]
    assert found == [("Fir, North", 2), ("Oak", 4)]


def test_encodings_and_compressed_files(tmp_path: Path) -> None:
    for name, content in {
        "utf.csv": TEXT.replace("Oak", "Peña").encode(),
        "old.csv": TEXT.replace("Oak", "Peña").encode("cp1252"),
        "packed.txt.gz": gzip.compress(TEXT.replace("Oak", "Peña").encode("cp1252")),
    }.items():
        assert rows(write(tmp_path, content, name))[1].text("name") == "Peña"
    assert [path.name for path in files_of(tmp_path, "OLD")] == ["old.csv"]


FAULTS = {
    "no column": (TEXT.replace("STUDENT_COUNT", "PUPILS"), "STUDENT_COUNT: found no such column (or MEMBER)"),
    "near column": (TEXT.replace("STUDENT_COUNT", "STUDENT_CNT"), "did you mean 'STUDENT_CNT'?"),
    "column twice": (TEXT.replace("SCH_NAME", "LEAID"), "a.csv:1:1: LEAID: found this column a second time"),
    "cell too many": (TEXT.replace("Oak", "Oak,x"), "a.csv:4:3: STUDENT_COUNT: found 4 cells; allowed: 3"),
    "cut in a row": (TEXT[: TEXT.index("Oak")], "a.csv:4:1: found no end of the last line"),
    "cut, then ended": (TEXT[: TEXT.index("Oak")].rstrip(",") + "\n", "a.csv:4:1: LEAID: found 1 cells"),
    "open quote": (TEXT.replace("Oak", '"Oak'), "a.csv:4:2: SCH_NAME: found 2 cells; allowed: 3"),
    "empty": ("", "found nothing in it"),
    "utf-16": (TEXT.encode("utf-16"), "found UTF-16"),
    "zip": (b"PK\x03\x04 and so on\n", "a zip archive or a workbook"),
    "page": ("<!DOCTYPE html><html>\n", "a web page"),
    "nul": (TEXT.replace("Oak", "O\0k"), "a.csv:4:1: found a NUL byte"),
    "neither encoding": (TEXT.encode().replace(b"Oak", b"O\x81k"), "a.csv:4:10: found byte 0x81"),
}  # fmt: skip


@pytest.mark.parametrize("case", FAULTS)
def test_a_fault_has_its_place(case: str, tmp_path: Path) -> None:
    content, message = FAULTS[case]
    with pytest.raises(InputError) as caught:
        rows(write(tmp_path, content))
    assert len(caught.value.faults) == 1
    assert message in str(caught.value)


def test_text_in_the_place_of_a_number(tmp_path: Path) -> None:
    (row, _) = rows(write(tmp_path, TEXT.replace("12", "twelve")))
    with pytest.raises(InputError, match=r"a\.csv:2:3: STUDENT_COUNT: found 'twelve'; allowed: a number from 0"):
        row.number("pupils")


def test_a_packed_file_that_was_cut_off(tmp_path: Path) -> None:
    packed = gzip.compress(TEXT.encode() * 500)
    with pytest.raises(InputError, match="cannot be read"):
        rows(write(tmp_path, packed[: len(packed) // 2], "a.csv.gz"))


def test_a_broken_row_of_another_district_is_counted(tmp_path: Path) -> None:
    file = opened(write(tmp_path, TEXT.replace("Elm", "El,m")), COLUMNS, COLUMNS)
    assert len(list(file.rows("district", "0100005"))) == 2
    assert file.notes == [
        "a.csv: a row of another district has another number of cells than the header; not read (first: row 3)"
    ]


def test_a_quote_that_swallows_rows_is_found(tmp_path: Path) -> None:
    swallowed = TEXT.replace("Elm", '"Elm').replace("Oak", 'Oak"')
    with pytest.raises(InputError, match=r"a\.csv:3:2: SCH_NAME: found 2 cells; allowed: 3"):
        rows(write(tmp_path, swallowed[: swallowed.index(",-1")] + "\n"))


MISSING = ["", "-1", "-2", "-9", "-3.0", "*", "**", "<5", "S", "PS", "\u2020", "\u2021", "\u2013", "N/A", "LT 10"]
MISSING += ["n<10", "N<10", "n < 10", "n \u2264 10", "<10", "< 10"]


@pytest.mark.parametrize("text", MISSING)
def test_missing_is_not_a_number(text: str) -> None:
    assert isinstance(said(text), Missing)


@pytest.mark.parametrize(("text", "value"), [("0", 0), ("12", 12), ("12.50", 12.5), ("1,490", 1490), (".5", 0.5)])
def test_numbers(text: str, value: float) -> None:
    assert said(text) == value


@pytest.mark.parametrize("text", ["twelve", "n10", "1e3", "1,49", "inf", "12 pupils", "1.2.3"])
def test_neither(text: str) -> None:
    assert said(text) is None


def test_a_large_file_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    row = b"0100006,Elm,12\n" * 1000
    with path.open("wb") as file:
        file.write(TEXT.encode())
        for _ in range(100):
            file.write(row)
    tracemalloc.start()
    assert len(rows(path)) == 2
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 1_400_000 > 8 * peak
