"""The sample study for every test of this floor, fresh each time, and names that would like to act."""

from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from redesign.study.study import Study
from reporting import sample_study

PAYLOADS = (
    "<script>alert(1)</script>",
    "</script><img src=x onerror=alert(1)>",
    "\"quoted\" 'single' &amp; & {{ 7*7 }}",
    "$x$ from $100 to $200, bad $\\frac{$",
    "[red]bold[/bold] [link=https://example.org]x[/link] :smile:",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "two\nlines\rand\ttabs",
    "\u202eright to left\u2066 zero\u200bwidth",
    "\x1b[31mred\x1b]0;title\x07",
    "--><svg onload=alert(1)>",
    "\u5b66\u6821 \u0645\u062f\u0631\u0633\u0629 Caf\u00e9 \U0001f3eb",
    "Long " * 60,
)


@pytest.fixture
def document() -> dict[str, Any]:
    """The sample study as `study.json` has it, to be changed."""
    return sample_study.document()


@pytest.fixture
def study() -> Study:
    return sample_study.study()


@pytest.fixture
def hostile(document: dict[str, Any]) -> Study:
    """The sample study with a payload in place of every name and sentence."""
    return sample_study.typed(poison(document, cycle(PAYLOADS)))


def poison(value: Any, payloads: Iterator[str], key: str = "") -> Any:
    """Replace every text that a planner writes, and every sentence made of it."""
    if isinstance(value, dict):
        return {k: poison(v, payloads, k) for k, v in value.items()}
    if isinstance(value, list):
        return [poison(v, payloads, key) for v in value]
    named = {
        "label",
        "name",
        "description",
        "district",
        "year",
        "file",
        "notes",
        "failures",
        "conflict",
        "repairs",
        "below_law",
        "statement",
        "text",
        "stopping",
    }
    return next(payloads) if isinstance(value, str) and key in named else value
