"""The core of every question: the certified strategy's problem with something changed, solved with what is known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

import numpy as np

from redesign.analysis.cost import cost_of
from redesign.demand.plan import Plan
from redesign.errors import SolverError
from redesign.optimization.distance import FarFrom
from redesign.optimization.pins import pins_in_words
from redesign.optimization.problem import Problem, TooFew
from redesign.optimization.recheck import recheck
from redesign.optimization.solve import Prices, Solution, solve_if_possible, taken_over
from redesign.scenario.in_force import rules_with_work
from redesign.scenario.model import NONE, Scenario
from redesign.scenario.pins import Pins
from redesign.scenario.strategy import Strategy
from redesign.study.ask.answers import FORMAT, About, Bought
from redesign.study.certainty import is_sure
from redesign.study.knowledge import Knowledge, Learned
from redesign.study.problems import problem_of
from redesign.study.runner import Runner
from redesign.study.study import Study

Job = tuple[Problem, Prices]


@dataclass(frozen=True, slots=True)
class Change:
    """What a question changes; left out: nothing."""

    yearly_usd: float | None = None
    one_time_usd: float | None = None
    lifted: tuple[str, ...] = ()
    """Rules."""
    pins: Pins = field(default_factory=Pins)
    rows: tuple[FarFrom, ...] = ()
    """Plans that it must be far from."""


NOTHING = Change()


@dataclass(frozen=True, slots=True)
class Variant:
    """A problem and its best plan."""

    problem: Problem
    solution: Solution | None
    """None where there is no plan."""

    @property
    def plan(self) -> Plan | None:
        """The plan, if there is one."""
        return self.solution.plan if self.solution else None

    @property
    def support(self) -> float:
        """What the plan promises; minus infinity where there is none."""
        return self.solution.promised_support if self.solution else -np.inf

    @property
    def bound(self) -> float:
        """No plan promises more."""
        return self.solution.bound if self.solution else -np.inf

    @property
    def bought(self) -> Bought | None:
        """The plan in plain numbers."""
        return bought(self.problem, self.solution) if self.solution else None


@dataclass(frozen=True)
class Asking:
    """What questions are asked of: a scenario, its study, what is known, and where jobs run."""

    scenario: Scenario
    """With the pins of the question, which the study may not have had."""
    study: Study
    knowledge: Knowledge
    runner: Runner
    folder: Path | None = None
    """Where what takes long is kept on the way; None: nowhere."""

    @cached_property
    def known(self) -> tuple[Learned, Variant]:
        """What is known of the certified strategy, and its problem as the scenario is, solved again.

        Where facts that are not sure leave no plan, not even without pins, they are left out: asking simulates nothing.
        """
        every = self.knowledge.strategies[self.scenario.run.certified]
        base = self._no_less_than_certified(self._solved(every, [changed_problem(self.scenario, every)])[0])
        if base.solution is None and not all(is_sure(fact) for fact in every.facts):
            if base.problem.pins and self._solved(every, [replace(base.problem, pins=Pins())])[0].solution:
                return every, base
            sure = replace(every, facts=tuple(fact for fact in every.facts if is_sure(fact)))
            return sure, self._solved(sure, [changed_problem(self.scenario, sure)])[0]
        return every, base

    def _no_less_than_certified(self, base: Variant) -> Variant:
        """The certified plan, where it is allowed and promises more than what quick solving has found again."""
        if base.solution is None:
            return base
        known = taken_over(base.problem, self.knowledge.plan, base.solution)
        return no_less(base, Variant(base.problem, known))

    @property
    def learned(self) -> Learned:
        """What is known of the certified strategy."""
        return self.known[0]

    @property
    def base(self) -> Variant:
        """As the scenario is, solved again: what other answers are compared with."""
        return self.known[1]

    def problem(self, change: Change = NOTHING) -> Problem:
        """The certified strategy's problem with a change, and what is known."""
        return changed_problem(self.scenario, self.learned, change)

    def solve(self, changes: Iterable[Change]) -> list[Variant]:
        """The best plan of each."""
        return self.solved([self.problem(change) for change in changes])

    def solved(self, problems: list[Problem]) -> list[Variant]:
        """The best plan of each problem, from the prices that are known."""
        return self._solved(self.learned, problems)

    def _solved(self, learned: Learned, problems: list[Problem]) -> list[Variant]:
        jobs: list[Job] = [(problem, learned.prices) for problem in problems]
        solved = self.runner.replicate("solves", solve_variant, jobs)
        return [Variant(problem, solution) for problem, solution in zip(problems, solved, strict=True)]

    def about(self, base: Bought, years: int = 0) -> About:
        """What an answer is about."""
        return About(
            format=FORMAT,
            scenario=self.scenario.name,
            strategy=self.scenario.run.certified,
            digest=self.study.digest,
            pins=tuple(pins_in_words(self.base.problem.pins)),
            years=years,
            in_doubt=len(self.learned.facts) < len(self.knowledge.strategies[self.scenario.run.certified].facts),
            base=base,
        )


