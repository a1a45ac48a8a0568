"""Other truths: draws are stratified and named, quantiles are those that ranges say, the scenario has the values."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from redesign.demand.truths import CUBE, beta_parameters, draws, factors_of, quantiles, truths, under_truth
from redesign.scenario.uncertain import UncertainNumber, uncertain_numbers
from scenario_files import FULL, load


def number(distribution: str, value: float, low: float, high: float, **more: object) -> UncertainNumber:
    kind = {"beta": "shares", "lognormal": "hours"}.get(distribution, "effects")
    limits = {"whole": False, "least": -np.inf, "most": np.inf}
    return UncertainNumber("a", "A", value, low, high, distribution, kind, "a", True, "assumed", **(limits | more))  # type: ignore[arg-type]


def test_each_factor_falls_once_into_each_hundredth() -> None:
    drawn = draws(1, ["a", "b"], 2 * CUBE)
    assert drawn.shape == (200, 2)
    for cube in (drawn[:CUBE], drawn[CUBE:]):
        assert (np.sort(np.floor(cube * CUBE), axis=0) == np.arange(CUBE)[:, None]).all()
    assert abs(np.corrcoef(drawn.T)[0, 1]) < 0.2
    assert (drawn[:CUBE] != drawn[CUBE:]).any()


def test_more_samples_and_more_factors_leave_the_others_as_they_were() -> None:
    assert (draws(1, ["a", "b"], 30) == draws(1, ["c", "b", "a"], 250)[:30, [2, 1]]).all()
    assert (draws(1, ["a"], 5) != draws(2, ["a"], 5)).all()
    assert draws(1, [], 3).shape == (3, 0)


@pytest.mark.parametrize("of", [
    number("normal", 0.9, 0.5, 1.1),
    number("normal", -1, -2, 4),
    number("lognormal", 3, 1, 12),
    number("beta", 0.9, 0.7, 0.97),
    number("beta", 0.01, 0.001, 0.03),
    number("beta", 0.5, 0.499, 0.501),
])  # fmt: skip
def test_low_and_high_are_the_ends_of_nine_tenths(of: UncertainNumber) -> None:
    low, middle, high = quantiles(of, np.array([0.05, 0.5, 0.95]))
    assert (low, high) == pytest.approx((of.low, of.high), rel=1e-6)
    assert middle == pytest.approx(of.value, rel=1e-9) or of.distribution == "beta"
    assert (np.diff(quantiles(of, np.linspace(0.001, 0.999, 99))) > 0).all()


def test_the_beta_distribution_is_scipys() -> None:
    a, b = beta_parameters(0.6, 0.9)
    assert stats.beta(a, b).ppf([0.05, 0.95]) == pytest.approx([0.6, 0.9])


def test_an_effect_in_three_parts() -> None:
    of = number("three_part", 1.0, 0.5, 1.5, chance_none=0.2, chance_harmful=0.1)
    found = quantiles(of, (np.arange(1000) + 0.5) / 1000)
    assert ((found < 0).mean(), (found == 0).mean()) == (0.1, 0.2)
    assert (np.diff(found) >= 0).all()
    assert np.median(found[found > 0]) == pytest.approx(1, rel=0.01)
    assert np.median(found[found < 0]) == pytest.approx(-1, rel=0.02)


def test_limits_and_whole_numbers() -> None:
    of = number("normal", 4.0, 3.0, 5.5, most=5.0, whole=True)
    assert set(quantiles(of, np.linspace(0.01, 0.99, 99)).tolist()) == {2.0, 3.0, 4.0, 5.0} - {2.0} | {3.0}


def test_factors_move_together() -> None:
    numbers = [replace(number("normal", v, v - 1, v + 1), path=str(v), factor="one") for v in (3.0, 7.0)]
    assert factors_of(numbers) == ("one",)
    found = truths(numbers, draws(1, ["one"], 50))
    assert found[:, 1] - found[:, 0] == pytest.approx(np.full(50, 4.0))


def test_the_scenario_under_a_truth_has_its_values_and_no_others(tmp_path) -> None:  # type: ignore[no-untyped-def]
    scenario = load(tmp_path, FULL.replace("source: p", "source: assumed p"))
    numbers = uncertain_numbers(scenario)
    assert {n.path.split(".")[0] for n in numbers} >= {"teams", "providers", "services"}
    values = truths(numbers, draws(1, factors_of(numbers), 1))[0]
    made = under_truth(scenario, numbers, values.tolist())
    again = {n.path: n.value for n in uncertain_numbers(made)}
    assert [again[n.path] for n in numbers] == values.tolist()
    assert made.teams["center"].outside == made.providers["center"]
    coaches, before = made.teams["coaches"], scenario.teams["coaches"]
    assert coaches.salary_usd / coaches.loaded_cost_usd == pytest.approx(before.salary_usd / before.loaded_cost_usd)  # type: ignore[operator]
    back = under_truth(made, numbers, [n.value for n in numbers])
    assert back.model_copy(update={"teams": scenario.teams}) == scenario
    assert list(made.broken_rules()) == []
    type(made).model_validate(made.model_dump() | {"teams": {k: made.teams[k].model_dump() for k in made.own_teams}})
