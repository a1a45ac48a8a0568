"""Rules: named limits on what a plan may do, and work that a rule asks of a team."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias

from pydantic import Field

from redesign.scenario.blocks import Amount, Block, BrokenRule, Identifier, Label, Positive, Share
from redesign.scenario.levers import LeverName

ADDS_WORK, CONTRACT_CAP = "adds_work", "contract_cap"
NEEDED: Mapping[str, tuple[str, ...]] = {
    "release_limit": ("release_share",),
    "minimum_posts": ("minimum_share",),
    "funding_tie": ("streams",),
    "change_limit": ("change_share",),
    "no_outside_hire": (),
    "forbids": ("levers",),
    CONTRACT_CAP: ("contract_share",),
    ADDS_WORK: ("hours_per_year", "hours_per_school", "hours_per_1000_usd"),
}
"""Each kind with the keys that are its own: a rule has exactly one of them."""
USD = 1000.0


SetBy: TypeAlias = Literal["federal_law", "state_law", "board_policy", "contract", "custom"]


class Rule(Block):
    """A named limit on change, or work that it takes to comply."""

    label: Label = Field(description="name in the certificate")
    kind: Literal[
        "release_limit",
        "minimum_posts",
        "funding_tie",
        "change_limit",
        "no_outside_hire",
        "forbids",
        "contract_cap",
        "adds_work",
    ] = Field(
        description="release_limit: released posts of each team <= release_share of today's; minimum_posts: each team "
        "keeps minimum_share of today's posts; funding_tie: money of the streams stays in the streams; change_limit: "
        "posts of the teams together that are released, retrained for another team or hired <= change_share of "
        "today's; no_outside_hire: the teams hire nobody; forbids: the levers are not taken; contract_cap: "
        "visits of providers <= contract_share of all promised visits; adds_work: hours that it "
        "takes one team to comply, beside its other work"
    )
    teams: tuple[Identifier, ...] = Field((), description="empty: all; for adds_work: the one that does the work")
    streams: tuple[Identifier, ...] = Field((), description="for funding_tie")
    levers: tuple[LeverName, ...] = Field(
        (), description="for forbids: of `levers`, or such as leave_requests.automate"
    )
    release_share: Share | None = Field(None, description="for release_limit")
    minimum_share: Share | None = Field(None, description="for minimum_posts")
    change_share: Share | None = Field(None, description="for change_limit")
    contract_share: Share | None = Field(None, description="for contract_cap")
    hours_per_year: Amount | None = Field(None, description="for adds_work: hours a year; or else")
    hours_per_school: Amount | None = Field(None, description="for adds_work: hours a year for each school; or else")
    hours_per_1000_usd: Amount | None = Field(
        None, description="for adds_work: hours a year for each thousand dollars of the grant"
    )
    grant_usd: Positive | None = Field(
        None, description="for adds_work: dollars a year of the grant that asks for it; hours per dollar are reported"
    )
    removable: bool = Field(True, description="false: protected, never lifted")
    set_by: SetBy | None = Field(None, description="who could lift it; left out: not said")

    def hours(self, schools: int) -> float:
        """Work hours a year that it takes to comply, in a district of so many schools; 0 for other kinds."""
        if self.hours_per_1000_usd is not None:
            return self.hours_per_1000_usd * (self.grant_usd or 0.0) / USD
        return (self.hours_per_year or 0.0) + (self.hours_per_school or 0.0) * schools

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Each kind has the one key it needs and none of the others'."""
        for key in (key for keys in NEEDED.values() for key in keys if key not in NEEDED[self.kind]):
            if self._given(key):
                yield self._unused(key)
        own = NEEDED[self.kind]
        given = [key for key in own if self._given(key)]
        if own and not given:
            yield BrokenRule((own[0], "kind"), f"found nothing; a rule of kind {self.kind} needs {' or '.join(own)}")
        if len(given) > 1:
            yield BrokenRule((given[1], given[0]), f"found {' and '.join(given)}; allowed: one of them")
        yield from self._of_work() if self.kind == ADDS_WORK else self._of_limits()

    def _of_work(self) -> Iterator[BrokenRule]:
        if len(self.teams) != 1:
            yield BrokenRule(("teams", "kind"), f"found {len(self.teams)} teams; a rule of kind {self.kind} needs one")
        if self.hours_per_1000_usd is not None and self.grant_usd is None:
            yield BrokenRule(("grant_usd", "hours_per_1000_usd"), "found nothing; hours_per_1000_usd needs grant_usd")

    def _of_limits(self) -> Iterator[BrokenRule]:
        if self.grant_usd is not None:
            yield self._unused("grant_usd")
        if self.kind in ("forbids", "contract_cap") and self.teams:
            yield self._unused("teams")

    def _given(self, key: str) -> bool:
        return getattr(self, key) not in (None, ())

    def _unused(self, key: str) -> BrokenRule:
        return BrokenRule((key, "kind"), f"found in a rule of kind {self.kind}, which does not use it; leave it out")
