"""What is odd about a scenario though it is allowed: notes with file and line, for a planner to look at first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from redesign.scenario.model import Scenario, School
from redesign.scenario.yaml_tree import Path, dotted

FEW_SCHOOL_WEEKS, FEW_WEEKS = 26, 40
TINY_TEACHERS = 1.0
FEWEST_PUPILS_PER_TEACHER, MOST_PUPILS_PER_TEACHER = 2, 60
"""Beyond them a cell is taken for another column's or school's, or for one with a digit too many: a tenth or ten times
the usual 15 lies outside, small alternative schools (2.6 is the least of Chicago's) lie inside."""
MISSED_PUPILS = 100
"""A group of this many pupils, were a school like the others, is taken for not reported where the roster says 0."""
MOST_NOTES, MOST_NAMES = 3, 4


@dataclass(frozen=True, slots=True)
class Note:
    """Something to look at."""

    file: str
    line: int
    """From 1; 0 where no file was read."""
    path: str
    """Key path."""
    text: str

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else ""
        return ": ".join(part for part in (where, self.path, self.text) if part)


def note(scenario: Scenario, path: Path, text: str) -> Note:
    """A note on a key of the scenario."""
    return Note(*scenario.origin.place(dotted(path)), dotted(path), text)


def few(notes: Iterable[Note]) -> list[Note]:
    """The first notes of one kind, and how many more there are."""
    found = list(notes)
    more = found[MOST_NOTES:]
    if not more:
        return found
    names = _named(each.path for each in more)
    return [*found[:MOST_NOTES], Note("", 0, "", f"The same of {len(more)} more: {names}.")]


def area_notes(scenario: Scenario) -> Iterator[Note]:
    """Areas whose packages help nobody."""
    for name, area in scenario.areas.items():
        if all(package.effect_per_hour <= 0 for package in area.packages.values()):
            text = f"no package of {area.label} has an effect above 0, so that no plan gains by giving one"
            yield note(scenario, ("areas", name, "packages"), text)


def service_notes(scenario: Scenario) -> Iterator[Note]:
    """Hours of hand-over between steps of one team, which never pass; a service of one step has no hand-over at all."""
    for name, service in scenario.services.items():
        pairs = enumerate(pairwise(service.steps), start=1)
        alone = [f"{i} and {i + 1}" for i, (a, b) in pairs if a.team == b.team]
        if service.handover_hours and alone:
            text = (
                f"{service.label}: no hours pass between steps {', '.join(alone)}, which one team does; a hand-over is "
                "from one team to another"
            )
            yield note(scenario, ("services", name, "handover_hours"), text)


def roster_notes(scenario: Scenario) -> Iterator[Note]:
    """Needs that tell no schools apart, schools without pupils or principals, campuses too small for a package."""
    yield from few(_needs(scenario))
    yield from _schools(
        scenario,
        lambda s: s.enrollment == 0,
        "teachers and an enrollment of 0, which counts as least in need; perhaps it was not reported",
    )
    for name, area in scenario.areas.items():
        if area.visits_per == "principal":
            yield from _schools(
                scenario,
                lambda s, levels=area.levels: s.level in levels and s.principals == 0,  # type: ignore[misc]
                f"no principal, so no visits of {name}, which counts them by principal",
            )
    yield from _schools(
        scenario,
        lambda s: s.teachers < TINY_TEACHERS,
        "less than one teacher; a package for a school costs as much there as at a large one",
    )
    yield from _schools(
        scenario,
        lambda s: s.teachers >= TINY_TEACHERS and s.enrollment > MOST_PUPILS_PER_TEACHER * s.teachers,
        f"more than {MOST_PUPILS_PER_TEACHER} pupils to a teacher; perhaps one of the two is wrong",
    )
    yield from _schools(
        scenario,
        lambda s: TINY_TEACHERS <= s.enrollment < FEWEST_PUPILS_PER_TEACHER * s.teachers,
        f"fewer than {FEWEST_PUPILS_PER_TEACHER} pupils to a teacher; perhaps one of the two is wrong",
    )


def calendar_notes(scenario: Scenario) -> Iterator[Note]:
    """A year too short for what is asked in it."""
    calendar = scenario.calendar
    school_weeks = calendar.last_school_week - calendar.first_school_week + 1
    if calendar.weeks < FEW_WEEKS:
        text = f"the year has {calendar.weeks} weeks, and all that is asked in a year falls in them"
        yield note(scenario, ("calendar", "weeks"), text)
    elif school_weeks < FEW_SCHOOL_WEEKS:
        text = f"pupils are in school in {school_weeks} weeks only, and all visits of a year fall in them"
        yield note(scenario, ("calendar", "first_school_week"), text)


def tells_apart(measure: str, schools: Iterable[School]) -> bool:
    """Whether a measure of need differs between schools."""
    shares = [getattr(s, measure) / s.enrollment if s.enrollment else 0.0 for s in schools if measure != "none"]
    return len(set(shares)) > 1


def _needs(scenario: Scenario) -> Iterator[Note]:
    schools = scenario.schools
    left_out = {assumption.path for assumption in scenario.origin.assumptions}
    asked: dict[str, Path] = {scenario.district.need_measure: ("district", "need_measure")}
    for name, area in scenario.areas.items():
        asked.setdefault(area.need_measure, ("areas", name, "need_measure"))
    for measure, path in asked.items():
        if measure == "none" or len(schools) < 2:
            continue
        if tells_apart(measure, schools):
            yield from _unreported(scenario, measure)
            continue
        found = "is the same share of pupils at every school"
        if f"schools.{measure}" in left_out:
            found = "is no column of the roster and counts as 0 at every school"
        elif not any(getattr(s, measure) for s in schools):
            found = "is 0 at every school; perhaps it was not reported"
        text = f"{measure} {found}, so that it tells no schools apart: all need alike"
        yield note(scenario, path, text)


def _unreported(scenario: Scenario, measure: str) -> Iterator[Note]:
    schools = scenario.schools
    share = sum(getattr(s, measure) for s in schools) / max(1, sum(s.enrollment for s in schools))
    yield from _schools(
        scenario,
        lambda s: getattr(s, measure) == 0 and s.enrollment * share >= MISSED_PUPILS,
        f"0 under {measure}, of which the district has {share:.0%}; perhaps it was not reported",
    )


def _schools(scenario: Scenario, odd: Callable[[School], bool], text: str) -> Iterator[Note]:
    """One note for all schools that are odd in one way, at the first of them."""
    found = [i for i, school in enumerate(scenario.schools) if odd(school)]
    if found:
        count = f"{len(found)} school{'' if len(found) == 1 else 's'}"
        names = _named(scenario.schools[i].name for i in found)
        have = "has" if len(found) == 1 else "have"
        yield note(scenario, ("schools", found[0]), f"{count} ({names}) {have} {text}")


def _named(names: Iterable[str]) -> str:
    every = list(names)
    more = len(every) - MOST_NAMES
    return ", ".join(every[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
