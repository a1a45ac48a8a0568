"""Scenario files as people and programs spoil them: each function takes the lines of a file and spoils one place."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

CHARACTERS = [*" \t\n\r:-#[]{},&*!|>'\"%@`~<?=.\\/$;_+0159eExXnN", *"\0\x07\x1b\x7f\x85\xa0\u200b\u202e\u2028\ufeff"]
CHARACTERS += [*"\u3164\ud800\ue000\ufffe\xe9\u0301\u2019\u201c\uff1a\uff10\u0661\u6570\U0001f600"]
VALUES = """
0 -0 -1 1 2 0.5 -0.5 1.0 1e3 1e30 1e308 1e400 -1e400 1e-320 0x1F 0o17 010 1_000 1,000 .5 5. 12:30 1:2:3 .inf -.inf
.nan inf nan NaN true false yes no on off ~ null 2021-22 2022-07-01 75% 150% $85,000 85k 40h 1.2~million "1" '0.5'
"" '' [] {} [1] [1,2,3] [[]] [{}] {a:~1} {team:~office} [team] {likely:~1} {likely:~1,~low:~0,~high:~2} none today
all =1+1 @name !tag~x !!int~1 !!python/object/apply:os.system~[x] &a~1 *a << - -~- ?~x |~x >- # `x` %x
9999999999999999999999 99999999999999999999999999999999999999999999999 9007199254740993 9007199254740992.0 5000 5001
53 54 8 7 C:\\new "C:\\new" ../x.yaml /etc/passwd tutorial.yaml CON nul elm office coaches general math teachers
schools econ_disadvantaged clean_sheet
""".split()  # noqa: SIM905  a list of a hundred texts in quotes is hard to read
"""A `~` between two characters stands for a space."""
KEYS = """
id name label weeks posts_today posts_toady Posts_Today posts-today teams services areas levers strategies rules
budget run extends source schools_file changes may needs excludes likely low high steps promise automate eliminate
packages x 1 null true "" << ? on teams.office a.b.c __class__ $ref model_config origin yearly_usd one_time_usd seed
calendar limits
""".split()  # noqa: SIM905  a list of a hundred texts in quotes is hard to read
_PAIR = re.compile(r"^(\s*(?:- )?[{\[]?\s*)([\w.$-]+)(:)(?:( +)([^#\n]*?))?(\s*(?:#.*)?)$")
_INNER = re.compile(r"[\w.$-]+(?=: )|(?<=: )[^,{}\[\]\s#]+")
Lines = list[str]


def any_line(lines: Lines, draw: Random) -> int:
    """A place in the file."""
    return draw.randrange(len(lines))


def any_pair(lines: Lines, draw: Random) -> int | None:
    """A line that holds a key."""
    found = [i for i, line in enumerate(lines) if _PAIR.match(line)]
    return draw.choice(found) if found else None


def value_of(draw: Random) -> str:
    """A value that may mean something else than its writer thinks."""
    chosen = draw.choice(VALUES)
    return re.sub(r"(?<=\S)~(?=\S)", " ", chosen)


def character(lines: Lines, draw: Random) -> None:
    """One put in, taken out or changed."""
    i = any_line(lines, draw)
    at, kind = draw.randint(0, len(lines[i])), draw.randrange(3)
    new = draw.choice(CHARACTERS) if kind else ""
    lines[i] = lines[i][:at] + new + lines[i][at + (kind != 1) :]


def characters(lines: Lines, draw: Random) -> None:
    """A burst of them."""
    for _ in range(draw.randint(2, 8)):
        character(lines, draw)


def value(lines: Lines, draw: Random) -> None:
    """Another one."""
    i = any_pair(lines, draw)
    if i is not None:
        lines[i] = _PAIR.sub(lambda m: f"{m[1]}{m[2]}: {value_of(draw)}{m[6]}", lines[i])


def neighbor(lines: Lines, draw: Random) -> None:
    """The value of another key."""
    i, j = any_pair(lines, draw), any_pair(lines, draw)
    if i is not None and j is not None:
        other = _PAIR.match(lines[j])
        assert other
        lines[i] = _PAIR.sub(lambda m: f"{m[1]}{m[2]}: {other[5] or ''}", lines[i])


def number(lines: Lines, draw: Random) -> None:
    """Times ten, half, negative, with a decimal, a sign, a unit."""
    found = [i for i, line in enumerate(lines) if re.search(r"\d", line)]
    if found:
        i = draw.choice(found)
        spots = list(re.finditer(r"\d+(\.\d+)?", lines[i]))
        spot = draw.choice(spots)
        shapes = ("{}0", "0{}", "-{}", "{}.5", "{}%", "${}", "{} h", "{}e9", "0.{}", "+{}", "{},5", "0", "'{}'")
        lines[i] = lines[i][: spot.start()] + draw.choice(shapes).format(spot[0]) + lines[i][spot.end() :]


def key(lines: Lines, draw: Random) -> None:
    """Another one, or one letter of it changed."""
    i = any_pair(lines, draw)
    if i is None:
        return
    at = draw.randrange(40)

    def other(match: re.Match[str]) -> str:
        word = match[2]
        if at < len(word):
            return word[:at] + draw.choice(("", "a", "_", ".", word[at] * 2, word[at].upper())) + word[at + 1 :]
        return draw.choice(KEYS)

    lines[i] = _PAIR.sub(lambda m: f"{m[1]}{other(m)}{m[3]}{m[4] or ''}{m[5] or ''}{m[6]}", lines[i])


def inner(lines: Lines, draw: Random) -> None:
    """A key or a value inside braces."""
    found = [i for i, line in enumerate(lines) if "{" in line and _INNER.search(line)]
    if found:
        i = draw.choice(found)
        spot = draw.choice(list(_INNER.finditer(lines[i])))
        new = draw.choice((value_of(draw), draw.choice(KEYS)))
        lines[i] = lines[i][: spot.start()] + new + lines[i][spot.end() :]


def kind(lines: Lines, draw: Random) -> None:
    """A list, a block or nothing where one value stood, or a text where a block did."""
    i = any_pair(lines, draw)
    if i is None:
        return
    shapes = (
        "[{}]",
        "{{x: {}}}",
        "{{{}}}",
        "[[{}]]",
        '"{}"',
        "|\n        {}",
        "\n      x: {}",
        "\n      - {}",
        "",
        "{} {}",
    )
    shape = draw.choice(shapes)
    lines[i] = _PAIR.sub(lambda m: f"{m[1]}{m[2]}: {shape.format(*(m[5] or 'x',) * 2)}", lines[i])


def indent(lines: Lines, draw: Random) -> None:
    """A line or some, to the left or to the right, by spaces or a tab."""
    first = any_line(lines, draw)
    by = draw.choice((1, 2, 3, 4, -1, -2, -4, "\t"))
    for i in range(first, min(len(lines), first + draw.choice((1, 1, 2, 5, 20)))):
        bare = lines[i].lstrip(" ")
        spaces = len(lines[i]) - len(bare)
        lines[i] = "\t" + lines[i] if isinstance(by, str) else " " * max(0, spaces + by) + bare


def gone(lines: Lines, draw: Random) -> None:
    """A line or some taken out."""
    first = any_line(lines, draw)
    del lines[first : first + draw.choice((1, 1, 1, 2, 4, 12))]


def twice(lines: Lines, draw: Random) -> None:
    """A line or some written again, in place or elsewhere."""
    first = any_line(lines, draw)
    piece = lines[first : first + draw.choice((1, 1, 3, 8, 30))]
    at = draw.choice((first, any_line(lines, draw)))
    lines[at:at] = piece


def swapped(lines: Lines, draw: Random) -> None:
    """Two lines in each other's place."""
    i, j = any_line(lines, draw), any_line(lines, draw)
    lines[i], lines[j] = lines[j], lines[i]


