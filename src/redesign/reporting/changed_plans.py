"""What is other in a plan that was asked for, in the names of the study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redesign.reporting.reading import labels
from redesign.reporting.text import counted, visible
from redesign.scenario.model import NONE
from redesign.study.ask.answers import Bought
from redesign.study.study import Study

MOST_SAID = 12


def moved(study: Study, base: Bought, plan: Bought, most: int | None = MOST_SAID) -> str:
    """What is other in a plan, in a row; empty where nothing is."""
    return in_a_row(changes_in_words(study, base, plan), most)


def in_a_row(things: Iterable[str], most: int | None = MOST_SAID) -> str:
    """One after the other, after `most` the rest as a count; with semicolons, since names have commas."""
    items = list(things)
    rest = 0 if most is None else len(items) - most
    return "; ".join([*items[:most], f"{rest} more"] if rest > 0 else items)


def changes_in_words(study: Study, base: Bought, plan: Bought) -> Iterator[str]:
    """Posts, levers and schools by package of a plan, where they are not those of another."""
    yield from choices_in_words(study, base, plan)
    yield from packages_in_words(study, base, plan)


def choices_in_words(study: Study, base: Bought, plan: Bought) -> Iterator[str]:
    """Posts and levers alone."""
    teams = labels(study.teams) | {use.provider: use.label for use in study.chosen.providers}
    for team, before in base.posts.items():
        if before != plan.posts[team]:
            yield f"{visible(teams.get(team, team))} {before} to {plan.posts[team]}"
    for word, first, second in (("with", plan, base), ("without", base, plan)):
        yield from (
            f"{word} {visible(study.lever_in_words(name))}" for name in first.levers if name not in second.levers
        )


def packages_in_words(study: Study, base: Bought, plan: Bought) -> Iterator[str]:
    """Schools by package alone, area by area."""
    areas = labels(study.areas)
    for area, counts in plan.packages.items():
        before = base.packages[area]
        others = [
            f"{visible(package)} in {counted(number, 'school')} instead of {before[package]}"
            for package, number in counts.items()
            if package != NONE and number != before[package]
        ]
        if others:
            yield f"{visible(areas[area])}: {', '.join(others)}"
