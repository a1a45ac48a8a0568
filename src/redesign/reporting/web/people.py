"""People: which teams shrink and grow, who moves where, where the hours go, what principals get back."""

from __future__ import annotations

from redesign.reporting.first_screen import answers
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import paragraph, part
from redesign.reporting.web.tags import Html
from redesign.study.study import Study


def people(study: Study) -> Html:
    """Teams, moves, hours."""
    said = answers(study)
    return part(
        "people",
        "People: which teams change?",
        paragraph(said["People"]),
        figure(study, "posts"),
        figure(study, "moves"),
        paragraph(said["Today"]),
        figure(study, "hours"),
        figure(study, "principals"),
    )
