"""Levers taken apart by what they do to a cluster's promises: what eases them, what burdens them, what may do either.

No levers keep promises better than all that eases and nothing that burdens, whichever go together. What is missed even
so is missed whatever is taken: one trial says so, where there are as many sets of levers as subsets.
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from redesign.scenario.blocks import Block
from redesign.scenario.changes import ALL, Changes, ServiceChange, TeamChange, touched
from redesign.scenario.model import Scenario

CONTRACTS = -1
"""The work of contracts with providers, in place of a lever's number."""


class Side(Enum):
    """What a part of a lever does to promises."""

    EASES = "eases"
    BURDENS = "burdens"
    EITHER = "either"
    """Another route is more work for some and less for others."""
    NEITHER = "neither"
    """What a visit is worth is nothing that is promised."""


LESS_BURDENS = ("window_times", "productive_times")
FACTORS = (
    *("requests_times", "work_times", "handover_times", "returns_times"),
    *("visit_hours_times", "window_times"),
    *("other_hours_times", "vacancy_times", "productive_times"),
)
"""Of these, more burdens, except where `LESS_BURDENS` has them. Any other key changes nothing that is promised."""


class Part(NamedTuple):
    """One side of a lever."""

    lever: int
    side: Side
    hours: tuple[tuple[str, float], ...] = ()
    """Of `CONTRACTS`: work hours a year by team, since every plan has others."""

    @property
    def eases(self) -> bool:
        """Whether promises may be easier to keep with it."""
        return self.side in (Side.EASES, Side.EITHER)

    @property
    def burdens(self) -> bool:
        """Whether they may be harder."""
        return self.side in (Side.BURDENS, Side.EITHER)


Taken = frozenset[Part]


def parts_of(lever: int, changes: Changes, alone: Scenario) -> dict[Part, Changes]:
    """The parts of a lever that touches a cluster, which is `alone`."""
    found = {}
    for side in (Side.EASES, Side.BURDENS, Side.EITHER):
        blocks = {kind: _of_side(changes, alone, kind, side) for kind in ("services", "areas", "teams")}
        if any(blocks.values()):
            found[Part(lever, side)] = Changes.model_validate(blocks)
    return found or {Part(lever, Side.NEITHER): changes}


def _of_side(changes: Changes, alone: Scenario, kind: str, side: Side) -> dict[str, Block]:
    made: dict[str, Block] = getattr(changes, kind)
    names = [name for name, block in getattr(alone, kind).items() if kind != "teams" or not idle(alone, name)]
    mine = {name: change for name, change in made.items() if touched({name: change}, names)}
    parts = {name: _part(change, side, _is_nobodys(alone, kind, name)) for name, change in mine.items()}
    return {name: part for name, part in parts.items() if part is not None}


def idle(alone: Scenario, team: str) -> bool:
    """Whether a team of a cluster's scenario belongs to another one."""
    block = alone.teams[team]
    return block.posts_today == 0 == block.most_posts


def _is_nobodys(alone: Scenario, kind: str, name: str) -> bool:
    """Whether a change of steps is that of needs which nobody answers."""
    services = [service for key, service in alone.services.items() if name in (key, ALL)]
    return kind == "services" and not any(service.steps for service in services)


def _part(change: Block, side: Side, is_nobodys: bool) -> Block | None:
    """A change with what belongs to one side only; None where nothing does."""
    if isinstance(change, ServiceChange) and change.steps is not None:
        # to take on a need that nobody answers only adds work
        return change if side is (Side.BURDENS if is_nobodys else Side.EITHER) else None
    own = {name: getattr(change, name) for name in FACTORS if _side_of(change, name) is side}
    if isinstance(change, TeamChange) and side is Side.EASES and change.drops_removable_work:
        own["drops_removable_work"] = True
    if isinstance(change, TeamChange) and side is Side.BURDENS and change.added_hours_per_year:
        own["added_hours_per_year"] = change.added_hours_per_year
    return type(change)().model_copy(update=own) if own else None  # levers may add more hours than a file's key may say


def _side_of(change: Block, name: str) -> Side | None:
    factor = getattr(change, name, 1.0)
    if factor == 1:
        return None
    return Side.BURDENS if (factor > 1) != (name in LESS_BURDENS) else Side.EASES
