"""Keys for a proposal: each checked, none that changes a plan."""

from __future__ import annotations

from pathlib import Path

import pytest

from redesign.demand.expectation import expect
from scenario_files import FULL, change, faults_of, load


@pytest.mark.parametrize(
    ("old", "new", "path", "words"),
    [
        ("salary_usd: 64000", "salary_usd: 70000", "teams.coaches.salary_usd", "comes to 87,500 dollars"),
        ("fringe_rate: 0.25", "fringe_rate: 0.45", "teams.coaches.salary_usd", "80,000, give or take 1%"),
        ("salary_usd: 64000\n    fringe_rate: 0.25", "salary_usd: 80000", "teams.coaches.salary_usd", None),
        ("salary_usd: 64000\n    fringe_rate: 0.25", "salary_usd: 80001", "teams.coaches.salary_usd", "80,001 dollars"),
        (
            "    leave_requests.automate: {source",
            "    leave.automate: {source",
            "proposal.levers.leave.automate",
            "a lever",
        ),
        ("project_years: 3", "project_years: 8", "proposal.project_years", "from 1 to 7"),
        ("line: equipment", "line: personnel", None, "travel, equipment"),
        ("term: long", "term: forever", "proposal.outcomes.turnover.term", "short, medium, long"),
        ("posts_paid_by: grant", "posts_paid_by: Title I", "proposal.costs.posts_paid_by", "grant, district"),
    ],
)
def test_a_fault_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, path: str | None, words: str | None
) -> None:
    text = change(FULL, old, new)
    if words is None:
        load(tmp_path, text)
        return
    (fault,) = faults_of(tmp_path, text)
    assert path in (None, fault.path)
    assert words in fault.message


def test_a_number_of_a_proposal_needs_a_source(tmp_path: Path) -> None:
    text = change(FULL, "proposal:\n  source: the grant office\n", "proposal:\n")
    assert not [a for a in load(tmp_path, text).origin.assumptions if a.path.startswith("proposal")]
    bare = change(text, "source: state file, table 1\n", "")
    assert any("proposal" in fault.path for fault in faults_of(tmp_path, bare))


def test_it_changes_no_plan(tmp_path: Path) -> None:
    """The rest of the scenario, and what is expected of it, stay as they are."""
    whole = load(tmp_path, FULL)
    bare = load(tmp_path, FULL[: FULL.index("proposal:\n")])
    kept = {key: getattr(whole, key) for key in ("proposal", "uncertainty", "origin")}
    assert bare.model_copy(update=kept) == whole
    assert (expect(whole).support == expect(bare).support).all()
