"""Controls that pick a row of a table. They come to life with JavaScript; without, the table says it all."""

from __future__ import annotations

from collections.abc import Sequence

from redesign.reporting.web.tags import Html, tag


def slider(label: str, of: str, options: Sequence[str], at: int) -> Html:
    """A slider over the rows of a table, by its id; it begins at one of them."""
    shown = tag("output", options[at], for_=f"{of}-pick")
    last = len(options) - 1
    control = tag("input", type="range", id=f"{of}-pick", min=0, max=last, value=at, aria_valuetext=options[at])
    return _picker(of, tag("label", f"{label}: ", shown, for_=f"{of}-pick"), control)


def chooser(label: str, of: str, options: Sequence[str], at: int) -> Html:
    """A list of the rows of a table, by its id; it begins at one of them."""
    listed = (tag("option", option, value=i, selected=i == at) for i, option in enumerate(options))
    return _picker(of, tag("label", label, for_=f"{of}-pick"), tag("select", *listed, id=f"{of}-pick"))


def _picker(of: str, label: Html, control: Html) -> Html:
    status = tag("p", role="status")
    return tag("div", label, control, status, class_="pick", data_table=of, hidden=True)
