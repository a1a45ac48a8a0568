"""The command line: words and exit codes."""

from __future__ import annotations

TYPE_CHECKING = False  # see redesign/__init__.py
if TYPE_CHECKING:
    from click import Group

    from redesign.cli.commands import main

__all__ = ["main"]


def __getattr__(name: str) -> Group:
    """`main` is imported when it is asked for: interrupts are to be heard before."""
    if name == "main":
        from redesign.cli.commands import main

        return main
    raise AttributeError(name)
