"""The upper bound: no admissible plan can have more expected support. The proof stands in docs/model.md.

One model in expectations. Whatever happens in a year, a team's finished work fits into its
posts' open hours; accepted work must be finished but for the allowance; visits are made only
if promised. Waiting, returns and whole packages are left out, so that the model's optimum, and
the more so the solver's dual bound, is at least the expected support of every admissible plan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeAlias

from redesign.analysis.team_table import TeamTable
from redesign.demand.open_hours import lost_hours
from redesign.demand.plan import Plan
from redesign.errors import SolverError
from redesign.optimization import tuning
from redesign.optimization.columns import Restriction
from redesign.optimization.cuts import price
from redesign.optimization.explained import infeasible
from redesign.optimization.formulation import Formulation, package_constraints, package_variables
from redesign.optimization.levels import work_range
from redesign.optimization.linear import Terms, expression
from redesign.optimization.prices import Search
from redesign.optimization.problem import Problem, choices
from redesign.optimization.promised import lapsed_name, promised_name, visits_name
from redesign.optimization.readback import read_plan
from redesign.optimization.resources import resources_of
from redesign.optimization.solver import SolveOutcome, solve_model
from redesign.optimization.staffing import add_staffing
from redesign.optimization.variables import Office, hours_name, new_office
from redesign.optimization.variants import expect_variants

Row: TypeAlias = Callable[[Office], None]
"""A constraint that adds itself to a model."""
GAP, WIDE_GAP = 1e-3, 3e-3
"""With few packages to choose from, or priced; with more, that are solved school by school, it takes seconds less."""
MOST_CHOICES = 1_200
"""Packages to choose from, over areas and schools, that are taken school by school: only there are promised visits and
those that lapse told apart."""


@dataclass(frozen=True, slots=True)
class Bound:
    """What the solver proved."""

    value: float
    """No admissible plan has more expected support."""
    plan: Plan | None
    """Posts and levers that the bound would have, with today's packages; None where the solver found none."""
    reproducible: bool
    """False where a time limit ended a solve."""


def upper_bound(problem: Problem, rows: Iterable[Row] = (), whole: bool = False) -> Bound:
    """The bound on every admissible plan of the problem's strategy; raises SolverError if nothing was proved, and
    InfeasibleError where not even the relaxation has a plan.

    `rows` are constraints that every admissible plan obeys in expectation; they come after all others.
    `whole` packages in offices that are solved school by school: slower, and a little lower.
    """
    relaxed = replace(in_expectation(problem), rows=tuple(rows))
    if not school_by_school(problem):
        return _by_prices(relaxed)
    model = Formulation(new_office(relaxed, "bound"))
    package_variables(model, whole)
    lost = _visits_not_made(model)
    package_constraints(model)
    add_staffing(model.office)
    model.lp.setObjective(expression(model.terms(relaxed.expectation.support) + lost))
    gap = GAP if choices(problem) <= tuning.FEW_WHOLE else WIDE_GAP
    return _proved(model.office, solve_model(model.lp, gap, problem.scenario.run.solver_seconds))


def school_by_school(problem: Problem) -> bool:
    """Whether an office is small enough to tell promised visits from those that lapse."""
    return choices(problem) <= MOST_CHOICES


def _by_prices(problem: Problem) -> Bound:
    """Price until no combination would raise the relaxation; its prices, with whole posts, prove the bound."""
    search = Search(problem, GAP, problem.scenario.run.solver_seconds)
    columns = search.columns
    if columns.impossible:
        raise SolverError("no upper bound: some school has no combination of packages that it can take in")
    search.converge(Restriction())
    latest = columns.cuts[-tuning.LAST_CUTS :]
    columns.cuts = [price(problem, columns.resources, cut.prices, may_lapse=True)[1] for cut in latest]
    proved = _proved(*search.prove())
    return replace(proved, reproducible=not search.limited)


def _proved(office: Office, outcome: SolveOutcome) -> Bound:
    if outcome.state == "infeasible":
        raise infeasible(office.problem)
    if outcome.bound is None:
        raise SolverError(f"the solver proved no upper bound ({outcome.state})")
    plan = read_plan(office, outcome, office.problem.packages_today) if outcome.found else None
    return Bound(outcome.bound, plan, not outcome.limited)


def in_expectation(problem: Problem) -> Problem:
    """The same problem with hours that no queue takes: n posts do n x expected hours.

    A team may leave its allowance of accepted work unfinished, and not more than it accepts.
    """
    scenario, expectation = problem.scenario, expect_variants(problem.scenario, problem.levers)
    relaxed = replace(problem, expectation=expectation)
    lost = lost_hours(scenario)
    tables = tuple(
        TeamTable.expected(team.most_posts, float(expectation.post_hours[t]), lost[:, t], _allowance(relaxed, t))
        for t, team in enumerate(scenario.team_list)
    )
    return replace(relaxed, tables=tables, facts=())


def _visits_not_made(model: Formulation) -> Terms:
    """Let a plan make fewer visits than it promises: 0 <= d[a,s,p] <= visit hours[a,s,p] y[a,s,p] are not made.

    Returns the support that goes with them, - sum_asp need effect d, for the objective.
    """
    expectation, office = model.problem.expectation, model.office
    hours, support = expectation.visit_hours.tolist(), expectation.support.tolist()
    visits = expectation.visits.tolist()
    lost: Terms = []
    for resource in resources_of(model.problem):
        if resource.lapses:
            office.asked[promised_name(resource.team)] = list(office.asked[resource.name])
    for (a, s, p), y in model.package.items():
        if hours[a][s][p]:
            dropped = office.amount(f"d{a}_{s}_{p}")
            office.add("always", f"promised{a}_{s}_{p}", [(dropped, 1.0), (y, -hours[a][s][p])], "<=", 0)
            office.asked[hours_name(int(expectation.supplier[a, p]))].append((dropped, -1.0))
            lost.append((dropped, -support[a][s][p] / hours[a][s][p]))
            office.asked.setdefault(visits_name(a), []).append((y, visits[a][s][p]))
            office.asked.setdefault(lapsed_name(a), []).append((dropped, visits[a][s][p] / hours[a][s][p]))
    return lost


def _allowance(problem: Problem, t: int) -> float:
    return min(problem.scenario.team_list[t].backlog_allowance_hours, work_range(problem, t)[1])
