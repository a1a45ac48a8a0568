"""Every number in a document stands in `study.json`, as it is or rounded as it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from redesign.reporting.chart import draw
from redesign.study.study import Study
from reporting import sample_study
from reporting.document_files import EXCEL, PDF, USED, WORD, pdf_text, sheets, word_texts, written

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
SAID_OF_FORMS = (
    "95%",
    "ED 524",
    "ed524",
    "OMB 1894-0008",
    "PDF/UA-1",
    "SHA-256",
    "(4 = most)",
    "4 has most need, 0 stands",
    "(lines 1-8)",
    "(lines 9-11)",
)
"""Numbers of forms and of words, not of a study."""
COUNTED = re.compile(
    r"(Table|Figure) \d+[.:]|\b\d+ / \d+\b|(?m:^\d\. (?=[A-Z]))|(?m:^1[0-2]\. (?=[A-Z]))|Project year \d"
)
"""Captions, pages, lines of the form, years of the project."""


def numbers_in(value: Any) -> Iterator[float]:
    """Numbers of a JSON document, and those in its texts."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from numbers_in(key)
            yield from numbers_in(child)
    elif isinstance(value, list):
        for child in value:
            yield from numbers_in(child)
    elif isinstance(value, str):
        yield from (float(found.replace(",", "")) for found in NUMBER.findall(value))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield abs(float(value))


def strangers(text: str, known: Iterable[float]) -> set[str]:
    """Numbers of a text that are none of those known: rounded, in percent, or in millions."""
    for said in SAID_OF_FORMS:
        text = text.replace(said, "")
    text = COUNTED.sub("", text)
    every = list(known)
    rounded: dict[int, set[float]] = {}
    found = set()
    for word in NUMBER.findall(text):
        digits = len(word.partition(".")[2])
        if digits not in rounded:
            rounded[digits] = {round(times * v, digits) for v in every for times in (1, 100, 1e-6)}
        if float(word.replace(",", "")) not in rounded[digits]:
            found.add(word)
    return found


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(sample_study.study(), tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def known() -> list[float]:
    return list(numbers_in(sample_study.document()))


def _texts(folder: Path, study: Study) -> dict[str, str]:
    texts = {name: pdf_text(folder / f"{name}.pdf") for name in PDF}
    texts |= {name: "\n".join(word_texts(folder / f"{name}.docx")) for name in WORD}
    for name in EXCEL:
        rows = [row for sheet in sheets(folder / f"{name}.xlsx", values=True).values() for row in sheet]
        texts[name] = "\n".join(f"{cell}" for row in rows for cell in row if cell is not None)
    for name in USED:  # what charts find is theirs to compute
        letters = map(re.escape, draw(study, name).finding.replace(" ", ""))
        texts["figures"] = re.sub(r"\s*".join(letters), "", texts["figures"])
    digest = re.compile(r"\s*".join(study.digest))  # whose digits are no numbers
    return {name: digest.sub("", text) for name, text in texts.items()}


def test_every_number_stands_in_the_study(folder: Path, known: list[float]) -> None:
    texts = _texts(folder, sample_study.study())
    assert {name: len(NUMBER.findall(text)) > 10 for name, text in texts.items()} == dict.fromkeys(texts, True)
    assert {name: strangers(text, known) for name, text in texts.items()} == {name: set() for name in texts}


def test_a_number_that_does_not_is_seen(document: dict[str, Any], known: list[float], tmp_path: Path) -> None:
    """The documents of a study that differs in one number, held against the other."""
    document["strategies"]["clean_sheet"]["cost"]["one_time_usd"] = 398_765.0
    texts = _texts(written(sample_study.typed(document), tmp_path, USED[:1]), sample_study.study())
    assert strangers(texts["brief"], known) == strangers(texts["proposal"], known) == {"398,765"}
    assert strangers("Of 20 posts 7.3% end, 12,251 hours", [20.0, 0.073, 12250.6]) == set()
    assert strangers("8 posts for $14.4 million", [14_318_500.0]) == {"8", "14.4"}
