"""Derive a Texas district's central teams from Chicago's published positions, and reconcile them.

Texas publishes central staff as a few totals. Chicago publishes every position by unit and title, so
each team here is Chicago's posts of the same units, scaled by what drives the team's work (schools,
pupils, staff), at Chicago's pay scaled to the district's level, with the benefit rate of the team's own
F-33 function. Run `python tools/derive_teams.py corpus_christi` for the tables of docs/evidence.md.
"""

from __future__ import annotations

import csv
import sys
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

DATA = Path(__file__).parents[1] / "data"
LEAIDS = {"chicago": "1709930", "corpus_christi": "4815270", "sharyland": "4839930", "dumas": "4817610"}
FUNCTIONS = {  # F-33 items: spending -> salaries, benefits
    "V90": ("V37", "V38"),
    "E07": ("V13", "V14"),
    "E17": ("V11", "V12"),
    "V40": ("V21", "V22"),
    "E11": ("V29", "V30"),
    "E08": ("V15", "V16"),
}

ORDERS_PER_SCHOOL = 330  # Montgomery County MD, 320 to 340
ORDER_USD = 300.0  # Albuquerque, $242 to $357
ORDER_LABOR_SHARE = 0.6  # assumed
TRADES_USD = (36_650 + 58_720) / 2  # assumed: between cleaners and all school staff, BLS May 2022
ALL_STAFF_USD = 58_720  # BLS May 2022, mean of all school staff


@dataclass(frozen=True, slots=True)
class Part:
    """Posts of one Chicago unit: only the titles in `only`, or all but those in `but`."""

    unit: str
    only: tuple[str, ...] = ()
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """How one team is derived."""

    parts: tuple[Part, ...]
    driver: str
    function: str
    share: float = 1.0
    """Share of the posts that go to this team."""
    pay: str = "unit"
    """Mean pay of the whole unit, or of the titles in `only`."""


@dataclass(frozen=True, slots=True)
class Derived:
    """One derived team."""

    chicago_fte: float
    ratio: float
    posts: int
    pay_usd: float
    """Salary of one post at the district's pay level, before benefits."""
    loaded_usd: float
    """Rounded to $100."""
    vacancy_rate: float
    function: str


PAYROLL_TITLES = ("Kronos Analyst", "Payroll Manager", "Payroll Team Lead", "SSC Payroll Specialist")
TEACHING_TITLES = (
    "Regular Teacher",
    "Special Education Teacher",
    "Bilingual Teacher",
    "Teacher-Citywide",
    "Assistant Principal",
    "School Social Worker",
    "School Psychologist",
    "Instructional Support Leader",
    "Chief of Schools",
)
SPECIALIST_TITLES = (
    "District Representative",
    "Special Edu Administrator",
    "Due Process Senior Specialist",
    "Transition Specialist",
)
COACHES = Part("network_office", only=("Instructional Support Leader",))

RULES = {
    "hr": Rule(
        (
            Part("human_resources", but=("Resident Teacher", "Assistant Principal")),
            Part("safety_office", only=("Background Check Specialist",)),
        ),
        "staff",
        "V90",
    ),
    "payroll": Rule((Part("payroll"), Part("school_support_center", only=PAYROLL_TITLES)), "staff", "V90"),
    "finance": Rule((Part("budget_grants"), Part("finance_accounting")), "schools", "V90"),
    "purchasing": Rule(
        (
            Part("procurement", but=("Motor Truck Driver", "Foreman Of Motor Truck Drivers", "Warehouse Supervisor")),
            Part("school_support_center", but=PAYROLL_TITLES),
        ),
        "schools",
        "V90",
    ),
    "it_support": Rule((Part("information_technology"),), "pupils", "V90"),
    "nutrition_office": Rule((Part("nutrition_office"),), "schools", "E11"),
    "kitchen_relief": Rule((Part("nutrition_citywide"),), "schools", "E11"),
    "evaluators": Rule(
        (
            Part("special_education_citywide_providers", only=("School Psychologist",)),
            Part("special_education_office", only=("School Psychologist",)),
        ),
        "pupils",
        "E17",
        pay="title",
    ),
    "special_education_specialists": Rule(
        (Part("special_education_office", only=SPECIALIST_TITLES),), "special_education", "E07", pay="title"
    ),
    "curriculum": Rule((Part("instruction_curriculum", but=TEACHING_TITLES),), "schools", "E07"),
    "math_coaches": Rule((COACHES,), "network_schools", "E07", share=0.5, pay="title"),
    "literacy_coaches": Rule((COACHES,), "network_schools", "E07", share=0.5, pay="title"),
    "principal_supervisors": Rule(
        (Part("network_office", only=("Chief of Schools", "Deputy Chief of Schools")),),
        "network_schools",
        "E07",
        pay="title",
    ),
}
EXECUTIVE_OFFICE = Rule((Part("executive_communications_board"),), "schools", "E08")
"""Not a team of the model: derived only to check the method against general administration."""


