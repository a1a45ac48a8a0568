"""Where the numbers of a chart or a document come from, in one line."""

from __future__ import annotations

from redesign.reporting.page import Words
from redesign.reporting.text import counted, visible
from redesign.study.study import Study

NOT_MEASURED = "Modeled, not a measured effect on students."


def source_of(study: Study) -> str:
    """Program, scenario, seed, years, and how many inputs are assumed."""
    scenario, years = study.scenario, study.certificate.replications.final
    assumed = len(study.assumptions)
    inputs = f"{counted(assumed, 'input number')} {'is' if assumed == 1 else 'are'} assumed" if assumed else ""
    return (
        f"Source: redesign {study.versions['redesign']}, scenario {visible(scenario.name)}, seed {scenario.seed}, "
        f"{counted(years, 'simulated year')}; {inputs or 'every input number has a source'}. {NOT_MEASURED}"
    )


def words_of(study: Study, question: str, finding: str) -> Words:
    """What stands around a chart."""
    return Words(question, finding, source_of(study))
