"""What tests of several floors share."""

from collections.abc import Iterator
from concurrent.futures import Executor

import pytest


@pytest.fixture
def dask_executor() -> Iterator[Executor]:
    """The executor of a cluster in this process: two workers of one thread."""
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        yield client.get_executor()
