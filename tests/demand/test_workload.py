from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats

from offices import area, busier, office, school, service, small_office, team
from redesign.demand.clock import TICKS_PER_HOUR, horizon, week_starts
from redesign.demand.expectation import MOST_RETURNS, expect
from redesign.demand.requests import Requests, poisson_arrivals, season_ticks
from redesign.demand.streams import stream
from redesign.demand.workload import Workload, draw_workload
from redesign.scenario.model import Scenario


def equal(a: Any, b: Any) -> bool:
    return all(np.array_equal(getattr(a, name), getattr(b, name)) for name in type(a).__slots__)


def with_block(scenario: Scenario, block: str, **members: Any) -> Scenario:
    kept = {name: getattr(scenario, block)[name] for name in getattr(scenario, block)}
    return scenario.model_copy(update={block: kept | members})


def with_service(scenario: Scenario, name: str, **fields: Any) -> Scenario:
    return with_block(scenario, "services", **{name: scenario.services[name].model_copy(update=fields)})


def first_of_each_school(requests: Requests, counts: np.ndarray, name: str) -> list[np.ndarray]:
    """The first counts[s] values of each school, in order."""
    column = getattr(requests, name)
    return [column[requests.school == s][: counts[s]] for s in range(len(counts))]


def assert_earlier_draws_kept(few: Requests, many: Requests, schools: int = 3) -> None:
    counts = np.bincount(few.school, minlength=schools)
    assert (np.bincount(many.school, minlength=schools) >= counts).all()
    assert len(many.mark) > len(few.mark)
    for column in ("work_hours", "returns", "mark"):
        for a, b in zip(*(first_of_each_school(r, counts, column) for r in (few, many)), strict=True):
            assert np.array_equal(a, b)


def test_a_new_service_leaves_all_else_as_it_was() -> None:
    old = small_office()
    copy = old.services["hiring"]
    new = old.model_copy(update={"services": {"first": copy} | old.services | {"last": copy}})
    before, after = draw_workload(old, 4), draw_workload(new, 4)
    assert all(equal(a, b) for a, b in zip(before.requests, after.requests[1:-1], strict=True))
    for part in ("other", "absences", "visit_draws"):
        assert all(equal(a, b) for a, b in zip(getattr(before, part), getattr(after, part), strict=True))
    assert not equal(after.requests[0], after.requests[-1])


def test_a_new_team_and_area_leave_all_else_as_they_were() -> None:
    old = small_office()
    new = with_block(old, "teams", extra=old.teams["clerks"])
    new = with_block(new, "areas", extra=old.areas["math"])
    before, after = draw_workload(old, 4), draw_workload(new, 4)
    assert all(equal(a, b) for a, b in zip(before.requests, after.requests, strict=True))
    for part in ("other", "absences", "visit_draws"):
        assert all(equal(a, b) for a, b in zip(getattr(before, part), getattr(after, part)[:-1], strict=True))


def test_a_higher_rate_leaves_the_draws_of_earlier_requests() -> None:
    old = with_service(small_office(), "hiring", opening_backlog_requests=0)
    new = with_service(old, "hiring", requests_per_driver_per_year=9.0)
    assert_earlier_draws_kept(draw_workload(old, 2).requests[1], draw_workload(new, 2).requests[1])


def test_more_demand_brings_the_same_requests_sooner() -> None:
    scenario = with_service(small_office(), "hiring", opening_backlog_requests=0)
    few, many = (draw_workload(busier(scenario, times), 2).requests[1] for times in (1.0, 2.5))
    assert_earlier_draws_kept(few, many)
    counts = np.bincount(few.school, minlength=3)
    for late, soon in zip(*(first_of_each_school(r, counts, "arrival") for r in (few, many)), strict=True):
        assert (soon <= late).all()


def test_more_backlog_leaves_the_earlier_backlog_and_the_year() -> None:
    old = small_office()
    few, many = (
        draw_workload(s, 2).requests[1] for s in (old, with_service(old, "hiring", opening_backlog_requests=30))
    )
    assert (few.arrival == 0).sum() == 12
    assert (many.arrival == 0).sum() == 30
    assert set(few.mark[:12]) < set(many.mark[:30])
    assert np.array_equal(few.work_hours[12:], many.work_hours[30:])


