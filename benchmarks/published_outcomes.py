"""What the model predicts of published outcomes that it was not given: `python benchmarks/published_outcomes.py`.

Inputs that were not published are ranges. A Latin hypercube draws them, a year of today's office is simulated for each
draw, and the middle nine tenths of what comes out are the prediction: they cover the inputs and chance together.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from redesign import load_scenario
from redesign.analysis.measures import YearMeasures
from redesign.demand.plan import plan_today
from redesign.scenario.model import Scenario
from redesign.scenario.what_if import with_changes
from redesign.study.years import case_of, simulate_year

ROOT = Path(__file__).parents[1]
HERE = ROOT / "tests" / "validation"
SEED, DRAWS = 2026, 60
NINE_TENTHS = (5, 95)

Floats = NDArray[np.float64]
Ranges = Mapping[str, tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Prediction:
    """One published outcome, and the interval in which the model expects it."""

    name: str
    published: tuple[float, float]
    """Lowest and highest figure that was published; the same twice where there is one."""
    predicted: tuple[float, float]
    form: str = ".0%"
    """How its numbers are written."""

    @property
    def agrees(self) -> bool:
        """Whether the two intervals touch."""
        return self.predicted[0] <= self.published[1] and self.published[0] <= self.predicted[1]

    def row(self) -> str:
        """Its row of the table in docs/validation.md."""
        verdict = "yes" if self.agrees else "**no**"
        return f"| {self.name} | {self._written(self.published)} | {self._written(self.predicted)} | {verdict} |"

    def _written(self, span: tuple[float, float]) -> str:
        low, high = (format(value, self.form.removeprefix("$")) for value in span)
        sign = "$" if self.form.startswith("$") else ""
        return f"{sign}{low}" if low == high else f"{sign}{low} to {sign}{high}"


def draws(ranges: Ranges) -> dict[str, Floats]:
    """`DRAWS` values of each input, evenly over its range."""
    points = qmc.LatinHypercube(len(ranges), rng=np.random.default_rng(SEED)).random(DRAWS)
    low, high = np.array(list(ranges.values())).T
    return dict(zip(ranges, (low + points * (high - low)).T, strict=True))


def year_of(scenario: Scenario, number: int) -> YearMeasures:
    """One simulated year of today's office."""
    return simulate_year({"today": case_of(scenario, plan_today(scenario))}, "simpy", number)["today"]


def years_of(name: str, changes: list[dict[str, Any]]) -> list[YearMeasures]:
    """A year of each variant of one of the small scenarios."""
    scenario = load_scenario(HERE / f"{name}.yaml")
    return [year_of(with_changes(scenario, said), number) for number, said in enumerate(changes)]


def between(values: Floats) -> tuple[float, float]:
    """The middle nine tenths."""
    low, high = np.percentile(values, NINE_TENTHS)
    return float(low), float(high)


# ---------------------------------------------------------------------------------- Montgomery County

MONTGOMERY: Ranges = {
    "orders": (65_000 / 3, 70_000 / 3),
    "hours_per_order": (3.0, 4.4),
    "productive_share": (0.65, 0.85),
    "urgent_share": (0.05, 0.30),
}
"""Orders of one of three depots: published. 3.7 hours at $300, $242 to $357 an order: Albuquerque. Others: assumed."""


def montgomery() -> tuple[Floats, Floats, Floats]:
    """Shares of urgent and of routine orders in time, and orders open in all three depots at the end of the year."""
    drawn = draws(MONTGOMERY)
    changes = [_depot(*values) for values in zip(*drawn.values(), strict=True)]
    years = years_of("montgomery", changes)
    shares = np.array([year.on_time / year.due for year in years])
    return shares[:, 0], shares[:, 1], 3.0 * np.array([float(year.closing_backlog.sum()) for year in years])


def _depot(orders: float, hours: float, productive: float, urgent: float) -> dict[str, Any]:
    def of(share: float) -> dict[str, Any]:
        step = {"team": "depot", "work_hours": float(hours)}
        return {"requests_per_driver_per_year": float(orders * share), "steps": [step]}

    services = {"urgent_orders": of(urgent), "routine_orders": of(1 - urgent)}
    return {"teams": {"depot": {"productive_share": float(productive)}}, "services": services}


# ------------------------------------------------------------------------------------------ vacancies

VACANCIES: Ranges = {"turnover": (0.15, 0.19), "days_to_fill": (30.0, 120.0)}
"""Around the 17.0% of Texas (TEA 2021-22); around the 60 days of Frontline, the range of docs/evidence.md section 9."""


def vacancies() -> Floats:
    """Share of teaching posts that stand open on a day."""
    drawn = draws(VACANCIES)
    changes = [_turnover(*values) for values in zip(*drawn.values(), strict=True)]
    teachers = sum(school.teachers for school in load_scenario(HERE / "vacancies.yaml").schools)
    return np.array([float(year.closing_backlog.sum()) / teachers for year in years_of("vacancies", changes)])


def _turnover(rate: float, days: float) -> dict[str, Any]:
    said = {"requests_per_driver_per_year": float(rate), "handover_hours": float(days * 40 / 7)}
    return {"services": {"open_posts": said}}


# --------------------------------------------------------------------------------------------- Denver

