"""Spending as linear expressions, in thousands of dollars so that numbers stay of one size."""

from __future__ import annotations

from redesign.analysis.cost import reinvested_usd_per_hour
from redesign.optimization.linear import Terms, added, scaled
from redesign.optimization.variables import Office, materials_name, prices_of_pairs

IN_THOUSANDS = 1e-3
"""Dollars in rows of the models."""


def one_time_terms(office: Office) -> Terms:
    """One-time spending in thousands of dollars."""
    teams = office.problem.scenario.team_list
    moves = [(v, team.hire_usd * IN_THOUSANDS) for v, team in zip(office.hired, teams, strict=True)]
    moves += [(v, team.release_usd * IN_THOUSANDS) for v, team in zip(office.released, teams, strict=True)]
    moves += [(office.retrained[key], usd * IN_THOUSANDS) for key, usd in prices_of_pairs(office).items()]
    return moves + lever_cost(office, "one_time_usd")


def spending_of_team(office: Office, t: int) -> Terms:
    """Yearly spending on a team's posts and on the materials of its packages, in thousands of dollars."""
    cost = office.problem.scenario.team_list[t].loaded_cost_usd
    return scaled(office.planned(t), cost * IN_THOUSANDS) + office.asked.get(materials_name(t), [])


def lever_cost(office: Office, key: str) -> Terms:
    """Cost of the levers in thousands of dollars."""
    levers = list(office.problem.scenario.all_levers.values())
    return added(scaled(office.lever(e), getattr(levers[e], key) * IN_THOUSANDS) for e in office.problem.levers)


def yearly_of_levers(office: Office) -> Terms:
    """What levers cost a year less what returns to the budget of the principals' time that they save, in thousands."""
    usd = reinvested_usd_per_hour(office.problem.scenario) * IN_THOUSANDS
    hours = {k: each.principal_hours for k, each in enumerate(office.problem.states) if each.kind == "services" and usd}
    returned = [(q, usd * (hours[k][o] - hours[k][0])) for (k, o), q in office.state.items() if k in hours]
    return added([lever_cost(office, "yearly_usd"), [term for term in returned if term[1]]])


def stream_spending(office: Office) -> dict[str, Terms]:
    """Yearly spending by funding stream in thousands of dollars; levers under the empty name."""
    streams: dict[str, Terms] = {"": yearly_of_levers(office)}
    for t, team in enumerate(office.problem.scenario.team_list):
        streams.setdefault(team.funding_stream, []).extend(spending_of_team(office, t))
    return streams
