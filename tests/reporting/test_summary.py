"""The details say what a planner needs, from the study's own numbers."""

import io
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from rich.console import Console

from redesign.optimization.steps import STEPS
from redesign.reporting.reading import same_terms
from redesign.reporting.result import Result
from redesign.reporting.sections import sections
from redesign.reporting.sections.certificate import BOUND_STEPS
from redesign.reporting.summary import details, plain_text, summary, write_details, write_section
from redesign.study.study import Study
from reporting.sample_study import typed

Document = dict[str, Any]


def flat(text: str) -> str:
    return " ".join(text.split())


def test_every_question_has_its_part(study: Study) -> None:
    text = flat(details(study))
    for words in (
        "Corpus Christi ISD, 2021-22: 57 schools, 33,107 students",
        "Where hours go today",
        "Of 362,885 hours, 4% are instructional.",
        "No team owns: Operations support (2,280 requests a year).",
        "Moved into Talent Partners: 1 retrained from Human Resources and 1 retrained from Purchasing.",
        "Principal partnership 57 10/5/0/0 0/9/5/0 0/10/4/0 0/0/9/5",
        "Automated: Leave requests (8,850 h) and Purchase orders (9,100 h).",
        "Refused, kept as it is: Substitute placement",
        "Tinker 4,180 (4,096 to 4,264) not distinguishable",
        "Clean sheet 12,500 (12,250 to 12,750) +8,480 (8,120 to 8,840)",
        "17 promises: 13 meet the file's target, 2 no worse than today but below it, 2 too close to call, ",
        "Hiring cases 90.0* 71.0 74.0 (72.5-75.5) as today",
        "Substitute placement 90.0* 88.0 90.0 (88.5-91.5) meets~",
        "Special-education evaluations 90.0 86.0 93.0 (91.5-94.5) meets",
        "Budget $25,200,000 $500,000",
        "No admissible plan can exceed 13,400",
        "Certified gap 6.7%",
        "Audit: 2 years run again with the SimPy model, 227,066 tasks (requests, visits, other work) compared",
        "teams: leave share 12 0.10 to 0.21",
        "104% busy",
    ):
        assert words in text, words


LAW = "Below the law: Special-education evaluations 54% within 60 days, the law says 99% (today 53%)."


def test_a_plan_that_is_not_admissible_is_said_first_and_named(document: Document) -> None:
    document["certificate"].update(admissible=False, failures=["Hiring cases: 50% on time, below the promised 71%."])
    text = flat(details(typed(document)))
    assert text.startswith(
        "NO ADMISSIBLE PLAN WAS FOUND: the best found misses 1 condition on the final years. Hiring cases: 50% on "
        "time, below the promised 71%. Corpus Christi ISD"
    )
    assert "It is NOT admissible." in text
    assert "the plan is NOT admissible" in text
    assert "Failure: Hiring cases: 50% on time" in text


def test_what_falls_short_of_the_law_stands_before_all_else(document: Document) -> None:
    """Also where the scenario allows it, and before the plan's own failures."""
    document["certificate"].update(below_law=[LAW])
    allowed = flat(details(typed(document)))
    assert allowed.startswith(f"{LAW} Corpus Christi ISD")
    assert "It is admissible on fresh years." in allowed
    document["certificate"].update(admissible=False, failures=["a.", "b.", "c.", "d."])
    refused = flat(details(typed(document)))
    assert refused.startswith(f"{LAW} NO ADMISSIBLE PLAN WAS FOUND: the best found misses 4 conditions")
    assert "a. b. c. And 1 more. Corpus Christi" in refused


def test_a_run_that_ended_on_a_limit_is_said_to(document: Document) -> None:
    document["certificate"].update(reproducible=False, solver_status="best found, gap 1.2%")
    text = details(typed(document))
    assert "best found, gap 1.2%" in text
    assert "Not reproducible" in text


