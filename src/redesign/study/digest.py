"""One hash over what a study found: what makes two studies the same, and shows that one was changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from redesign.study.study import Study, plain_strategies

DIGITS = 10
"""Significant digits of a measure that enter the digest."""


def digest(study: Study) -> str:
    """One hash over plan and measures: the same for any number of workers and any hash seed."""
    strategies = plain_strategies(study)
    core = {"plan": strategies[study.certificate.strategy]["plan"], "strategies": strategies}
    text = json.dumps(_rounded(core), sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return value
