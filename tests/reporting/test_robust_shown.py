"""Which plan holds, where a study is read: another one comes first, only where fresh samples say so, too."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from redesign.reporting.asked import in_words
from redesign.reporting.asked_robust import holds
from redesign.reporting.documents.brief import brief
from redesign.reporting.documents.document import Figure, Paragraph
from redesign.reporting.documents.methods import methods
from redesign.reporting.documents.proposal import proposal
from redesign.reporting.html import html
from redesign.reporting.summary import summary
from redesign.reporting.web.page import page
from redesign.study.study import Study
from reporting import sample_robust

FIRST = "Another plan holds better than the one below."
BETTER = (
    "Near-best 1 has the most modeled support in the tenth of the samples where it has least: 250 draws of the "
    "uncertain numbers. On 250 fresh draws it has +290 (+120 to +450) by this measure against the certified plan. With "
    "the file's own numbers it has 60 (20 to 100) less modeled support a year than the certified plan."
)


def flat(text: str) -> str:
    return " ".join(text.split())


def test_another_plan_that_holds_better_is_said_before_all_else(study: Study) -> None:
    answer = sample_robust.another(study)
    said = flat(summary(study, robust=answer))
    assert said.startswith(f"{FIRST} {BETTER} ")
    assert "Holds Another plan holds better, as said above; it stands in asked/robust.json." in said
    assert BETTER in flat(in_words(answer, study)).replace(" - ", " ")
    shown = page(study, {"robust": answer})
    assert shown.index(FIRST) < shown.index("hours of modeled support a year")
    assert "Which plan holds, whatever the numbers are?" in shown
    assert FIRST in html(study, robust=answer)


def test_a_choice_that_fresh_samples_do_not_confirm_comes_in_its_place(study: Study) -> None:
    said = flat(summary(study, robust=sample_robust.not_told(study)))
    assert FIRST not in said
    assert "+90 (-40 to +210) by this measure against the certified plan, not distinguishable." in said


def test_a_certified_plan_that_holds_is_said_to(study: Study) -> None:
    said = flat(summary(study, robust=sample_robust.certified(study)))
    assert FIRST not in said
    assert "Holds Of 2 plans that may be chosen this one has the most modeled support in the tenth" in said
    assert "Holds" not in summary(study)
    assert "Which plan holds" not in page(study, {})


def test_names_are_shown_as_they_are(study: Study) -> None:
    answer = sample_robust.another(study, "<script>alert(1)</script> [red]x[/red] $x$")
    assert "<script>alert" not in page(study, {"robust": answer})
    assert "[red]x[/red]" in flat(summary(study, robust=answer))


def test_brief_proposal_and_methods_say_which_plan_holds(study: Study) -> None:
    pictures: Any = {"more_support": Figure(Path("a.svg"), Path("a.png"), "Caption", "Words")}
    better, same = sample_robust.another(study), sample_robust.certified(study)
    for document in (brief(study, pictures, None, better), proposal(study, {}, None, better)):
        assert str(document).count(BETTER) == 1
        assert "as said above" not in str(document)
    first = brief(study, pictures, None, better).blocks[1]
    assert isinstance(first, Paragraph)
    assert first.text.startswith(FIRST)
    for said in (brief(study, pictures, None, same), proposal(study, {}, None, same)):
        assert "Which plan holds, whatever the numbers are: Of 2 plans that may be chosen this one has" in str(said)
    assert "Near-best 1" in str(methods(study, None, better))
    for document in (brief(study, pictures), proposal(study, {}), methods(study)):
        assert "Which plan holds" not in str(document)


def test_where_nothing_else_may_be_chosen_that_is_said(study: Study) -> None:
    found = sample_robust.certified(study)
    others = tuple(replace(each, allowed=each.name == found.certified) for each in found.candidates)
    assert holds(replace(found, candidates=others)).startswith("No other plan that was looked at may be chosen: 250 ")
