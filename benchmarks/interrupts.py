"""What a run leaves behind that is interrupted, killed, robbed of a worker, or stopped for a while: on Linux.

    python benchmarks/interrupts.py [SCENARIO] [--interrupts 100] [--workers 20] [--parents 20] [--pauses 20]

Each run goes into a folder that holds a study of another seed. Exits 1 where anything is not as it should be.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from redesign import load_study
from redesign.cli.interrupts import MESSAGE
from redesign.study.manifest import foreign

ROOT = Path(__file__).parents[1]
OLD_SEED, NEW_SEED = 1, 2
ORPHAN_SECONDS = 10.0
SOON_SECONDS = 0.5
"""A third of all interrupts comes in so many seconds from the start, where Python imports."""
PAUSE_SECONDS = 18.0
"""Longer than a solver may be silent."""


@dataclass
class Bench:
    """A folder to run in, the studies that it may hold, and what was seen."""

    scenario: Path
    home: Path
    random: random.Random
    digests: dict[int, str] = field(default_factory=dict)
    seconds: float = 0.0
    faults: list[str] = field(default_factory=list)

    @property
    def study(self) -> Path:
        return self.home / "study"

    def prepare(self) -> None:
        for seed in (NEW_SEED, OLD_SEED):
            start = time.monotonic()
            run = self.start(2, seed)
            if run.wait():
                sys.exit(run.stderr.read().decode() if run.stderr else "")
            self.seconds = time.monotonic() - start
            self.digests[seed] = load_study(self.study).digest
        shutil.copytree(self.study, self.home / "kept")

    def start(self, workers: int, seed: int = NEW_SEED) -> subprocess.Popen[bytes]:
        """A run in a session of its own, so that all its processes are known."""
        words = ["run", str(self.scenario), "--output", str(self.study), "--seed", str(seed), "--quiet"]
        return subprocess.Popen(  # noqa: S603 - our own command
            [sys.executable, "-m", "redesign", *words, "--workers", str(workers)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def wait_at_random(self, number: int) -> float:
        seconds = self.random.uniform(0.0, self.seconds if number % 3 else SOON_SECONDS)
        time.sleep(seconds)
        return seconds

    def check(self, what: str, run: subprocess.Popen[bytes], code: int, digests: set[int], said: bytes | None) -> None:
        """After a run has ended: its exit code, its words, what stands in the folder, what still lives."""
        heard = run.stderr.read() if run.stderr else b""
        faults = []
        if run.returncode != code:
            faults.append(f"exit code {run.returncode} instead of {code}")
        if said is not None and heard != said:
            faults.append(f"said {heard.decode(errors='replace')!r}")
        try:
            found = load_study(self.study).digest
            if found not in {self.digests[seed] for seed in digests}:
                faults.append(f"another digest: {found[:12]}")
            if foreign(self.study):
                faults.append(f"not whole: {foreign(self.study)}")
        except Exception as error:
            faults.append(f"no study: {error}")
        orphans = wait_for_orphans(run.pid)
        if orphans:
            faults.append(f"{len(orphans)} processes lived {ORPHAN_SECONDS:g} s after it")
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
        self.faults += [f"{what}: {fault}" for fault in faults]
        shutil.rmtree(self.study, ignore_errors=True)
        shutil.copytree(self.home / "kept", self.study)


def session(leader: int) -> Iterator[int]:
    """Processes of a session that have not ended."""
    for path in Path("/proc").iterdir():
        if path.name.isdigit():
            try:
                state = (path / "stat").read_text().rpartition(")")[2].split()[0]
                if state != "Z" and os.getsid(int(path.name)) == leader:
                    yield int(path.name)
            except OSError:
                continue


def workers_of(leader: int) -> list[int]:
    """Worker processes; not the one that keeps track of semaphores."""
    return [pid for pid in session(leader) if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def wait_for_orphans(leader: int) -> list[int]:
    until = time.monotonic() + ORPHAN_SECONDS
    while (left := list(session(leader))) and time.monotonic() < until:
        time.sleep(0.1)
    return left


def interrupt(bench: Bench, number: int) -> None:
    """Ctrl-C goes to all processes of a terminal, termination and hang-up to the first alone."""
    kind = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)[number % 3 if number % 2 else 0]
    run = bench.start(2)
    seconds = bench.wait_at_random(number)
    what = f"{kind.name} after {seconds:.2f} s"
    while not hears(run.pid, kind):  # Python itself is still starting
        time.sleep(0.002)
    (os.killpg if kind == signal.SIGINT else os.kill)(run.pid, kind)
    done = run.wait(timeout=60) == 0  # sooner than the interrupt
    bench.check(what, run, 0 if done else 130, {NEW_SEED} if done else {OLD_SEED, NEW_SEED}, b"" if done else MESSAGE)


def hears(pid: int, kind: signal.Signals) -> bool:
    """Whether a process has begun to handle a signal, or has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return True
    caught = next((line for line in status.splitlines() if line.startswith("SigCgt:")), "SigCgt: 0").split()[1]
    ended = "State:\tZ" in status
    return ended or (bool(int(caught, 16) >> (signal.SIGTERM - 1) & 1) and bool(int(caught, 16) >> (kind - 1) & 1))


