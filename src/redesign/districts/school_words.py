"""What the first words of a row are: a school's name, or that of sums and means."""

from __future__ import annotations

import re

from redesign.scenario.text import folded


def words_of(name: str) -> list[str]:
    """The words of a name, without what stands in parentheses."""
    return re.findall(r"[^\W\d_]+", re.sub(r"\(.*?\)", " ", folded(name)))


SUMS = frozenset(words_of("total totals subtotal subtotals sum sums average averages avg mean means median"))
ALL_SCHOOLS = ("all", "schools")
_LEVELS = frozenset(
    words_of("elementary elem primary middle intermediate junior high senior secondary combined school schools")
)
_ENDS = _LEVELS - {"junior", "senior", "combined", "schools"}
_AROUND = _LEVELS | frozenset(
    words_of(
        "grand sub all overall district districtwide wide state of for the by and k pk grade grades student students "
        "pupil pupils enrollment"
    )
)
_PROSE = re.compile(r"[:;]|\.$|(?:^|\s)(?!(?:of|the|at|and|de|la|del|for)\b)[a-z]")


def names_a_sum(name: str) -> bool:
    """Whether a name says nothing but a sum or a mean, such as `Elementary Total` or `Grand Total (3 schools)`."""
    words = words_of(name)
    said = bool(SUMS & set(words)) or set(ALL_SCHOOLS) <= set(words)
    return said and set(words) <= SUMS | _AROUND


def names_a_school(name: str) -> bool:
    """Whether a name is one of a school, such as `Eaton High`: not a heading (`High Schools`), not a sentence."""
    words = words_of(name)
    return bool(words) and words[-1] in _ENDS and not set(words) <= _AROUND | SUMS and not _PROSE.search(name)
