"""Plans under other truths: what comes of them is what a study of these numbers would have simulated, once each."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from redesign.demand.streams import FINAL
from redesign.reporting.result import Result
from redesign.scenario.in_force import in_force
from redesign.scenario.model import Scenario
from redesign.scenario.uncertain import uncertain_numbers
from redesign.study.ask import truths as module
from redesign.study.ask.options import Options
from redesign.study.ask.samples import TableFile
from redesign.study.ask.sampling import Fixed, Outcome, simulate_sample
from redesign.study.ask.sure import _asked_of, _kept_by_chance, sampled
from redesign.study.ask.truths import drawn_of
from redesign.study.ask.variant import Asking
from redesign.study.planned import plan_of
from redesign.study.runner import Runner, silent
from redesign.study.years import case_of, simulate_year
from study.known_study import studied_tutorial

LOW = "areas.coaching.packages.low.effect_per_hour"


@pytest.fixture(scope="module")
def asking() -> Asking:
    return studied_tutorial()


def fixed_of(asking: Asking, years: int = 1) -> Fixed:
    scenario = asking.scenario
    plans = {
        name: plan_of(in_force(scenario, scenario.all_strategies[name]), result.plan)
        for name, result in asking.study.strategies.items()
    }
    final = asking.study.certificate.replications.final
    return Fixed(scenario, uncertain_numbers(scenario), plans, {name: name for name in plans}, (years, final), "simpy")


def under(fixed: Fixed, index: int = 0, **changed: float) -> Outcome:
    """The file's own numbers, but for these: `low_effect` for the effect of the low package, and so on."""
    values = [changed.get(number.path.replace(".", "_"), number.value) for number in fixed.numbers]
    return simulate_sample(fixed, (index, tuple(values)))


def path(name: str) -> str:
    return name.replace(".", "_")


def test_the_files_own_numbers_give_the_studys_own_years(asking: Asking) -> None:
    fixed = fixed_of(asking)
    for index in range(4):
        found = dict(zip(fixed.plans, under(fixed, index).support.tolist(), strict=True))
        assert found == {k: pytest.approx(v[index % 3], rel=1e-12) for k, v in asking.study.years.support.items()}
    both = under(fixed_of(asking, years=3), 7).support
    assert both == pytest.approx([np.mean(v) for v in asking.study.years.support.values()], rel=1e-12)


def test_what_holds_with_the_files_numbers(asking: Asking) -> None:
    found = under(fixed_of(asking))
    assert (found.over_usd <= 0).all()
    assert found.floors_kept.all()
    assert found.promise_kept[0].all()


