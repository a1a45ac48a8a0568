"""Two studies compared: what differs and nothing else, with the intervals of textbooks."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest
from scipy import stats

import redesign
from redesign.analysis.intervals import share_difference, unpaired
from redesign.reporting.compared import Compared
from redesign.reporting.result import Result
from redesign.study.compare.compare import compare
from redesign.study.compare.comparison import Comparison
from redesign.study.compare.inputs import input_differences
from redesign.study.each_year import PromiseYears
from redesign.study.study import Study, plain
from study.few_years import few_years


@pytest.fixture(scope="module")
def first() -> Result:
    return redesign.run(few_years(), engine="simpy")


@pytest.fixture(scope="module")
def less() -> Result:
    return redesign.run(few_years(name="less", budget={"yearly_usd": 340_000}), engine="simpy")


def compared(a: Study, b: Study, others: int = 1) -> Comparison:
    return compare((a, None), (b, None), others)


def changed(study: Study, **values: Any) -> Study:
    """The study with other values, by path with `__` for each dot."""
    document = plain(study)
    for path, value in values.items():
        *around, last = path.split("__")
        block: Any = document
        for key in around:
            block = block[int(key)] if isinstance(block, list) else block[key]
        block[last] = value
    return Study.from_json(json.dumps(document))


def test_a_study_does_not_differ_from_itself(first: Result) -> None:
    found = redesign.compare(first, first).comparison
    assert found.same_plan
    assert (found.inputs, found.cost, found.only_a, found.only_b) == ((), (), (), ())
    contrasts = [*(each.difference for each in (*found.support, *found.promises)), found.principal_hours.difference]
    assert len(contrasts) == 2 + 3 + 1
    assert {(c.mean, c.low, c.high, c.verdict) for c in contrasts} == {(0.0, 0.0, 0.0, "not distinguishable")}


def test_different_districts_are_said_to_be_different_before_all_else(first: Result) -> None:
    """Before who brings more: 13 schools and 57 are not to be compared by their sums."""
    other = changed(first.study, scenario__district="Elsewhere")
    lines = Compared(compared(first.study, other)).summary(200).splitlines()
    said = "These are different districts, Three Schools and Elsewhere: totals of one say little of the other."
    assert [line for line in lines if line][2].startswith(said)
    assert repr(Compared(compared(first.study, other))).split(": ", 1)[1].startswith(said)
    assert "different districts" not in redesign.compare(first, first).summary()
    schools = changed(first.study, scenario__schools=4)
    assert "The schools are not the same" in Compared(compared(first.study, schools)).summary()


def test_less_money_by_hand(first: Result, less: Result) -> None:
    """docs/tutorial-by-hand.md: $385,000 buys a coach more than $340,000. Office posts that are not needed may stay."""
    found = redesign.compare(first, less).comparison
    assert found.paired
    assert found.inputs is not None
    assert [(each.path, each.a, each.b) for each in found.inputs] == [("budget.yearly_usd", None, 340_000.0)]
    assert [(p.team, p.a_today, p.a, p.b) for p in found.posts if p.team == "coaches"] == [("coaches", 1, 2, 1)]
    assert [(p.area, p.a_visits, p.b_visits, p.schools, p.others) for p in found.packages] == [
        ("coaching", 360.0, 180.0, 3, 2)
    ]
    assert (found.packages[0].a, found.packages[0].b) == ({"high": 1, "mid": 1, "low": 1}, {"low": 3})
    plans = [{posts.team: posts.planned for posts in each.plan.posts} for each in (first, less)]
    assert {(p.team, p.a, p.b) for p in found.posts} == {
        (team, posts, plans[1][team]) for team, posts in plans[0].items() if posts != plans[1][team]
    }
    levers = first.plan.levers.items() ^ less.plan.levers.items()
    assert {(each.lever, choice) for each in found.levers for choice in (each.a, each.b)} == levers
    money = {each.what: (each.a, each.b) for each in found.cost}
    assert money["yearly_budget_usd"] == (385_000, 340_000)
    assert money["yearly_usd"][0] == 380_000
    assert "one_time_budget_usd" not in money
    today, plan = found.support
    assert (today.difference.mean, today.difference.high) == (0.0, 0.0)
    assert plan.difference.verdict == "lower"


def test_paired_intervals_are_those_of_the_paired_t_test(first: Result, less: Result) -> None:
    found = compared(first.study, less.study).plans
    a, b = (np.array(each.study.years.support["clean_sheet"]) for each in (first, less))
    interval = stats.ttest_rel(b, a).confidence_interval(1 - 0.05 / 2)  # two: today and plan
    assert found.difference.low == pytest.approx(interval.low, rel=1e-9)
    assert found.difference.high == pytest.approx(interval.high, rel=1e-9)
    assert found.difference.mean == pytest.approx(float((b - a).mean()))
    assert (found.a, found.b) == (first.strategies["clean_sheet"].support, less.strategies["clean_sheet"].support)


def test_other_seeds_are_not_paired(first: Result) -> None:
    other = changed(first.study, scenario__seed=99)
    found = compared(first.study, other)
    assert not found.paired
    assert "different seeds (1 and 99)" in found.pairing
    years = np.array(first.study.years.support["clean_sheet"])
    interval = stats.ttest_ind(years, years, equal_var=False).confidence_interval(1 - 0.05 / 2)
    assert found.plans.difference.high == pytest.approx(interval.high, rel=1e-9)
    assert found.plans.difference.verdict == "not distinguishable"


@pytest.mark.parametrize("compared_with", [1, 4])
def test_unpaired_intervals_are_those_of_welch(compared_with: int) -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(10, 1, 12), rng.normal(11, 4, 30)
    found = unpaired(a, b, compared_with)
    interval = stats.ttest_ind(a, b, equal_var=False).confidence_interval(1 - 0.05 / compared_with)
    assert (found.low, found.high) == pytest.approx((interval.low, interval.high), rel=1e-9)
    assert unpaired(np.ones(5), np.full(3, 2.0)).high == -1.0


def test_other_versions_are_not_paired(first: Result) -> None:
    found = compared(first.study, changed(first.study, versions__numpy="1.0"))
    assert (found.paired, "different versions of numpy" in found.pairing) == (False, True)


def test_shares_of_promises_are_compared_as_within_a_study(first: Result, less: Result) -> None:
    found = compared(first.study, less.study)
    years = [{p.id: p for p in each.study.years.promises if p.kind == "service"} for each in (first, less)]
    for promise in found.promises[:2]:
        a, b = (each[promise.id] for each in years)
        expected = share_difference(*map(np.array, (b.hits, b.of, a.hits, a.of)), compared=3)
        assert expected is not None
        interval = promise.difference
        assert (interval.mean, interval.low, interval.high) == pytest.approx(
            (expected.mean, expected.low, expected.high), abs=1e-12
        )


def test_only_the_years_that_both_have_are_paired(first: Result, less: Result) -> None:
    years = less.study.years
    longer = {name: [*series, *series] for name, series in years.support.items()}
    principal = {name: [*series, *series] for name, series in years.principal_hours.items()}
    promises = [{"kind": p.kind, "id": p.id, "hits": [*p.hits, *p.hits], "of": [*p.of, *p.of]} for p in years.promises]
    twice = changed(
        less.study,
        years={"support": longer, "principal_hours": principal, "promises": promises},
        certificate__replications__final=12,
    )
    found, expected = compared(first.study, twice), compared(first.study, less.study)
    assert (found.years, "A has 6 and B 12" in found.pairing) == ((6, 6), True)
    assert (found.support, found.promises) == (expected.support, expected.promises)


def test_more_studies_make_wider_intervals(first: Result, less: Result) -> None:
    one, four = (compared(first.study, less.study, others).plans.difference for others in (1, 4))
    a, b = (np.array(each.study.years.support["clean_sheet"]) for each in (first, less))
    assert four.high - four.low > one.high - one.low
    assert four.high == pytest.approx(stats.ttest_rel(b, a).confidence_interval(1 - 0.05 / 8).high)


def test_a_promise_of_which_nothing_was_due_is_left_out(first: Result) -> None:
    study = changed(first.study, years__promises__0__of=[0.0] * 6, years__promises__0__hits=[0.0] * 6)
    assert isinstance(study.years.promises[0], PromiseYears)
    assert [p.id for p in compared(first.study, study).promises] == ["purchase_orders", "coaching"]


def test_inputs_by_key_blocks_as_one_and_no_words() -> None:
    base = few_years()
    other = few_years(
        description="words only",
        teams={"coaches": {"label": "Words", "loaded_cost_usd": 90_000}},
        levers={"new": {"label": "New", "yearly_usd": 1, "changes": {}}},
        pins={"posts": {"coaches": 2}},
    )
    found = {each.path: (each.a, each.b, each.block) for each in input_differences(base, other)}
    lever = found.pop("levers.new")
    assert (lever[0], lever[2]) == (None, True)
    assert found == {
        "teams.coaches.loaded_cost_usd": (85_000.0, 90_000.0, False),
        "pins.posts.coaches": (None, 2, False),
    }
    back = {each.path: (each.a, each.b) for each in input_differences(other, base)}
    assert back["pins.posts.coaches"] == (2, None)


def test_without_its_scenario_the_inputs_of_a_study_are_unknown(first: Result) -> None:
    found = redesign.compare(first, Result(first.study))
    assert found.comparison.inputs is None
    assert "inputs cannot be compared" in found.summary()


def test_in_words_at_80_columns(first: Result, less: Result) -> None:
    text = str(redesign.compare(first, less))
    assert max(map(len, text.splitlines())) <= 80
    order = ["What was put in", "Posts", "Packages", "Levers", "Modeled support", "Cost and budgets", "Promises"]
    places = [text.index(f"\n{title}") for title in order]
    assert places == sorted(places)
    assert "B's plan brings less modeled support than A's" in text
    assert "Today, B" in text
    assert "the same every year" in text


def test_noise_is_called_noise(first: Result) -> None:
    support = first.study.years.support
    wobble = [x + (30 if i % 2 else -31) for i, x in enumerate(support["clean_sheet"])]
    other = changed(
        first.study,
        years__support={**support, "clean_sheet": wobble},
        strategies__clean_sheet__plan__levers={**first.plan.levers, "purchase_orders": "automate"},
    )
    text = " ".join(str(redesign.compare(first, Result(other))).split())
    assert "The modeled support of both plans is not distinguishable:" in text
    assert "is what chance in the simulated years explains. As far as support goes, either plan will do." in text


def test_names_are_text_and_nothing_else(first: Result) -> None:
    name = "<script>alert(1)</script>\x1b[31m"
    document = plain(first.study)
    document["scenario"]["name"] = document["teams"][0]["label"] = document["services"][0]["label"] = name
    posts = document["strategies"]["clean_sheet"]["plan"]["posts"][0]
    posts["kept"] -= 1
    posts["planned"] -= 1
    found = redesign.compare(Result(Study.from_json(json.dumps(document))), first)
    html = found._repr_html_()
    assert "<script" not in html
    assert "&lt;script&gt;" in html
    assert "\x1b" not in found.summary() + html + repr(found)


def test_as_json(first: Result, less: Result) -> None:
    found = redesign.compare(first, less)
    document = json.loads(found.to_json())
    assert document["support"][1]["difference"]["verdict"] == "lower"
    assert document["inputs"] == [{"path": "budget.yearly_usd", "a": None, "b": 340_000.0, "block": False}]


def test_strategies_have_their_names_and_the_price_is_said_at_once(first: Result, less: Result) -> None:
    """From $380,000 a year and $45,000 once, by hand; the opening comes before every table."""
    opening = redesign.compare(first, less).summary(200).split("What was put in")[0]
    assert opening.count(", Clean sheet, seed") == 2
    assert "clean_sheet" not in opening
    yearly, once = less.study.chosen.cost.yearly_usd - 380_000, less.study.chosen.cost.one_time_usd - 45_000
    said = [
        f"${abs(d):,.0f} {'more' if d > 0 else 'less'} {w}" for d, w in ((yearly, "each year"), (once, "once")) if d
    ]
    assert said
    assert f"B's plan costs {' and '.join(said)} than A's" in opening
    assert "Both plans cost the same, each year and once." in redesign.compare(first, first).summary()
    dearer = changed(first.study, strategies__clean_sheet__cost__yearly_usd=380_500.0)
    assert "B's plan costs $500 more each year than A's, and the same once." in Compared(
        compared(first.study, dearer)
    ).summary(200)
