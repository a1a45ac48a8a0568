"""Reading a study: the few look-ups that several reports need."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from redesign.analysis.intervals import Interval, PromiseVerdict
from redesign.reporting.text import amount, change, listed, share, visible
from redesign.scenario.model import NONE
from redesign.study.close_up import SchoolYear
from redesign.study.schools import AreaFacts, Measure, SchoolFacts
from redesign.study.strategy_result import Choice, PromiseResult, StrategyResult
from redesign.study.study import MODELED, ServiceFacts, Study, TeamFacts

NOT_DISTINGUISHABLE = "not distinguishable"
VERDICTS: dict[PromiseVerdict, str] = {"meets": "meets", "as_today": "as today", "missed": "missed"}
"""How a promise came out, in words."""
Standing = Literal["meets", "as_today", "close", "missed"]
STANDINGS: dict[Standing, str] = {
    "meets": "meets the district's own target",
    "as_today": "no worse than today",
    "close": "too close to call",
    "missed": "missed",
}
"""Where a promise stands: what chance may explain is too close to call."""

MEASURES: dict[Measure, str] = {
    "econ_disadvantaged": "economically disadvantaged pupils",
    "emergent_bilingual": "pupils learning English",
    "special_education": "pupils in special education",
}
"""What a school's need goes by, in words."""


def labels(items: Iterable[TeamFacts | ServiceFacts | AreaFacts]) -> dict[str, str]:
    """Id to label."""
    return {item.id: item.label for item in items}


def quarters(found: Iterable[int]) -> dict[int, str]:
    """Quarters by need that hold schools, by number, in words: fewer than four where there are few schools."""
    numbers = sorted(set(found))
    names = {number: {2: "Second quarter", 3: "Third quarter"}.get(number, "All schools") for number in numbers}
    if len(numbers) > 1:
        names |= {numbers[0]: "Quarter with least need", numbers[-1]: "Quarter with most need"}
    return names


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
    numbers = sorted(
        {getattr(school.need_quartiles, measure) for school in study.schools for measure in measures} - {0}
    )
    if not numbers:
        return {0: "Schools"}
    names = {number: {2: "Second", 3: "Third"}.get(number, "Schools") for number in numbers}
    return names | ({numbers[0]: "Least need", numbers[-1]: "Most need"} if len(numbers) > 1 else {})


def with_any(schools: dict[str, int]) -> int:
    """Of schools by package, those that have one."""
    return sum(n for name, n in schools.items() if name != NONE)


def lever_choices(study: Study) -> dict[str, Choice]:
    """Service to what becomes of it, for every service that a plan could choose."""
    eligible = [s.id for s in study.services if s.options]
    return {service: study.plan.levers.get(service, "as_is") for service in eligible}


def same_terms(study: Study) -> str:
    """What the strategies of a study have in common; each may spend less, and some spend more once."""
    costs = {strategy.label: strategy.cost for strategy in study.strategies.values()}
    if len({cost.yearly_budget_usd for cost in costs.values()}) > 1:
        return "same simulated years, other budgets"
    over = [visible(label) for label, cost in costs.items() if cost.one_time_usd > cost.one_time_budget_usd + 0.01]
    if not over:
        return "same budget, same simulated years"
    spend = "spends" if len(over) == 1 else "spend"
    return f"same yearly budget, same simulated years (once, {listed(over)} {spend} more)"


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


def difference_in_words(strategy: StrategyResult) -> str:
    """`+8,480 (95% interval +8,120 to +8,840)`, or that nothing can be told apart."""
    difference = strategy.difference_from_today
    if difference is None or difference.verdict == NOT_DISTINGUISHABLE:
        return "not distinguishable from today"
    return f"{change(difference.mean)} (95% interval {change(difference.low)} to {change(difference.high)})"


def times_in_words(study: Study) -> str:
    """`, 2.6 times as much`; empty where today has none, or nothing can be told apart."""
    today, difference = study.today.support.mean, study.chosen.difference_from_today
    if today <= 0 or difference is None or difference.verdict == NOT_DISTINGUISHABLE:
        return ""
    return f", {study.chosen.support.mean / today:.2g} times as much"


