"""Strategies: what a plan may change, and what is different from the start. The shipped ones stand here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from redesign.scenario.blocks import Block, BrokenRule, Identifier, Label, Share
from redesign.scenario.changes import ALL, Changes, TeamChange
from redesign.scenario.levers import LeverName

MOVES = ("retrained", "hired", "given up")


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
    suppliers: Literal["all", "own", "providers"] = Field(
        "all", description="whose packages it may choose: the district's own teams', those of providers, or all"
    )


class Strategy(Block):
    """A named set of freedoms for the optimizer."""

    label: Label = Field(description="name in charts and tables")
    may: Freedoms = Field(Freedoms(), description="what it may change; nothing: today's plan")
    floors: Literal["file", "today", "none"] = Field(
        "today", description="file: every school is owed its floor; today: none gets less than today, or its floor"
    )
    promises: Literal["kept", "ignored"] = Field(
        "kept", description="ignored: nothing that teams promise holds a plan back; reports say what it misses"
    )
    objective: Literal["support", "speed"] = Field(
        "support", description="support: most modeled support; speed: most requests on time, by posts moved in a unit"
    )
    posts_share_at_most: Share | None = Field(
        None, description="each team may have this share of today's posts at most, rounded up; 0: no office at all"
    )
    lifted_rules: Literal["none", "removable"] | tuple[Identifier, ...] = Field(
        "none", description="none; removable: every rule that is not protected; or names of such rules"
    )
    changes: Changes = Field(Changes(), description="what differs from the start")

    def in_words(self) -> str:
        """What it may do, as a reader of a comparison needs to know: parts of a sentence."""
        may, share = self.may, self.posts_share_at_most
        most = "" if share is None else f"each team has at most {share:.0%} of today's posts"
        moves = [word for word, free in zip(MOVES, (may.retrain, may.hire, may.release), strict=True) if free]
        packages = {"none": "today's packages", "one_level": "packages one level from today's", "free": "any packages"}
        suppliers = {"all": "", "own": " of the district's own teams", "providers": " of providers alone"}
        levers = {"none": "no lever", "all": "any lever"}
        rules = {"none": "", "removable": "without the rules that may be lifted"}
        parts = (
            f"posts may be {', '.join(moves)}" if moves else "posts stay as they are",
            "no office at all" if share == 0 else most,
            packages[may.packages] + suppliers[may.suppliers],
            levers[may.levers] if isinstance(may.levers, str) else "some levers",
            rules[self.lifted_rules] if isinstance(self.lifted_rules, str) else "without some rules",
            "promises do not hold it back" if self.promises == "ignored" else "",
            "no school is owed a floor" if self.floors == "none" else "",
            "it aims at requests on time, by posts moved within a unit" if self.objective == "speed" else "",
        )
        return "; ".join(filter(None, parts))

    def broken_rules(self) -> Iterator[BrokenRule]:
        """Speed is found by moving posts, and by nothing else."""
        may = self.may
        if self.objective == "speed" and (may.hire or may.release or may.packages != "none" or may.levers != "none"):
            text = "found other freedoms than retrain; allowed: objective speed with may: {retrain: true} alone"
            yield BrokenRule(("objective", "may"), text)

    def lifts(self, rule: str) -> bool:
        """Whether it does without a rule that may be lifted."""
        named = self.lifted_rules
        return named == "removable" or (isinstance(named, tuple) and rule in named)

    @property
    def closes_the_office(self) -> bool:
        """Whether no post is left, so that rules on posts and money for moves mean nothing."""
        return self.posts_share_at_most == 0

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
    "schools_alone": Strategy(
        label="Schools alone",
        may=Freedoms(release=True, packages="free", suppliers="providers"),
        floors="none",
        promises="ignored",
        posts_share_at_most=0.0,
    ),
    "responsiveness": Strategy(label="Responsiveness", may=Freedoms(retrain=True), objective="speed"),
    "tinker": Strategy(label="Tinker", may=Freedoms(retrain=True, packages="one_level")),
    "downsize": Strategy(
        label="Downsize by a fifth",
        may=Freedoms(release=True, packages="free"),
        floors="none",
        promises="ignored",
        lifted_rules="removable",
        posts_share_at_most=0.8,
    ),
    "portfolio": Strategy(
        label="Portfolio of providers",
        may=Freedoms(retrain=True, hire=True, release=True, packages="free", suppliers="providers"),
        floors="none",
    ),
    "deregulate": Strategy(
        label="Deregulate",
        may=Freedoms(retrain=True, hire=True, release=True, packages="one_level"),
        lifted_rules="removable",
    ),
    "clean_sheet": Strategy(
        label="Clean sheet",
        may=Freedoms(retrain=True, hire=True, release=True, levers="all", packages="free"),
        floors="file",
        changes=Changes(teams={ALL: TeamChange(drops_removable_work=True)}),
    ),
}
"""Strategies of every scenario; one of the same name in its file takes their place."""
