"""First promises in places of the menu, whose names say what is usual: `@{due_SERVICE_40}`, `@{share_SERVICE_90}`."""

from __future__ import annotations

from redesign.districts.menu import places
from redesign.districts.promises import First, FirstPromises


def promised(found: FirstPromises | None) -> dict[str, object]:
    """Values of these places; without promises, what is usual."""
    values = dict[str, object]()
    for place in (*places("services"), *places("areas")):
        kind, _, rest = place.partition("_")
        name, _, usual = rest.rpartition("_")
        if kind == "due":
            own = found.services.get(name) if found else None
            values[place] = f"{own.due:g}" if own else usual
        elif kind == "share":
            values[place] = _share(found.services.get(name) if found else None, usual)
        elif kind == "made":
            values[place] = _share(found.areas.get(name) if found else None, usual)
        elif kind == "note":
            values[place] = _note(found.services.get(rest) if found else None)
        elif place.startswith("as_today_"):
            own = found.services.get(place.removeprefix("as_today_")) if found else None
            values[place] = ", as_today: true" if own and own.reached < own.usual_share else ""
    return values


def _share(own: First | None, usual: str) -> str:
    return f"{own.share:g}" if own else f"0.{usual}"


def _note(own: First | None) -> str:
    if own is None or (own.due, own.share) == (own.usual_due, own.usual_share):
        return ""
    return f"; changed, since today's office as described here would keep {own.reached:.0%} of it"
