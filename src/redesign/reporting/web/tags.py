"""HTML made of tags. The one place where text becomes HTML: what is not HTML already is shown as it is."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

from redesign.reporting.text import visible

EMPTY = frozenset({"input", "meta"})
"""Elements without an end."""


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Child: TypeAlias = str | None
"""Html stays as it is; any other text is escaped; None is nothing."""
Value: TypeAlias = str | int | bool | None
"""True is an attribute without a value; None and False are no attribute."""


def safe(text: str) -> Html:
    """Any text as HTML that shows it, hidden characters spelled out; a space at either end stays."""
    if isinstance(text, Html):
        return text
    before, after = (" " if end.isspace() else "" for end in (text[:1], text[1:][-1:]))
    return Html(f"{before}{escape(visible(text), quote=True)}{after}")


def joined(*children: Child) -> Html:
    """One after the other."""
    return Html("".join(safe(child) for child in children if child is not None))


def tag(element: str, *children: Child, **attributes: Value) -> Html:
    """An element. Attributes lose an underscore at their end and have hyphens for the others."""
    written = "".join(_attribute(name, value) for name, value in attributes.items())
    end = "" if element in EMPTY else f"{joined(*children)}</{element}>"
    return Html(f"<{element}{written}>{end}")


def _attribute(name: str, value: Value) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{safe(str(value))}"'
