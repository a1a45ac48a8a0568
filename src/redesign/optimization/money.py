"""Spending as linear expressions, in thousands of dollars so that numbers stay of one size."""

from __future__ import annotations

from redesign.optimization.linear import Terms, scaled
from redesign.optimization.office import Office, pairs

THOUSAND = 1e-3


def one_time_terms(office: Office) -> Terms:
    """One-time spending in thousands of dollars."""
    teams = list(office.problem.scenario.teams.values())
    moves = [(v, team.hire_usd * THOUSAND) for v, team in zip(office.hired, teams, strict=True)]
    moves += [(v, team.release_usd * THOUSAND) for v, team in zip(office.released, teams, strict=True)]
    moves += [(office.retrained[key], cost * THOUSAND) for key, (cost, _) in pairs(office).items()]
    return moves + lever_cost(office, "one_time_usd")


def spending_of_team(office: Office, t: int) -> Terms:
    """Yearly spending on a team's posts and on the materials of its areas, in thousands of dollars."""
    cost = list(office.problem.scenario.teams.values())[t].loaded_cost_usd
    return scaled(office.planned(t), cost * THOUSAND) + office.materials_terms[t]


def lever_cost(office: Office, key: str) -> Terms:
    """Cost of the services' options in thousands of dollars; as it is costs nothing."""
    services = list(office.problem.scenario.services.values())
    terms = []
    for (k, o), q in office.option.items():
        lever = (None, services[k].automate, services[k].eliminate)[o]
        if lever is not None:
            terms.append((q, getattr(lever, key) * THOUSAND))
    return terms


def stream_spending(office: Office) -> dict[str, Terms]:
    """Yearly spending by funding stream in thousands of dollars; levers under the empty name."""
    streams: dict[str, Terms] = {"": lever_cost(office, "yearly_usd")}
    for t, team in enumerate(office.problem.scenario.teams.values()):
        streams.setdefault(team.funding_stream, []).extend(spending_of_team(office, t))
    return streams
