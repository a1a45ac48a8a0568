"""What rules ask of teams under a strategy, as a study says it: exact expectations, from the scenario alone."""

from __future__ import annotations

from dataclasses import dataclass

from redesign.scenario.in_force import rules_with_work
from redesign.scenario.model import Scenario


@dataclass(frozen=True, slots=True)
class RuleWork:
    """What a rule in force asks of a team."""

    rule: str
    """Id of the rule."""
    label: str
    """Its name."""
    team: str
    """Id of the team that does it."""
    hours_per_year: float
    """Expected work hours a year."""
    grant_usd: float | None
    """Dollars a year of the grant that asks for it; null where none does."""


@dataclass(frozen=True, slots=True)
class Compliance:
    """Work that the rules in force ask for; a strategy that lifts a rule is without its work."""

    hours_per_year: float
    """Expected work hours a year, of all rules."""
    hours_per_grant_usd: float | None
    """Of the rules of grants, hours for each dollar of these grants; null where there is none."""
    rules: tuple[RuleWork, ...]
    """In the order of the file."""


def compliance_under(scenario: Scenario) -> Compliance:
    """The work of the rules that are in force in this scenario."""
    found = tuple(
        RuleWork(name, rule.label, rule.teams[0], rule.hours(len(scenario.schools)), rule.grant_usd)
        for name, rule in rules_with_work(scenario).items()
    )
    granted = [each for each in found if each.grant_usd is not None]
    usd = sum(each.grant_usd or 0.0 for each in granted)
    return Compliance(
        hours_per_year=float(sum(each.hours_per_year for each in found)),
        hours_per_grant_usd=sum(each.hours_per_year for each in granted) / usd if usd else None,
        rules=found,
    )