def both_of(study: Study) -> list[StrategyResult]:
    """Today's office and the plan; one where the plan is today's office."""
    return [study.strategies[name] for name in dict.fromkeys((study.reference, study.certificate.strategy))]


def assumed_of_teams(study: Study) -> str:
    """`, among them today's posts and pay of every team`; empty where none of these is assumed."""
    paths, found = {number.path for number in study.assumptions}, dict[str, list[str]]()
    for key, word in (("posts_today", "today's posts"), ("loaded_cost_usd", "pay"), ("vacancy_rate", "vacancies")):
        assumed = [f"teams.{team.id}.{key}" in paths for team in study.teams]
        if any(assumed):
            found.setdefault("every team" if all(assumed) else "some teams", []).append(word)
    parts = [f"{listed(words)} of {teams}" for teams, words in found.items()]
    return f", among them {listed(parts)}" if parts else ""


def school_years(study: Study) -> list[tuple[SchoolFacts, SchoolYear, SchoolYear]]:
    """Every school with its year today and under the plan, from least to most need."""
    rows = zip(study.schools, study.close_up_today.schools, study.close_up.schools, strict=True)
    return sorted(rows, key=lambda row: row[0].need_share)


def standing_of(promise: PromiseResult) -> Standing:
    """Its verdict, or that chance may explain it."""
    return standing(promise.verdict, promise.decided)


def standing(verdict: PromiseVerdict, decided: bool) -> Standing:
    """The same of a promise in a comparison."""
    return verdict if decided else "close"


def single_years(study: Study) -> str:
    """`In 2 of 80 single years every promise is kept.`"""
    certificate = study.certificate
    years = certificate.replications.final
    return f"Shares are over all years; in {certificate.years_all_kept} of {years} single years every promise is kept."


def falls_of(promises: Iterable[PromiseResult]) -> list[tuple[PromiseResult, float, float]]:
    """Promises whose interval lies below today's share, the largest fall first, with both shares."""
    found = [
        (promise, promise.today_share, promise.share.mean)
        for promise in promises
        if promise.share is not None and promise.today_share is not None and promise.share.high < promise.today_share
    ]
    return sorted(found, key=lambda fall: fall[2] - fall[1])


def falls_in_words(promises: Sequence[PromiseResult]) -> str:
    """`3 are kept less than today, most of all Purchase orders: 92% today, 81% planned.`"""
    falls = falls_of(promises)
    if not falls:
        return "None is kept less than today by more than chance explains." if promises else ""
    worst, today, planned = falls[0]
    count = "1 is kept less than today," if len(falls) == 1 else f"{len(falls)} are kept less than today, most of all"
    return f"{count} {visible(worst.label)}: {share(today)} today, {share(planned)} planned."


ROSTER_NOTE = re.compile(r"[^:]+\.(csv|xlsx):\d+: ")
FILE_NOTE = re.compile(r"[^:]+\.ya?ml:\d+: (\w+(\.\w+)*: )?")


def notes_to_act_on(study: Study) -> tuple[str, ...]:
    """Notes for whoever decides: without those on rows of the roster, without lines of the scenario file, and without
    what stands above them anyway.
    """
    told = (note for note in study.notes if note != MODELED and not ROSTER_NOTE.match(note))
    return tuple(FILE_NOTE.sub("", note, count=1) for note in told)


def standings_in_words(promises: Sequence[PromiseResult]) -> str:
    """`Of 20 promises 12 meet the district's own target, 5 are no worse than today, 3 are too close to call.`"""
    found = [standing_of(p) for p in promises]
    meets, as_today, close, missed = (found.count(standing) for standing in STANDINGS)
    parts = [f"{meets} {'meets' if meets == 1 else 'meet'} the district's own target"]
    for count, words in ((as_today, "below it but no worse than today"), (close, "too close to call")):
        parts += [f"{count} {'is' if count == 1 else 'are'} {words}"] if count else []
    parts += [f"{missed or 'none'} {'is' if missed < 2 else 'are'} missed"]
    return f"Of {len(found)} promise{'' if len(found) == 1 else 's'} {', '.join(parts)}."
