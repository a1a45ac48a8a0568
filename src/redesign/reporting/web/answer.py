"""The answer: one sentence, the numbers behind it, and what must be known before reading on."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.reporting.reading import NOT_DISTINGUISHABLE, whose
from redesign.reporting.text import amount, counted, usd
from redesign.reporting.web.parts import paragraph, sentences
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.strategy_result import PromiseResult, StrategyResult
from redesign.study.study import Study
from redesign.study.verdicts import no_plan_in_words

MODELED = "Modeled, not a measured effect on students."
FEWER = 0.05
"""A change of support that is said in percent, not in times."""


def answer(study: Study) -> Html:
    """The top of the page."""
    scenario = study.scenario
    about = (
        f"{whose(study)}: {counted(scenario.schools, 'school')}, {amount(scenario.enrollment)} students, "
        f"{amount(round(scenario.teachers))} teachers. "
    )
    assumed = counted(len(study.assumptions), "number")
    basis = f" {assumed} of the scenario {'is' if assumed.startswith('1 ') else 'are'} assumed, without a source."
    first = [*study.certificate.below_law, no_plan_in_words(study.certificate.failures)]
    return joined(
        tag("h1", headline(study)),
        paragraph(about, tag("strong", MODELED), basis),
        tag("div", sentences(first), class_="warning") if any(first) else None,
        tag("ul", *_tiles(study), class_="tiles"),
        paragraph(*_explained()),
        tag("div", tag("p", "To know before acting:"), sentences(study.notes), class_="notes") if study.notes else None,
    )


def headline(study: Study) -> str:
    """What the plan brings, for what money."""
    if not study.certificate.admissible:
        return "No plan was found that keeps every promise and rule"
    today, plan = study.today, study.chosen
    return f"{_brings(today, plan)} for {_price(today.cost.yearly_usd, plan.cost.yearly_usd)}"


def _brings(today: StrategyResult, plan: StrategyResult) -> str:
    difference, before, after = plan.difference_from_today, today.support.mean, plan.support.mean
    if difference is None:
        return "Today's office, as it is,"
    if difference.verdict == NOT_DISTINGUISHABLE:
        return "Modeled support to schools that is not distinguishable from today's,"
    if before <= 0:
        return f"{amount(after)} hours of modeled support to schools where there are none today,"
    times = after / before
    if times >= 1.5:
        return f"{times:.1f} times today's modeled support to schools"
    return f"{abs(times - 1):.0%} {'more' if times > 1 else 'less'} modeled support to schools"


def _price(before: float, after: float) -> str:
    if round(before) == round(after):
        return f"the same {usd(after)} a year"
    return f"{usd(after)} a year instead of {usd(before)}"


def _tiles(study: Study) -> Iterator[Html]:
    today, plan, posts = study.today, study.chosen, study.plan.posts
    support, cost = plan.support, plan.cost
    interval = f"95% interval {amount(support.low)} to {amount(support.high)}"
    yield _tile(
        _becomes(amount(today.support.mean), amount(support.mean)), f"hours of modeled support a year ({interval})"
    )
    changes = (sum(p.released for p in posts), sum(p.retrained for p in posts), sum(p.hired for p in posts))
    what = "posts: {} end, {} move to another team, {} are new".format(*map(amount, changes))
    yield _tile(
        _becomes(*(amount(sum(counts)) for counts in ([p.today for p in posts], [p.planned for p in posts]))), what
    )
    visits = [amount(round(sum(v.made for v in strategy.visits))) for strategy in (today, plan)]
    yield _tile(_becomes(*visits), "visits to schools a year")
    needy = [strategy.support_by_quartile[-1:] for strategy in (today, plan)]
    if needy[0] and needy[1] and needy[1][0].quartile == 4:
        means = (amount(found[0].support_per_school.mean) for found in needy)
        most = needy[1][0].support_per_school
        yield _tile(
            _becomes(*means),
            "hours of modeled support for a school in the neediest quarter "
            f"(95% interval {amount(most.low)} to {amount(most.high)})",
        )
    yield _tile(usd(cost.one_time_usd), f"once, of {usd(cost.one_time_budget_usd)}")
    yield _tile(f"{_count(plan.promises, 'meets')} of {len(plan.promises)}", _promises(plan.promises))


def _promises(promises: tuple[PromiseResult, ...]) -> str:
    unsure = sum(not promise.decided for promise in promises)
    return (
        f"promises meet the file's target; {_count(promises, 'as_today')} no worse than today but below it, "
        f"{_count(promises, 'missed')} missed" + (f"; {unsure} of all too close to call" if unsure else "")
    )


def _count(promises: tuple[PromiseResult, ...], verdict: str) -> int:
    return sum(promise.verdict == verdict for promise in promises)


def _tile(number: Child, words: str) -> Html:
    return tag("li", tag("b", number), " ", tag("span", words))


def _becomes(before: str, after: str) -> Html:
    """`5,820 → 15,295`, read aloud as `5,820 to 15,295`."""
    arrow = joined(tag("span", " → ", aria_hidden="true"), tag("span", " to ", class_="unseen"))
    return joined(before, arrow, after) if before != after else joined(after)


def _explained() -> Iterator[Child]:
    yield tag("strong", "Modeled support")
    yield (
        " counts visits to schools in hours of high-quality one-to-one coaching: an hour of another kind of visit "
        "counts as much as the scenario says it helps. A "
    )
    yield tag("strong", "95% interval")
    yield " says how exactly the simulated years fix a mean; it does not cover the assumptions."
