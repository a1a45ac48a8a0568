"""Charts: one function each, a stored study and optional axes in, axes out; beside it the same in words."""

from redesign.reporting.charts.hours import hours_today, hours_today_alt
from redesign.reporting.charts.levers import levers, levers_alt
from redesign.reporting.charts.packages import packages, packages_alt
from redesign.reporting.charts.posts import posts, posts_alt
from redesign.reporting.charts.promises import promises, promises_alt
from redesign.reporting.charts.strategies import strategies, strategies_alt

__all__ = [
    "hours_today",
    "hours_today_alt",
    "levers",
    "levers_alt",
    "packages",
    "packages_alt",
    "posts",
    "posts_alt",
    "promises",
    "promises_alt",
    "strategies",
    "strategies_alt",
]
