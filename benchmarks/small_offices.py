"""Small random offices in which every plan is simulated: how far the certified plan is from the best, and the bound.

    python benchmarks/small_offices.py --offices 50 --out small_offices.jsonl
    python benchmarks/small_offices.py --offices 500 --bound-only --out small_bounds.jsonl

Complete: all posts, retrained posts, levers and packages on common years; the best plan that keeps every promise there
meets the certified one on fresh years. No such plan may lie above the bound, or be better than the stated gap leaves.
With --bound-only: a random plan, whose cost is the budget, whose shares are the promises and whose backlog is the
allowance, so that it is admissible and the bound as tight as it can be; no such plan may lie above the bound.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from fresh_years import FIRST, SEED, seeded, to_lists
from kept import Kept, Record, stamp_of, table
from outside_office import Office
from outside_parts import Part, Parts, Totals
from outside_referee import Referee
from tiny_offices import lever_sets, package_choices, staffings, tiny_office

import redesign
from redesign.analysis.intervals import mean_interval, paired
from redesign.demand.plan import Plan
from redesign.errors import InfeasibleError, RedesignError
from redesign.scenario.model import Scenario
from redesign.study.planned import plan_of

YEARS, FRESH_YEARS = 24, 80
NOISE = 4.0
"""Standard errors that a mean may lie above its expectation, over hundreds of tries."""
SLACK = 0.02
"""How far below what a random plan reaches its promises are set."""


class Complete:
    """The best of all plans of an office by simulation: parts are judged once and put together."""

    def __init__(self, scenario: Scenario, years: int) -> None:
        self.referee, self.years = Referee(scenario, FIRST), years
        self.office, self.parts = self.referee.office, self.referee.parts
        self.judged: dict[tuple[Any, ...], tuple[float, bool]] = {}
        self.plans = self.admissible = 0

    def best(self) -> Plan | None:
        """The plan with the most support of those that keep every constraint, promise and allowance."""
        found, most = None, -np.inf
        sets, packages = lever_sets(self.office), package_choices(self.office)
        for staffing in staffings(self.office):
            for taken in sets:
                for chosen in packages:
                    plan = replace(staffing, levers=taken, packages=chosen)
                    self.plans += 1
                    support = self.support(plan)
                    if support is not None and not self.office.faults(plan):
                        self.admissible += 1
                        if support > most:
                            found, most = plan, support
        return found

    def support(self, plan: Plan) -> float | None:
        """Mean support of a plan, or None where a part of it misses something."""
        total = 0.0
        for i, part in enumerate(self.parts.parts):
            key = self.parts.key(i, part, plan)
            if key not in self.judged:
                self.judged[key] = self._judge(i, part, plan)
            support, keeps = self.judged[key]
            if not keeps:
                return None
            total += support
        return total

    def _judge(self, i: int, part: Part, plan: Plan) -> tuple[float, bool]:
        totals = self.parts.years(plan, self.years, only=i)
        keeps = all(promise.margin >= 0 for promise in self.referee.promises(totals))
        over = totals.unfinished.mean(axis=0) > self.referee.allowed
        return float(totals.support.mean()), keeps and not over[list(part.teams)].any()


def stated(scenario: Scenario) -> Record:
    """What the study says: its plan, support and bound, or that there is none."""
    try:
        study = redesign.run(scenario).study
    except InfeasibleError as error:
        return {"end": "conflict", "words": str(error)}
    except RedesignError as error:
        return {"end": "error", "words": f"{type(error).__name__}: {error}"}
    support = study.certificate.support
    return {
        "end": "admissible" if study.certificate.admissible else "misses",
        "mean": support.mean,
        "bound": support.upper_bound,
        "certified": to_lists(plan_of(scenario, study.plan)),
        "plan": plan_of(scenario, study.plan),
    }


def complete(seed: int, years: int, fresh_years: int) -> Record:
    """One office: the certified plan beside the best of all."""
    scenario = tiny_office(seed)
    record, search = stated(scenario), Complete(scenario, years)
    certified, best = record.pop("plan", None), search.best()
    record |= {"plans": search.plans, "found": best is not None, "passing": search.admissible}
    referee = Referee(scenario, FIRST + 100_000)
    if best is not None:
        totals = referee.parts.years(best, fresh_years)
        record |= _on_fresh(referee, totals, "best") | {"best_plan": to_lists(best)}
        if certified is not None:
            own = referee.parts.years(certified, fresh_years)
            difference = paired(totals.support, own.support)
            record |= _on_fresh(referee, own, "own")
            record |= {"more": difference.mean, "more_half": difference.half_width}
    return record


def _on_fresh(referee: Referee, totals: Totals, name: str) -> Record:
    own = mean_interval(totals.support)
    below = [f"{p.name} {p.margin:+.1%}" for p in referee.promises(totals) if p.margin < 0]
    return {f"{name}_mean": own.mean, f"{name}_half": own.half_width, f"{name}_below": below}


def bounded(seed: int, years: int) -> Record:
    """One office made to fit a random plan, and the bound that the study states for it."""
    rng = np.random.default_rng([8, seed])
    scenario, plan, support = fitted(tiny_office(seed), rng, years)
    record = stated(scenario)
    record.pop("plan", None)
    record.pop("certified", None)
    error = float(support.std(ddof=1)) / np.sqrt(len(support))
    return record | {"support": float(support.mean()), "error": float(error), "posts": plan.posts.tolist()}


def fitted(scenario: Scenario, rng: np.random.Generator, years: int) -> tuple[Scenario, Plan, np.ndarray]:
    """An office in which a random plan is admissible and little more is; the plan, and its support in fresh years."""
    office = Office(scenario)
    plan = _random_plan(office, rng)
    parts = Parts(office, seeded(office.made, SEED), FIRST)
    totals = parts.years(plan, years)
    sums = totals.sums()
    unfinished = totals.unfinished
    allowed = unfinished.mean(axis=0) + NOISE * unfinished.std(axis=0, ddof=1) / np.sqrt(years)
    raw = scenario.model_dump(exclude={"origin"})
    for team, hours in zip(raw["teams"].values(), allowed.tolist(), strict=True):
        team["backlog_allowance_hours"] = hours
    for k, service in enumerate(raw["services"].values()):
        service["promise"] |= {"on_time_share": _reached(sums["on_time"][k], sums["due"][k]), "must_improve": False}
    for a, area in enumerate(raw["areas"].values()):
        area["visits_made_share"] = _reached(sums["visits_made"][a], sums["visits_promised"][a])
    raw["budget"] = {"yearly_usd": office.yearly(plan) + 0.01, "one_time_usd": office.once(plan) + 0.01}
    raw |= {"rules": {}, "limits": {}}
    return Scenario.model_validate(raw), plan, totals.support


def _reached(hits: float, of: float) -> float:
    return float(max(0.0, hits / of - SLACK)) if of else 0.0


def _random_plan(office: Office, rng: np.random.Generator) -> Plan:
    every, sets, packages = list(staffings(office)), lever_sets(office), package_choices(office)
    staffed = [plan for plan in every if plan.posts.min() > 0]
    made = staffed[int(rng.integers(len(staffed)))]
    return replace(made, levers=sets[int(rng.integers(len(sets)))], packages=packages[int(rng.integers(len(packages)))])


def faults_of(record: Record) -> list[str]:
    """What must not be: a plan above the bound, or none where there is one."""
    if record["end"] == "error":
        return [record["words"]]
    if "support" in record:  # bound only: the plan is admissible by its making
        if record["end"] == "conflict":
            return ["the study finds no plan, and there is one"]
        above = record["support"] - record["bound"] - NOISE * record["error"]
        return [f"a plan lies {above:,.1f} above the bound"] if above > 1e-6 * (1 + record["bound"]) else []
    if not record["found"]:
        return []
    if record["end"] == "conflict":
        return ["the study finds no plan, and there is one"] if not record["best_below"] else []
    above = record["best_mean"] - record["bound"] - 2 * record["best_half"]
    return [f"the best plan lies {above:,.1f} above the bound"] if above > 1e-6 * (1 + record["bound"]) else []


def report(records: dict[str, Record], bound_only: bool) -> None:
    (report_bounds if bound_only else report_complete)(records)
    broken = {name: faults for name, record in records.items() if (faults := faults_of(record))}
    print(f"{len(broken)} of {len(records)} offices with something that must not be")
    for name, faults in broken.items():
        print(f"    {name}: {'; '.join(faults)}")


def report_complete(records: dict[str, Record]) -> None:
    rows = []
    for name, r in records.items():
        gap = f"{1 - r['mean'] / r['bound']:.1%}" if r.get("bound") else ""
        best, own = (f"{r[key]:,.1f}" if key in r else "-" for key in ("best_mean", "own_mean"))
        more = f"{r['more'] / r['own_mean']:+.1%}" if r.get("own_mean") else "-"
        half = f"+- {r['more_half'] / r['own_mean']:.1%}" if r.get("own_mean") else ""
        below = "; ".join(f"{who}: {', '.join(r[key])}" for who, key in WHO if r.get(key))
        rows.append((name, r["end"], f"{r['plans']:,}", f"{r['passing']:,}", own, best, more, half, gap, below))
    table(HEAD, rows)
    more = np.array([r["more"] / r["own_mean"] for r in records.values() if r.get("own_mean")])
    if len(more):
        shown = f"median {np.median(more):+.2%}, mean {more.mean():+.2%}, worst {more.max():+.2%}"
        print(f"best of all less certified, {len(more)} offices: {shown}; within 1%: {(more <= 0.01).sum()}")


WHO = (("own", "own_below"), ("best", "best_below"))
HEAD = ("office", "end", "plans", "passing", "certified", "best", "more", "", "stated gap", "promises below target")


def report_bounds(records: dict[str, Record]) -> None:
    known = [r for r in records.values() if r.get("bound")]
    shares = np.array([r["support"] / r["bound"] for r in known])
    beaten = [r for r in known if r["support"] - NOISE * r["error"] > r["mean"]]
    ends = {
        end: sum(r["end"] == end for r in records.values()) for end in ("admissible", "misses", "conflict", "error")
    }
    print(f"{len(records)} offices: " + ", ".join(f"{count} {end}" for end, count in ends.items()))
    if len(shares):
        print(f"support of a random plan over the bound: median {np.median(shares):.1%}, largest {shares.max():.1%}")
    print(f"{len(beaten)} certified plans worse than the random one by more than {NOISE:g} standard errors")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--offices", type=int, default=50)
    parser.add_argument("--first", type=int, default=0, help="seed of the first office")
    parser.add_argument("--bound-only", action="store_true", help="random plans against the bound")
    parser.add_argument("--years", type=int, default=YEARS, help="years that plans are judged on")
    parser.add_argument("--out", type=Path, help="file of JSON lines: what is in it is not run again")
    given = parser.parse_args(arguments)
    kept = Kept(given.out, stamp_of(tiny_office(0), given.bound_only, given.years))
    records = {}
    for seed in range(given.first, given.first + given.offices):
        records[str(seed)] = kept.once(
            f"office {seed}",
            lambda s=seed: bounded(s, given.years) if given.bound_only else complete(s, given.years, FRESH_YEARS),
        )
    report(records, given.bound_only)


if __name__ == "__main__":
    main()
