"""How the bar of a strategy looks."""

from __future__ import annotations

from redesign.reporting.style import PLANNED, TODAY, Look
from redesign.study.study import Study

OTHERS = Look("other strategies", "#E3E3E3")


def look_of(study: Study, name: str) -> Look:
    """Today's office, the plan, or another strategy."""
    chosen = study.certificate.strategy
    return PLANNED if name == chosen else TODAY if name == study.reference else OTHERS
