"""What a grant proposal needs beyond the office itself: who pays for what, whom it serves, what shall come of it.

All of it is optional and changes no plan. What a file does not say stands in the documents as a prompt.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from redesign.scenario.blocks import Block, Count, Identifier, Label
from redesign.scenario.levers import LeverName

BudgetLine = Literal["travel", "equipment", "supplies", "contractual", "construction", "other"]
"""Lines 3 to 8 of form ED 524; personnel and fringe benefits are posts, the rest is the business office's."""
Payer = Literal["grant", "district"]
"""Section A of form ED 524, what is asked for; section B, what the district brings."""
Term = Literal["short", "medium", "long"]
Amount = Annotated[float, Field(ge=-1e9, le=1e9, json_schema_extra={"unit": "as `unit` says"})]


class CostLine(Block):
    """Where a cost stands in the budget of a proposal."""

    line: BudgetLine | None = Field(None, description="line of form ED 524; left out: the documents ask for it")
    paid_by: Payer | None = Field(None, description="who pays it; left out: the documents ask for it")


class Costs(Block):
    """Costs of the plan by kind, beyond today's."""

    posts_paid_by: Payer | None = Field(
        None, description="who pays those hired and retrained; left out: the documents ask for it"
    )
    hiring: CostLine = Field(CostLine(), description="one-time cost of hiring")
    release: CostLine = Field(CostLine(), description="one-time cost of giving up posts")
    training: CostLine = Field(CostLine(), description="one-time cost of retraining")
    levers: CostLine = Field(CostLine(), description="levers, such as software, that `levers` does not name")
    materials: CostLine = Field(CostLine(), description="materials of support packages; supplies, if no line is given")
    visits_bought: CostLine = Field(
        CostLine(), description="visits bought of providers; contractual, if no line is given"
    )


class Outcome(Block):
    """What shall come of it, and how one would know."""

    label: Label = Field(description="the change, such as: fewer teachers leave")
    term: Term = Field(description="short: within a year; medium: within the project; long: after it")
    measure: Label = Field(description="what is measured, and where it is found")
    unit: Label | None = Field(None, description="of the values, such as percent of teachers")
    today_value: Amount | None = Field(None, description="the measure today")
    target_value: Amount | None = Field(None, description="the measure to be reached")
    target_date: Label | None = Field(None, description="when it is to be reached")


class Served(Block):
    """People whom the project serves."""

    label: Label = Field(description="who they are")
    people: Annotated[Count, Field(json_schema_extra={"unit": "people"})] | None = Field(
        None, description="how many; left out: the documents ask for it"
    )


class Proposal(Block):
    """What the documents of a proposal say beside the plan. All of it is optional; it changes no plan."""

    title: Label | None = Field(None, description="of the project")
    program: Label | None = Field(None, description="the grant that is asked for, or another source of money")
    first_year: Label | None = Field(None, description="of the project, such as 2027-28")
    project_years: Annotated[int, Field(ge=1, le=7)] | None = Field(
        None, json_schema_extra={"unit": "years"}, description="years of the project; left out: one"
    )
    pay_growth_rate: Annotated[float, Field(ge=0, le=0.2)] | None = Field(
        None, description="yearly rise of salaries; left out: none, and the documents say so"
    )
    costs: Costs = Field(Costs(), description="line and payer of each kind of cost")
    levers: dict[LeverName, CostLine] = Field({}, description="name of a lever: its own line and payer")
    served: dict[Identifier, Served] = Field({}, description="short name: people served beside those of the roster")
    outcomes: dict[Identifier, Outcome] = Field({}, description="short name: outcome")
    external_factors: tuple[Label, ...] = Field((), description="what the plan cannot change and depends on")
