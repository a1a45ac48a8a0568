"""The certificate, what it rests on, and the numbers that nobody has measured."""

from __future__ import annotations

import re

from redesign.optimization.steps import StepName
from redesign.reporting.reading import assumed_of_teams
from redesign.reporting.sections.section import Section
from redesign.reporting.text import amount, between, counted, visible
from redesign.study.certified import Audit, CertifiedSupport
from redesign.study.study import Study

MOST_ASSUMPTIONS = 25
BOUND_STEPS: dict[StepName, str] = {
    "hours": "hours of a year",
    "windows": "weeks in which visits can be made",
    "least_posts": "posts that promises need",
    "most_visits": "visits that promises leave room for",
    "clairvoyant": "visits made between known absences",
    "whole": "whole packages",
}
"""What each step of the bound knows, in plain words."""


def certificate(study: Study) -> Section:
    """The upper bound step by step, and from it down to the simulated support; solver, failures, re-check, years."""
    found = study.certificate
    support, parts, checked = found.support, found.support.parts, found.rechecked
    rows = (
        *_bound(support),
        ("No admissible plan can exceed", amount(support.upper_bound)),
        ("less queueing: hours kept free for promises", amount(parts.queueing)),
        ("less solver: not proved", amount(parts.solver)),
        ("less visits that lapse beyond the shares allowed", amount(parts.lapsed_visits)),
        ("Simulated support of this plan", between(support)),
    )
    verdict = "admissible" if found.admissible else "NOT admissible"
    lines = [
        f"Certified gap {support.certified_gap:.1%}; the plan is {verdict} on the final years.",
        *(f"Failure: {visible(failure)}" for failure in found.failures),
        *(f"In conflict, as far as simulation tells: {visible(each)}" for each in found.conflict),
        *(f"Would do alone: {visible(each)}" for each in found.repairs),
        f"Solver: {visible(found.solver_name)}, {visible(found.solver_status)} (gap {found.solver_gap:.2%}).",
        f"Re-checked outside the solver: {counted(checked.constraints, 'constraint')}, largest violation "
        f"{amount(checked.largest_violation)}.",
        _audit(found.audit),
        visible(found.replications.stopping),
    ]
    if len(found.highest_mean_share) > 1:
        lines.append(
            f"Highest mean support among resampled years: {_highest(study)}. Not a confidence in the decision."
        )
    if not found.reproducible:
        lines.append("Not reproducible: a time limit ended a solve, or a solve was given up.")
    return Section("Certificate (modeled support hours)", ("", "Hours"), rows, tuple(lines))


def _bound(support: CertifiedSupport) -> list[tuple[str, str]]:
    """One row for each step: what else is known, and what no plan can exceed then."""
    rows = []
    for i, part in enumerate(support.bound_steps):
        words = BOUND_STEPS[part.step] if part.sure else f"{BOUND_STEPS[part.step]} (95% confidence)"
        rows.append((f"and by {words}" if i else f"At most, by {words}", amount(part.value)))
    return rows


def assumptions(study: Study) -> Section:
    """The assumed numbers in groups; the full list stands in `study.json` and `assumptions.csv`."""
    found = study.assumptions
    if not found:
        return Section("Assumed numbers", lines=("None: every number has a source.",))
    groups: dict[str, list[float]] = {}
    for item in found:
        groups.setdefault(_group(item.path), []).append(item.value)
    ordered = sorted(groups.items(), key=lambda group: -len(group[1]))
    rows = [(visible(name), amount(len(values)), _range(values)) for name, values in ordered[:MOST_ASSUMPTIONS]]
    lines = [f"{counted(len(found), 'number')} without a published source{assumed_of_teams(study)}."]
    rest = sum(len(values) for _, values in ordered[MOST_ASSUMPTIONS:])
    if rest:
        lines.append(f"{counted(rest, 'more number')} not shown here.")
    lines.append("All of them, each with its line in the file: assumptions.csv and study.json in the output folder.")
    return Section("Assumed numbers", ("What", "Count", "Values"), tuple(rows), tuple(lines))


def notes(study: Study) -> Section:
    """Sentences that a planner should read before acting."""
    return Section("Notes", lines=tuple(visible(note) for note in study.notes) or ("None.",))


def _audit(audit: Audit | None) -> str:
    """What was run by both engines; a difference would have stopped the run."""
    if audit is None:
        return "Engine: the SimPy model itself; nothing to audit."
    return (
        f"Audit: {counted(audit.replications, 'year')} run again with the SimPy model, "
        f"{counted(audit.tasks_compared, 'task')} (requests, visits, other work) compared, every record equal."
    )


def _highest(study: Study) -> str:
    shares = study.certificate.highest_mean_share
    return ", ".join(f"{visible(study.strategies[name].label)} {value:.0%}" for name, value in shares.items())


def _group(path: str) -> str:
    """`services.leave.steps.0.work_hours` and its like in all services: `services: steps work hours`."""
    parts = re.sub(r"\[\d+\]|\.\d+(?=\.|$)", "", path).split(".")
    words = [part.replace("_usd", " ($)").replace("_", " ") for part in parts]
    return f"{words[0]}: {' '.join(words[2:] or words[1:])}" if len(words) > 1 else words[0]


def _range(values: list[float]) -> str:
    low, high = min(values), max(values)
    return amount(low) if low == high else f"{amount(low)} to {amount(high)}"
