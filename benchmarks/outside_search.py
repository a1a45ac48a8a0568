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

import numpy as np
from fresh_years import FIRST, from_lists, to_lists
from kept import Kept, Record, stamp_of, tell
from outside_moves import neighbor, shifts
from outside_referee import PROMOTE, Judged, Referee, compare

import redesign
from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario
from redesign.study.planned import plan_of

FIRST_LOOK, SCREEN = 2, 12
"""Years that a candidate is looked at first, and screened on."""
HOPELESS = 0.15
"""A promise missed by more on the first years is not looked at longer."""
WARM, COLD = 0.006, 0.0002
"""Temperature at the beginning and the end, as a share of the support."""
NEARLY = 0.01
"""Half of the years cannot tell promises, or support, that differ by less."""
ROUND_SECONDS = 120.0
PROMOTED_OF_SWEEP = 5
PATIENCE = 400
"""Candidates without a new best after which the search goes back to the best."""
ELITE = 12


class Search:
    """Simulated annealing from one plan; `elite` holds what was promoted, the best first."""

    def __init__(self, referee: Referee, start: Plan, seed: int) -> None:
        self.referee, self.rng = referee, np.random.default_rng(seed)
        self.start = self.current = start
        self.scale = max(1.0, referee.judge(start, SCREEN).support)
        self.elite: list[tuple[float, Plan]] = []
        self.tried = self.screened = self.promoted = self.idle = 0
        self.seen: set[str] = set()
        self.more: dict[str, float] = {}
        self.first_short = referee.judge(start, FIRST_LOOK).short
        self.best, self.best_plan = referee.judge(start, PROMOTE).support, start
        self._learn(start)

    def _learn(self, plan: Plan) -> None:
        """How far the first years lie from more of them, by a plan that ran on both; scores are made anew."""
        few, many = (self.referee.margins(plan, years) for years in (SCREEN, PROMOTE))
        self.more = {name: many[name] - few[name] for name in few.keys() & many.keys()}
        self.at, self.best_screened = (self._score(each) for each in (self.current, self.best_plan))

    def _score(self, plan: Plan) -> float:
        return self.referee.judge(plan, SCREEN, more=self.more).score(self.scale)

    def _fits(self, plan: Plan, years: int, room: float = 0.0) -> Judged | None:
        """A plan on so many years, if it misses no more than the start does on them."""
        found = self.referee.judge(plan, years)
        return found if found.short <= self.referee.judge(self.start, years).short + room else None

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
            self.at = self._score(self.current)

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
        for _, candidate in found[:PROMOTED_OF_SWEEP]:
            self._promote(candidate)
        if found:
            self.current = found[0][1]
            self.at = self._score(self.current)
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
            self._promote(candidate)
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
        return self._score(candidate)

    def _promote(self, candidate: Plan) -> None:
        """On to more years, half of them first; the best so far misses no more there than the start."""
        key = repr(to_lists(candidate))
        if key in self.seen:
            return
        self.seen.add(key)
        self.promoted += 1
        half = self._fits(candidate, PROMOTE // 2, 5 * NEARLY)
        if half is None or half.support < self.best * (1 - NEARLY):
            return
        found = self._fits(candidate, PROMOTE)
        if found is not None and found.support > self.best:
            self.best, self.best_plan, self.idle = found.support, candidate, 0
            self.elite = [(found.support, candidate), *self.elite][:ELITE]
        self._learn(candidate)

    def chosen(self) -> Plan:
        """Of the promoted, the best on other years among those that miss no more than the start on all."""
        fitting = [plan for _, plan in self.elite if self._fits(plan, 2 * PROMOTE)]
        return max([self.start, *fitting], key=lambda p: self.referee.judge(p, 2 * PROMOTE, PROMOTE).support)


def searched(scenario: Scenario, start: Plan, minutes: float, seed: int) -> Record:
    """The best plan found from a start, and how."""
    search = Search(Referee(scenario, FIRST), start, seed)
    search.run(60 * minutes)
    counts = {"tried": search.tried, "screened": search.screened, "promoted": search.promoted}
    return counts | {"part_years": search.referee.parts.simulated, "plan": to_lists(search.chosen())}


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
        return stated | {"plan": to_lists(plan_of(scenario, found.plan))}

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
