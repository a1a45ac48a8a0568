"""What is published of payrolls and classes of staff, and what of it the teams of a scenario are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from redesign.districts.compose import Composed
from redesign.districts.drafts import go_together, of
from redesign.districts.facts import Number, Origin, PublishedSchool
from redesign.districts.grouping import Team
from redesign.districts.staffing import FUNCTIONS
from redesign.scenario.notes import FEWEST_PUPILS_PER_TEACHER, MOST_PUPILS_PER_TEACHER

OTHER_UNIT_SHARE = -1.0
"""Teams with twice what is published: the file is of another year, or in another unit."""
Kinds = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
WAGE_TEAMS = ("maintenance", "kitchen_relief")
"""Teams of wage earners; the others work in the office or visit schools."""
OFFICE = (
    (("central_administrators", "professional_support"), ()),
    (("central_administrators", "central_support", "instructional_coordinators"), ("psychologists", "student_support")),
)
"""Classes of staff that hold the teams of the office, as a state and as the federal files count them: those that must
be published for a comparison, and those that come on top where they are."""
WAGES = ((("auxiliary",), ()), (("other_support",), ()))


@dataclass(frozen=True, slots=True)
class Residual:
    """A published payroll or class of staff, and the teams in it."""

    what: str
    published: Number
    teams: float

    @property
    def rest(self) -> float:
        """What is outside the teams."""
        return self.published.value - self.teams

    @property
    def share(self) -> float:
        """Of what is published."""
        return self.rest / self.published.value if self.published.value else 0.0


def of_payrolls(made: Composed) -> list[Residual]:
    """Functions whose payroll is known, in the order of `FUNCTIONS`."""
    found = []
    for function, (item, _, name) in FUNCTIONS.items():
        payroll = made.staffing.payroll(function)
        ours = sum(_salaries(team, function) for team in made.teams.values())
        if payroll is not None and ours:
            found.append(Residual(f"{name} ({item})", payroll, ours))
    return found


def doubts(made: Composed) -> list[str]:
    """Published numbers that cannot be what they seem, or do not belong together, a sentence each."""
    odd = (each for each in of_payrolls(made) if each.share < OTHER_UNIT_SHARE)
    texts = (
        f"{each.what}: {each.published.value:,.0f} is published ({each.published.origin.text}), less than half of what "
        f"the posts here are paid ({each.teams:,.0f}): another unit, or another year?"
        for each in odd
    )
    return [*made.district.doubts, *_crowds(made.district.schools), *texts]


def _crowds(schools: Sequence[PublishedSchool]) -> Iterator[str]:
    """That pupils and teachers of schools do not go together, in a sentence."""
    found = {
        school.id: f"{_read(school.enrollment, 'pupils')}; {_read(school.teachers, 'teachers')}"
        for school in schools
        if not go_together(school.enrollment.value, school.teachers.value)
    }
    if found:
        bounds = f"Fewer than {FEWEST_PUPILS_PER_TEACHER} or more than {MOST_PUPILS_PER_TEACHER} pupils to a teacher"
        yield f"{bounds} at {of(schools, found)}. Is one of the two of another school or column?"


def _read(number: Number, what: str) -> str:
    """A count with its cell, where it is read from one."""
    return f"{number.value:g} {what}" + (f", {number.origin.text}" if number.origin.kind == "read" else "")


def _salaries(team: Team, function: str) -> float:
    """Salaries of a team's posts in one function; those of several units by their full-time equivalents."""
    whole = sum(unit.fte.value for unit in team.units)
    inside = sum(unit.fte.value * unit.salary_usd.value for unit in team.units if unit.function == function)
    return inside / whole * team.posts * team.post_fte / team.full


def of_staff(made: Composed) -> list[Residual]:
    """Classes of staff that the files count, as far as they hold all teams that are compared with them."""
    teams = made.teams.values()
    wages = _fte(team for team in teams if team.id in WAGE_TEAMS)
    office = _fte(team for team in teams if team.id not in WAGE_TEAMS)
    found = [_of_classes(made, "office", OFFICE, office), _of_classes(made, "wage earners", WAGES, wages)]
    return [each for each in found if each is not None]


def _of_classes(made: Composed, what: str, kinds: Kinds, ours: float) -> Residual | None:
    staff = made.district.staff
    for needed, more in kinds:
        if all(key in staff for key in needed):
            parts = {key: staff[key] for key in (*needed, *more) if key in staff}
            text = " + ".join(f"{number.value:,.1f} {key} ({number.origin.text})" for key, number in parts.items())
            total = Number(sum(number.value for number in parts.values()), Origin("computed", text))
            return Residual(f"{what}: {', '.join(key.replace('_', ' ') for key in parts)}", total, ours)
    return None


def office_per_1000_pupils(made: Composed) -> float:
    """Full-time equivalents of the teams of the office for 1,000 pupils."""
    return 1000 * _fte(team for team in made.teams.values() if team.id not in WAGE_TEAMS) / made.staffing.pupils


def _fte(teams: Iterable[Team]) -> float:
    return sum(team.posts * team.post_fte for team in teams)
