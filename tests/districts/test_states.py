"""States and school years as planners type them."""

from __future__ import annotations

import pytest

from redesign.districts.states import STATES, state_named, year_named


@pytest.mark.parametrize(
    ("text", "year"),
    [
        *(("2023-24", "2023-24"), ("2023-2024", "2023-24"), ("2023/24", "2023-24"), ("23-24", "2023-24")),
        *(("23/24", "2023-24"), (" 2023 \u2013 24", "2023-24"), ("1999-00", "1999-00"), ("1999-2000", "1999-00")),
        *(("2023", ""), ("2023-25", ""), ("2023-1924", ""), ("23", ""), ("98-99", ""), ("", ""), ("next", "")),
    ],
)
def test_school_years(text: str, year: str) -> None:
    assert year_named(text) == year


@pytest.mark.parametrize(
    ("text", "state"),
    [
        *(("Ohio", "Ohio"), (" new  york", "New York"), ("TX", "Texas"), ("tx", "Texas"), ("PR", "Puerto Rico")),
        *(("D.C.", "District of Columbia"), ("Washington, D.C.", "District of Columbia"), ("WA", "Washington")),
        *(("BIE", "Bureau of Indian Education"), ("dodea", "DoDEA"), ("US Virgin Islands", "U.S. Virgin Islands")),
        *(("Atlantis", ""), ("XX", ""), ("", "")),
    ],
)
def test_states(text: str, state: str) -> None:
    assert state_named(text) == state


def test_every_state_is_there_once_and_fits_a_scenario_file() -> None:
    assert len(set(STATES)) == len(STATES) == 50 + 1 + 5 + 2
    assert max(map(len, STATES)) <= 30
