"""Beside support: speed, satisfaction, freed and displaced work, what a dollar buys, how support is spread."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.analysis.intervals import Interval
from redesign.analysis.measures import KINDS
from redesign.analysis.outcomes import Outcome
from redesign.reporting.reading import NOT_DISTINGUISHABLE, labels
from redesign.reporting.sections.section import Section
from redesign.reporting.text import UNKNOWN, amount, between, change, counted, listed, percents, share, usd, visible
from redesign.study.details_result import Compared, SchoolsAt
from redesign.study.study import Study

MOST_ROWS = 15
"""Rows of a table before the rest is left to its CSV file."""
MANY = 40
"""Names that a sentence lists before it counts the rest."""
OUTCOMES: dict[Outcome, str] = {
    "on_time": "on time",
    "late": "late",
    "no_but": "refused with an alternative",
    "refused": "refused",
    "unmet": "unmet",
}
"""How requests end, in words."""


def beside_support(study: Study) -> Section:
    """Support, speed and satisfaction of every strategy, three numbers that are not one."""
    rows = [
        (
            visible(s.label),
            amount(s.support.mean),
            _share(s.details.speed.value),
            between(s.details.satisfaction.value) if s.details.satisfaction.value else UNKNOWN,
        )
        for s in study.strategies.values()
    ]
    chosen = study.chosen.details
    scored = ", ".join(
        f"{OUTCOMES[o.outcome]} {o.score:g} ({amount(round(o.requests_per_year))})" for o in chosen.outcomes
    )
    lines = [
        "On time: share of requests that are answered in time, all services together. Satisfaction: mean score of "
        "requests. Both stand apart from support, which no answer raises.",
        f"Scores, and requests of the plan in a year: {scored}; courtesy comes on top.",
        f"The plan against today: on time {_against(chosen.speed, 100, ' points')}; satisfaction "
        f"{_against(chosen.satisfaction, 1, '')}.",
    ]
    missing = [
        f"{visible(u.label)} ({amount(round(u.requests_per_year.mean))} {OUTCOMES[u.outcome]})"
        for u in chosen.unanswered
    ]
    lines.append(f"Nobody answers, requests a year: {listed(missing, MANY) or 'none'}.")
    columns = ("Strategy", "Modeled support", "On time %", "Satisfaction")
    return Section("Support, speed and satisfaction", columns, tuple(rows), tuple(lines))


def kinds_of_work(study: Study) -> Section:
    """Hours by kind of work of every strategy; by team they stand in `hours.csv`."""
    rows = [
        (visible(s.label), *(amount(round(s.hours_by_kind[kind])) for kind in KINDS)) for s in study.strategies.values()
    ]
    columns = ("Strategy", *(kind.capitalize() for kind in KINDS))
    return Section("Hours a year by kind of work", columns, tuple(rows), ("By team: hours.csv.",))


def freed(study: Study) -> Section:
    """Where the plan's hours come from and go to, against today."""
    found, saved = study.chosen.details.freed, study.chosen.details.principal_savings
    if found is None or saved is None:
        return Section("Freed hours", lines=("The plan is today's office.",))
    rows = (
        ("Freed: requests", between(found.services_hours)),
        ("of services that levers or the strategy change", between(found.by_changes_hours)),
        ("Freed: work that nobody listed", between(found.other_hours)),
        ("Went to visits", between(found.visits_hours)),
        ("Went with posts: fewer hours for work", amount(found.post_hours)),
        ("Not worked: free, learning, or posts still empty", between(found.unworked_hours)),
    )
    money = f"The plan {'costs' if found.saved_usd < 0 else 'saves'} {usd(abs(found.saved_usd))} a year"
    lines = [
        f"{money}{' more than today' if found.saved_usd < 0 else ''}; {amount(round(found.moved_hours))} hours moved "
        "to other teams with their posts. Below 0: the other way round.",
        f"Principals: {between(saved.hours)} hours freed, worth {between(saved.usd, usd)}.",
    ]
    if saved.reinvested_usd.mean:
        returns = between(saved.reinvested_usd, usd)
        lines.append(f"Of that, {returns} is to return to the budget, which counts what is expected of it.")
    return Section("Freed hours and where they went (hours a year)", ("Against today", "Hours"), rows, tuple(lines))


