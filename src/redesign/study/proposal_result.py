"""What a grant proposal says beside the plan, as a study keeps it: what the file says of it, and a draft budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redesign.scenario.proposal import BudgetLine, Payer, Term

CostKind = Literal[
    "personnel", "fringe", "posts", "hiring", "release", "training", "lever", "lever_once", "materials", "visits_bought"
]
Line = Literal["personnel", "fringe"] | BudgetLine
"""Lines 1 to 8 of form ED 524."""


@dataclass(frozen=True, slots=True)
class CostItem:
    """One cost of the plan beyond today's, in whole dollars."""

    kind: CostKind
    """personnel and fringe: salaries and benefits of posts that are new to their team; posts: both, where the scenario
    does not split them; hiring, release, training and lever_once: once, in the first year; lever, materials and
    visits_bought: each year."""
    label: str
    """Name of the team or lever; empty for what concerns the whole district."""
    line: Line | None
    """Line of form ED 524; null where the scenario does not say."""
    paid_by: Payer | None
    """grant: section A; district: section B; null where the scenario does not say."""
    posts: int | None
    """Posts that it is for; null where it is not for posts."""
    post_usd: float | None
    """Cost of one post in the first year, or once; null where it is not for posts."""
    usd_by_year: tuple[float, ...]
    """One for each year of the project."""
    usd: float
    """Sum of the years."""


@dataclass(frozen=True, slots=True)
class LineTotal:
    """Sum of the items of one payer on one line."""

    paid_by: Payer
    """grant: section A; district: section B."""
    line: Line
    """Line of form ED 524."""
    usd_by_year: tuple[float, ...]
    """One for each year of the project."""
    usd: float
    """Sum of the years."""


@dataclass(frozen=True, slots=True)
class DirectTotal:
    """Sum of the items of one payer on all lines: line 9 of form ED 524."""

    paid_by: Payer | None
    """grant: section A; district: section B; null: items without a line or a payer."""
    usd_by_year: tuple[float, ...]
    """One for each year of the project."""
    usd: float
    """Sum of the years."""


@dataclass(frozen=True, slots=True)
class ProjectBudget:
    """What the plan costs beyond today's office; posts that it gives up are not taken off."""

    items: tuple[CostItem, ...]
    """Posts first, then what is paid once, then what is paid each year."""
    by_line: tuple[LineTotal, ...]
    """Section A, then section B, each in the order of the form; lines without an item are left out."""
    direct: tuple[DirectTotal, ...]
    """grant, district, and what has no line or payer."""
    usd: float
    """Sum of all items and years."""


@dataclass(frozen=True, slots=True)
class PeopleServed:
    """People whom the project serves."""

    label: str
    """Who they are."""
    people: float | None
    """How many, teachers and principals in full-time equivalents; null where the scenario does not say."""


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What shall come of the project, as the scenario says."""

    label: str
    """The change."""
    term: Term
    """short, medium or long."""
    measure: str
    """What is measured."""
    unit: str | None
    """Unit of the values."""
    today_value: float | None
    """The measure today."""
    target_value: float | None
    """The measure to be reached."""
    target_date: str | None
    """When it is to be reached."""


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over teams, areas and promises of the certified plan."""

    posts_today: int
    """Posts today."""
    posts_planned: int
    """Posts under the plan."""
    retrained: int
    """Posts retrained for another team."""
    hired: int
    """New posts."""
    released: int
    """Posts given up."""
    visits_today: float
    """Visits that are made in a year today, mean over the simulated years."""
    visits_planned: float
    """Visits that are made in a year under the plan."""
    support_times: float | None
    """Modeled support over today's; null where today has none."""
    yearly_change_usd: float
    """Cost a year less today's; below 0: the plan costs less."""
    promises: int
    """Promises of the plan."""
    meets: int
    """Of them, those that meet the scenario's target and do so surely."""
    as_today: int
    """Those below the target that are surely no worse than today."""
    close: int
    """Those of which chance may explain how they come out."""
    missed: int
    """Those that are missed."""
    assumptions: int
    """Numbers of the scenario without a source."""


@dataclass(frozen=True, slots=True)
class ProposalFacts:
    """What the documents of a proposal need beside the plan; null and empty where the scenario does not say."""

    title: str | None
    """Title of the project."""
    program: str | None
    """The grant that is asked for, or another source of money."""
    first_year: str | None
    """First year of the project."""
    project_years: int | None
    """How many years it has; the budget has one where that is null."""
    pay_growth_rate: float | None
    """Yearly rise of salaries; the budget has none where that is null."""
    roster: tuple[PeopleServed, ...]
    """People in the schools of the roster; groups that it does not count are left out."""
    served: tuple[PeopleServed, ...]
    """Others, in the order of the file."""
    outcomes: tuple[OutcomeFacts, ...]
    """In the order of the file."""
    external_factors: tuple[str, ...]
    """In the order of the file."""
    totals: Totals
    """Sums that documents state."""
    budget: ProjectBudget
    """Draft of a budget in the lines of form ED 524."""
