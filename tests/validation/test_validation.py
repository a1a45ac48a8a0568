"""docs/validation.md says what the model predicts, and whether that is what was published."""

from __future__ import annotations

from pathlib import Path

import pytest
from published_outcomes import HERE, Prediction, arithmetic, general_administration, simulated

PAGE = (HERE.parents[1] / "docs" / "validation.md").read_text(encoding="utf-8")


def test_arithmetic_is_what_the_page_says() -> None:
    assert [each.row() for each in arithmetic() if each.row() not in PAGE] == []


@pytest.mark.slow
def test_simulated_years_are_what_the_page_says() -> None:
    assert [each.row() for each in simulated() if each.row() not in PAGE] == []


def test_agreement_means_that_the_intervals_touch() -> None:
    assert Prediction("p", (3.0, 4.0), (1.0, 3.5)).agrees
    assert Prediction("p", (2.0, 2.0), (1.0, 3.5)).agrees
    assert not Prediction("p", (4.0, 5.0), (1.0, 3.5)).agrees
    assert not Prediction("p", (0.1, 0.2), (1.0, 3.5)).agrees
    assert Prediction("p", (0.5, 0.5), (0.1, 0.4)).row() == "| p | 50% | 10% to 40% | **no** |"


def test_general_administration_is_the_check_of_the_evidence_page() -> None:
    """Five posts at $369,249 together: docs/evidence.md, section 3."""
    low, high = general_administration("corpus_christi").predicted
    assert low < 369_249 < high


@pytest.mark.parametrize("path", sorted(HERE.glob("*.yaml")), ids=lambda path: path.stem)
def test_no_scenario_says_what_it_predicts(path: Path) -> None:
    """78%, 84% and 8,000 orders; 3% and 4% vacant; 43% and 90% satisfied."""
    text = path.read_text(encoding="utf-8").replace(",", "")
    assert not [told for told in ("0.78", "0.84", "8000", "9500", "0.43", "78%", "84%", "43%") if told in text]
