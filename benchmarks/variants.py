"""A scenario in some sixty variants through the whole study: how each ends, and whether more freedom ever gives less.

    python benchmarks/variants.py scenarios/sharyland.yaml --out sharyland_variants.jsonl

Each variant changes the numbers of the file, then is run as any scenario is. It ends with an admissible plan, with a
named conflict, with a plan that misses something, or with an error. Where one variant leaves every plan of another
open, its support on the same seed must not be lower by more than both intervals allow; what is says a line.
"""

from __future__ import annotations

import argparse
import copy
import math
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from fresh_years import to_lists
from kept import Kept, Record, stamp_of, table

import redesign
from redesign.analysis.cost import yearly_budget
from redesign.errors import InfeasibleError, RedesignError
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.model import Scenario
from redesign.study.planned import plan_of

Raw = dict[str, Any]
BASE = "as the file has it"
BUDGETS = (-0.06, -0.04, -0.02, -0.01, 0.01, 0.02, 0.04, 0.06, 0.10, 0.20)
ONE_TIME = (0.0, 50e3, 100e3, 250e3, 500e3, 750e3, 1e6, 1.5e6)
TIMES, SHARES, RELEASE = (0.8, 1.2, 1.3), (0.0, 0.5, 2.0), (0.0, 0.25, 1.0)
STRICT = 0.99
MOST_EFFECT = 5.0


class Variant(NamedTuple):
    """One variant: its name, its scenario, and what it is ordered by, if by anything."""

    name: str
    scenario: Scenario
    family: str = ""
    freedom: float = 0.0
    """Of two of one family, the one with more leaves every plan of the other open."""


def variants(scenario: Scenario) -> list[Variant]:
    """Every variant, the file's own first; the file's own stands in each family where it belongs."""
    raw = scenario.model_dump(exclude={"origin"})
    found = [Variant(BASE, scenario)]
    for make in (_budgets, _one_time, _release, _rules, _levers, _effects, _loads, _promises, _absorption):
        for name, family, freedom, made in make(raw, scenario):
            found.append(Variant(name, Scenario.model_validate(made), family, freedom))
    return found


Made = Iterator[tuple[str, str, float, Raw]]


def _edited(raw: Raw, edit: Callable[[Raw], object]) -> Raw:
    made = copy.deepcopy(raw)
    edit(made)
    return made


def _budgets(raw: Raw, scenario: Scenario) -> Made:
    usd = yearly_budget(scenario)
    for share in BUDGETS:
        made = _edited(raw, lambda m, share=share: m["budget"].update(yearly_usd=usd * (1 + share)))
        yield f"yearly budget {share:+.0%}", "yearly budget", share, made


def _one_time(raw: Raw, scenario: Scenario) -> Made:
    for usd in ONE_TIME:
        made = _edited(raw, lambda m, usd=usd: m["budget"].update(one_time_usd=usd))
        yield f"one-time money ${usd:,.0f}", "one-time money", usd - scenario.budget.one_time_usd, made


def _release(raw: Raw, scenario: Scenario) -> Made:
    for name, rule in scenario.rules.items():
        if rule.kind == "release_limit":
            for share in RELEASE:
                made = _edited(raw, lambda m, share=share, name=name: m["rules"][name].update(release_share=share))
                yield (
                    f"{name}: release share {share:g}",
                    f"{name}: release share",
                    share - (rule.release_share or 0),
                    made,
                )


def _rules(raw: Raw, scenario: Scenario) -> Made:
    for name in scenario.rules:
        yield f"without {name}", f"rule {name}", 1.0, _edited(raw, lambda m, name=name: m["rules"].pop(name))
    if len(scenario.rules) > 1:
        yield "without any rule", "all rules", 1.0, raw | {"rules": {}}


def _levers(raw: Raw, scenario: Scenario) -> Made:
    """The certified strategy may take the others: a lever that is not offered, and arrays keep their places."""
    certified = scenario.run.certified
    strategy = scenario.all_strategies[certified].model_dump()
    allowed = strategy["may"]["levers"]
    offered = tuple(scenario.all_levers) if allowed == "all" else () if allowed == "none" else allowed

    def only(levers: tuple[str, ...]) -> Raw:
        own = strategy | {"may": strategy["may"] | {"levers": levers}}
        return raw | {"strategies": raw["strategies"] | {certified: own}}

    for name in offered:
        yield f"without lever {name}", f"lever {name}", -1.0, only(tuple(n for n in offered if n != name))
    if offered:
        yield "without any lever", "all levers", -1.0, only(())


def _effects(raw: Raw, scenario: Scenario) -> Made:
    for name in scenario.areas:
        for times in SHARES:
            yield (
                f"{name}: effect x {times:g}",
                "",
                0.0,
                _edited(raw, lambda m, n=name, x=times: _worth(m["areas"][n], x)),
            )


def _worth(area: Raw, times: float) -> None:
    for package in area["packages"].values():
        package["effect_per_hour"] = max(-MOST_EFFECT, min(MOST_EFFECT, package["effect_per_hour"] * times))


def _loads(raw: Raw, scenario: Scenario) -> Made:
    """No family: with less work today reaches more, and so is more promised."""
    for times in TIMES:
        yield f"requests x {times:g}", "", 0.0, _edited(raw, lambda m, x=times: _requests(m, x))
        yield f"other work x {times:g}", "", 0.0, _edited(raw, lambda m, x=times: _other_work(m, x))


