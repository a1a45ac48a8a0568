"""Cells and rows of a list of schools that are not what their column is: each is refused, or named and set aside."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.districts.facts import PublishedDistrict
from redesign.districts.school_list import district
from redesign.errors import InputError

HEADER = "School Name,Level,Enrollment,Teachers,FRL Count,Sped\n"
ADAMS = "Adams Elementary,Elementary,303,20,151,40\n"
BAKER = "Baker Elementary,Elementary,388,24,200,51\n"
EATON = "Eaton High,High,1303,78,640,150\n"
LIST = HEADER + ADAMS + BAKER + EATON
NAMES = ["Adams Elementary", "Baker Elementary", "Eaton High"]


def read(tmp_path: Path, text: str = LIST, encoding: str = "utf-8") -> PublishedDistrict:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(encoding))
    return district(path, "Example USD", "Ohio", "2022-23")


def names(found: PublishedDistrict) -> list[str]:
    return [school.name for school in found.schools]


def refused(tmp_path: Path, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(tmp_path, text)
    return str(caught.value).splitlines()


def test_unicode_text_of_a_spreadsheet_is_read(tmp_path: Path) -> None:
    assert names(read(tmp_path, LIST.replace(",", "\t").replace("Adams", "Peña"), "utf-16"))[0] == "Peña Elementary"
    with pytest.raises(InputError, match="found UTF-16; allowed: UTF-8"):
        read(tmp_path, LIST, "utf-16-le")
