"""The audit of a compiled run: it counts what it compared, and a difference stops the run with a file to show it."""

from dataclasses import replace

import numpy as np
import pytest

from arrays import random_tasks
from offices import small_office
from redesign.errors import EngineError
from redesign.scenario.plan import plan_today
from redesign.simulation.office import simulate
from redesign.study.audit import audit, compare, reproduce
from redesign.study.years import Means


def test_a_run_of_the_model_itself_needs_no_audit():
    assert audit(small_office(), plan_today(small_office()), Means()) is None


def test_an_audit_counts_what_it_compared():
    pytest.importorskip("numba")
    scenario = small_office()
    found = audit(scenario, plan_today(scenario), Means(engine="compiled"))
    assert found["differences"] == 0
    assert found["tasks_compared"] > 1000


def test_a_difference_stops_the_run_and_leaves_what_shows_it(tmp_path, monkeypatch):
    pytest.importorskip("numba")
    monkeypatch.chdir(tmp_path)
    tasks = random_tasks(np.random.default_rng(4))
    records = simulate(tasks)
    wrong = replace(records, finish=records.finish + (np.arange(len(records.finish)) == 3))
    with pytest.raises(EngineError, match="finish of task 3 is"):
        compare(tasks, records, wrong, "test")
    (left,) = tmp_path.glob("*.npz")
    reproduce(left)  # the engines do agree on it, since the difference was made up
