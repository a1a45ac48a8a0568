"""The page: its parts in the order of the story, its style and its script, and what it may load: nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from redesign.reporting.reading import whose
from redesign.reporting.web.answer import answer, headline
from redesign.reporting.web.details import details
from redesign.reporting.web.doubt import doubt
from redesign.reporting.web.money import money
from redesign.reporting.web.people import people
from redesign.reporting.web.promises import promises
from redesign.reporting.web.schools import schools
from redesign.reporting.web.strategies import strategies
from redesign.reporting.web.tags import Html, joined, tag
from redesign.study.ask.answers import Answer
from redesign.study.ask.ask import Question
from redesign.study.study import Study

FILE = "report.html"
CONTENTS = {
    "strategies": "What if",
    "people": "People",
    "schools": "Schools",
    "money": "Money",
    "promises": "Promises",
    "doubt": "Doubt",
    "details": "Details",
}


def write(study: Study, folder: Path, answers: Mapping[Question, Answer]) -> Path:
    """Write the page; raises OSError."""
    path = folder / FILE
    path.write_text(page(study, answers), encoding="utf-8", newline="\n")
    return path


def page(study: Study, answers: Mapping[Question, Answer]) -> Html:
    """The whole document."""
    parts = (
        tag("header", answer(study, answers)),
        strategies(study),
        people(study),
        schools(study),
        money(study, answers),
        promises(study),
        doubt(study, answers),
        details(study, answers),
    )
    body = (_contents(), tag("main", *parts, id="content"), tag("footer", tag("p", _source(study))))
    title = f"{whose(study)}: {headline(study)}"
    return joined(Html("<!doctype html>\n"), tag("html", _head(title), tag("body", *body), lang="en"), Html("\n"))


def _contents() -> Html:
    links = (tag("li", tag("a", words, href=f"#{name}")) for name, words in CONTENTS.items())
    return tag("nav", tag("ul", *links), aria_label="Parts of this page")


def _source(study: Study) -> str:
    """What each page that is printed or forwarded should say of where it comes from."""
    scenario = study.scenario
    return (
        f"redesign {study.versions.get('redesign', '')}, scenario {scenario.name} (sha256 {scenario.sha256[:12]}), "
        f"seed {scenario.seed}, {study.certificate.replications.final} simulated years, digest {study.digest[:12]}."
    )


def _head(title: str) -> Html:
    style, script = _kept("style.css"), _kept("script.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; base-uri 'none'; form-action 'none'"
    )
    return tag(
        "head",
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="referrer", content="no-referrer"),
        tag("title", title),
        tag("style", style),
        tag("script", script, type="module"),
    )


def _kept(name: str) -> Html:
    """A file beside this one, which holds no text of a study."""
    return Html(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
