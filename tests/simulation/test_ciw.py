"""A third engine that nobody here wrote: Ciw, replaying the same arrivals and the same work."""

import numpy as np
import pytest

from arrays import tasks
from redesign.simulation.office import simulate
from redesign.simulation.tasks import NEVER

pytest.importorskip("ciw")
pytest.importorskip("numba")
from ciw_engine import finished, simulate_ciw
from redesign.simulation.kernel import simulate_compiled

# Ciw copies an itertools.count, which Python announces to end with 3.14.
pytestmark = pytest.mark.filterwarnings("ignore:Pickle, copy, and deepcopy support will be removed:DeprecationWarning")

ENGINES = [simulate, simulate_compiled]
REQUESTS, HORIZON = 1500, 10**12
"""So fine a clock that nothing ties: Ciw breaks ties between stations at random."""


def network(seed):
    """Five busy teams, three classes, requests of one to three steps with a delay between them."""
    rng = np.random.default_rng(seed)
    servers = rng.integers(1, 5, 5)
    steps = rng.integers(1, 4, REQUESTS)
    first = np.cumsum(steps) - steps
    number = steps.sum()
    ready = np.full(number, NEVER)
    ready[first] = rng.integers(0, HORIZON, REQUESTS)
    following = np.arange(1, number + 1)
    following[first + steps - 1] = -1
    station = rng.integers(0, 5, number)
    load = np.bincount(station, minlength=5) / servers / HORIZON
    hold = np.ceil(rng.exponential(0.9 / load[station])).astype(np.int64)
    queue_class = np.repeat(rng.choice(3, REQUESTS, p=(0.2, 0.5, 0.3)), steps)
    delay = rng.integers(0, HORIZON // 1000, number)
    return tasks(
        HORIZON, servers, ready, hold, station=station, queue_class=queue_class, following=following, delay=delay
    )


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("seed", range(4))
def test_waits_as_ciw_has_them(seed, engine):
    given = network(seed)
    ours, theirs = engine(given), simulate_ciw(given)
    done = finished(given, ours)
    waits = ours.start - ours.joined
    assert done.sum() > REQUESTS
    assert (waits[done] > 0).mean() > 0.3
    assert np.abs(waits - (theirs.start - theirs.joined))[done].max() <= 1
    assert np.abs(ours.joined - theirs.joined)[done].max() <= 1
    assert np.all(theirs.start[~done] < 0)


def test_classes_matter_in_the_comparison():
    given = network(0)
    given.queue_class[:] = 1
    assert np.any(simulate(given).start != simulate_ciw(network(0)).start)


@pytest.mark.parametrize("change", [{"deadline": 5}, {"closures": [(0, 1, 1)]}])
def test_refuses_what_ciw_cannot_express(change):
    with pytest.raises(ValueError, match="without absences"):
        simulate_ciw(tasks(10, [1], [0], [1], **change))
