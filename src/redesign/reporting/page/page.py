"""The page: its parts in the order of the story, its style and its script, and what it may load: nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from redesign.reporting.page.tags import Html, joined, tag
from redesign.reporting.reading import whose
from redesign.study.ask.answers import Answer
from redesign.study.ask.ask import Question
from redesign.study.study import Study

FILE = "report.html"


def write(study: Study, folder: Path, answers: Mapping[Question, Answer]) -> Path:
    """Write the page; raises OSError."""
    path = folder / FILE
    path.write_text(page(study, answers), encoding="utf-8", newline="\n")
    return path


def page(study: Study, answers: Mapping[Question, Answer]) -> Html:
    """The whole document."""
    body = tag("main", tag("h1", whose(study)), tag("p", study.certificate.statement))
    return joined(Html("<!doctype html>\n"), tag("html", _head(whose(study)), tag("body", body), lang="en"))


def _head(title: str) -> Html:
    style, script = _kept("page.css"), _kept("page.js")
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
