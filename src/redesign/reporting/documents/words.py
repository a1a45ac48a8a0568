"""Sentences that several documents say, every number of them from the study."""

from __future__ import annotations

from collections.abc import Iterable

from redesign.reporting import first_screen
from redesign.reporting import sure as how_sure
from redesign.reporting.asked_robust import holds, holds_better
from redesign.reporting.charts.best_possible import surely
from redesign.reporting.charts.posts import moves_in_words
from redesign.reporting.documents.document import MODELED, name_of
from redesign.reporting.reading import assumed_of_teams, falls_in_words, labels, lever_choices, standings_in_words
from redesign.reporting.text import amount, counted, usd
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

DONE = {
    "automate": "automated",
    "eliminate": "dropped",
    "delegate": "left to schools",
    "adopt": "taken on",
}
MOST_NAMES = 8


def answer(study: Study) -> str:
    """What the plan would bring for which money."""
    cost, words = study.chosen.cost, first_screen.answer(study)
    return (
        f"{words[0].upper()}{words[1:]} The plan costs {usd(cost.yearly_usd)} a year, of a budget of "
        f"{usd(cost.yearly_budget_usd)}, and {usd(cost.one_time_usd)} once."
    )


def people(study: Study) -> str:
    """What becomes of posts."""
    totals = study.proposal.totals
    return (
        f"{moves_in_words(study)}: {counted(totals.posts_today, 'post')} today, {amount(totals.posts_planned)} planned."
    )


def teams(study: Study) -> str:
    """Teams that change most, from how many posts to how many."""
    names, changes = labels(study.teams), [c for c in study.plan.posts if c.planned != c.today]
    changes.sort(key=lambda c: -abs(c.planned - c.today))
    said = (f"{name_of(names[c.team])}: {amount(c.today)} to {amount(c.planned)}" for c in changes)
    return f"Posts by team: {few(said, MOST_NAMES) or 'no team changes its size'}."


def visits(study: Study) -> str:
    """Visits that are made to schools."""
    before, after = (
        amount(round(n)) for n in (study.proposal.totals.visits_today, study.proposal.totals.visits_planned)
    )
    return f"Visits to schools in a year: {before} become {after}."


def promises(study: Study) -> str:
    """Promises of the plan, four things apart, and which falls most."""
    return f"{standings_in_words(study.chosen.promises)} {falls_in_words(study.chosen.promises)}".strip()


def levers(study: Study) -> list[str]:
    """Services that change, and levers of the district that are taken."""
    names = labels(study.services)
    of_services = [
        f"{name_of(names[service])} ({DONE[choice]})"
        for service, choice in lever_choices(study).items()
        if choice in DONE
    ]
    return [*of_services, *(name_of(x.label) for x in study.levers if study.plan.levers.get(x.id) == "taken")]


def unowned(study: Study) -> str:
    """Needs that no team owns."""
    found = [f"{name_of(u.label)} ({amount(u.requests_per_year)} requests a year)" for u in study.today.unmet]
    return f"No team owns: {few(found, MOST_NAMES)}." if found else ""


def doubt(study: Study) -> list[str]:
    """What the answer rests on."""
    c, t = study.certificate, study.proposal.totals
    lines = [
        f"Simulated on {counted(c.replications.final, 'fresh year')} that nothing was fitted to; no plan that keeps "
        f"all that is asked can exceed {amount(c.support.upper_bound)} modeled hours, against "
        f"{amount(c.support.mean)} of this one{surely(c.support)}.",
        f"{counted(t.assumptions, 'input number')} of the scenario are assumed{assumed_of_teams(study)}: no published "
        "figure was found.",
        MODELED,
    ]
    if not c.admissible:
        lines.insert(0, f"The plan is NOT admissible: {few(map(name_of, c.failures), 3)}.")
    return [*(name_of(line) for line in c.below_law), *lines]


def other_truths(sure: Sure | None, robust: Robust | None) -> list[str]:
    """How sure it is where numbers are others, and which plan holds whatever they are, where that was asked."""
    better = holds_better(robust)
    held = [better or f"Which plan holds, whatever the numbers are: {holds(robust)}"] if robust else []
    return [first_screen.assumed(sure), *_to_measure(sure), *held]


def _to_measure(sure: Sure | None) -> list[str]:
    """What the plan keeps, what would change the answer and what to measure first."""
    if sure is None:
        return []
    said = how_sure.answers(sure)
    asked = {"What it keeps under other truths": "It keeps", "What would change it": "Change"}
    return [f"{words}: {said[name]}" for words, name in {**asked, "What to measure first": "Measure"}.items()]


def few(names: Iterable[str], most: int) -> str:
    """Names one after the other, and whether there are others."""
    items = list(names)
    return "; ".join([*items[:most], *(["others"] if len(items) > most else [])])