DENVER: Ranges = {
    "busy_share": (0.80, 1.05),
    "handover_hours": (8.0, 40.0),
    "return_share": (0.0, 0.30),
    "due_hours": (41.0, 80.0),
    "late_score": (0.2, 0.6),
}
"""All assumed: neither work, nor staff, nor waits of Denver's office were published."""
HOURS_OF_A_POST = 52 * 40 * 0.87 * 0.75
REQUESTS = 134 * 30 * 3


def denver() -> tuple[Floats, Floats]:
    """Satisfaction before, and with a partner for each school on the same work."""
    drawn = list(zip(*draws(DENVER).values(), strict=True))
    late = np.array([values[-1] for values in drawn])
    before = years_of("denver", [_desks(*values) for values in drawn])
    after = years_of("denver_partners", [_partners(*values) for values in drawn])
    return _satisfaction(before, late), _satisfaction(after, late)


def _desks(busy: float, handover: float, returns: float, due: float, late: float) -> dict[str, Any]:
    hours = busy * 42 * HOURS_OF_A_POST / REQUESTS
    steps = [
        {"team": "desk", "work_hours": float(hours / 3)},
        {"team": "specialists", "work_hours": float(hours * 2 / 3)},
    ]
    said = {"steps": steps, "handover_hours": float(handover), "return_share": float(returns)}
    return {"services": {"hr_requests": said | {"promise": {"due_working_hours": float(due)}}}}


def _partners(busy: float, handover: float, returns: float, due: float, late: float) -> dict[str, Any]:
    step = {"team": "partners", "work_hours": float(busy * 42 * HOURS_OF_A_POST / REQUESTS)}
    return {"services": {"hr_requests": {"steps": [step], "promise": {"due_working_hours": float(due)}}}}


def _satisfaction(years: list[YearMeasures], late: Floats) -> Floats:
    """A request in time scores 1, a late one `late`."""
    share = np.array([float(year.on_time.sum() / year.due.sum()) for year in years])
    return share + (1 - share) * late


# ----------------------------------------------------------------------- staffing ratios, cost, tickets


def general_administration(district: str) -> Prediction:
    """Chicago's executive office at the district's size and pay, against salaries of general administration (F-33)."""
    sys.path.insert(0, str(ROOT / "tools"))
    from derive_teams import EXECUTIVE_OFFICE, read_district

    here = read_district(district)
    office = here.team(EXECUTIVE_OFFICE)
    posts = office.chicago_fte * office.ratio
    predicted = (max(posts - 0.5, 0.0) * office.pay_usd, (posts + 0.5) * office.pay_usd)
    name = district.replace("_", " ").title()
    return Prediction(f"Salaries of general administration, {name}", (here.f33["V15"],) * 2, predicted, "$,.0f")


def cost_of_a_coached_teacher(name: str, team: str, area: str) -> tuple[float, float]:
    """A year of visits to 20 teachers, of whom a quarter is coached; 33% and 25% of a coach's time with teachers."""
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    coaches, low = scenario.teams[team], scenario.areas[area].packages["low"]
    hours = 52 * 40 * (1 - coaches.leave_share) * (1 - coaches.vacancy_rate)
    of_post = low.visits_per_year * low.hours_per_visit / hours * coaches.loaded_cost_usd / 5
    return of_post / 0.33, of_post / 0.25


def tickets_in_a_busy_day(name: str) -> float:
    """Tickets per 1,000 pupils on a day of the first two weeks of school, as a shipped scenario has them."""
    service = load_scenario(ROOT / "scenarios" / f"{name}.yaml").services["it_tickets"]
    weeks = np.ones(52)
    for peak in service.peaks:
        weeks[peak.from_week - 1 : peak.to_week] *= peak.factor
    return float(service.requests_per_driver_per_year * 1000 * weeks.max() / weeks.sum() / 5)


# ------------------------------------------------------------------------------------------- the page


def arithmetic() -> list[Prediction]:
    """Those that need no simulation."""
    cost = cost_of_a_coached_teacher("corpus_christi", "math_coaches", "elementary_math_coaching")
    tickets = tickets_in_a_busy_day("corpus_christi")
    return [
        *(general_administration(name) for name in ("corpus_christi", "sharyland", "dumas")),
        Prediction("Cost of a coached teacher in a year", (3_260, 5_220), cost, "$,.0f"),
        Prediction("IT tickets per 1,000 pupils on a day when school begins", (15, 15), (tickets, tickets), ".1f"),
    ]


def simulated() -> list[Prediction]:
    """Those of the small scenarios under tests/validation."""
    urgent, routine, still_open = montgomery()
    before, after = denver()
    return [
        Prediction("Montgomery County: routine orders within three weeks", (0.78, 0.78), between(routine)),
        Prediction("Montgomery County: urgent orders within two days", (0.84, 0.84), between(urgent)),
        Prediction("Montgomery County: orders open at a time", (8_000, 9_500), between(still_open), ",.0f"),
        Prediction("Teaching posts vacant in October", (0.03, 0.04), between(vacancies()), ".1%"),
        Prediction("Denver: principals satisfied with HR, before", (0.43, 0.43), between(before)),
        Prediction("Denver: principals satisfied with HR, after", (0.90, 1.0), between(after)),
        Prediction("Denver: rise", (0.47, 0.57), between(after - before)),
    ]


if __name__ == "__main__":
    print(*(each.row() for each in (*simulated(), *arithmetic())), sep="\n")
