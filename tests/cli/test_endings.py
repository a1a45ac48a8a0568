"""Every way a command can end: exit code, one message on standard error, nothing half done (F26, F32, F60)."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from cli.conftest import TUTORIAL
from redesign import load_study
from redesign.cli.interrupts import MESSAGE, prompt_interrupts
from redesign.errors import (
    MOST_SHOWN,
    ContradictionError,
    Fault,
    InfeasibleError,
    InputError,
    OutputError,
    SolverError,
)
from redesign.study.study import Study
from reporting import sample_study

Invoke = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


def raising(error: BaseException) -> Callable[..., Study]:
    def action(*_: object, **__: object) -> Study:
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (
            InputError([Fault("a.yaml", 3, 7, "budget.one_time_usd", "found -1")]),
            2,
            "a.yaml:3:7: budget.one_time_usd: found -1",
        ),
        (InfeasibleError(("The floor asks for 3 posts.", "The budget buys 2.")), 3, "  - The budget buys 2."),
        (ContradictionError("The solver contradicts itself."), 4, "contradicts itself"),
        (SolverError("the solver crashed"), 4, "the solver crashed"),
        (ImportError("No module named 'pulp'", name="pulp"), 4, "-m pip install pulp"),
        (ModuleNotFoundError("No module named 'yaml'", name="yaml"), 4, "-m pip install PyYAML"),
        (OutputError("disk full"), 6, "disk full"),
        (OSError(28, "No space left on device"), 6, "No space left on device"),
        (MemoryError("Unable to allocate 9 GiB"), 7, "Out of memory (Unable to allocate 9 GiB)"),
        (MemoryError(), 7, "Out of memory. No study was written."),
        (ZeroDivisionError("division by zero"), 70, "This is a bug in redesign"),
        (ImportError("cannot import name", name="redesign.x"), 70, "This is a bug in redesign"),
    ],
)
def test_errors_have_a_code_and_a_message(redesign: Invoke, error: Exception, code: int, said: str) -> None:
    result = redesign("run", str(TUTORIAL), "--quiet", action=raising(error))
    assert result.exit_code == code
    assert said in result.stderr
    assert result.stdout == ""
    assert ("Traceback" in result.stderr) == (code == 70)


def test_a_run_that_ended_on_a_limit_ends_with_5_and_its_study(redesign: Invoke, tmp_path: Any) -> None:
    study = sample_study.study()
    stopped = replace(study, certificate=replace(study.certificate, reproducible=False))
    result = redesign("run", str(TUTORIAL), "--quiet", action=lambda *_, **__: stopped)
    assert result.exit_code == 5
    assert (tmp_path / "redesign-tutorial" / "study.json").is_file()


def test_a_run_without_an_admissible_plan_says_so_first_and_ends_with_5_and_its_study(
    redesign: Invoke, tmp_path: Any
) -> None:
    study = sample_study.study()
    missed = replace(study.certificate, admissible=False, failures=("Hiring cases: 50.0% on time, not 71.0%.",))
    result = redesign("run", str(TUTORIAL), "--quiet", action=lambda *_, **__: replace(study, certificate=missed))
    assert result.exit_code == 5
    assert result.stdout.startswith("NO ADMISSIBLE PLAN WAS FOUND: the best found misses")
    assert load_study(tmp_path / "redesign-tutorial").certificate == missed


def test_a_fine_run_ends_with_0(redesign: Invoke) -> None:
    """Below the law where the scenario lets it be: said, and no failure."""
    study = sample_study.study()
    said = replace(study, certificate=replace(study.certificate, below_law=("Below the law: x.",)))
    result = redesign("run", str(TUTORIAL), "--quiet", action=lambda *_, **__: said)
    assert result.exit_code == 0
    assert result.stdout.startswith("Below the law: x.\n")


@pytest.mark.parametrize(
    "words",
    [
        ["runn"],
        ["run"],
        ["run", "x.yaml", "--seed", "-1"],
        ["run", "x.yaml", "--seed", "1.5"],
        ["run", "x.yaml", "--workers", "0"],
        ["run", "x.yaml", "--workers", "many"],
        ["run", "x.yaml", "--budget", "3"],
        ["validate", "no-such-file.yaml"],
    ],
)
def test_bad_words_end_with_2_and_leave_nothing(redesign: Invoke, words: list[str], tmp_path: Any) -> None:
    result = redesign(*words)
    assert result.exit_code == 2
    assert result.stderr
    assert "Traceback" not in result.stderr
    assert list(tmp_path.iterdir()) == []


STUBBED = """
import os, signal, threading, time
from redesign.study import pipeline
def stop():
    os.write(2, f"at {{time.monotonic()}}\\n".encode())
    os.kill(os.getpid(), signal.{signal})
