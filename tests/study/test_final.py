"""How many final years are simulated: as many as the widest interval seems to need."""

from pathlib import Path

import pytest

from redesign import load_scenario
from redesign.demand.plan import plan_today
from redesign.demand.streams import FINAL
from redesign.study import final
from redesign.study.runner import Runner
from redesign.study.years import case_of

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

    def simulate(cases: object, years: range, *_: object) -> list[int]:
        return list(years)

    def widest(scenario: object, cases: object, years: list[int], largest: float) -> float:
        assert largest == 10.0
        asked.append(len(years))
        return next(found)

    monkeypatch.setattr(final, "simulate_years", simulate)
    monkeypatch.setattr(final, "_excess", widest)
    scenario = load_scenario(TUTORIAL)
    today = case_of(scenario, plan_today(scenario))
    found = final.simulate_until_narrow(scenario, {"today": today, "clean_sheet": today}, 10.0, Runner())
    assert (asked, found.narrow) == (counts, narrow)
    assert found.years == list(range(FINAL, FINAL + counts[-1])), "each year once"
