"""Reading a study: the few look-ups that several reports need."""

from __future__ import annotations

from collections.abc import Iterable

from redesign.analysis.intervals import Interval, PromiseVerdict
from redesign.reporting.text import amount, change, listed, visible
from redesign.scenario.model import NONE
from redesign.study.schools import AreaFacts, Measure
from redesign.study.strategy_result import Choice, StrategyResult
from redesign.study.study import ServiceFacts, Study, TeamFacts

NOT_DISTINGUISHABLE = "not distinguishable"
VERDICTS: dict[PromiseVerdict, str] = {"meets": "meets", "as_today": "as today", "missed": "missed"}
"""How a promise came out, in words."""

MEASURES: dict[Measure, str] = {
    "econ_disadvantaged": "economically disadvantaged pupils",
    "emergent_bilingual": "pupils learning English",
    "special_education": "pupils in special education",
}
"""What a school's need goes by, in words."""


def labels(items: Iterable[TeamFacts | ServiceFacts | AreaFacts]) -> dict[str, str]:
    """Id to label."""
    return {item.id: item.label for item in items}


def whose(study: Study) -> str:
    """District and year, for a chart's second line."""
    return visible(", ".join(filter(None, (study.scenario.district, study.scenario.year))))


def package_names(study: Study) -> list[str]:
    """Every package of any area, each area's order kept: `none` first."""
    return list(dict.fromkeys(name for area in study.areas for name in area.packages))


def schools_by_package(strategy: StrategyResult, area: str) -> dict[int, dict[str, int]]:
    """Quartile to package to the number of schools that have it; empty where the area has none."""
    rows = strategy.packages_by_quartile.get(area, ())
    return {row["quartile"]: {name: n for name, n in row.items() if name != "quartile"} for row in rows}


def measures_in_words(study: Study) -> list[str]:
    """What need goes by: one phrase where it is the same in all areas, else one for each measure, with its areas."""
    measures = dict.fromkeys(area.need_measure for area in study.areas)
    if len(measures) < 2:
        return [f"the share of {MEASURES[measure]}" for measure in measures]
    return [
        f"the share of {MEASURES[measure]} in "
        + listed((visible(area.label) for area in study.areas if area.need_measure == measure), len(study.areas))
        for measure in measures
    ]


def need_columns(study: Study) -> dict[int, str]:
    """Quartile to its name; all schools in one where no area's measure of need tells any apart."""
    measures = {area.need_measure for area in study.areas}
    if all(getattr(school.need_quartiles, measure) == 0 for school in study.schools for measure in measures):
        return {0: "Schools"}
    return {1: "Least need", 2: "Second", 3: "Third", 4: "Most need"}


def with_any(schools: dict[str, int]) -> int:
    """Of schools by package, those that have one."""
    return sum(n for name, n in schools.items() if name != NONE)


def lever_choices(study: Study) -> dict[str, Choice]:
    """Service to what becomes of it, for every service that a plan could choose."""
    eligible = [s.id for s in study.services if s.options]
    return {service: study.plan.levers.get(service, "as_is") for service in eligible}


def same_terms(study: Study) -> str:
    """What the strategies of a study have in common."""
    budgets = {strategy.cost.yearly_budget_usd for strategy in study.strategies.values()}
    return "same budget, same simulated years" if len(budgets) == 1 else "same simulated years, other budgets"


def mean_of(interval: Interval | None) -> float | None:
    """Mean of an interval; None where nothing was measured."""
    return None if interval is None else interval.mean


def difference_of(strategy: StrategyResult) -> str:
    """A strategy's paired difference from today in words; empty for today itself."""
    difference = strategy.difference_from_today
    if difference is None:
        return ""
    if difference.verdict == NOT_DISTINGUISHABLE:
        return "not distinguishable from today"
    return f"{change(difference.mean)} ({amount(difference.low)} to {amount(difference.high)}) from today"
