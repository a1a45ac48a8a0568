"""What a study says first, in words: how promises came out, what falls short of the law, and that no plan was found."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from redesign.scenario.model import Scenario
from redesign.scenario.service import Promise
from redesign.study.strategy_result import PromiseResult

MOST_FAILURES = 3
"""Failures that a headline names before it counts the rest; all of them stand in the certificate."""


def promises_in_words(promises: Sequence[PromiseResult]) -> str:
    """`18 promises: 12 meet the file's target, 4 no worse than today but below it, 1 too close to call, 1 missed`."""
    sure = [p.verdict for p in promises if p.decided]
    meets, as_today, missed = (sure.count(verdict) for verdict in ("meets", "as_today", "missed"))
    close = len(promises) - len(sure)
    return (
        f"{len(promises)} promise{'' if len(promises) == 1 else 's'}: "
        f"{meets} meet{'s' if meets == 1 else ''} the file's target, {as_today} no worse than today but below it, "
        f"{f'{close} too close to call, ' if close else ''}{missed} missed"
    )


def below_the_law(scenario: Scenario, promises: Iterable[PromiseResult]) -> tuple[str, ...]:
    """A sentence for each mandated service whose share lies below the file's, whether the file lets it or not."""
    return tuple(
        f"Below the law: {p.label} {_below(p.share.mean)} within {_due(promise)}, the law says "
        f"{_percent(p.file_share)} (today {'n/a' if p.today_share is None else _percent(p.today_share)})."
        for p in promises
        if p.mandated and p.verdict != "meets" and p.share and (promise := scenario.services[p.id].promise)
    )


def no_plan_in_words(failures: Sequence[str]) -> str:
    """The headline of a plan that is not admissible; empty where nothing fails."""
    if not failures:
        return ""
    rest = len(failures) - MOST_FAILURES
    more = f" And {rest} more." if rest > 0 else ""
    conditions = f"{len(failures)} condition{'' if len(failures) == 1 else 's'}"
    named = " ".join(failures[:MOST_FAILURES])
    return f"NO ADMISSIBLE PLAN WAS FOUND: the best found misses {conditions} on the final years. {named}{more}"


def conflict_in_words(conflict: Sequence[str], repairs: Sequence[str]) -> str:
    """Why there may be no admissible plan at all, and what would mend it; empty where that is not known."""
    if not conflict:
        return ""
    mended = f" Any one of these would do, as far as the team tables tell: {'; '.join(repairs)}." if repairs else ""
    return f"As far as simulation tells, these cannot hold together: {'; '.join(conflict)}.{mended}"


def _due(promise: Promise) -> str:
    days, hours = promise.due_calendar_days, promise.due_working_hours
    number, unit = (hours, "working hour") if days is None else (days, "day")
    return f"{number:g} {unit}{'' if number == 1 else 's'}"


def _percent(share: float) -> str:
    return f"{round(100 * share, 1):g}%"


def _below(share: float) -> str:
    """Rounded down: a share below the law never looks like one that meets it."""
    return f"{math.floor(1000 * share + 1e-9) / 10:g}%"
