"""What is computed with a number, against the tutorial's arithmetic by hand (README): 7,200 hours, 385,000 dollars."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from redesign import load_scenario
from redesign.analysis.weights import Resting, Weighed, weigh
from redesign.scenario.numbers import Number, numbers_in
from redesign.scenario.records import record_of
from redesign.scenario.schema import file_schema, roster_schema
from redesign.scenario.sources import DEFAULT
from scenario_files import FULL, write

SCENARIOS = Path(__file__).parents[2] / "scenarios"


def weighed(path: Path) -> tuple[Resting, dict[str, Weighed]]:
    resting, numbers = weigh(*numbers_in(path))
    return resting, {each.number.path: each for each in numbers}


def variant(folder: Path, text: str) -> Path:
    for name in ("tutorial.yaml", "tutorial_schools.csv"):
        shutil.copy(SCENARIOS / name, folder / name)
    (folder / "mine.yaml").write_text(text, encoding="utf-8")
    return folder / "mine.yaml"


@pytest.mark.parametrize(
    ("path", "hours", "usd"),
    [
        ("services.leave_requests.requests_per_driver_per_year", 2700, 2700 / 8100 * 300_000),
        ("services.purchase_orders.steps.0.work_hours", 2700, 2700 / 8100 * 300_000),
        ("services.leave_requests.automate.residual_work_share", 2700, 2700 / 8100 * 300_000),
        ("teams.office.other_work_hours_per_year", 1080, 1080 / 8100 * 300_000),
        ("areas.coaching.packages.low.visits_per_year", 720, 720 / 900 * 85_000),
        ("areas.coaching.packages.high.effect_per_hour", 900, 85_000),
        ("areas.coaching.packages.mid.effect_per_hour", 900, 85_000),
        ("schools.teachers", 2700, 2700 / 8100 * 300_000),
        ("schools.enrollment", 0, 0),
        ("budget.one_time_usd", 0, 50_000),
        ("limits.school_floor_hours_per_teacher", 0, 0),
    ],
)
def test_hours_and_dollars_of_the_tutorial(path: str, hours: float, usd: float) -> None:
    _, numbers = weighed(SCENARIOS / "tutorial.yaml")
    found = numbers[path]
    assert found.amounts.hours == pytest.approx(hours, rel=1e-6)
    assert found.amounts.usd == pytest.approx(usd, rel=1e-6)


@pytest.mark.parametrize(
    ("path", "hours_share", "usd_share"),
    [
        ("teams.office.productive_share", 8100 / 9000, 300 / 385),
        ("services.leave_requests.requests_per_driver_per_year", 2700 / 9000, 100 / 385),
        ("teams.office.other_work_hours_per_year", 1080 / 9000, 40 / 385),
        ("areas.coaching.packages.low.visits_per_year", 720 / 9000, 68 / 385),
        ("areas.coaching.packages.high.effect_per_hour", 900 / 9000, 85 / 385),
    ],
)
def test_posts_and_services_weigh_among_the_same_hours(path: str, hours_share: float, usd_share: float) -> None:
    _, numbers = weighed(SCENARIOS / "tutorial.yaml")
    assert (numbers[path].post_hours_share, numbers[path].usd_share) == pytest.approx((hours_share, usd_share))


def test_the_calendar_is_in_everything() -> None:
    _, numbers = weighed(SCENARIOS / "tutorial.yaml")
    assert numbers["calendar.weeks"].weight == 1.0


def test_what_has_a_source_no_longer_rests_on_nobody(tmp_path: Path) -> None:
    all_of_it, _ = weighed(SCENARIOS / "tutorial.yaml")
    assert (all_of_it.hours_share, all_of_it.usd_share) == pytest.approx((1.0, 1.0))
    path = variant(
        tmp_path,
        "extends: tutorial.yaml\n"
        "services:\n"
        "  leave_requests:\n"
        "    source: ticket log of 2025\n"
        "    requests_per_driver_per_year: 45\n"
        "    steps: [{team: office, work_hours: 1.0}]\n"
        "teams:\n"
        "  coaches:\n"
        "    source: payroll of Three Schools, May 2025\n"
        "    posts_today: 1\n"
        "    loaded_cost_usd: 85000\n",
    )
    resting, numbers = weighed(path)
    assert resting.hours_share == pytest.approx((7200 - 2700) / 7200)
    assert resting.usd_share == pytest.approx(300 / 385)
    order = list(numbers)
    assert order.index("teams.coaches.posts_today") > order.index("services.purchase_orders.work_cv")
    assert numbers["teams.coaches.posts_today"].number.whose == "own"
    assert numbers["services.leave_requests.steps.0.work_hours"].number.whose == "published"
    assert (numbers["teams.coaches.posts_today"].number.file, numbers["teams.coaches.posts_today"].number.line) == (
        "mine.yaml",
        10,
    )


def test_numbers_of_another_districts_file_are_another_districts(tmp_path: Path) -> None:
    path = variant(tmp_path, "extends: tutorial.yaml\ndistrict: {name: Ours}\nbudget: {one_time_usd: 1}\n")
    _, numbers = weighed(path)
    office = numbers["teams.office.posts_today"].number
    assert (office.whose, office.named) == ("another", "Three Schools")
    changed = numbers["budget.one_time_usd"].number
    assert (changed.whose, changed.kind, changed.source[:27]) == ("nobody", "assumed", "assumed: changed in mine.ya")
    assert numbers["teams.office.hire_weeks"].number.source == DEFAULT


def test_a_source_that_names_another_district(tmp_path: Path) -> None:
    path = variant(
        tmp_path,
        "extends: tutorial.yaml\nteams:\n  office:\n    posts_today: 6\n    loaded_cost_usd: 50000\n"
        "    source: {posts_today: 'assumed: Mesa Unified has as many', rest: 'computed: 25 x 2,000'}\n",
    )
    numbers = weighed(path)[1]
    posts, pay = (numbers[f"teams.office.{key}"].number for key in ("posts_today", "loaded_cost_usd"))
    assert (posts.whose, posts.named, posts.kind) == ("another", "Mesa Unified", "assumed")
    assert (pay.whose, pay.kind) == ("published", "computed")


def test_every_number_of_a_file_is_listed_once_with_meaning_and_record(tmp_path: Path) -> None:
    scenario, numbers = numbers_in(write(tmp_path, FULL))
    paths = [number.path for number in numbers]
    assert len(set(paths)) == len(paths)
    assert [number.path for number in numbers if not number.meaning] == []
    assert {each.path for each in scenario.origin.assumptions} == {n.path for n in numbers if n.assumed}
    assert all(record_of(path).record for path in paths)
    resting, weighed_ = weigh(scenario, numbers)
    assert (resting.numbers, len(weighed_)) == (len(numbers), len(numbers))
    assert all(0 <= each.weight <= 1 for each in weighed_)


def test_the_meaning_is_the_dictionarys() -> None:
    def find(path: str) -> Number:
        return next(number for number in numbers_in(SCENARIOS / "tutorial.yaml")[1] if number.path == path)

    steps = file_schema()["$defs"]["Step"]["properties"]["work_hours"]["description"]
    assert (find("services.leave_requests.steps.0.work_hours").meaning, find("teams.office.hire_usd").unit) == (
        steps,
        "US dollars",
    )
    assert find("schools.teachers").meaning.startswith(
        roster_schema()["items"]["properties"]["teachers"]["description"]
    )


def test_a_number_that_nobody_thought_of_is_seen() -> None:
    with pytest.raises(LookupError):
        record_of("galaxies.milky_way.stars")


def test_the_price_of_a_lever_weighs_what_it_costs() -> None:
    scenario = load_scenario(SCENARIOS / "corpus_christi.yaml")
    _, numbers = weighed(SCENARIOS / "corpus_christi.yaml")
    prices = {
        f"levers.{name}.{key}": getattr(lever, key)
        for name, lever in scenario.levers.items()
        for key in ("yearly_usd", "one_time_usd")
    }
    found = {path: numbers[path].amounts for path in prices if path in numbers}
    assert {path: amounts.usd for path, amounts in found.items()} == {path: prices[path] for path in found}
    assert any(amounts.usd > 0 for amounts in found.values())
    assert not any(amounts.hours for amounts in found.values())
