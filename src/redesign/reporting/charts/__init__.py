"""The charts: one module each, with `chart` (a study and optional axes in, axes out) and `alt` (the same in words)."""

CHARTS = (
    "hours_today",
    "posts",
    "packages",
    "levers",
    "strategies",
    "promises",
)
"""In the order of a report: the module of each, and the name of its files."""
