"""What to write instead of a value that is refused: never what would be refused in its turn."""

from __future__ import annotations

import re

from redesign.scenario.grammar import Schema, branches
from redesign.scenario.nearest import nearest, suggestion
from redesign.scenario.text import describe, visible
from redesign.scenario.yaml_tree import Node, Path

_SWITCHES = {"yes": "true", "on": "true", "y": "true", "no": "false", "off": "false", "n": "false"}
_NUMBER = re.compile(r"([$\u20ac]?)\s*([0-9]{1,3}(?:[,_ ][0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*(k|%|[a-z]{1,12})?\.?")
_UNITS = {
    "h": "hour",
    "hr": "hour",
    "wk": "week",
    "yr": "year",
    "dollar": "usd",
    "fte": "post",
    "$": "usd",
    "\u20ac": "usd",
}
_SHARES = {"share", "rate", "gap"}


def hint(node: Node, schema: Schema, path: Path) -> str:
    """Say what a value that a (resolved) schema refuses was meant to be, if that is clear and allowed."""
    kinds = {branch.get("type") for branch in branches(schema)}
    numeric = bool(kinds & {"number", "integer"})
    if numeric and (special := _whole(node, kinds, path)):
        return special
    if not isinstance(node.value, str):
        texts = [branch for branch in branches(schema) if branch.get("type") == "string"]
        quoted = isinstance(node.value, int | float) and any(text_fits(node.raw, branch) for branch in texts)
        return f"; did you mean '{node.raw}' in quotes?" if quoted else ""
    if node.value and not visible(node.value):
        return f"; {describe(node.value[0])} cannot be seen"
    strange = next((c for c in node.value if c.isspace() and c not in " \t\n"), None)
    return (f"; {describe(strange)} stands in it" if strange else "") + _of_text(node.value, schema, path, kinds)


def _of_text(text: str, schema: Schema, path: Path, kinds: set[str | None]) -> str:
    if "enum" in schema:
        return suggestion(text, schema["enum"])
    if items := next((branch["items"] for branch in branches(schema) if branch.get("type") == "array"), None):
        return _list(text, items)
    if "boolean" in kinds:
        meant = _SWITCHES.get(text.lower()) or nearest(text, ["true", "false"])
        return f"; did you mean {meant}, without quotes?" if meant else ""
    if kinds & {"number", "integer"}:
        return _number(text, schema, path)
    if "pattern" in schema:
        return slug_hint(text, schema["pattern"])
    return ""


def number_meant(text: str, key: str = "") -> str | None:
    """Read `$85,000`, `85k`, `40 h` or `75%` as a person would who knows the key; None where that is a guess."""
    match = _NUMBER.fullmatch(" ".join(text.split()).lower())
    if match is None or len(text) > 40:
        return None
    sign, whole, fraction, unit = match.groups()
    words = {word.removesuffix("s") for word in key.split("_per_")[0].split("_")}
    if unit == "%" and not words & _SHARES:
        return None
    for word in (sign, unit if unit not in (None, "k", "%") else ""):
        if word and not {word, _UNITS.get(word.removesuffix("s"), word.removesuffix("s"))} & words:
            return None
    number = float(re.sub(r"[,_ ]", "", whole) + (fraction or ""))
    return f"{number * {'k': 1e3, '%': 0.01}.get(unit or '', 1.0):.15g}"


def text_fits(text: str, schema: Schema) -> bool:
    """Whether a text is one that a schema allows."""
    if "enum" in schema:
        return text in schema["enum"]
    shortest, longest = schema.get("minLength", 0), schema.get("maxLength", len(text))
    seen = len(text) if visible(text) else 0
    return shortest <= seen <= longest and matches(schema.get("pattern", ""), text)


def matches(pattern: str, text: str) -> bool:
    """Whether a text has a pattern, to its very end."""
    return re.search(pattern, text) is not None and not (pattern and text.endswith("\n"))


def in_range(number: float, schema: Schema) -> bool:
    """Whether a number is one that a schema allows."""
    low, above, high = (schema.get(key) for key in ("minimum", "exclusiveMinimum", "maximum"))
    too_low = (low is not None and number < low) or (above is not None and number <= above)
    return not too_low and not (high is not None and number > high)


def slug(text: str, pattern: str) -> str | None:
    """The name that fits a pattern and reads like a text."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return name if matches(pattern, name) else None


def slug_hint(text: str, pattern: str) -> str:
    """Ask whether that name was meant."""
    name = slug(text, pattern)
    return f"; did you mean '{name}'?" if name else ""


def _list(text: str, items: Schema) -> str:
    """Items without their brackets, or with dashes that hold no space."""
    if re.match(r"-\S", text):
        return "; a list needs a space after each `-`"
    parts = [part.strip() for part in text.strip("[]").split(",")]
    fit = items.get("type") == "string" and all(text_fits(part, items) for part in parts)
    return f"; did you mean [{', '.join(parts)}]?" if fit else ""


def _number(text: str, schema: Schema, path: Path) -> str:
    """A number that the schema allows."""
    written, comment, _ = text.partition("#")
    meant = number_meant(written, _key(path))
    if meant is None or not any(_number_fits(float(meant), branch) for branch in branches(schema)):
        return ""
    return f"; did you mean {meant}? Write a plain number{', and a space before the #' if comment else ''}"


def _number_fits(number: float, schema: Schema) -> bool:
    kind = schema.get("type")
    return (kind == "number" or (kind == "integer" and number.is_integer())) and in_range(number, schema)


def _whole(node: Node, kinds: set[str | None], path: Path) -> str:
    """What to do about a part of something that is counted whole."""
    if "integer" not in kinds or isinstance(node.value, bool):
        return ""
    text = str(node.value).strip()
    part = re.fullmatch(r"([0-9]*[.,][0-9]+)\s*(%|[A-Za-z]*)|([0-9]+)\s*(%)", text)
    if part is None:
        return ""
    number, unit = float((part[1] or part[3]).replace(",", ".")), part[2] or part[4] or ""
    if "posts" in _key(path).split("_") and unit != "%" and not number.is_integer():
        return "; whole posts are counted here: `post_fte` says what part of a full-time post each of them is"
    if unit == "%":
        return f"; a count is wanted, not a share: {text} of 400 is {4 * number:g}"
    if number < 1 and not unit:
        return f"; a count is wanted, not a share: {text} of 400 is {400 * number:g}"
    return ""


def _key(path: Path) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "")
