"""A fourth engine that nobody here wrote: salabim, on the networks that Ciw replays."""

import pytest

from redesign.simulation.office import simulate

pytest.importorskip("ciw")
pytest.importorskip("salabim")
from salabim_engine import simulate_salabim

from ciw_engine import finished
from simulation.test_ciw import REQUESTS, network


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("seed", range(4))
def test_every_task_starts_when_salabim_starts_it(seed):
    given = network(seed)
    ours, theirs = simulate(given), simulate_salabim(given)
    done = finished(given, ours)
    assert done.sum() > REQUESTS
    assert (ours.joined[done] == theirs.joined[done]).all()
    assert (ours.start[done] == theirs.start[done]).all()
