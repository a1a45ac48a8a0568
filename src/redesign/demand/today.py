"""What looks wrong about today's office before anything is simulated, from expected hours alone: work against posts."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import Expectation, expect
from redesign.demand.plan import by_team, packages_today, posts_today
from redesign.scenario.model import Scenario, Team
from redesign.scenario.notes import Note, area_notes, calendar_notes, few, note, roster_notes, service_notes
from redesign.scenario.service import Service

Floats = NDArray[np.float64]
IDLE_SHARE = 0.05
"""A team with work for less of its hours is called idle."""


@dataclass(frozen=True, slots=True)
class _Today:
    """Expected hours a year of each team, [T] each."""

    scenario: Scenario
    expectation: Expectation
    available: Floats
    """Of today's posts."""
    visits: Floats
    """Of today's packages."""
    mandated: Floats
    """Of mandated services."""


def notes_on_today(scenario: Scenario) -> list[Note]:
    """Notes in order of importance, each team and each school once for one kind; none where all is ordinary."""
    expectation, teams = expect(scenario), len(scenario.teams)
    mandates = np.array([service.mandated for service in scenario.service_list], np.bool_)
    today = _Today(
        scenario,
        expectation,
        posts_today(scenario) * expectation.post_hours,
        by_team(expectation.visit_hours, expectation.supplier, packages_today(scenario), teams),
        expectation.service_hours[mandates].sum(axis=0),
    )
    kinds = (
        _too_much_work(today),
        _hopeless(scenario),
        _caps(today),
        _idle(today),
        service_notes(scenario),
        area_notes(scenario),
    )
    notes = [found for kind in kinds for found in few(kind)]
    return [*notes, *roster_notes(scenario), *calendar_notes(scenario)]


def _too_much_work(today: _Today) -> Iterator[Note]:
    """The law first, then all requests and other work, then visits."""
    found: dict[int, list[Note]] = {0: [], 1: [], 2: []}
    for t, (name, team) in enumerate(today.scenario.teams.items()):
        rank, text = _load(today, t, team)
        if text:
            found[rank].append(note(today.scenario, ("teams", name, "posts_today"), text))
    for notes in found.values():
        yield from notes


def _load(today: _Today, t: int, team: Team) -> tuple[int, str]:
    """How much too much a team has to do, and how grave that is; no text where its hours suffice."""
    hours, work, visits = today.available[t], today.expectation.work_hours[t], today.visits[t]
    mandated = today.mandated[t]
    if not hours:
        text = f"{team.label} has no posts today, and {work + visits:,.0f} hours of work a year come to it"
        return (0 if mandated else 1), text if work + visits > 0 else ""
    law = _laws_missed(today, t, hours / mandated) if mandated > hours else ""
    if law:
        return 0, f"{team.label}: what the law requires takes {mandated / hours:.0%} of its hours, so it misses {law}"
    if work >= hours:
        missed = _promises(today, t)
        so = f", so that these promises are missed by far: {missed}" if missed else ""
        return 1, f"{team.label} is overloaded today: requests and other work take {work / hours:.0%} of its hours{so}"
    if work + visits > hours:
        total = (work + visits) / hours
        return 2, f"{team.label} has work for {total:.0%} of its hours today, visits included: some visits lapse"
    return 2, ""


def _laws_missed(today: _Today, t: int, share: float) -> str:
    """Mandated services of a team that promise more than the share its hours reach."""
    return ", ".join(
        service.label
        for service in _of_team(today, t)
        if service.mandated and service.promise is not None and service.promise.on_time_share > share
    )


def _promises(today: _Today, t: int) -> str:
    return ", ".join(
        service.label
        for service in _of_team(today, t)
        if not service.mandated and service.promise is not None and service.promise.on_time_share > 0
    )


def _of_team(today: _Today, t: int) -> Iterator[Service]:
    hours = today.expectation.service_hours[:, t].tolist()
    yield from (service for service, own in zip(today.scenario.service_list, hours, strict=True) if own > 0)


def _hopeless(scenario: Scenario) -> Iterator[Note]:
    """Promises shorter than the work of a request, whatever the posts."""
    for name, service in scenario.services.items():
        promise = service.promise
        if promise is None or not service.steps or promise.on_time_share < 0.5:
            continue
        passing = sum(a.team != b.team for a, b in pairwise(service.steps)) * service.handover_hours
        work = sum(step.work_hours / scenario.teams[step.team].pace for step in service.steps)
        due = promise.within_hours(scenario.calendar.hours_per_week)
        if passing + work > due:
            text = (
                f"a request is due within {due:,.1f} working hours, and {passing + work:,.1f} pass on average even "
                "where none waits: no number of posts keeps the promise"
            )
            yield note(scenario, ("services", name, "promise"), text)


def _caps(today: _Today) -> Iterator[Note]:
    """Most posts below today's, and below what today's work takes."""
    for t, (name, team) in enumerate(today.scenario.teams.items()):
        most, post = team.most_posts, today.expectation.post_hours[t]
        work = today.expectation.work_hours[t]
        default = " (the default: twice today's and five more)" if team.maximum_posts is None else ""
        text = ""
        if most < team.posts_today:
            text = (
                f"{team.label} may have {most} posts and has {team.posts_today} today: "
                "a strategy that cannot give up posts has no plan"
            )
        elif work > most * post > 0:
            text = (
                f"{team.label} may have {most} posts at most{default}; today's requests and other work take "
                f"{math.ceil(work / post):,}"
            )
        if text:
            yield note(today.scenario, ("teams", name, "maximum_posts"), text)


def _idle(today: _Today) -> Iterator[Note]:
    for t, (name, team) in enumerate(today.scenario.teams.items()):
        hours, used = today.available[t], today.expectation.work_hours[t] + today.visits[t]
        if used < IDLE_SHARE * hours and not team.outside:
            posts = f"{team.posts_today} post{'' if team.posts_today == 1 else 's'}"
            text = (
                f"{team.label}: {posts} with work for {used / hours:.0%} of the hours today; "
                "no step, package of today or other work gives them more"
            )
            yield note(today.scenario, ("teams", name, "posts_today"), text)
