"""A search for a better plan than the certified one, by simulation alone and apart from the project's optimizer.

    python benchmarks/outside_search.py scenarios/sharyland.yaml --minutes 20 --out sharyland_search.jsonl
    python benchmarks/outside_search.py scenarios/sharyland.yaml --study runs/sharyland

From the certified plan it goes to neighbors by simulated annealing with restarts. Each is screened on a few common
years, then on more; what is better there and keeps every promise is promoted to more years, then to others for the
choice. At the end the best and the certified plan meet on fresh years: the difference is what the study missed.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import time
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from fresh_years import FIRST, SEED, Promise, arrays_of, from_lists, judged, seeded, to_lists
from kept import Kept, Record, signed, stamp_of, table, tell
from outside_moves import neighbor, shifts
from outside_office import Office
from outside_parts import Parts, Totals

import redesign
from redesign.analysis.intervals import difference_verdict, mean_interval, paired
from redesign.demand.plan import Plan
from redesign.scenario.model import NONE, Scenario

FIRST_LOOK, SCREEN, PROMOTE = 2, 12, 40
"""Years of each stage; the choice among the promoted is made on as many years after them."""
HOPELESS = 0.15
"""A promise missed by more on the first years is not looked at longer."""
PENALTY = 10.0
"""A point of a promise missed costs a tenth of the support."""
WARM, COLD = 0.006, 0.0002
"""Temperature at the beginning and the end, as a share of the support."""
NEARLY = 0.01
"""Half of the years cannot tell promises, or support, that differ by less."""
ROUND_SECONDS = 120.0
PROMOTED_OF_SWEEP = 5
PATIENCE = 400
"""Candidates without a new best after which the search goes back to the best."""
ELITE = 12


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

    def judge(self, plan: Plan, years: int, since: int = 0) -> Judged:
        """The years from `since` on; those before are simulated, too."""
        totals = self.parts.years(plan, years)
        short = sum(max(0.0, -promise.margin) for promise in self.promises(totals, since))
        over = totals.unfinished[since:].mean(axis=0) - self.allowed
        short += float(np.maximum(0.0, over / np.maximum(1.0, self.allowed)).sum()) / 10
        return Judged(float(totals.support[since:].mean()), short)


def _between(totals: Totals, since: int, until: int) -> dict[str, Any]:
    return {
        n: getattr(totals, n)[since:until].sum(axis=0) for n in ("on_time", "due", "visits_made", "visits_promised")
    }


class Search:
    """Simulated annealing from one plan; `elite` holds what was promoted, the best first."""

    def __init__(self, referee: Referee, start: Plan, seed: int) -> None:
        self.referee, self.rng = referee, np.random.default_rng(seed)
        self.start = self.current = start
        self.scale = max(1.0, referee.judge(start, SCREEN).support)
        self.elite: list[tuple[float, Plan]] = []
        self.tried = self.screened = self.promoted = self.idle = 0
        self.seen: set[str] = set()
        self.first_short = referee.judge(start, FIRST_LOOK).short
        first = referee.judge(start, PROMOTE)
        self.best = -math.inf if first.short else first.support
        self.best_screened = self.at = referee.judge(start, SCREEN).score(self.scale)

    def run(self, seconds: float) -> None:
        """Until the time is up: rounds of all shifts of a post, then of annealing, each from one of the best."""
        begin, rounds = time.monotonic(), max(1, round(seconds / ROUND_SECONDS))
        for i in range(rounds):
            start, end = time.monotonic(), begin + seconds * (i + 1) / rounds
            self._restart()
            while time.monotonic() < end and self.sweep(end):
                self._tell("shifts")
            while (now := time.monotonic()) < end:
                self.step(self.scale * WARM * (COLD / WARM) ** ((now - start) / (end - start)))
            self._tell(f"round {i + 1} of {rounds}")

    def _tell(self, what: str) -> None:
        counts = f"tried {self.tried:,}, screened {self.screened:,}, promoted {self.promoted:,}"
        tell(f"{what}: {counts}, now {self.at:,.1f}, best {self.best:,.1f} on {PROMOTE} years")

    def _restart(self) -> None:
        self.idle = 0
        if self.elite:
            self.current = self.elite[int(self.rng.integers(min(3, len(self.elite))))][1]
            self.at = self.referee.judge(self.current, SCREEN).score(self.scale)

    def sweep(self, until: float) -> bool:
        """Every shift of a post from where the search stands; to the best of them, and whether it is better."""
        found = []
        for candidate in shifts(self.referee.office, self.current):
            if time.monotonic() > until:
                break
            score = self._screened(candidate)
            if score is not None and score > self.at:
                found.append((score, candidate))
        found.sort(key=lambda pair: -pair[0])
        for score, candidate in found[:PROMOTED_OF_SWEEP]:
            self._promote(candidate, score)
        if found:
            self.at, self.current = found[0]
        return bool(found)

    def step(self, temperature: float) -> None:
        """One neighbor: looked at, accepted or not, promoted if it promises more than the best."""
        candidate = neighbor(self.referee.office, self.current, self.rng)
        score = self._screened(candidate) if candidate is not None else None
        if candidate is None or score is None:
            return
        self.idle += 1
        if score >= self.at or self.rng.random() < math.exp((score - self.at) / temperature):
            self.current, self.at = candidate, score
        if score > self.best_screened - self.scale * COLD:
            self._promote(candidate, score)
        if self.idle > PATIENCE:
            self._restart()

    def _screened(self, candidate: Plan) -> float | None:
        """The score of a candidate on the first years; None for one that breaks a constraint or is hopeless."""
        self.tried += 1
        if self.referee.office.faults(candidate):
            return None
        if self.referee.judge(candidate, FIRST_LOOK).short > HOPELESS + self.first_short:
            return None
        self.screened += 1
        return self.referee.judge(candidate, SCREEN).score(self.scale)

    def _promote(self, candidate: Plan, screened: float) -> None:
        """On to more years, half of them first; the best so far must keep every promise on all."""
        key = repr(to_lists(candidate))
        if key in self.seen:
            return
        self.seen.add(key)
        self.promoted += 1
        half = self.referee.judge(candidate, PROMOTE // 2)
        if half.short > NEARLY or half.support < self.best * (1 - NEARLY):
            return
        found = self.referee.judge(candidate, PROMOTE)
        if found.short == 0 and found.support > self.best:
            self.best, self.best_screened, self.idle = found.support, screened, 0
            self.elite = [(found.support, candidate), *self.elite][:ELITE]

    def chosen(self) -> Plan:
        """Of the promoted, the best on other years among those that keep every promise on all; or else by score."""
        both = [self.start, *(plan for _, plan in self.elite)]
        keeping = [plan for plan in both if self.referee.judge(plan, 2 * PROMOTE).short == 0]
        return max(keeping or both, key=lambda p: self.referee.judge(p, 2 * PROMOTE, PROMOTE).score(self.scale))


def searched(scenario: Scenario, start: Plan, minutes: float, seed: int) -> Record:
    """The best plan found from a start, and how."""
    search = Search(Referee(scenario, FIRST), start, seed)
    search.run(60 * minutes)
    counts = {"tried": search.tried, "screened": search.screened, "promoted": search.promoted}
    return counts | {"part_years": search.referee.parts.simulated, "plan": to_lists(search.chosen())}


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


def digest(plan: Plan) -> str:
    """A plan in eight letters."""
    return hashlib.sha256(repr(to_lists(plan)).encode()).hexdigest()[:8]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--study", type=Path, help="folder of a finished study; without it the study is run")
    parser.add_argument("--minutes", type=float, default=20.0, help="of search")
    parser.add_argument(
        "--searches", type=int, default=1, help="so many searches one after the other, from the best so far"
    )
    parser.add_argument("--years", type=int, default=80, help="fresh years at the end")
    parser.add_argument("--out", type=Path, help="file of JSON lines: what is in it is not run again")
    given = parser.parse_args(arguments)
    scenario = redesign.load_scenario(given.scenario)
    kept = Kept(given.out, stamp_of(scenario))

    def study() -> Record:
        found = (redesign.load_study(given.study) if given.study else redesign.run(scenario)).study
        support = found.certificate.support
        stated = {"mean": support.mean, "bound": support.upper_bound, "admissible": found.certificate.admissible}
        return stated | {"plan": to_lists(arrays_of(scenario, found.plan))}

    start = kept.once(f"study {given.study or 'run here'}", study)
    certified = best = from_lists(scenario, start["plan"])
    for i in range(1, given.searches + 1):
        key = f"search {i} of {given.minutes:g} minutes from {digest(certified)}"
        record = kept.once(key, lambda b=best, i=i: searched(scenario, b, given.minutes, i))
        best = from_lists(scenario, record["plan"])
        print(
            f"search {i}: {record['tried']:,} tried, {record['screened']:,} screened, {record['promoted']:,} promoted"
        )
    compare(scenario, certified, best, given.years)
    print(f"stated support {start['mean']:,.1f}, bound {start['bound']:,.1f}, admissible: {start['admissible']}")


if __name__ == "__main__":
    main()
