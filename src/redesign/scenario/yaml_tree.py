"""YAML text to a tree in which every value knows its file, line and column.

Scalars mean what YAML 1.2 says (core schema), as in editors: `no` and `12:30` are text, `010` is
ten. The tree is built from the parser's events under caps on depth and number of values, so that
no file can cost more than it weighs; anchors, aliases, tags, merge keys, directives and second
documents are refused. No Python object is ever constructed from a tag.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import yaml

from redesign.errors import Fault, InputError
from redesign.scenario.slips import BACKSLASH, TOO_DEEP, syntax_fault
from redesign.scenario.spreads import Range
from redesign.scenario.text import describe, folded, hidden

MOST_NODES = 200_000
MOST_DEPTH = 50
MOST_CHARACTERS = 20_000
"""In one text."""
_MOST_DIGITS = 40

Scalar = str | int | float | bool | None
Path = tuple[str | int, ...]

_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULL = re.compile(r"~|null|Null|NULL|")
_TRUE = re.compile(r"true|True|TRUE")
_FALSE = re.compile(r"false|False|FALSE")
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = {8: re.compile(r"0o([0-7]+)"), 16: re.compile(r"0x([0-9a-fA-F]+)")}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_PATH = re.compile(r"[A-Za-z]:[^\\/]*[\a\b\t\n\v\f\r\x1b]")
"""A Windows path whose backslashes opened codes."""
_NOT_FINITE = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a file; line and column from 1."""

    file: str
    line: int
    column: int

    def fault(self, path: Path, message: str) -> Fault:
        """Make a fault at this place."""
        shown = (text if len(text) <= 80 else f"{text[:77]}..." for text in map(str, path))
        printable = (text if text.isprintable() else repr(text)[1:-1] for text in shown)
        return Fault(self.file, self.line, self.column, dotted(tuple(printable)), message)


@dataclass(frozen=True, slots=True)
class Node:
    """A value and where it stands."""

    value: Scalar | dict[str, Node] | list[Node]
    mark: Mark
    key: Mark | None = None
    """Where its key stands, if it has one."""
    raw: str = ""
    """A plain scalar as it was written."""
    faulty: bool = False
    """A fault was reported for it already."""
    lost: bool = False
    """An empty block that keys below it, without their indentation, were moved to."""
    gone: bool = False
    """A `null` by which a variant takes away what its parent says."""
    range: Range | None = None
    """Where it was written as a block: how far the truth may lie from it."""

    @property
    def nothing(self) -> bool:
        """Whether it says `null`; an empty value does not."""
        return self.value is None and bool(self.raw) and not self.faulty

    @property
    def heading(self) -> Mark:
        """Where a reader looks for the whole: its key, or its first character."""
        return self.key or self.mark

    @property
    def mapping(self) -> dict[str, Node]:
        """Its keys and values; empty where it is no mapping."""
        return self.value if isinstance(self.value, dict) else {}

    @property
    def items(self) -> list[Node]:
        """Its elements; empty where it is no list."""
        return self.value if isinstance(self.value, list) else []

    @property
    def found(self) -> str:
        """How a message names it."""
        return show_value(self.value, self.raw)

    def at(self, path: Path) -> Node | None:
        """Return the node at a path below this one."""
        node: Node | None = self
        for part in path:
            if node is None:
                return None
            if isinstance(part, int):
                node = node.items[part] if part < len(node.items) else None
            else:
                node = node.mapping.get(part)
        return node

    def leaves(self, path: Path = ()) -> Iterator[tuple[Path, Node]]:
        """Yield every scalar and empty container below that has no fault, with its path."""
        if self.faulty:
            return
        children: list[tuple[str | int, Node]] = [*self.mapping.items(), *enumerate(self.items)]
        for part, child in children:
            yield from child.leaves((*path, part))
        if not children:
            yield path, self


def dotted(path: Path) -> str:
    """Write a path as `teams.hr.retrain_from.0.team`."""
    return ".".join(str(part) for part in path)


