"""Random streams with names: what drives one thing never disturbs another.

A stream's seed comes from its names, the replication and the root seed, so that adding
a service, a team or an area leaves every other draw of the year as it was.
"""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

SEARCH = 1_000_000
"""First replication of the years that team tables are made from, and on which plans are tried."""
FINAL = 2_000_000
"""First replication of the years that are opened once, to verify."""
BOUND = 3_000_000
"""First replication of the years whose absences the upper bound looks at."""


def stream(seed: int, replication: int, *name: str) -> np.random.Generator:
    """Open the generator of one purpose in one year, from its start.

    `name` says what it drives, from the general to the special, such as
    `("service", "leave_request", "arrivals")`; equal arguments give equal draws on every platform.
    """
    # Lengths come first, so that ("ab", "c") and ("a", "bc") are two streams.
    words = [str(seed), str(replication), *name]
    text = "".join(f"{len(word)}:{word}" for word in words)
    digest = blake2b(text.encode(), digest_size=32).digest()
    entropy = np.frombuffer(digest, "<u4").tolist()
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(entropy)))


def resample_indices(seed: int, years: int, times: int) -> NDArray[np.int64]:
    """[times, years] years drawn with replacement, for bootstrap statements about `years` replications."""
    return stream(seed, 0, "bootstrap").integers(0, years, (times, years))