def run(*_, **__):
    threading.Timer(0.2, stop).start()
    {work}
pipeline.run = run
from redesign.cli import main
main(["run", {scenario!r}, "--quiet"])
"""
DEAF = "while True:\n        try:\n            time.sleep(60)\n        except KeyboardInterrupt:\n            pass"


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM", "SIGHUP"])
@pytest.mark.parametrize("work", ["time.sleep(60)", DEAF], ids=["listening", "deaf"])
def test_an_interrupt_ends_the_run_in_three_seconds(process: Process, signal: str, work: str, tmp_path: Any) -> None:
    result = process(STUBBED.format(signal=signal, work=work, scenario=str(TUTORIAL)))
    ended = time.monotonic()
    assert result.returncode == 130
    assert result.stderr.encode().partition(b"\n")[2] == MESSAGE
    # where it could not be put in order in time, the next run does it
    assert [path for path in tmp_path.iterdir() if work == DEAF and path.name.startswith(".redesign-")] == list(
        tmp_path.iterdir()
    )
    assert ended - float(re.search(r"at ([0-9.]+)", result.stderr)[1]) <= 3


def test_of_many_faults_the_first_are_said_and_the_rest_counted(redesign: Invoke, tmp_path: Path) -> None:
    (tmp_path / "many.yaml").write_text("".join(f"key_{i}: 1\n" for i in range(20_000)))
    result = redesign("validate", "many.yaml")
    lines = result.stderr.splitlines()
    assert result.exit_code == 2
    assert len(lines) == MOST_SHOWN + 1
    assert lines[-1].startswith("and ")
    assert int(lines[-1].split()[1].replace(",", "")) >= 20_000 - MOST_SHOWN


def test_a_files_name_moves_no_cursor(redesign: Invoke, tmp_path: Path) -> None:
    name = "a\x1b[2J.yaml"
    (tmp_path / name).write_text(TUTORIAL.read_text("utf-8"), encoding="utf-8")
    roster = TUTORIAL.with_name("tutorial_schools.csv")
    (tmp_path / roster.name).write_bytes(roster.read_bytes())
    good = redesign("validate", name)
    assert good.exit_code == 0
    assert "a\\x1b[2J.yaml is valid" in good.output
    (tmp_path / "bad\x1b[2J.yaml").write_text(f'extends: "{name.encode("unicode_escape").decode()}"\n')
    outputs = [
        redesign(*words).output for words in (("validate", "bad\x1b[2J.yaml"), ("show", name), ("run", f"no{name}"))
    ]
    assert not any("\x1b" in text for text in (good.output, *outputs))


def test_notes_are_said_beside_a_valid_file(redesign: Invoke, tmp_path: Path) -> None:
    for file in (TUTORIAL, TUTORIAL.with_name("tutorial_schools.csv")):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    (tmp_path / "more.yaml").write_text("extends: tutorial.yaml\nrules: {}\n")
    result = redesign("validate", "more.yaml")
    assert result.exit_code == 0
    assert "the empty block rules changes nothing" in result.stderr


IMPORTING = """
import os, signal, sys
class Slow:
    def find_spec(self, name, *_):
        if name == {late!r}:
            os.kill(os.getpid(), signal.{signal})