@dataclass(frozen=True)
class District:
    """The published figures of one district."""

    name: str
    figures: dict[str, float] = field(repr=False)
    f33: dict[str, float] = field(repr=False)

    @cached_property
    def pay_ratio(self) -> float:
        """Mean salary of all staff over Chicago's: F-33 salaries (Z32) per full-time equivalent."""
        chicago = read_f33("chicago")["Z32"] / _values("chicago/totals.csv")["staff_fte"]
        return self.f33["Z32"] / self.figures["fte_total"] / chicago

    def ratio(self, driver: str) -> float:
        """The district's driver over Chicago's."""
        chicago = _values("chicago/totals.csv")
        ours = {
            "schools": ("campuses", "district_run_schools"),
            "network_schools": ("campuses", "network_schools"),
            "pupils": ("enrollment", "enrollment"),
            "special_education": ("special_education", "special_education"),
            "staff": ("fte_total", "staff_fte"),
        }[driver]
        return self.figures[ours[0]] / chicago[ours[1]]

    def benefit_rate(self, function: str) -> float:
        """Benefits over salaries of an F-33 function."""
        salaries, benefits = FUNCTIONS[function]
        return self.f33[benefits] / self.f33[salaries]

    def teams(self) -> dict[str, Derived]:
        """Every derived team, maintenance last."""
        return {name: self.team(rule) for name, rule in RULES.items()} | {"maintenance": self.maintenance()}

    def team(self, rule: Rule) -> Derived:
        """Chicago's posts x driver ratio; Chicago's pay x pay ratio x (1 + benefit rate)."""
        fte, salaries, vacant = 0.0, 0.0, 0.0
        for part in rule.parts:
            unit = _rows("chicago/units.csv", "unit")[part.unit]
            posts, title_pay = _posts(part)
            fte += posts
            salaries += posts * (title_pay if rule.pay == "title" else float(unit["mean_salary_per_fte"]))
            vacant += posts * float(unit["vacancy_rate"])
        pay = salaries / fte * self.pay_ratio
        ratio = self.ratio(rule.driver)
        count = max(1, _round(fte * rule.share * ratio))
        loaded = _round(pay * (1 + self.benefit_rate(rule.function)) / 100) * 100.0
        return Derived(fte * rule.share, ratio, count, pay, loaded, round(vacant / fte, 2), rule.function)

    def maintenance(self) -> Derived:
        """Trades: what the labor of the expected work orders costs, over the loaded cost of a post.

        Chicago's roster holds custodians and bus aides, which are out of scope, and no tradespeople.
        """
        level = self.f33["Z32"] / self.figures["fte_total"] / ALL_STAFF_USD
        pay = TRADES_USD * level
        loaded = _round(pay * (1 + self.benefit_rate("V40")) / 100) * 100.0
        labor = ORDERS_PER_SCHOOL * self.figures["campuses"] * ORDER_USD * level * ORDER_LABOR_SHARE
        vacancy = round(float(_rows("chicago/units.csv", "unit")["facilities_citywide"]["vacancy_rate"]), 2)
        return Derived(0.0, 0.0, _round(labor / loaded), pay, loaded, vacancy, "V40")

    def residuals(self) -> dict[str, tuple[float, float, float]]:
        """Per F-33 function: its salaries, those of the derived teams, the rest (staff outside the model)."""
        teams = self.teams().values()
        result = {}
        for function, (salaries, _) in FUNCTIONS.items():
            ours = sum(t.posts * t.pay_usd for t in teams if t.function == function)
            result[function] = (self.f33[salaries], ours, self.f33[salaries] - ours)
        return result

    def staff(self) -> dict[str, tuple[float, float, float]]:
        """Per class of Texas staff: its full-time equivalents, the derived posts, the rest.

        A kitchen post is a six-hour day, three quarters of a full-time equivalent.
        """
        teams = self.teams()
        trades = teams["maintenance"].posts + 0.75 * teams["kitchen_relief"].posts
        office = sum(t.posts for name, t in teams.items() if name not in ("maintenance", "kitchen_relief"))
        classes = {
            "central administration and professional support": (
                self.figures["fte_central_admin"] + self.figures["fte_professional_support"],
                float(office),
            ),
            "auxiliary": (self.figures["fte_auxiliary"], trades),
        }
        return {name: (published, ours, published - ours) for name, (published, ours) in classes.items()}


