"""Notes on today's office, against the arithmetic of docs/tutorial-by-hand.md and by hand."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from redesign import load_scenario
from redesign.demand.today import notes_on_today
from redesign.scenario.model import Scenario

SCENARIOS = Path(__file__).parents[2] / "scenarios"
TUTORIAL = load_scenario(SCENARIOS / "tutorial.yaml").model_dump(exclude={"origin"})
OFFICE, COACHES = "teams.office", "teams.coaches"


def notes(edits: dict[str, Any]) -> dict[str, str]:
    """Path to text of every note on the tutorial with some values changed."""
    raw = deepcopy(TUTORIAL)
    for path, value in edits.items():
        *parts, last = path.split(".")
        place = raw
        for part in parts:
            place = place[part]
        place[last] = value
    return {note.path: note.text for note in notes_on_today(Scenario.model_validate(raw))}


@pytest.mark.parametrize(
    ("edits", "path", "said"),
    [
        # 4 posts of 1,350 hours: 6,480 / 5,400
        (
            {"teams.office.posts_today": 4},
            f"{OFFICE}.posts_today",
            "Office team is overloaded today: requests and other work take 120% of its hours, so that these promises "
            "are missed by far: Leave requests, Purchase orders",
        ),
        # one post of 900 hours, three schools of 480: 1,440
        (
            {"areas.coaching.package_today": "mid"},
            f"{COACHES}.posts_today",
            "Coaches has work for 160% of its hours today, visits included: some visits lapse",
        ),
        (
            {"areas.coaching.package_today": "none"},
            f"{COACHES}.posts_today",
            "Coaches: 1 post with work for 0% of the hours today; no step, package of today or other work gives them "
            "more",
        ),
        (
            {"teams.coaches.posts_today": 0},
            f"{COACHES}.posts_today",
            "Coaches has no posts today, and 720 hours of work a year come to it",
        ),
        # 2,700 hours of leave requests, and one post of 1,350
        (
            {"teams.office.posts_today": 1, "services.leave_requests.mandated": True},
            f"{OFFICE}.posts_today",
            "Office team: what the law requires takes 200% of its hours, so it misses Leave requests",
        ),
        (
            {"teams.office.maximum_posts": 5},
            f"{OFFICE}.maximum_posts",
            "Office team may have 5 posts and has 6 today: a strategy that cannot give up posts has no plan",
        ),
        # 10,800 + 2,700 + 1,080 = 14,580 hours = 10.8 posts, and 2 x 2 + 5 = 9
        (
            {"teams.office.posts_today": 2, "services.leave_requests.requests_per_driver_per_year": 180.0},
            f"{OFFICE}.maximum_posts",
            "Office team may have 9 posts at most (the default: twice today's and five more); today's requests and "
            "other work take 11",
        ),
        # an hour of work is 1.33 hours of presence
        (
            {"services.leave_requests.promise.due_working_hours": 1.3},
            "services.leave_requests.promise",
            "a request is due within 1.3 working hours, and 1.3 pass on average even where none waits: no number of "
            "posts keeps the promise",
        ),
        (
            {f"areas.coaching.packages.{name}.effect_per_hour": 0.0 for name in ("low", "mid", "high")},
            "areas.coaching.packages",
            "no package of Mathematics coaching has an effect above 0, so that no plan gains by giving one",
        ),
    ],
)
def test_what_looks_wrong_is_said_with_its_numbers(edits: dict[str, Any], path: str, said: str) -> None:
    assert notes(edits)[path] == said


@pytest.mark.parametrize(
    "edits",
    [
        {},
        {"teams.office.posts_today": 5},  # 6,480 / 6,750: busy, and no more
        {"teams.office.maximum_posts": 6},
        {"services.leave_requests.promise.due_working_hours": 1.4},
        {
            "services.leave_requests.promise.on_time_share": 0.0,
            "services.leave_requests.promise.due_working_hours": 0.1,
        },
        {"services": {}, "teams.office.other_work_hours_per_year": 410.0},  # 5.1% of 8,100
        {"teams.coaches.posts_today": 0, "areas.coaching.package_today": "none"},
    ],
)
def test_what_is_ordinary_brings_no_note(edits: dict[str, Any]) -> None:
    assert notes(edits) == {}


def test_the_law_comes_first_and_a_team_is_named_once_for_its_load() -> None:
    edits = {
        "teams.office.posts_today": 1,
        "services.leave_requests.mandated": True,
        "areas.coaching.package_today": "mid",
        "calendar.weeks": 50,
        "calendar.last_school_week": 20,
    }
    found = list(notes(edits))
    assert found[:2] == [f"{OFFICE}.posts_today", f"{COACHES}.posts_today"]
    assert found[-1] == "calendar.first_school_week"


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        ("tutorial", []),
        ("sharyland", []),
        ("rural", []),
        ("synthetic_1600", []),
        ("corpus_christi", ["schools.7"]),  # the juvenile justice program, 0.1 teachers
        ("chicago", ["schools.411", "schools.486"]),  # no learner of English in two of 600; a school that closed
    ],
)
def test_shipped_scenarios_have_few_notes_each_with_its_line(name: str, paths: list[str]) -> None:
    found = notes_on_today(load_scenario(SCENARIOS / f"{name}.yaml"))
    assert [note.path for note in found] == paths
    for note in found:
        row = (SCENARIOS / note.file).read_text("utf-8").splitlines()[note.line - 1]
        assert load_scenario(SCENARIOS / f"{name}.yaml").schools[int(note.path.split(".")[1])].name in row