def test_more_requests_are_more_backlog_too() -> None:
    assert (draw_workload(busier(small_office(), 2.0), 2).requests[1].arrival == 0).sum() == 24


def test_a_larger_package_leaves_the_draws_of_earlier_visits() -> None:
    old = small_office()
    math = old.areas["math"]
    high = math.packages["high"].model_copy(update={"visits_per_year": 90})
    new = with_block(old, "areas", math=math.model_copy(update={"packages": math.packages | {"high": high}}))
    few, many = (draw_workload(s, 2).visit_draws[0] for s in (old, new))
    assert few.mark.shape == (60, 3)
    assert many.mark.shape == (90, 3)
    assert all(np.array_equal(getattr(few, n), getattr(many, n)[:60]) for n in ("length_factor", "offset", "mark"))


def test_requests_stand_in_order_of_arrival_ties_by_school() -> None:
    for requests in draw_workload(small_office(), 0).requests:
        key = requests.arrival * 3 + requests.school
        assert (np.diff(key) >= 0).all()
        assert requests.arrival.min() >= 0
        assert requests.arrival.max() < horizon(small_office().calendar)


def years(scenario: Scenario, number: int) -> list[Workload]:
    return [draw_workload(scenario, year) for year in range(number)]


@pytest.mark.parametrize("times", [1.0, 1.7])
def test_requests_are_poisson_with_the_stated_means(times: float) -> None:
    scenario = with_service(small_office(), "hiring", opening_backlog_requests=0)
    expected = expect(scenario).requests * times
    drawn = years(busier(scenario, times), 60)
    for k in range(len(scenario.services)):
        counts = np.array([np.bincount(w.requests[k].school, minlength=3) for w in drawn])
        deviation = (counts.sum(axis=0) - 60 * expected[k]) / np.sqrt(60 * expected[k])
        assert np.abs(deviation).max() < 4
        dispersion = ((counts - expected[k]) ** 2 / expected[k]).sum()
        assert 1e-4 < stats.chi2.cdf(dispersion, counts.size) < 1 - 1e-4


def test_the_season_has_the_weights_of_the_peaks() -> None:
    scenario = with_service(small_office(), "hiring", opening_backlog_requests=0)
    weights = np.ones(52)
    weights[39:48] *= 3
    weights[43:52] *= 2
    arrivals = np.concatenate([w.requests[1].arrival for w in years(scenario, 60)])
    seen, _ = np.histogram(arrivals, week_starts(scenario.calendar))
    assert stats.chisquare(seen, weights / weights.sum() * len(arrivals)).pvalue > 1e-4
    assert stats.chisquare(seen).pvalue < 1e-12


def test_arrivals_within_a_week_are_uniform() -> None:
    arrivals = np.concatenate([w.requests[0].arrival for w in years(small_office(), 10)])
    within = np.mod(arrivals, 40 * TICKS_PER_HOUR) / (40 * TICKS_PER_HOUR)
    assert stats.kstest(within, "uniform").pvalue > 1e-4


def test_gaps_go_on_from_one_block_of_draws_into_the_next() -> None:
    class Hasty:
        """Gaps a fifth as long, so that the first block is never enough."""

        def __init__(self) -> None:
            self.generator, self.drawn = stream(1, 0, "hasty"), []

        def standard_exponential(self, shape: tuple[int, int]) -> np.ndarray:
            gaps = self.generator.standard_exponential(shape) / 5
            self.drawn.append(gaps.copy())
            return gaps

    hasty, expected = Hasty(), np.array([30.0, 0.0, 90.0])
    row, process, share = poisson_arrivals(hasty, expected)  # type: ignore[arg-type]
    sums = np.cumsum(np.concatenate(hasty.drawn), axis=0)
    assert len(hasty.drawn) > 2
    assert np.bincount(process, minlength=3).tolist() == (sums < expected).sum(axis=0).tolist()
    assert np.array_equal(share, sums[row, process] / expected[process])
    assert share.max() > 0.95


