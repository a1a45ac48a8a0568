"""Details: rules, questions that were asked, tables for those who want them, the certificate, how to do it again."""

from __future__ import annotations

import shlex
from collections.abc import Mapping

from redesign.reporting.chart import drawing_of
from redesign.reporting.sections import certificate, compliance, displaced, has_compliance, kinds_of_work
from redesign.reporting.text import visible
from redesign.reporting.web.asked import answered
from redesign.reporting.web.figure import figure
from redesign.reporting.web.parts import Table, opened, paragraph, part, table, told
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.ask.answers import Answer
from redesign.study.ask.ask import Question
from redesign.study.study import Study

ELSEWHERE = ("budget", "alternatives", "sure", "robust")
"""Questions whose answers stand in parts of their own."""
OF_A_TEAM = ("team_year", "team_capacity")
"""Charts for analysts, of the team that they choose themselves."""


def details(study: Study, answers: Mapping[Question, Answer]) -> Html:
    """Everything that a leader may leave out."""
    asked = (answered(answer, study) for question, answer in answers.items() if question not in ELSEWHERE)
    rules = [compliance(study)] if has_compliance(study) else []
    tables = [*rules, kinds_of_work(study), displaced(study), certificate(study)]
    return part(
        "details",
        "Details",
        tag("p", "Tables for those who ask stand in the file that was printed.", class_="in-print"),
        *asked,
        *(opened(section.title, told(section)) for section in tables),
        *(opened(drawing_of(name).QUESTION, figure(study, name)) for name in OF_A_TEAM),
        tag("h3", "How to do it again"),
        _again(study),
    )


def _again(study: Study) -> Html:
    scenario = study.scenario
    file = shlex.quote(visible(scenario.file)) if scenario.file else ""
    command = tag("code", f"redesign run {file} --seed {scenario.seed}") if file else "a scenario made in Python"
    rows: list[tuple[Child, ...]] = [
        ("Run", command),
        ("Scenario", f"{scenario.name}: {scenario.description}" if scenario.description else scenario.name),
        ("SHA-256 of its files", tag("code", scenario.sha256) if scenario.sha256 else "none"),
        ("Digest of the results", tag("code", study.digest)),
        ("Versions", ", ".join(f"{name} {version}" for name, version in study.versions.items())),
        ("Engine", scenario.engine),
    ]
    return joined(
        paragraph("The same file, seed and versions give the same digest."),
        table(Table("What was run", ("What", "Value"), tuple(rows), words=(1,))),
    )
