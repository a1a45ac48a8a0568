"""Today's office and what the plan changes: hours, posts, packages, levers."""

from __future__ import annotations

from redesign.analysis.measures import KINDS
from redesign.reporting.reading import (
    labels,
    lever_choices,
    mean_of,
    measures_in_words,
    need_columns,
    package_names,
    schools_by_package,
    with_any,
)
from redesign.reporting.sections.section import Section
from redesign.reporting.text import amount, counted, listed, share, visible
from redesign.study.strategy_result import Choice, TeamPosts
from redesign.study.study import Study

MANY = 40
"""Names that a sentence lists before it counts the rest."""


def hours_today(study: Study) -> Section:
    """Where today's hours go: a row per team and their sum, four kinds of work."""
    names, today = labels(study.teams), study.today
    rows = [
        (
            visible(names[team.team]),
            amount(team.posts),
            share(mean_of(team.utilization)),
            *(_whole(team.hours[kind]) for kind in KINDS),
        )
        for team in today.teams
        if team.posts or any(team.hours.values())
    ]
    by_kind = today.hours_by_kind
    total = sum(by_kind.values())
    rows.append(("All teams", amount(sum(t.posts for t in today.teams)), "", *(_whole(by_kind[k]) for k in KINDS)))
    lines = [
        f"Of {_whole(total)} hours, {share(by_kind['instructional'] / total)} are instructional."
        if total
        else "Today's office does no work."
    ]
    unmet = [f"{visible(u.label)} ({_whole(u.requests_per_year)} requests a year)" for u in today.unmet]
    lines += [f"No team owns: {listed(unmet, MANY)}."] if unmet else []
    columns = ("Team", "Posts", "Busy", "Mandated", "Routine", "Instructional", "Other")
    return Section("Where hours go today (hours a year)", columns, tuple(rows), tuple(lines), total=True)


def posts(study: Study) -> Section:
    """Posts by source of every team that changes, and of the whole office."""
    names, changes = labels(study.teams), study.plan.posts
    rows = [(visible(names[c.team]), *map(amount, _counts(c))) for c in changes if c.changes]
    totals = [sum(column) for column in zip(*map(_counts, changes), strict=True)]
    rows.append(("All teams", *map(amount, totals)))
    lines = [
        f"Moved into {visible(names[c.team])}: "
        + listed((f"{n} retrained from {visible(names[source])}" for source, n in c.retrained_in.items()), MANY)
        + "."
        for c in changes
        if c.retrained_in
    ]
    same = [visible(names[c.team]) for c in changes if not c.changes]
    lines += [f"Unchanged: {listed(same, MANY)}."] if same else []
    columns = ("Team", "Today", "Released", "Moved out", "Kept", "Moved in", "Hired", "Planned")
    return Section("What changes: posts by source", columns, tuple(rows), tuple(lines), total=True)


def packages(study: Study) -> Section:
    """Schools per package by area and need quartile; today's schools with any package beside them."""
    common, quartiles = package_names(study), need_columns(study)
    by_need = ", by the quarter of schools with that need" if len(quartiles) > 1 else ""
    rows, lines = [], [f"Schools with {'/'.join(map(visible, common))}{by_need}."]
    lines += [f"Need goes by {'; by '.join(measures_in_words(study))}."] if by_need else []
    for area in study.areas:
        planned, today = (schools_by_package(strategy, area.id) for strategy in (study.chosen, study.today))
        own = [name for name in common if name in area.packages]
        cells = ["/".join(amount(planned.get(q, {}).get(name, 0)) for name in own) for q in quartiles]
        cells = [cell if cell.strip("0/") else "-" for cell in cells]
        if by_need and planned.keys() == {0}:
            alike = "/".join(amount(planned[0].get(name, 0)) for name in own)
            lines.append(f"{visible(area.label)}: all schools need it alike, {alike}.")
        rows.append((visible(area.label), amount(sum(map(with_any, today.values()))), *cells))
        lines += [f"{visible(area.label)}: {'/'.join(map(visible, own))}."] if own != common else []
    columns = ("Area", "Any today", *quartiles.values())
    of_school = " and need of the school" if by_need else ""
    return Section(f"What changes: packages by area{of_school}", columns, tuple(rows), tuple(lines))


CHOICES: tuple[tuple[Choice, str], ...] = (
    ("automate", "Automated"),
    ("eliminate", "Eliminated"),
    ("delegate", "Left to schools"),
    ("adopt", "Taken on"),
    ("as_is", "Refused, kept as it is"),
)
RARE = ("delegate", "adopt")
"""Said only where a plan does so."""


def levers(study: Study) -> Section:
    """What becomes of services, and those left as they are although a lever exists."""
    names, choices = labels(study.services), lever_choices(study)
    hours = {s.service: s.hours for s in study.today.services}
    lines = []
    for choice, word in CHOICES:
        own = [f"{visible(names[s])} ({_whole(hours[s])} h)" for s, taken in choices.items() if taken == choice]
        lines += [f"{word}: {listed(own, MANY) or 'none'}."] if own or choice not in RARE else []
    other = [strategy.hours_by_kind["other"] for strategy in (study.today, study.chosen)]
    if study.plan.drop_removable_work:
        lines.append(f"Removable other work is dropped: {_whole(other[0])} hours become {_whole(other[1])}.")
    for choice, word in (("taken", "Taken in the whole district"), ("left", "Left in the whole district")):
        own = [visible(lever.label) for lever in study.levers if study.plan.levers.get(lever.id) == choice]
        lines += [f"{word}: {listed(own, MANY)}."] if own else []
    count = len(choices) + len(study.levers)
    lines.append(f"{counted(count, 'lever')} to choose from; hours a year today in brackets.")
    return Section("What changes: levers taken and refused", lines=tuple(lines))


def _counts(c: TeamPosts) -> tuple[int, ...]:
    return c.today, c.released, c.retrained_out, c.kept, c.retrained, c.hired, c.planned


def _whole(value: float) -> str:
    return amount(round(value))