def kill_worker(bench: Bench, number: int) -> None:
    """The others go on, and its work is done again."""
    run = bench.start(2)
    bench.wait_at_random(1)
    there = workers_of(run.pid)
    if there:
        os.kill(bench.random.choice(there), signal.SIGKILL)
    run.wait(timeout=600)
    bench.check(f"killed worker {number}", run, 0, {NEW_SEED}, b"")


def kill_parent(bench: Bench, number: int) -> None:
    run = bench.start(2)
    bench.wait_at_random(number)
    run.kill()
    killed = run.wait() != 0
    bench.check(f"killed parent {number}", run, -signal.SIGKILL if killed else 0, {OLD_SEED, NEW_SEED}, None)


def pause(bench: Bench, number: int) -> None:
    """Ctrl-Z stops all processes of a terminal; a run without workers is one process."""
    run = bench.start(1 + number % 2)
    bench.wait_at_random(1)
    os.killpg(run.pid, signal.SIGSTOP)
    time.sleep(PAUSE_SECONDS)
    os.killpg(run.pid, signal.SIGCONT)
    run.wait(timeout=600)
    bench.check(f"pause {number}", run, 0, {NEW_SEED}, b"")


TRIALS: dict[str, Callable[[Bench, int], None]] = {
    "interrupts": interrupt,
    "workers": kill_worker,
    "parents": kill_parent,
    "pauses": pause,
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", type=Path, nargs="?", default=ROOT / "scenarios" / "tutorial.yaml")
    parser.add_argument("--seed", type=int, default=1, help="of the times")
    for name, count in zip(TRIALS, (100, 20, 20, 20), strict=True):
        parser.add_argument(f"--{name}", type=int, default=count)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(asked.scenario.resolve(), Path(folder), random.Random(asked.seed))  # noqa: S311 - of no secret
        bench.prepare()
        print(f"{asked.scenario.name}: {bench.seconds:.1f} s undisturbed")
        for name, trial in TRIALS.items():
            before = len(bench.faults)
            for number in range(getattr(asked, name)):
                trial(bench, number)
            print(f"{name}: {getattr(asked, name)} tried, {len(bench.faults) - before} faults", flush=True)
        leftovers = [path.name for path in bench.home.glob(".redesign*")]
        bench.start(1).wait()
        still = [path.name for path in bench.home.glob(".redesign*")]
        print(f"rooms of killed runs: {len(leftovers)}, after one more run {len(still)}")
        print("\n".join(bench.faults) or "no faults")
        sys.exit(bool(bench.faults or still))


if __name__ == "__main__":
    main()
