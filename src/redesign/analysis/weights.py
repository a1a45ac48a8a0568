"""How much of today's office is computed with a number: hours of work or of posts, and dollars.

Today's office is cut into cells: each step of each service, the other work of each team, the visits of each package
that a school has, the posts of each team. A cell of work has expected hours (`demand/expectation.py`) and the dollars
that they cost: so many hours at what an hour of its team's posts costs. The posts of a team have the hours that reach
work and their loaded cost; visits have their materials, too. A number weighs as much as the cells that it belongs to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.cost import cost_of
from redesign.demand.expectation import (
    Expectation,
    expect,
    other_hours,
    principal_hours,
    step_hours,
)
from redesign.demand.plan import packages_today, plan_today
from redesign.scenario.model import Scenario
from redesign.scenario.numbers import Number
from redesign.scenario.records import Part, Record, record_of

Floats = NDArray[np.float64]
Cell = tuple[str, ...]
"""(services, name, step), (teams, name) or (areas, name, package)."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """Hours and dollars a year."""

    hours: float = 0.0
    usd: float = 0.0


@dataclass(frozen=True, slots=True)
class Weighed:
    """A number with what of today's office is computed with it."""

    number: Number
    amounts: Amounts
    post_hours_share: float
    """Its hours in those that all posts of today's office have for work."""
    usd_share: float
    """Of the yearly dollars of today's office."""
    record: Record
    """What would replace it."""

    @property
    def weight(self) -> float:
        """The larger of the two shares."""
        return max(self.post_hours_share, self.usd_share)


@dataclass(frozen=True, slots=True)
class Resting:
    """What of today's office rests on assumed numbers."""

    numbers: int
    assumed: int
    hours_share: float
    """Work hours that at least one assumed rate, work time, number of visits or hours of other work is a factor of."""
    usd_share: float
    """Dollars a year that an assumed number of posts, pay or materials is a factor of."""
    work_hours: float
    post_hours: float
    yearly_usd: float


def weigh(scenario: Scenario, numbers: tuple[Number, ...]) -> tuple[Resting, tuple[Weighed, ...]]:
    """What rests on assumed numbers, and every number: the assumed first, of these the factors of today's office, and
    of these the heaviest.
    """
    office = Today(scenario)
    found = [office.weighed(number) for number in numbers]
    return office.resting(numbers), tuple(sorted(found, key=_rank))


def _rank(each: Weighed) -> tuple[bool, bool, float]:
    return not each.number.assumed, not each.record.factor, -each.weight


