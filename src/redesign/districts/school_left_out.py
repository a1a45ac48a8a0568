"""Which schools of a list are left out, by what the list says of each."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redesign.districts.facts import LeftOut
from redesign.districts.missing import Missing, said
from redesign.districts.school_columns import Columns
from redesign.districts.school_rows import text_in
from redesign.errors import InputError
from redesign.scenario.table import Row

_CLOSED = {"closed", "inactive", "future", "closing", "planned", "temporarily closed"}
_YES = (
    "y|yes|1|true|t|x|charter|charter school|virtual|virtual school|full virtual|fullvirtual|fullvirt|fully virtual|"
    "exclusively virtual|virtualyes|online|fully online"
)
_NO = (
    "n|no|0|false|f|none|not a charter|not a charter school|not charter|non charter|noncharter|traditional|regular|"
    "district|public|not virtual|notvirtual|virtualno|not online|supplemental virtual|suppvirtual|"
    "virtual with face to face options|facevirtual|primarily virtual"
)
"""Part of the lessons online still takes a building."""


def sorted_out(rows: Sequence[Row], columns: Columns) -> tuple[list[Row], list[LeftOut]]:
    """Schools to keep, and those left out with why; raises `InputError` for each yes or no that is neither."""
    _refuse_neither(rows, columns)
    kept, left_out = list[Row](), list[LeftOut]()
    charters = bool(rows) and all(_is_charter(row, columns) for row in rows)
    for row in rows:
        if rule := _rule(row, columns, charters):
            name = text_in(row, columns, "name", text_in(row, columns, "id"))
            left_out.append(LeftOut(text_in(row, columns, "id"), name, rule))
        else:
            kept.append(row)
    return kept, left_out


def _rule(row: Row, columns: Columns, charters: bool) -> str:
    """Why a school is left out; nothing where it stays."""
    status = text_in(row, columns, "status").casefold()
    if status in _CLOSED:
        return f"{status}: its status says so"
    if _is_charter(row, columns) and not charters:
        return "charter: run by its operator, not by the district's office"
    if _is(_YES, text_in(row, columns, "virtual")):
        return "virtual: it teaches online only and has no building to serve"
    return "no pupils: its enrollment is 0" if said(text_in(row, columns, "enrollment")) == 0 else ""


def _is_charter(row: Row, columns: Columns) -> bool:
    return _is(_YES, text_in(row, columns, "charter")) or "charter" in text_in(row, columns, "type").casefold().split()


def _refuse_neither(rows: Sequence[Row], columns: Columns) -> None:
    cells = [(key, row[columns.places[key]]) for row in rows for key in ("charter", "virtual") if key in columns.places]
    faults = [
        cell.mark.fault((key,), f"found '{cell.text[:40]}'; allowed: yes or no, or nothing")
        for key, cell in cells
        if not isinstance(said(cell.text), Missing) and not _is(f"{_YES}|{_NO}", cell.text)
    ]
    if faults:
        raise InputError(faults)


def _is(words: str, text: str) -> bool:
    return " ".join(re.findall(r"[a-z0-9]+", text.casefold())) in words.split("|")
