"""The command line: words and exit codes."""

from redesign.cli.commands import main

__all__ = ["main"]
