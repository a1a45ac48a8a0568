"""Tables that several documents show."""

from __future__ import annotations

from redesign.analysis.intervals import Interval
from redesign.reporting.documents.document import Block, Bullets, Heading, Table, name_of
from redesign.reporting.reading import NOT_DISTINGUISHABLE, labels
from redesign.reporting.sections import Section
from redesign.reporting.text import amount, between, change, usd
from redesign.study.strategy_result import StrategyResult
from redesign.study.study import Study


def of_section(section: Section, level: int = 2) -> list[Block]:
    """A part of the report of a run as blocks: heading, table, sentences."""
    blocks: list[Block] = [Heading(section.title, level)]
    if section.rows:
        columns = tuple(name or "What" for name in section.columns)
        blocks.append(Table(section.title, columns, section.rows, total=section.total))
    return [*blocks, Bullets(section.lines)] if section.lines else blocks


def today_and_plan(study: Study) -> Table:
    """The numbers of the answer, a row each."""
    today, plan, totals = study.today, study.chosen, study.proposal.totals
    rows = (
        ("Modeled support, coaching-equivalent hours a year", amount(today.support.mean), amount(plan.support.mean)),
        ("95% interval of it", _interval(today.support), _interval(plan.support)),
        ("Cost a year", usd(today.cost.yearly_usd), usd(plan.cost.yearly_usd)),
        ("Cost once", usd(today.cost.one_time_usd), usd(plan.cost.one_time_usd)),
        ("Posts", amount(totals.posts_today), amount(totals.posts_planned)),
        ("Visits made to schools a year", *(amount(round(n)) for n in (totals.visits_today, totals.visits_planned))),
        (
            "Principals' hours that the office costs a year",
            amount(today.principal_time.hours.mean),
            amount(plan.principal_time.hours.mean),
        ),
    )
    return Table("Today's office and the plan", ("What", "Today", "Plan"), rows)


def _interval(found: Interval) -> str:
    return f"{amount(found.low)} to {amount(found.high)}"


def posts(study: Study) -> Table:
    """Teams that change, and all."""
    names, totals = labels(study.teams), study.proposal.totals
    rows = [
        (
            name_of(names[c.team]),
            *(amount(n) for n in (c.today, c.released, c.retrained_out, c.retrained, c.hired, c.planned)),
        )
        for c in study.plan.posts
        if c.changes
    ]
    moved = amount(totals.retrained)
    sums = (totals.posts_today, totals.released), (totals.hired, totals.posts_planned)
    rows.append(("All teams", *map(amount, sums[0]), moved, moved, *map(amount, sums[1])))
    columns = ("Team", "Today", "Ended", "Moved out", "Moved in", "Hired", "Planned")
    return Table("Posts today and planned, teams that change", columns, tuple(rows), total=True)


def strategies(study: Study) -> Table:
    """Every strategy: support with its interval, difference from today, cost."""
    rows = tuple(
        (
            name_of(s.label),
            between(s.support),
            _difference(s),
            usd(s.cost.yearly_usd),
            usd(s.cost.one_time_usd),
        )
        for s in study.strategies.values()
    )
    columns = ("Strategy", "Modeled support, hours a year (95% interval)", "From today", "A year", "Once")
    return Table("What each strategy delivers and costs", columns, rows)


def _difference(s: StrategyResult) -> str:
    found = s.difference_from_today
    if found is None:
        return ""
    if found.verdict == NOT_DISTINGUISHABLE:
        return NOT_DISTINGUISHABLE
    return f"{change(found.mean)} ({amount(found.low)} to {amount(found.high)})"
