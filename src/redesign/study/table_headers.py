"""Columns of the tables that may have no row: without a header a file does not even say that it is empty."""

from __future__ import annotations


def _three(name: str) -> str:
    """Mean, low, high, as `with_interval` writes them."""
    return f"{name} {name}_low {name}_high"


_COLUMNS = {
    "packages": "strategy school_id school need_quartile area package",
    "levers": "strategy service choice",
    "promises": (
        "strategy kind id label team mandated target_share file_share today_share verdict decided requests_per_year "
        f"turnaround_mean_hours turnaround_p90_hours closing_backlog {_three('share')}"
    ),
    "safe_moves": "kind id label today least most in_all plans",
    "outcomes": "strategy outcome score requests_per_year",
    "unanswered": f"strategy service label outcome {_three('requests_per_year')}",
    "work": f"strategy service {_three('hours')} {_three('usd')} {_three('displaced_support')}",
    "value": f"strategy area package support_per_1000_usd {_three('in_plan_per_1000_usd')} schools of_schools",
    "freed": "strategy team freed_hours visits_hours post_hours",
    "core_elements": "strategy element on marked",
    "capacities": "team posts most_hours tried",
    "lever_prices": "lever label taken yearly_usd one_time_usd freed_hours freed_usd reason",
    "assumptions": "path value text file line",
}
HEADERS = {name: tuple(columns.split()) for name, columns in _COLUMNS.items()}
"""File name (without ending) -> columns; the others have a row for each team, school or strategy."""