def displaced(study: Study) -> Section:
    """Routine services by what they cost, and the visits that as many hours would be."""
    mandated, names = {s.id for s in study.services if s.mandated}, labels(study.services)
    routine = [work for work in study.chosen.details.work if work.service not in mandated]
    rows = tuple(
        (
            visible(names[work.service]),
            amount(round(work.hours.mean)),
            usd(work.usd.mean),
            amount(round(work.displaced_support.mean)) if work.displaced_support else UNKNOWN,
        )
        for work in routine[:MOST_ROWS]
    )
    best = study.chosen.details.best_use
    priced = (
        f"Displaced, modeled: so many hours of the plan's best visits, {visible(labels(study.areas)[best.area])} "
        f"{visible(best.package)}, {amount(best.support_per_hour)} of support an hour; hour for hour, whoever works."
        if best
        else "The plan has no visits that help, so nothing is displaced."
    )
    rest = len(routine) - len(rows)
    lines = [priced, *([f"{counted(rest, 'more service')}: work.csv."] if rest else [])]
    columns = ("Routine service", "Hours", "Dollars", "Displaced support")
    return Section("What routine work takes under the plan; it brings no support itself", columns, rows, tuple(lines))


def value(study: Study) -> Section:
    """Packages by what a thousand dollars of them bring, and where the plan stops."""
    found, names = study.chosen.details, labels(study.areas)
    rows = tuple(
        (
            f"{visible(names[p.area])}, {visible(p.package)}",
            amount(p.support_per_1000_usd),
            between(p.in_plan_per_1000_usd) if p.in_plan_per_1000_usd else "-",
            f"{amount(p.schools)} of {amount(p.of_schools)}",
        )
        for p in found.packages[:MOST_ROWS]
    )
    line = found.cut_line
    lines = [
        "Modeled support of $1,000 of visit hours and materials: expected in all schools that may have it, and as "
        "simulated in those that do. Services bring 0.",
        f"Cut line, school by school: the plan buys down to {amount(line.least_taken_per_1000_usd)}; the best that a "
        f"school does without is {amount(line.most_left_per_1000_usd)}.",
    ]
    rest = len(found.packages) - len(rows)
    lines += [f"{counted(rest, 'more package')}: value.csv."] if rest else []
    columns = ("Package", "Expected", "Under the plan", "Schools")
    return Section("What a thousand dollars buy: packages, the best first", columns, rows, tuple(lines))


def spread(study: Study) -> Section:
    """Fairness, targets, and the core elements of a whole redesign, today and under the plan."""
    lines = []
    for word, strategy in (("Today", study.today), ("The plan", study.chosen)):
        fair = strategy.details.fairness
        if fair.gap_per_teacher:
            gap = between(fair.gap_per_teacher)
            lines.append(f"{word}: support per teacher, most needy quarter of schools less the least needy: {gap}.")
        lines += [f"{word}: {text}." for text in _targets(fair.minimum, fair.ambitious)]
    lines.append(_elements(study))
    return Section("How support is spread, and what is missing", lines=tuple(lines))


def _targets(minimum: SchoolsAt | None, ambitious: SchoolsAt | None) -> Iterator[str]:
    for word, at in (("the floor", minimum), ("the ambitious target", ambitious)):
        if at:
            yield (
                f"{word} of {amount(at.hours_per_teacher)} effective hours per teacher is promised to "
                f"{share(at.promised_share)} of schools and made in {share(at.made_share.mean)}"
            )


def _elements(study: Study) -> str:
    if not any(each.marked for each in study.chosen.details.core_elements):
        return "Core elements (partnership, services, leadership): no area or lever says which it is part of."
    on = [[e.element for e in s.details.core_elements if e.on] for s in (study.today, study.chosen)]
    off = [e.element for e in study.chosen.details.core_elements if not e.on]
    missing = f"MISSING in the plan: {listed(off)}" if off else "none is missing"
    return f"Core elements today: {listed(on[0]) or 'none'}; in the plan: {listed(on[1]) or 'none'}; {missing}."


def _share(interval: Interval | None) -> str:
    return between(interval, percents) if interval else UNKNOWN


def _against(compared: Compared, times: float, unit: str) -> str:
    """A difference with its interval."""
    found = compared.difference_from_today
    if found is None:
        return UNKNOWN
    if compared.verdict == NOT_DISTINGUISHABLE:
        return NOT_DISTINGUISHABLE
    mean, low, high = (times * value for value in (found.mean, found.low, found.high))
    return f"{change(mean)}{unit} ({amount(low)} to {amount(high)})"
