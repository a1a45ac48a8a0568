"""Modeled instructional support: one page, one formula.

    support = sum over schools and areas of  need x effect_per_hour x hours of visits made

Visits only: a routine request answered faster adds nothing. The unit is the
coaching-equivalent hour, an hour of high-quality one-to-one instructional coaching.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import Expectation
from redesign.simulation.arrange import Ledger
from redesign.simulation.tasks import Records

Floats = NDArray[np.float64]


def visits_made(ledger: Ledger, records: Records, horizon: int) -> NDArray[np.bool_]:
    """[N] whether a task is a visit that started in its window and finished in the year."""
    made: NDArray[np.bool_] = (ledger.area >= 0) & (records.start >= 0) & (records.finish <= horizon)
    return made


def support_of(expectation: Expectation, ledger: Ledger, made: NDArray[np.bool_], package: NDArray[np.int64]) -> Floats:
    """[A, S] modeled support of the visits made under the packages [A, S] of a plan."""
    shape = expectation.need.shape
    cell = ledger.area[made].astype(np.int64) * shape[1] + ledger.school[made]
    hours = np.bincount(cell, ledger.work_hours[made], minlength=shape[0] * shape[1]).reshape(shape)
    support: Floats = expectation.need * np.take_along_axis(expectation.effect, package, axis=1) * hours
    return support
