"""The variant scenario that holds the fitted numbers, each with its source, in a folder with all that it needs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from redesign.calibration.fit import Calibration, Fitted, ServiceFit
from redesign.scenario.folder import Folder
from redesign.scenario.inheritance import read_lineage
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.scenario.schema import file_schema
from redesign.scenario.written import plain_tree, yaml_text

PAGE = "CALIBRATION.md"
MOST_CV, MOST_WORK_HOURS = 5.0, 200.0


def variant_name(path: Path) -> str:
    """The name of the file."""
    return f"{path.stem}-calibrated.yaml"


def write_variant(path: Path, folder: Path, found: Calibration) -> Scenario:
    """Copy the scenario with its files into a folder and write the variant beside them; returns it, read again.

    A scenario that is a variant itself gives all that it says to the new one, which then extends the same parent.
    Raises OSError where something cannot be written.
    """
    scenario = load_scenario(path)
    lineage = read_lineage(Folder(path.parent), path.name, file_schema())
    said: dict[str, Any] = {} if lineage.parent is None else plain_tree(lineage.child)
    said["extends"] = path.name if lineage.parent is None else said["extends"]
    said["name"] = f"{scenario.name}-calibrated"
    services = said.pop("services", {})
    for fit in found.services:
        before = services.get(fit.service) or {}
        services[fit.service] = _merged(before, service_block(scenario, fit, found))
    text = yaml_text({"extends": said.pop("extends"), "name": said.pop("name"), **said, "services": services})
    for name in scenario.origin.files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path.parent / name, folder / name)
    target = folder / variant_name(path)
    target.write_text(f"# Numbers of {found.log.file}; see {PAGE}.\n{text}", encoding="utf-8")
    return load_scenario(target)


def _merged(before: dict[str, Any], new: dict[str, Any]) -> dict[str, Any]:
    """The block of a variant with the new numbers in it; sources of its other numbers stay."""
    source = before.get("source", {})
    by_key = source if isinstance(source, dict) else {"rest": source}
    return {**before, **new, "source": {**by_key, **new["source"]}}


def service_block(scenario: Scenario, fit: ServiceFit, found: Calibration) -> dict[str, Any]:
    """What the variant says of one service."""
    service, numbers = scenario.services[fit.service], {each.key: each for each in fit.numbers}
    where = f"{found.log.file} of {scenario.district.name}, {found.first} to {found.end - 1}, {fit.tickets:,} tickets"
    block: dict[str, Any] = {}
    source: dict[str, str] = {}

    def take(key: str, value: Any, said: str) -> None:
        block[key], source[key] = value, f"{where}: {said}"

    for key, shape in _SIMPLE.items():
        if key in numbers:
            take(key, shape(numbers[key].value.mean), said_of(numbers[key]))
    steps = [numbers.get(f"steps.{i}.work_hours") for i in range(len(service.steps))]
    if steps and all(steps):
        given = [{"team": step.team, "work_hours": _hours(n)} for step, n in zip(service.steps, steps, strict=True)]
        take("steps", given, "; ".join(said_of(n) for n in steps if n))
    if fit.work is not None and "work_cv" in numbers:
        block["work_distribution"] = fit.work.distribution
    if fit.arrivals.seasonal:
        peaks = [
            {"from_week": p.from_week, "to_week": p.to_week, "factor": _digits(p.factor.mean)}
            for p in fit.arrivals.peaks
        ]
        said = ", ".join(
            f"weeks {p.from_week} to {p.to_week} {between(p.factor.low, p.factor.high)}" for p in fit.arrivals.peaks
        )
        take("peaks", peaks, f"factors with 95% intervals: {said}" if peaks else "no season can be told from chance")
    return {**block, "source": source}


def _digits(value: float) -> float:
    return float(f"{value:.4g}")


def _hours(number: Fitted | None) -> float:
    return _digits(min(MOST_WORK_HOURS, number.value.mean)) if number else 0.0


_SIMPLE: dict[str, Callable[[float], float]] = {
    "requests_per_driver_per_year": _digits,
    "work_cv": lambda value: _digits(min(MOST_CV, value)),
    "opening_backlog_requests": round,
}


def said_of(number: Fitted) -> str:
    """A number's own part of its source."""
    return f"{number.how}; 95% interval {between(number.value.low, number.value.high)}"


def between(low: float, high: float) -> str:
    """Two numbers with four digits."""
    return f"{low:,.4g} to {high:,.4g}"
