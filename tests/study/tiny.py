"""A study that is small enough to work out again in plain Python: its office, its years, and years made up."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np

from offices import school, small_office
from plans import Moves, plan_of
from redesign.analysis.measures import YearMeasures
from redesign.optimization.steps import Step
from redesign.scenario.changed import changed
from redesign.scenario.model import Scenario
from redesign.simulation.engines import choose_engine
from redesign.study.ceiling import ceiling
from redesign.study.certificate import certify
from redesign.study.certified import Certificate
from redesign.study.final import FinalYears, simulate_until_narrow
from redesign.study.finished import finished
from redesign.study.found import Found
from redesign.study.pipeline import cases_of
from redesign.study.problems import problems_of, setting_of
from redesign.study.runner import Runner
from redesign.study.search import search
from redesign.study.study import Study
from redesign.study.trials import Trials
from redesign.study.years import Years, case_of

SCHOOLS = (
    school("ash", econ_disadvantaged=320, teachers=30.0),
    school("birch", econ_disadvantaged=80),
    school("cedar", level="high", enrollment=900, teachers=55.0, principals=2.0),
    school("dogwood", econ_disadvantaged=80, teachers=12.0),
    school("elm", econ_disadvantaged=10, emergent_bilingual=10, special_education=10),
    school("fir", econ_disadvantaged=240, level="middle"),
)


def tiny_office() -> Scenario:
    """Six schools, two of equal need; a lever of the district, a supplier of one package, a strategy of its own."""
    raw = small_office(schools=SCHOOLS).model_dump()
    teams, services, areas = raw["teams"], raw["services"], raw["areas"]
    teams["clerks"] |= {"posts_today": 9, "vacancy_rate": 0.05}
    teams["experts"] |= {"posts_today": 3, "backlog_allowance_hours": 20.0}
    teams["coaches"] |= {"posts_today": 4}
    services["leave"] |= {"principal_hours_per_request": 0.25}
    services["leave"]["automate"] |= {"yearly_usd": 3_000.0, "one_time_usd": 5_000.0, "residual_school_hours": 0.5}
    services["hiring"] |= {"principal_hours_per_open_week": 0.5}
    services["evaluation"]["promise"] |= {"must_improve": True, "on_time_share": 0.99}
    services["advice"]["promise"] |= {"on_time_share": 1.0}
    nobody = {"due_working_hours": 40.0, "on_time_share": 0.9}
    services["operations"] |= {"principal_hours_per_request": 1.5, "promise": nobody}
    areas["math"]["packages"]["high"] |= {"supplier": "experts", "materials_usd": 900.0}
    areas["math"]["packages"]["low"] |= {"materials_usd": 40.0}
    areas["inclusion"] |= {"package_today": {"ash": "only"}, "need_measure": "special_education"}
    areas["partnership"]["packages"]["high"] |= {"supplier": "center", "materials_usd": 10.0}
    center = {"label": "Center", "visits_per_year": 60, "visits_at_once": 2, "price_usd_per_visit": 35.0}
    broker = {"team": "experts", "hours_per_contract": 3.0, "hours_per_visit": 0.1}
    raw["providers"] = {"center": center | {"funding_stream": "general", "lead_weeks": 2.0, "broker": broker}}
    raw["levers"] = {
        "portal": {
            "label": "Portal",
            "yearly_usd": 2_500.0,
            "one_time_usd": 1_500.0,
            "changes": {"services": {"hiring": {"work_times": 0.7, "returns_times": 0.5}}},
        },
        "dear": {"label": "Dear", "yearly_usd": 900_000.0},
    }
    raw["strategies"] = {
        "retrain": {
            "label": "Retrain",
            "may": {"retrain": True, "levers": "all", "packages": "one_level"},
            "changes": {"services": {"all": {"courtesy": 0.05}, "hiring": {"no_but": True}}},
        }
    }
    raw["satisfaction"] = {"courtesy": 0.02, "late_score": 0.3}
    raw["limits"]["school_target_hours_per_teacher"] = 4.0
    raw["budget"]["reinvest_share"] = 0.25
    areas["math"]["core_element"] = "services"
    areas["inclusion"]["core_element"] = "partnership"
    raw["levers"]["dear"]["core_element"] = "services"
    raw["run"] |= {"build_years": 2, "search_years": 2, "final_years": 6, "most_final_years": 6}
    raw["run"]["strategies"] = ("tinker", "retrain")
    return Scenario.model_validate(raw)


@dataclass(frozen=True)
class Pieces:
    """All that a study is put together from."""

    scenario: Scenario
    certified: Found
    steps: tuple[Step, ...]
    """Of the bound."""
    final: FinalYears
    certificate: Certificate
    study: Study


def quick() -> Runner:
    """The compiled engine where there is one: results are the same."""
    return Runner(engine=choose_engine("compiled")[0])


@cache
def simulated_study() -> Pieces:
    """A whole study, step by step."""
    scenario, runner = tiny_office(), quick()
    setting = setting_of(scenario)
    trials = Trials(setting, runner)
    found = search(problems_of(setting, runner), trials)
    final = simulate_until_narrow(scenario, cases_of(scenario, found, runner), 1.0, runner)
    certified = found[scenario.run.certified]
    return put_together(scenario, certified, ceiling(certified, final, trials), final)


@cache
def made_up_study() -> Pieces:
    """The same plans, one of them by hand, with years that no office ever had: every number is another one."""
    real = simulated_study()
    found = replace(
        real.certified,
        tried=[real.certified.tried[0]] * 4,
        last=replace(
            real.certified.solution,
            promised_support=6_500.0,
            bound=7_000.0,
            gap=0.07,
            status="best found, a solve cut short, gap 7.00%",
            solver="Another 1.0",
            reproducible=False,
        ),
    )
    scenario = real.scenario
    by_hand = plan_of(
        scenario,
        {
            "clerks": Moves(kept=6, released=1),
            "coaches": Moves(kept=3, retrained_in={"clerks": 2}, hired=1, released=1),
        },
        packages={
            "math": {"ash": "high", "birch": "low", "elm": "mid", "fir": "high"},
            "partnership": {"cedar": "high", "fir": "low"},
            "inclusion": {"ash": "only", "elm": "only"},
        },
        levers={"hiring": "eliminate", "leave": "automate", "dear": "taken"},
    )
    under_it = changed(scenario, scenario.strategies["retrain"].changes)
    cases = dict(real.final.cases) | {"retrain": case_of(under_it, by_hand)}
    rng = np.random.default_rng(17)
    years = [{name: made_up_year(rng, scenario) for name in cases} for _ in range(5)]
    steps = (Step("hours", 9_000.0, 0.0), Step("windows", 8_500.0, 0.0), Step("least_posts", 8_000.0, 0.0))
    return put_together(scenario, found, steps, FinalYears(cases, years, narrow=True))


def put_together(scenario: Scenario, found: Found, steps: tuple[Step, ...], final: FinalYears) -> Pieces:
    certificate = certify(scenario, found, steps, final, None)
    study = finished(scenario, final, certificate, "simpy", ["A note."])
    return Pieces(scenario, found, steps, final, certificate, study)


def made_up_year(rng: np.random.Generator, scenario: Scenario) -> YearMeasures:
    """Numbers of the right shapes; some means are of nothing, of some services nothing is due in any year."""
    services, teams, areas, schools = (len(getattr(scenario, n)) for n in ("services", "teams", "areas", "schools"))

    def up_to(most: Any, *shape: int) -> np.ndarray:
        return rng.integers(0, most, shape or None, endpoint=True)

    requests, promised = 50 + up_to(50, services), 40 + up_to(40, areas)
    requests[-1] = 0
    due = up_to(requests)
    due[3] = 0
    turnaround = rng.uniform(1, 90, (2, services))
    turnaround[:, up_to(services - 1)] = np.nan
    turnaround[:, 3] = np.nan
    return YearMeasures(
        support=rng.uniform(0, 400, (areas, schools)),
        visits_promised=promised,
        visits_made=up_to(promised),
        requests=requests,
        completed=up_to(requests),
        due=due,
        on_time=up_to(due),
        turnaround_mean_hours=turnaround[0],
        turnaround_p90_hours=turnaround[1],
        closing_backlog=up_to(9, services),
        returned=up_to(9, services),
        removed=up_to(90, services),
        unmet=up_to(90, services),
        service_hours=rng.uniform(0, 900, services),
        team_hours=rng.uniform(0, 900, (teams, 4)),
        unfinished_hours=rng.uniform(0, 200, teams),
        step_wait_hours=rng.uniform(0, 9, teams),
        principal_hours=rng.uniform(0, 90, schools),
        school_visits=up_to(80, schools),
        week_hours=rng.uniform(0, 90, (teams, scenario.calendar.weeks)),
        week_waiting=up_to(30, teams, scenario.calendar.weeks),
    )


def years_of(years: Years, strategy: str, name: str) -> list[Any]:
    """One measure of a strategy, year by year, as plain lists of numbers."""
    return [getattr(year[strategy], name).tolist() for year in years]