@pytest.mark.parametrize("years", [1, 3])
def test_chance_alone_is_what_the_files_numbers_give_in_years_like_those_of_samples(asking: Asking, years: int) -> None:
    fixed = fixed_of(asking, years)
    plan = list(fixed.plans).index(asking.study.certificate.strategy)
    draws = [under(fixed, i).promise_kept[plan].all() for i in range(fixed.of_years // years)]
    assert fixed.of_years % years == 0, "else the last sample begins again with the first years"
    assert _kept_by_chance(asking, fixed) == np.mean(draws)


def test_effects_scale_support_and_decide_floors(asking: Asking) -> None:
    """Three schools of 20 teachers are owed 200 effective hours; `low` has 240 hours at an effect of 1."""
    fixed = fixed_of(asking)
    plain, half = under(fixed), under(fixed, **{path(n.path): n.value / 2 for n in fixed.numbers if "effect" in n.path})
    assert half.support == pytest.approx(plain.support / 2, rel=1e-12)
    assert not half.floors_kept.any()
    assert under(fixed, **{path(LOW): 0.8334}).floors_kept.all()
    assert not under(fixed, **{path(LOW): 0.8333}).floors_kept[0]


def test_prices_decide_budgets(asking: Asking) -> None:
    """The yearly budget is what today's office costs, so pay moves both; a lever's price moves one."""
    fixed = fixed_of(asking)
    pay = {path(n.path): 1.2 * n.value for n in fixed.numbers if n.spread_class == "pay"}
    assert under(fixed, **pay).over_usd[0].tolist() == pytest.approx([0.0, under(fixed).over_usd[0, 1]])
    for column, key in enumerate(("automate.yearly_usd", "automate.one_time_usd")):
        price = next(n for n in fixed.numbers if n.path.endswith(key))
        over = under(fixed, **{path(price.path): 1e6}).over_usd
        assert (over > 0).tolist() == [[False, False], [False, False], [column == 0, column == 1]]
        assert over[2] - under(fixed).over_usd[2] == pytest.approx(np.eye(2)[column] * (1e6 - price.value))


def test_a_promise_is_held_against_today_under_the_same_numbers(asking: Asking) -> None:
    """Where automation leaves nearly all the work, the plan's fewer posts are too few; today's are as they were. Where
    three times as much is asked, today's office fails as well, and nobody is worse than that.
    """
    fixed = fixed_of(asking)
    assert fixed.promises == [("services", 0), ("services", 1), ("areas", 0)]
    left = {path(n.path): 0.95 for n in fixed.numbers if n.path.endswith("leave_requests.automate.residual_work_share")}
    found = under(fixed, **left)
    assert found.promise_kept[:2].all()
    assert not found.promise_kept[2, :2].all()
    more = {path(n.path): 3 * n.value for n in fixed.numbers if n.path.endswith("requests_per_driver_per_year")}
    assert under(fixed, **more).promise_kept[0].all()


def test_one_sample_is_what_a_scenario_of_these_numbers_gives(asking: Asking) -> None:
    """A rate and an effect, changed in the file's own way."""
    fixed = fixed_of(asking)
    service, effect = "services.leave_requests.requests_per_driver_per_year", LOW
    found = under(fixed, 1, **{path(service): 50.0, path(effect): 0.9})
    changed = asking.scenario.with_changes(
        services={"leave_requests": {"requests_per_driver_per_year": 50}},
        areas={"coaching": {"packages": {"low": {"effect_per_hour": 0.9}}}},
    )
    made = {name: in_force(changed, changed.all_strategies[name]) for name in fixed.plans}
    year = simulate_year({n: case_of(made[n], plan) for n, plan in fixed.plans.items()}, "simpy", FINAL + 1)
    assert found.support.tolist() == [float(each.support.sum()) for each in year.values()]


def test_the_same_plan_under_the_same_changes_is_simulated_once(asking: Asking) -> None:
    """Tinker finds today's plan in the tutorial; the clean sheet with that plan drops work, if there is any to drop."""
    fixed = fixed_of(asking)
    assert fixed.simulated_as == {"today": "today", "tinker": "today", "clean_sheet": "clean_sheet"}
    dropping = replace(fixed, plans=dict.fromkeys(fixed.plans, fixed.plans["today"]))
    assert dropping.simulated_as == {"today": "today", "tinker": "today", "clean_sheet": "clean_sheet"}


def test_any_workers_and_any_number_of_samples(asking: Asking) -> None:
    alone = sampled(asking, Options(samples=12))
    with ThreadPoolExecutor(3) as threads:
        assert sampled(replace(asking, runner=Runner(threads)), Options(samples=12)).digest == alone.digest
    fewer = sampled(asking, Options(samples=7))
    assert (fewer.support == alone.support[:7]).all()
    assert (fewer.values == alone.values[:7]).all()
    assert fewer.digest != alone.digest
    assert (alone.support[:, 0] == alone.support[:, 1]).all() == asking_is_today(asking)
    assert alone.support.std(axis=0).min() > 1
    assert [source.kind for source in alone.sources].count("factor") == 3
    assert (alone.promises_kept[:, -1] == alone.promise_kept.all(axis=1)).all()
    assert alone.has.shape == (len(alone.choices), 3)
    assert alone.about.base.support == pytest.approx(asking.study.chosen.promised_support, rel=0.1)


def test_visits_that_no_school_gets_are_no_promise(asking: Asking) -> None:
    fixed = fixed_of(asking)
    plan = fixed.plans["clean_sheet"]
    assert _asked_of(plan, fixed.promises) == [0, 1, 2]
    without = replace(plan, packages=np.zeros_like(plan.packages))
    assert _asked_of(without, fixed.promises) == [0, 1]


def asking_is_today(asking: Asking) -> bool:
    today, tinker, _ = (result.plan for result in asking.study.strategies.values())
    return today.packages == tinker.packages and today.posts == tinker.posts


def _scenario_with(scenario: Scenario, **run_settings: object) -> Scenario:
    return scenario.model_copy(update={"run": scenario.run.model_copy(update=run_settings)})


class Stopped(Exception):
    """As if somebody had killed the run."""


@pytest.fixture
def kept(asking: Asking, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Asking:
    monkeypatch.setattr("redesign.reporting.result.write_figures", lambda study, folder, executor: [])
    monkeypatch.setattr("redesign.reporting.result.missing_letters", lambda study: "")
    Result(asking.study, asking.knowledge, scenario=asking.scenario).save(tmp_path / "study")
    monkeypatch.setattr(module, "FIRST_WAVE", 6)
    monkeypatch.setattr(module, "LONG_SECONDS", 0.0)
    return replace(asking, folder=tmp_path / "study")


def watched(asking: Asking, stop_at: int = 10**9) -> tuple[Asking, Callable[[], int]]:
    """Counts the samples that are simulated; stops when so many have been."""
    first: list[int] = []

    def progress(phase: str, done: int, total: int) -> None:
        if phase != "samples":
            return
        first.append(done)
        if done >= stop_at:
            raise Stopped

    return replace(asking, runner=Runner(None, progress)), lambda: len(first)


def test_what_was_killed_goes_on_where_it_stopped(kept: Asking) -> None:
    whole = sampled(replace(kept, folder=None), Options(samples=20))
    killed, _ = watched(kept, stop_at=15)
    with pytest.raises(Stopped):
        sampled(killed, Options(samples=20))
    resumed, jobs = watched(kept)
    found = sampled(resumed, Options(samples=20))
    assert jobs() == 3  # of six samples, then two, in jobs of five
    assert found.digest == whole.digest
    again, jobs = watched(kept)
    assert sampled(again, Options(samples=20)).digest == whole.digest
    assert sampled(again, Options(samples=9)).digest == sampled(replace(kept, folder=None), Options(samples=9)).digest
    assert jobs() == 0


@pytest.mark.slow
def test_a_cluster_of_which_one_of_two_workers_is_killed(asking: Asking) -> None:
    distributed = pytest.importorskip("distributed")
    alone = sampled(asking, Options(samples=60))
    how = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": None}
    with distributed.LocalCluster(**how) as cluster, distributed.Client(cluster) as client:
        workers = client.run(os.getpid)
        told: list[int] = []

        def progress(phase: str, done: int, total: int) -> None:
            if not told:
                os.kill(next(iter(workers.values())), getattr(signal, "SIGKILL", signal.SIGTERM))
            told.append(done)

        found = sampled(replace(asking, runner=Runner(client.get_executor(), progress)), Options(samples=60))
    assert told
    assert found.digest == alone.digest


def test_other_numbers_begin_anew(kept: Asking) -> None:
    sampled(kept, Options(samples=6))
    folder = kept.folder
    assert folder is not None
    file = folder / "asked" / "sure.npz"
    stored = file.read_bytes()
    wider = kept.scenario.with_changes(uncertainty={"hours": {"low_times": 0.5, "high_times": 2}})
    sampled(replace(kept, scenario=_scenario_with(wider)), Options(samples=6))
    assert file.read_bytes() != stored
    with np.load(file, allow_pickle=False) as held:
        assert held["values"].shape == (6, len(held["paths"]))
        assert TableFile(folder, "sure", str(held["inputs"])).kept() is not None
    assert TableFile(folder, "sure", "other").kept() is None
    file.write_bytes(b"torn")
    assert TableFile(folder, "sure", "any").kept() is None


def test_draws_keep_to_the_scenarios_seed(asking: Asking) -> None:
    one, other = (drawn_of(_scenario_with(asking.scenario, seed=seed), 5) for seed in (1, 2))
    assert (one.values != other.values).any()
    assert one.factors == other.factors
    assert silent("", 0, 0) is None
