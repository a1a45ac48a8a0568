"""What any prices of the shared resources prove.

With a price on each of them the schools fall apart, and for every plan and any prices (Lagrangian duality, Fisher 1981)

    support <= sum_s best profit[s] + sum_r price[r] use[r],   profit = support - sum_r price[r] use[r].
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from redesign.optimization import tuning
from redesign.optimization.combinations import best_combinations
from redesign.optimization.linear import expression
from redesign.optimization.problem import Problem
from redesign.optimization.resources import NOBODY, Resource
from redesign.optimization.staffing import add_staffing
from redesign.optimization.variables import Office, Variable, with_variables

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """An upper bound on the support of every plan: constant + sum_r price[r] use[r]."""

    constant: float
    prices: Floats
    """[R]"""


def price(
    problem: Problem, resources: tuple[Resource, ...], prices: Floats, may_lapse: bool = False
) -> tuple[Ints, Cut]:
    """Every school's best combination [A, S] at these prices, and the bound that they prove.

    `may_lapse`: a promised visit that is not worth its hours need not be made, for a bound on what is delivered.
    """
    profit = problem.expectation.support.copy()
    priced = list(zip(resources, prices.tolist(), strict=True))
    for resource, each in priced:
        if resource.lapses:
            profit[resource.areas] -= each * resource.use
    if may_lapse:
        profit = np.maximum(profit, 0.0)
    for resource, each in priced:
        if not resource.lapses:
            profit[resource.areas] -= each * resource.use
    chosen, value = best_combinations(problem, profit)
    return chosen, Cut(float(value.sum()), prices)


def first_prices(resources: tuple[Resource, ...]) -> list[Floats]:
    """Prices from nothing to more than anything is worth, around what an hour of each team buys on average."""
    worth = np.array([resource.worth for resource in resources])
    return [*(worth * share for share in tuning.SHARES), dear_prices(resources)]


def dear_prices(resources: tuple[Resource, ...]) -> Floats:
    """[R] prices beyond all worth, also of what a package uses but one unit of."""
    worth = np.array([resource.worth for resource in resources])
    dear: Floats = np.where(worth > 0, worth, worth.mean() or 1.0) * tuning.DEAR
    most = np.array([resource.use.max(initial=0.0) for resource in resources])
    package = float((worth * most).max(initial=0.0)) * tuning.DEAR
    nobodys = np.array([resource.team == NOBODY for resource in resources])
    return np.maximum(dear, np.where(nobodys, package / np.maximum(most, 1.0), 0.0))


def with_resources(office: Office, resources: tuple[Resource, ...]) -> list[Variable]:
    """Complete a staffing model with one variable for the use of each resource, and return these."""
    with_variables(office)
    allowed = office.problem.allowed_packages
    used = []
    for resource in resources:
        most = float(np.where(allowed[resource.areas], resource.use, 0.0).max(axis=2).sum())
        used.append(office.amount(resource.name, most))
        office.asked[resource.name] = [(used[-1], 1.0)]
    add_staffing(office)
    return used


def below_all(office: Office, resources: tuple[Resource, ...], cuts: list[Cut]) -> None:
    """Complete a model whose optimum no plan exceeds: the most support under all cuts, with the best staffing."""
    used = with_resources(office, resources)
    _hours_need_the_rest(office, resources, used)
    offered = np.where(office.problem.allowed_packages, office.problem.expectation.support, 0.0)
    least = np.minimum(offered, 0.0).min(axis=2).sum()  # visits that are promised need not be made
    support = office.lp.add_variable("support", float(least), None)
    for i, cut in enumerate(cuts):
        priced = [(u, -p) for u, p in zip(used, cut.prices.tolist(), strict=True) if p]
        office.add("always", f"cut{i}", [(support, 1.0), *priced], "<=", cut.constant)
    office.lp.setObjective(expression([(support, 1.0)]))


def _hours_need_the_rest(office: Office, resources: tuple[Resource, ...], used: list[Variable]) -> None:
    """For every team, everything else that its packages use up, and any price h > 0 of an hour in it:

    use[r] - h hours >= sum_as min_p (use[r,a,s,p] - h hours[a,s,p]), the more so where promised visits are not made.
    Cuts on support have one price for an hour and one for a dollar, and would let a bound use hours without paying for
    the materials that go with them.
    """
    allowed = office.problem.allowed_packages
    hours_of = {r.team: (r, u) for r, u in zip(resources, used, strict=True) if r.lapses}
    for resource, variable in zip(resources, used, strict=True):
        if resource.lapses or resource.team == NOBODY:
            continue
        hours, hours_used = hours_of[resource.team]
        use, own = np.zeros_like(hours.use), allowed[hours.areas]
        use[np.searchsorted(hours.areas, resource.areas)] = resource.use
        for j, slope in enumerate(_slopes(use, hours.use, own)):
            least = float(np.where(own, use - slope * hours.use, np.inf).min(axis=2).sum())
            office.add("always", f"needs_{resource.name}_{j}", [(variable, 1.0), (hours_used, -slope)], ">=", least)


def _slopes(use: Floats, hours: Floats, allowed: NDArray[np.bool_]) -> list[float]:
    """Some of the prices of an hour, above 0, at which one package becomes thriftier than another."""
    packages = range(use.shape[2])
    found = []
    for p in packages:
        for q in packages[:p]:
            more = hours[:, :, p] - hours[:, :, q]
            both = allowed[:, :, p] & allowed[:, :, q] & (more > 0)
            found.append((use[:, :, p] - use[:, :, q])[both] / more[both])
    slopes = np.concatenate([np.empty(0), *found])
    slopes = slopes[slopes > 0]
    if not len(slopes):
        return []
    return sorted(set(np.quantile(slopes, np.linspace(0, 1, tuning.MOST_SLOPES), method="nearest").tolist()))
