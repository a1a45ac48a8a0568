"""A lock between processes on one file: whoever holds it has it until it is done, or dead.

The system keeps the lock and takes it back with the process, so that none is ever left behind; only the file may be.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path


def take(path: Path) -> int | None:
    """A descriptor that holds the lock of a file, which is made for it; None where another process has it.

    Raises OSError.
    """
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o644)
        if not _is_free(descriptor):
            os.close(descriptor)
            return None
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.stat()):
                return descriptor
        os.close(descriptor)  # who held it before has taken the file away meanwhile


def give_back(path: Path, descriptor: int) -> None:
    """Take the file away and let the lock go."""
    if sys.platform == "win32":  # where no open file can be taken away
        os.close(descriptor)
        with suppress(OSError):
            path.unlink()
    else:
        with suppress(OSError):
            path.unlink()
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _is_free(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _is_free(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except (BlockingIOError, PermissionError):
            return False
        except OSError:
            return True  # a file system without locks
        return True