def joined(lines: Lines, draw: Random) -> None:
    """Two lines made one."""
    i = any_line(lines, draw)
    lines[i : i + 2] = [draw.choice(("", " ", ", ")).join(lines[i : i + 2])]


def cut(lines: Lines, draw: Random) -> None:
    """The end of the file or of a line is missing."""
    i = any_line(lines, draw)
    lines[i] = lines[i][: draw.randint(0, len(lines[i]))]
    if draw.random() < 0.3:
        del lines[i + 1 :]


def added(lines: Lines, draw: Random) -> None:
    """A key of the schema, or none of it, with some value."""
    i = any_line(lines, draw)
    spaces = " " * draw.choice((0, 2, 4, 6, len(lines[i]) - len(lines[i].lstrip())))
    lines.insert(i, f"{spaces}{draw.choice(KEYS)}: {value_of(draw)}")


SPOILS: tuple[Callable[[Lines, Random], None], ...] = (
    character, characters, value, value, neighbor, neighbor, number, number, key, key, inner, kind, indent,
    gone, twice, swapped, joined, cut, added,
)  # fmt: skip


def spoiled(text: str, draw: Random) -> bytes:
    """A file with one to four faults, in some encoding."""
    lines = text.split("\n")
    for _ in range(draw.choice((1, 1, 1, 2, 2, 3, 4))):
        draw.choice(SPOILS)(lines, draw)
        lines = "\n".join(lines).split("\n")
    return encoded("\n".join(lines), draw)


def encoded(text: str, draw: Random) -> bytes:
    """As an editor may save it; now and then with a byte that went wrong on the way."""
    if draw.random() < 0.05:
        text = text.replace("\n", draw.choice(("\r\n", "\r", "\n\n")))
    coding = draw.choice(("latin-1", "utf-16", "utf-8-sig", "utf-32")) if draw.random() < 0.05 else "utf-8"
    content = bytearray(text.encode(coding, "replace" if coding == "latin-1" else "surrogatepass"))
    if content and draw.random() < 0.03:
        content[draw.randrange(len(content))] = draw.randrange(256)
    return bytes(content)
