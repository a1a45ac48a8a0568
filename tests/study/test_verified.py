"""Questions with simulation on a tiny office: paired with the certified plan, on the study's own final years."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from redesign.analysis.intervals import paired
from redesign.demand.streams import FINAL
from redesign.errors import InfeasibleError
from redesign.optimization.distance import FarFrom
from redesign.optimization.recheck import is_allowed, recheck
from redesign.reporting.asked import in_words
from redesign.scenario.model import Rule, Scenario
from redesign.scenario.pins import Pins
from redesign.study.ask.ask import ask
from redesign.study.ask.options import Options
from redesign.study.ask.rules import rules
from redesign.study.ask.variant import Asking, Change
from redesign.study.ask.verify import verify
from redesign.study.knowledge import Knowledge, knowledge_of
from redesign.study.pipeline import run
from redesign.study.years import case_of, simulate_years, total_support
from study.tiny import quick, simulated_study, tiny_office

TIGHT = {
    "tight": Rule(label="Nobody leaves", kind="release_limit", release_share=0.0),
    "idle": Rule(label="Half of each team", kind="minimum_posts", minimum_share=0.1),
    "law": Rule(label="Protected", kind="minimum_posts", minimum_share=0.1, removable=False),
}


def office() -> Scenario:
    return tiny_office().model_copy(update={"rules": TIGHT})


@cache
def asking() -> Asking:
    told: list[Knowledge] = []
    study = run(office(), engine="compiled", learned=told.append)
    return Asking(office(), study, told[0], quick())


def test_every_rule_that_may_be_lifted_has_a_price_and_all_together_stand_last() -> None:
    found = rules(asking(), Options())
    assert {price.rule for price in found.prices[:-1]} == {"tight", "idle"}
    assert found.prices[-1].rule == ""
    assert all(price.gained >= 0 for price in found.prices)
    assert found.prices[-1].gained >= max(price.gained for price in found.prices) - 1e-6
    assert found.about.years == 0
    assert all(price.verified is None for price in found.prices)


def test_a_rule_that_binds_nothing_leaves_the_same_plan_and_no_noise() -> None:
    found = rules(asking(), Options(verify=True))
    idle = next(price for price in found.prices if price.rule == "idle")
    assert idle.verified is not None
    if idle.verified.same:
        assert (idle.verified.difference.low, idle.verified.difference.high) == (0.0, 0.0)
        assert idle.verified.verdict == "not distinguishable"
    assert found.about.years == asking().study.certificate.replications.final
    worth = [price.verified.difference.mean for price in found.prices[:-1] if price.verified]
    assert worth == sorted(worth, reverse=True)


def test_what_is_shown_of_a_lifted_rule_is_the_plan_that_was_simulated() -> None:
    """Its search may end elsewhere than where it began: with other posts, and less to expect."""
    lifted = asking().problem(Change(lifted=("tight", "idle")))
    searched, said = verify(asking(), {"all": lifted})["all"]
    shown = next(price for price in rules(asking(), Options(verify=True)).prices if price.rule == "")
    assert shown.plan == searched.bought
    assert shown.verified is not None
    assert shown.verified.support == said.support
    assert shown.gained == max(0.0, searched.support - asking().base.support)


def test_what_was_found_of_a_team_is_forgotten_where_its_work_is_lifted_and_the_answer_says_so() -> None:
    forms = Rule.model_validate({"label": "Forms", "kind": "adds_work", "hours_per_year": 900.0, "teams": ("clerks",)})
    scenario = office().model_copy(update={"rules": TIGHT | {"forms": forms}})
    told: list[Knowledge] = []
    at = Asking(scenario, run(scenario, engine="compiled", learned=told.append), told[0], quick())
    quickly = {price.rule: price for price in rules(at, Options()).prices}
    assert {name: price.forgotten for name, price in quickly.items()} == {
        "tight": (), "idle": (), "forms": ("clerks",), "": ("clerks",),
    }  # fmt: skip
    assert "posts of Team were not tried" in " ".join(in_words(rules(at, Options()), at.study).split())
    simulated = rules(at, Options(verify=True))
    assert all(price.forgotten == () for price in simulated.prices)
    assert "not tried" not in " ".join(in_words(simulated, at.study).split())


def test_the_difference_is_paired_on_the_final_years_of_the_study() -> None:
    problem = asking().problem(Change(lifted=("tight", "idle")))
    _, verified = verify(asking(), {"a": problem})["a"]
    certified = asking().study.chosen.support
    years = range(FINAL, FINAL + asking().study.certificate.replications.final)
    alone = simulate_years({"": case_of(problem.scenario, asking().knowledge.plan)}, years, quick(), "")
    base = total_support(alone)[""]
    assert float(np.mean(base)) == pytest.approx(certified.mean)
    assert verified.difference.mean == pytest.approx(verified.support.mean - certified.mean)
    assert verified.difference.half_width < paired(base + 1e3 * np.arange(len(base)), base).half_width


def test_pins_bind_the_plan_that_is_certified_and_the_study_says_so() -> None:
    pinned = tiny_office().model_copy(update={"pins": Pins(posts={"coaches": 3}, levers={"portal": "taken"})})
    told: list[Knowledge] = []
    study = run(pinned, engine="compiled", learned=told.append)
    posts = {row.team: row.planned for row in study.plan.posts}
    assert posts["coaches"] == 3
    assert study.plan.levers["portal"] == "taken"
    assert any("posts.coaches: 3" in note for note in study.notes)
    assert not asking().problem().pins


def test_pins_of_a_question_bind_its_answer_and_not_the_study() -> None:
    free = asking()
    pinned = Asking(
        office().model_copy(update={"pins": Pins(levers={"portal": "left"})}), free.study, free.knowledge, quick()
    )
    found = rules(pinned, Options())
    assert "portal" not in found.about.base.levers
    assert found.about.pins == ("levers.portal: left",)
    assert free.knowledge.is_of(free.scenario)
    assert not free.knowledge.is_of(pinned.scenario)


def test_where_pins_forbid_the_certified_plan_the_difference_is_from_the_plan_with_pins() -> None:
    pieces = simulated_study()
    known = knowledge_of(pieces.scenario, {"clean_sheet": pieces.certified})
    scenario = pieces.scenario.model_copy(update={"pins": Pins(posts={"coaches": 2})})  # too few for all visits
    pinned = Asking(scenario, pieces.study, known, quick())
    _, same = verify(pinned, {"same": pinned.problem()})["same"]
    assert same.same
    assert (same.difference.low, same.difference.mean, same.difference.high) == (0.0, 0.0, 0.0)
    assert same.support.mean != pieces.study.chosen.support.mean


def test_pins_that_simulation_surely_forbids_are_a_conflict() -> None:
    """A single coach surely misses a promise; two may not, so that a last plan is found for them."""
    pieces = simulated_study()
    known = knowledge_of(pieces.scenario, {"clean_sheet": pieces.certified})
    scenario = pieces.scenario.model_copy(update={"pins": Pins(posts={"coaches": 1})})
    pinned = Asking(scenario, pieces.study, known, quick())
    with pytest.raises(InfeasibleError, match=r"the pin posts\.coaches: 1"):
        verify(pinned, {"same": pinned.problem()})


@pytest.mark.parametrize("question", ["budget", "alternatives"])
def test_other_questions_can_be_verified_too(question: str) -> None:
    options = Options(verify=True, points=2, plans=1, within=0.5)
    found = ask(asking(), question, options)  # type: ignore[arg-type]
    assert found.about.years == asking().study.certificate.replications.final


def test_a_plan_that_is_too_near_is_no_other_plan() -> None:
    """It keeps all else that is asked of one, so that it would be tried in its place, and be the best."""
    at = asking()
    known = at.base.solution
    assert known is not None
    far = at.solve([Change(rows=(FarFrom(0, known.plan, 2),))])[0]
    assert far.solution is not None
    assert not is_allowed(far.problem, known.plan)
    assert recheck(far.problem, known.plan).violated == ("far from plan 0",)
    assert is_allowed(far.problem, far.solution.plan)
    assert recheck(far.problem, far.solution.plan).violated == ()
