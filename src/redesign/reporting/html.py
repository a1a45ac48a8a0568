"""A study as a small HTML fragment for notebooks: the summary's tables, every text escaped, no script, no sheet."""

from __future__ import annotations

from html import escape

from redesign.reporting.reading import whose
from redesign.reporting.sections import Section, sections
from redesign.reporting.text import visible
from redesign.study.study import Study

NO_MATH = "tex2jax_ignore mathjax_ignore"
"""Classes in which MathJax lets a dollar sign be a dollar sign."""


RIGHT = ' style="text-align: right"'
"""Numbers stand under each other, wherever the fragment is shown."""
LEFT = ' style="text-align: left"'


def html(study: Study) -> str:
    """The summary's sections as tables with captions and row headers."""
    heading = f"<p><strong>{_safe(whose(study))}</strong>: {_safe(study.certificate.statement)}</p>"
    return _fragment(heading, sections(study))


def document(lines: list[str], parts: list[Section]) -> str:
    """Sentences, and sections as tables."""
    return _fragment("".join(f"<p>{_safe(line)}</p>" for line in lines if line), parts)


def _fragment(heading: str, parts: list[Section]) -> str:
    return f'<div class="{NO_MATH}">' + heading + "".join(map(_section, parts)) + "</div>"


def _section(section: Section) -> str:
    title = _safe(section.title)
    notes = "<ul>" + "".join(f"<li>{_safe(line)}</li>" for line in section.lines) + "</ul>" if section.lines else ""
    return f"<details><summary>{title}</summary>{_table(section, title)}{notes}</details>"


def _table(section: Section, title: str) -> str:
    if not section.rows:
        return ""
    names = enumerate(section.columns)
    head = "".join(f'<th scope="col"{RIGHT if place else LEFT}>{_safe(name)}</th>' for place, name in names)
    body = "".join(map(_row, section.rows))
    return f"<table><caption>{title}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(row: tuple[str, ...]) -> str:
    first, *rest = row
    cells = "".join(f"<td{RIGHT}>{_safe(cell)}</td>" for cell in rest)
    return f'<tr><th scope="row"{LEFT}>{_safe(first)}</th>{cells}</tr>'


def _safe(text: object) -> str:
    return escape(visible(text), quote=True)
