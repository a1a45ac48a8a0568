"""Why a text is not YAML: one fault on the line of the slip, which is often not where the parser stops."""

from __future__ import annotations

import re
from typing import Any

import yaml

from redesign.errors import Fault
from redesign.scenario.text import describe

TOO_DEEP = "found more than 50 levels of nesting; allowed: 50"

TAB = "found a tab; allowed: spaces for indentation"
BACKSLASH = "found a backslash in double quotes, where it opens a code; allowed: write \\\\ or single quotes"
_PREFIX = r"(?P<before>\s*(?:-\s+)*)"
_KEY = r"""["']?(?P<key>[^\W\d][\w.]*)["']?"""
_NO_SPACE = re.compile(rf"{_PREFIX}{_KEY}\s*:(?P<value>[^\s:/].*)")
_EQUALS = re.compile(rf"{_PREFIX}{_KEY}\s*:?=\s*(?P<value>\S.*)")
_NO_COLON = re.compile(rf"{_PREFIX}{_KEY}(?:\s+(?P<value>[^\s:]+))?\s*$")
_DASH = re.compile(r"(?P<before>\s*)-(?P<key>[^\W\d]\w*)\s*:")
_AROUND_KEY = re.compile(r"\s*(?:-\s*)*(?:[^\W\d][\w.]*\s*[:\uff1a]?\s*)?")
_SECOND_COLON = re.compile(r"\s*(?:- +)*[^\s:#][^:#]*:\s+(?P<value>[^\s#].*)")
_QUOTES = "\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb"
_CLOSING = {"{": "}", "[": "]"}
_Place = tuple[int, int, str]
"""Line, column, message."""


def slip(line: str) -> tuple[int, str] | None:
    """Return column and message of what a line with a key gets wrong: its colon, its dash, its spaces."""
    around = _AROUND_KEY.match(line)
    for at, character in enumerate(around[0] if around else ""):
        if character == "\uff1a":
            return at + 1, f"found {describe(character)} instead of a colon; allowed: `:` and a space"
        if character.isspace() and character not in " \t":
            return at + 1, f"found {describe(character)} instead of a space; allowed: plain spaces"
    line = re.sub(r"\s+#.*", "", line)
    if m := _EQUALS.match(line):
        return m.start("key") + 1, f"found `=` after a key; allowed: {_pair(m)}, a colon and a space"
    if m := _NO_SPACE.match(line):
        return m.start("key") + 1, f"found no space after the colon; allowed: {_pair(m)}, a space after the colon"
    if m := _DASH.match(line):
        return m.start("key"), f"found no space after the `-` of a list; allowed: `- {m['key'][:60]}:`"
    if m := _NO_COLON.match(line):
        return m.start("key") + 1, f"found no colon after a key; allowed: {_pair(m)}"
    return None


