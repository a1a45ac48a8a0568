"""What a study says, worked out again from its years in plain Python: loops, sums and one table of Student's t."""

from __future__ import annotations

import math
import statistics
from typing import Any

import pytest
from scipy import stats

from redesign.analysis.measures import YearMeasures
from redesign.demand.plan import Plan
from redesign.scenario.model import Area, Scenario
from study.tiny import Pieces

Numbers = list[float]
KINDS = ("mandated", "routine", "instructional", "other")


def interval(mean: float, low: float, high: float) -> dict[str, float]:
    return {"mean": mean, "low": low, "high": high}


def student(years: Numbers, compared: int = 1) -> dict[str, float]:
    """Mean and 95% interval of independent years; `compared` intervals hold together at 95% (Bonferroni)."""
    mean, n = sum(years) / len(years), len(years)
    half = stats.t.ppf(1 - 0.05 / 2 / compared, n - 1) * statistics.stdev(years) / math.sqrt(n)
    return interval(mean, mean - half, mean + half)


def residuals(hits: Numbers, of: Numbers) -> Numbers:
    """What each year's hits are above the pooled share, relative to a mean year."""
    share, mean = sum(hits) / sum(of), sum(of) / len(of)
    return [(h - share * o) / mean for h, o in zip(hits, of, strict=True)]


def pooled(hits: Numbers, of: Numbers) -> dict[str, float] | None:
    """A share pooled over years, delta method."""
    if not sum(of):
        return None
    share, around = sum(hits) / sum(of), student(residuals(hits, of))
    return interval(share, max(0.0, share + around["low"]), min(1.0, share + around["high"]))


def totals(years: list[YearMeasures]) -> Numbers:
    """Support of each year: of every area and school."""
    return [sum(sum(row) for row in year.support.tolist()) for year in years]


def column(years: list[YearMeasures], name: str, i: int) -> Numbers:
    """One entry of a measure in each year."""
    return [float(getattr(year, name)[i]) for year in years]


def known_mean(values: Numbers) -> float | None:
    """Mean of the years in which there was something to measure."""
    known = [v for v in values if not math.isnan(v)]
    return sum(known) / len(known) if known else None


def needs(scenario: Scenario, measure: str) -> Numbers:
    """Share of a school over the teacher-weighted mean share, from 0.25 to 2."""
    share = [getattr(s, measure) / s.enrollment for s in scenario.schools]
    teachers = [s.teachers for s in scenario.schools]
    mean = sum(x * t for x, t in zip(share, teachers, strict=True)) / sum(teachers)
    return [min(2.0, max(0.25, x / mean)) for x in share]


def quartiles(scenario: Scenario, measure: str = "econ_disadvantaged") -> list[int]:
    """Each school's quarter, 4 = most need; of two schools with equal need the first is lower."""
    need = needs(scenario, measure)
    place = sorted(range(len(need)), key=lambda s: (need[s], s))
    return [1 + place.index(s) * 4 // len(need) for s in range(len(need))]


def units(area: Area, scenario: Scenario, s: int) -> int:
    """What visits of a package are counted by."""
    school = scenario.schools[s]
    size = {"school": 1, "principal": school.principals, "20_teachers": school.teachers / 20}[area.visits_per]
    return math.ceil(size) if school.level in area.levels else 0


def promised_support(scenario: Scenario, plan: Plan, as_asked: bool = False) -> float:
    """Need x effect x hours of all visits that are promised, or of the share that the file asks to be made.

    None here is so long that it is cut off.
    """
    total = 0.0
    for a, area in enumerate(scenario.areas.values()):
        need = needs(scenario, area.need_measure)
        for s in range(len(scenario.schools)):
            if p := int(plan.packages[a, s]):
                package = list(area.packages.values())[p - 1]
                visits = package.visits_per_year * units(area, scenario, s)
                made = area.visits_made_share if as_asked else 1.0
                total += need[s] * package.effect_per_hour * package.hours_per_visit * visits * made
    return total


def promise_again(asked: dict[str, Any], years: tuple[Any, ...]) -> dict[str, Any]:
    """What a study says of a promise's share, by hand: the file's share first, then, unless it is firm, today's."""
    (hits, of), (today_hits, today_of) = years
    share, today, file = pooled(hits, of), pooled(today_hits, today_of), asked["file"]
    relaxed = today is not None and today["mean"] < file and not asked["firm"]
    out = {"file_share": file, "target_share": today["mean"] if relaxed and today else file, "share": share}
    out |= {"today_share": today and today["mean"]}
    if share is None or share["low"] >= file:
        return out | {"verdict": "meets", "decided": True}
    if share["high"] >= file:
        return out | {"verdict": "meets", "decided": False}
    if relaxed and today:
        above = above_today(years)
        if above["high"] >= -0.005:
            return out | {"verdict": "as_today", "decided": above["low"] >= -0.005}
    return out | {"verdict": "missed", "decided": True}


def above_today(years: tuple[Any, ...]) -> dict[str, float]:
    """A pooled share less today's, paired year by year."""
    (hits, of), (today_hits, today_of) = years
    both = zip(residuals(hits, of), residuals(today_hits, today_of), strict=True)
    around, above = student([a - b for a, b in both]), sum(hits) / sum(of) - sum(today_hits) / sum(today_of)
    return interval(above, above + around["low"], above + around["high"])


def differences_again(pieces: Pieces) -> list[dict[str, Any]]:
    """Each strategy less today, the clean sheet less each other; the intervals of all of them hold together."""
    support = {name: totals([y[name] for y in pieces.final.years]) for name in pieces.final.years[0]}
    others = [name for name in support if name != "today"]
    pairs = [(name, "today") for name in others] + [("clean_sheet", name) for name in others if name != "clean_sheet"]
    out = []
    for of, base in pairs:
        found = student([x - y for x, y in zip(support[of], support[base], strict=True)], len(pairs))
        word = "higher" if found["low"] > 0 else "lower" if found["high"] < 0 else "not distinguishable"
        out.append({"of": of, "base": base, "verdict": word} | found)
    return out


def same(found: Any, wanted: Any, where: str = "") -> None:
    """Equal to nine digits all the way down; says where it is not."""
    if isinstance(wanted, dict):
        assert found.keys() == wanted.keys(), where
        for key in wanted:
            same(found[key], wanted[key], f"{where}.{key}")
    elif isinstance(wanted, list):
        assert len(found) == len(wanted), where
        for i, each in enumerate(wanted):
            same(found[i], each, f"{where}[{i}]")
    elif isinstance(wanted, float):
        assert found == pytest.approx(wanted, rel=1e-9, abs=1e-9), where
    else:
        assert found == wanted, where
