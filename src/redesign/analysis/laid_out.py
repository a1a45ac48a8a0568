"""Years that are laid out, kept so that they can be run again under other posts."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import Plan
from redesign.scenario.model import Scenario
from redesign.simulation.arrange import Ledger, Staffed
from redesign.simulation.tasks import Tasks

Ints = NDArray[np.int64]

KEPT_TASKS = 1_000_000
"""Tasks of all years that are kept, of about 100 bytes each."""
MOST_OF_ONE = 2_500_000
"""Tasks of the latest layout alone: years beyond are laid out again where they are needed."""


@dataclass(frozen=True, slots=True, eq=False)
class Arranged:
    """Some years of a cluster under a plan, side by side and ready to run."""

    years: int
    tasks: Tasks
    ledger: Ledger
    of_task: Ints
    """[N] year of each task, from 0."""
    of_request: Ints
    """[R]"""
    by: Staffed

    @property
    def tasks_a_year(self) -> int:
        """How large a year of them is."""
        return len(self.tasks.ready) // self.years


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Years that differ in the posts of pooled teams at most; each school of a caseload team belongs to one post."""

    scenario: Scenario
    packages: Ints
    caseload: Ints
    """Posts of the caseload teams."""
    years: dict[range, Arranged] = field(default_factory=dict)

    def of(self, scenario: Scenario, packages: Ints, caseload: Ints) -> bool:
        """Whether it is the layout of these."""
        same = np.array_equal(caseload, self.caseload) and np.array_equal(packages, self.packages)
        return same and (scenario is self.scenario or scenario == self.scenario)

    def beginning(self, first: int, after: int) -> range | None:
        """The most years that are laid out from the first on, none of them beyond the last."""
        known = [years for years in self.years if years.start == first and years.stop <= after]
        return max(known, key=len, default=None)

    def keep(self, years: range, arranged: Arranged) -> None:
        """For the next plan, where there is room."""
        known = self.years.pop(years, None)
        if known or self.tasks + len(arranged.of_task) <= MOST_OF_ONE:
            self.years[years] = arranged

    @property
    def tasks(self) -> int:
        """Of all years."""
        return sum(len(arranged.of_task) for arranged in self.years.values())


class Layouts:
    """Those used last, up to so many tasks."""

    def __init__(self) -> None:
        self._kept: list[Layout] = []

    def of(self, scenario: Scenario, plan: Plan) -> Layout:
        """The layout of a plan, which may have no years yet."""
        caseload = plan.posts[[team.assignment == "caseload" for team in scenario.team_list]]
        found = next((each for each in self._kept if each.of(scenario, plan.packages, caseload)), None)
        if found is None:
            found = Layout(scenario, plan.packages, caseload)
        else:
            self._kept.remove(found)
        self._kept.append(found)
        while len(self._kept) > 1 and sum(each.tasks for each in self._kept) > KEPT_TASKS:
            del self._kept[0]
        return found
