"""The parts of a report, read off a stored study in the order in which a planner asks."""

from redesign.reporting.document import Document
from redesign.reporting.sections.certificate import assumptions, certificate, notes
from redesign.reporting.sections.office import hours_today, levers, packages, posts
from redesign.reporting.sections.results import cost, promises, support
from redesign.reporting.sections.section import Section

__all__ = ["Section", "sections"]


def sections(study: Document) -> list[Section]:
    """Every part of the report."""
    makers = (hours_today, posts, packages, levers, support, promises, cost, certificate, assumptions, notes)
    return [make(study) for make in makers]
