"""The audit of a compiled run: it counts what it compared, and a difference stops the run with a file to show it."""

from dataclasses import replace

import numpy as np
import pytest

from arrays import random_tasks
from cases import arranged
from offices import small_office
from plans import plan_of
from redesign.demand.plan import plan_today
from redesign.demand.streams import FINAL
from redesign.errors import EngineError
from redesign.simulation.office import simulate
from redesign.study.audit import audit, compare, reproduce
from redesign.study.certified import Audit
from redesign.study.runner import Runner
from redesign.study.years import case_of


def test_a_run_of_the_model_itself_needs_no_audit():
    assert audit(case_of(small_office(), plan_today(small_office())), Runner()) is None


def test_an_audit_counts_what_it_compared():
    """Tasks of the first two final years under the plan's levers."""
    pytest.importorskip("numba")
    scenario = small_office()
    plan = plan_of(scenario, levers={"hiring": "eliminate"})
    tasks = sum(len(arranged(scenario, plan, FINAL + year)[0].ready) for year in range(2))
    assert audit(case_of(scenario, plan), Runner(engine="compiled")) == Audit(2, tasks, 0)
    assert tasks > 1000


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