def test_the_bound_is_told_step_by_step(document: Document) -> None:
    section = next(s for s in sections(typed(document)) if s.title.startswith("Certificate"))
    assert section.rows == (
        ("At most, by hours of a year", "15,100"),
        ("and by weeks in which visits can be made", "14,900"),
        ("and by posts that promises need (95% confidence)", "13,700"),
        ("and by visits made between known absences (95% confidence)", "13,400"),
        ("No admissible plan can exceed", "13,400"),
        ("less queueing: hours kept free for promises", "760"),
        ("less solver: not proved", "5"),
        ("less visits that lapse beyond the shares allowed", "135"),
        ("Simulated support of this plan", "12,500 (12,250 to 12,750)"),
    )


def test_every_step_of_the_bound_has_its_words() -> None:
    assert tuple(BOUND_STEPS) == STEPS


def test_the_model_itself_needs_no_audit(document: Document) -> None:
    document["certificate"]["audit"] = None
    assert "Engine: the SimPy model itself; nothing to audit." in flat(details(typed(document)))


def test_many_assumptions_are_grouped_and_cut(document: Document) -> None:
    document["assumptions"] = [
        {
            "path": f"services.s{n}.steps.{step}.key_{key}",
            "value": float(n),
            "text": "assumed",
            "file": "a.yaml",
            "line": 1,
        }
        for key in range(30)
        for n in range(2)
        for step in range(2)
    ]
    section = next(s for s in sections(typed(document)) if s.title == "Assumed numbers")
    assert len(section.rows) == 25
    assert section.rows[0] == ("services: steps key 0", "4", "0 to 1")
    assert section.lines[:2] == ("120 numbers without a published source.", "20 more numbers not shown here.")
    assert "assumptions.csv" in section.lines[2]


def test_packages_of_other_names_are_explained(document: Document) -> None:
    area = document["areas"][0]
    area["packages"] = ["none", "basic"]
    for strategy in document["strategies"].values():
        strategy["packages_by_quartile"][area["id"]] = [{"quartile": q, "none": 1, "basic": 2} for q in (1, 2, 3, 4)]
    text = flat(details(typed(document)))
    assert "Elementary mathematics coaching: none/basic." in text
    assert "coaching 8 1/2 1/2 1/2 1/2" in text


def test_a_budget_that_is_not_todays_is_explained(document: Document) -> None:
    assert "Its yearly budget is" not in flat(details(typed(document)))
    document["strategies"]["clean_sheet"]["cost"]["yearly_budget_usd"] -= 1_620.0
    said = "Its yearly budget is $1,620 less than today's: principals' time that is reinvested, or a change"
    assert said in flat(details(typed(document)))


SAFE = "Safe moves: what near-best plans have in common"


def safe_lines(document: Document) -> list[str]:
    return [flat(line) for section in sections(typed(document)) if section.title == SAFE for line in section.lines]


def test_safe_moves_are_told_apart_from_matters_of_taste(document: Document) -> None:
    assert safe_lines(document) == [
        "In all 3 near-best plans: Human Resources 24 to 18, Elementary Mathematics Coaches 8 to 17-18, automate Leave "
        "requests and eliminate Paper sign-offs.",
        "A matter of taste: Nutrition Office 17-18, Elementary Mathematics Coaches 17-18, automate Purchase orders and "
        "packages of 17 of 57 schools in Inclusion support.",
    ]
    assert SAFE in flat(details(typed(document)))


def test_a_lever_of_the_district_is_a_safe_move_by_its_label(document: Document) -> None:
    document["levers"] = [{"id": "portal", "label": "One portal"}]
    for strategy in document["strategies"].values():
        strategy["plan"]["levers"] |= {"portal": "taken"}
    document["certificate"]["safe_moves"] |= {"posts": [], "levers_in_all": ["portal"]}
    assert safe_lines(document)[0] == "In all 3 near-best plans: One portal."


def test_one_near_best_plan_is_said_to_be_alone(document: Document) -> None:
    document["certificate"]["safe_moves"]["plans"] = 1
    assert safe_lines(document) == [
        "Only one near-best plan was tried, so no move can be called safe or a matter of taste; others are found by: "
        "redesign ask STUDY alternatives."
    ]


