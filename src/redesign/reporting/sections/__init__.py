"""The parts of a report, read off a stored study in the order in which a planner asks."""

from redesign.reporting.sections.certificate import assumptions, certificate, notes
from redesign.reporting.sections.compliance import compliance, has_compliance
from redesign.reporting.sections.details import beside_support, displaced, freed, kinds_of_work, spread, value
from redesign.reporting.sections.plan import hours_today, levers, packages, posts
from redesign.reporting.sections.results import cost, promises, support
from redesign.reporting.sections.safe_moves import safe_moves
from redesign.reporting.sections.section import Section
from redesign.study.study import Study

__all__ = [
    "Section",
    "assumptions",
    "certificate",
    "compliance",
    "displaced",
    "freed",
    "has_compliance",
    "kinds_of_work",
    "safe_moves",
    "sections",
    "spread",
    "support",
    "value",
]


def sections(study: Study) -> list[Section]:
    """Every part of the report."""
    plan, outcome = (hours_today, posts, packages, levers, safe_moves), (support, promises, cost)
    rules = (compliance,) if has_compliance(study) else ()
    details = (beside_support, kinds_of_work, freed, displaced, value, spread)
    return [make(study) for make in (*plan, *outcome, *rules, *details, certificate, assumptions, notes)]
