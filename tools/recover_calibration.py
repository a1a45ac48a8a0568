"""How often calibration finds the truth: logs of a simulated office whose rates, seasons and work times are known.

    python tools/recover_calibration.py [LOGS] [YEARS]

Each log is fitted as a district's would be. For every number: in how many logs the true value lies in its 95% interval.
A peak's true factor is that of the weeks that were found over the weeks that were taken as base.
"""

from __future__ import annotations

import math
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from redesign.analysis.intervals import Interval
from redesign.calibration.example import Made, write_example_log
from redesign.calibration.fit import ServiceFit, calibrate
from redesign.calibration.log import read_log
from redesign.scenario.log_map import LogMap
from redesign.scenario.model import Scenario
from redesign.scenario.reading import load_scenario
from redesign.scenario.service import Service

SCENARIO = Path(__file__).parents[1] / "scenarios" / "tutorial.yaml"
FIRST_YEAR = 10_000
"""Of the simulated years, far from those of any study."""


def known_office() -> Scenario:
    """The tutorial's office with seasons, another spread and another distribution."""
    return load_scenario(SCENARIO).with_changes(
        calendar={"weeks": 52, "last_school_week": 52},
        services={
            "leave_requests": {
                "work_cv": 0.8,
                "peaks": [
                    {"from_week": 6, "to_week": 12, "factor": 1.8},
                    {"from_week": 44, "to_week": 48, "factor": 0.4},
                ],
            },
            "purchase_orders": {
                "work_distribution": "gamma",
                "work_cv": 1.3,
                "steps": [{"team": "office", "work_hours": 0.6}],
                "peaks": [{"from_week": 1, "to_week": 3, "factor": 3.0}],
            },
        },
    )


def fits(scenario: Scenario, log: int, years: int) -> tuple[ServiceFit, ...]:
    """Simulate one log and fit it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        first = FIRST_YEAR + log * years
        write_example_log(scenario, path, Made(range(first, first + years), 2026 - years))
        return calibrate(scenario, read_log(path, LogMap()), LogMap()).services


def recovered(scenario: Scenario, fit: ServiceFit) -> Iterator[tuple[str, bool]]:
    """For each number whether its interval holds the truth."""
    service = scenario.services[fit.service]
    truth = {
        "requests_per_driver_per_year": service.requests_per_driver_per_year,
        "steps.0.work_hours": service.steps[0].work_hours,
        "work_cv": service.work_cv,
    }
    for number in fit.numbers:
        if number.key in truth:
            yield number.key, inside(number.value, truth[number.key])
    yield "distribution", fit.work is not None and fit.work.distribution == service.work_distribution
    yield "as many peaks", len(fit.arrivals.peaks) == len(service.peaks)
    profile = true_profile(service, scenario.calendar.weeks)
    taken = np.zeros(len(profile), np.bool_)
    for peak in fit.arrivals.peaks:
        taken[peak.from_week - 1 : peak.to_week] = True
    for peak in fit.arrivals.peaks:
        own = profile[peak.from_week - 1 : peak.to_week].mean() / profile[~taken].mean()
        yield "peak factor", inside(peak.factor, own)
    for peak in service.peaks:
        near = [p for p in fit.arrivals.peaks if abs(p.from_week - peak.from_week) + abs(p.to_week - peak.to_week) <= 1]
        yield "peak's weeks within one", bool(near)


def true_profile(service: Service, weeks: int) -> np.ndarray:
    """[weeks] demand over that of a week without a peak."""
    profile = np.ones(weeks)
    for peak in service.peaks:
        profile[peak.from_week - 1 : peak.to_week] *= peak.factor
    return profile


def inside(interval: Interval, value: float) -> bool:
    """Whether it holds the value."""
    return interval.low <= value <= interval.high


def main(logs: int = 60, years: int = 2) -> None:
    """Count and print."""
    scenario = known_office()
    hits: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for log in range(logs):
        for fit in fits(scenario, log, years):
            for name, hit in recovered(scenario, fit):
                hits[fit.service, name].append(hit)
    print(f"{logs} logs of {years} years each")
    for (service, name), found in hits.items():
        share = sum(found) / len(found)
        error = 1.96 * math.sqrt(max(share * (1 - share), 0.05 * 0.95) / len(found))
        print(f"{service:16} {name:30} {sum(found):4} of {len(found):4}  {share:6.1%} (+/- {error:.1%})")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
