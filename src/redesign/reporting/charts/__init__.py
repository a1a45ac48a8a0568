"""Charts: one function each, a stored study and optional axes in, axes out; beside it the same in words."""

from redesign.reporting.charts.hours import hours_alt, hours_chart
from redesign.reporting.charts.levers import levers_alt, levers_chart
from redesign.reporting.charts.packages import packages_alt, packages_chart
from redesign.reporting.charts.posts import posts_alt, posts_chart
from redesign.reporting.charts.promises import promises_alt, promises_chart
from redesign.reporting.charts.strategies import strategies_alt, strategies_chart

__all__ = [
    "hours_alt",
    "hours_chart",
    "levers_alt",
    "levers_chart",
    "packages_alt",
    "packages_chart",
    "posts_alt",
    "posts_chart",
    "promises_alt",
    "promises_chart",
    "strategies_alt",
    "strategies_chart",
]
