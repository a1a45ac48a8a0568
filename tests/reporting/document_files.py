"""The files of documents, written once and read with other people's libraries."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
from docx.oxml.ns import qn

from redesign.reporting import documents
from redesign.reporting.documents import pictures
from redesign.study.study import Study

USED = ("more_support", "posts", "money")
"""The charts that documents show; drawing all of them takes long."""
PDF, WORD, EXCEL = ("brief", "figures", "methods"), ("proposal", "logic_model"), ("ed524", "schools")


def written(study: Study, folder: Path, charts: tuple[str, ...] = USED) -> Path:
    """Every document of a study."""
    before, pictures.CHARTS = pictures.CHARTS, charts
    try:
        documents.write(study, folder)
    finally:
        pictures.CHARTS = before
    return folder


def pdf_text(path: Path) -> str:
    """All text of a PDF."""
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def word_texts(path: Path) -> Iterator[str]:
    """Every paragraph of a Word file, in tables and at the foot, too; numbers that Word counts among them."""
    word: Any = docx.Document(str(path))
    parts = [word.element.body, *(section.footer._element for section in word.sections)]
    for part in parts:
        for paragraph in part.iter(qn("w:p")):
            yield "".join(text.text or "" for text in paragraph.iter(qn("w:t")))


def sheets(path: Path, values: bool = False) -> dict[str, list[list[Any]]]:
    """Name to rows of cells; of their values, as they were kept, on request."""
    book = openpyxl.load_workbook(path, data_only=values)
    return {
        sheet.title: [[cell.value if values else cell for cell in row] for row in sheet.iter_rows()]
        for sheet in book.worksheets
    }


def parts(path: Path) -> dict[str, str]:
    """The XML parts of a Word file or workbook."""
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name).decode("utf-8") for name in file.namelist() if name.endswith((".xml", ".rels"))}
