"""A study as a small HTML fragment for notebooks: the summary's tables, every text escaped, no script."""

from __future__ import annotations

from html import escape

from redesign.reporting.first_screen import answers, headline
from redesign.reporting.sections import Section, sections
from redesign.reporting.text import visible
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

NO_MATH = "tex2jax_ignore mathjax_ignore"
"""Classes in which MathJax lets a dollar sign be a dollar sign."""


ROOM = "padding: 0.1em 0.8em 0.1em 0"
RIGHT = f' style="text-align: right; {ROOM}"'
"""Numbers stand under each other, wherever the fragment is shown."""
LEFT = f' style="text-align: left; {ROOM}"'
CAPTION = ' style="text-align: left; font-weight: bold; padding: 0.8em 0 0.2em 0"'


def html(study: Study, sure: Sure | None = None, robust: Robust | None = None) -> str:
    """The first screen, and below it every table, to be opened."""
    parts = "".join(
        f"<details><summary>{_safe(part.title)}</summary>{_body(part)}</details>" for part in sections(study)
    )
    rows = "".join(
        f'<tr><th scope="row"{LEFT}>{_safe(name)}</th><td{LEFT}>{_safe(words)}</td></tr>'
        for name, words in answers(study, sure, robust).items()
    )
    heading = "".join(f"<p><strong>{_safe(line)}</strong></p>" for line in headline(study, sure, robust).split("\n"))
    first = f"{heading}<table>{rows}</table><p>{_safe(study.certificate.statement)}</p>"
    return f'<div class="{NO_MATH}">{first}{parts}</div>'


def _closed(section: Section) -> str:
    return f"<details><summary>{_safe(section.title)}</summary>{_body(section)}</details>"


def document(lines: list[str], parts: list[Section]) -> str:
    """Sentences, and sections as tables, all of them open."""
    heading = "".join(f"<p>{_safe(line)}</p>" for line in lines if line)
    return f'<div class="{NO_MATH}">{heading}{"".join(map(_body, parts))}</div>'


def _body(section: Section) -> str:
    """A section under its title: a table with that caption, or the title in bold."""
    title = _safe(section.title)
    notes = "<ul>" + "".join(f"<li>{_safe(line)}</li>" for line in section.lines) + "</ul>" if section.lines else ""
    return (_table(section, title) or f"<p><strong>{title}</strong></p>") + notes


def _table(section: Section, title: str) -> str:
    if not section.rows:
        return ""
    names = enumerate(section.columns)
    head = "".join(f'<th scope="col"{RIGHT if place else LEFT}>{_safe(name)}</th>' for place, name in names)
    body = "".join(map(_row, section.rows))
    return f"<table><caption{CAPTION}>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: tuple[str, ...]) -> str:
    first, *rest = row
    cells = "".join(f"<td{RIGHT}>{_safe(cell)}</td>" for cell in rest)
    return f'<tr><th scope="row"{LEFT}>{_safe(first)}</th>{cells}</tr>'


def _safe(text: object) -> str:
    return escape(visible(text), quote=True)
