"""Derive the teams and the roster of `scenarios/chicago.yaml` from Chicago's published positions and schools.

Unlike the Texas teams of `derive_teams.py` nothing is scaled here: posts, vacancies and pay are the district's own.
`python tools/derive_chicago.py` prints the tables of docs/evidence.md section 11,
`python tools/derive_chicago.py roster > scenarios/chicago_schools.csv` makes the roster again, and
`python tools/derive_chicago.py packages` prints which schools have which support today.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[1] / "data/chicago"
LEVELS = {"ES": "elementary", "MS": "middle", "HS": "high"}
"""Chicago's own categories; most of its elementary schools reach grade 8."""

SCHOOL_POSTS = {
    "human_resources": ("Resident Teacher", "Assistant Principal"),
    "principal_development": ("Resident Principal",),
    "procurement": ("Motor Truck Driver", "Foreman Of Motor Truck Drivers", "Warehouse Supervisor"),
    "instruction_curriculum": (
        "Regular Teacher",
        "Special Education Teacher",
        "Bilingual Teacher",
        "Teacher-Citywide",
        "Assistant Principal",
        "School Social Worker",
        "School Psychologist",
        "Instructional Support Leader",
        "Chief of Schools",
    ),
    "special_education_office": (
        "Teacher-Citywide",
        "Teacher-Speech Pathologist",
        "Occupational Therapist",
        "Regular Teacher",
        "Special Education Teacher",
        "Part-Time Teacher",
    ),
}
"""Posts on a central budget that work in schools or on the road and answer no requests: in no team."""

CARVED = {
    "support_leaders": ("network_office", ("Instructional Support Leader",)),
    "network_chiefs": ("network_office", ("Chief of Schools", "Deputy Chief of Schools")),
    "operations_managers": ("network_office", ("Network Operations Manager",)),
    "english_learner_specialists": ("instruction_curriculum", ("EL Network Specialist", "EL Program Specialist")),
    "inclusion_specialists": ("special_education_office", ("District Representative", "Special Edu Administrator")),
    "health_screeners": ("student_support", ("Audio And Vision Screen Tech",)),
    "business_partners": ("human_resources", ("HR Business Partner",)),
}
"""Posts of a unit whose day is unlike the unit's: teams of their own, by title."""

WHOLE = {
    "hr": "human_resources",
    "school_support_center": "school_support_center",
    "payroll": "payroll",
    "budget_grants": "budget_grants",
    "finance": "finance_accounting",
    "procurement": "procurement",
    "it_support": "information_technology",
    "facilities_office": "facilities_office",
    "nutrition_office": "nutrition_office",
    "transportation_office": "transportation_office",
    "safety_office": "safety_office",
    "legal_audit": "legal_audit_compliance",
    "planning_enrollment": "planning_enrollment_portfolio",
    "family_community": "family_community",
    "student_support": "student_support",
    "special_education_office": "special_education_office",
    "curriculum": "instruction_curriculum",
    "network_staff": "network_office",
    "executive_office": "executive_communications_board",
    "principal_quality": "principal_development",
}
"""What is left of a unit after school posts and carved teams."""

MERGED = {"talent_partners": ("business_partners", "principal_quality")}
"""Five and nine posts that work with principals on who is hired, placed and promoted: too few to be two teams."""


@dataclass(frozen=True, slots=True)
class Posts:
    """A number of posts, how many stand vacant, and what they cost together."""

    positions: int
    vacant: int
    fte: float
    salaries_usd: float
    benefits_usd: float

    def __add__(self, other: Posts) -> Posts:
        """Both together."""
        return Posts(*(getattr(self, k) + getattr(other, k) for k in self.__slots__))

    def __sub__(self, other: Posts) -> Posts:
        """What is left without the other."""
        return Posts(*(getattr(self, k) - getattr(other, k) for k in self.__slots__))

    @property
    def loaded_usd(self) -> float:
        """Salary and benefits of one post, to $100."""
        return int((self.salaries_usd + self.benefits_usd) / self.positions / 100 + 0.5) * 100.0

    @property
    def vacancy_rate(self) -> float:
        """Vacant share, to two places."""
        return round(self.vacant / self.positions, 2)

    @property
    def post_fte(self) -> float:
        """Full-time equivalents of one post, to two places."""
        return round(self.fte / self.positions, 2)


COACHED_ELEMENTARY = 150
COACHED_SECONDARY = 55
"""Schools that 63 support leaders can visit as often as the lowest packages say."""

NOBODY = Posts(0, 0, 0.0, 0.0, 0.0)


def units() -> dict[str, Posts]:
    """Every unit of the central office as published; citywide direct services are not the central office."""
    return {
        row["unit"]: Posts(
            int(row["positions"]),
            int(row["vacant"]),
            float(row["fte"]),
            float(row["salary_total"]),
            float(row["benefit_total"]),
        )
        for row in _rows("units.csv")
        if row["layer"] == "central_office"
    }


