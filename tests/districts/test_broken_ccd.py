"""Three hundred ways for federal files to arrive broken: each ends in one message with its file; nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from districts.made_up import ITEMS, NAMES, OWN, Table, f33_text, tables, text_of, write_folder
from redesign.districts.ccd import district
from redesign.districts.ccd_folder import COMPONENTS
from redesign.districts.f33 import NEEDED
from redesign.errors import InputError

Break = Callable[[str], str | bytes]
F33 = "sdf22_1a.txt"
KEYS = {component.prefixes[0].rstrip("_"): component for component in COMPONENTS.values()}
TEXTS = {key: text_of(table) for key, table in tables().items()}


def file_name(key: str) -> str:
    return F33 if key == F33 else f"{key}_2122_{NAMES[key]}_1a_073022.csv"


def text(key: str) -> str:
    return f33_text(delimiter=",") if key == F33 else TEXTS[key]


def without(*columns: str) -> Break:
    def change(content: str) -> str:
        header, rest = content.split("\n", 1)
        return "\n".join([",".join("X" if name in columns else name for name in header.split(",")), rest])

    return change


def in_own_row(which: int, change: Callable[[str], str]) -> Break:
    """Change one of the district's rows."""

    def changed(content: str) -> str:
        lines = content.split("\n")
        own = [i for i, line in enumerate(lines) if OWN.leaid in line]
        lines[own[which]] = change(lines[own[which]])
        return "\n".join(lines)

    return changed


def cut(share: float, end: str = "") -> Break:
    """Cut a file off inside a line of the district, its end or its line not ended."""

    def change(content: str) -> str:
        first = content.index(OWN.leaid)
        at = first + int(share * (len(content) - first))
        while content[at - 1] in "\n," or content[at] == "\n":
            at -= 1
        at = max(at, first)
        return content[:at] + end

    return change


def of_columns() -> Iterator[tuple[str, str, Break, str]]:
    for key, component in KEYS.items():
        long = component.needed_if_long if "COUNT" in TEXTS[key].split("\n", 1)[0] else ()
        for name in (*component.needed, *long):
            yield key, f"no {name}", without(*component.columns[name]), component.columns[name][0]
    for item in ("LEAID", "YEAR", "V33", *NEEDED):
        yield F33, f"no {item}", without(item), item


def of_years() -> Iterator[tuple[str, str, Break, str]]:
    for key in KEYS:
        yield (
            key,
            "another year than its name",
            lambda content: content.replace("2021-2022", "2020-2021"),
            "SCHOOL_YEAR",
        )
        yield key, "a year that is none", lambda content: content.replace("2021-2022", "last year"), "SCHOOL_YEAR"
    for key in ("ccd_sch_029", "ccd_sch_052", "ccd_sch_033", "ccd_sch_059", "ccd_sch_129", "ccd_lea_059"):
        other = in_own_row(2, lambda line: line.replace("2021-2022", "2019-2020"))
        yield key, "a row of another year", other, "SCHOOL_YEAR"


def of_cells() -> Iterator[tuple[str, str, Break, str]]:
    for key in (*KEYS, F33):
        yield key, "a cell too many", in_own_row(0, lambda line: f"{line},"), ""
        yield key, "a cell too few", in_own_row(0, lambda line: line.rpartition(",")[0]), ""
        yield key, "a quote that stays open", in_own_row(0, lambda line: f'"{line}'), ""
        for share in (0.1, 0.4, 0.7, 0.95):
            yield key, f"cut at {share:.0%}", cut(share), ""
        yield key, "cut, then ended", cut(0.6, "\n"), ""


def of_kinds() -> Iterator[tuple[str, str, Break, str]]:
    for key in (*KEYS, F33):
        yield key, "empty", lambda _: "", ""
        yield key, "a header only", lambda content: content.split("\n", 1)[0] + "\n", ""
        yield key, "utf-16", lambda content: content.encode("utf-16"), ""
        yield key, "a zip archive", lambda content: b"PK\x03\x04\n" + content.encode(), ""
        yield key, "a web page", lambda _: "<!DOCTYPE html>\n<html></html>\n", ""
        yield key, "a NUL byte", in_own_row(0, lambda line: line.replace(OWN.leaid, f"{OWN.leaid}\0")), ""


