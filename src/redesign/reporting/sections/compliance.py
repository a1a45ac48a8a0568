"""What rules ask of teams, under every strategy: hours a year, and for each thousand dollars of grants."""

from __future__ import annotations

from redesign.reporting.reading import labels
from redesign.reporting.sections.section import Section
from redesign.reporting.text import amount, usd, visible
from redesign.study.compliance import RuleWork
from redesign.study.study import Study

USD = 1000.0


def has_compliance(study: Study) -> bool:
    """Whether any rule asks for work."""
    return any(strategy.compliance.rules for strategy in study.strategies.values())


def compliance(study: Study) -> Section:
    """A row for each strategy, and a sentence for each rule."""
    rows, every = [], dict[str, RuleWork]()
    for strategy in study.strategies.values():
        work = strategy.compliance
        per_usd = work.hours_per_grant_usd
        rows.append(
            (
                visible(strategy.label),
                amount(round(work.hours_per_year)),
                "" if per_usd is None else amount(USD * per_usd),
            )
        )
        every |= {rule.rule: rule for rule in work.rules}
    names = labels(study.teams)
    lines = [f"{visible(rule.label)}: {_hours(rule)} in {visible(names[rule.team])}." for rule in every.values()]
    return Section(
        "Work that rules ask for (hours a year, in expectation)",
        ("Strategy", "Hours", "Per $1,000 of grants"),
        tuple(rows),
        tuple(lines),
    )


def _hours(rule: RuleWork) -> str:
    hours = f"{amount(round(rule.hours_per_year))} hours"
    return hours if rule.grant_usd is None else f"{hours} for a grant of {usd(rule.grant_usd)}"