def test_near_best_plans_may_share_nothing_or_differ_in_nothing_that_counts(document: Document) -> None:
    document["certificate"]["safe_moves"] |= {"posts": [], "levers_in_all": [], "levers_in_some": [], "packages": []}
    assert safe_lines(document) == [
        "In all 3 near-best plans: no move.",
        "A matter of taste: only where posts come from.",
    ]


def test_many_moves_are_counted(document: Document) -> None:
    one = document["certificate"]["safe_moves"]["posts"][0]
    document["certificate"]["safe_moves"]["posts"] = [one] * 14
    assert safe_lines(document)[0].endswith("Human Resources 24 to 18 and 4 more.")


def test_levers_of_the_district_are_told(document: Document) -> None:
    document["levers"] = [{"id": "portal", "label": "One portal"}, {"id": "merge", "label": "Merged office"}]
    for strategy in document["strategies"].values():
        strategy["plan"]["levers"] |= {"portal": "left", "merge": "left"}
    document["strategies"]["clean_sheet"]["plan"]["levers"] |= {"portal": "taken"}
    text = flat(details(typed(document)))
    assert "Taken in the whole district: One portal. - Left in the whole district: Merged office. - 9 levers" in text


def test_nothing_known_is_said_so(document: Document) -> None:
    document["assumptions"] = []
    document["notes"] = []
    for strategy in document["strategies"].values():
        strategy["promises"] = []
        for team in strategy["teams"]:
            team["utilization"] = None
    text = flat(details(typed(document)))
    assert "None: every number has a source." in text
    assert "0 promises: 0 meet the file's target, 0 no worse than today but below it, 0 missed." in text
    assert "Human Resources 24 n/a" in text


@pytest.mark.parametrize("times", [1.0, 100.0])
def test_in_80_columns_no_name_of_a_row_is_broken_or_cut(document: Document, times: float) -> None:
    """The names of strategies are one long word; support of a million hours leaves them little room."""
    document["strategies"]["tinker"]["label"] = "Responsiveness"
    document["strategies"]["clean_sheet"]["label"] = "Portfolio of providers"
    for strategy in document["strategies"].values():
        for number in (strategy["support"], strategy["difference_from_today"], strategy["principal_time"]["hours"]):
            number and number.update({end: number[end] * times for end in ("mean", "low", "high")})
    study = typed(document)
    for section in sections(study):
        drawn = plain_text(partial(write_section, replace(section, lines=()), width=80))
        assert max(map(len, drawn.splitlines())) <= 80
        for word in {word for row in section.rows for cell in row for word in cell.split()}:
            assert word in drawn.split(), word
    assert f"{1_250_000 if times > 1 else 12_500:,} (" in flat(details(study))


def test_plain_text_is_what_the_terminal_shows(study: Study) -> None:
    screen = io.StringIO()
    write_details(study, Console(file=screen, width=80, color_system=None, legacy_windows=False))
    assert flat(screen.getvalue()) == flat(details(study))
    assert "\x1b" not in details(study)


def test_a_result_reads_like_its_study(study: Study) -> None:
    result = Result(study)
    assert repr(result).startswith("<Result corpus_christi: clean_sheet, modeled support 12,500 (12,250 to 12,750)")
    assert result.plan == study.plan
    assert set(result.strategies) == {"today", "tinker", "clean_sheet"}
    assert result.certificate.support.upper_bound == 13_400.0
    assert len(result.assumptions) == 24
    assert result.digest == study.digest
    assert (result.summary(), result.details()) == (summary(study), details(study))
    assert "<table>" in result._repr_html_()
    assert result.hours_chart().alt.startswith("Where do the hours go today? Of 362,885 hours a year 4% are visits")


def test_who_spends_more_once_is_named(study: Study) -> None:
    assert same_terms(study) == "same budget, same simulated years"
    tinker = study.strategies["tinker"]
    dear = replace(tinker, cost=replace(tinker.cost, one_time_usd=tinker.cost.one_time_budget_usd + 1))
    other = replace(study, strategies=study.strategies | {"tinker": dear})
    assert same_terms(other) == "same yearly budget, same simulated years (once, Tinker spends more)"
