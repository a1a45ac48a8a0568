"""DATA.md: units, teams, what remains of what is published, and today's year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from redesign.districts.compose import Composed
from redesign.districts.facts import Number
from redesign.districts.grouping import Team
from redesign.districts.residuals import of_payrolls, of_staff, office_per_1000_pupils
from redesign.districts.staffing import FUNCTIONS, Unit
from redesign.districts.team_block import label


def table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> list[str]:
    """A table in Markdown; bars in cells are written as their code."""
    names = list(header)
    lines = [names, ["---"] * len(names), *([_cell(cell) for cell in row] for row in rows)]
    return [f"| {' | '.join(line)} |" for line in lines]


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "&#124;")


def units(made: Composed) -> Iterator[str]:
    """Every unit with the arithmetic of its full-time equivalents, pay, benefits and vacancies."""
    staffing = made.staffing
    yield (
        "Governments publish a payroll for each function, not posts by unit. A unit is the district's own count or "
        "payroll of its function, divided as Chicago divides its (the one district that publishes every position); "
        "where neither is published, Chicago's posts in proportion to schools, pupils or staff. A ratio is held within "
        "half and twice that proportion: beyond, it says more of accounts than of posts. Posts and pay that come about "
        "so are assumed, whatever arithmetic stands with them; a unit whose staff the files count is read."
    )
    yield ""
    yield f"- Mean pay of all staff: {money(staffing.pay)}"
    yield f"- Pay ratio: {staffing.pay_ratio.value:.3f} = {staffing.pay_ratio.origin.text}"
    yield f"- Staff: {staffing.staff.value:,.1f} ({staffing.staff.origin.text})"
    for function, (item, _, name) in FUNCTIONS.items():
        ratio = staffing.payroll_ratio(function)
        if ratio is not None:
            yield f"- Ratio of {item} payrolls, {name}: {ratio.value:.4f} = {ratio.origin.text}"
    yield ""
    yield (
        "Vacancies are Chicago's, not this district's: the part of the same unit's posts that stood vacant on 30 June "
        "2019, the end of a school year, so that they are probably too high. These files count no vacant posts, and "
        "what surveys count is teachers. Every hour that a team has depends on them: replace them by position control."
    )
    yield ""
    header = ("Unit", "Full-time equivalents", "How", "Salary", "How", "Benefits", "How", "Vacant", "How")
    yield from table(header, (_unit(unit) for unit in staffing.units().values()))


def _unit(unit: Unit) -> Iterator[str]:
    yield unit.name
    for number, shown in (
        (unit.fte, f"{unit.fte.value:.2f}"),
        (unit.salary_usd, f"${unit.salary_usd.value:,.0f}"),
        (unit.benefit_rate, f"{unit.benefit_rate.value:.3f}"),
        (unit.vacancy_rate, f"{unit.vacancy_rate.value:.2f}"),
    ):
        yield shown
        yield f"{number.origin.kind}: {number.origin.text}"


def teams(made: Composed) -> Iterator[str]:
    """Teams with their units and posts."""
    yield (
        "Units of fewer than two full-time equivalents are held by one team. Where whole posts would be more than a "
        "tenth off, there is one post more, and each is a part of full time. Salary and benefits are the units' mean."
    )
    yield ""
    header = ("Team", "Units", "Full-time equivalents", "Posts", "Of full time", "Salary and benefits of a post")
    yield from table(header, (_team(team) for team in made.teams.values()))


def _team(team: Team) -> tuple[str, ...]:
    return (
        f"{team.id}: {label(team)}",
        ", ".join(unit.name for unit in team.units) if team.posts else f"paid like {team.copies}",
        f"{team.fte.value:.2f}",
        f"{team.posts}",
        f"{team.post_fte:g}",
        f"${team.loaded_usd:,.0f}",
    )


def residuals(made: Composed) -> Iterator[str]:
    """Published payrolls and staff, the teams in them, and the rest."""
    yield (
        "The scenario holds only teams that answer requests or visit schools. The rest of each payroll and class is "
        "outside the model: custodians, drivers, school staff, the superintendent's office. Below 0 the teams are more "
        "than the files have: look there first."
    )
    yield ""
    found = of_payrolls(made)
    if found:
        payrolls = (
            (r.what, money(r.published), f"${r.teams:,.0f}", f"${r.rest:,.0f}", f"{r.share:.0%}") for r in found
        )
        yield from table(("Payroll", "Published salaries", "Teams", "Rest", "Rest"), payrolls)
        yield ""
    counted = of_staff(made)
    if counted:
        classes = ((r.what, count(r.published), f"{r.teams:,.1f}", f"{r.rest:,.1f}", f"{r.share:.0%}") for r in counted)
        yield from table(("Class of staff", "Published", "Teams", "Rest", "Rest"), classes)
    if not found and not counted:
        yield "The files publish neither payrolls nor classes of staff: there is nothing to hold the teams against."
    yield ""
    yield from _against_others(made)


def _against_others(made: Composed) -> Iterator[str]:
    """The office beside others: no number of the scenario comes of it."""
    rows = [("This scenario", f"{office_per_1000_pupils(made):.1f}", "its teams but for trades and kitchens")]
    for name, key in OTHERS.items():
        other = made.staffing.table[f"{key}_per_1000_pupils"]
        rows.append((name, f"{other.value:.1f}", other.origin.text))
    yield from table(("Full-time equivalents for 1,000 pupils", "", "Of whom"), rows)


OTHERS = {"United States": "office", "Chicago": "chicago_office", "Texas": "texas_office"}


def today(made: Composed) -> Iterator[str]:
    """A year of today's office in expectation."""
    yield (
        "Hours a year, in expectation. Other work is what nobody lists, and so is set: as much as makes a team of one "
        "or two posts busy for 70% of its hours, one of up to six for 75% and a larger one for 80%, less where work "
        "comes in school weeks only."
    )
    yield ""
    busy = {name: day for name, day in made.today.items() if day.hours}
    rows = (
        (name, *(f"{n:,.0f}" for n in (d.hours, d.requests_hours, d.visits_hours, d.other_hours)), f"{d.busy:.0%}")
        for name, d in busy.items()
    )
    yield from table(("Team", "Hours", "Requests", "Visits", "Other work", "Busy"), rows)


def money(number: Number) -> str:
    """Dollars with their origin."""
    return f"${number.value:,.0f} ({number.origin.text})"


def count(number: Number) -> str:
    """A count with its origin."""
    return f"{number.value:,.1f} ({number.origin.text})"
