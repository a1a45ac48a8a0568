"""Who judges plans in common years, and how two plans compare in the end."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import numpy as np
from fresh_years import FIRST, SEED, Promise, judged, seeded
from kept import signed, table
from outside_office import Office
from outside_parts import Parts, Totals

from redesign.analysis.intervals import difference_verdict, mean_interval, paired
from redesign.demand.plan import Plan
from redesign.scenario.model import NONE, Scenario

PROMOTE = 40
"""Years that what is promising runs on; the choice among the promoted is made on as many years after them."""
PENALTY = 10.0
"""A point of a promise missed costs a tenth of the support."""

NOTHING: Mapping[str, float] = MappingProxyType({})


class Judged(NamedTuple):
    """A plan on some years."""

    support: float
    short: float
    """Points of promises missed, and hours of allowances passed as shares of them."""

    def score(self, scale: float) -> float:
        return self.support - PENALTY * scale * self.short


class Referee:
    """Plans on common years, against what today's office reaches on the same."""

    def __init__(self, scenario: Scenario, first: int) -> None:
        base = seeded(scenario, SEED)
        self.office = Office(base)
        self.parts = Parts(self.office, self.office.made, first)
        reference = Parts(self.office, base, first)
        self.today = reference.years(self.office.plan_today(), 2 * PROMOTE)
        self.allowed = np.array([t.backlog_allowance_hours for t in self.office.teams])

    def promises(self, totals: Totals, since: int = 0) -> list[Promise]:
        until = len(totals.support)
        return judged(self.office.scenario, _between(totals, since, until), _between(self.today, since, until))

    def margins(self, plan: Plan, years: int) -> dict[str, float]:
        """Of each promise, on the first years."""
        return {promise.name: promise.margin for promise in self.promises(self.parts.years(plan, years))}

    def judge(self, plan: Plan, years: int, since: int = 0, more: Mapping[str, float] = NOTHING) -> Judged:
        """The years from `since` on; `more` is added to margins that these years are known to show too low."""
        totals = self.parts.years(plan, years)
        short = sum(max(0.0, -promise.margin - more.get(promise.name, 0.0)) for promise in self.promises(totals, since))
        over = totals.unfinished[since:].mean(axis=0) - self.allowed
        short += float(np.maximum(0.0, over / np.maximum(1.0, self.allowed)).sum()) / 10
        return Judged(float(totals.support[since:].mean()), short)


def _between(totals: Totals, since: int, until: int) -> dict[str, Any]:
    return {
        n: getattr(totals, n)[since:until].sum(axis=0) for n in ("on_time", "due", "visits_made", "visits_promised")
    }


def compare(scenario: Scenario, certified: Plan, best: Plan, years: int) -> None:
    """Both plans on fresh years, and in what they differ."""
    referee = Referee(scenario, FIRST + 100_000)
    if years > 2 * PROMOTE:
        base = seeded(scenario, SEED)
        referee.today = Parts(referee.office, base, FIRST + 100_000).years(referee.office.plan_today(), years)
    found = {"certified": certified, "best found": best}
    totals = {name: referee.parts.years(plan, years) for name, plan in found.items()}
    rows = []
    for name, plan in found.items():
        own = mean_interval(totals[name].support)
        below = [f"{p.name} {p.margin:+.1%}" for p in referee.promises(totals[name]) if p.margin < 0]
        over = np.flatnonzero(totals[name].unfinished.mean(axis=0) > referee.allowed)
        below += [f"unfinished work of {referee.office.ids[t]}" for t in over]
        broken = "; ".join([*referee.office.faults(plan), *below]) or "nothing"
        office = referee.office
        rows.append(
            (
                name,
                f"{own.mean:,.1f} +- {own.half_width:,.1f}",
                f"{office.yearly(plan):,.0f}",
                f"{office.once(plan):,.0f}",
                broken,
            )
        )
    print(f"{years} fresh years")
    table(("plan", "support", "USD a year", "USD once", "breaks"), rows)
    difference = paired(totals["best found"].support, totals["certified"].support)
    share = difference.mean / float(totals["certified"].support.mean() or 1.0)
    print(f"best found less certified: {signed(difference)} ({share:+.2%}), {difference_verdict(difference)}\n")
    differences = list(differences_of(referee.office, certified, best))
    table(("difference", "certified", "best found"), differences or [("none", "", "")])


def differences_of(office: Office, one: Plan, other: Plan) -> list[tuple[str, Any, Any]]:
    """Posts, retraining, levers and packages in which two plans differ."""
    out: list[tuple[str, Any, Any]] = []
    for t, name in enumerate(office.ids):
        for what in ("posts", "hired", "released"):
            a, b = getattr(one, what)[t], getattr(other, what)[t]
            out += [(f"{what} of {name}", int(a), int(b))] if a != b else []
    for i, t in office.pairs:
        a, b = one.retrained[i, t], other.retrained[i, t]
        out += [(f"retrained {office.ids[i]} -> {office.ids[t]}", int(a), int(b))] if a != b else []
    for i, name in enumerate(office.levers):
        if one.levers[i] != other.levers[i]:
            out.append((f"lever {name}", *("taken" if p.levers[i] else "left" for p in (one, other))))
    for a, (name, area) in enumerate(office.made.areas.items()):
        for p, package in enumerate((NONE, *area.packages)):
            counts = [int((plan.packages[a] == p).sum()) for plan in (one, other)]
            out += [(f"{name}: schools with {package}", *counts)] if counts[0] != counts[1] else []
        moved = int((one.packages[a] != other.packages[a]).sum())
        out += [(f"{name}: schools that differ", "", moved)] if moved else []
    return out
