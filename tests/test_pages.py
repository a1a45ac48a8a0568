"""Tutorials and how-to pages can be followed, word by word."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fenced import Reader, is_printed

DOCS = Path(__file__).parents[1] / "docs"
PAGES = sorted([*DOCS.glob("tutorials/*.md"), *DOCS.glob("how-to/*.md"), DOCS / "reference" / "python.md"])


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Reader:
    """With a folder that has the scenarios and the extract of state files, as a clone has."""
    folder = tmp_path_factory.mktemp("clone")
    for name in ("scenarios", "data/texas"):
        shutil.copytree(DOCS.parent / name, folder / name)
    return Reader(folder)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_page_prints_what_it_shows(page: Path, reader: Reader) -> None:
    assert reader.follow(page) == []


def test_a_page_that_shows_something_else_is_seen() -> None:
    printed = "Plan: 1,385 (1,372 to 1,398)\nfor $380,000 a year\nand more\nPosts 4\n"
    assert is_printed("Plan: 1,385\n...\na year and\n", printed)
    assert is_printed("Plan: 1,390\n", printed)
    assert not is_printed("Plan: 1,500\n", printed)
    assert not is_printed("a year\n...\nPlan:\n", printed)
    assert not is_printed("Plan: -1,385\n", printed)


def test_each_page_is_in_the_index() -> None:
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    assert [page.stem for page in PAGES if str(page.relative_to(DOCS).with_suffix("")) not in index] == []
