"""How many final years are simulated: as many as the widest interval seems to need."""

from collections.abc import Callable
from pathlib import Path

import pytest

from redesign import load_scenario
from redesign.analysis.intervals import Interval
from redesign.demand.plan import plan_today
from redesign.demand.streams import FINAL
from redesign.study import final
from redesign.study.promises import Margin
from redesign.study.runner import Runner
from redesign.study.years import case_of
from study.again import above_today, column, differences_again, pooled
from study.tiny import Pieces, made_up_study, simulated_study

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
    monkeypatch.setattr(final, "_is_one_missed_by_little", lambda *_: False)
    scenario = load_scenario(TUTORIAL)
    today = case_of(scenario, plan_today(scenario))
    found = final.simulate_until_narrow(scenario, {"today": today, "clean_sheet": today}, 10.0, Runner())
    assert (asked, found.narrow) == (counts, narrow)
    assert found.years == list(range(FINAL, FINAL + counts[-1])), "each year once"


@pytest.mark.parametrize("study", [simulated_study, made_up_study])
def test_years_go_on_until_the_intervals_of_the_certificate_are_narrow(study: Callable[[], Pieces]) -> None:
    """The widest of all, relative to what is asked: differences to 10 hours, undecided promises to 3 points."""
    pieces = study()
    found = final._excess(pieces.scenario, pieces.final.cases, pieces.final.years, 10.0)
    widths = [(d["high"] - d["low"]) / 2 / 10.0 for d in differences_again(pieces)]
    assert found == pytest.approx(max(widths + undecided(pieces)))
    generous = final._excess(pieces.scenario, pieces.final.cases, pieces.final.years, 1e9)
    assert generous == pytest.approx(max(undecided(pieces))), "then promises alone are left to decide"


def test_what_the_verdict_goes_by_decides_how_many_years_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    """90% asked, 90% of 8 points either way, surely more than today's 70%: whether it meets the file's is open."""
    share, today = Interval(0.90, 0.82, 0.98), Interval(0.70, 0.68, 0.72)
    margin = Margin(0.7, share, today, Interval(0.0, -0.08, 0.08), Interval(0.20, 0.19, 0.21))
    assert (margin.verdict, margin.decided) == ("meets", False)
    monkeypatch.setattr(final, "_margins", lambda *_: [margin])
    scenario = load_scenario(TUTORIAL)
    office = case_of(scenario, plan_today(scenario))
    found = final.simulate_until_narrow(scenario, {"today": office, "clean_sheet": office}, 10.0, Runner())
    assert (len(found.years), found.narrow) == (scenario.run.most_final_years, False)


def undecided(pieces: Pieces) -> list[float]:
    """Half widths, over 3 points, of the clean sheet's promises of which it is open whether they are missed."""
    years = [[year[name] for year in pieces.final.years] for name in ("clean_sheet", "today")]
    services, areas = pieces.scenario.services.values(), pieces.scenario.areas.values()
    promises = [
        (("on_time", "due"), k, {"file": s.promise.on_time_share, "firm": s.promise.must_improve or s.mandated})
        for k, s in enumerate(services)
        if s.promise
    ]
    promises += [
        (("visits_made", "visits_promised"), a, {"file": area.visits_made_share, "firm": False})
        for a, area in enumerate(areas)
    ]
    out = []
    for names, i, asked in promises:
        both = tuple(tuple(column(of, name, i) for name in names) for of in years)
        share, today = pooled(*both[0]), pooled(*both[1])
        if not share:
            continue
        target, margin = asked["file"], share
        if today and today["mean"] < target and not asked["firm"]:
            target, margin = 0.0, above_today(both)
        if margin["low"] < target <= margin["high"]:
            out.append((margin["high"] - margin["low"]) / 2 / 0.03)
    return out


def test_strategies_that_differ_in_nothing_need_no_more_years() -> None:
    """Differences of exactly 0 have no width, also where no support is promised."""
    scenario = load_scenario(TUTORIAL)
    today = case_of(scenario, plan_today(scenario))
    cases = {"today": today, "clean_sheet": today}
    found = final.simulate_until_narrow(scenario, cases, 0.0, Runner())
    assert (len(found.years), found.narrow) == (20, True)


@pytest.mark.parametrize(
    ("low", "high", "years"),
    [
        (-0.040, -0.002, 160),  # 2.1 points below, 1.9 either way: by chance alone once in thirty promises
        (-0.060, -0.022, 20),  # more than twice what chance explains
        (-0.019, 0.019, 20),  # open, and narrow enough
        (0.002, 0.040, 20),
    ],
)
def test_that_a_promise_is_missed_by_little_is_said_of_all_the_years_there_may_be(
    monkeypatch: pytest.MonkeyPatch, low: float, high: float, years: int
) -> None:
    margin = Interval((low + high) / 2, low, high)
    share = Interval(0.85 + margin.mean, 0.85 + low, 0.85 + high)
    monkeypatch.setattr(final, "_margins", lambda *_: [Margin(0.85, share, None, margin, None)])
    scenario = load_scenario(TUTORIAL)
    today = case_of(scenario, plan_today(scenario))
    found = final.simulate_until_narrow(scenario, {"today": today, "clean_sheet": today}, 10.0, Runner())
    assert len(found.years) == years
