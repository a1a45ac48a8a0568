"""The command line: words and exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from redesign.cli.commands import main

__all__ = ["main"]


def __getattr__(name: str) -> Any:
    """`main` is imported when it is asked for: interrupts are to be heard before."""
    if name == "main":
        from redesign.cli.commands import main

        return main
    raise AttributeError(name)
