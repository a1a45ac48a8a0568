"""People: which teams shrink and grow, who moves where, where the hours go, what principals get back."""

from __future__ import annotations

from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import part
from redesign.reporting.web.tags import Html
from redesign.study.study import Study


def people(study: Study) -> Html:
    """Teams, moves, hours."""
    return part(
        "people",
        "People: which teams change?",
        figure(study, "posts"),
        figure(study, "moves"),
        figure(study, "hours"),
        figure(study, "principals"),
    )
