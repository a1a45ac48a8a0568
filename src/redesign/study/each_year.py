"""What a study keeps of each simulated year, so that it can be paired with another one on the same random numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from redesign.study.simulated import Simulated


@dataclass(frozen=True, slots=True)
class PromiseYears:
    """A promise of the certified plan, year by year."""

    kind: Literal["service", "visits"]
    """service: requests in time; visits: promised visits that are made."""
    id: str
    """Id of the service or the area."""
    hits: tuple[float, ...]
    """Requests that were in time, or visits made, in each year."""
    of: tuple[float, ...]
    """Requests that were due, or visits promised, in each year."""


@dataclass(frozen=True, slots=True)
class EachYear:
    """The final years one by one, in order: with the same seed, year n is the same year in every study."""

    support: dict[str, tuple[float, ...]]
    """Strategy id to its modeled support in each year, coaching-equivalent hours."""
    principal_hours: dict[str, tuple[float, ...]]
    """Strategy id to the principal time that the central office costs in each year, hours."""
    promises: tuple[PromiseYears, ...]
    """Those of the certified plan, in the order of its promises."""

    def lengths(self) -> Iterator[int]:
        """How many years each series has."""
        for series in (*self.support.values(), *self.principal_hours.values()):
            yield len(series)
        for promise in self.promises:
            yield from (len(promise.hits), len(promise.of))


def each_year(simulated: dict[str, Simulated], certified: str) -> EachYear:
    """Of every strategy, and the promises of the certified one."""
    chosen = simulated[certified]
    return EachYear(
        support={name: _totals(each, "support") for name, each in simulated.items()},
        principal_hours={name: _totals(each, "principal_hours") for name, each in simulated.items()},
        promises=(*_promises(chosen, "service"), *_promises(chosen, "visits")),
    )


def _totals(simulated: Simulated, name: str) -> tuple[float, ...]:
    series = simulated.series(name)
    return tuple(series.reshape(len(series), -1).sum(axis=1).tolist())


def _promises(simulated: Simulated, kind: Literal["service", "visits"]) -> Iterator[PromiseYears]:
    scenario = simulated.scenario
    names = ("on_time", "due") if kind == "service" else ("visits_made", "visits_promised")
    hits, of = (simulated.series(name) for name in names)
    for i, name in enumerate(scenario.services if kind == "service" else scenario.areas):
        if kind == "visits" or scenario.services[name].promise is not None:
            yield PromiseYears(kind, name, tuple(hits[:, i].tolist()), tuple(of[:, i].tolist()))
