"""The study's document: what `study.json` holds and `--json` prints."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from redesign.demand.expectation import expect
from redesign.scenario.model import Scenario
from redesign.scenario.plan import Plan
from redesign.simulation.engines import Engine
from redesign.study.cost import cost_document
from redesign.study.simulated import Json, Simulated, Years
from redesign.study.strategy_report import need_quartiles, strategy_report
from redesign.study.study import FORMAT, Study

LIBRARIES = ("redesign", "numpy", "scipy", "simpy", "pulp", "highspy")
DIGITS = 10
"""Significant digits of a measure that enter the digest."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What a study found: the document is made of nothing else."""

    plans: dict[str, tuple[str, Plan, float]]
    """Strategy -> label, plan, promised support."""
    years: Years
    """Final years, each with the measures of these plans in order."""
    certificate: Json
    yearly_usd: float
    """The yearly budget."""
    engine: Engine
    notes: list[str]
    """What the run has to say besides its results."""


def study_document(scenario: Scenario, findings: Findings) -> Json:
    """Assemble the document; its `plan` is that of the last strategy."""
    certificate = findings.certificate
    strategies = {}
    for index, (name, (label, plan, promised)) in enumerate(findings.plans.items()):
        simulated = Simulated(scenario, plan, findings.years, index)
        cost = cost_document(scenario, plan, findings.yearly_usd)
        strategies[name] = strategy_report(label, promised, cost, simulated)
    for difference in certificate["differences"]:
        if difference["from"] == "today":
            strategies[difference["of"]]["difference_from_today"] = difference
    last = list(findings.plans)[-1]
    document = {
        "format": FORMAT,
        "scenario": _scenario(scenario) | {"engine": findings.engine},
        "versions": {"python": platform.python_version()} | {name: metadata.version(name) for name in LIBRARIES},
        "teams": _teams(scenario),
        "services": _services(scenario),
        "areas": _areas(scenario),
        "levers": [],
        "schools": _schools(scenario),
        "plan": strategies[last]["plan"],
        "reference": "today",
        "strategies": strategies,
        "certificate": certificate,
        "assumptions": [a.model_dump(exclude={"source"}) for a in scenario.origin.assumptions],
        "notes": _notes(scenario) + findings.notes,
    }
    return document | {"digest": digest(document)}


def study_of(document: Json) -> Study:
    """The typed study of a document."""
    return Study.from_json(json.dumps({k: v for k, v in document.items() if k != "plan"}, allow_nan=False))


def digest(document: Json) -> str:
    """One hash over plan and measures: the same for any number of workers and any hash seed."""
    core = {"plan": document["plan"], "strategies": document["strategies"]}
    text = json.dumps(_rounded(core), sort_keys=True, ensure_ascii=True, allow_nan=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return float(f"{value:.{DIGITS}g}")
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    if isinstance(value, list):
        return [_rounded(v) for v in value]
    return value


def _scenario(scenario: Scenario) -> Json:
    return {
        "name": scenario.name,
        "description": scenario.description,
        "district": scenario.district.name,
        "year": scenario.district.year,
        "file": scenario.origin.path,
        "sha256": scenario.origin.sha256,
        "seed": scenario.run.seed,
        "schools": len(scenario.schools),
        "enrollment": sum(s.enrollment for s in scenario.schools),
        "teachers": sum(s.teachers for s in scenario.schools),
    }


def _teams(scenario: Scenario) -> list[Json]:
    kept = ("label", "unit", "funding_stream", "loaded_cost_usd", "posts_today")
    return [{"id": name} | {k: getattr(team, k) for k in kept} for name, team in scenario.teams.items()]


def _services(scenario: Scenario) -> list[Json]:
    return [
        {
            "id": name,
            "label": service.label,
            "mandated": service.mandated,
            "owned": bool(service.steps),
            "can_automate": service.automate is not None,
            "can_eliminate": service.eliminate is not None,
        }
        for name, service in scenario.services.items()
    ]


def _areas(scenario: Scenario) -> list[Json]:
    return [
        {"id": name, "label": area.label, "team": area.team, "packages": ["none", *area.packages]}
        for name, area in scenario.areas.items()
    ]


def _schools(scenario: Scenario) -> list[Json]:
    kept = ("id", "name", "level", "enrollment", "teachers")
    quartiles = need_quartiles(scenario)
    return [
        {k: getattr(school, k) for k in kept} | {"need_quartile": int(q)}
        for school, q in zip(scenario.schools, quartiles, strict=True)
    ]


def _notes(scenario: Scenario) -> list[str]:
    """What a planner should know before reading on."""
    expectation = expect(scenario)
    notes = ["Support is modeled, not a measured effect on students."]
    for t, team in enumerate(scenario.teams.values()):
        available = team.posts_today * expectation.post_hours[t]
        if expectation.hours_today[t] >= available > 0:
            notes.append(
                f"{team.label} is overloaded today: {expectation.hours_today[t] / available:.0%} of its hours."
            )
    unowned = [service.label for service in scenario.services.values() if not service.steps]
    if unowned:
        notes.append(f"No team owns: {', '.join(unowned)}. These requests stay unmet in every strategy.")
    return notes
