"""Levers by what the file says of them: which may be taken together, what they cost and what work they leave."""

from __future__ import annotations

from itertools import chain, combinations

from redesign.demand.expectation import limited_mean, longest_work_hours
from redesign.demand.plan import Plan
from redesign.optimization.problem import Problem
from redesign.scenario.model import Scenario, Service, ServiceLever

Taken = frozenset[str]
"""Names of levers: of the district, or such as forms.automate."""


def all_lever_sets(problem: Problem) -> list[Taken]:
    """Every set of levers that the strategy may take together."""
    scenario, may = problem.scenario, problem.strategy.may.levers
    offered = [
        f"{k}.{kind}" for k, s in scenario.services.items() for kind in ("automate", "eliminate") if s.__dict__[kind]
    ]
    offered = [name for name in [*offered, *scenario.levers] if may == "all" or (may != "none" and name in may)]
    sets = chain.from_iterable(combinations(offered, n) for n in range(len(offered) + 1))
    return [taken for taken in map(frozenset, sets) if _together(scenario, taken)]


def _together(scenario: Scenario, taken: Taken) -> bool:
    for name in taken:
        if name.endswith(".automate") and name.replace("automate", "eliminate") in taken:
            return False
        lever = scenario.levers.get(name)
        if lever and not (set(lever.needs) <= taken and taken.isdisjoint(lever.excludes)):
            return False
    return True


def names_of(problem: Problem, plan: Plan) -> Taken:
    """Names of the levers that a plan takes."""
    return frozenset(name for name, on in zip(problem.scenario.all_levers, plan.levers, strict=True) if on)


def service_hours(scenario: Scenario, team: str, taken: Taken) -> float:
    return float(sum(_hours_of(scenario, name, team, taken) for name in scenario.services))


def _hours_of(scenario: Scenario, name: str, team: str, taken: Taken) -> float:
    """Work that a service asks of a team: requests times steps, times what every lever taken leaves of both."""
    service = scenario.services[name]
    left, steps = 1.0, service.steps
    for lever in taken:
        if lever in (f"{name}.automate", f"{name}.eliminate"):
            left *= _of_service(scenario, lever).residual_work_share
        elif lever in scenario.levers:
            changes = scenario.levers[lever].changes.services
            for change in (changes[key] for key in ("all", name) if key in changes):
                left *= change.work_times * change.requests_times
                steps = steps if change.steps is None else change.steps
    limit = longest_work_hours(scenario, scenario.teams[team])
    mean = sum(
        limited_mean(service.work_distribution, s.work_hours, service.work_cv, limit) for s in steps if s.team == team
    )
    return left * mean * _requests(scenario, service)


def _requests(scenario: Scenario, service: Service) -> float:
    units = {"teachers": sum(s.teachers for s in scenario.schools), "schools": len(scenario.schools)}
    return service.requests_per_driver_per_year * units[service.driver]


def _of_service(scenario: Scenario, lever: str) -> ServiceLever:
    """What the file says of a lever such as forms.automate."""
    name, kind = lever.split(".")
    found: ServiceLever = getattr(scenario.services[name], kind)
    return found


def lever_usd(scenario: Scenario, taken: Taken, key: str) -> float:
    levers = [scenario.levers[name] if name in scenario.levers else _of_service(scenario, name) for name in taken]
    return float(sum(getattr(lever, key) for lever in levers))


def returned_usd(scenario: Scenario, taken: Taken) -> float:
    """Dollars of principals' hours per request that levers save, and of which the budget gets its share."""
    saved = 0.0
    for name, service in scenario.services.items():
        before = _requests(scenario, service) * service.principal_hours_per_request
        left, hours = 1.0, service.principal_hours_per_request
        for lever in taken:
            if lever in (f"{name}.automate", f"{name}.eliminate"):
                hours = _of_service(scenario, lever).residual_school_hours
            elif lever in scenario.levers:
                changes = scenario.levers[lever].changes.services
                for change in (changes[key] for key in ("all", name) if key in changes):
                    left *= change.principal_hours_times * change.requests_times
        saved += before - _requests(scenario, service) * hours * left
    return saved * scenario.district.principal_hour_usd * scenario.budget.reinvest_share
