"""The documents as a site: `sphinx-build -W -b html docs docs/_build/html`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import redesign

if TYPE_CHECKING:
    from pathlib import Path

    from sphinx.application import Sphinx

project = "redesign"
author = copyright = "redesign contributors"
version = release = redesign.__version__
extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = f"redesign {release}"
html_static_path = ["_static"]
html_css_files = ["wide_tables.css"]
html_copy_source = html_show_sourcelink = False
smartquotes = False  # commands and file names are read as they are typed
default_role = "code"  # docstrings write names as Markdown does, in single backticks
autodoc_member_order = "bysource"
myst_heading_anchors = 4

PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
    "scenarios/README.md": "reference/scenario.md",
    "benchmarks/README.md": "reference/benchmarks.md",
}
"""Files outside this folder that are a page of the site, too."""
LINK = re.compile(rf"\]\((?:\.\./)*({'|'.join(map(re.escape, PAGES))})")


def lead_to_pages(*event: Any) -> None:
    """Links work where the documents lie; on the site the same links lead to its pages."""
    text: list[str] = event[-1]
    text[0] = LINK.sub(lambda link: f"](/{PAGES[link[1]]}", text[0])


def read_notebooks(app: Sphinx, path: Path, page: str, text: list[str]) -> None:
    """A notebook that a page includes is shown as it was run; nothing is run here."""
    if path.suffix == ".ipynb":
        text[0] = as_markdown(text[0])


def as_markdown(notebook: str) -> str:
    """Cells and what they have shown: HTML with its pictures, else text."""
    return "\n\n".join(part for cell in json.loads(notebook)["cells"] for part in _parts(cell))


def _parts(cell: dict[str, Any]) -> Iterator[str]:
    source = "".join(cell["source"])
    yield source if cell["cell_type"] == "markdown" else _fenced("python", source)
    for output in cell.get("outputs", ()):
        shown = output["data"]
        kind, form = ("text/html", "{raw} html") if "text/html" in shown else ("text/plain", "text")
        yield _fenced(form, "".join(shown[kind]))


def _fenced(form: str, text: str) -> str:
    return f"``````{form}\n{text}\n``````"


def setup(app: Sphinx) -> None:
    """Look at each page, and at each file that a page includes."""
    app.connect("include-read", read_notebooks)
    app.connect("source-read", lead_to_pages)
    app.connect("include-read", lead_to_pages)