def _requests(raw: Raw, times: float) -> None:
    for service in raw["services"].values():
        service["requests_per_driver_per_year"] *= times
        service["opening_backlog_requests"] = round(service["opening_backlog_requests"] * times)


def _other_work(raw: Raw, times: float) -> None:
    for team in raw["teams"].values():
        team["other_work_hours_per_year"] *= times


def _promises(raw: Raw, scenario: Scenario) -> Made:
    def strict(made: Raw, improve: bool) -> None:
        for service in made["services"].values():
            if service["promise"]:
                service["promise"] |= {"on_time_share": STRICT, "must_improve": improve}

    for improve in (False, True):
        word = "must improve" if improve else "or as today"
        yield (
            f"promises {STRICT:.0%}, {word}",
            "promises",
            -1.0 - improve,
            _edited(raw, lambda m, i=improve: strict(m, i)),
        )


def _absorption(raw: Raw, scenario: Scenario) -> Made:
    keys = ("absorptive_visits_per_school", "absorptive_visits_per_teacher")
    made = _edited(raw, lambda m: m["limits"].update({key: m["limits"][key] / 2 for key in keys}))
    yield "absorption limits halved", "absorption", -1.0, made


def ended(scenario: Scenario, seed: int | None, workers: int | None) -> Record:
    """How one variant ended; `end` is admissible, conflict, misses or error."""
    try:
        study = redesign.run(scenario, seed=seed, workers=workers).study
    except InfeasibleError as error:
        return {"end": "conflict", "words": list(error.conflict)}
    except (RedesignError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        return {"end": "error", "words": [f"{type(error).__name__}: {error}"]}
    stated, failures = study.certificate.support, list(study.certificate.failures)
    return {
        "end": "misses" if failures else "admissible",
        "words": failures,
        "mean": stated.mean,
        "half": (stated.high - stated.low) / 2,
        "bound": stated.upper_bound,
        "plan": to_lists(plan_of(changed(scenario, Changes()), study.plan)),
    }


class Violation(NamedTuple):
    """Of two variants, the freer one has less support than the other, by more than chance."""

    freer: str
    other: str
    text: str


def violations(found: list[tuple[Variant, Record]]) -> list[Violation]:
    """Each pair of a family, the file's own among it, in which more freedom came out worse."""
    families: dict[str, list[tuple[Variant, Record]]] = {}
    base = [(v, r) for v, r in found if v.name == BASE]
    for variant, record in found:
        if variant.family:
            families.setdefault(variant.family, list(base)).append((variant, record))
    out = []
    for own in families.values():
        ordered = sorted(own, key=lambda pair: pair[0].freedom)
        for i, (less, low) in enumerate(ordered):
            for more, high in ordered[i + 1 :]:
                text = _worse(low, high) if more.freedom > less.freedom else ""
                out += [Violation(more.name, less.name, text)] if text else []
    return out


def _worse(low: Record, high: Record) -> str:
    """How the freer of two came out worse, or nothing."""
    if low["end"] == "admissible" and high["end"] in ("conflict", "error"):
        return f"{high['end']} where less freedom has an admissible plan"
    if low["end"] != "admissible" or "mean" not in high:
        return ""
    if high["end"] == "misses":
        return "misses a promise where less freedom has an admissible plan"
    allowed = math.hypot(low["half"], high["half"])
    lost = low["mean"] - high["mean"]
    if lost <= allowed:
        return ""
    return f"{high['mean']:,.1f} < {low['mean']:,.1f}: {lost:,.1f} ({lost / low['mean']:.1%}) less, +- {allowed:,.1f}"


def report(found: list[tuple[Variant, Record]]) -> None:
    """Ends, then violations."""
    rows = []
    for variant, record in found:
        known = "mean" in record
        support = (
            (f"{record['mean']:,.1f}", f"+- {record['half']:,.1f}", f"{record['bound']:,.1f}") if known else ("",) * 3
        )
        rows.append((variant.name, record["end"], *support, f"{record['seconds']:.1f}"))
    table(("variant", "end", "support", "", "bound", "seconds"), rows)
    for variant, record in found:
        if record["words"]:
            print(f"{variant.name} ({record['end']}):")
            print("".join(f"    {word}\n" for word in record["words"]), end="")
    ends = Counter(record["end"] for _, record in found)
    print(f"\n{len(found)} variants: " + ", ".join(f"{n} {end}" for end, n in ends.most_common()))
    broken = violations(found)
    print(f"{len(broken)} pairs in which more freedom gave less")
    for each in broken:
        print(f"    {each.freer}, against {each.other}: {each.text}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", type=Path)
    parser.add_argument("--seed", type=int, help="root of every random stream; default: the file's")
    parser.add_argument("--only", default="", help="only variants with this in their name, beside the file's own")
    parser.add_argument("--list", action="store_true", help="name the variants and run none")
    parser.add_argument("--workers", type=int, default=None, help="processes of a study; default: as it decides")
    parser.add_argument("--out", type=Path, help="file of JSON lines: what is in it is not run again")
    given = parser.parse_args(arguments)
    scenario = redesign.load_scenario(given.scenario)
    chosen = [v for v in variants(scenario) if v.name == BASE or given.only in v.name]
    if given.list:
        print("\n".join(variant.name for variant in chosen))
        return
    kept = Kept(given.out, stamp_of(scenario, given.seed))
    report([(v, kept.once(v.name, lambda v=v: ended(v.scenario, given.seed, given.workers))) for v in chosen])


if __name__ == "__main__":
    main()
