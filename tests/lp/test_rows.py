"""Every constraint of the model on a tiny office, row by row, as it was read and agreed to."""

import pytest

from lp.refresh import CONSTRAINTS, ROWS, texts


@pytest.fixture(scope="module")
def written():
    return texts()


@pytest.mark.parametrize("name", CONSTRAINTS)
def test_a_constraint_has_the_rows_that_were_read(name, written):
    assert written[name] == (ROWS / f"{name}.txt").read_text(encoding="utf-8")


def test_there_is_a_file_for_every_constraint_and_no_other():
    assert {path.stem for path in ROWS.iterdir()} == set(CONSTRAINTS)


def test_every_constraint_says_something_about_the_tiny_office(written):
    assert all(written.values())
