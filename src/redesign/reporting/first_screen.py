"""The first screen of a study: the answer, people, schools, money, promises, doubt, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from redesign.reporting.asked_robust import holds, holds_better
from redesign.reporting.charts.best_possible import best_in_words
from redesign.reporting.charts.need import finding as need_in_words
from redesign.reporting.charts.posts import moves_in_words
from redesign.reporting.reading import NOT_DISTINGUISHABLE, assumed_of_teams, falls_in_words, standings_in_words, whose
from redesign.reporting.sure import headline as standing_in_words
from redesign.reporting.sure import how_to_ask, within_limits
from redesign.reporting.text import amount, counted, money, share, usd, visible
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study
from redesign.study.verdicts import conflict_in_words, no_plan_in_words

if TYPE_CHECKING:
    from rich.console import Console

SUPPORT = (
    "An hour of support stands for an hour of high-quality one-to-one coaching at a school: modeled from visits, need "
    "and evidence, not a measured effect on students."
)
PROMISE = "A promise is a share of requests to answer in time, or of visits to make."
CHANCE = "Intervals cover chance, not what is assumed"
SAME_MONEY = 0.001
"""Two costs that differ by less than this share are the same."""
MOST_WIDTH = 100
"""Columns of a summary, however wide the console is."""
LABEL = 9
"""Columns of the words at the left."""


def write_first_screen(
    study: Study, console: Console, sure: Sure | None = None, robust: Robust | None = None, folder: str | None = None
) -> None:
    """About twenty lines on a rich console; names are shown as they are."""
    from rich.table import Table
    from rich.text import Text

    width = min(console.width, MOST_WIDTH)
    console.print(Text(headline(study, sure, robust), style="bold"), width=width)
    console.print()
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=LABEL)
    grid.add_column(overflow="fold")
    for name, sentence in answers(study, sure, robust, folder).items():
        grid.add_row(Text(name, style="bold"), Text(sentence, overflow="fold"))
    console.print(grid, width=width)


def headline(study: Study, sure: Sure | None = None, robust: Robust | None = None) -> str:
    """The answer in one sentence, after what must be said before all else."""
    first = [visible(line) for line in before_all(study, sure, robust)]
    return "\n".join([*first, f"{whose(study)}: {answer(study)}"])


def before_all(study: Study, sure: Sure | None, robust: Robust | None = None) -> list[str]:
    """What a reader must know first: what the law asks, that there is no plan, that the choice is undecided, that
    another plan holds better.
    """
    certificate = study.certificate
    undecided = standing_in_words(sure) if sure is not None and sure.standing == "undecided" else None
    no_plan = no_plan_in_words(certificate.failures), conflict_in_words(certificate.conflict, certificate.repairs)
    lines = (*certificate.below_law, *no_plan, undecided, holds_better(robust))
    return [line for line in lines if line]


def answer(study: Study) -> str:
    """`Same $14.3 million a year, 2.6 times the modeled support for schools (...)`."""
    today, plan = study.today, study.chosen
    interval = f"95% interval {amount(plan.support.low)} to {amount(plan.support.high)}"
    difference = plan.difference_from_today
    if difference is None:
        return f"today's office is the plan: {amount(plan.support.mean)} hours of modeled support ({interval})."
    hours = f"({amount(today.support.mean)} to {amount(plan.support.mean)} hours a year; {interval})"
    if difference.verdict == NOT_DISTINGUISHABLE:
        return f"{_spent(study)}, no more modeled support for schools that could be told from chance {hours}."
    if today.support.mean <= 0 or difference.verdict == "lower":
        return f"{_spent(study)}, {difference.verdict} modeled support for schools {hours}."
    return (
        f"{_spent(study)}, {plan.support.mean / today.support.mean:.2g} times the modeled support for schools {hours}."
    )


def answers(
    study: Study, sure: Sure | None = None, robust: Robust | None = None, folder: str | None = None
) -> dict[str, str]:
    """What a leader asks next, in the order of asking; each word is explained once.

    `sure` is the answer to how sure the study is, `robust` the one to which plan holds, where they were asked; `folder`
    is the study's as it is typed, where it is known.
    """
    found = {
        "Support": SUPPORT,
        "People": _people(study),
        "Schools": _schools(study),
        "Money": _money(study),
        "Promises": _promises(study),
        "Doubt": _doubt(study, sure, folder),
        **({"Holds": holds(robust)} if robust else {}),
        "Today": _today(study),
        "Best": best_in_words(study.certificate.support),
    }
    if not study.certificate.reproducible:
        found["Best"] += " A solve was cut short: another run may find another plan."
    return found


def _spent(study: Study) -> str:
    today, plan = study.today.cost.yearly_usd, study.chosen.cost.yearly_usd
    more = plan - today
    if abs(more) <= SAME_MONEY * today:
        return f"same {money(today)} a year"
    return f"for {money(plan)} a year, {usd(abs(more))} {'more' if more > 0 else 'less'} than today"


def _people(study: Study) -> str:
    posts = study.plan.posts
    today, planned = sum(c.today for c in posts), sum(c.planned for c in posts)
    return f"{moves_in_words(study)}: {counted(today, 'post')} today, {amount(planned)} planned."


def _schools(study: Study) -> str:
    today, planned = (sum(v.made for v in s.visits) for s in (study.today, study.chosen))
    visits = f"Visits to schools in a year: {amount(round(today))} become {amount(round(planned))}."
    return f"{visits} Do schools with most need gain most? {need_in_words(study)}" if study.areas else visits


def _money(study: Study) -> str:
    cost = study.chosen.cost
    return (
        f"{usd(cost.yearly_usd)} of {usd(cost.yearly_budget_usd)} a year; {usd(cost.one_time_usd)} of "
        f"{usd(cost.one_time_budget_usd)} once, to hire, retrain, release and buy."
    )


def _promises(study: Study) -> str:
    promises = study.chosen.promises
    return " ".join(filter(None, (standings_in_words(promises), falls_in_words(promises), PROMISE)))


def assumed(sure: Sure | None, folder: str | None = None) -> str:
    """What the intervals leave out, and what is known of it."""
    if sure is None:
        return f"{CHANCE}; for that: {how_to_ask(folder)}."
    said = standing_in_words(sure)
    clear = "the choice is undecided." if sure.standing == "undecided" else f"it is {said[0].lower()}{said[1:]}"
    return f"Intervals are of means over years. Under other truths {clear} {within_limits(sure)}".rstrip()


def _doubt(study: Study, sure: Sure | None, folder: str | None) -> str:
    count, moves = len(study.assumptions), study.certificate.safe_moves
    inputs = f"{counted(count, 'input number')} {'is' if count == 1 else 'are'} assumed, without a source"
    inputs += assumed_of_teams(study)
    certain = sum(p.in_all for p in moves.posts) + len(moves.levers_in_all)
    tasted = sum(not p.in_all for p in moves.posts) + len(moves.levers_in_some)
    alike = (
        f" The {amount(moves.plans)} near-best plans share {counted(certain, 'move')} and differ in {tasted or 'none'}."
    )
    inputs = inputs if count else "Every input number has a source"
    return f"{inputs}. {assumed(sure, folder)}{alike if moves.plans > 1 else ''}"


def _today(study: Study) -> str:
    hours = study.today.hours_by_kind
    total = sum(hours.values())
    if not total:
        return "The office does no work."
    return (
        f"Of {amount(round(total))} hours of work a year {share(hours['instructional'] / total)} are visits to schools."
    )
