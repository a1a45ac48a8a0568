"""Choices that are fixed: posts and levers as constraints, packages as what schools may have at all.

Each pin is a group of its own, so that a conflict can name it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from redesign.demand.plan import package_number
from redesign.optimization.linear import ones
from redesign.scenario.pins import PackagePin, Pins

if TYPE_CHECKING:
    from redesign.optimization.problem import Problem
    from redesign.optimization.variables import Office

Bools = NDArray[np.bool_]
PIN = "pin:"


def pinned_posts(office: Office) -> None:
    """For every team t with a pin: least[t] <= posts[t] <= most[t]."""
    for name in office.problem.pins.posts:
        t = office.problem.scenario.team_ids.index(name)
        least, most = office.problem.pins.range_of(name)
        group = f"{PIN}posts.{name}"
        office.add(group, f"pin_least{t}", office.planned(t), ">=", least)
        if most is not None:
            office.add(group, f"pin_most{t}", office.planned(t), "<=", most)


def pinned_levers(office: Office) -> None:
    """For every lever e with a pin: x[e] = 1 where it is taken, 0 where it is left."""
    levers = list(office.problem.scenario.all_levers)
    for name, choice in office.problem.pins.levers.items():
        e = levers.index(name)
        if e in office.problem.levers:
            office.add(f"{PIN}levers.{name}", f"pin_lever{e}", office.lever(e), "==", float(choice == "taken"))
        elif choice == "taken":  # the strategy may not: a row that nothing fulfills
            office.add(f"{PIN}levers.{name}", f"pin_lever{e}", ones(office.posts, 0.0), ">=", 1)


PINS = (pinned_posts, pinned_levers)


def pinned_packages(problem: Problem) -> Bools:
    """[A, S, P] packages that the pins leave; all of those of an area without one."""
    expectation, pins = problem.expectation, problem.pins.packages
    left: Bools = np.ones_like(expectation.allowed)
    eligible = np.asarray(expectation.allowed[:, :, 1:].any(axis=2))
    for a, (name, area) in enumerate(problem.scenario.areas.items()):
        pin = pins.get(name)
        if pin is not None:
            wanted = package_number(area, pin.at_least if isinstance(pin, PackagePin) else pin)
            numbers = problem.variants.package
            kept = numbers >= wanted if isinstance(pin, PackagePin) else numbers == wanted
            left[a] = kept[None, :] | ~eligible[a, :, None]
    return left


def out_of_reach(problem: Problem) -> list[str]:
    """Package pins that some school cannot have under the strategy, each in words."""
    none_left = np.asarray(~problem.allowed_packages.any(axis=2))
    said = []
    for a, name in enumerate(problem.scenario.areas):
        if name in problem.pins.packages and none_left[a].any():
            school = problem.scenario.schools[int(none_left[a].argmax())].name
            group = f"{PIN}packages.{name}"
            said.append(f"{pin_in_words(problem, group)}; {school} cannot have it under {problem.strategy.label}")
    return said


def groups_of_pins(problem: Problem) -> list[str]:
    """A group for each pin."""
    return _groups(problem.pins)


def _groups(pins: Pins) -> list[str]:
    named = (("packages", pins.packages), ("levers", pins.levers), ("posts", pins.posts))
    return [f"{PIN}{kind}.{name}" for kind, chosen in named for name in chosen]


def pins_in_words(pins: Pins) -> list[str]:
    """Each pin in a planner's words."""
    return [_in_words(pins, group) for group in _groups(pins)]


def without_package_pins(problem: Problem, dropped: frozenset[str]) -> Problem:
    """The problem without the package pins of these groups; those of posts and levers are left out row by row."""
    kept = {name: pin for name, pin in problem.pins.packages.items() if f"{PIN}packages.{name}" not in dropped}
    if len(kept) == len(problem.pins.packages):
        return problem
    return replace(problem, pins=problem.pins.model_copy(update={"packages": kept}))


def pin_in_words(problem: Problem, group: str) -> str:
    """The pin of a group in a planner's words."""
    return f"the pin {_in_words(problem.pins, group)}"


def _in_words(pins: Pins, group: str) -> str:
    name = group.removeprefix(PIN)
    kind, _, key = name.partition(".")
    if kind == "posts":
        least, most = pins.range_of(key)
        return f"{name}: " + (
            f"{least}" if least == most else f"at least {least}" if most is None else f"{least} to {most}"
        )
    if kind == "levers":
        return f"{name}: {pins.levers[key]}"
    pin = pins.packages[key]
    return f"{name}: {f'at least {pin.at_least}' if isinstance(pin, PackagePin) else pin} in every school"
