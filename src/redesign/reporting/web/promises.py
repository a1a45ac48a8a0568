"""Promises: which meet the file's target, which are no worse than today, which are missed; and who gets no answer."""

from __future__ import annotations

from redesign.reporting.first_screen import PROMISE
from redesign.reporting.reading import STANDINGS, Standing, labels, single_years, standing_of
from redesign.reporting.sections.details import OUTCOMES
from redesign.reporting.text import amount, between, share
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import Table, measured, paragraph, part, sentences, table
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.strategy_result import PromiseResult
from redesign.study.study import Study

SIGNS: dict[Standing, str] = {"meets": "\u25cf", "as_today": "\u25d0", "close": "\u25cc", "missed": "\u25cb"}
WORST_FIRST: tuple[Standing, ...] = ("missed", "close", "as_today", "meets")
COLUMNS = ("Promise", "Verdict", "District's target", "Today", "Planned, 95% interval", "A year", "Team")


def promises(study: Study) -> Html:
    """The promises that need watching first."""
    found = sorted(study.chosen.promises, key=lambda p: WORST_FIRST.index(standing_of(p)))
    rows = tuple(_row(study, promise) for promise in found)
    caption = "Share of requests in time, or of promised visits made: what needs watching first"
    return part(
        "promises",
        "Promises: what is kept?",
        paragraph(f"{PROMISE} {single_years(study)}"),
        figure(study, "promises", numbers=False),
        table(Table(caption, COLUMNS, rows, words=(1, 6), name="table-promises")),
        _unanswered(study),
    )


def _row(study: Study, promise: PromiseResult) -> tuple[Child, ...]:
    standing = standing_of(promise)
    sign = tag("span", SIGNS[standing], " ", aria_hidden="true")
    law = joined(" ", tag("small", "required by law")) if promise.mandated else None
    return (
        joined(promise.label, law),
        joined(sign, STANDINGS[standing]),
        share(promise.file_share),
        share(promise.today_share),
        measured(promise.share, share) if promise.share else "nothing was due",
        amount(round(promise.requests_per_year)),
        labels(study.teams).get(promise.team, promise.team),
    )


def _unanswered(study: Study) -> Html:
    """Needs that nobody answers."""
    lines = [
        f"{found.label}: {between(found.requests_per_year)} requests a year, {OUTCOMES[found.outcome]}."
        for found in study.chosen.details.unanswered
    ]
    if not lines:
        return paragraph("Every kind of request is answered by somebody.")
    return joined(tag("h3", "What nobody answers under the plan"), sentences(lines))
