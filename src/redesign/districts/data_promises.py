"""DATA.md: the first promises, what is usual and what today's office would keep."""

from __future__ import annotations

import math
from collections.abc import Iterator

from redesign.districts.compose import Composed
from redesign.districts.data_office import table
from redesign.districts.promises import First


def promises(made: Composed) -> Iterator[str]:
    """Services with a time and a share, then visits with a share."""
    found = made.promises
    yield (
        f"Today's office was simulated for {found.years} years. Where it would not keep what is usual elsewhere, the "
        "promise is the next longer time that it would keep, at most four times as long; where none is, the share is "
        "lower. A mandated service keeps its time; where today misses it, a plan need be no worse than today."
    )
    yield ""
    services = ((name, _usual(first), _reached(first), _first(first)) for name, first in found.services.items())
    yield from table(("Service", "Usual time and share", "Today reaches", "Promise where it is not mandated"), services)
    yield ""
    visits = (
        (name, f"{first.usual_share:.0%}", _reached(first), f"{first.share:.0%}") for name, first in found.areas.items()
    )
    yield from table(("Visits of", "Usual share", "Today makes", "Promise"), visits)


def _usual(first: First) -> str:
    return f"{first.usual_due:g}, {first.usual_share:.0%}"


def _first(first: First) -> str:
    return f"{first.due:g}, {first.share:.0%}"


def _reached(first: First) -> str:
    return "none today" if math.isnan(first.reached) else f"{first.reached:.1%}"
