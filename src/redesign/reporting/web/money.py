"""Money: where it goes, today and under the plan, what is refused, and what more or less of it would buy."""

from __future__ import annotations

from collections.abc import Mapping

from redesign.reporting.reading import labels
from redesign.reporting.sections import cost, freed, levers, value
from redesign.reporting.text import usd
from redesign.reporting.web.figure import figure
from redesign.reporting.web.frontier import frontier
from redesign.reporting.web.parts import Table, opened, part, table, told
from redesign.reporting.web.tags import Html
from redesign.study.ask.answers import Answer
from redesign.study.ask.ask import Question
from redesign.study.cost_result import Cost
from redesign.study.study import Study


def money(study: Study, answers: Mapping[Question, Answer]) -> Html:
    """Cost lines, levers, budgets."""
    return part(
        "money",
        "Money: where does it go?",
        _lines(study),
        _teams(study),
        frontier(study, answers.get("budget")),
        figure(study, "levers", levers(study)),
        *(opened(section.title, told(section)) for section in (cost(study), freed(study), value(study))),
    )


def _lines(study: Study) -> Html:
    today, plan = study.today.cost, study.chosen.cost
    rows = (
        *((name, *_pair(before, after)) for name, before, after in _kinds(today, plan)),
        ("A year, all", *_pair(today.yearly_usd, plan.yearly_usd)),
    )
    budget = f"budget {usd(plan.yearly_budget_usd)}; once {usd(plan.one_time_usd)} of {usd(plan.one_time_budget_usd)}"
    caption = f"Dollars a year, today and planned ({budget})"
    return table(Table(caption, ("For", "Today", "Planned", "Change"), rows, total=True))


def _kinds(today: Cost, plan: Cost) -> list[tuple[str, float, float]]:
    posts = [sum(team.usd for team in each.by_team) for each in (today, plan)]
    lines = [
        ("Posts", posts[0], posts[1]),
        ("Materials of packages", today.materials_usd, plan.materials_usd),
        ("Visits bought", today.providers_usd, plan.providers_usd),
        ("Automation and other levers", today.levers_usd, plan.levers_usd),
    ]
    return [line for line in lines if line[1] or line[2]]


def _teams(study: Study) -> Html:
    names, before = labels(study.teams), {team.team: team.usd for team in study.today.cost.by_team}
    changed = [team for team in study.chosen.cost.by_team if round(team.usd) != round(before[team.team])]
    changed.sort(key=lambda team: team.usd - before[team.team])
    rows = tuple((names[team.team], *_pair(before[team.team], team.usd)) for team in changed)
    columns = ("Team", "Today", "Planned", "Change")
    return table(Table("Dollars a year of the teams whose posts change", columns, rows))


def _pair(before: float, after: float) -> tuple[str, str, str]:
    change = round(after) - round(before)
    return usd(before), usd(after), f"+{usd(change)}" if change > 0 else usd(change)
