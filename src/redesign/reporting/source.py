"""Where the numbers of a chart or a document come from, in one line."""

from __future__ import annotations

from redesign.reporting.page import Words
from redesign.reporting.reading import whose
from redesign.reporting.text import counted, shorten
from redesign.study.study import Study

MOST = 60
"""Columns of a name."""
NOT_MEASURED = "Modeled, not a measured effect on students."


def source_of(study: Study) -> str:
    """District, program, scenario, seed, years, and how many inputs are assumed."""
    scenario, years = study.scenario, study.certificate.replications.final
    assumed = len(study.assumptions)
    inputs = f"{counted(assumed, 'input number')} {'is' if assumed == 1 else 'are'} assumed"
    return (
        f"{shorten(whose(study), MOST)}. Source: redesign {study.versions['redesign']}, scenario "
        f"{shorten(scenario.name, MOST)}, seed {scenario.seed}, {counted(years, 'simulated year')}; "
        f"{inputs if assumed else 'every input number has a source'}. {NOT_MEASURED}"
    )


def words_of(study: Study, question: str, finding: str) -> Words:
    """What stands around a chart."""
    return Words(question, finding, source_of(study))
