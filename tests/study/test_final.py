"""How many final years are simulated: as many as the widest interval seems to need."""

from pathlib import Path

import pytest

from redesign import load_scenario
from redesign.scenario.plan import plan_today
from redesign.study import final
from redesign.study.years import Means

TUTORIAL = Path(__file__).parents[2] / "scenarios" / "tutorial.yaml"


@pytest.mark.parametrize(
    ("excess", "counts", "narrow"),
    [
        ([0.9], [20], True),
        ([5.0, 1.0], [20, 40], True),  # never more than twice as many
        ([1.2, 1.02, 0.7], [20, 32, 37], True),  # 1.1 x 1.2^2 x 20 and 1.1 x 1.02^2 x 32, rounded up
        ([9.0] * 4, [20, 40, 80, 160], False),
    ],
)
def test_years_grow_with_the_square_of_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, excess: list[float], counts: list[int], narrow: bool
) -> None:
    asked: list[int] = []
    found = iter(excess)

    def simulate(scenario: object, plans: object, years: range, *_: object) -> list[object]:
        return [object() for _ in years]

    def widest(scenario: object, plans: object, years: list[object], largest: float) -> float:
        asked.append(len(years))
        return next(found)

    monkeypatch.setattr(final, "simulate_years", simulate)
    monkeypatch.setattr(final, "_excess", widest)
    scenario = load_scenario(TUTORIAL)
    years, met = final.simulate_until_narrow(scenario, (plan_today(scenario),) * 2, 10.0, Means())
    assert (asked, met) == (counts, narrow)
    assert len(years) == counts[-1]
