"""Who moves where: flows from team to team, from outside and out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from redesign.reporting.page import AXIS, MARGIN, MOST_BODY, Page, fitted, page, say
from redesign.reporting.reading import labels
from redesign.reporting.sections.section import Section
from redesign.reporting.source import words_of
from redesign.reporting.style import INK, LINE, OKABE_ITO, SIZE, Look
from redesign.reporting.text import amount, counted, visible
from redesign.study.study import Study

if TYPE_CHECKING:
    from matplotlib.axes import Axes

QUESTION = "Who moves where?"
FORM = "Flows from teams on the left to teams on the right, as wide as there are posts."
NEW, END = "Hired from outside", "Posts that end"
RETRAINED = Look("people who retrain", "#FFFFFF", "/////")
HIRED = Look("hired", OKABE_ITO["blue"])
ENDS = Look("posts that end", "#F4B183", "xxxx")
NAMES = 150.0
WIDEST, NARROWEST = 12.0, 0.4
"""Points of a post in a flow: few posts, and many."""
BETWEEN = 7.0
"""Points between two ends."""


@dataclass(frozen=True, slots=True)
class Flow:
    """So many posts from one end to another."""

    source: str
    target: str
    posts: int
    look: Look


def finding(study: Study) -> str:
    """How many, and the largest flow of people who retrain."""
    flows = _flows(study)
    moved = sum(f.posts for f in flows if f.look == RETRAINED)
    hired, ends = (sum(f.posts for f in flows if f.look == look) for look in (HIRED, ENDS))
    if not flows:
        return "Nobody moves: every post stays in its team."
    said = (
        f"{amount(moved)} {'person retrains' if moved == 1 else 'people retrain'} for another team, {amount(hired)} "
        f"{'is' if hired == 1 else 'are'} hired, {counted(ends, 'post')} {'ends' if ends == 1 else 'end'}"
    )
    most = max((f for f in flows if f.look == RETRAINED), key=lambda f: f.posts, default=None)
    largest = f" Most move from {most.source} to {most.target}: {amount(most.posts)}." if most else ""
    return f"{said}.{largest}"


def table(study: Study) -> Section:
    """Every flow."""
    rows = tuple((f"{f.source} to {f.target}", amount(f.posts)) for f in _flows(study))
    return Section(QUESTION, ("From and to", "Posts"), rows)


def chart(study: Study, axes: Axes | None = None) -> Axes:
    """Ends on both sides, flows between them; small ones are left to the table where there are too many."""
    flows, every = _flows(study), len(_flows(study))
    while len(flows) > 1 and _height(flows, NARROWEST) > MOST_BODY - AXIS:
        flows = sorted(flows, key=lambda f: -f.posts)[:-1]
    post = min(WIDEST, max(NARROWEST, (MOST_BODY - AXIS - _height(flows, 0.0)) / (_posts(flows) or 1)))
    rest = every - len(flows)
    note = f"{counted(rest, 'smaller flow')} {'stands' if rest == 1 else 'stand'} in the table." if rest else ""
    looks = [look for look in (RETRAINED, HIRED, ENDS) if any(f.look == look for f in flows)]
    with page(axes, words_of(study, QUESTION, finding(study)), _height(flows, post) + 8, looks, note) as found:
        if not flows:
            say(found, "Nobody moves.")
            return found.base
        _draw(found, flows, post)
    return found.base


def _flows(study: Study) -> list[Flow]:
    names = {team: visible(label) for team, label in labels(study.teams).items()}
    posts = study.plan.posts
    out = [Flow(names[a], names[c.team], n, RETRAINED) for c in posts for a, n in c.retrained_in.items() if n]
    out += [Flow(NEW, names[c.team], c.hired, HIRED) for c in posts if c.hired]
    order = {label: place for place, label in enumerate([*names.values(), NEW, END])}
    out += [Flow(names[c.team], END, c.released, ENDS) for c in posts if c.released]
    return sorted(out, key=lambda f: (order[f.source], order[f.target]))


def _sides(flows: list[Flow]) -> dict[str, list[str]]:
    """Names of the ends from top to bottom, each where the other ends of its flows are, so that few flows cross."""
    targets = sorted({f.target: 0 for f in flows}, key=lambda name: name == END)
    sources = _by_mean(flows, "source", "target", targets)
    sources.sort(key=lambda name: name != NEW)
    targets = _by_mean(flows, "target", "source", sources)
    return {"source": sources, "target": sorted(targets, key=lambda name: name == END)}


def _by_mean(flows: list[Flow], side: str, other: str, places: list[str]) -> list[str]:
    """The ends of one side by the mean place of the people at the other."""
    sums: dict[str, tuple[int, int]] = {}
    for f in flows:
        total, posts = sums.get(getattr(f, side), (0, 0))
        sums[getattr(f, side)] = total + f.posts * places.index(getattr(f, other)), posts + f.posts
    return sorted(sums, key=lambda name: sums[name][0] / sums[name][1])


def _posts(flows: list[Flow]) -> int:
    return sum(f.posts for f in flows)


def _ends(flows: list[Flow], side: str, post: float) -> dict[str, tuple[float, float]]:
    """Name of each end to its top and its room, from top to bottom."""
    found, at = dict[str, tuple[float, float]](), 0.0
    for name in _sides(flows)[side]:
        posts = sum(f.posts for f in flows if getattr(f, side) == name)
        lines = 1 + fitted(_said(name, posts), NAMES, 3).count("\n")
        room = max(posts * post, lines * SIZE * LINE)
        found[name] = (at, room)
        at += room + BETWEEN
    return found


def _height(flows: list[Flow], post: float) -> float:
    sides = (_ends(flows, side, post) for side in ("source", "target"))
    return max((sum(list(ends.values())[-1]) for ends in sides if ends), default=0.0) + AXIS


def _draw(found: Page, flows: list[Flow], post: float) -> None:
    panel = found.base.inset_axes(
        (
            (NAMES + 2 * MARGIN) / found.width,
            (found.bottom - AXIS + MARGIN) / found.height,
            1 - 2 * (NAMES + 2 * MARGIN) / found.width,
            1 - (found.top + found.bottom - AXIS + MARGIN) / found.height,
        )
    )
    panel.set_xlim(0.0, 1.0)
    panel.set_ylim(max(_height(flows, post) - AXIS, 1.0), 0.0)
    panel.set_axis_off()
    at = {side: _starts(panel, flows, side, post) for side in ("source", "target")}
    sides = _sides(flows)
    for f in sorted(flows, key=lambda f: (sides["source"].index(f.source), sides["target"].index(f.target))):
        tops = [at[side][getattr(f, side)] for side in ("source", "target")]
        _ribbon(panel, tops, f.posts * post, f.look)
        for side in ("source", "target"):
            at[side][getattr(f, side)] += f.posts * post


def _starts(panel: Axes, flows: list[Flow], side: str, post: float) -> dict[str, float]:
    """Write the ends of one side; where the flows of each begin."""
    left, starts = side == "source", dict[str, float]()
    for name, (top, room) in _ends(flows, side, post).items():
        posts = sum(f.posts for f in flows if getattr(f, side) == name)
        starts[name] = top + (room - posts * post) / 2
        how: Any = {"ha": "right" if left else "left", "va": "center", "textcoords": "offset points"}
        text = fitted(_said(name, posts), NAMES, 3)
        panel.annotate(text, (0.0 if left else 1.0, top + room / 2), xytext=(-4 if left else 4, 0), **how)
    return starts


def _ribbon(panel: Axes, tops: list[float], wide: float, look: Look) -> None:
    """From the left to the right, bent."""
    from matplotlib.patches import PathPatch
    from matplotlib.path import Path

    a, b = tops
    corners = [(0, a), (0.5, a), (0.5, b), (1, b), (1, b + wide), (0.5, b + wide), (0.5, a + wide), (0, a + wide)]
    codes = [Path.MOVETO, *[Path.CURVE4] * 3, Path.LINETO, *[Path.CURVE4] * 3, Path.CLOSEPOLY]
    patch = PathPatch(Path([*corners, (0, a)], codes), **look.face | {"edgecolor": INK})
    patch.set_zorder(2 + 1 / (1 + wide))  # a thin one is never hidden by a wide one
    panel.add_patch(patch)


def _said(name: str, posts: int) -> str:
    return f"{name}: {amount(posts)}"