sys.meta_path.insert(0, Slow())
from redesign.__main__ import start
sys.argv = ["redesign", "run", {scenario!r}, "--quiet"]
start()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("late", ["redesign.cli.commands", "click.core", "numpy", "redesign.study.pipeline", "scipy"])
@pytest.mark.parametrize("signal", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_an_interrupt_while_modules_are_imported_has_its_message_too(
    process: Process, signal: str, late: str, tmp_path: Any
) -> None:
    result = process(IMPORTING.format(signal=signal, late=late, scenario=str(TUTORIAL)))
    assert (result.returncode, result.stdout, result.stderr.encode()) == (130, "", MESSAGE)
    assert list(tmp_path.iterdir()) == []


SWALLOWED = """
import os, signal, sys
from redesign.study import pipeline
class Ends:
    def __del__(self):
        os.kill(os.getpid(), signal.SIGINT)
def run(*_, **__):
    ends = Ends()
    del ends  # Python prints and forgets what is raised here
    {then}
pipeline.run = run
from redesign.cli import main
main(["run", {scenario!r}, "--quiet"])
"""


@pytest.mark.skipif(os.name == "nt", reason="signals")
@pytest.mark.parametrize("then", ["import time; time.sleep(60)", "raise ValueError", "raise OSError", "sys.exit(0)"])
def test_an_interrupt_that_is_swallowed_ends_the_run_all_the_same(process: Process, then: str) -> None:
    result = process(SWALLOWED.format(then=then, scenario=str(TUTORIAL)))
    assert (result.returncode, result.stderr.encode()) == (130, MESSAGE)


@pytest.mark.skipif(os.name == "nt", reason="signals")
def test_a_hangup_that_nohup_has_silenced_stays_silent() -> None:
    before, interrupts = signal.signal(signal.SIGHUP, signal.SIG_IGN), signal.getsignal(signal.SIGINT)
    try:
        with prompt_interrupts():
            assert signal.getsignal(signal.SIGHUP) == signal.SIG_IGN
            assert signal.getsignal(signal.SIGINT) not in (interrupts, signal.default_int_handler)
    finally:
        signal.signal(signal.SIGHUP, before)
    assert signal.getsignal(signal.SIGINT) == interrupts


STREAMS = """
import os
for descriptor in {closed}:
    os.close(descriptor)
os.execv({python!r}, [{python!r}, "-c", {code!r}])
"""
SAMPLE = """
import sys
sys.argv = ["redesign", *{words}]
from redesign.study import pipeline
from reporting import sample_study
pipeline.run = lambda *_, **__: sample_study.study()
from redesign.__main__ import start
start()
"""


@pytest.mark.skipif(os.name == "nt", reason="file descriptors")
@pytest.mark.parametrize("closed", [(1,), (2,), (0, 1, 2)])
def test_a_run_without_standard_streams_carries_on(process: Process, closed: tuple[int, ...], tmp_path: Any) -> None:
    code = SAMPLE.format(words=["run", str(TUTORIAL), "--workers", "2"])
    result = process(STREAMS.format(closed=closed, python=sys.executable, code=code))
    assert (result.returncode, result.stderr) == (0, "")
    assert load_study(tmp_path / "redesign-tutorial").study == sample_study.study()


@pytest.mark.skipif(os.name == "nt", reason="file descriptors")
def test_an_error_without_standard_streams_keeps_its_code(process: Process) -> None:
    code = SAMPLE.format(words=["run", "no-such-file.yaml"])
    assert process(STREAMS.format(closed=(1, 2), python=sys.executable, code=code)).returncode == 2


FULL = """
import os
os.dup2(os.open("/dev/full", os.O_WRONLY), {descriptor})
exec({code!r})
"""


@pytest.mark.skipif(sys.platform != "linux", reason="a device that is always full")
@pytest.mark.parametrize(("descriptor", "code"), [(1, 6), (2, 0)])
def test_words_that_cannot_be_written_cost_no_study(
    process: Process, descriptor: int, code: int, tmp_path: Any
) -> None:
    result = process(FULL.format(descriptor=descriptor, code=SAMPLE.format(words=["run", str(TUTORIAL)])))
    assert result.returncode == code
    assert "Traceback" not in result.stderr
    assert load_study(tmp_path / "redesign-tutorial").study == sample_study.study()


@pytest.mark.parametrize("output", ["/", "mine", "file", "x" * 300])
def test_an_output_that_cannot_be_is_refused_before_anything_is_computed(
    redesign: Invoke, output: str, tmp_path: Any
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "manifest.txt").write_bytes(b"\xff\xfe")
    (tmp_path / "file").write_text("mine")
    result = redesign("run", str(TUTORIAL), "--output", output, action=raising(AssertionError("computed")))
    assert result.exit_code == 6
    assert output in result.stderr
    assert result.stdout == ""