def test_weeks_without_demand_have_none() -> None:
    peaks = small_office().services["hiring"].peaks[0].model_copy(update={"from_week": 1, "to_week": 51, "factor": 0.0})
    ticks = season_ticks(small_office().calendar, [peaks], np.array([0.0, 0.3, 0.999999]))
    assert (ticks >= 51 * 40 * TICKS_PER_HOUR).all()
    with pytest.raises(ValueError, match="no week with demand"):
        season_ticks(small_office().calendar, [peaks.model_copy(update={"to_week": 52})], np.array([0.5]))


@pytest.mark.parametrize("distribution", ["lognormal", "gamma"])
def test_work_has_the_stated_mean_and_variation(distribution: str) -> None:
    steps = (("clerks", 1.5), ("experts", 2.5))
    made = service("schools", 20_000.0, *steps, work_cv=0.7, work_distribution=distribution)
    scenario = office(schools=(school("ash"),), teams={"clerks": team(5), "experts": team(5)}, services={"k": made})
    work = draw_workload(scenario, 0).requests[0].work_hours
    error = 0.7 / np.sqrt(len(work))
    assert work.mean(axis=0) == pytest.approx([1.5, 2.5], rel=4 * error)
    assert work.std(axis=0) / work.mean(axis=0) == pytest.approx([0.7, 0.7], rel=0.06)
    assert abs(np.corrcoef(work.T)[0, 1]) < 4 / np.sqrt(len(work))


def test_returns_are_geometric_and_cut_off() -> None:
    steps = (("clerks", 1.0), ("clerks", 1.0), ("experts", 1.0))
    made = service("schools", 20_000.0, *steps, return_share=0.4)
    scenario = office(schools=(school("ash"),), teams={"clerks": team(5), "experts": team(5)}, services={"k": made})
    returns = draw_workload(scenario, 0).requests[0].returns
    assert not returns[:, 0].any(), "one team goes on: nothing comes back"
    assert returns.max() == MOST_RETURNS
    for i in range(1, MOST_RETURNS + 1):
        assert (returns[:, 1] >= i).mean() == pytest.approx(0.4**i, abs=4 * 0.5 / np.sqrt(len(returns)))


def test_marks_and_offsets_are_uniform() -> None:
    workload = draw_workload(small_office(), 0)
    for draws in (workload.requests[0].mark, workload.visit_draws[0].offset, workload.visit_draws[0].mark):
        assert stats.kstest(np.ravel(draws), "uniform").pvalue > 1e-4


@pytest.mark.parametrize("times", [1.0, 2.0])
def test_other_work_has_the_expected_hours(times: float) -> None:
    scenario = small_office()
    clerks = scenario.teams["clerks"].model_copy(update={"other_work_hours_per_task": 60.0})  # the cut-off bites
    scenario = busier(with_block(scenario, "teams", clerks=clerks), times)
    hours = [draw_workload(scenario, year).other[0].work_hours.sum() for year in range(80)]
    assert np.mean(hours) == pytest.approx(900.0 * times, abs=4 * np.std(hours) / np.sqrt(80))
    assert max(w.max(initial=0) for w in [draw_workload(scenario, 0).other[0].work_hours]) <= 4 * 40 * 0.75


def test_visit_lengths_have_mean_one() -> None:
    scenario = office(
        schools=(school("ash"), school("birch")),
        teams={"coaches": team(3)},
        areas={"math": area("coaches", {"low": (400, 2.0, 1.0)}, visits_per="20_teachers", visit_cv=0.5)},
    )
    factor = np.concatenate([draw_workload(scenario, y).visit_draws[0].length_factor for y in range(20)])
    assert factor.mean() == pytest.approx(1.0, abs=4 * 0.5 / np.sqrt(factor.size))
    assert factor.std() == pytest.approx(0.5, rel=0.05)


def test_an_empty_office_draws_nothing() -> None:
    scenario = office(
        schools=(school("ash"),), teams={"clerks": team(0)}, areas={"a": area("clerks", {"low": (1, 1.0, 1.0)})}
    )
    workload = draw_workload(scenario, 0)
    assert workload.requests == ()
    assert len(workload.other[0].arrival) == 0
