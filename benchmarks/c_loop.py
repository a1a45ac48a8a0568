"""Build `loop.c` with the machine's C compiler and call it with the arrays of the other engines."""

from __future__ import annotations

import ctypes
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from redesign.simulation.tasks import Records, Tasks

SOURCE = Path(__file__).with_name("loop.c")


def find_compiler() -> str | None:
    return next((path for name in ("cc", "gcc", "clang") if (path := shutil.which(name))), None)


def compiler_version(compiler: str) -> str:
    return subprocess.run([compiler, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]  # noqa: S603


def build(compiler: str) -> Callable[[Tasks], Records]:
    """Compile into a folder that is gone again once the code is loaded."""
    with tempfile.TemporaryDirectory() as folder:
        library = Path(folder) / "loop.so"
        flags = ["-O3", "-march=native", "-shared", "-fPIC"]
        subprocess.run([compiler, *flags, "-o", str(library), str(SOURCE)], check=True)  # noqa: S603
        loop = ctypes.CDLL(str(library)).simulate

    def simulate_c(tasks: Tasks) -> Records:
        in_year = tasks.ready < tasks.horizon
        arrivals = np.argsort(tasks.ready, kind="stable")[: np.count_nonzero(in_year)]
        joined, start = np.where(in_year, tasks.ready, -1), np.full(len(tasks.ready), -1, np.int64)
        arguments = _arguments(tasks, arrivals, joined, start)  # kept, so that what C points to stays
        if loop(*map(_plain, arguments)):
            raise MemoryError("no room for the lines of the C loop")
        return Records(joined, start, np.where(start >= 0, start + tasks.hold, -1))

    return simulate_c


def _arguments(t: Tasks, arrivals: Any, joined: Any, start: Any) -> list[Any]:
    """As `simulate` of loop.c wants them; how many there are stands before each group of arrays."""
    tasks = [len(t.ready), t.station, t.queue_class, t.ready, t.hold, t.deadline, t.following, t.delay]
    absences = [
        len(t.closure_start),
        *map(np.ascontiguousarray, (t.closure_station, t.closure_start, t.closure_length)),
    ]
    return [int(t.horizon), len(t.servers), t.servers, *tasks, *absences, len(arrivals), arrivals, joined, start]


def _plain(value: Any) -> Any:
    if isinstance(value, int):
        return ctypes.c_int64(value)
    assert value.flags.c_contiguous
    return ctypes.c_void_p(value.ctypes.data)
