"""What is answered. Frozen, and the same in `asked/QUESTION.json`. Support is modeled support a year."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError, with_config

from redesign.analysis.intervals import DifferenceVerdict, Interval
from redesign.errors import OutputError
from redesign.scenario.rules import SetBy
from redesign.study.ask.about import FORMAT as FORMAT
from redesign.study.ask.about import About as About
from redesign.study.ask.about import Bought as Bought
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.certified import SafeMoves


@dataclass(frozen=True, slots=True)
class Verified:
    """A plan that was tried, learned from and solved again, and then simulated beside the certified one."""

    support: Interval
    """Simulated modeled support over the final years."""
    difference: Interval
    """From the certified plan, or the one with the pins alone, on the same years, adjusted for the number of plans."""
    verdict: DifferenceVerdict
    """What may be said of the difference."""
    keeps_promises: bool
    """Whether it keeps every promise on the search years."""
    same: bool
    """Whether it is that plan itself."""


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What a rule costs in support. Where it was simulated, the plan is the one that the search has ended with."""

    rule: str
    """Its id; empty: all of them together."""
    label: str
    """Its name."""
    gained: float
    """Expected support gained where it is lifted; never below 0: the plan that obeys it stays possible."""
    at_most: float
    """No plan gains more under these team tables."""
    plan: Bought
    """The best plan without it."""
    verified: Verified | None
    """None where nothing was simulated."""
    set_by: SetBy | None = None
    """Who could lift it; None where the scenario does not say, and for all of them together."""
    forgotten: tuple[str, ...] = ()
    """Teams whose posts may turn out to be too few: with less work, what was found of them need not hold, and nothing
    was simulated anew."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The price of each rule that may be lifted, the dearest first; of several, that of all at the end."""

    question: Literal["rules"]
    about: About
    prices: tuple[RulePrice, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """One budget."""

    usd: float
    """The yearly or the one-time budget."""
    share: float
    """Of the scenario's."""
    plan: Bought | None
    """The best plan; None where there is none."""
    per_100k: float | None
    """Support that each $100,000 more than the budget before has brought; by difference, no dual."""
    verified: Verified | None
    """None where nothing was simulated."""


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Why there is no plan with the largest of the budgets that have none; of smaller ones it is no less true."""

    usd: float
    """The budget."""
    conflict: tuple[str, ...]
    """In sentences, what cannot hold together; empty where no plan was found in time, and none was ruled out."""
    repairs: tuple[str, ...]
    """Least changes that would each do alone; the least budget is among them."""


@dataclass(frozen=True, slots=True)
class Frontier:
    """What more or less money buys; never falling, since a plan of less money stays possible."""

    question: Literal["budget"]
    about: About
    yearly: tuple[Point, ...]
    """Yearly budgets, the one-time budget as it is."""
    one_time: tuple[Point, ...]
    """One-time budgets, the yearly budget as it is."""
    no_yearly: NoPlan | None = None
    """None where every yearly budget has a plan."""
    no_one_time: NoPlan | None = None
    """None where every one-time budget has a plan."""


@dataclass(frozen=True, slots=True)
class NextPost:
    """One team with a post more or fewer than the plan, everything else solved again."""

    team: str
    """Its id."""
    label: str
    """Its name."""
    posts: int
    """In the plan."""
    fewer: Bought | None
    """With one post fewer, its money spent elsewhere; None where no plan has that."""
    more: Bought | None
    """With one post more within the same budget."""
    given: Bought | None
    """With one post more and its yearly cost on top of the budget."""
    given_usd: float
    """That cost."""


@dataclass(frozen=True, slots=True)
class NextPosts:
    """The next post of each team, and the best use of the next dollars."""

    question: Literal["posts"]
    about: About
    teams: tuple[NextPost, ...]
    """In the order of the file."""
    next_usd: float
    """Dollars a year on top of the budget."""
    best_use: Bought | None
    """The best plan with them."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A plan that differs from all before it in some posts and levers."""

    plan: Bought
    differs: int
    """Posts and levers that are other than in the plan nearest to it."""
    verified: Verified | None


@dataclass(frozen=True, slots=True)
class Alternatives:
    """Near-best plans, looked for far from each other, and what they share."""

    question: Literal["alternatives"]
    about: About
    within: float
    """Share of support that they may fall short of the best plan by."""
    differ: int
    """In so many posts and levers they differ at least."""
    plans: tuple[Alternative, ...]
    complete: bool
    """Whether no further plan is that far from all these and that near to the best."""
    shared: SafeMoves
    """Of the best plan and these."""


@dataclass(frozen=True, slots=True)
class Target:
    """The least money for a target."""

    target: str
    """In words."""
    support: float | None
    """Asked for; None: any, all promises, floors and rules kept."""
    least_usd: float | None
    """Least yearly budget with which a plan was found, to `tolerance_usd`; None where none was."""
    proved_usd: float
    """With this much or less it is proved that no plan reaches the target."""
    plan: Bought | None
    """The plan that reaches it; where there is none, the best one that money can buy."""


@dataclass(frozen=True, slots=True)
class Short:
    """A target of the file that the certified plan does not reach."""

    target: str
    """In words."""
    asked: float
    reached: float
    """The best that is known to be reached."""


@dataclass(frozen=True, slots=True)
class Targets:
    """The least yearly cost of each target."""

    question: Literal["targets"]
    about: About
    tolerance_usd: float
    targets: tuple[Target, ...]
    floor_asked: float
    """Effective hours per teacher that every school is owed."""
    floor_reached: float
    """The highest such floor for which a plan was found within the budget, under these team tables."""
    floor_beyond: float
    """No plan has a higher one."""
    short: tuple[Short, ...]
    """Promises below the file's shares in the certified plan's final years."""


Answer: TypeAlias = Rules | Frontier | NextPosts | Alternatives | Targets | Sure | Robust


@with_config(ConfigDict(extra="forbid", ser_json_inf_nan="strings"))
@dataclass(frozen=True, slots=True)
class _File:
    answer: Annotated[Answer, Field(discriminator="question")]


def to_json(answer: Answer) -> str:
    """The one JSON text of an answer."""
    return _adapter().dump_json(_File(answer), indent=1).decode() + "\n"


def from_json(text: str) -> Answer:
    """Read what `to_json` wrote; raises OutputError."""
    try:
        found = json.loads(text)["answer"]["about"]["format"]
        if found != FORMAT:
            raise OutputError(f"format: found {found!r}; allowed: {FORMAT}. Ask again")
        return _adapter().validate_json(text).answer
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise OutputError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise OutputError(f"this is no answer of redesign: {error}") from error


@cache
def _adapter() -> TypeAdapter[_File]:
    return TypeAdapter(_File)
