"""People: which teams shrink and grow, who moves where, and where the hours go today."""

from __future__ import annotations

from redesign.reporting.reading import labels
from redesign.reporting.sections import hours_today, posts
from redesign.reporting.text import amount, between, share
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import Table, paragraph, part, table
from redesign.reporting.web.tags import Html
from redesign.study.study import Study


def people(study: Study) -> Html:
    """Teams, moves, hours."""
    return part(
        "people",
        "People: which teams change?",
        figure(study, "posts", posts(study)),
        _moves(study),
        _principals(study),
        figure(study, "hours_today", hours_today(study)),
    )


def _moves(study: Study) -> Html:
    names = labels(study.teams)
    rows = tuple(
        (names[source], names[posts.team], amount(number))
        for posts in study.plan.posts
        for source, number in posts.retrained_in.items()
    )
    if not rows:
        return paragraph("Nobody moves to another team.")
    return table(Table("Who moves where, with retraining", ("From", "To", "Posts"), rows, words=(1,)))


def _principals(study: Study) -> Html | None:
    saved = study.chosen.details.principal_savings
    if saved is None:
        return None
    before = study.today.principal_time.hours
    part_of = f", {share(saved.hours.mean / before.mean)} of what it takes today" if before.mean > 0 else ""
    return paragraph(
        f"Principals: the central office takes {between(before)} hours of their time a year today; under the plan "
        f"{between(saved.hours)} hours come back{part_of}."
    )
