"""What a study keeps of a scenario for the documents of a grant proposal."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.scenario.model import Scenario
from redesign.study.project_budget import project_budget
from redesign.study.proposal_result import OutcomeFacts, PeopleServed, ProposalFacts, Totals
from redesign.study.strategy_result import StrategyResult

GROUPS = {
    "principals": "Principals",
    "econ_disadvantaged": "Economically disadvantaged students",
    "emergent_bilingual": "Students learning English",
    "special_education": "Students in special education",
}
"""Columns of the roster beside those of `ScenarioFacts`, and whom they count."""


def proposal_facts(scenario: Scenario, today: StrategyResult, planned: StrategyResult) -> ProposalFacts:
    """What the file says, counts of its roster, and the draft budget of the planned strategy."""
    said = scenario.proposal
    kept = ("label", "term", "measure", "unit", "today_value", "target_value", "target_date")
    return ProposalFacts(
        title=said.title,
        program=said.program,
        first_year=said.first_year,
        project_years=said.project_years,
        pay_growth_rate=said.pay_growth_rate,
        roster=tuple(_roster(scenario)),
        served=tuple(
            PeopleServed(each.label, None if each.people is None else float(each.people))
            for each in said.served.values()
        ),
        outcomes=tuple(OutcomeFacts(**{k: getattr(each, k) for k in kept}) for each in said.outcomes.values()),
        external_factors=said.external_factors,
        totals=_totals(scenario, today, planned),
        budget=project_budget(scenario, today, planned),
    )


def _roster(scenario: Scenario) -> Iterator[PeopleServed]:
    for column, label in GROUPS.items():
        people = float(sum(getattr(school, column) for school in scenario.schools))
        if people:
            yield PeopleServed(label, people)


def _totals(scenario: Scenario, today: StrategyResult, planned: StrategyResult) -> Totals:
    posts = planned.plan.posts
    standings = [promise.verdict if promise.decided else "close" for promise in planned.promises]
    before = today.support.mean
    return Totals(
        posts_today=sum(each.today for each in posts),
        posts_planned=sum(each.planned for each in posts),
        retrained=sum(each.retrained_out for each in posts),
        hired=sum(each.hired for each in posts),
        released=sum(each.released for each in posts),
        visits_today=sum((row.made for row in today.visits), 0.0),
        visits_planned=sum((row.made for row in planned.visits), 0.0),
        support_times=planned.support.mean / before if before > 0 else None,
        yearly_change_usd=planned.cost.yearly_usd - today.cost.yearly_usd,
        promises=len(standings),
        meets=standings.count("meets"),
        as_today=standings.count("as_today"),
        close=standings.count("close"),
        missed=standings.count("missed"),
        assumptions=len(scenario.origin.assumptions),
    )
