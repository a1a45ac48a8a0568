"""What if the district did something else: every strategy of the study, to be picked and compared."""

from __future__ import annotations

from redesign.reporting.reading import NOT_DISTINGUISHABLE, STANDINGS, difference_of, same_terms, standing_of
from redesign.reporting.sections import support
from redesign.reporting.text import amount, between, change, counted, percents, share, usd
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import Table, bar, measured, opened, paragraph, part, table, told
from redesign.reporting.web.pick import chooser
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.strategy_result import StrategyResult
from redesign.study.study import Study

TABLE = "table-strategies"
COLUMNS = (
    "Strategy",
    "",
    "Modeled support",
    "Against today",
    "Posts",
    "Dollars a year, and once",
    "Promises met, as today, close, missed",
    "On time %",
)


def strategies(study: Study) -> Html:
    """A table to pick from, which is a chart as well, and the chart for print."""
    more = support(study)
    items = list(study.strategies.values())
    most = max((strategy.support.high for strategy in items), default=0.0)
    caption = f"Strategies compared: {same_terms(study)}, 95% intervals"
    rows = tuple(_row(strategy, most) for strategy in items)
    said = tuple(_said(study, strategy) for strategy in items)
    chosen = list(study.strategies).index(study.certificate.strategy)
    return part(
        "strategies",
        "What if the district did something else?",
        paragraph(
            "Every strategy was simulated on the same years. A difference that chance may explain is called not "
            "distinguishable."
        ),
        chooser("Strategy", TABLE, [strategy.label for strategy in items], chosen),
        table(Table(caption, COLUMNS, rows, words=(1, 3), name=TABLE, said=said)),
        figure(study, "strategies"),
        opened(more.title, told(more)),
    )


def _row(strategy: StrategyResult, most: float) -> tuple[Child, ...]:
    found = [standing_of(promise) for promise in strategy.promises]
    speed = strategy.details.speed.value
    return (
        strategy.label,
        bar(strategy.support.mean, most, (strategy.support.low, strategy.support.high)),
        measured(strategy.support),
        _against(strategy),
        amount(_posts(strategy)),
        joined(usd(strategy.cost.yearly_usd), " ", tag("small", f"once {usd(strategy.cost.one_time_usd)}")),
        " / ".join(amount(found.count(standing)) for standing in STANDINGS),
        measured(speed, percents) if speed else "",
    )


def _against(strategy: StrategyResult) -> Child:
    difference = strategy.difference_from_today
    if difference is None or difference.verdict == NOT_DISTINGUISHABLE:
        return None if difference is None else NOT_DISTINGUISHABLE
    return joined(
        change(difference.mean), " ", tag("small", f"({amount(difference.low)} to {amount(difference.high)})")
    )


def _said(study: Study, strategy: StrategyResult) -> str:
    posts, plan, today = strategy.plan.posts, strategy, study.today
    moved = (sum(p.released for p in posts), sum(p.retrained for p in posts), sum(p.hired for p in posts))
    ends, moves, new = map(amount, moved)
    difference = difference_of(plan)
    missed = sum(promise.verdict == "missed" for promise in plan.promises)
    speed = plan.details.speed.value
    return (
        f"{plan.label}: {between(plan.support)} hours of modeled support a year"
        + (f", {difference}" if difference else "")
        + f". {counted(_posts(plan), 'post')} instead of {amount(_posts(today))}: {ends} end, {moves} move to another "
        f"team, {new} are new. {usd(plan.cost.yearly_usd)} a year and {usd(plan.cost.one_time_usd)} once. "
        f"{counted(missed, 'promise')} missed of {len(plan.promises)}."
        + (f" {share(speed.mean)} of requests are answered in time." if speed else "")
        + f" What it may do: {plan.freedoms}."
    )


def _posts(strategy: StrategyResult) -> int:
    return sum(posts.planned for posts in strategy.plan.posts)
