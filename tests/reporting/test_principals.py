"""What becomes of principals' time, in a sentence that says more and less apart."""

from __future__ import annotations

from typing import Any

import pytest

from redesign.reporting.charts import principals
from reporting import sample_study


@pytest.mark.parametrize(
    ("low", "mean", "high", "said"),
    [
        (-912.0, -570.0, -228.0, "None: the plan costs principals 570 (228 to 912) hours a year more than today's "),
        (228.0, 570.0, 912.0, "570 (228 to 912) of "),
        (-228.0, 0.0, 228.0, "None that can be told apart from chance: 0 (-228 to 228) of "),
    ],
)
def test_more_time_is_not_said_as_less_than_nothing(low: float, mean: float, high: float, said: str) -> None:
    """570 hours at $60 are $34,200, and 10 for each of 57 schools."""
    document: Any = sample_study.document()
    saved = document["strategies"]["clean_sheet"]["details"]["principal_savings"]
    saved["hours"] = {"mean": mean, "low": low, "high": high}
    saved["usd"] = {"mean": 60 * mean, "low": 60 * low, "high": 60 * high}
    finding = principals.finding(sample_study.typed(document))
    assert finding.startswith(said)
    assert mean == 0 or finding.endswith("worth $34,200; 10 hours a school.")
    assert "-$" not in finding
