"""A command whose runs take place in a cluster: the scheduler is found by its address, or it is said what is wrong."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

from cli.conftest import TUTORIAL
from redesign.cli import main
from redesign.cli.cluster import workers
from redesign.scenario.reading import load_scenario

RUN = """
run:
  {build_years: 2, search_years: 2, final_years: 3, most_final_years: 3, strategies: [tinker]}
"""


SAMPLES = 90
WITH_SMALL_WAVES = """
from redesign.cli import main
from redesign.study.ask import truths
truths.FIRST_WAVE = 10
main()
"""


@pytest.fixture
def few(tmp_path: Path) -> Path:
    shutil.copy(TUTORIAL.with_name("tutorial_schools.csv"), tmp_path)
    path = tmp_path / "tutorial.yaml"
    path.write_text(TUTORIAL.read_text() + RUN)
    return path


def test_a_study_made_in_a_cluster_is_the_same(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])

    def run(name: str, *more: str) -> str:
        result = CliRunner().invoke(main, ["run", str(few), "--output", str(tmp_path / name), "--quiet", *more])
        assert result.exit_code == 0, result.output
        digest: str = json.loads((tmp_path / name / "study.json").read_text())["digest"]
        return digest

    how = {"n_workers": 2, "threads_per_worker": 1, "processes": False, "dashboard_address": None}
    with distributed.LocalCluster(protocol="tcp", host="127.0.0.1", **how) as cluster:
        address = cluster.scheduler_address.replace("tcp://", "dask://")
        assert run("far", "--executor", address) == run("near", "--workers", "1")


def kept(folder: Path) -> int:
    """Samples that a study folder keeps; between two of its renames it may not be there."""
    try:
        with np.load(folder / "asked" / "sure.npz", allow_pickle=False) as stored:
            return len(stored["support"])
    except FileNotFoundError:
        return 0


def wait_for(samples: int, folder: Path, command: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 240
    while kept(folder) < samples:
        assert command.poll() is None, "the command has ended"
        assert time.monotonic() < deadline
        time.sleep(0.01)


def test_a_worker_is_killed_and_then_the_command(few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker after the first 10 samples are kept, the command after some that were made since: asked again it goes
    on there, and the answer is that of processes on this machine.
    """
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])
    near, far = tmp_path / "near", tmp_path / "far"
    asked = ["ask", str(few), "sure", "--samples", str(SAMPLES), "--engine", "simpy", "--json", "--quiet", "--output"]

    def digest(*how: str) -> str:
        result = CliRunner().invoke(main, [*asked, *how])
        assert result.exit_code == 0, result.output
        found: str = json.loads(result.stdout)["answer"]["digest"]
        return found

    assert (
        CliRunner().invoke(main, ["run", str(few), "--output", str(near), "--quiet", "--workers", "1"]).exit_code == 0
    )
    shutil.copytree(near, far)
    alone = digest(str(near), "--workers", "2")
    how = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with (
        distributed.LocalCluster(protocol="tcp", host="127.0.0.1", **how) as cluster,
        distributed.Client(cluster) as client,
    ):
        there = [str(far), "--executor", cluster.scheduler_address.replace("tcp://", "dask://")]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
        command = [sys.executable, "-c", WITH_SMALL_WAVES, *asked, *there]
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as running:  # noqa: S603 - our own
            wait_for(10, far, running)
            os.kill(min(client.run(os.getpid).values()), getattr(signal, "SIGKILL", signal.SIGTERM))
            wait_for(11, far, running)
            running.kill()
        assert 10 < kept(far) < SAMPLES
        assert digest(*there) == alone
    assert kept(far) == SAMPLES


@pytest.mark.parametrize("address", ["tcp://here:1", "dask://here", "here:8786", "dask://a b:1", ""])
def test_what_is_no_address(redesign: Callable[..., Result], few: Path, address: str) -> None:
    result = redesign("run", str(few), "--executor", address)
    assert result.exit_code == 2
    assert "allowed: dask://HOST:PORT" in result.stderr


def test_nobody_answers(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("redesign.cli.cluster.TIMEOUT", "0.2s")
    result = CliRunner().invoke(main, ["run", str(few), "--executor", "dask://127.0.0.1:9", "--quiet"])
    assert result.exit_code == 7
    assert "no scheduler of a Dask cluster answers at 127.0.0.1:9; start one" in result.stderr
    assert not list(few.parent.glob("redesign-*"))


def test_without_the_library(few: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    result = CliRunner().invoke(main, ["run", str(few), "--executor", "dask://127.0.0.1:9", "--quiet"])
    assert result.exit_code == 7
    assert "pip install 'redesign[dask]'" in result.stderr


def test_without_a_cluster_processes_do_the_work(few: Path) -> None:
    with workers(load_scenario(few), 1, None) as executor:
        assert executor is None
