"""A draft of form ED 524 as a workbook: items to change, sections A and B that add them up, section C in words."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from redesign.reporting.documents.budget import LINES, PAYERS, item_in_words, narrative, project_years
from redesign.reporting.documents.workbook import Sheet, open_workbook
from redesign.reporting.source import source_of
from redesign.study.proposal_result import DirectTotal, LineTotal
from redesign.study.study import Study

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SPARE_ROWS = 15
"""Empty rows for items that the study does not know, such as travel."""
INDIRECT = (
    "Does the district have an indirect cost rate agreement approved by the Federal government?",
    "Period covered by the agreement",
    "Approving Federal agency",
    "Approved indirect cost rate",
    "Is the rate a restricted rate, where the program asks for one?",
)


def write_ed524(study: Study, path: Path) -> None:
    """Write the workbook; raises OSError."""
    with open_workbook(path, f"ED 524 draft: {study.scenario.district}") as book:
        _how(study, Sheet(book, "How to use", (70,)))
        last = _items(study, book)
        for payer, section in PAYERS.items():
            _section(study, book, section, [t for t in study.proposal.budget.by_line if t.paid_by == payer], last)
        _check(study, Sheet(book, "Check", (44, 18)), last)
        _indirect(Sheet(book, "Indirect cost", (80, 30)))
        _narrative(study, Sheet(book, "Section C", (24, 14, 90)))


def _years(study: Study) -> list[str]:
    return [f"Project year {n + 1}" for n in range(study.proposal.project_years or 1)]


def _how(study: Study, sheet: Sheet) -> None:
    sheet.header(("How to use this workbook",))
    lines = (
        "Draft of form ED 524 (OMB 1894-0008) from a stored study. Check every number with the business office.",
        "Cells marked yellow are empty: only the district or its business office knows them.",
        "Items: change amounts, give each a line and a section, and add what the study does not know, such as travel.",
        "Section A (asked for) and section B (brought by the district) add up what stands in Items. Section C is a "
        "draft in words.",
        "Items are what the plan costs beyond today's office. Money that posts set free is not taken off.",
        project_years(study),
        source_of(study),
    )
    for line in lines:
        sheet.row((line,), wrap=True)


def _items(study: Study, book: Workbook) -> int:
    """One row for each item; returns the last row of the table, counted from 1."""
    years, items = _years(study), study.proposal.budget.items
    sheet = Sheet(book, "Items", (62, 22, 12, *[16] * len(years), 16))
    sheet.header(("Item", "Line of ED 524", "Section", *years, "Total"))
    for n in range(len(items) + SPARE_ROWS):
        item = items[n] if n < len(items) else None
        place = sheet.next_row + 1
        sheet.texts((item_in_words(item) if item else "",), wrap=True)
        line, section = (
            (LINES[item.line] if item.line else None, PAYERS.get(item.paid_by) if item.paid_by else None)
            if item
            else ("", "")
        )
        sheet.choice(line, list(LINES.values()))
        sheet.choice(section, list(PAYERS.values()))
        for y in range(len(years)):
            sheet.dollars(item.usd_by_year[y] if item else "")
        sheet.sum_of_row(3, 2 + len(years), place, item.usd if item else None)
        sheet.end_row()
    return sheet.next_row


def _section(study: Study, book: Workbook, section: str, found: Sequence[LineTotal], last: int) -> None:
    """Lines 1 to 12, a column for each year, and their total."""
    years = _years(study)
    sheet = Sheet(book, f"Section {section}", (34, *[16] * len(years), 16))
    sheet.header(("Budget categories", *years, "Total"))
    by_line = {total.line: total for total in found}
    payer = next(payer for payer, letter in PAYERS.items() if letter == section)
    direct = next(total for total in study.proposal.budget.direct if total.paid_by == payer)
    for line, word in LINES.items():
        total = by_line.get(line)
        cells = [
            (_added(section, word, 3 + y, last), total.usd_by_year[y] if total else 0.0) for y in range(len(years))
        ]
        sheet.sums(word, cells, total.usd if total else 0.0)
    _below(sheet, direct, len(years))


def _added(section: str, line: str, column: int, last: int) -> str:
    """The sum of the items of one line and section in one year."""
    from xlsxwriter.utility import xl_col_to_name

    def part(letter: str) -> str:
        return f"Items!${letter}$2:${letter}${last}"

    return f'=SUMIFS({part(xl_col_to_name(column))},{part("B")},"{line}",{part("C")},"{section}")'


def _below(sheet: Sheet, direct: DirectTotal, years: int) -> None:
    """Lines 9 to 12: the direct costs, what the business office must fill in, and all of it."""
    from xlsxwriter.utility import xl_col_to_name

    letters = [xl_col_to_name(1 + y) for y in range(years)]
    sheet.sums(
        "9. Total Direct Costs (lines 1-8)",
        [(f"=SUM({c}2:{c}9)", usd) for c, usd in zip(letters, direct.usd_by_year, strict=True)],
        direct.usd,
    )
    sheet.asked("10. Indirect Costs", years)
    sheet.asked("11. Training Stipends", years)
    sheet.sums(
        "12. Total Costs (lines 9-11)",
        [(f"=SUM({c}10:{c}12)", usd) for c, usd in zip(letters, direct.usd_by_year, strict=True)],
        direct.usd,
    )


def _indirect(sheet: Sheet) -> None:
    sheet.header(("Indirect cost information", "To be filled in by the business office"))
    for question in INDIRECT:
        sheet.texts((question,))
        sheet.choice(None, [])
        sheet.end_row()


def _narrative(study: Study, sheet: Sheet) -> None:
    sheet.header(("Line of ED 524", "Section", "Draft of the narrative: check and add why each cost is needed"))
    for item in study.proposal.budget.items:
        sheet.choice(LINES[item.line] if item.line else None, list(LINES.values()))
        sheet.choice(PAYERS[item.paid_by] if item.paid_by else None, list(PAYERS.values()))
        sheet.texts((narrative(item),), wrap=True)
        sheet.end_row()


def _check(study: Study, sheet: Sheet, last: int) -> None:
    """What of the items has no line or no section yet."""
    from xlsxwriter.utility import xl_col_to_name

    budget, total = study.proposal.budget, xl_col_to_name(3 + len(_years(study)))
    sheet.header(("Check", "Total"))
    sums = {each.paid_by: each.usd for each in budget.direct}
    own = xl_col_to_name(1 + len(_years(study)))
    sheet.formula("All items", f"=SUM(Items!${total}$2:${total}${last})", budget.usd)
    sheet.formula("Of them in section A", f"='Section A'!{own}10", sums["grant"])
    sheet.formula("Of them in section B", f"='Section B'!{own}10", sums["district"])
    sheet.formula("Without a line or a section: to be placed", "=B2-B3-B4", sums[None])