def read_district(name: str) -> District:
    """Read `corpus_christi`, `sharyland` or `dumas` from data/."""
    figures = {k: v for k, v in _values(f"{name}/district.csv").items() if v == v}
    return District(name, figures, read_f33(name))


def read_f33(name: str) -> dict[str, float]:
    """F-33 items of one district in whole dollars: fiscal year 2022 (Chicago 2019)."""
    row = _rows("f33/functions.csv", "LEAID")[LEAIDS[name]]
    return {k: float(v) for k, v in row.items() if k not in ("NAME", "STABBR")}


def _posts(part: Part) -> tuple[float, float]:
    """Posts of a part, and mean pay of its titles where that is published (posts without it left out)."""
    with (DATA / "chicago/positions.csv").open(newline="") as file:
        titles = [row for row in csv.DictReader(file) if row["unit"] == part.unit]
    if part.only:
        chosen = [row for row in titles if row["job_title"] in part.only]
        paid = [(float(r["fte"]), float(r["mean_salary_per_fte"])) for r in chosen if r["mean_salary_per_fte"]]
        pay = sum(n * usd for n, usd in paid) / sum(n for n, _ in paid) if paid else 0.0
        return sum(float(row["fte"]) for row in chosen), pay
    unit = float(_rows("chicago/units.csv", "unit")[part.unit]["fte"])
    return unit - sum(float(row["fte"]) for row in titles if row["job_title"] in part.but), 0.0


def _rows(path: str, key: str) -> dict[str, dict[str, str]]:
    with (DATA / path).open(newline="") as file:
        return {row[key]: row for row in csv.DictReader(file)}


def _values(path: str) -> dict[str, float]:
    rows = _rows(path, "field")
    return {k: float(row["value"]) for k, row in rows.items() if row["value"].replace(".", "", 1).isdigit()}


def _round(value: float) -> int:
    return int(value + 0.5)


def tables(district: District) -> str:
    """The derivation and the reconciliation as markdown."""
    lines = ["| Team | Chicago FTE | x ratio | Posts | Salary | Loaded | Vacancy | F-33 |", "|" + " --- |" * 8]
    for name, t in district.teams().items():
        scaled = f"{t.chicago_fte:.1f} | {t.ratio:.4f} ({t.chicago_fte * t.ratio:.1f})" if t.ratio else "see text |"
        lines.append(
            f"| {name} | {scaled} | {t.posts} | ${t.pay_usd:,.0f} | ${t.loaded_usd:,.0f} "
            f"| {t.vacancy_rate:.2f} | {t.function} |"
        )
    lines += ["", "| F-33 function | Salaries | Derived teams | Residual | Residual share |", "|" + " --- |" * 5]
    for function, (published, ours, rest) in district.residuals().items():
        lines.append(f"| {function} | ${published:,.0f} | ${ours:,.0f} | ${rest:,.0f} | {rest / published:.0%} |")
    lines += ["", "| Staff class | FTE | Derived teams | Residual |", "|" + " --- |" * 4]
    for name, (published, ours, rest) in district.staff().items():
        lines.append(f"| {name} | {published:,.1f} | {ours:,.1f} | {rest:,.1f} |")
    office = district.team(EXECUTIVE_OFFICE)
    lines += [
        "",
        f"Pay ratio {district.pay_ratio:.4f}. Executive office (check only): {office.posts} posts, "
        f"${office.posts * office.pay_usd:,.0f} against E08 salaries ${district.f33['V15']:,.0f}.",
        "Benefit rates: " + ", ".join(f"{f} {district.benefit_rate(f):.3f}" for f in FUNCTIONS) + ".",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.stdout.write(tables(read_district(sys.argv[1])))