class Today:
    """Today's office in cells."""

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario
        self.expectation: Expectation = expect(scenario)
        self.cost = cost_of(scenario, plan_today(scenario))
        self.packages = packages_today(scenario)
        self.post_hours = plan_today(scenario).posts * self.expectation.post_hours
        own = [team.outside is None for team in scenario.team_list]
        self.all_post_hours = float(self.post_hours[own].sum())

    @cached_property
    def cells(self) -> dict[Cell, Amounts]:
        """Work of today's office."""
        found: dict[Cell, Amounts] = {}
        for k, (name, service) in enumerate(self.scenario.services.items()):
            count = float(self.expectation.requests[k].sum())
            for i, (team, hours) in enumerate(step_hours(self.scenario, service)):
                found["services", name, str(i)] = self._work(team, count * hours)
        for t, (name, each) in enumerate(self.scenario.teams.items()):
            found["teams", name] = self._work(t, other_hours(each))
        for a, (name, area) in enumerate(self.scenario.areas.items()):
            for p, package in enumerate(area.packages, start=1):
                found["areas", name, package] = self._visits(a, p, self.packages[a] == p)
        return found

    def weighed(self, number: Number) -> Weighed:
        """One number."""
        record = record_of(number.path)
        amounts = _PARTS[record.part](self, tuple(number.path.split(".")), number)
        shares = _share(amounts.hours, self.all_post_hours), _share(amounts.usd, self.cost.yearly_usd)
        return Weighed(number, amounts, *shares, record)

    @property
    def work_hours(self) -> float:
        """All of a year."""
        return math.fsum(cell.hours for cell in self.cells.values())

    def resting(self, numbers: tuple[Number, ...]) -> Resting:
        """What rests on assumed numbers."""
        work, paid = (
            {tuple(n.path.split(".")) for n in numbers if n.assumed and record_of(n.path).factor == factor}
            for factor in ("work", "usd")
        )
        resting = {cell for path in work for cell in self._cells_of(path)}
        materials = resting | {cell for path in paid for cell in self._cells_of(path)}
        teams = {path[1] for path in paid if path[0] == "teams"}
        usd = sum(self.cost.posts_usd[t] for t, name in enumerate(self.scenario.team_ids) if name in teams)
        usd += sum(self._materials(cell) for cell in materials if cell[0] == "areas")
        hours = math.fsum(self.cells[cell].hours for cell in self.cells if cell in resting)
        return Resting(
            numbers=len(numbers),
            assumed=sum(number.assumed for number in numbers),
            hours_share=hours / self.work_hours if self.work_hours else 0.0,
            usd_share=float(usd) / self.cost.yearly_usd if self.cost.yearly_usd else 0.0,
            work_hours=self.work_hours,
            post_hours=self.all_post_hours,
            yearly_usd=self.cost.yearly_usd,
        )

    def _cells_of(self, path: Cell) -> Iterator[Cell]:
        """The cells of work that a number is a factor of."""
        part = record_of(".".join(path)).part
        if part == "step":
            yield ("services", path[1], path[3])
        elif part in ("service", "other", "package"):
            start = (path[0], path[1], path[3]) if part == "package" else path[:2]
            yield from (cell for cell in self.cells if cell[: len(start)] == start)
        elif part == "column":
            yield from self._of_column(path[1])

    def _of_column(self, name: str) -> Iterator[Cell]:
        driver = {"enrollment": "students"}.get(name, name)
        units = {"teachers": "20_teachers", "principals": "principal"}.get(name)
        services, areas = self.scenario.services, self.scenario.areas
        for cell in self.cells:
            asked = cell[0] == "services" and services[cell[1]].driver == driver
            if asked or (cell[0] == "areas" and areas[cell[1]].visits_per == units):
                yield cell

    def _work(self, team: int, hours: float) -> Amounts:
        of = float(self.post_hours[team])
        return Amounts(hours, hours * float(self.cost.posts_usd[team]) / of if of else 0.0)

    def _visits(self, a: int, p: int, schools: NDArray[np.bool_]) -> Amounts:
        made = self._work(
            int(self.expectation.supplier[a, p]), float(self.expectation.visit_hours[a, schools, p].sum())
        )
        return Amounts(made.hours, made.usd + float(self.expectation.materials_usd[a, schools, p].sum()))

    def _materials(self, cell: Cell) -> float:
        a = list(self.scenario.areas).index(cell[1])
        p = 1 + list(self.scenario.area_list[a].packages).index(cell[2])
        return float(self.expectation.materials_usd[a, self.packages[a] == p, p].sum())

    def sum_of(self, start: Cell) -> Amounts:
        """The cells that begin so; `all` in place of a name means every one."""
        wanted = start if start[-1] != "all" else start[:-1]
        chosen = [cell for name, cell in self.cells.items() if name[: len(wanted)] == wanted]
        return Amounts(sum(cell.hours for cell in chosen), sum(cell.usd for cell in chosen))

    def package(self, path: Cell) -> Amounts:
        """A package where schools have it, or, where none has, in all that may, at most the hours of its posts."""
        today = self.sum_of(("areas", path[1], path[3]))
        if today.hours:
            return today
        a = list(self.scenario.areas).index(path[1])
        p = 1 + list(self.scenario.area_list[a].packages).index(path[3])
        team = int(self.expectation.supplier[a, p])
        bought = self._visits(a, p, self.expectation.allowed[a, :, p])
        most = float(self.post_hours[team])
        return bought if bought.hours <= most else Amounts(most, float(self.cost.posts_usd[team]))

    def posts(self, name: str) -> Amounts:
        """The posts of a team, or of all."""
        chosen = [name in (each, "all") and team.outside is None for each, team in self.scenario.teams.items()]
        return Amounts(float(self.post_hours[chosen].sum()), float(self.cost.posts_usd[chosen].sum()))

    def column(self, path: Cell) -> Amounts:
        """What a column of the roster is multiplied into."""
        chosen = [self.cells[cell] for cell in self._of_column(path[1])]
        return Amounts(sum(cell.hours for cell in chosen), sum(cell.usd for cell in chosen))

    def principals(self) -> Amounts:
        """What the hours of principals that requests take cost; they are no hours of the office."""
        hours = sum(principal_hours(self.scenario, service) for service in self.scenario.service_list)
        return Amounts(0.0, hours * self.scenario.district.principal_hour_usd)


def _share(part: float, whole: float) -> float:
    """At most 1: teams that are overloaded are asked for more hours than they have."""
    return min(1.0, part / whole) if whole else 0.0


def _named(path: Cell, kind: str) -> str:
    """The name after a kind of block: where a path opens with it, or what a lever or strategy changes."""
    return path[path.index(kind) + 1]


_PARTS: Mapping[Part, Callable[[Today, Cell, Number], Amounts]] = {
    "step": lambda office, path, _: office.sum_of(("services", path[1], path[3])),
    "service": lambda office, path, _: office.sum_of(("services", _named(path, "services"))),
    "other": lambda office, path, _: office.sum_of(("teams", path[1])),
    "visits": lambda office, path, _: office.sum_of(("areas", _named(path, "areas"))),
    "package": lambda office, path, _: office.package(path),
    "posts": lambda office, path, _: office.posts(_named(path, "teams")),
    "usd": lambda office, path, number: Amounts(0.0, number.value if path[-1].endswith("_usd") else 0.0),
    "column": lambda office, path, _: office.column(path),
    "principals": lambda office, path, _: office.principals(),
    "all": lambda office, path, _: Amounts(office.all_post_hours, office.cost.yearly_usd),
    "none": lambda office, path, _: Amounts(),
}
