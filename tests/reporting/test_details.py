"""What the report says beside support, from the study's own numbers."""

from __future__ import annotations

from typing import Any

import pytest

from redesign.reporting.sections import Section, sections
from redesign.reporting.summary import details
from redesign.study.details_result import names_in
from redesign.study.study import Study
from redesign.study.tables import tables
from reporting.sample_study import typed

Document = dict[str, Any]


def part(study: Study, title: str) -> Section:
    return next(section for section in sections(study) if section.title.startswith(title))


def said(study: Study, title: str) -> str:
    return " ".join(part(study, title).lines)


def chosen(document: Document) -> dict[str, Any]:
    found: dict[str, Any] = document["strategies"]["clean_sheet"]["details"]
    return found


def test_support_and_speed_stand_beside_each_other(study: Study) -> None:
    section = part(study, "Support, speed")
    assert section.columns == ("Strategy", "Modeled support", "On time %", "Satisfaction")
    assert section.rows[2] == ("Clean sheet", "12,500", "92.0 (91.0 to 93.0)", "0.88 (0.86 to 0.90)")
    text = " ".join(section.lines)
    for words in (
        "on time 1 (110,000), late 0.4 (9,000), refused with an alternative 0.6 (0), refused 0.1 (8,700), unmet 0",
        "The plan against today: on time +2 points (1.50 to 2.50); satisfaction -0.03 (-0.04 to -0.02).",
        "Nobody answers, requests a year: Operations support (2,280 unmet) and Paper sign-offs (8,700 refused).",
    ):
        assert words in text, words


def test_what_chance_explains_is_no_difference(document: Document) -> None:
    chosen(document)["speed"]["verdict"] = "not distinguishable"
    chosen(document)["satisfaction"] = {"value": None, "difference_from_today": None, "verdict": None}
    study = typed(document)
    assert "on time not distinguishable; satisfaction n/a." in said(study, "Support, speed")
    assert part(study, "Support, speed").rows[2][3] == "n/a"


def test_every_strategy_has_its_hours_by_kind_of_work(study: Study) -> None:
    section = part(study, "Hours a year by kind")
    by_kind = study.chosen.hours_by_kind
    assert section.columns == ("Strategy", "Mandated", "Routine", "Instructional", "Other")
    assert section.rows[2][1:] == tuple(f"{round(by_kind[k]):,}" for k in by_kind)


def test_freed_hours_and_where_they_went(study: Study, document: Document) -> None:
    rows = dict(part(study, "Freed hours").rows)
    assert rows["Freed: requests"] == "12,000 (11,700 to 12,300)"
    assert rows["Went with posts: fewer hours for work"] == "2,000"
    text = said(study, "Freed hours")
    assert "The plan saves $41,000 a year; 14,040 hours moved to other teams with their posts." in text
    assert "Principals: 1,500 (1,440 to 1,560) hours freed, worth $90,000 ($86,400 to $93,600)." in text
    assert (
        "Of that, $45,000 ($43,200 to $46,800) is to return to the budget, which counts what is expected of it." in text
    )
    chosen(document)["freed"]["saved_usd"] = -7.0
    chosen(document)["principal_savings"]["reinvested_usd"] = {"mean": 0.0, "low": 0.0, "high": 0.0}
    other = said(typed(document), "Freed hours")
    assert "The plan costs $7 a year more than today;" in other
    assert "could return" not in other


def test_routine_work_is_priced_at_the_best_use_and_the_law_is_not(study: Study, document: Document) -> None:
    section = part(study, "What routine work takes")
    assert section.rows[0] == ("Leave requests", "9,000", "$360,000", "11,250")
    names = [row[0] for row in section.rows]
    assert "Hiring cases" in names
    assert not {"Special-education evaluations", "Fund compliance reports"} & set(names), "required by law"
    assert "Elementary mathematics coaching low, 1.25 of support an hour" in section.lines[0]
    chosen(document)["best_use"] = None
    for row in chosen(document)["work"]:
        row["displaced_support"] = None
    section = part(typed(document), "What routine work takes")
    assert section.rows[0][3] == "n/a"
    assert section.lines == ("The plan has no visits that help, so nothing is displaced.",)


