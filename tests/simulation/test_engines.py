"""Which engine runs: the compiled one where it can be had and repays its start; else one line says why not."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from offices import small_office
from redesign.simulation import engines
from redesign.simulation.engines import ALONE, MISSING, NO_CACHE, choose_engine

CHOOSE = "from redesign.simulation.engines import choose_engine; print(*choose_engine('auto'))"


def fresh(cache: Path) -> "subprocess.CompletedProcess[str]":
    """Choose in a new process that keeps its compiled code in this folder."""
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path), "NUMBA_CACHE_DIR": str(cache)}
    command = [sys.executable, "-c", CHOOSE]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True)  # noqa: S603


def newest(cache: Path) -> float:
    """When code was last compiled into this folder."""
    return max(file.stat().st_mtime for file in cache.rglob("*.nbc"))


def test_a_small_job_does_not_load_numba(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(name: str) -> None:
        raise AssertionError("nobody needs numba")

    monkeypatch.setattr("importlib.util.find_spec", never)
    assert choose_engine("auto", worthwhile=False) == ("simpy", "")
    assert choose_engine("simpy") == ("simpy", "")


def test_without_numba_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert choose_engine("auto") == choose_engine("compiled", worthwhile=False) == ("simpy", MISSING)


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (RuntimeError("cannot cache function '_push'"), NO_CACHE),
        (PermissionError("read-only"), NO_CACHE),
        (ImportError("Numba needs NumPy 2.3 or less"), f"numba does not load (Numba needs NumPy 2.3 or less): {ALONE}"),
    ],
)
def test_a_numba_that_cannot_work_is_done_without(
    monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    kernel = pytest.importorskip("redesign.simulation.kernel")

    def fail() -> None:
        raise error

    monkeypatch.setattr(kernel, "make_ready", fail)
    assert choose_engine("auto") == ("simpy", words)


def test_what_is_made_ready_is_what_a_year_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    kernel = pytest.importorskip("redesign.simulation.kernel")
    from redesign.demand.plan import plan_today
    from redesign.study.years import case_of, simulate_year

    kernel.make_ready()
    ready: Any = len(kernel._run.signatures)
    scenario = small_office()
    simulate_year({"today": case_of(scenario, plan_today(scenario))}, "compiled", 0)
    assert len(kernel._run.signatures) == ready
    assert engines.engine("compiled") is kernel.simulate_compiled


@pytest.mark.slow
def test_compiling_is_announced_once(tmp_path: Path) -> None:
    kernel = pytest.importorskip("redesign.simulation.kernel")
    cold, warm = fresh(tmp_path), fresh(tmp_path)
    assert cold.stderr.strip() == engines.COMPILING
    assert warm.stderr == ""
    assert cold.stdout == warm.stdout == "compiled \n"
    compiled = newest(tmp_path)
    os.utime(kernel.__file__)  # as a checkout does; whether that makes it another source is for numba to say
    touched = fresh(tmp_path)
    assert (touched.stderr != "") == (newest(tmp_path) > compiled)
