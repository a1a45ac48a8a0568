"""The level of a school from a word, from its grades, or from its name."""

from __future__ import annotations

import re
from collections.abc import Mapping

from redesign.districts.facts import Level
from redesign.districts.grades import level_of_span

_WORDS: Mapping[Level, str] = {
    "elementary": "elementary|elem|el|es|e|primary|pk|prek|pre k|prekindergarten|early childhood|grade school",
    "middle": "middle|ms|m|junior high|jr high|jr hs|jh|jhs|junior|intermediate|middle junior high",
    "high": "high|hs|h|s|senior high|senior|secondary|sr high|sr hs|shs|high school|junior senior high",
    "combined": "combined|combination|multi level|multilevel|elementary secondary|b|other|unit|all grades|k 12|pk 12|"
    "elementary middle|middle high",
}
_IN_NAMES = re.compile(
    r"(?i)\b(?:(?P<both>(?:jr|junior)\.?\s*[/&-]?\s*(?:sr|senior)\.?(?:\s+high)?)|(?P<middle>(?:junior|jr\.?)\s+high|"
    r"j\.?\s?h\.?s?\b|middle|intermediate|m\.?s)|(?P<elementary>elementary|elem|primary|e\.?s|el|kindergarten|"
    r"pre-?k|early childhood|grammar)|(?P<high>(?:senior|sr\.?)\s+high|high|h\.?\s?s|secondary))\b\.?"
)
_JOINED = re.compile(r"(?i)[\s/&,-]*(?:and)?[\s/&,-]*")
_SPAN_IN_NAME = re.compile(r"(?i)\b((?:pre-?k|pk|tk|k|\d\d?)\s?-\s?\d\d?)\b")


def level_of_word(text: str) -> Level | None:
    """The level that a cell says, in a word such as `Middle School` or in grades such as `6-8`."""
    if span := level_of_span(text):
        return span
    word = " ".join(re.sub(r"[^a-z0-9]+", " ", text.casefold()).split())
    word = word.removesuffix(" schools").removesuffix(" school") or word
    for level, known in _WORDS.items():
        if word in known.split("|"):
            return level
    return None


def level_of_name(name: str) -> Level | None:
    """The level that a school's name says last, as in `High Point Elementary`; two joined ones are combined."""
    if span := _SPAN_IN_NAME.search(name):
        return level_of_span(span[1])
    found = list(_IN_NAMES.finditer(name))
    if not found:
        return None
    last = found[-1]
    if len(found) > 1 and found[-2].lastgroup != last.lastgroup:
        between = name[found[-2].end() : last.start()]
        if re.search(r"[/&-]|\band\b", between) and _JOINED.fullmatch(between):
            return "combined"
    kinds: Mapping[str, Level] = {"both": "high", "middle": "middle", "elementary": "elementary", "high": "high"}
    return kinds[last.lastgroup or ""]
