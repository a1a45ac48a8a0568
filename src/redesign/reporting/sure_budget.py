"""By how much plans stay within the budget, or miss it, where the numbers are drawn."""

from __future__ import annotations

from redesign.analysis.intervals import Interval
from redesign.reporting.text import money, usd_change
from redesign.study.ask.sure_result import StrategyOdds


def over_budget(plan: StrategyOdds) -> str:
    """The range of what it costs beyond the budgets that it misses in some draws; empty where it keeps both in all."""
    if plan.budget_kept >= 1:
        return ""
    sums = {"a year": plan.yearly_usd_over, "once": plan.one_time_usd_over}
    said = [f"{_between(over)} {when}" for when, over in sums.items() if over.high >= 1]
    return f"nine times in ten {' and '.join(said)}" if said else ""


def yearly_over(plan: StrategyOdds) -> str:
    """The same of the yearly budget, for a row of a table."""
    over = plan.yearly_usd_over
    return f"{usd_change(over.low)} to {usd_change(over.high)}"


def _between(over: Interval) -> str:
    if over.low < 0:
        return f"{money(-over.low)} under to {money(over.high)} over"
    return f"{money(over.low)} to {money(over.high)} over"
