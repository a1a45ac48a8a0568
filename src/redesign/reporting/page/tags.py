"""HTML made of tags. The one place where text becomes HTML: whatever is not HTML already is shown as it is."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

from redesign.reporting.text import visible

EMPTY = frozenset({"br", "col", "input", "meta", "rect"})
"""Elements without content."""


class Html(str):
    """Text that is HTML. Only this module makes it of other text."""

    __slots__ = ()


Child: TypeAlias = str | None
"""Html as it is; any other text escaped; None is nothing."""


def safe(text: str) -> Html:
    """Any text as HTML that shows it; hidden characters spelled out."""
    return text if isinstance(text, Html) else Html(escape(visible(text), quote=True))


def joined(*children: Child) -> Html:
    """One after the other."""
    return Html("".join(safe(child) for child in children if child is not None))


def tag(element: str, *children: Child, **attributes: str | bool | None) -> Html:
    """An element; `class_` and `for_` lose their underscore, others become hyphens; True is a bare attribute."""
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    end = "" if element in EMPTY else f"{joined(*children)}</{element}>"
    return Html(f"<{element}{written}>{end}")


def _attribute(name: str, value: str | bool | None) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{escape(visible(value), quote=True)}"'
