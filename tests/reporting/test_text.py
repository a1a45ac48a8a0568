"""Names and numbers as a reader sees them (F16, F18)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesign.analysis.intervals import Interval
from redesign.reporting.text import (
    amount,
    between,
    cells,
    change,
    listed,
    money,
    share,
    shift,
    shorten,
    usd,
    usd_change,
    visible,
    wrapped,
)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        (
            "Caf\u00e9 \u5b66\u6821 \u0645\u062f\u0631\u0633\u0629",
            "Caf\u00e9 \u5b66\u6821 \u0645\u062f\u0631\u0633\u0629",
        ),
        ("a\nb\tc", "a b c"),
        ("\u202eevil\u2066", "U+202EevilU+2066"),
        ("zero\u200bwidth", "zeroU+200Bwidth"),
        ("\x1b]0;title\x07", "U+001B]0;titleU+0007"),
        ("lone \ud800", "lone U+D800"),
    ],
)
def test_nothing_is_hidden(name: str, shown: str) -> None:
    assert visible(name) == shown


@given(st.text(), st.integers(3, 40))
def test_short_text_fits_and_hides_nothing(text: str, width: int) -> None:
    line = shorten(text, width)
    assert cells(line) <= width
    assert line == visible(line)
    assert line == visible(text) or line.endswith("...")


def test_wide_characters_count_twice_and_marks_not() -> None:
    assert cells("\u5b66\u6821") == 4
    assert cells("e\u0301") == 1
    assert shorten("\u5b66" * 10, 9) == "\u5b66" * 3 + "..."


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "n/a"), (-0.0, "0"), (-0.001, "0.00"), (3.0, "3"), (3.14159, "3.14"), (36.04, "36.0"), (12345.6, "12,346")],
)
def test_amounts(value: float | None, shown: str) -> None:
    assert amount(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"), [(None, "n/a"), (-0.2, "$0"), (-1500.0, "-$1,500"), (25_200_000.4, "$25,200,000")]
)
def test_dollars(value: float | None, shown: str) -> None:
    assert usd(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "n/a"),
        (0.0, "0%"),
        (0.873, "87%"),
        (0.999, ">99%"),
        (0.0004, "<1%"),
        (1.0, "100%"),
        (0.995, ">99%"),
        (0.005, "<1%"),
        (0.994, "99%"),
        (0.006, "1%"),
    ],
)
def test_shares_keep_what_whole_percents_would_hide(value: float | None, shown: str) -> None:
    assert share(value) == shown


@given(st.text(), st.integers(6, 40), st.integers(1, 3))
def test_wrapped_text_fits_and_keeps_its_letters(text: str, width: int, lines: int) -> None:
    out = wrapped(text, width, lines).split("\n")
    assert len(out) <= lines
    assert max(map(cells, out)) <= width
    letters = "".join(visible(text).split())
    assert "".join("".join(out).split()) == letters or out[-1].endswith("...")


def test_changes_intervals_and_lists() -> None:
    assert [change(v) for v in (5.0, -5.0, 0.0, None)] == ["+5", "-5", "0", "n/a"]
    assert between(Interval(0.9, 0.85, 0.95), share) == "90% (85% to 95%)"
    assert listed(["a"]) == "a"
    assert listed("abc") == "a, b and c"
    assert listed("abcdef", 2) == "a, b and 4 more"


@pytest.mark.parametrize(
    ("value", "said"),
    [(14_318_500, "$14.3 million"), (999_949, "$999,949"), (999_950, "$1.0 million"), (380_000, "$380,000"), (0, "$0")],
)
def test_money_as_it_is_spoken(value: float, said: str) -> None:
    assert money(value) == said


def test_what_changes_has_its_sign_and_a_true_minus() -> None:
    assert [shift(value) for value in (6, -1, 0, -0.2, 1234)] == ["+6", "\u22121", "0", "0", "+1,234"]
    assert [usd_change(value) for value in (-952_000.4, 36_000, 0.3)] == ["\u2212$952,000", "+$36,000", "$0"]
