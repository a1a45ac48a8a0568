"""Questions to simulation about one cluster, and their answers: jobs that share nothing, for worker processes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np

from redesign.analysis.cluster_years import ONLY_JUST_KEPT, Case, ClusterYears, Judged
from redesign.analysis.clusters import Cluster, around_team, only_plan, only_teams
from redesign.analysis.least_posts import LeastPosts
from redesign.analysis.missed import IMPLIED, Known, Miss, Missed
from redesign.analysis.most_visits import most_made_hours
from redesign.analysis.new_people import Crew
from redesign.analysis.parts import CONTRACTS, Part, Side, Taken, parts_of
from redesign.analysis.situation import Situation
from redesign.analysis.team_table import TeamTable
from redesign.analysis.visits import carried, judged_on_all, table_of
from redesign.demand.expectation import expect
from redesign.demand.plan import brokered, contract_work, plan_today
from redesign.demand.streams import SEARCH
from redesign.scenario.changes import touches
from redesign.scenario.model import Scenario
from redesign.simulation.engines import Engine
from redesign.study.certainty import sure_errors
from redesign.study.promises import asked_of_services, asked_of_visits

MOSTLY = 0.8
"""Where a team makes less than this share of a plan's visits, their number may not be what is wrong."""


@dataclass(frozen=True, slots=True)
class Question:
    """Does a cluster keep its promises under a plan?"""

    today: Case
    """The cluster alone in today's office."""
    asked: Situation
    runs_on: Engine
    known: Known = field(default_factory=dict)
    """What was found before of the cluster's posts."""
    explained: bool = True
    """Whether to find, too, what would do; without it the answer is only whether."""

    def same_work(self, other: Question) -> bool:
        """Whether the cluster has the same work, before levers."""
        one, two = self.asked, other.asked
        return one.cluster == two.cluster and (one.scenario is two.scenario or one.scenario == two.scenario)

    def same_as(self, other: Question) -> bool:
        """Whether the other's answer does for this one, too: posts given up do not matter."""
        one, two = self.asked, other.asked
        names = ("kept", "retrained", "hired", "packages")
        return (
            other.explained >= self.explained
            and one.taken == two.taken
            and all(np.array_equal(getattr(one.plan, name), getattr(two.plan, name)) for name in names)
            and self.same_work(other)
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What simulation says."""

    judged: Judged
    carried: Mapping[int, float] = field(default_factory=dict)
    """{t: factor} by which the visits of a team may be multiplied so that promises are just kept."""
    missed: tuple[Missed, ...] = ()
    """Posts that are too few, where these are: beside the plan's visits where `carried` says something, too."""
    known: Known = field(default_factory=dict)
    """What was found on the way."""
    areas: tuple[str, ...] = ()
    """Areas whose visits miss their promise, where no request does."""


def alone_today(scenario: Scenario, cluster: Cluster) -> Case:
    """A cluster in today's office."""
    plan = plan_today(scenario)
    alone = only_teams(brokered(scenario, plan), cluster)
    return Case(alone, only_plan(scenario, plan, alone, cluster))


def today_around(scenario: Scenario, cluster: Cluster, t: int) -> Case:
    """The same without what does not pass through one of its teams."""
    alone = around_team(scenario, cluster, t)
    return Case(alone, only_plan(scenario, plan_today(scenario), alone, cluster))


def situation(case: Case, cluster: Cluster, levers: Iterable[int]) -> Situation:
    """A cluster under a plan; the case's scenario is the one before levers, `levers` are those that may be taken."""
    alone, work = only_teams(case.scenario, cluster), contract_work(case.scenario, case.plan)
    changes = {e: lever.changes for e, lever in enumerate(case.scenario.all_levers.values())}
    teams = [case.scenario.team_ids[t] for t in cluster]
    mine = {e: each for e, each in changes.items() if touches(each, alone.services, alone.areas, teams)}
    parts = {part: each for e, change in mine.items() for part, each in parts_of(e, change, alone).items()}
    taken = frozenset(part for part in parts if case.plan.levers[part.lever])
    if touches(work, (), (), teams):
        hours = tuple((name, change.added_hours_per_year) for name, change in work.teams.items() if name in teams)
        contracts = Part(CONTRACTS, Side.BURDENS, hours)
        mine[CONTRACTS] = parts[contracts] = work
        taken |= {contracts}
    plan = only_plan(case.scenario, case.plan, alone, cluster)
    return Situation(cluster, alone, plan, mine, parts, frozenset(levers), taken)


def answer(question: Question) -> Answer:
    """Simulate until the answer is certain, then find what it takes."""
    with _years(question.today, SEARCH, question.runs_on) as years:
        return _answer(question, years)


def answers(questions: Sequence[Question]) -> list[Answer]:
    """One after the other about the same work; each knows what those before it found."""
    known: dict[tuple[tuple[int, ...], Taken], Miss] = {}
    found = []
    for question in questions:
        found.append(answer(replace(question, known={**question.known, **known})))
        known |= found[-1].known
    return found


def _answer(question: Question, years: ClusterYears) -> Answer:
    case, visits = question.asked.case, bool(question.asked.plan.packages.any())
    if visits and question.explained:
        found = carried(years, case)
        judged, factor = found.judged, found.factor
    elif visits:
        judged, factor = judged_on_all(years, case), 0.0
    else:
        judged, factor = years.judged(case, longer=ONLY_JUST_KEPT, on_all=True), 0.0
    if not question.explained or (judged.keeps and not factor):
        return Answer(judged)
    services = question.today.scenario.services
    if factor > 0:
        expectation = expect(case.scenario)
        supplied = np.take_along_axis(expectation.supplier, case.plan.packages, axis=1)[case.plan.packages > 0]
        by_team = dict.fromkeys(np.unique(supplied).tolist(), factor)
        hindered = not judged.keeps and factor < MOSTLY and not services and _are_hindered(question.asked, years)
        beside = _too_few_beside(question, years, judged) if hindered else ()
        return Answer(judged, by_team, beside, areas=_areas_missed(question, judged))
    concerned = question.asked.concerned(judged, list(services))
    least = LeastPosts(years, question.asked, question.known, concerned)
    return Answer(judged, {}, tuple(least.missed()), least.new)


def _areas_missed(question: Question, judged: Judged) -> tuple[str, ...]:
    """Ids; none where something else is missed, too."""
    columns = [*(None for _ in question.today.scenario.services), *question.asked.scenario.areas]
    columns += [None for _ in question.asked.scenario.teams]
    found = [columns[column] for column in judged.missed] if judged.misses else []
    return () if None in found else tuple(name for name in found if name)


def _are_hindered(asked: Situation, years: ClusterYears) -> bool:
    """Whether all of a plan's visits would keep their promise with the best levers and nobody new: then team tables,
    which know of hours alone, are not what is wrong.

    Work that levers add waits while a post is absent and then goes before the visits; new people are not there yet.
    In a team that is new as a whole there is nobody else: what these carry is what its table should say.
    """
    plan, old = asked.plan, np.array([team.posts_today > 0 for team in asked.scenario.team_list])
    settled = replace(
        plan,
        kept=np.where(old, plan.posts, plan.kept),
        retrained=np.where(old, 0, plan.retrained),
        hired=np.where(old, 0, plan.hired),
    )
    return years.judged_on(years.most_years, Case(asked.under(next(asked.easiest())), settled)).keeps


def _too_few_beside(question: Question, years: ClusterYears, judged: Judged) -> tuple[Missed, ...]:
    """Posts that are too few for a plan's visits, its levers and new people given; none of it is sure."""
    concerned = question.asked.concerned(judged, ())
    found = LeastPosts(years, question.asked, {}, concerned, visits=True).missed()
    return tuple(replace(each, by=replace(IMPLIED, worst=each.by.worst, reached=each.by.reached)) for each in found)


def confirm(job: tuple[Question, Missed, float, float]) -> Miss:
    """How clearly posts are too few, on as many years as it takes to be so certain, with some leeway."""
    question, missed, certain, leeway = job
    with _years(question.today, SEARCH, question.runs_on) as years:
        return LeastPosts(years, question.asked, {}).confirmed(missed, certain, leeway)


def table(job: tuple[Case, Scenario, int, Engine]) -> TeamTable:
    """The table of a team that makes visits: today's cluster, the cluster as the strategy has it, team, engine."""
    today, alone, t, runs_on = job
    with _years(today, SEARCH, runs_on) as years:
        return table_of(years, alone, today.plan, t)


def most_visits(job: tuple[Question, Crew]) -> float:
    """Visit hours that a team of the cluster in question makes at most."""
    question, crew = job
    with _years(question.today, SEARCH, question.runs_on) as years:
        easiest = (question.asked.under(state) for state in question.asked.easiest())
        return max(most_made_hours(years, alone, crew, sure_errors) for alone in easiest)


_LATEST: list[ClusterYears] = []
"""The years used last in this process: drawing them again would give the same, only later."""
FEWEST_KEPT, KEPT_TASKS = 3, 15_000_000
"""Beyond so many, years are kept while so many tasks are drawn in all, of about 30 bytes each, but not as laid out."""


@contextmanager
def _years(today: Case, first: int, runs_on: Engine) -> Iterator[ClusterYears]:
    """A cluster's years, nobody else's while they are in use: jobs may run in threads of one process."""
    years = _taken(today, first, runs_on)
    if years is None:
        asked = (asked_of_services(today.scenario), asked_of_visits(today.scenario))
        years = ClusterYears(today, asked, first, runs_on)
    yield years
    _LATEST.append(years)
    while len(_LATEST) > FEWEST_KEPT and sum(each.drawn_tasks for each in tuple(_LATEST)) > KEPT_TASKS:
        del _LATEST[:1]
    for each in tuple(_LATEST)[:-FEWEST_KEPT]:
        each.forget_layouts()


def _taken(today: Case, first: int, runs_on: Engine) -> ClusterYears | None:
    for years in tuple(_LATEST):
        if (years.first, years.runs_on) == (first, runs_on) and years.today.scenario == today.scenario:
            try:
                _LATEST.remove(years)
            except ValueError:  # another thread was quicker
                continue
            return years
    return None
