"""What grant writers take along: PDF by typst, Word by python-docx, workbooks by XlsxWriter, figures for print."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from redesign.reporting.documents.brief import brief
from redesign.reporting.documents.document import Figure
from redesign.reporting.documents.ed524 import write_ed524
from redesign.reporting.documents.figures import figures
from redesign.reporting.documents.logic_model import logic_model
from redesign.reporting.documents.methods import methods
from redesign.reporting.documents.pdf import write_pdf, write_picture
from redesign.reporting.documents.pictures import write_pictures
from redesign.reporting.documents.proposal import proposal
from redesign.reporting.documents.schools import write_schools
from redesign.reporting.documents.word import write_word
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

LIBRARIES = {"typst": "PDF", "docx": "Word", "xlsxwriter": "Excel"}
"""Module to what it writes: those of the extra `report`."""
FIGURES = "figures"


def missing() -> str | None:
    """What to install for the documents that cannot be written; None where all can."""
    lacking = [kind for module, kind in LIBRARIES.items() if not _has(module)]
    if not lacking:
        return None
    return f'No {" and no ".join(lacking)} files: their libraries are not installed. pip install "redesign[report]"'


def write(study: Study, folder: Path, sure: Sure | None = None, robust: Robust | None = None) -> None:
    """Write figures and, as far as their libraries are installed, every document; raises OSError or OutputError."""
    pictures = write_pictures(study, folder / FIGURES)
    writers: Mapping[str, Callable[[Study, Path, Mapping[str, Figure]], None]] = {
        "typst": partial(_pdf, sure=sure, robust=robust),
        "docx": partial(_word, sure=sure, robust=robust),
        "xlsxwriter": _excel,
    }
    for module, write_files in writers.items():
        if _has(module):
            write_files(study, folder, pictures)


def _pdf(study: Study, folder: Path, pictures: Mapping[str, Figure], sure: Sure | None, robust: Robust | None) -> None:
    write_pdf(brief(study, pictures, sure, robust), folder / "brief.pdf", most_pages=1)
    write_pdf(figures(study, pictures), folder / "figures.pdf")
    write_pdf(methods(study, sure, robust), folder / "methods.pdf")
    for picture in pictures.values():
        write_picture(picture, picture.svg.with_suffix(".pdf"))


def _word(study: Study, folder: Path, pictures: Mapping[str, Figure], sure: Sure | None, robust: Robust | None) -> None:
    write_word(proposal(study, pictures, sure, robust), folder / "proposal.docx")
    write_word(logic_model(study), folder / "logic_model.docx")


def _excel(study: Study, folder: Path, _: Mapping[str, Figure]) -> None:
    write_ed524(study, folder / "ed524.xlsx")
    write_schools(study, folder / "schools.xlsx")


def _has(module: str) -> bool:
    return find_spec(module) is not None
