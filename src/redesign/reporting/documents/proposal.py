"""A proposal to go on from in Word: what the study knows is written, what only the district knows is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from redesign.reporting.documents import tables, words
from redesign.reporting.documents.budget import item_rows, project_years, total_rows
from redesign.reporting.documents.document import (
    ASK,
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    Paragraph,
    Prompt,
    Table,
    document,
    name_of,
)
from redesign.reporting.first_screen import CHANCE
from redesign.reporting.reading import labels
from redesign.reporting.sure import how_to_ask
from redesign.reporting.text import amount, usd
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

CHARTS = ("more_support", "posts", "money")
"""In the design of the project: the answer, who it concerns, and where the money comes from."""
HEIGHT_INCHES = 6.5
"""Of a chart, so that its caption and source stay on its page."""


def proposal(
    study: Study, pictures: Mapping[str, Figure], sure: Sure | None = None, robust: Robust | None = None
) -> Document:
    """The document."""
    kind = study.proposal.title or "proposal for a redesign of the central office"
    return document(study, name_of(kind), "Draft of a grant proposal", _blocks(study, pictures, sure, robust))


def _blocks(study: Study, pictures: Mapping[str, Figure], sure: Sure | None, robust: Robust | None) -> Iterator[Block]:
    yield from _summary(study)
    yield from _need(study)
    yield from _design(study, pictures)
    yield from _people(study)
    yield from _budget(study)
    yield Heading("Evaluation")
    yield Paragraph(
        "Visits promised and made, requests in time and principals' hours are counted from the first month; the plan "
        "states them with intervals, so that a year can be held against it."
    )
    yield from outcomes(study)
    yield Heading("How sure the numbers are", 2)
    asked = words.other_truths(sure, robust)
    known = asked if sure else [f"{CHANCE}.", *asked[1:]]
    yield Bullets((words.promises(study), *words.doubt(study), *known))
    if sure is None:
        yield Prompt(
            f"What becomes of the answer where assumed numbers are others: {how_to_ask()}, and this once more."
        )
    yield Heading("Management and sustainability")
    yield Prompt("Who leads the project, with which time, and which board decision stands behind it.")
    yield Prompt("How what the grant pays goes on after its last year.")


def _summary(study: Study) -> Iterator[Block]:
    said = study.proposal
    yield Heading("Summary")
    if said.program is None:
        yield Prompt("The grant that is asked for, its purpose and its competition number.")
    else:
        yield Paragraph(f"Program: {name_of(said.program)}.")
    yield Paragraph(project_years(study))
    yield Paragraph(f"{words.answer(study)} {words.people(study)} {words.visits(study)}")
    yield tables.today_and_plan(study)


def _need(study: Study) -> Iterator[Block]:
    yield Heading("Need")
    yield Prompt("Why this district, and why now: results, enrollment, staff, from its own records.")
    names = labels(study.teams)
    yield Paragraph("Where the hours of today's central office go, as simulated:")
    rows = tuple(
        (
            name_of(names[t.team]),
            *(amount(round(t.hours[kind])) for kind in ("instructional", "mandated", "routine", "other")),
        )
        for t in study.today.teams
        if t.posts
    )
    yield Table(
        "Hours of today's office in a year", ("Team", "Visits to schools", "Required by law", "Requests", "Other"), rows
    )
    if said := words.unowned(study):
        yield Paragraph(said)


def _design(study: Study, pictures: Mapping[str, Figure]) -> Iterator[Block]:
    yield Heading("Project design")
    for name in CHARTS:
        if name in pictures:
            yield pictures[name].at_most(HEIGHT_INCHES)
    yield Heading("Posts", 2)
    yield tables.posts(study)
    yield Heading("Support of schools", 2)
    yield areas(study)
    yield Heading("Services that change", 2)
    yield Bullets(tuple(words.levers(study)) or ("None.",))


def areas(study: Study) -> Table:
    """Visits of each area, today and planned, and their modeled support."""
    names, rows = labels(study.areas), []
    for before, after in zip(study.today.visits, study.chosen.visits, strict=True):
        support = study.chosen.support_by_area[after.area]
        numbers = (before.promised, after.promised, after.made)
        said = f"{amount(support.mean)} ({amount(support.low)} to {amount(support.high)})"
        rows.append((name_of(names[after.area]), *(amount(round(n)) for n in numbers), said))
    columns = (
        "Support area",
        "Promised today",
        "Promised, planned",
        "Made, planned",
        "Modeled support, hours (95% interval)",
    )
    return Table("Visits to schools in a year, today and planned", columns, tuple(rows))


def _people(study: Study) -> Iterator[Block]:
    yield Heading("People served")
    yield served(study)
    for group in study.proposal.served:
        if group.people is None:
            yield Prompt(f"How many are served: {name_of(group.label)}.")


def served(study: Study) -> Table:
    """Schools and people of the roster, and others that the scenario names."""
    scenario, said = study.scenario, study.proposal
    rows = (
        ("Schools", amount(scenario.schools)),
        ("Students", amount(scenario.enrollment)),
        ("Teachers, full-time equivalents", amount(scenario.teachers)),
        *(
            (name_of(group.label), amount(group.people))
            for group in (*said.roster, *said.served)
            if group.people is not None
        ),
    )
    return Table("People served", ("Who", "How many"), rows)


def _budget(study: Study) -> Iterator[Block]:
    yield Heading("Budget")
    yield Paragraph(
        "What the plan costs beyond today's office; money that posts set free is not taken off. The workbook "
        "ed524.xlsx has the same items by year, with the lines of form ED 524, and asks for what only the business "
        "office knows."
    )
    rows = item_rows(study)
    if rows:
        every = (*rows, *total_rows(study))
        yield Table("Items of the project budget, all years", ("Item", "Line", "Paid by", "Cost"), every, texts=3)
    rest = study.proposal.budget.direct[-1].usd
    if rest:
        yield Prompt(f"The line or the payer of {usd(rest)} in the table above.")
    yield Prompt("Indirect cost and training stipends, from the business office.")


def outcomes(study: Study) -> Iterator[Block]:
    """What shall come of it, with measure and target; a prompt for each term that the scenario says nothing of."""
    found = study.proposal.outcomes
    rows = tuple(
        (
            TERMS[each.term],
            name_of(each.label),
            name_of(each.measure),
            *(value(number, each.unit) for number in (each.today_value, each.target_value)),
        )
        for each in found
    )
    if rows:
        yield Table("Outcomes", ("Term", "Outcome", "Measure", "Today", "Target"), rows, texts=5)
    for each in found:
        missing = [word for word, number in (("today's value", each.today_value), ("a target", each.target_value),
                                             ("a date", each.target_date)) if number is None]  # fmt: skip
        if missing:
            yield Prompt(f"{name_of(each.label)}: {' and '.join(missing)}.")
    for term, word in TERMS.items():
        if not any(each.term == term for each in found):
            yield Prompt(f"{word} outcomes, each with a measure and a target.")


TERMS = {"short": "Short-term", "medium": "Medium-term", "long": "Long-term"}


def value(number: float | None, unit: str | None) -> str:
    """A value with its unit."""
    return ASK if number is None else f"{number:,.10g} {name_of(unit or '')}".strip()