def changed_problem(scenario: Scenario, learned: Learned, change: Change = NOTHING) -> Problem:
    """The certified strategy's problem under tables and facts that are known, with a change."""
    name = scenario.run.certified
    strategy = lifting(scenario.compared[name], change.lifted)
    problem = problem_of(scenario, name, learned.tables, strategy)
    return replace(
        problem,
        facts=still_known(scenario, learned.facts, change.lifted),
        yearly_usd=problem.yearly_usd if change.yearly_usd is None else change.yearly_usd,
        one_time_usd=problem.one_time_usd if change.one_time_usd is None else change.one_time_usd,
        pins=problem.pins.merged(change.pins),
        rows=change.rows,
        far_from=tuple((row.plan, row.at_least) for row in change.rows),
    )


def still_known(scenario: Scenario, facts: tuple[TooFew, ...], lifted: tuple[str, ...]) -> tuple[TooFew, ...]:
    """What is known of teams whose work no lifted rule has added to: with less work fewer posts may be enough."""
    freed = freed_teams(scenario, lifted)
    return tuple(fact for fact in facts if not freed & {*fact.teams, *fact.posts})


def freed_teams(scenario: Scenario, lifted: tuple[str, ...]) -> set[int]:
    """Places of the teams to whose work lifted rules have added."""
    work = rules_with_work(scenario)
    return {scenario.team_ids.index(work[name].teams[0]) for name in lifted if name in work}


def lifting(strategy: Strategy, rules: tuple[str, ...]) -> Strategy:
    """The strategy without some more of the rules that may be lifted."""
    named = strategy.lifted_rules
    if not rules or named == "removable":
        return strategy
    return strategy.model_copy(update={"lifted_rules": (*(() if named == "none" else named), *rules)})


def solve_variant(job: Job) -> Solution | None:
    """The best plan under known tables, facts and prices; None where there is none, or none was found in time."""
    problem, prices = job
    try:
        return solve_if_possible(problem, prices, quick=True)
    except SolverError:
        return None


def no_less(variant: Variant, other: Variant) -> Variant:
    """The variant, with the plan of another one where that is allowed, too, and promises more."""
    solution, known = variant.solution, other.solution
    if known is None or (solution and solution.promised_support >= known.promised_support):
        return variant
    if recheck(variant.problem, known.plan).violated:
        return variant
    bound = max(known.promised_support, solution.bound) if solution else known.bound
    support = variant.problem.promised_support(known.plan)
    return replace(variant, solution=replace(known, promised_support=support, bound=bound))


def bought(problem: Problem, solution: Solution) -> Bought:
    """A plan in plain numbers."""
    scenario, plan = problem.scenario, solution.plan
    cost = cost_of(scenario, plan)
    return Bought(
        support=solution.promised_support,
        bound=solution.bound,
        yearly_usd=cost.yearly_usd,
        one_time_usd=cost.one_time_usd,
        posts=dict(zip(scenario.team_ids, plan.posts.tolist(), strict=True)),
        levers=tuple(name for name, on in zip(scenario.all_levers, plan.levers.tolist(), strict=True) if on),
        packages=_packages(problem, plan),
        reproducible=solution.reproducible,
    )


def _packages(problem: Problem, plan: Plan) -> dict[str, dict[str, int]]:
    eligible = np.asarray(problem.expectation.allowed[:, :, 1:].any(axis=2))
    rows = {}
    for a, (name, area) in enumerate(problem.scenario.areas.items()):
        counts = np.bincount(plan.packages[a][eligible[a]], minlength=len(area.packages) + 1).tolist()
        rows[name] = dict(zip([NONE, *area.packages], counts, strict=True))
    return rows
