"""Teams: posts of one unit, and what work they do besides requests and visits."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from redesign.scenario.blocks import Amount, Block, BrokenRule, Identifier, Label, Share, Usd
from redesign.scenario.providers import Provider

PAY_TOLERANCE = 0.01
"""Of the loaded cost: what rounding it and a rate of benefits may take apart."""


class Retraining(Block):
    """Posts of one team may be retrained for this one."""

    team: Identifier = Field(description="the team that the posts come from")
    cost_usd: Usd = Field(description="one-time cost of one post")
    ramp_share: Share = Field(description="share of the first year lost to training")


class Team(Block):
    """Interchangeable posts of one unit: the resource of the simulation."""

    label: Label = Field(description="name in charts and tables")
    unit: Label = Field(description="box on the organization chart")
    funding_stream: Identifier = Field(description="which of `funding_streams` pays the posts")
    posts_today: Annotated[int, Field(ge=0, le=5000)] = Field(description="authorized posts, filled or not")
    post_fte: Annotated[float, Field(gt=0, le=1)] = Field(1.0, description="full-time equivalents of one post")
    loaded_cost_usd: Usd = Field(description="salary and benefits of one post in a year")
    salary_usd: Usd | None = Field(
        None, description="of it the salary, for the budget of a proposal; left out: what `fringe_rate` leaves"
    )
    fringe_rate: Annotated[float, Field(ge=0, le=2)] | None = Field(
        None, description="benefits over salary, for the budget of a proposal"
    )
    productive_share: Annotated[float, Field(gt=0, le=1)] = Field(
        description="share of present hours that reaches requests and visits"
    )
    leave_share: Annotated[float, Field(ge=0, le=0.6)] = Field(description="share of paid hours on leave and holidays")
    vacancy_rate: Annotated[float, Field(ge=0, le=0.5)] = Field(
        0.0, description="share of post-years that stand vacant"
    )
    vacancy_weeks: Annotated[int, Field(ge=1, le=40)] = Field(9, description="weeks that a vacant post takes to fill")
    other_work_hours_per_year: Amount = Field(description="work that nobody listed, of today's whole team")
    other_work_removable_share: Share = Field(0.0, description="share of the other work that a redesign may drop")
    other_work_hours_per_task: Annotated[float, Field(gt=0, le=100)] = Field(
        2.0, description="mean length of one such task"
    )
    backlog_allowance_hours: Amount = Field(
        description="accepted work that an admissible plan may leave unfinished at the end of the year, in expectation"
    )
    assignment: Literal["pooled", "caseload"] = Field(
        "pooled", description="pooled: any post serves any school; caseload: each school belongs to one post"
    )
    hire_usd: Usd = Field(description="one-time cost of hiring for one post")
    hire_weeks: Annotated[float, Field(ge=0, le=53)] = Field(
        6.0,
        description="weeks at the start of the year that a new post stands empty; the default assumes that the search "
        "begins before (public employers took 119 days to hire in 2019, local governments 130: NEOGOV 2020)",
    )
    hire_ramp_share: Share = Field(0.1, description="share of the year that whoever is hired then needs to learn")
    release_usd: Usd = Field(description="one-time cost of giving up one post")
    retrain_from: tuple[Retraining, ...] = Field((), description="teams whose posts may be retrained for this one")
    maximum_posts: Annotated[int, Field(ge=0, le=5000)] | None = Field(
        None, description="most posts a plan may have; default: twice today's and five more"
    )

    outside: SkipJsonSchema[Provider | None] = None
    """The provider whose visits these are: no posts of the district. No key of a file."""
    added_hours_per_year: SkipJsonSchema[float] = 0.0
    """What levers and contracts with providers add to the work that nobody listed. No key of a file."""
    removable_work_dropped: SkipJsonSchema[bool] = False
    """Whether changes drop the removable share of the other work. No key of a file."""
    other_work_times: SkipJsonSchema[float] = 1.0
    """What changes leave of the rest of it, at most 1. No key of a file."""

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Salary and benefits come to the loaded cost, but for rounding; a salary alone is no more than that."""
        if self.salary_usd is None:
            return
        loaded, rate = self.loaded_cost_usd, self.fringe_rate
        usd, slack = self.salary_usd * (1 + (rate or 0.0)), PAY_TOLERANCE * loaded
        least, most = (0.0, loaded) if rate is None else (loaded - slack, loaded + slack)
        if not least <= usd <= most:
            yield BrokenRule(
                ("salary_usd", "fringe_rate", "loaded_cost_usd"),
                f"found a salary that comes to {usd:,.0f} dollars with its benefits; allowed: loaded_cost_usd, "
                f"{loaded:,.0f}, give or take {PAY_TOLERANCE:.0%}, or a salary alone of no more",
            )

    @property
    def other_work_dropped_share(self) -> float:
        """Share of the other work that changes take away."""
        kept = 1 - self.other_work_removable_share if self.removable_work_dropped else 1.0
        return 1 - kept * self.other_work_times

    @property
    def opens_weeks(self) -> float:
        """Weeks at the start of the year in which no post works."""
        return self.outside.lead_weeks if self.outside else 0.0

    @property
    def pace(self) -> float:
        """Work hours that one post gets through in an hour of presence."""
        return self.post_fte * self.productive_share

    def hire_ramp_weeks(self, weeks: int) -> float:
        """Weeks from the start of a year of so many `weeks` in which a new post does no work: empty, then learning."""
        return min(float(weeks), self.hire_weeks + self.hire_ramp_share * weeks)

    @property
    def most_posts(self) -> int:
        """Most posts a plan may have."""
        return 2 * self.posts_today + 5 if self.maximum_posts is None else self.maximum_posts


def station_of(provider: Provider) -> Team:
    """A provider as a year sees it: as many posts as it makes visits at once, never absent, paid by the visit."""
    return Team(
        label=provider.label,
        unit=provider.label,
        funding_stream=provider.funding_stream,
        posts_today=provider.visits_at_once,
        maximum_posts=provider.visits_at_once,
        loaded_cost_usd=0.0,
        productive_share=1.0,
        leave_share=0.0,
        other_work_hours_per_year=0.0,
        backlog_allowance_hours=0.0,
        hire_usd=0.0,
        release_usd=0.0,
        outside=provider,
    )
