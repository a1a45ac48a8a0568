"""Clean-sheet service redesign for school district central offices."""

__version__ = "0.1.0"
