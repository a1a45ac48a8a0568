"""Options that commands share."""

from __future__ import annotations

import re
from pathlib import Path

import click


def _address(context: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"dask://[^/\s]+:[0-9]+", value):
        raise click.BadParameter(f"found {value!r}; allowed: dask://HOST:PORT, such as dask://10.0.0.7:8786")
    return value


SCENARIO = click.argument("scenario", type=click.Path(path_type=Path))
OUTPUT = click.option(
    "--output", "-o", type=click.Path(path_type=Path), help="Study folder.  [default: redesign-NAME, here]"
)
SEED = click.option(
    "--seed", type=click.IntRange(0, 2**63 - 1), help="Root of all random draws.  [default: the file's]"
)
WORKERS = click.option(
    "--workers",
    type=click.IntRange(1, 256),
    help="Processes; results are the same.  [default: all cores, or one if that is sooner]",
)
EXECUTOR = click.option(
    "--executor",
    "cluster",
    metavar="dask://HOST:PORT",
    callback=_address,
    help="Scheduler of a Dask cluster whose workers do the work, in place of processes here; results are the same.",
)
ENGINE = click.option(
    "--engine",
    type=click.Choice(["auto", "simpy", "compiled"]),
    default="auto",
    show_default=True,
    help="What simulates: the SimPy model, or its compiled twin where numba is installed; results are the same.",
)
PIN = click.option(
    "--pin",
    multiple=True,
    metavar="PIN",
    help="Fix a choice of the certified plan: posts.TEAM=5, posts.TEAM=4..6, levers.LEVER=taken (or left), "
    "packages.AREA=PACKAGE (or PACKAGE+ for at least that). May be given several times.",
)