def of_words() -> Iterator[tuple[str, str, Break, str]]:
    directory = "ccd_sch_029"
    for column in ("UPDATED_STATUS", "SCH_TYPE", "CHARTER_TEXT", "LEVEL"):
        for word in ("-1", "Wrong", "\u2020"):
            yield directory, f"{column} {word}", replaced(column, word), column
    yield directory, "no digits", replaced("NCESSCH", "4.8E+11"), "NCESSCH"
    yield directory, "hidden", replaced("SCH_NAME", "El\u202em"), "SCH_NAME"
    yield directory, "a control", replaced("SCH_NAME", "El\x07m"), "SCH_NAME"
    yield directory, "a school twice", lambda content: content + content.split("\n")[2] + "\n", "NCESSCH"
    for key in ("ccd_sch_052", "ccd_sch_033", "ccd_lea_052", "ccd_lea_002", "ccd_lea_141"):
        yield key, "text for a count", replaced("STUDENT_COUNT", "many"), "STUDENT_COUNT"
        yield key, "a shortened count", replaced("STUDENT_COUNT", "1.2E+03"), "STUDENT_COUNT"
    yield "ccd_sch_059", "text for a count", replaced("TEACHERS", "some"), "TEACHERS"
    yield "ccd_lea_059", "text for a count", replaced("STAFF_COUNT", "some"), "STAFF_COUNT"
    yield "ccd_sch_052", "every count negative", replaced("STUDENT_COUNT", "-9"), "STUDENT_COUNT"
    yield "ccd_sch_052", "every count suppressed", replaced("STUDENT_COUNT", "*"), "STUDENT_COUNT"
    yield "ccd_sch_052", "unknown total", replaced("TOTAL_INDICATOR", "Grand total"), "TOTAL_INDICATOR"
    yield "ccd_sch_033", "unknown table", replaced("DATA_GROUP", "Breakfast"), "DATA_GROUP"
    yield "ccd_sch_052", "another district's file", lambda content: content.replace(OWN.leaid, "0800777"), "LEAID"
    yield "ccd_sch_029", "another district's file", lambda content: content.replace(OWN.leaid, "0800777"), "LEAID"
    yield F33, "another district's file", lambda content: content.replace(OWN.leaid, "0800777"), "LEAID"
    yield F33, "unknown flag", replaced("FL_E07", "Q"), "FL_E07"
    yield F33, "text for dollars", replaced("E08", "$5 million"), "E08"
    yield F33, "a year that is none", replaced("YEAR", "FY"), "YEAR"


def replaced(column: str, value: str) -> Break:
    """Write a value in a column of all rows of the district, whatever is there."""

    def change(content: str) -> str:
        header = content.split("\n", 1)[0].split(",")
        if column in ITEMS or "FL_" in column or column == "YEAR":
            rows = [line.split(",") for line in content.splitlines()]
            return (
                "\n".join([",".join(rows[0]), *(",".join(put(row, header.index(column), value)) for row in rows[1:])])
                + "\n"
            )
        key = next(key for key, known in TEXTS.items() if known == content)
        return text_of([row | ({column: value} if row["LEAID"] == OWN.leaid else {}) for row in tables()[key]])

    return change


def put(row: list[str], at: int, value: str) -> list[str]:
    return [*row[:at], value, *row[at + 1 :]]


def of_layouts() -> Iterator[tuple[str, str, Break, str]]:
    for key, other in zip(KEYS, [*list(KEYS)[1:], next(iter(KEYS))], strict=True):
        if {key, other} != {"ccd_lea_002", "ccd_lea_141"}:
            yield key, f"{other} under its name", lambda _, text=TEXTS[other]: text, ""  # type: ignore[misc]
    elsi: Table = [{"Agency Name": "Maple", "State Name [District] Latest available year": "Colorado", "Total": "5"}]
    urban: Table = [{"ncessch": "080012000001", "leaid": OWN.leaid, "school_level": "1", "enrollment": "-1"}]
    for name, other_layout in {"a table of ELSI": text_of(elsi), "the portal of Urban": text_of(urban)}.items():
        for key in ("ccd_sch_029", "ccd_sch_052"):
            yield key, name, lambda _, text=other_layout: text, ""  # type: ignore[misc]


CASES = [*of_columns(), *of_years(), *of_cells(), *of_kinds(), *of_words(), *of_layouts()]


@pytest.fixture(scope="module")
def whole_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = write_folder(tmp_path_factory.mktemp("ccd"))
    (folder / F33).write_text(text(F33), encoding="utf-8")
    return folder


def test_there_are_enough_and_the_whole_files_are_read(whole_folder: Path) -> None:
    assert len({(key, what) for key, what, _, _ in CASES}) == len(CASES) >= 200
    assert len(district(whole_folder, OWN.leaid, whole_folder / F33).schools) == 10


@pytest.mark.parametrize(("key", "what", "change", "column"), CASES, ids=[f"{key} {what}" for key, what, *_ in CASES])
def test_a_broken_file_ends_in_one_message(key: str, what: str, change: Break, column: str, whole_folder: Path) -> None:
    path = whole_folder / file_name(key)
    content = change(text(key))
    before = path.read_bytes()
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    listing = {each.name: each.stat().st_mtime_ns for each in whole_folder.iterdir()}
    try:
        with pytest.raises(InputError) as caught:
            district(whole_folder, OWN.leaid, whole_folder / F33)
    finally:
        after = {each.name: each.stat().st_mtime_ns for each in whole_folder.iterdir()}
        path.write_bytes(before)
    (fault,) = caught.value.faults
    assert fault.file == path.name
    assert fault.line >= 1
    assert "allowed" in fault.message or "needed" in fault.message or "download" in fault.message
    if column:
        assert fault.path == column
    assert listing == after
