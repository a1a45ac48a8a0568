"""States and school years, spelled in one way however a planner types them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from redesign.scenario.text import folded

_CODES: Mapping[str, str] = {
    **{"AL": "Alabama", "AK": "Alaska", "AZ": "Arizona", "AR": "Arkansas", "CA": "California", "CO": "Colorado"},
    **{"CT": "Connecticut", "DE": "Delaware", "DC": "District of Columbia", "FL": "Florida", "GA": "Georgia"},
    **{"HI": "Hawaii", "ID": "Idaho", "IL": "Illinois", "IN": "Indiana", "IA": "Iowa", "KS": "Kansas"},
    **{"KY": "Kentucky", "LA": "Louisiana", "ME": "Maine", "MD": "Maryland", "MA": "Massachusetts", "MI": "Michigan"},
    **{"MN": "Minnesota", "MS": "Mississippi", "MO": "Missouri", "MT": "Montana", "NE": "Nebraska", "NV": "Nevada"},
    **{"NH": "New Hampshire", "NJ": "New Jersey", "NM": "New Mexico", "NY": "New York", "NC": "North Carolina"},
    **{"ND": "North Dakota", "OH": "Ohio", "OK": "Oklahoma", "OR": "Oregon", "PA": "Pennsylvania"},
    **{"RI": "Rhode Island", "SC": "South Carolina", "SD": "South Dakota", "TN": "Tennessee", "TX": "Texas"},
    **{"UT": "Utah", "VT": "Vermont", "VA": "Virginia", "WA": "Washington", "WV": "West Virginia"},
    **{"WI": "Wisconsin", "WY": "Wyoming", "AS": "American Samoa", "GU": "Guam", "MP": "Northern Mariana Islands"},
    **{"PR": "Puerto Rico", "VI": "U.S. Virgin Islands", "BI": "Bureau of Indian Education"},
}
_ALSO: Mapping[str, str] = {
    "Washington DC": "District of Columbia",
    "Virgin Islands": "U.S. Virgin Islands",
    "BIE": "Bureau of Indian Education",
    "Department of Defense Education Activity": "DoDEA",
}
STATES = (*_CODES.values(), "DoDEA")
"""States, the District of Columbia, territories, and the two federal systems of schools."""
_YEAR = re.compile(r"((?:(?:19|20)\d|[0-4])\d)\s*[-/\u2013]\s*(\d\d|\d{4})")
"""Two years that follow each other; of two digits they are of this century."""


def state_named(text: str) -> str:
    """`Ohio` for `ohio` and `OH`, `District of Columbia` for `D.C.`; nothing for what is no state."""
    known = {_plain(name): own for name, own in {**_CODES, **_ALSO, **{each: each for each in STATES}}.items()}
    return known.get(_plain(text), "")


def year_named(text: str) -> str:
    """`2023-24` for `2023-2024`, `2023/24`, `23-24` and the like; nothing for what is no school year."""
    match = _YEAR.fullmatch(text.strip())
    if not match:
        return ""
    start = match[1] if len(match[1]) == 4 else f"20{match[1]}"
    following = str(int(start) + 1)
    return f"{start}-{following[2:]}" if following.endswith(match[2]) else ""


def _plain(name: str) -> str:
    return folded(re.sub(r"[.,]", "", name))
