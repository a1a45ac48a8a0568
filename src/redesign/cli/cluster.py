"""Where the runs of a command take place: in processes here, or in the workers of a Dask cluster."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from redesign.errors import WorkerError

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from redesign.scenario.model import Scenario

SCHEME = "dask://"
TIMEOUT = "15s"
MISSING = "--executor: distributed is not installed (pip install 'redesign[dask]')"
SILENT = "--executor: no scheduler of a Dask cluster answers at {}; start one: dask scheduler --port 8786"


@contextmanager
def workers(scenario: Scenario, count: int | None, cluster: str | None) -> Iterator[Executor | None]:
    """The executor of a cluster where one is named, else so many processes; raises WorkerError where it is silent."""
    from redesign.study.pipeline import workers_for

    if cluster is None:
        with workers_for(scenario, count) as processes:
            yield processes
        return
    if importlib.util.find_spec("distributed") is None:
        raise WorkerError(MISSING)
    from distributed import Client

    address = cluster.removeprefix(SCHEME)
    try:
        client = Client(f"tcp://{address}", timeout=TIMEOUT)
    except (OSError, ValueError) as error:
        raise WorkerError(SILENT.format(address)) from error
    with client:
        yield client.get_executor()
