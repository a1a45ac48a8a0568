"""The answer: one sentence, the numbers behind it, and what must be known before reading on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redesign.reporting.first_screen import SUPPORT, assumed, before_all
from redesign.reporting.first_screen import answer as in_one_sentence
from redesign.reporting.reading import STANDINGS, falls_in_words, notes_to_act_on, standing_of, whose
from redesign.reporting.source import NOT_MEASURED
from redesign.reporting.text import amount, counted, usd
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import paragraph, sentences
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.ask.answers import Answer
from redesign.study.ask.ask import Question
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.strategy_result import PromiseResult
from redesign.study.study import Study


def answer(study: Study, asked: Mapping[Question, Answer]) -> Html:
    """The top of the page."""
    sure, robust = asked.get("sure"), asked.get("robust")
    sure, robust = sure if isinstance(sure, Sure) else None, robust if isinstance(robust, Robust) else None
    scenario = study.scenario
    about = (
        f"{whose(study)}: {counted(scenario.schools, 'school')}, {amount(scenario.enrollment)} students, "
        f"{amount(round(scenario.teachers))} teachers. "
    )
    inputs = counted(len(study.assumptions), "input number")
    basis = f" {inputs} {'is' if inputs.startswith('1 ') else 'are'} assumed, without a source."
    first = before_all(study, sure, robust)
    notes = (*_posts_not_counted(study), *notes_to_act_on(study))
    return joined(
        tag("h1", headline(study)),
        tag("div", sentences(first), class_="warning") if first else None,
        paragraph(about, tag("strong", NOT_MEASURED), basis),
        tag("ul", *_tiles(study), class_="tiles"),
        paragraph(f"{SUPPORT} {assumed(sure)}"),
        tag("div", tag("p", "To know before acting:"), sentences(notes), class_="notes") if notes else None,
        figure(study, "more_support"),
    )


def headline(study: Study) -> str:
    """What the plan brings, for what money."""
    if not study.certificate.admissible:
        return "No plan was found that keeps every promise and rule"
    said = in_one_sentence(study).removesuffix(".")
    return said[:1].upper() + said[1:]


def _posts_not_counted(study: Study) -> Iterator[str]:
    """Where today's office is no list of positions: what posts end and begin rests on."""
    assumed_at = {number.path for number in study.assumptions}
    teams = [team for team in study.teams if f"teams.{team.id}.posts_today" in assumed_at]
    if teams:
        yield (
            f"Today's posts are assumed, not counted, in {len(teams)} of {counted(len(study.teams), 'team')}: "
            "the district's own list of positions would replace them."
        )


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
    if len(plan.support_by_quartile) > 1:
        means = (amount(found[0].support_per_school.mean) for found in needy)
        most = needy[1][0].support_per_school
        yield _tile(
            _becomes(*means),
            "hours of modeled support for a school in the neediest quarter "
            f"(95% interval {amount(most.low)} to {amount(most.high)})",
        )
    yield _tile(usd(cost.one_time_usd), f"once, of {usd(cost.one_time_budget_usd)}")
    yield _tile(*_promises(plan.promises))


def _promises(promises: tuple[PromiseResult, ...]) -> tuple[str, str]:
    found = [standing_of(promise) for promise in promises]
    rest = ", ".join(f"{found.count(s)} {STANDINGS[s]}" for s in ("as_today", "close", "missed") if s in found)
    said = "promises meet the district's own target" + (f"; {rest}" if rest else "")
    return f"{found.count('meets')} of {len(found)}", f"{said}. {falls_in_words(promises)}".removesuffix(". ")


def _tile(number: Child, words: str) -> Html:
    return tag("li", tag("b", number), " ", tag("span", words))


def _becomes(before: str, after: str) -> Html:
    """`5,820 → 15,295`, read aloud as `5,820 to 15,295`."""
    arrow = joined(tag("span", " → ", aria_hidden="true"), tag("span", " to ", class_="unseen"))
    return joined(before, arrow, after) if before != after else joined(after)
