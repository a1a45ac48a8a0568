"""Pins: choices that are fixed before the certified plan is looked for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from redesign.scenario.blocks import Block, BrokenRule, Identifier
from redesign.scenario.levers import LeverName

Posts = Annotated[int, Field(ge=0, le=10_000)]
POSTS: dict[str, JsonValue] = {"unit": "posts"}
"""Of keys that stand under `posts` and need not say it again."""


class PostsPin(Block):
    """Posts of a team within limits."""

    least: Posts = Field(0, description="fewest posts that the plan may have", json_schema_extra=POSTS)
    most: Posts | None = Field(
        None, description="most posts that it may have; default: those of the team", json_schema_extra=POSTS
    )

    def broken_rules(self) -> Iterator[BrokenRule]:
        """The least is not above the most."""
        if self.most is not None and self.least > self.most:
            yield BrokenRule(("least", "most"), f"found {self.least}; allowed: at most {self.most}, the most")


class PackagePin(Block):
    """A package of an area, or a larger one."""

    at_least: Identifier = Field(description="the smallest package that a school of the area may get")


class Pins(Block):
    """What the plan of the certified strategy must have, whatever is best."""

    posts: dict[Identifier, Posts | PostsPin] = Field({}, description="team: so many posts, or a range of them")
    levers: dict[LeverName, Literal["taken", "left"]] = Field({}, description="lever: taken or left")
    packages: dict[Identifier, Identifier | PackagePin] = Field(
        {}, description="area: what every school of it gets (none: nothing), or at least"
    )

    def range_of(self, team: str) -> tuple[int, int | None]:
        """Least and most posts of a team; None: as many as it may have."""
        pin = self.posts.get(team, 0)
        if isinstance(pin, PostsPin):
            return pin.least, pin.most
        return pin, pin if team in self.posts else None

    def merged(self, other: Pins) -> Pins:
        """These and others; of two that speak of the same the other one counts."""
        return Pins(
            posts=self.posts | other.posts, levers=self.levers | other.levers, packages=self.packages | other.packages
        )

    def __bool__(self) -> bool:
        return bool(self.posts or self.levers or self.packages)
