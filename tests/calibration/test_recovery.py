"""Logs of the simulated office: its rates, seasons and work times come back; tools/recover_calibration.py has more."""

from __future__ import annotations

import csv
import importlib.util
import random
from collections import defaultdict
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from redesign.calibration.example import Made, write_example_log
from redesign.calibration.fit import Calibration, calibrate, services_of
from redesign.calibration.log import read_log
from redesign.calibration.predicted import check
from redesign.scenario.log_map import LogMap

KINDS = ("no opening time", "opening time unreadable", "closed before it was opened", "cells", "again")
TOOL = Path(__file__).parents[2] / "tools" / "recover_calibration.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("recover_calibration", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def log(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three years of the known office."""
    path = tmp_path_factory.mktemp("log") / "log.csv"
    write_example_log(tool.known_office(), path, Made(range(500, 503), 2021))
    return path


def fit(tool: ModuleType, path: Path, until: str = "2023-07-01") -> Calibration:
    return calibrate(tool.known_office(), read_log(path, LogMap()), LogMap(), np.datetime64(until))


def test_known_numbers_lie_in_their_intervals(tool: ModuleType) -> None:
    hits = defaultdict(list)
    for at in range(3):
        for each in tool.fits(tool.known_office(), at, 2):
            for name, hit in tool.recovered(tool.known_office(), each):
                hits[name].append(hit)
    for name in ("requests_per_driver_per_year", "steps.0.work_hours", "work_cv", "peak factor"):
        assert sum(hits[name]) >= 0.83 * len(hits[name]), name
    assert all(hits["distribution"])
    assert all(hits["peak's weeks within one"])


def test_a_log_with_a_tenth_broken_says_what_it_dropped_and_finds_the_same(
    tool: ModuleType, log: Path, tmp_path: Path
) -> None:
    draw, broken = random.Random(1), defaultdict(int)  # noqa: S311
    with log.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    out = []
    for row in rows:
        if draw.random() >= 0.1:
            out.append(row)
            continue
        kind = draw.choice(
            ["no opening time", "opening time unreadable", "closed before it was opened", "cells", "again"]
        )
        broken[kind] += 1
        bad = {
            "no opening time": [*row[:2], "", *row[3:]],
            "opening time unreadable": [*row[:2], "2023-02-31 08:00", *row[3:]],
            "closed before it was opened": [*row[:3], "2001-01-01", row[4]],
            "cells": row[:3],
            "again": row,
        }[kind]
        out += [row, row] if kind == "again" else [bad]
    path = tmp_path / "broken.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *out])
    read = read_log(path, LogMap())
    assert read.dropped.counts == {
        "not as many cells as the header": broken["cells"],
        "no opening time": broken["no opening time"],
        "opening time unreadable": broken["opening time unreadable"],
        "the same ticket a second time": broken["again"],
    }
    assert read.partly.counts["closed before it was opened"] == broken["closed before it was opened"]
    lost = sum(broken[k] for k in ("cells", "no opening time", "opening time unreadable")) / len(rows)
    whole, part = fit(tool, log), fit(tool, path)
    for one, other in zip(whole.services, part.services, strict=True):
        assert other.arrivals.per_year.mean == pytest.approx((1 - lost) * one.arrivals.per_year.mean, rel=0.01)
        assert other.work is not None
        assert one.work is not None
        assert other.work.mean.mean == pytest.approx(one.work.mean.mean, rel=0.03)
        assert [(p.from_week, p.to_week) for p in other.arrivals.peaks] == [
            (p.from_week, p.to_week) for p in one.arrivals.peaks
        ]
    assert any("cannot be placed in time" in note for note in part.notes)


def test_the_next_year_is_predicted(tool: ModuleType, log: Path) -> None:
    """The third year, which was not fitted, lies where the first two say."""
    found, read = fit(tool, log), read_log(log, LogMap())
    names, _ = services_of(tool.known_office(), read, LogMap())
    days = (np.datetime64("2023-07-01"), np.datetime64("2024-06-30"))
    for each in found.services:
        seen = check(each, read.only(names == each.service), days, found.clock, 1)
        assert 0.88 <= seen.weeks_inside <= 1
        assert {c.measure: c.inside for c in seen.compared}["requests"]
        assert sum(c.inside for c in seen.compared) >= len(seen.compared) - 1
        assert seen.notes == ()


def test_the_check_sees_a_year_of_other_arrivals(tool: ModuleType, log: Path) -> None:
    """Every second ticket of the third year is gone."""
    found, read = fit(tool, log), read_log(log, LogMap())
    names, _ = services_of(tool.known_office(), read, LogMap())
    keep = (read.opened < np.datetime64("2023-07-01")) | (np.arange(len(read.opened)) % 2 == 0)
    days = (np.datetime64("2023-07-01"), np.datetime64("2024-06-30"))
    seen = check(found.services[0], read.only(keep & (names == "leave_requests")), days, found.clock, 1)
    assert not {c.measure: c.inside for c in seen.compared}["requests"]
    assert seen.weeks_inside < 0.5