def test_packages_are_ranked_to_the_cut_line(study: Study) -> None:
    section = part(study, "What a thousand dollars buy")
    assert section.rows[0] == ("Elementary mathematics coaching, low", "9", "8.50 (8 to 9)", "20 of 57")
    assert section.rows[6] == ("Elementary mathematics coaching, mid", "8", "-", "0 of 57")
    assert len(section.rows) == 15
    assert "the plan buys down to 3.21; the best that a school does without is 4.32." in section.lines[1]
    assert section.lines[2] == "3 more packages: value.csv."


def test_the_spread_over_schools_and_what_is_missing(study: Study, document: Document) -> None:
    text = said(study, "How support is spread")
    for words in (
        "Today: support per teacher, most needy quarter of schools less the least needy: 1.25 (1 to 1.50).",
        "The plan: the floor of 2 effective hours per teacher is promised to 100% of schools and made in 79%.",
        "the ambitious target of 6 effective hours per teacher is promised to 50% of schools and made in 45%.",
        "Core elements today: partnership; in the plan: partnership and services; MISSING in the plan: leadership.",
    ):
        assert words in text, words
    assert "Today: the ambitious target" not in text
    for strategy in document["strategies"].values():
        for element in strategy["details"]["core_elements"]:
            element |= {"marked": False, "on": []}
    assert "no area or lever says which it is part of" in said(typed(document), "How support is spread")


def test_a_plan_with_all_elements_lacks_none(document: Document) -> None:
    for element in chosen(document)["core_elements"]:
        element |= {"marked": True, "on": ["math_coaching"]}
    assert "in the plan: partnership, services and leadership; none is missing." in said(
        typed(document), "How support is spread"
    )


def test_today_as_the_plan_frees_nothing(document: Document) -> None:
    chosen(document).update(freed=None, principal_savings=None)
    assert said(typed(document), "Freed hours") == "The plan is today's office."


def test_the_details_are_shown_with_the_details(study: Study) -> None:
    text = details(study)
    assert [text.count(f"\n{s.title}") for s in sections(study)] == [1] * len(sections(study))


def test_tables_hold_every_detail(study: Study) -> None:
    found = tables(study)
    assert {key: len(found[key]) for key in ("outcomes", "unanswered", "work", "value", "freed", "core_elements")} == {
        "outcomes": 3 * 5,
        "unanswered": 1 + 1 + 2,
        "work": 3 * 13,
        "value": 3 * 18,
        "freed": 2 * 13,
        "core_elements": 3 * 3,
    }
    last = found["freed"][-1]
    assert (last["team"], last["freed_hours"], last["visits_hours"]) == (None, 15_000.0, 13_500.0)
    row = found["strategies"][2]
    assert (row["on_time_share"], row["on_time_difference_low"]) == (0.92, pytest.approx(0.015))
    assert (row["satisfaction_difference"], row["principal_usd_reinvested"]) == (-0.03, 45_000.0)
    assert (row["minimum_promised_share"], row["ambitious_made_share"]) == (1.0, 0.45)
    assert found["strategies"][0]["principal_hours_freed"] is None
    for name, rows in found.items():
        assert len({tuple(row) for row in rows}) == 1, f"{name}: every row has the same keys"


@pytest.mark.parametrize(
    ("place", "key"),
    [("unanswered", "service"), ("work", "service"), ("packages", "area"), ("freed.by_team", "team")],
)
def test_a_name_that_the_study_does_not_have_is_refused(document: Document, place: str, key: str) -> None:
    found: Any = chosen(document)
    for step in place.split("."):
        found = found[step]
    found[0][key] = "nobody"
    with pytest.raises(Exception, match=rf"strategies.clean_sheet.details.{place}: found 'nobody'"):
        typed(document)


def test_every_name_of_the_details_is_looked_at(study: Study) -> None:
    places = {place for place, _, _ in names_in(study.chosen.details)}
    assert places == {"unanswered", "work", "packages", "best_use", "freed.by_team"}
