"""What no admissible plan of the certified strategy can exceed, step by step, and what each step rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from redesign.analysis.cluster_years import TOLERANCE_SHARE
from redesign.analysis.intervals import Interval, mean_interval, share_interval
from redesign.optimization.bound import Bound, Row, upper_bound
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.staffing import add_fact
from redesign.optimization.steps import RowsOfSteps, Step, never_rising, rows_of_steps, step_of
from redesign.optimization.variables import Office
from redesign.optimization.windows import window_rows
from redesign.study.final import FinalYears
from redesign.study.found import Found
from redesign.study.learned import learn
from redesign.study.most_visits import first_crews, limits, most_visits, not_known
from redesign.study.simulated import Simulated
from redesign.study.sure_facts import sure_facts
from redesign.study.trials import Trials

OUTSIDE = 5
"""Today's 95% intervals, adjusted for their number, leave 2.5% on the side that counts; a fifth of it leaves 99.5%."""
MOST_CUTS = 8
"""Times that the posts of the bound itself are tried, and what is surely too few is cut off."""


@dataclass(frozen=True, slots=True)
class LeastPostsRow:
    """Posts that are surely too few, as a row of the bound."""

    number: int
    fact: TooFew

    def __call__(self, office: Office) -> None:
        """Add it to a model."""
        add_fact(office, f"too_few{self.number}", self.fact)


def ceiling(found: Found, final: FinalYears, trials: Trials) -> tuple[Step, ...]:
    """The bound after each step; raises SolverError where nothing is proved.

    What today's office reaches is taken from the final years, at the end of its interval that allows a plan more.
    """
    problem, run, runner = found.problem, trials.setting.scenario.run, trials.runner
    plan = found.solution.plan
    today = Simulated(final.cases[run.reference].scenario, plan, final.years, run.reference, run.reference)
    shares = [max(0.0, share - TOLERANCE_SHARE) for share in _promised_shares(today)]
    allowing, sure = _allowing(problem, today), _sure(problem, found.facts, trials)
    known = limits(problem, trials, first_crews(problem, plan))
    in_time = True
    for _ in range(MOST_CUTS):
        rows: list[Row] = [*_rows(sure), *most_visits(problem, known)]
        relaxed = runner.replicate("upper bound", _relax, [(allowing, rows)])[0]
        in_time &= relaxed.reproducible
        if relaxed.plan is None:
            break
        tried = replace(relaxed.plan, packages=np.zeros_like(relaxed.plan.packages))
        answers = trials.of({"": (problem, tried)}, trials.answering)[""]
        learned = learn(trials.setting, replace(problem, facts=tuple(sure)), tried, answers)
        more = _sure(problem, learned.facts[len(sure) :], trials)
        fresh = limits(problem, trials, not_known(problem, tried, known))
        if not more and not fresh:
            break
        sure, known = [*sure, *more], known | fresh
    steps = runner.replicate(
        "upper bound", _rows_of_steps, [(allowing, _rows(sure), most_visits(problem, known), shares)]
    )[0]
    proved = never_rising(runner.replicate("upper bound", step_of, [(allowing, *step) for step in steps]))
    return tuple(replace(step, reproducible=step.reproducible and in_time) for step in proved)


def _sure(problem: Problem, facts: Sequence[TooFew], trials: Trials) -> list[TooFew]:
    return sure_facts("upper bound", problem, [fact for fact in facts if fact.posts], trials)


def _relax(job: tuple[Problem, Sequence[Row]]) -> Bound:
    problem, rows = job
    return upper_bound(problem, [*window_rows(problem), *rows])


def _rows_of_steps(job: tuple[Problem, Sequence[Row], Sequence[Row], Sequence[float]]) -> RowsOfSteps:
    problem, least_posts, most, shares = job
    return rows_of_steps(problem, shares, least_posts, most)


def _rows(sure: Sequence[TooFew]) -> list[Row]:
    return [LeastPostsRow(i, fact) for i, fact in enumerate(sure)]


def _promised_shares(today: Simulated) -> Iterator[float]:
    """[A] share of promised visits that an admissible plan makes: the file's, or the low end of what today makes."""
    for a, area in enumerate(today.scenario.area_list):
        made, promised = (today.series(name)[:, a] for name in ("visits_made", "visits_promised"))
        reached = share_interval(made, promised, _compared(today))
        yield min(area.visits_made_share, reached.low) if reached else area.visits_made_share


def _allowing(problem: Problem, today: Simulated) -> Problem:
    """The problem with allowances that reach what today's office leaves unfinished."""
    left = [mean_interval(hours, _compared(today)) for hours in today.series("unfinished_hours").T]
    teams = {
        name: team.model_copy(update={"backlog_allowance_hours": _most(team.backlog_allowance_hours, hours)})
        for (name, team), hours in zip(problem.scenario.teams.items(), left, strict=True)
    }
    scenario = problem.scenario.model_copy(update={"teams": teams})
    return replace(problem, scenario=scenario, facts=())


def _compared(today: Simulated) -> int:
    """How many intervals of today's office the bound rests on, for all of them to hold with 99.5%."""
    return OUTSIDE * (len(today.scenario.areas) + len(today.scenario.teams))


def _most(allowance: float, today: Interval) -> float:
    return max(allowance, today.high) if np.isfinite(today.high) else np.inf
