"""Standard streams that were closed before the program began."""

from __future__ import annotations

import os
import sys


def open_streams() -> None:
    """Let them lead nowhere: else the next file that is opened gets their number, and what libraries print there."""
    for descriptor, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere == descriptor:
                os.set_inheritable(nowhere, True)  # workers need them as much
            mode = "w" if descriptor else "r"
            setattr(sys, name, open(nowhere, mode, encoding="utf-8", closefd=False))  # noqa: SIM115 - for good
