"""What every strategy has to decide: its scenario, its budgets, and the capacity curves of its teams."""

from __future__ import annotations

from functools import partial

from redesign.analysis.capacity import Targets, capacity_curve
from redesign.analysis.cost import yearly_budget
from redesign.analysis.curve import CapacityCurve
from redesign.analysis.team_years import only_team
from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.demand.streams import BUILD
from redesign.optimization.problem import Problem
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario
from redesign.scenario.strategy import Strategy
from redesign.simulation.engines import Engine
from redesign.study.promises import targets_of
from redesign.study.runner import Runner
from redesign.study.years import case_of, simulate_years


def targets_on(first: int, scenario: Scenario, runner: Runner) -> Targets:
    """Targets on the build or the search years: what today's office reaches on them."""
    run, case = scenario.run, case_of(scenario, plan_today(scenario))
    count = run.build_years if first == BUILD else run.search_years
    years = simulate_years({run.reference: case}, range(first, first + count), runner, "today's office")
    return targets_of(scenario, [year[run.reference] for year in years])


def problems_of(scenario: Scenario, runner: Runner) -> dict[str, Problem]:
    """What every strategy that optimizes has to decide, with the capacity curves of its scenario."""
    targets, curves = targets_on(BUILD, scenario, runner), Curves(runner)
    chosen = {name: strategy for name, strategy in scenario.compared.items() if strategy.optimizes}
    return {name: problem_of(scenario, strategy, targets, curves) for name, strategy in chosen.items()}


def problem_of(scenario: Scenario, strategy: Strategy, targets: Targets, curves: Curves) -> Problem:
    """What a strategy has to decide."""
    made = changed(scenario, strategy.changes)
    budget = made.budget.one_time_usd
    return Problem(made, expect(made), curves.of(made, targets), strategy, yearly_budget(made), budget)


class Curves:
    """Capacity curves, simulated once for each team that strategies have in common."""

    def __init__(self, runner: Runner) -> None:
        self.runner = runner
        self.known: list[tuple[int, Scenario, CapacityCurve]] = []
        """Team, the scenario with its work alone, curve."""

    def of(self, scenario: Scenario, targets: Targets) -> tuple[CapacityCurve, ...]:
        """One curve per team, in the order of the file."""
        alone = [only_team(scenario, t) for t in range(len(scenario.teams))]
        new = [t for t, own in enumerate(alone) if not any((t, own) == known[:2] for known in self.known)]
        one = partial(_curve, scenario, targets, self.runner.engine)
        found = self.runner.replicate("capacity curves", one, new) if new else []
        self.known += [(t, alone[t], curve) for t, curve in zip(new, found, strict=True)]
        return tuple(next(c for u, o, c in self.known if (u, o) == (t, own)) for t, own in enumerate(alone))


def _curve(scenario: Scenario, targets: Targets, runs_on: Engine, team: int) -> CapacityCurve:
    return capacity_curve(scenario, team, targets, range(BUILD, BUILD + scenario.run.build_years), runs_on)
