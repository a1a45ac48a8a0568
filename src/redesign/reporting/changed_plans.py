"""What is other in a plan that was asked for, in the names of the study."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.reporting.reading import labels
from redesign.reporting.text import counted, visible
from redesign.scenario.model import NONE
from redesign.study.ask.answers import Bought
from redesign.study.study import Study


def changes_in_words(study: Study, base: Bought, plan: Bought) -> Iterator[str]:
    """Posts, levers and schools by package of a plan, where they are not those of another."""
    yield from choices_in_words(study, base, plan)
    yield from packages_in_words(study, base, plan)


def choices_in_words(study: Study, base: Bought, plan: Bought) -> Iterator[str]:
    """Posts and levers alone; providers by their ids."""
    teams = labels(study.teams)
    for team, before in base.posts.items():
        if before != plan.posts[team]:
            yield f"{visible(teams.get(team, team))} {before} to {plan.posts[team]}"
    for word, first, second in (("with", plan, base), ("without", base, plan)):
        yield from (
            f"{word} {visible(study.lever_in_words(name))}" for name in first.levers if name not in second.levers
        )


def packages_in_words(study: Study, base: Bought, plan: Bought) -> Iterator[str]:
    """Schools by package alone."""
    areas = labels(study.areas)
    for area, counts in plan.packages.items():
        for package, number in counts.items():
            if package != NONE and number != (before := base.packages[area][package]):
                yield f"{visible(areas[area])}, {visible(package)}: {counted(number, 'school')} instead of {before}"
