"""The scenario as a strategy finds it: with its changes, and without the rules that it lifts."""

from __future__ import annotations

from collections.abc import Collection

from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario
from redesign.scenario.rules import ADDS_WORK, Rule
from redesign.scenario.strategy import Strategy


def in_force(scenario: Scenario, strategy: Strategy) -> Scenario:
    """The scenario under a strategy, with the rules that hold there; the same object where nothing differs.

    What a rule asks of a team goes with it, and nothing else: its work has draws of its own.
    """
    made = changed(scenario, strategy.changes)
    rules = {name: rule for name, rule in made.rules.items() if not (rule.removable and strategy.lifts(name))}
    return made if len(rules) == len(made.rules) else made.model_copy(update={"rules": rules})


def rules_with_work(scenario: Scenario) -> dict[str, Rule]:
    """The rules that add work, by name, in the order of the file: each asks it of one team."""
    return {name: rule for name, rule in scenario.rules.items() if rule.kind == ADDS_WORK}


def rule_hours(scenario: Scenario, team: str) -> float:
    """Work hours a year that rules ask of a team."""
    schools, rules = len(scenario.schools), rules_with_work(scenario).values()
    return sum((rule.hours(schools) for rule in rules if team in rule.teams), 0.0)


def rules_of_work(scenario: Scenario, teams: Collection[str]) -> dict[str, Rule]:
    """The rules that add work to some of these teams."""
    return {name: rule for name, rule in rules_with_work(scenario).items() if rule.teams[0] in teams}
