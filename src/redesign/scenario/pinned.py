"""Pins as words of a command line: `posts.coaches=5`."""

from __future__ import annotations

from collections.abc import Collection

from redesign.errors import Fault, InputError
from redesign.scenario.model import NONE, Scenario
from redesign.scenario.nearest import suggestion
from redesign.scenario.pins import PackagePin, Pins, PostsPin

FORMS = "posts.TEAM=5, posts.TEAM=4..6, levers.LEVER=taken (or left), packages.AREA=PACKAGE (or PACKAGE+)"
"""What may follow `--pin`."""


def pinned(scenario: Scenario, words: Collection[str]) -> Scenario:
    """The scenario with more pins, each as text: see `FORMS`; raises InputError for one that cannot be read."""
    pins = scenario.pins
    for word in words:
        pins = pins.merged(_read(scenario, word))
    return scenario.model_copy(update={"pins": pins}) if words else scenario


def _read(scenario: Scenario, word: str) -> Pins:
    name, _, value = word.partition("=")
    kind, _, key = name.partition(".")
    every: dict[str, Collection[str]] = {
        "posts": scenario.teams,
        "levers": scenario.all_levers,
        "packages": scenario.areas,
    }
    if kind not in every or not value:
        raise _refused(f"--pin {word}: allowed: {FORMS}")
    known = list(every[kind])
    if key not in known:
        raise _refused(f"--pin {word}: found {key!r}; allowed: one of {', '.join(known)}{suggestion(key, known)}")
    if kind == "posts":
        return Pins(posts={key: _posts(word, value)})
    if kind == "packages":
        return Pins(packages={key: _package(scenario, word, key, value)})
    if value not in ("taken", "left"):
        raise _refused(f"--pin {word}: found {value!r}; allowed: taken or left")
    return Pins(levers={key: "taken" if value == "taken" else "left"})


def _posts(word: str, value: str) -> int | PostsPin:
    least, dots, most = value.partition("..")
    numbers = [int(part) if part.isascii() and part.isdigit() else None for part in (least, most if dots else least)]
    if numbers[0] is None or numbers[1] is None or numbers[0] > numbers[1]:
        raise _refused(f"--pin {word}: found {value!r}; allowed: a number of posts such as 5, or a range such as 4..6")
    return PostsPin(least=numbers[0], most=numbers[1]) if dots else numbers[0]


def _package(scenario: Scenario, word: str, area: str, value: str) -> str | PackagePin:
    name, at_least = value.removesuffix("+"), value.endswith("+")
    packages = [*scenario.areas[area].packages, *([] if at_least else [NONE])]
    if name not in packages:
        asked = suggestion(name, packages)
        raise _refused(f"--pin {word}: found {name!r}; allowed: one of {', '.join(packages)}{asked}")
    return PackagePin(at_least=name) if at_least else name


def _refused(message: str) -> InputError:
    return InputError([Fault("", 0, 0, "", message)])
