"""The items of the project budget in words: for the proposal and for the workbook."""

from __future__ import annotations

from redesign.reporting.documents.document import ASK, name_of
from redesign.reporting.text import amount, usd
from redesign.scenario.proposal import Payer
from redesign.study.proposal_result import CostItem, CostKind, Line
from redesign.study.study import Study

LINES: dict[Line, str] = {
    "personnel": "1. Personnel",
    "fringe": "2. Fringe Benefits",
    "travel": "3. Travel",
    "equipment": "4. Equipment",
    "supplies": "5. Supplies",
    "contractual": "6. Contractual",
    "construction": "7. Construction",
    "other": "8. Other",
}
"""As form ED 524 names them."""
PAYERS: dict[Payer, str] = {"grant": "A", "district": "B"}
"""Sections of the form: what is asked for, what the district brings."""
_KINDS: dict[CostKind, str] = {
    "personnel": "salaries",
    "fringe": "benefits",
    "posts": "salaries and benefits",
    "hiring": "hiring, once",
    "release": "ending posts, once",
    "training": "retraining, once",
    "lever": "yearly cost",
    "lever_once": "cost once",
    "materials": "Materials of support packages beyond today's",
    "visits_bought": "Visits bought of providers beyond today's",
}


def item_in_words(item: CostItem) -> str:
    """Team or lever, and what is paid."""
    return f"{name_of(item.label)}: {_KINDS[item.kind]}" if item.label else _KINDS[item.kind]


def narrative(item: CostItem) -> str:
    """How the cost comes about, for section C."""
    if item.posts is None or item.post_usd is None:
        return f"{item_in_words(item)}, as the scenario states it."
    posts = f"{amount(item.posts)} post" + ("" if item.posts == 1 else "s")
    return f"{item_in_words(item)}: {posts} at {usd(item.post_usd)} each in the first year."


def item_rows(study: Study) -> tuple[tuple[str, str, str, str], ...]:
    """Item, line, payer, cost of all years; empty where the scenario does not say."""
    payer: dict[Payer, str] = {"grant": "Grant", "district": "District"}
    return tuple(
        (
            item_in_words(item),
            LINES[item.line] if item.line else ASK,
            payer[item.paid_by] if item.paid_by else ASK,
            usd(item.usd),
        )
        for item in study.proposal.budget.items
    )


def total_rows(study: Study) -> tuple[tuple[str, str, str, str], ...]:
    """Direct costs of each payer, and in all."""
    budget, payer = study.proposal.budget, {"grant": "Grant", "district": "District", None: "Not placed yet"}
    sums = [(payer[each.paid_by], each.usd) for each in budget.direct if each.usd]
    return tuple(("Total direct costs", "", name, usd(total)) for name, total in (*sums, ("All", budget.usd)))


def project_years(study: Study) -> str:
    """How long the project is, and when it begins, as far as the scenario says so."""
    said = study.proposal
    years = "one year is drafted, since the scenario does not say how many it has"
    if said.project_years is not None:
        years = "1 year" if said.project_years == 1 else f"{said.project_years} years"
    begins = f", from {name_of(said.first_year)}" if said.first_year else ""
    growth = said.pay_growth_rate
    rise = (
        "Pay does not rise from year to year in it."
        if not growth
        else f"Pay rises by {100 * growth:.10g}% a year in it."
    )
    return f"Length of the project: {years}{begins}. {rise}"