def show_value(value: object, raw: str = "") -> str:
    """Name a value in a message: text in quotes with nothing hidden, the rest as written."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a block of keys"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        shown = repr(value)
        return f"text {shown}" if len(shown) <= 60 else f"text {shown[:57]}..."
    return raw[:60] or str(value)


def parse(text: str, file: str) -> tuple[Node, list[Fault]]:
    """Parse one YAML document that holds a mapping.

    Returns the tree and the faults that leave the rest legible (duplicate keys, infinities, hidden
    characters, tags). Raises `InputError` for what does not (syntax, caps, anchors, no mapping).
    """
    reader = _Reader(file)
    try:
        return reader.document(yaml.parse(text, Loader=_LOADER)), reader.faults
    except yaml.YAMLError as error:
        fault = syntax_fault(error, text, file)
        known = any(fault.line == other.line for other in reader.faults)
        raise InputError(reader.faults if known else [*reader.faults, fault]) from None


@dataclass(slots=True)
class _Reader:
    file: str
    faults: list[Fault] = field(default_factory=list)
    count: int = 0

    def document(self, events: Iterator[yaml.Event]) -> Node:
        root = None
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    raise self.stop(event, (), "found a second document; allowed: one; remove `---`")
                if event.version or event.tags:
                    raise self.stop(event, (), "found a % directive; allowed: none; remove it")
                root = self.node(events, next(events), (), None)
        if root is None or (root.value is None and not root.raw):
            found = "an empty file, or only comments"
            raise InputError([Fault(self.file, 1, 1, "", f"found {found}; allowed: a block of keys such as `name:`")])
        if not isinstance(root.value, dict):
            raise InputError([root.mark.fault((), f"found {root.found}; allowed: a block of keys such as `name:`")])
        return root

    def node(self, events: Iterator[yaml.Event], event: yaml.Event, path: Path, key: Mark | None) -> Node:
        self.check(event, path)
        mark = self.mark(event)
        if isinstance(event, yaml.MappingStartEvent):
            return Node(self.mapping(events, path), mark, key)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            for child in iter(lambda: next(events), None):
                if isinstance(child, yaml.SequenceEndEvent):
                    break
                items.append(self.node(events, child, (*path, len(items)), None))
            return Node(items, mark, key)
        return self.scalar(event, path, mark, key)

    def mapping(self, events: Iterator[yaml.Event], path: Path) -> dict[str, Node]:
        pairs: dict[str, Node] = {}
        twins: dict[str, tuple[str, Mark]] = {}
        for event in iter(lambda: next(events), None):
            if isinstance(event, yaml.MappingEndEvent):
                break
            name, mark = self.key(event, path)
            value = self.node(events, next(events), (*path, name), mark)
            first, line = twins.setdefault(folded(name), (name, mark))
            if line is mark:
                pairs[name] = value
                continue
            same = "" if first == name else f", which differs only in case or spelling from '{first}'"
            lost = self.lost(pairs, name, value)
            message = f"found a second time{same}; first on line {line.line}; allowed: once{lost}"
            self.faults.append(mark.fault((*path, name), message))
        return pairs

    def lost(self, pairs: dict[str, Node], name: str, value: Node) -> str:
        """A second key just below an empty one has lost its indentation: it is moved there, which is said."""
        last, above = next(reversed(pairs.items()))
        if (above.value is None and not above.raw and not above.faulty) or above.lost:
            pairs[last] = replace(above, value=above.mapping | {name: value}, lost=True)
            return f", or if it belongs to `{last}:` on line {above.heading.line}: indent it"
        return ""

    def key(self, event: yaml.Event, path: Path) -> tuple[str, Mark]:
        self.check(event, path)
        if not isinstance(event, yaml.ScalarEvent):
            raise self.stop(event, path, "found a list or a block as a key; allowed: text as a key")
        if event.value == "<<" and event.implicit[0]:
            raise self.stop(event, path, "found the merge key <<; allowed: no merging inside a file; use `extends:`")
        name, mark = event.value, self.mark(event)
        if character := hidden(name) or next((c for c in name if not c.isprintable()), None):
            self.faults.append(mark.fault(path, f"found {describe(character)} in a key; allowed: visible characters"))
            seen = ("_" if c.isspace() and c != " " else c for c in name if c.isspace() or not (hidden(c)))
            name = "".join(seen).strip("_ ") or name
        elif not name:
            self.faults.append(mark.fault(path, "found an empty key; allowed: text as a key"))
        return name, mark

    def scalar(self, event: Any, path: Path, mark: Mark, key: Mark | None) -> Node:
        text, plain = event.value, event.implicit[0]
        try:
            value = meaning(text) if plain else text
            if len(text) > MOST_CHARACTERS:
                raise ValueError(f"found {len(text):,} characters; allowed: at most {MOST_CHARACTERS:,}")
            if isinstance(value, str) and event.style == '"' and _PATH.match(value):
                raise ValueError(BACKSLASH)
            if isinstance(value, str) and (character := hidden(value)):
                raise ValueError(f"found {describe(character)}; allowed: visible characters")
        except ValueError as error:
            self.faults.append(mark.fault(path, str(error)))
            return Node(None, mark, key, text, faulty=True)
        return Node(value, mark, key, text if plain else "")

    def check(self, event: Any, path: Path) -> None:
        self.count += 1
        if self.count > MOST_NODES:
            raise self.stop(event, path, f"found more than {MOST_NODES:,} values; allowed: at most {MOST_NODES:,}")
        if len(path) > MOST_DEPTH:
            raise self.stop(event, path[:3], TOO_DEEP)
        if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
            kind = "an alias (*)" if isinstance(event, yaml.AliasEvent) else "an anchor (&)"
            raise self.stop(event, path, f"found {kind}; allowed: none; write the value out or use `extends:`")
        if event.tag is not None:
            tag = show_value(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.faults.append(self.mark(event).fault(path, f"found the tag {tag[5:]}; allowed: no tags; remove it"))

    def stop(self, event: yaml.Event, path: Path, message: str) -> InputError:
        return InputError([*self.faults, self.mark(event).fault(path, message)])

    def mark(self, event: Any) -> Mark:
        return Mark(self.file, event.start_mark.line + 1, event.start_mark.column + 1)


def meaning(text: str) -> Scalar:
    """Return what a plain scalar means in the YAML 1.2 core schema; `ValueError` where it is no finite number."""
    if _NULL.fullmatch(text):
        return None
    if _TRUE.fullmatch(text) or _FALSE.fullmatch(text):
        return text[0] in "tT"
    if _NOT_FINITE.fullmatch(text):
        raise ValueError(f"found {text}; allowed: a finite number")
    based = next((int(m[1][:_MOST_DIGITS], base) for base, p in _BASED.items() if (m := p.fullmatch(text))), None)
    if based is None and not _FLOAT.fullmatch(text):
        return text
    if len(text) > _MOST_DIGITS:
        raise ValueError(f"found a number of {len(text):,} characters; allowed: at most {_MOST_DIGITS}")
    if based is not None:
        return based
    if _INTEGER.fullmatch(text):
        return int(text)
    if not math.isfinite(number := float(text)):
        raise ValueError(f"found {text}; allowed: a finite number")
    return number + 0.0  # turns -0.0 into 0.0
