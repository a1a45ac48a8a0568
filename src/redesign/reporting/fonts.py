"""Letters of a study that no font for its charts has."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from redesign.reporting.style import families
from redesign.reporting.text import listed, shorten, visible
from redesign.study.study import Study

FILE = "missing_letters.txt"
"""Beside the figures, where letters are missing in them."""
_MOST_NAMES = 3
_SCRIPTS = {
    "CJK": "Noto Sans CJK",
    "HIRAGANA": "Noto Sans CJK",
    "KATAKANA": "Noto Sans CJK",
    "HANGUL": "Noto Sans CJK",
    "ARABIC": "Noto Sans Arabic",
    "HEBREW": "Noto Sans Hebrew",
    "DEVANAGARI": "Noto Sans Devanagari",
    "BENGALI": "Noto Sans Bengali",
    "THAI": "Noto Sans Thai",
    "ETHIOPIC": "Noto Sans Ethiopic",
}
"""First word of a letter's name to the font that has it and that charts would use."""


def missing_letters(study: Study) -> str | None:
    """Say whose letters are drawn as boxes and which font to install; None where every letter can be drawn."""
    names = [name for name in dict.fromkeys(map(visible, _names(study))) if not name.isascii()]
    if not names:
        return None
    missing = _without_font({letter for name in names for letter in name if not letter.isspace()})
    if not missing:
        return None
    found = listed([shorten(name, 40) for name in names if missing & set(name)], _MOST_NAMES)
    fonts = listed(sorted(set(map(_font_for, missing))))
    return (
        f"No installed font has some letters of {found}: charts show boxes in their place. Install {fonts}; "
        "if boxes stay, delete fontlist-*.json in matplotlib's cache folder."
    )


def _names(study: Study) -> Iterator[str]:
    """What charts write beside numbers."""
    yield from (study.scenario.district, study.scenario.year, study.scenario.name)
    yield from (label for team in study.teams for label in (team.label, team.unit))
    yield from (service.label for service in study.services)
    yield from (area.label for area in study.areas)
    yield from (strategy.label for strategy in study.strategies.values())
    yield from (lever.label for lever in study.lever_prices)


def _without_font(letters: set[str]) -> set[str]:
    from matplotlib.font_manager import FontProperties, findfont, get_font

    fonts = [get_font(findfont(FontProperties(family=[family]))) for family in families()]
    return {letter for letter in letters if not any(font.get_char_index(ord(letter)) for font in fonts)}


def _font_for(letter: str) -> str:
    script = unicodedata.name(letter, "").split(" ")[0].split("-")[0]
    return _SCRIPTS.get(script, "Noto Emoji" if unicodedata.category(letter) == "So" else "Noto Sans")
