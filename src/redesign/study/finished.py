"""From what a study found to the study itself: facts of the scenario, results of every strategy, notes, digest."""

from __future__ import annotations

import platform
from collections.abc import Iterable
from dataclasses import replace
from importlib import metadata

from redesign import __version__
from redesign.analysis.cost import returned_usd, yearly_budget
from redesign.demand.expectation import expect
from redesign.demand.plan import at_packages
from redesign.demand.today import notes_on_today
from redesign.optimization.pins import pins_in_words
from redesign.scenario.in_force import in_force
from redesign.scenario.levers import OPTIONS
from redesign.scenario.model import Scenario
from redesign.simulation.engines import Engine
from redesign.study.certified import Certificate
from redesign.study.close_up import close_up
from redesign.study.digest import digest
from redesign.study.each_year import each_year
from redesign.study.final import FinalYears
from redesign.study.lever_prices import lever_prices
from redesign.study.plan_notes import elements_off, notes_on_compared, plan_notes
from redesign.study.proposal import proposal_facts
from redesign.study.schools import area_facts, measure_of, school_facts
from redesign.study.simulated import Simulated
from redesign.study.strategy_report import strategy_result
from redesign.study.strategy_result import StrategyResult
from redesign.study.study import (
    FORMAT,
    MODELED,
    AssumedNumber,
    LeverFacts,
    ScenarioFacts,
    ServiceFacts,
    Study,
    TeamFacts,
)

LIBRARIES = ("numpy", "scipy", "simpy", "pulp", "highspy")


def finished(
    scenario: Scenario, final: FinalYears, certificate: Certificate, engine: Engine, notes: Iterable[str]
) -> Study:
    """Put the study together."""
    simulated = _simulated(scenario, final)
    strategies = {name: _strategy(scenario, name, simulated, certificate) for name in simulated}
    chosen = certificate.strategy
    of_plan = plan_notes(final.cases[chosen].scenario, scenario.compared[chosen], strategies[chosen])
    of_plans = (*of_plan, *elements_off(strategies[chosen]), *notes_on_compared(scenario, strategies, chosen))
    today, plan = final.cases[scenario.run.reference], final.cases[chosen].plan
    study = Study(
        format=FORMAT,
        scenario=_scenario(scenario, engine),
        versions={"python": platform.python_version(), "redesign": __version__}
        | {name: metadata.version(name) for name in LIBRARIES},
        teams=_teams(scenario),
        services=_services(scenario),
        areas=area_facts(scenario),
        levers=tuple(LeverFacts(id=name, label=lever.label) for name, lever in scenario.levers.items()),
        schools=school_facts(scenario),
        proposal=proposal_facts(scenario, strategies[scenario.run.reference], strategies[chosen]),
        reference=scenario.run.reference,
        strategies=strategies,
        certificate=certificate,
        years=each_year(simulated, chosen),
        lever_prices=lever_prices(scenario, today.scenario, plan),
        close_ups={name: close_up(simulated[name]) for name in (scenario.run.reference, chosen)},
        assumptions=tuple(AssumedNumber(**a.model_dump(exclude={"source"})) for a in scenario.origin.assumptions),
        notes=(*_notes(scenario, final), *scenario.origin.notes, *of_plans, *notes),
        digest="",
    )
    return replace(study, digest=digest(study))


def _simulated(scenario: Scenario, final: FinalYears) -> dict[str, Simulated]:
    """Every strategy with its final years."""
    reference = scenario.run.reference
    return {
        name: Simulated(case.scenario, case.plan, final.years, name, reference) for name, case in final.cases.items()
    }


def _strategy(
    scenario: Scenario, name: str, simulated: dict[str, Simulated], certificate: Certificate
) -> StrategyResult:
    case, today = simulated[name], simulated[scenario.run.reference]
    promised = float(at_packages(expect(case.scenario).support, case.plan.packages).sum())
    strategy, pair = scenario.compared[name], (name, scenario.run.reference)
    usd = yearly_budget(case.scenario) + returned_usd(in_force(scenario, strategy), case.plan)
    result = strategy_result(strategy, promised, usd, case, today)
    difference = next((d for d in certificate.differences if (d.of, d.base) == pair), None)
    return replace(result, difference_from_today=difference)


def _scenario(scenario: Scenario, engine: Engine) -> ScenarioFacts:
    return ScenarioFacts(
        name=scenario.name,
        description=scenario.description,
        district=scenario.district.name,
        year=scenario.district.year,
        file=scenario.origin.path,
        sha256=scenario.origin.sha256,
        seed=scenario.run.seed,
        engine=engine,
        schools=len(scenario.schools),
        enrollment=sum(s.enrollment for s in scenario.schools),
        teachers=sum(s.teachers for s in scenario.schools),
        need_measure=measure_of(scenario),
    )


def _teams(scenario: Scenario) -> tuple[TeamFacts, ...]:
    kept = ("label", "unit", "funding_stream", "loaded_cost_usd", "posts_today")
    return tuple(TeamFacts(name, **{k: getattr(team, k) for k in kept}) for name, team in scenario.own_teams.items())


def _services(scenario: Scenario) -> tuple[ServiceFacts, ...]:
    return tuple(
        ServiceFacts(
            id=name,
            label=service.label,
            mandated=service.mandated,
            owned=bool(service.steps),
            options=tuple(option for option in OPTIONS if getattr(service, option) is not None),
        )
        for name, service in scenario.services.items()
    )


def _notes(scenario: Scenario, final: FinalYears) -> list[str]:
    """What a planner should know before reading on."""
    notes = [MODELED, *map(str, notes_on_today(scenario))]
    everywhere = [case.scenario.services for case in final.cases.values()]
    unowned = [s.label for k, s in scenario.services.items() if not any(services[k].steps for services in everywhere)]
    if unowned:
        notes.append(f"No team owns: {', '.join(unowned)}. These requests stay unmet in every strategy.")
    if pins := pins_in_words(scenario.pins):
        notes.append(f"The certified plan was looked for with pins: {'; '.join(pins)}.")
    return notes
