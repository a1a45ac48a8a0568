"""Expected open hours of a post from the start of the year up to any moment: leave and vacancies are not spread evenly.

No absence falls into the quiet weeks at the end, and a week that is on leave in part is closed in its first part.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.demand.expectation import QUIET_WEEKS, leave_weeks, vacancy_spell_weeks
from redesign.scenario.model import Scenario, Team

Floats = NDArray[np.float64]


def open_hours(scenario: Scenario, team: Team, until_weeks: float) -> float:
    """Expected work hours that a post is open for before `until_weeks`, exact at every moment of the year.

    In week k of the first W - 4, at the share u of the week, a post is open with the chance
    (1 - P(vacant in k)) (1 - (whole weeks of leave + [u < what is left of leave]) / (W - 4)).
    """
    weeks = scenario.calendar.weeks
    inside = np.clip(until_weeks - np.arange(weeks), 0.0, 1.0)
    leave, usable = leave_weeks(scenario, team), weeks - QUIET_WEEKS
    whole = np.floor(leave)
    on_leave = (whole * inside + np.minimum(inside, leave - whole)) / usable
    on_leave[usable:] = 0.0
    present = (1 - vacant_chance(scenario, team)) * (inside - on_leave)
    return float(present.sum()) * scenario.calendar.hours_per_week * team.pace


def vacant_chance(scenario: Scenario, team: Team) -> Floats:
    """[weeks] the chance that a post stands vacant: one spell at most, each start equally likely."""
    weeks = scenario.calendar.weeks
    usable, spell = weeks - QUIET_WEEKS, vacancy_spell_weeks(scenario, team)
    chance = min(1.0, team.vacancy_rate * weeks / spell)
    starts, week = np.arange(usable - spell + 1)[:, None], np.arange(weeks)
    covered: Floats = ((starts <= week) & (week < starts + spell)).mean(axis=0)
    return chance * covered
