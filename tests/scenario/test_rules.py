"""Rules as a file says them: one key each, names that exist, hours by hand, and what a strategy finds of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from offices import small_office
from redesign.scenario.changed import changed
from redesign.scenario.changes import Changes
from redesign.scenario.in_force import in_force, rule_hours, rules_of_work, rules_with_work
from redesign.scenario.model import Scenario
from redesign.scenario.rules import NEEDED, Rule
from redesign.scenario.strategy import SHIPPED, Strategy
from scenario_files import FULL, change, faults_of, load, place

ONE_OF_EACH = {
    "tenure": {"kind": "release_limit", "release_share": 0.5},
    "core": {"kind": "minimum_posts", "minimum_share": 0.5},
    "tied": {"kind": "funding_tie", "streams": ("general",)},
    "slow": {"kind": "change_limit", "change_share": 0.1, "teams": ("clerks", "experts")},
    "freeze": {"kind": "no_outside_hire", "teams": ("clerks",)},
    "paper": {"kind": "forbids", "levers": ("leave.automate",)},
    "bought": {"kind": "contract_cap", "contract_share": 0.2},
    "audit": {"kind": "adds_work", "hours_per_year": 300.0, "teams": ("clerks",)},
    "plans": {"kind": "adds_work", "hours_per_school": 12.0, "teams": ("experts",)},
    "grant": {"kind": "adds_work", "hours_per_1000_usd": 0.4, "grant_usd": 250_000.0, "teams": ("clerks",)},
}
PAPER, TWO = "levers: [leave_requests.automate]\n  audit", "teams: [coaches, hr]\n"


def rule(**keys: Any) -> Rule:
    return Rule.model_validate({"label": "A rule"} | keys)


def ruled(**more: Any) -> Scenario:
    """An office with one rule of each kind, three of them with work."""
    rules = {name: {"label": name.title()} | keys for name, keys in ONE_OF_EACH.items()}
    return small_office(rules={k: keys | more.get(k, {}) for k, keys in rules.items()})


def lifting(*names: str) -> Strategy:
    return Strategy(label="Lifting", lifted_rules=names)


def test_every_kind_can_be_written() -> None:
    assert {keys["kind"] for keys in ONE_OF_EACH.values()} == set(NEEDED) == set(kinds_of_the_schema())
    assert list(ruled().rules) == list(ONE_OF_EACH)


def kinds_of_the_schema() -> list[str]:
    found: list[str] = Rule.model_json_schema()["properties"]["kind"]["enum"]
    return found


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ({"kind": "change_limit"}, "needs change_share"),
        ({"kind": "change_limit", "change_share": 0.1, "release_share": 0.1}, "does not use it"),
        ({"kind": "change_limit", "change_share": 1.1}, "less than or equal to 1"),
        ({"kind": "no_outside_hire", "change_share": 0.1}, "does not use it"),
        ({"kind": "no_outside_hire", "grant_usd": 1.0}, "does not use it"),
        ({"kind": "forbids"}, "needs levers"),
        ({"kind": "forbids", "levers": ("Portal",)}, "pattern"),
        ({"kind": "forbids", "levers": ("portal",), "teams": ("clerks",)}, "does not use it"),
        ({"kind": "release_limit", "release_share": 0.1, "levers": ("portal",)}, "does not use it"),
        ({"kind": "release_limit", "release_share": 0.1, "hours_per_year": 9.0}, "does not use it"),
        ({"kind": "adds_work", "teams": ("clerks",)}, "needs hours_per_year or hours_per_school or hours_per_1000"),
        ({"kind": "adds_work", "teams": ("clerks",), "hours_per_year": 1.0, "hours_per_school": 1.0}, "one of them"),
        ({"kind": "adds_work", "teams": ("clerks",), "hours_per_1000_usd": 1.0}, "needs grant_usd"),
        ({"kind": "adds_work", "hours_per_year": 1.0}, "found 0 teams"),
        ({"kind": "adds_work", "hours_per_year": 1.0, "teams": ("clerks", "experts")}, "found 2 teams"),
    ],
)
def test_a_rule_that_says_too_little_or_too_much_is_refused(keys: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        rule(**keys)


def test_hours_by_hand() -> None:
    audit, plans, grant = rules_with_work(ruled()).values()
    assert [each.hours(57) for each in (audit, plans, grant)] == [300.0, 57 * 12.0, 100.0]
    assert rule(kind="no_outside_hire").hours(57) == 0.0
    assert [rule_hours(ruled(), team) for team in ("clerks", "experts", "coaches")] == [400.0, 36.0, 0.0]
    assert list(rules_of_work(ruled(), ["experts", "coaches"])) == ["plans"]


def test_a_strategy_finds_its_changes_and_the_rules_it_does_not_lift() -> None:
    scenario = ruled()
    assert in_force(scenario, SHIPPED["today"]) is scenario
    assert in_force(scenario, lifting("audit", "tenure")) == scenario.model_copy(
        update={"rules": {k: r for k, r in scenario.rules.items() if k not in ("audit", "tenure")}}
    )
    changes = Changes.model_validate({"teams": {"clerks": {"other_hours_times": 0.0}}})
    both = in_force(scenario, lifting("audit").model_copy(update={"changes": changes}))
    assert both.teams == changed(scenario, changes).teams
    assert rule_hours(both, "clerks") == 100.0, "what changes leave of other work is not the work of rules"
    assert list(scenario.rules) == list(ONE_OF_EACH), "the scenario itself is as it was"


def test_a_protected_rule_is_never_lifted() -> None:
    scenario = ruled(audit={"removable": False})
    assert in_force(scenario, lifting("audit")) is scenario
    free = in_force(scenario, Strategy(label="Free", lifted_rules="removable"))
    assert list(free.rules) == ["audit"]
    assert rule_hours(free, "clerks") == 300.0


def test_a_strategy_that_lifts_rules_differs_from_today() -> None:
    assert not SHIPPED["today"].differs
    assert lifting("audit").differs
    assert not lifting("audit").optimizes
    with pytest.raises(ValidationError, match="changes nothing"):
        ruled_with({"today": {"label": "Today", "lifted_rules": "removable"}})


def ruled_with(strategies: dict[str, Any]) -> Scenario:
    return Scenario.model_validate(ruled().model_dump() | {"strategies": strategies})


def test_rules_are_read_from_a_file(tmp_path: Path) -> None:
    rules = load(tmp_path, FULL).rules
    assert rules["slow"].change_share == 0.2
    assert rules["paper"].levers == ("leave_requests.automate",)
    assert rules["reports"].hours(4) == 100.0


@pytest.mark.parametrize(
    ("old", "new", "at", "path", "said"),
    [
        (PAPER, PAPER.replace("]", ", one_sytem]"), "one_sytem", "paper.levers.1", "did you mean 'one_system'?"),
        (PAPER, PAPER.replace("]", ", slow]"), "slow]", "paper.levers.1", "a lever of this file"),
        (PAPER, "levers: [one_system, one_system]\n  audit", "one_system]\n  a", "paper.levers.1", "second time"),
        ("[hr]\n    hours_per_1", "[hrr]\n    hours_per_1", "hrr]\n", "reports.teams.0", "a team of this file"),
        (
            "[hr]\n    hours_per_1",
            "[coaches, hr]\n    hours_per_1",
            "teams: [coaches, hr]\n",
            "reports.teams",
            "found 2 teams",
        ),
        ("    teams: [hr]\n    hours_per_1", "    hours_per_1", None, "reports.teams", "found 0 teams"),
        ("    grant_usd: 250000\n", "", None, "reports.grant_usd", "needs grant_usd"),
        ("    grant_usd:", "    hours_per_year: 3\n    grant_usd:", None, None, "one of them"),
        ("change_share", "release_share", "release_share: 0.2", "slow.release_share", "does not use it"),
    ],
)
def test_a_slip_is_told_where_it_stands(
    old: str, new: str, at: str | None, path: str | None, said: str, tmp_path: Path
) -> None:
    text = change(FULL, old, new)
    fault = next(f for f in faults_of(tmp_path, text) if said in f.message)
    assert at is None or (fault.line, fault.column) == place(text, at)
    assert path is None or fault.path == f"rules.{path}"
