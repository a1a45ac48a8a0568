"""A document to read, as plain data: what it says, and nothing of how PDF or Word show it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from redesign.reporting.reading import whose
from redesign.reporting.source import source_of
from redesign.reporting.text import shorten, visible
from redesign.study.study import Study

ASK = "[to fill in]"
"""A cell that the scenario says nothing of."""
MODELED = "Modeled support is not a measured effect on students."
LONGEST_NAME = 120
"""Letters of a name in a sentence or a cell."""
_WIDEST_TEXT, _ROOM = 40, 3
"""Letters of a column; those that its edges take."""
_LONGEST_WORD = 40
"""Letters after which a word may be broken anywhere."""
_NO_XML = re.compile("[\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Heading:
    """Opens a part; levels go down one by one."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What the scenario does not say and the writer must."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row; no cell is merged."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    texts: int = 1
    """How many columns, from the left, are text: the others are numbers and stand to the right."""
    total: bool = False
    """Whether the last row sums the others."""

    @property
    def widths(self) -> list[int]:
        """Letters that each column would like to have: texts and headings are wrapped, numbers are not."""
        return [
            self._text_width(x) if x < self.texts else max(map(len, [*self.columns[x].split(), *self._cells(x)]))
            for x in range(len(self.columns))
        ]

    def _text_width(self, x: int) -> int:
        words = max(map(_longest_word, (self.columns[x], *self._cells(x))))
        return max(min(words, _LONGEST_WORD) + _ROOM, min(_WIDEST_TEXT, max(map(len, self._cells(x)), default=0)))

    def _cells(self, x: int) -> list[str]:
        return [row[x] for row in self.rows]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with its caption and what it says in words."""

    svg: Path
    png: Path
    caption: str
    alt: str
    finding: str = ""
    """The answer of a chart whose caption is a question."""
    most_inches: float = 7.2
    """Most height."""

    def at_most(self, inches: float) -> Figure:
        """The same, no taller than this."""
        return replace(self, most_inches=inches)


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next block opens a page."""


Block: TypeAlias = Heading | Paragraph | Prompt | Bullets | Table | Figure | PageBreak


@dataclass(frozen=True, slots=True)
class Document:
    """A title, what it is about, a source line for every page, and blocks."""

    title: str
    subject: str
    source: str
    blocks: tuple[Block, ...]


def document(study: Study, kind: str, subject: str, blocks: Iterable[Block]) -> Document:
    """A document of a study; `kind` is what it is, such as *methods*."""
    return Document(f"{name_of(whose(study))}: {kind}", subject, source_of(study), tuple(blocks))


def name_of(text: object) -> str:
    """A name that a planner wrote, in one line, not too long."""
    return shorten(text, LONGEST_NAME)


def clean(text: str) -> str:
    """What every format can hold: nothing that is hidden, nothing that XML forbids, no word without end."""
    words = _NO_XML.sub("?", visible(text)).split(" ")
    return " ".join(_broken(word) for word in words)


def _longest_word(text: str) -> int:
    return max(map(len, text.split()), default=0)


def _broken(word: str) -> str:
    parts = [word[i : i + _LONGEST_WORD] for i in range(0, len(word), _LONGEST_WORD)]
    return "\u200b".join(parts)
