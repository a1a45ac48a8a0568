"""Strategies: what a plan may change, and what is different from the start. The shipped ones stand here."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from redesign.scenario.blocks import Block, Identifier, Label
from redesign.scenario.changes import ALL, Changes, TeamChange
from redesign.scenario.levers import LeverName


class Freedoms(Block):
    """What a strategy may change; left out: nothing."""

    retrain: bool = Field(False, description="retrain posts of one team for another, where the teams list it")
    hire: bool = Field(False, description="hire for new posts")
    release: bool = Field(False, description="give up posts")
    levers: Literal["all", "none"] | tuple[LeverName, ...] = Field(
        "none", description="all, none, or names: of `levers`, or such as leave_requests.automate"
    )
    packages: Literal["free", "one_level", "none"] = Field(
        "none",
        description="free: any; one_level: one level from today's at most, where offered today; none: today's",
    )


class Strategy(Block):
    """A named set of freedoms for the optimizer."""

    label: Label = Field(description="name in charts and tables")
    may: Freedoms = Field(Freedoms(), description="what it may change; nothing: today's plan")
    floors: Literal["file", "today"] = Field(
        "today", description="file: every school is owed its floor; today: none gets less than today, or its floor"
    )
    lifted_rules: Literal["none", "removable"] | tuple[Identifier, ...] = Field(
        "none", description="none; removable: every rule that is not protected; or names of such rules"
    )
    changes: Changes = Field(Changes(), description="what differs from the start")

    def lifts(self, rule: str) -> bool:
        """Whether it does without a rule that may be lifted."""
        named = self.lifted_rules
        return named == "removable" or (isinstance(named, tuple) and rule in named)

    @property
    def differs(self) -> bool:
        """Whether it may change something, or does from the start."""
        changes, lifted = self.changes, self.lifted_rules not in ("none", ())
        return (
            self.optimizes
            or lifted
            or bool(changes.services or changes.areas or changes.teams)
            or changes.yearly_usd_times != 1
        )

    @property
    def optimizes(self) -> bool:
        """Whether there is anything to choose."""
        may = self.may
        return may.retrain or may.hire or may.release or may.levers not in ("none", ()) or may.packages != "none"


SHIPPED = {
    "today": Strategy(label="Today"),
    "tinker": Strategy(label="Tinker", may=Freedoms(retrain=True, packages="one_level")),
    "clean_sheet": Strategy(
        label="Clean sheet",
        may=Freedoms(retrain=True, hire=True, release=True, levers="all", packages="free"),
        floors="file",
        changes=Changes(teams={ALL: TeamChange(drops_removable_work=True)}),
    ),
}
"""Strategies of every scenario; one of the same name in its file takes their place."""
