# ruff: noqa: E501  a row is one fault
"""What a variant changes, takes away and breaks: told on its own line, with a way out that exists."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from redesign.cli.folder import folder_name
from redesign.errors import Fault
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from scenario_files import FULL, ROSTER, change, faults_in, place, write

BASE = change(FULL, "extends: parent.yaml\n", "")
HEAD = "extends: base.yaml\nsource: assumed\n"


def variant(folder: Path, text: str, name: str = "more.yaml", base: str = BASE) -> Path:
    (folder / "base.yaml").write_text(base)
    return write(folder, HEAD + text, ROSTER, name)


def loaded(folder: Path, text: str, name: str = "more.yaml") -> Scenario:
    return load_scenario(variant(folder, text, name))


class Broken(NamedTuple):
    text: str
    at: str
    path: str
    parts: tuple[str, ...]
    way_out: str = ""


FAULTS = [
    Broken(
        "services:\n  leave_requests:\n    promise: {due_calendar_days: 3}\n", "due_calendar",
        "services.leave_requests.promise.due_working_hours", ("found both", "base.yaml gives it on line 86"),
        "due_working_hours: null",
    ),
    Broken(
        "services:\n  evaluations:\n    promise: {due_working_hours: 3}\n", "due_working",
        "services.evaluations.promise.due_working_hours", ("found both",), "due_calendar_days: null",
    ),
    Broken(
        "rules:\n  cut_limit: {kind: minimum_posts, minimum_share: 0.5}\n", "kind", "rules.cut_limit.release_share",
        ("does not use it", "base.yaml gives it on line 231"), "release_share: null",
    ),
    Broken(
        "rules:\n  title_money: {kind: release_limit, release_share: 0.5}\n", "kind", "rules.title_money.streams",
        ("does not use it",), "streams: null",
    ),
    Broken(
        "services:\n  leave_requests: {mandated: true}\n", "mandated", "services.leave_requests.eliminate",
        ("cannot be eliminated",), "eliminate: null",
    ),
    Broken(
        "services:\n  evaluations: {mandated: false}\n", "mandated", "services.evaluations.promise.as_today",
        ("not mandated",), "as_today: null",
    ),
    Broken("calendar: {weeks: 40}\n", "weeks", "calendar.first_school_week", ("weeks 6 to 47 of 40",)),
    Broken("run: {most_final_years: 4}\n", "most_final", "run.final_years", ("at most most_final_years, 4",)),
    Broken(
        "services:\n  leave_requests: {handover_hours: 30}\n", "handover", "services.leave_requests.promise.due_working_hours",
        ("no request can keep", "base.yaml gives it on line 86"),
    ),
    Broken("areas:\n  coaching: {levels: [middle]}\n", "middle", "areas.coaching.package_today.e1", ("level elementary",), "e1: null"),
    Broken("levers: {one_system: null}\n", "one_system", "strategies.waiver.may.levers.0", ("'one_system'",), "levers: null"),
    Broken("strategies: {waiver: null}\n", "waiver", "run.strategies.1", ("'waiver'",), "strategies: null"),
    Broken("rules: null\n", "rules", "strategies.waiver.lifted_rules.0", ("'cut_limit'",), "lifted_rules: null"),
    Broken("teams:\n  hr: {posts_today: null}\n", "posts_today", "teams.hr.posts_today", ("this key is needed",)),
    Broken("name: null\n", "name", "name", ("this key is needed",)),
    Broken("areas: {coaching: null}\n", "areas", "areas", ("an empty block",)),
    Broken("teams: {hrr: null}\n", "hrr", "teams.hrr", ("says nothing here", "did you mean 'hr'?")),
    Broken("rules:\n", "rules", "rules", ("found nothing", "`null` takes it away")),
]  # fmt: skip


@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.text)
def test_a_fault_that_a_variant_causes_is_told_on_its_line(case: Broken, tmp_path: Path) -> None:
    path = variant(tmp_path, case.text)
    (fault,) = faults_in(path)
    assert (fault.file, fault.line, fault.column) == ("more.yaml", *place(HEAD + case.text, case.at))
    assert fault.path == case.path
    assert all(part in fault.message for part in case.parts)
    assert (f"`{case.way_out}` takes" in fault.message) == bool(case.way_out)
    assert "null` takes" not in fault.message or case.way_out or "found nothing" in fault.message


@pytest.mark.parametrize("case", [case for case in FAULTS if case.way_out], ids=lambda case: case.text)
def test_the_way_out_leads_out(case: Broken, tmp_path: Path) -> None:
    """Written where the message says, below the block of the fault, it makes the variant valid."""
    key = case.way_out.split(":")[0]
    parts = case.path.split(".")
    blocks = parts[: parts.index(key)] if key in parts else parts[:-1]
    out = "".join(f"{'  ' * i}{block}:\n" for i, block in enumerate(blocks)) + "  " * len(blocks) + case.way_out
    path = variant(tmp_path, case.text)
    path.write_text(_merged(HEAD + case.text, out))
    assert case.path not in {fault.path for fault in faults_in(path)}


def _merged(text: str, more: str) -> str:
    def join(a: object, b: object) -> object:
        if isinstance(a, dict) and isinstance(b, dict):
            return {key: join(a.get(key, {}), b[key]) if key in b else a[key] for key in {**a, **b}}
        return b

    return yaml.safe_dump(join(yaml.safe_load(text), yaml.safe_load(more)), sort_keys=False)


def test_a_team_that_is_taken_away_is_missed_on_that_line(tmp_path: Path) -> None:
    faults = faults_in(variant(tmp_path, "teams:\n  coaches: null\n"))
    assert {(f.file, f.line) for f in faults} == {("more.yaml", 4)}
    assert {f.path.split(".")[0] for f in faults} == {"teams", "services", "areas", "levers", "rules"}
    assert not any("did you mean" in f.message for f in faults)


def test_a_fault_of_the_parent_stays_there(tmp_path: Path) -> None:
    base = change(BASE, "most_final_years: 16", "most_final_years: 4")
    found = faults_in(variant(tmp_path, "services: {leave_requests: {mandated: true}}\n", base=base))
    assert {(f.file, f.path) for f in found} == {
        ("base.yaml", "run.final_years"),
        ("more.yaml", "services.leave_requests.eliminate"),
    }


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("rules: {core_staff: null}\n", "rules.core_staff"),
        ("services: {evaluations: null}\n", "services.evaluations"),
        ("areas: {coaching: {packages: {high: ~}}}\n", "areas.coaching.packages.high"),
        ("areas: {coaching: {package_today: {e1: null}}}\n", "areas.coaching.package_today.e1"),
        ("teams: {hr: {maximum_posts: null, retrain_from: null, vacancy_rate: Null}}\n", "teams.hr.maximum_posts"),
        ("teams: {hr: {maximum_posts: null, retrain_from: null, vacancy_rate: Null}}\n", "teams.hr.vacancy_rate"),
        ("run: {strategies: null}\nstrategies: null\nlevers: null\n", "levers.one_system"),
        ("run: {strategies: null}\nstrategies: {waiver: null}\n", "strategies.waiver"),
        ("limits: null\n", "limits.absorptive_visits_per_school"),
        (
            "levers: {one_system: {changes: {services: {leave_requests: null}}}}\n",
            "levers.one_system.changes.services.leave_requests",
        ),
        ("services: {leave_requests: {peaks: null}}\n", "services.leave_requests.peaks.0"),
    ],
)
def test_null_takes_an_entry_away(text: str, gone: str, tmp_path: Path) -> None:
    before = load_scenario(write(tmp_path, BASE)).origin.provenance
    after = loaded(tmp_path, text).origin.provenance
    assert any(path.startswith(gone) for path in before)
    assert not any(path.startswith(gone) for path in after)


def test_null_takes_nothing_away_in_a_file_without_a_parent(tmp_path: Path) -> None:
    text = change(BASE, "  core_staff:\n", "  other: null\n  core_staff:\n")
    (fault,) = faults_in(write(tmp_path, text))
    assert (fault.path, "found nothing" in fault.message) == ("rules.other", True)


def test_an_item_of_a_list_is_not_taken_away(tmp_path: Path) -> None:
    (fault,) = faults_in(variant(tmp_path, "services: {leave_requests: {steps: [{team: hr, work_hours: null}]}}\n"))
    assert fault.path == "services.leave_requests.steps.0.work_hours"


def test_an_empty_block_is_said_to_change_nothing(tmp_path: Path) -> None:
    scenario = loaded(tmp_path, "rules: {}\n")
    assert list(scenario.rules) == [
        "cut_limit",
        "core_staff",
        "title_money",
        "slow",
        "freeze",
        "paper",
        "audit",
        "plans",
        "reports",
        "outsiders",
    ]
    (note,) = scenario.origin.notes
    assert "more.yaml, line 3: the empty block rules changes nothing" in note
    assert "`rules: null`" in note


def test_a_variant_without_a_name_has_one_of_its_own(tmp_path: Path) -> None:
    names = [loaded(tmp_path, "budget: {one_time_usd: 5}\n", file).name for file in ("more.yaml", "less.yaml")]
    assert names == ["full - more", "full - less"]
    assert len({folder_name(name) for name in ["full", *names]}) == 3
    assert loaded(tmp_path, "name: mine\n").name == "mine"
    assert loaded(tmp_path, "").origin.provenance["name"] == ("more.yaml", 1)


def test_a_name_that_leaves_no_room_is_cut(tmp_path: Path) -> None:
    base = change(BASE, "name: full\n", f"name: {'n' * 300}\n")
    name = load_scenario(variant(tmp_path, "", base=base)).name
    assert len(name) == 300
    assert name.endswith("n - more")


def test_the_parents_name_in_a_variant_is_noted(tmp_path: Path) -> None:
    (note,) = loaded(tmp_path, "name: Full\n").origin.notes
    assert "more.yaml has the name of base.yaml" in note


def test_a_fault_shows_nothing_of_a_files_name_that_moves_the_cursor() -> None:
    assert str(Fault("a\x1b[2J\nb.yaml", 1, 1, "", "found \u202e")) == "a\\x1b[2J\\nb.yaml:1:1: found \\u202e"