def syntax_fault(error: yaml.YAMLError, text: str, file: str) -> Fault:
    """Say where the slip is that makes a text no YAML, and what is wanted there."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
    problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "this is not YAML"
    context = getattr(error, "context", None)
    if "nesting depth" in problem:  # the limit of libyaml since PyYAML 6.0.4, met while it looks ahead
        return Fault(file, line, column, "", TOO_DEEP)
    place = _Text(re.split(r"\r\n|[\r\n]", text), error, line, column).place(problem, context or "")
    if place is None:
        return Fault(file, line, column, "", f"{problem}{f' ({context})' if context else ''}; allowed: YAML 1.2")
    return Fault(file, place[0], place[1], "", place[2])


class _Text:
    """A text and the place at which the parser gave up, lines and columns from 1."""

    def __init__(self, lines: list[str], error: yaml.YAMLError, line: int, column: int) -> None:
        self.lines, self.line, self.column = lines, line, column
        opening = getattr(error, "context_mark", None)
        self.opening = (opening.line + 1, opening.column + 1) if opening else (line, column)

    def place(self, problem: str, context: str) -> _Place | None:
        if tab := self.tab():
            return tab
        if "quoted scalar" in context:
            return self.quoted(problem)
        if "could not find expected ':'" in problem:
            return self.of_line(self.opening[0])
        if "cannot start any token" in problem or re.search("an anchor|an alias|a tag|a block scalar", context):
            place = (self.line, self.column) if "token" in problem else self.opening
            sign = self.text(place[0])[place[1] - 1 : place[1]]
            return *place, TAB if sign == "\t" else f"found {sign!r} at the start of a value; allowed: text in quotes"
        if quote := self.open_quote():
            return quote
        if self.rest[:1] in ("]", "}") and "flow" not in context:
            return self.line, self.column, f"found `{self.rest[0]}`, which closes nothing; leave it out"
        if "while parsing a flow" in context:
            return self.bracket()
        if "mapping values are not allowed" in problem:
            return self.colon()
        if "are not allowed" in problem:
            message = (
                f"found `{self.rest[:1]}` in front of a value; allowed: text in quotes, a list on lines of its own"
            )
            return self.line, self.column, message
        return self.indentation() if "while parsing a block" in context else None

    @property
    def rest(self) -> str:
        """The line from where the parser gave up."""
        return self.text(self.line)[self.column - 1 :]

    def text(self, number: int) -> str:
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def above(self, number: int) -> int:
        """The nearest line above that holds something; 0 where there is none."""
        number -= 1
        while number > 0 and (not self.text(number).strip() or self.text(number).lstrip().startswith("#")):
            number -= 1
        return max(number, 0)

    def tab(self) -> _Place | None:
        for number in (self.line, self.line - 1, self.opening[0]):
            if re.match(r" *\t\s*\S", self.text(number)):
                return number, self.text(number).index("\t") + 1, TAB
        return None

    def quoted(self, problem: str) -> _Place:
        if "escape" in problem or "hex" in problem:
            at = self.text(self.line).rfind("\\", 0, self.column)
            return self.line, at + 1 if at >= 0 else self.column, BACKSLASH
        return *self.opening, "found a quote that is never closed; allowed: text quoted at both ends"

    def of_line(self, number: int) -> _Place:
        line = self.text(number)
        column, first = _indent(line) + 1, line.lstrip()[:2]
        if found := slip(line):
            return number, *found
        if first[:1] in ("[", "{"):
            return number, column, _not_closed(first[0])
        if first[:1] == "-" and first != "- ":
            return number, column, "found no space after the `-` of a list; allowed: `- ` and the item"
        return number, column, "found a line without a colon; allowed: `key: value`"

    def open_quote(self) -> _Place | None:
        """Text that follows a quoted one: its quote closed too early, or lines below the one where it was meant to."""
        token = self.last_token()
        if not isinstance(token, yaml.ScalarToken) or token.style not in ("'", '"'):
            return None
        start, end = token.start_mark, token.end_mark
        if end.line + 1 != self.line or self.text(self.line)[end.column : self.column - 1].strip():
            return None
        if start.line != end.line:
            message = f"found a quote that opens here and closes on line {self.line}; allowed: text quoted at both ends"
            return start.line + 1, start.column + 1, message
        if not self.rest or self.rest[0] in ":]}":
            return None
        twice = "two '' for one" if token.style == "'" else 'write \\" for one'
        message = f"found text after the closing quote; allowed: nothing; inside the quotes {twice}"
        return self.line, self.column, message

    def last_token(self) -> Any:
        """The last token that ends before the place."""
        return next((token for token in reversed(self.tokens()) if token.end_mark.index > token.start_mark.index), None)

    def tokens(self) -> list[Any]:
        """Those that begin before the place."""
        found = []
        try:
            for token in yaml.scan("\n".join(self.lines), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
                if (token.start_mark.line + 1, token.start_mark.column + 1) >= (self.line, self.column):
                    break
                found.append(token)
        except yaml.YAMLError:
            pass
        return found

    def opened(self) -> tuple[int, int]:
        """Where the innermost bracket stands that is open at the place: a parser that wants a value forgets it."""
        line, column = self.opening
        if self.text(line)[column - 1 : column] in _CLOSING:
            return self.opening
        opened = [self.opening]
        for token in self.tokens():
            if isinstance(token, yaml.FlowMappingStartToken | yaml.FlowSequenceStartToken):
                opened.append((token.start_mark.line + 1, token.start_mark.column + 1))
            elif isinstance(token, yaml.FlowMappingEndToken | yaml.FlowSequenceEndToken):
                opened.pop()
        return opened[-1]

    def bracket(self) -> _Place:
        line, column = self.opened()
        opened, here = self.text(line)[column - 1 : column], self.rest[:1]
        closing = _CLOSING.get(opened, "a closing bracket")
        if here in ("]", "}"):
            message = f"found `{here}` where the `{opened}` of line {line} is open; allowed: `{closing}`"
            return self.line, self.column, message
        if here and self.closes(line, column):
            message = (
                f"found no comma between the items of the `{opened}` of line {line}; allowed: a comma, or `{closing}`"
            )
            return self.line, self.column, message
        return line, column, _not_closed(opened)

    def closes(self, line: int, column: int) -> bool:
        """Whether as many brackets close as open from a place on, quotes and comments aside."""
        text = "\n".join([self.text(line)[column - 1 :], *self.lines[line:]])
        text, depth = re.sub(r"\"[^\"\n]*\"|'[^'\n]*'|\s#.*", "", text), 0
        for bracket in re.findall(r"[\[\]{}]", text):
            depth += 1 if bracket in _CLOSING else -1
            if depth == 0:
                return True
        return False

    def colon(self) -> _Place:
        """A colon where none may be: a second one in a line, or a line that was read as more of the one above."""
        if (found := self.foreign(self.line)) is not None:
            return found
        m = _SECOND_COLON.match(self.text(self.line))
        if m and m.start("value") < self.column:
            straight = ", straight ones" if m["value"][0] in _QUOTES else ""
            message = f"found a second colon in a line; allowed: text with a colon in quotes{straight}"
            return self.line, self.column, message
        above = self.above(self.line)
        while above and ": " not in self.text(above) and not slip(self.text(above)) and _goes_on(self.text(above)):
            above = self.above(above)
        found_above = slip(self.text(above))
        if found_above:
            return above, *found_above
        if (lost := self.lost(above)) is not None:
            message = (
                f"found less indentation than line {self.line}, which stands below it; allowed: the same indentation"
            )
            return lost, _indent(self.text(lost)) + 1, message
        return self.line, _indent(self.text(self.line)) + 1, _further(above)

    def lost(self, number: int) -> int | None:
        """The first of the lines just above that went too far left: below an empty key, or between lines like ours."""
        width = _indent(self.text(number))
        while (before := self.above(number)) and _indent(self.text(before)) == width:
            if re.search(r":\s*(#.*)?$", self.text(before)):
                return number
            number = before
        ours, below = _indent(self.text(self.line)), next((x for x in self.lines[self.line :] if x.strip()), "")
        return number if before and _indent(self.text(before)) == ours == _indent(below) else None

    def foreign(self, number: int) -> _Place | None:
        found = slip(self.text(number))
        return (number, *found) if found and found[1].startswith("found U+") else None

    def indentation(self) -> _Place | None:
        """A line that stands at no indentation of a block that is open, or an item among keys."""
        own = slip(self.text(self.line))
        if found := (self.line, *own) if own and "no colon" not in own[1] else self.foreign(self.above(self.line)):
            return found
        if before := self.text(self.line)[: self.column - 1].strip():
            message = f"found text after `{before[-1]}`; allowed: text that opens with a bracket in quotes"
            return (self.line, self.column, message) if before[-1] in _CLOSING.values() else None
        if self.rest.startswith("- "):
            message = (
                "found an item of a list where keys are expected; allowed: `- ` indented below the key of its list"
            )
            return self.line, self.column, message
        above = self.above(self.line)
        if _indent(self.text(above)) < self.column - 1 and re.search(r":\s+[^\s#]", self.text(above)):
            return self.line, self.column, _further(above)
        widths = sorted({_indent(self.text(n)) for n in range(self.opening[0], self.line) if self.text(n).strip()})
        if self.column - 1 in widths:
            return None
        spaces = f"{self.column - 1} space{'' if self.column == 2 else 's'}"
        wanted = ", ".join(map(str, widths[-4:])) or "that of the lines above"
        return self.line, self.column, f"found an indentation of {spaces}, as no line above; allowed: {wanted}"


def _further(above: int) -> str:
    return f"found a line indented further than line {above}, which has a value; allowed: both alike"


def _not_closed(bracket: str) -> str:
    return f"found `{bracket}`, which is not closed; allowed: `{_CLOSING.get(bracket, '')}` at its end"


def _pair(m: re.Match[str]) -> str:
    value = m["value"] and re.split(r"\s+(?=\w+[:=])", m["value"])[0]
    return f"`{m['key'][:60]}:{'' if value is None else f' {value[:40].strip()}'}`"


def _goes_on(line: str) -> bool:
    """Whether a line can be more of the text above it."""
    return line[:1].isspace() and not line.lstrip().startswith("- ")


def _indent(line: str) -> int:
    """Where a line's key stands, behind the dashes of a list."""
    m = re.match(r"\s*(?:- +)*", line)
    return len(m[0]) if m else 0
