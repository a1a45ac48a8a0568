"""What is the next post of each team worth, and where would the next dollars go?"""

from __future__ import annotations

from redesign.scenario.pins import Pins
from redesign.study.ask.answers import NextPost, NextPosts
from redesign.study.ask.options import Options
from redesign.study.ask.variant import Asking, Change, Variant, no_less
from redesign.study.ask.wanted import needed

NEXT_USD = 100_000.0


def posts(asking: Asking, options: Options) -> NextPosts:
    """Every team with one post fewer and one more than the plan has, within the budget; and one more, paid on top."""
    base, usd = asking.base, asking.base.problem.yearly_usd
    chosen = needed(base)
    changes: dict[tuple[str, str], Change] = {("", "next"): Change(yearly_usd=usd + NEXT_USD)}
    for t, (team, has) in enumerate(chosen.posts.items()):
        more = Pins(posts={team: has + 1})
        if has > 0:
            changes[team, "fewer"] = Change(pins=Pins(posts={team: has - 1}))
        if has < base.problem.tables[t].most_posts:
            changes[team, "more"] = Change(pins=more)
            changes[team, "given"] = Change(pins=more, yearly_usd=usd + _cost(asking, team))
    found = dict(zip(changes, asking.solve(changes.values()), strict=True))
    best = no_less(found["", "next"], base)
    rows = tuple(_row(asking, team, has, found) for team, has in chosen.posts.items())
    return NextPosts("posts", asking.about(chosen), rows, NEXT_USD, best.bought)


def _row(asking: Asking, team: str, has: int, found: dict[tuple[str, str], Variant]) -> NextPost:
    plans = {kind: found[team, kind].bought if (team, kind) in found else None for kind in ("fewer", "more", "given")}
    return NextPost(team, asking.scenario.teams[team].label, has, **plans, given_usd=_cost(asking, team))


def _cost(asking: Asking, team: str) -> float:
    return asking.scenario.teams[team].loaded_cost_usd
