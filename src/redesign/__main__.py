"""Where the command `redesign` begins; `python -m redesign` is the same."""

from __future__ import annotations

from redesign.cli.interrupts import listen
from redesign.cli.streams import open_streams


def start() -> None:
    """Hear interrupts first; the rest takes a while to import."""
    listen()
    open_streams()
    from redesign.cli.commands import main

    main(prog_name="redesign")


if __name__ == "__main__":
    start()
