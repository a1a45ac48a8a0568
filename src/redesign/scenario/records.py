"""What record of a district would replace a number, and what of the office is computed with it, by kind of number."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import Literal

Part = Literal["step", "service", "other", "visits", "package", "posts", "usd", "column", "principals", "all", "none"]
"""What of today's office a number weighs with. Step, service: the work hours of one step, of all steps. Other: the
work of a team that nobody listed. Visits: those of an area today; package: those of one package, in the schools that
have it, or in all that may where none has. Posts: a team's posts, in hours and dollars. Usd: the number itself, in
dollars a year. Column: services and visits that a column of the roster is multiplied into. Principals: what principals'
hours cost. None: nothing of today's office."""
Factor = Literal["work", "posts", "usd", ""]


@dataclass(frozen=True, slots=True)
class Record:
    """One kind of number."""

    pattern: str
    """Key path; `*` stands for anything."""
    part: Part
    record: str
    """What the district has that would replace it."""
    factor: Factor = ""
    """What of today's office is a product with it, so that it rests on it: its work (visits and materials among it),
    the hours of posts, or dollars; empty where it says what may change, or how numbers spread."""


TICKETS = "a ticket log or a work-order system: `redesign calibrate` fits it"
WORKED = "a ticket log with hours worked, or a time study of two weeks: `redesign calibrate` fits it"
OFFER = "a vendor's offer, and hours before and after from a district that has it"
POSITIONS = "the position control list"
PAYROLL = "a payroll export"
LEAVE = "the absence system"
STUDY = "a time study of the team, two ordinary weeks and one busy week"
HIRING = "the applicant tracking system: dates of each posting, offer and first day"
VISITS = "a log of visits to schools: who, where, when, how long"
EFFECTS = "no record: a study of the support; see docs/evidence.md"
LEDGER = "the general ledger"
CONTRACTS = "the contract register"
BOARD = "board policy, the labor agreement or the adopted budget"
ROSTER = "the student information system and the state's campus file"
PRINCIPALS = "a time log or a survey of principals"
MANAGERS = "no record: a judgment of the team's manager"

RECORDS = (
    Record("calendar.*_school_week", "none", "the adopted school calendar"),
    Record("calendar.*", "all", "the adopted school calendar and the contract days of office staff", factor="posts"),
    Record("district.principal_hour_usd", "principals", PAYROLL),
    Record("schools.principals", "column", POSITIONS, factor="work"),
    Record("schools.teachers", "column", POSITIONS, factor="work"),
    Record("schools.*", "column", ROSTER, factor="work"),
    Record("teams.*.posts_today", "posts", POSITIONS, factor="usd"),
    Record("teams.*.loaded_cost_usd", "posts", PAYROLL, factor="usd"),
    Record("teams.*.post_fte", "posts", POSITIONS, factor="posts"),
    Record("teams.*.salary_usd", "posts", PAYROLL),
    Record("teams.*.fringe_rate", "posts", LEDGER),
    Record("teams.*.leave_share", "posts", LEAVE, factor="posts"),
    Record("teams.*.productive_share", "posts", STUDY, factor="posts"),
    Record("teams.*.vacancy_rate", "posts", f"{POSITIONS}, month by month", factor="posts"),
    Record("teams.*.vacancy_weeks", "posts", f"{POSITIONS}, month by month"),
    Record("teams.*.other_work_hours_per_year", "other", STUDY, factor="work"),
    Record("teams.*.other_work_*", "other", STUDY),
    Record("teams.*.backlog_allowance_hours", "other", MANAGERS),
    Record("teams.*.hire_weeks", "posts", HIRING),
    Record("teams.*.hire_*", "posts", "human resources: what a hire costs, and when whoever is hired works alone"),
    Record("teams.*.retrain_from.*", "posts", "human resources: what earlier moves took"),
    Record("teams.*.release_usd", "posts", f"{BOARD}: severance and unemployment"),
    Record("teams.*.maximum_posts", "posts", BOARD),
    Record("services.*.automate.*", "service", OFFER),
    Record("services.*.eliminate.*", "service", OFFER),
    Record("services.*.delegate.*", "service", "a trial in some schools: hours of those who take it on"),
    Record("services.*.adopt.*", "service", STUDY),
    Record("services.*.requests_per_driver_per_year", "service", TICKETS, factor="work"),
    Record("services.*.steps.*.work_hours", "step", WORKED, factor="work"),
    Record("services.*.work_cv", "service", WORKED),
    Record("services.*.peaks.*", "service", TICKETS),
    Record("services.*.promise.*", "service", f"{BOARD}, or what the office has told schools"),
    Record("services.*.handover_hours", "service", "a ticket log with the time of each hand-over"),
    Record("services.*.return_share", "service", "a ticket log with what came back"),
    Record("services.*.rework_share", "service", WORKED),
    Record("services.*.opening_backlog_requests", "service", TICKETS),
    Record("services.*.principal_*", "service", PRINCIPALS),
    Record("areas.*.packages.*.visits_per_year", "package", VISITS, factor="work"),
    Record("areas.*.packages.*.hours_per_visit", "package", VISITS, factor="work"),
    Record("areas.*.packages.*.materials_usd", "package", CONTRACTS, factor="usd"),
    Record("areas.*.packages.*.effect_per_hour", "package", EFFECTS),
    Record("areas.*.visits_made_share", "visits", VISITS),
    Record("areas.*.span_schools_per_post", "visits", POSITIONS),
    Record("areas.*", "visits", VISITS),
    Record("providers.*.effect_times", "none", EFFECTS),
    Record("providers.*", "none", CONTRACTS),
    Record("levers.*_usd", "usd", OFFER),
    Record("levers.*.changes.services.*", "service", OFFER),
    Record("levers.*.changes.areas.*.effect_times", "visits", EFFECTS),
    Record("levers.*.changes.areas.*", "visits", VISITS),
    Record("levers.*.changes.teams.*", "posts", STUDY),
    Record("levers.*", "none", OFFER),
    Record("strategies.*.changes.services.*", "service", MANAGERS),
    Record("strategies.*.changes.areas.*", "visits", MANAGERS),
    Record("strategies.*.changes.teams.*", "posts", MANAGERS),
    Record("strategies.*", "none", MANAGERS),
    Record("rules.*.contract_share", "none", CONTRACTS),
    Record("rules.*.hours_per_*", "none", STUDY),
    Record("rules.*", "none", BOARD),
    Record("budget.*", "usd", BOARD),
    Record("limits.*", "none", BOARD),
    Record("satisfaction.*", "none", "a survey of principals on how requests ended"),
    Record("proposal.*", "none", "the grant's own guidance and the district's data"),
)
"""The first pattern that fits counts."""


@cache
def record_of(path: str) -> Record:
    """The kind of a number; raises LookupError for one that the table does not know."""
    found = next((record for record in RECORDS if fnmatchcase(path, record.pattern)), None)
    if found is None:
        raise LookupError(path)
    return found
