"""What answers say beside their tables: who could lift rules, what all cost together, why a budget has no plan."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redesign.analysis.intervals import DifferenceVerdict, Interval
from redesign.reporting.asked import in_words
from redesign.reporting.asked_budget import why_no_plan
from redesign.reporting.asked_charts.rules import finding
from redesign.reporting.asked_charts.rules import in_words as in_words_of_one
from redesign.reporting.asked_rules import dearest_by_whom, together
from redesign.scenario.rules import SetBy
from redesign.study.ask.answers import NoPlan, RulePrice, Verified
from redesign.study.study import Study
from reporting import sample_answers


def flat(text: str) -> str:
    return " ".join(text.split())


def price(study: Study, rule: str, gained: float, set_by: SetBy | None = None) -> RulePrice:
    label = f"Rule {rule}" if rule else "all of them"
    return RulePrice(rule, label, gained, gained + 5, sample_answers.bought(study, 12_600 + gained, 1), None, set_by)


def simulated(price: RulePrice, mean: float, verdict: DifferenceVerdict) -> RulePrice:
    difference = Interval(mean, mean - 10, mean + 10)
    return replace(price, verified=Verified(Interval(12_700, 12_600, 12_800), difference, verdict, True, False))


def test_of_each_who_could_lift_rules_the_dearest_is_named(study: Study) -> None:
    prices = (
        price(study, "a", 300.0, "board_policy"),
        price(study, "b", 200.0, "state_law"),
        price(study, "c", 100.0, "board_policy"),
        price(study, "d", 90.0),
        price(study, "e", 0.0, "contract"),
    )
    assert list(dearest_by_whom(prices)) == [
        'Which one to ask for, by who could lift it: board policy, "Rule a" (+300); state law, "Rule b" (+200).',
        "Nothing is gained from what is set by: contract.",
    ]
    assert list(dearest_by_whom(prices[3:4])) == ["The scenario does not say who could lift these rules (set_by)."]
    assert list(dearest_by_whom(())) == []
    hopeful = replace(prices[0], forgotten=("hr",))
    assert next(dearest_by_whom((hopeful,))).endswith('board policy, "Rule a" (+300, hopeful).')
    assert list(dearest_by_whom(prices[4:])) == [
        "Which one to ask for, by who could lift it: none of them is worth it."
    ]


def test_what_chance_may_explain_is_asked_of_nobody(study: Study) -> None:
    prices = (
        simulated(price(study, "a", 300.0, "state_law"), 5.0, "not distinguishable"),
        simulated(price(study, "b", 200.0, "state_law"), 150.0, "higher"),
    )
    assert next(dearest_by_whom(prices)).endswith('state law, "Rule b" (+150).')


@pytest.mark.parametrize(
    ("alone", "all_of_them", "said"),
    [((100.0, 50.0), 400.0, "cost more (400)"), ((100.0, 50.0), 120.0, "cost less (120)"), ((100.0,), 100.2, "")],
)
def test_all_rules_together_are_held_against_their_sum(
    study: Study, alone: tuple[float, ...], all_of_them: float, said: str
) -> None:
    prices = (*(price(study, f"r{i}", gained) for i, gained in enumerate(alone)), price(study, "", all_of_them))
    assert [line.partition(" than the sum of each alone")[0] for line in together(prices)] == (
        [f"All together {said}"] if said else []
    )
    assert list(together(prices[:-1])) == []


def test_the_answer_shows_who_set_each_rule_and_what_was_simulated_of_the_plan(study: Study) -> None:
    answer = replace(
        sample_answers.rules(study), prices=(price(study, "a", 300.0, "federal_law"), price(study, "b", 200.0))
    )
    text = flat(in_words(answer, study))
    assert "Rule a federal law +300 +305 Rule b +200 +205" in text
    assert "Simulated, the certified plan has 12,500 (12,250 to 12,750)." in text
    assert "set by" not in flat(in_words(replace(answer, prices=answer.prices[1:]), study))


def test_a_picture_says_of_what_was_not_tried_that_it_is_hopeful(study: Study) -> None:
    every = replace(price(study, "", 400.0), forgotten=("hr",))
    answer = replace(sample_answers.rules(study), prices=(price(study, "a", 300.0), every))
    assert finding(answer) == "the dearest +300 expected, all of them +400 hopeful"
    assert in_words_of_one(every) == "+400 expected, at most +405, hopeful"


def test_why_there_is_no_plan() -> None:
    none = NoPlan(1_000_000.0, ("the floor", "the rule"), ("no rule x", "$5 more a year"))
    assert why_no_plan("a year", none) == (
        "With $1,000,000 a year there is no plan; these cannot hold together, in the words of the scenario file: "
        "the floor; the rule. Any one of these would do, as far as the team tables tell: no rule x; $5 more a year."
    )
    assert why_no_plan("once", NoPlan(0.0, (), ())) == (
        "With $0 once no plan was found in time; none was ruled out either."
    )
    assert why_no_plan("once", None) == ""