def titles(unit: str, names: tuple[str, ...]) -> Posts:
    """Posts of some titles of a unit, with the unit's benefit rate; at its mean pay where theirs is not published."""
    whole, found = units()[unit], NOBODY
    for row in _rows("positions.csv"):
        if (row["layer"], row["unit"]) != ("central_office", unit) or row["job_title"] not in names:
            continue
        fte = float(row["fte"])
        salaries = fte * float(row["mean_salary_per_fte"] or whole.salaries_usd / whole.fte)
        benefits = salaries * whole.benefits_usd / whole.salaries_usd
        found += Posts(int(row["positions"]), int(row["vacant"]), fte, salaries, benefits)
    return found


def school_posts() -> dict[str, Posts]:
    """Posts in no team, by unit."""
    return {unit: titles(unit, names) for unit, names in SCHOOL_POSTS.items()}


def teams() -> dict[str, Posts]:
    """Every team; with `school_posts` they are the central office, to the last post and dollar."""
    apart, carved = school_posts(), {name: titles(*spec) for name, spec in CARVED.items()}
    found = dict(carved)
    for name, unit in WHOLE.items():
        rest = units()[unit] - apart.get(unit, NOBODY)
        for team, (of, _) in CARVED.items():
            rest = rest - carved[team] if of == unit else rest
        found[name] = rest
    for name, (one, other) in MERGED.items():
        found[name] = found.pop(one) + found.pop(other)
    return found


def roster() -> str:
    """The 516 schools with a principal on the roster, as the CSV file of the scenario."""
    lines = ["id,name,level,enrollment,teachers,principals,econ_disadvantaged,emergent_bilingual,special_education"]
    for row in _rows("schools.csv"):
        lines.append(
            f"{row['school_id']},{row['school_name']},{LEVELS[row['category']]},{row['enrollment']},"
            f"{float(row['fte_teacher']):g},{float(row['fte_principal']):g},"
            f"{row['low_income']},{row['english_learners']},{row['special_ed']}"
        )
    return "\n".join(lines) + "\n"


def packages_today() -> dict[str, list[str]]:
    """Ids of the schools that have the lowest package of an area today, in the order of the roster.

    Chiefs and operations managers serve the schools of their networks; operations managers are on the roster of
    networks 14 to 17 only. Which schools the support leaders coach is not published: assumed, those with most need.
    """
    served = [row for row in _rows("schools.csv") if row["network"].startswith("Network ")]
    by_need = sorted(served, key=lambda row: (-_low_income_share(row), row["school_id"]))
    with_managers = [row for row in served if int(row["network"].removeprefix("Network ")) >= 14]
    elementary = [row for row in by_need if row["category"] == "ES"][:COACHED_ELEMENTARY]
    secondary = [row for row in by_need if row["category"] != "ES"][:COACHED_SECONDARY]
    chosen = {
        "elementary_math_coaching": elementary,
        "secondary_literacy_coaching": secondary,
        "principal_partnership": served,
        "operations_coaching": with_managers,
    }
    return {area: sorted(row["school_id"] for row in rows) for area, rows in chosen.items()}


def packages() -> str:
    """`package_today` of these areas as it stands in the scenario."""
    lines = []
    for area, ids in packages_today().items():
        cells = [f'"{i}": low' for i in ids]
        rows = [", ".join(cells[n : n + 7]) for n in range(0, len(cells), 7)]
        lines += [f"  {area}:", "    package_today: {", *(f"      {row}," for row in rows), "    }"]
    return "\n".join(lines) + "\n"


def tables() -> str:
    """The derivation and its reconciliation as markdown."""
    lines = ["| Team | Posts | Vacant | Rate | FTE of a post | Loaded |", "|" + " --- |" * 6]
    lines += [f"| {name} | {_cells(posts)} |" for name, posts in teams().items()]
    lines += ["", "| In no team, by unit | Posts | Vacant | Rate | FTE of a post | Loaded |", "|" + " --- |" * 6]
    lines += [f"| {unit} | {_cells(posts)} |" for unit, posts in school_posts().items()]
    ours, apart = sum(teams().values(), NOBODY), sum(school_posts().values(), NOBODY)
    published = sum(units().values(), NOBODY)
    lines += ["", "| | Posts | Vacant | Salaries and benefits |", "|" + " --- |" * 4]
    for label, posts in (("Teams", ours), ("In no team", apart), ("Central office as published", published)):
        total = posts.salaries_usd + posts.benefits_usd
        lines.append(f"| {label} | {posts.positions} | {posts.vacant} | ${total:,.0f} |")
    return "\n".join(lines) + "\n"


def _cells(posts: Posts) -> str:
    count = f"{posts.positions} | {posts.vacant} | {posts.vacancy_rate:.2f}"
    return f"{count} | {posts.post_fte:.2f} | ${posts.loaded_usd:,.0f}"


def _low_income_share(row: dict[str, str]) -> float:
    return int(row["low_income"]) / int(row["enrollment"]) if int(row["enrollment"]) else 0.0


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    sys.stdout.write({"roster": roster, "packages": packages}.get("".join(sys.argv[1:]), tables)())
