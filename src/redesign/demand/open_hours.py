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
    inside -= np.clip(min(until_weeks, team.opens_weeks) - np.arange(weeks), 0.0, 1.0)
    leave, usable = leave_weeks(scenario, team), weeks - QUIET_WEEKS
    whole = np.floor(leave)
    on_leave = (whole * inside + np.minimum(inside, leave - whole)) / usable
    on_leave[usable:] = 0.0
    present = (1 - vacant_chance(scenario, team)) * (inside - on_leave)
    return float(present.sum()) * scenario.calendar.hours_per_week * team.pace


def lost_hours(scenario: Scenario) -> Floats:
    """[T + 1, T] expected work hours that a post loses in its first year: retrained from a team (row) for another
    (column); the last row: hired. What it is closed for at the start of the year, less absences that fall there anyway.
    """
    lost, weeks = np.zeros((len(scenario.teams) + 1, len(scenario.teams))), scenario.calendar.weeks
    for t, team in enumerate(scenario.team_list):
        for pair in team.retrain_from:
            lost[scenario.team_ids.index(pair.team), t] = open_hours(scenario, team, pair.ramp_share * weeks)
        lost[-1, t] = open_hours(scenario, team, team.hire_ramp_weeks(weeks))
    return lost


def vacant_chance(scenario: Scenario, team: Team) -> Floats:
    """[weeks] the chance that a post stands vacant: one spell at most, each start equally likely."""
    weeks = scenario.calendar.weeks
    usable, spell = weeks - QUIET_WEEKS, vacancy_spell_weeks(scenario, team)
    chance = min(1.0, team.vacancy_rate * weeks / spell)
    starts, week = np.arange(usable - spell + 1)[:, None], np.arange(weeks)
    covered: Floats = ((starts <= week) & (week < starts + spell)).mean(axis=0)
    return chance * covered
