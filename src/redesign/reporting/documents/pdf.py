"""A document as a tagged PDF (PDF/UA-1), set by typst."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

from redesign import __version__
from redesign.errors import OutputError
from redesign.reporting.documents.document import (
    Block,
    Bullets,
    Document,
    Figure,
    Heading,
    PageBreak,
    Prompt,
    Table,
    clean,
)
from redesign.reporting.style import families

SIZE_POINTS = 10.5
SMALLER = (10.0, 9.5, 9.0, 8.5, 8.0)
"""Sizes that are tried one after the other where a document must fit on fewer pages."""
_MISSING = re.compile(r'the text `"(.*?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_MOST_TRIES = 20
"""Typst names a few of the letters that no font has at a time."""


def write_pdf(document: Document, path: Path, most_pages: int | None = None) -> None:
    """Write a document; smaller where it would have too many pages. Raises OSError or OutputError."""
    for size in (SIZE_POINTS, *SMALLER):
        with tempfile.TemporaryDirectory() as folder:
            pages = _set(_plain(document, size, numbered=most_pages != 1, folder=Path(folder)), Path(folder), path)
        if most_pages is None or pages <= most_pages:
            return
    raise OutputError(f"{path}: {document.title} does not fit on {most_pages} page")


def write_picture(figure: Figure, path: Path) -> None:
    """Write one picture as a PDF of its own size, with its alternative text."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copy(figure.svg, folder / "figure.svg")
        said = {"title": clean(figure.caption), "alt": clean(figure.alt), "author": f"redesign {__version__}"}
        _set(said, folder, path, template="picture.typ")


def _plain(document: Document, size: float, numbered: bool, folder: Path) -> dict[str, Any]:
    return {
        "title": clean(document.title),
        "subject": clean(document.subject),
        "source": clean(document.source),
        "author": f"redesign {__version__}",
        "fonts": families(),
        "size": size,
        "numbered": numbered,
        "blocks": [_block(block, number, folder) for number, block in enumerate(document.blocks)],
    }


def _block(block: Block, number: int, folder: Path) -> dict[str, Any]:
    if isinstance(block, Figure):
        file = f"figure_{number}.svg"
        shutil.copy(block.svg, folder / file)
        said = {"file": file, "alt": clean(block.alt), "caption": clean(block.caption), "most": block.most_inches}
        return {"kind": "figure"} | said
    if isinstance(block, Table):
        return {
            "kind": "table",
            "caption": clean(block.caption),
            "columns": _cleaned(block.columns),
            "rows": [_cleaned(row) for row in block.rows],
            "texts": block.texts,
            "widths": block.widths,
            "total": block.total,
        }
    if isinstance(block, Bullets):
        return {"kind": "bullets", "items": _cleaned(block.items)}
    if isinstance(block, PageBreak):
        return {"kind": "pagebreak"}
    if isinstance(block, Heading):
        return {"kind": "heading", "text": clean(block.text), "level": block.level}
    return {"kind": "prompt" if isinstance(block, Prompt) else "paragraph", "text": clean(block.text)}


def _cleaned(texts: Sequence[str]) -> list[str]:
    return [clean(text) for text in texts]


def _set(said: dict[str, Any], folder: Path, path: Path, template: str = "page.typ") -> int:
    """Set a document and say how many pages it has; letters that no font has are spelled out as `U+5B66`."""
    import matplotlib
    import typst

    main, fonts = folder / "main.typ", [str(Path(matplotlib.get_data_path()) / "fonts" / "ttf")]
    main.write_text(files(__package__).joinpath(template).read_text(encoding="utf-8"), encoding="utf-8")
    text = json.dumps(said, ensure_ascii=False)
    for _ in range(_MOST_TRIES):
        (folder / "document.json").write_text(text, encoding="utf-8")
        try:
            made = typst.compile(str(main), root=str(folder), font_paths=fonts, pdf_standards=["ua-1"], timestamp=0)
        except typst.TypstError as error:
            missing = {_letter(found) for found in _MISSING.findall(f"{error.diagnostic}")} - {""}
            if not missing:
                raise OutputError(f"{path}: typst could not set it: {error.message}") from error
            for letters in missing:
                text = text.replace(letters, "".join(f"U+{ord(letter):04X}" for letter in letters))
        else:
            path.write_bytes(made)
            return int(typst.query(str(main), "<end>", field="value", one=True, root=str(folder), font_paths=fonts))
    raise OutputError(f"{path}: too many letters of its names are in no installed font")


def _letter(found: str) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
