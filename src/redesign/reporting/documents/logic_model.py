"""The logic model of a project: its key components, its outcomes, and how the one leads to the other."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.reporting.documents import words
from redesign.reporting.documents.document import (
    ASK,
    MODELED,
    Block,
    Bullets,
    Document,
    Heading,
    Paragraph,
    Prompt,
    Table,
    document,
    name_of,
)
from redesign.reporting.documents.proposal import areas, outcomes, served
from redesign.reporting.reading import labels, notes_to_act_on
from redesign.reporting.text import amount, counted, usd, visible
from redesign.study.study import Study


def logic_model(study: Study) -> Document:
    """The document."""
    return document(study, "logic model", "Inputs, activities, outputs and outcomes of the project", _blocks(study))


def _blocks(study: Study) -> Iterator[Block]:
    yield Heading("Overview")
    yield Table(
        "Key components of the project and how they are related",
        ("Component", "What", "Leads to"),
        _overview(study),
        texts=3,
    )
    yield Heading("People served")
    yield served(study)
    yield Heading("Activities and outputs")
    yield areas(study)
    yield Heading("Outcomes")
    yield from outcomes(study)
    yield Heading("Evidence")
    yield _evidence(study)
    yield Prompt("The tier of evidence that the grant asks for, with the studies that are claimed for it.")
    yield Heading("Assumptions")
    yield Paragraph(
        f"{counted(study.proposal.totals.assumptions, 'number')} of the scenario are assumed; methods.pdf lists them. "
        f"{MODELED}"
    )
    yield Bullets(tuple(visible(note) for note in notes_to_act_on(study)) or ("None noted.",))
    yield Heading("External factors")
    if study.proposal.external_factors:
        yield Bullets(tuple(visible(factor) for factor in study.proposal.external_factors))
    else:
        yield Prompt("What the plan cannot change and depends on.")


def _overview(study: Study) -> tuple[tuple[str, str, str], ...]:
    plan, totals = study.chosen, study.proposal.totals
    taken = words.levers(study)
    inputs = (
        f"{counted(totals.posts_planned, 'post')}; {usd(plan.cost.yearly_usd)} a year; {usd(plan.cost.one_time_usd)} "
        f"once; services that change: {'; '.join(taken) or 'none'}"
    )
    supports = "; ".join(name_of(name) for name in labels(study.areas).values())
    made = sum_of(study)
    return (
        ("Inputs", inputs, "Hours of staff for schools in place of routine work"),
        ("Activities", f"Visits to schools: {supports}", "Visits made, in time"),
        (
            "Outputs",
            f"{words.visits(study)} M{made[1:]}.",
            "Help that teachers and principals get",
        ),
        ("Short-term outcomes", _of_term(study, "short"), "What teachers and principals do"),
        ("Medium-term outcomes", _of_term(study, "medium"), "What students learn, and who stays"),
        ("Long-term outcomes", _of_term(study, "long"), "The aim of the project"),
    )


def sum_of(study: Study) -> str:
    """Modeled support of the plan with its interval."""
    support = study.chosen.support
    return (
        f"modeled support {amount(support.mean)} coaching-equivalent hours a year "
        f"(95% interval {amount(support.low)} to {amount(support.high)})"
    )


def _of_term(study: Study, term: str) -> str:
    return "; ".join(name_of(each.label) for each in study.proposal.outcomes if each.term == term) or ASK


def _evidence(study: Study) -> Table:
    rows = tuple((name_of(area.label), visible(area.evidence) or ASK) for area in study.areas)
    return Table("What the numbers of each support area rest on", ("Support area", "Source"), rows, texts=2)
