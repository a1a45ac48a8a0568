"""What the strategies deliver and cost: support, promises, money."""

from __future__ import annotations

from redesign.analysis.intervals import Interval
from redesign.reporting.reading import NOT_DISTINGUISHABLE, VERDICTS, need_columns, same_terms, single_years
from redesign.reporting.sections.section import Section
from redesign.reporting.text import UNKNOWN, amount, between, change, counted, percents, usd, visible
from redesign.study.strategy_result import Difference
from redesign.study.study import Study
from redesign.study.verdicts import promises_in_words


def support(study: Study) -> Section:
    """Modeled support of every strategy with its interval, its paired difference from today, and principal time."""
    rows = [
        (
            visible(s.label),
            between(s.support),
            _difference(s.difference_from_today),
            amount(s.principal_time.hours.mean),
        )
        for s in study.strategies.values()
    ]
    lines = ["Coaching-equivalent hours a year, with 95% intervals; modeled, not a measured effect on students."]
    lines += [f"{visible(s.label)}: {visible(s.freedoms)}." for s in study.strategies.values()]
    for name in dict.fromkeys((study.reference, study.certificate.strategy)):
        strategy = study.strategies[name]
        quarters = [amount(quartile.support_per_school.mean) for quartile in strategy.support_by_quartile]
        by_need = ", from least to most need" if len(need_columns(study)) > 1 else ""
        lines.append(f"{visible(strategy.label)}, per school{by_need}: {' / '.join(quarters)}.")
    for other in study.certificate.differences:
        if other.base != study.reference:
            of, base = (visible(study.strategies[name].label) for name in (other.of, other.base))
            lines.append(f"{of} against {base}: {_difference(other)}.")
    lines += _missing(study)
    lines += [
        f"Bought of {visible(each.label)} in {visible(s.label)}: {counted(each.visits, 'visit')} of "
        f"{amount(each.most_visits)}, {usd(each.usd)}."
        for s in study.strategies.values()
        for each in s.providers
        if each.visits
    ]
    lines.append("Principal hours: what the central office costs principals in a year.")
    columns = ("Strategy", "Modeled support", "Difference from today", "Principal hours")
    return Section(f"Support: {same_terms(study)}", columns, tuple(rows), tuple(lines))


def _missing(study: Study) -> list[str]:
    """Strategies whose plans miss promises, and how many."""
    missed = {s.label: sum(p.verdict == "missed" for p in s.promises) for s in study.strategies.values()}
    words = [f"{visible(label)} {count}" for label, count in missed.items() if count]
    of = len(study.chosen.promises)
    return [f"Promises missed, of about {of}: {', '.join(words)}. The other plans miss none."] if words else []


def promises(study: Study) -> Section:
    """Every promise of the plan: the file's target, today's share, the plan's with its interval, verdict."""
    found = study.chosen.promises
    rows = [
        (
            visible(p.label),
            percents(p.file_share) + ("*" if p.target_share < p.file_share else ""),
            percents(p.today_share),
            _percents(p.share),
            VERDICTS[p.verdict] + ("" if p.decided else "~"),
        )
        for p in found
    ]
    lines = [f"{promises_in_words(found)}. Shares on time, or of visits made. {single_years(study)}"]
    if any(p.target_share < p.file_share for p in found):
        lines.append("* today misses it: the plan is held to what today reaches on these years.")
    if not all(p.decided for p in found):
        lines.append("~ chance alone may explain it: not distinguishable from the target, or from today.")
    return Section(
        "Promises of the plan", ("Promise", "Target %", "Today %", "Planned %", "Verdict"), tuple(rows), tuple(lines)
    )


def cost(study: Study) -> Section:
    """Yearly and one-time cost of every strategy against both budgets."""
    rows = [(visible(s.label), usd(s.cost.yearly_usd), usd(s.cost.one_time_usd)) for s in study.strategies.values()]
    money = study.chosen.cost
    rows.append(("Budget", usd(money.yearly_budget_usd), usd(money.one_time_budget_usd)))
    left = money.yearly_budget_usd - money.yearly_usd, money.one_time_budget_usd - money.one_time_usd
    lines = [f"The plan leaves {usd(left[0])} of the yearly and {usd(left[1])} of the one-time budget unspent."]
    more = money.yearly_budget_usd - study.today.cost.yearly_budget_usd
    if round(more):
        lines.append(
            f"Its yearly budget is {usd(abs(more))} {'more' if more > 0 else 'less'} than today's: principals' time "
            "that is reinvested, or a change of its strategy."
        )
    return Section("Cost against both budgets", ("Strategy", "Yearly", "One-time"), tuple(rows), tuple(lines))


def _percents(interval: Interval | None) -> str:
    if interval is None:
        return UNKNOWN
    return f"{percents(interval.mean)} ({percents(interval.low)}-{percents(interval.high)})"


def _difference(difference: Difference | None) -> str:
    if difference is None:
        return ""
    if difference.verdict == NOT_DISTINGUISHABLE:
        return NOT_DISTINGUISHABLE
    return f"{change(difference.mean)} ({amount(difference.low)} to {amount(difference.high)})"
