"""Answers speak in the names of the study: no id of a team, provider, area or lever stands in a sentence."""

from __future__ import annotations

import re
from typing import Any

import pytest

from redesign.reporting.asked import in_words
from redesign.reporting.changed_plans import moved
from redesign.reporting.web.page import page
from redesign.study.ask.answers import Answer, NextPost, NextPosts
from redesign.study.study import Study
from reporting import sample_answers, sample_study

FIELDS = ("compliance", "partnership")
"""Ids that are words of a study, too."""


@pytest.fixture(scope="module")
def study() -> Study:
    """The sample study with ids that no word of a text is like."""
    text = sample_study.typed(sample_study.document()).to_json()
    document = sample_study.document()
    for found in (*document["teams"], *document["areas"]):
        if found["id"] not in FIELDS:
            text = text.replace(f'"{found["id"]}"', f'"id_{found["id"]}"')
    return Study.from_json(text)


def answers(study: Study) -> dict[str, Answer]:
    about = sample_answers.about(study)
    more = sample_answers.bought(study, 12_700.0, 1)
    post = NextPost(study.teams[0].id, study.teams[0].label, 3, None, more, more, 60_000.0)
    return {
        "budget": sample_answers.frontier(study),
        "rules": sample_answers.rules(study),
        "posts": NextPosts("posts", about, (post,), 100_000.0, more),
        "alternatives": sample_answers.alternatives(study),
        "targets": sample_answers.targets(study),
    }


@pytest.mark.parametrize("question", ["budget", "rules", "posts", "alternatives", "targets"])
def test_no_id_stands_in_an_answer(study: Study, question: str) -> None:
    text = " ".join(in_words(answers(study)[question], study).split())
    assert question in ("rules", "targets") or study.teams[0].label in text
    assert re.findall(r"\bid_\w+|\w+\.automate", text) == []


def test_no_id_stands_in_the_answers_on_the_page(study: Study) -> None:
    asked: Any = answers(study)
    shown = page(study, asked)
    body = shown[shown.index("<main") :]
    body = re.sub(r"<code>.*?</code>", "", body)
    assert re.findall(r"id_\w+|[\w]+\.automate", body) == []


def test_a_provider_has_its_name() -> None:
    document = sample_study.document()
    use = {"provider": "consultants", "label": "Regional consultants", "visits": 1, "most_visits": 9, "contracts": 1}
    for strategy in document["strategies"].values():
        strategy["providers"] = [use | {"usd": 1.0}]
    study = sample_study.typed(document)
    base, plan = sample_answers.bought(study, 12_600.0), sample_answers.bought(study, 12_700.0)
    plan.posts["consultants"] = 2
    assert moved(study, base, plan) == "Regional consultants 1 to 2"
