"""What a study says of its scenario, its notes, and the digest of its results."""

from __future__ import annotations

from dataclasses import asdict, replace

import pytest

from redesign.demand.expectation import expect
from redesign.demand.plan import plan_today
from redesign.scenario.model import Assumption, Scenario
from redesign.scenario.settings import Origin
from redesign.study.digest import digest
from redesign.study.finished import finished
from redesign.study.study import Study
from redesign.study.years import case_of
from study.tiny import SCHOOLS, Pieces, simulated_study


@pytest.fixture
def pieces() -> Pieces:
    return simulated_study()


def again(pieces: Pieces, scenario: Scenario) -> Study:
    """The same study of a scenario that differs a little."""
    return finished(scenario, pieces.final, pieces.certificate, "compiled", ["The last note."])


def test_facts_of_the_scenario_are_those_of_its_file(pieces: Pieces) -> None:
    study, scenario = pieces.study, pieces.scenario
    facts = study.scenario
    assert (facts.name, facts.district, facts.seed, facts.engine) == ("Test office", "Test", scenario.run.seed, "simpy")
    assert (facts.schools, facts.enrollment, facts.teachers) == (6, 5 * 400 + 900, 30 + 20 + 55 + 12 + 20 + 20)
    assert [(t.id, t.posts_today, t.loaded_cost_usd) for t in study.teams] == [
        ("clerks", 9, 80_000),
        ("experts", 3, 80_000),
        ("coaches", 4, 80_000),
    ]
    assert [(s.id, s.mandated, s.owned, s.options) for s in study.services] == [
        ("leave", False, True, ("automate",)),
        ("hiring", False, True, ("eliminate",)),
        ("evaluation", True, True, ()),
        ("advice", False, True, ()),
        ("operations", False, False, ()),
    ]
    assert [(a.id, a.team, a.packages) for a in study.areas] == [
        ("math", "coaches", ("none", "low", "mid", "high")),
        ("partnership", "coaches", ("none", "low", "high")),
        ("inclusion", "experts", ("none", "only")),
    ]
    assert [(lever.id, lever.label) for lever in study.levers] == [("portal", "Portal"), ("dear", "Dear")]
    assert [(s.id, s.level, s.enrollment, s.teachers) for s in study.schools] == [
        tuple(each[key] for key in ("id", "level", "enrollment", "teachers")) for each in SCHOOLS
    ]
    assert [s.need_quartile for s in study.schools] == [4, 1, 3, 2, 1, 3]
    assert (study.reference, study.certificate.strategy) == ("today", "clean_sheet")
    assert study.today is study.strategies["today"]
    assert study.plan is study.strategies["clean_sheet"].plan


def test_numbers_without_a_source_are_listed(pieces: Pieces) -> None:
    assumed = Assumption(path="teams.clerks.posts_today", value=9.0, text="assumed: a guess", file="a.yaml", line=7)
    scenario = pieces.scenario.model_copy(
        update={"origin": Origin(path="a.yaml", sha256="f00", assumptions=(assumed,))}
    )
    study = again(pieces, scenario)
    assert [asdict(a) for a in study.assumptions] == [assumed.model_dump(exclude={"source"})]
    assert (study.scenario.file, study.scenario.sha256, study.scenario.engine) == ("a.yaml", "f00", "compiled")


SUPPORT, UNMET, OFF = (
    "Support is modeled, not a measured effect on students.",
    "These requests stay unmet in every strategy.",
    "Of partnership, services and leadership the plan turns on no leadership: it is incomplete.",
)


def test_notes_say_what_a_planner_should_know(pieces: Pieces) -> None:
    assert pieces.study.notes == (SUPPORT, f"No team owns: Service. {UNMET}", OFF, "A note.")
    raw = pieces.scenario.model_dump()
    raw["teams"]["experts"] |= {"label": "Experts", "other_work_hours_per_year": 20_000.0}
    found = again(pieces, Scenario.model_validate(raw)).notes
    # 52 weeks less 5.2 of leave and 5.2 vacant, of which 5.2 / 48 fall into leave; 0.8 posts of 0.75.
    hours = 3 * (52 - 5.2 - 5.2 * (1 - 5.2 / 48)) * 40 * 0.8 * 0.75
    evaluations, hiring = 0.5 * (5 * 40 + 10) * 6.0, (157 * 3.0 + 12) * 2.0 * (1 + 0.5 * (0.3 + 0.09 + 0.027))
    work = 20_000 + evaluations + hiring
    assert found == (
        SUPPORT,
        f"teams.experts.posts_today: Experts is overloaded today: requests and other work take "
        f"{100 * work / hours:.0f}% of its hours, so that these promises are missed by far: Service",
        f"teams.experts.maximum_posts: Experts may have 11 posts at most (the default: twice today's and five more); "
        f"today's requests and other work take {-(-work * 3 // hours):.0f}",
        f"No team owns: Service. {UNMET}",
        OFF,
        "The last note.",
    )


def test_a_team_is_overloaded_from_all_its_hours_on(pieces: Pieces) -> None:
    raw, said = pieces.scenario.model_dump(), []
    expectation = expect(pieces.scenario)
    posts = pieces.scenario.team_list[0].posts_today
    idle = posts * expectation.post_hours[0] - expectation.work_hours[0]
    before = raw["teams"]["clerks"]["other_work_hours_per_year"]
    for more in (idle * 0.999, idle * 1.001):
        raw["teams"]["clerks"] |= {"label": "Clerks", "other_work_hours_per_year": before + more}
        notes = again(pieces, Scenario.model_validate(raw)).notes
        said.append([note for note in notes if "Clerks is overloaded today: requests and other work take 100%" in note])
    assert [len(found) for found in said] == [0, 1]


def test_requests_that_a_strategy_gives_to_a_team_do_not_stay_unmet_in_every_strategy(pieces: Pieces) -> None:
    raw = pieces.scenario.model_dump()
    raw["services"]["operations"]["steps"] = ({"team": "clerks", "work_hours": 1.0},)
    owned = Scenario.model_validate(raw)
    cases = dict(pieces.final.cases) | {"tinker": case_of(owned, plan_today(owned))}
    study = finished(pieces.scenario, replace(pieces.final, cases=cases), pieces.certificate, "simpy", [])
    same = "Tinker ends with today's plan: nothing that it may change was found to serve its aim better."
    assert study.notes == (SUPPORT, OFF, same)
    assert study.strategies["tinker"].unmet == ()
    assert [row.service for row in study.today.unmet] == ["operations"]


def test_the_digest_speaks_of_results_to_ten_digits_and_of_nothing_else(pieces: Pieces) -> None:
    study = pieces.study
    assert study.digest == digest(study)
    assert len(study.digest) == 64
    elsewhere = replace(study, notes=("Another.",), scenario=replace(study.scenario, engine="compiled"), digest="")
    assert digest(elsewhere) == study.digest
    for times, equal in ((1 + 1e-13, True), (1 + 1e-7, False)):
        today = replace(study.today, promised_support=study.today.promised_support * times)
        nearly = replace(study, strategies=study.strategies | {"today": today})
        assert (digest(nearly) == study.digest) == equal
    posts = list(study.plan.posts)
    posts[0] = replace(posts[0], hired=posts[0].hired + 1)
    chosen = replace(study.chosen, plan=replace(study.plan, posts=tuple(posts)))
    assert digest(replace(study, strategies=study.strategies | {"clean_sheet": chosen})) != study.digest
