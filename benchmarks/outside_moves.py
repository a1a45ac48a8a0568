"""Neighbors of a plan: a post, a retraining, a lever, packages of one school or of a group, and pairs of these.

A move may break constraints; who searches looks. None is a move that is not to be had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
from outside_office import Floats, Ints, Office

from redesign.demand.plan import Plan

Move = Callable[[Office, Plan, np.random.Generator], Plan | None]
FILLS = (0.8, 0.9, 0.97, 1.02)
FULL_SHARE = 0.85
"""Part of its hours that a team without visits so far is filled with."""


def neighbor(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """One to three moves, after which teams that gained or lost posts mostly fill what they have with visits."""
    made: Plan | None = plan
    fullness = {t: _fullness(office, plan, t) for t in visiting(office)}
    for _ in range(int(rng.choice([1, 2, 3], p=[0.45, 0.4, 0.15]))):
        move = MOVES[int(rng.choice(len(MOVES), p=CHANCES))]
        made = move(office, made, rng) if made is not None else None
    if made is None:
        return None
    touched = (made.posts != plan.posts) | (made.retrained != plan.retrained).any(axis=0)
    for t in visiting(office):
        if touched[t] and rng.random() < 0.8:
            made = _filled(office, made, t, fullness[t] * float(rng.uniform(0.96, 1.06)))
    return None if made.same_as(plan) else made


def visiting(office: Office) -> list[int]:
    """Teams that make visits of packages that somebody may have."""
    offered = office.exists[:, :, 1:].any(axis=1)
    return sorted({int(t) for t in office.supplier[:, 1:][offered]})


def fewer(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """A post less: not hired, not retrained for it, or given up."""
    t = int(rng.choice(np.flatnonzero(plan.posts > 0)))
    sources = np.flatnonzero(plan.retrained[:, t])
    if plan.hired[t]:
        return replace(plan, hired=_plus(plan.hired, t, -1))
    if len(sources) and (rng.random() < 0.5 or not plan.kept[t]):
        i = int(rng.choice(sources))
        return replace(plan, retrained=_plus(plan.retrained, (i, t), -1), kept=_plus(plan.kept, i, 1))
    if not plan.kept[t]:
        return None
    return replace(plan, kept=_plus(plan.kept, t, -1), released=_plus(plan.released, t, 1))


def more(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """A post more: not given up, or hired."""
    t = int(rng.choice(np.flatnonzero(plan.posts < office.most)))
    if plan.released[t]:
        return replace(plan, released=_plus(plan.released, t, -1), kept=_plus(plan.kept, t, 1))
    return replace(plan, hired=_plus(plan.hired, t, 1))


def retrain(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """A post from one team to another, as listed: one given up, if there is one; at times in place of one hired."""
    if not office.pairs:
        return None
    i, t = list(office.pairs)[int(rng.integers(len(office.pairs)))]
    taken = "released" if plan.released[i] else "kept"
    if not getattr(plan, taken)[i]:
        return None
    made = replace(plan, retrained=_plus(plan.retrained, (i, t), 1), **{taken: _plus(getattr(plan, taken), i, -1)})
    if made.hired[t] and rng.random() < 0.5:
        made = replace(made, hired=_plus(made.hired, t, -1))
    return made


def hire_instead(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """A retrained post goes back to its team, and one is hired in its place; or it is given up."""
    moved = np.argwhere(plan.retrained > 0)
    if not len(moved):
        return None
    i, t = moved[int(rng.integers(len(moved)))].tolist()
    goes = "kept" if rng.random() < 0.7 else "released"
    made = replace(plan, retrained=_plus(plan.retrained, (i, t), -1), **{goes: _plus(getattr(plan, goes), i, 1)})
    return replace(made, hired=_plus(made.hired, t, 1))


def shift(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """A post less somewhere pays for one more in a team that makes visits."""
    teams = [t for t in visiting(office) if plan.posts[t] < office.most[t]]
    made = fewer(office, plan, rng)
    if made is None or not teams:
        return None
    t = int(rng.choice(teams))
    sources = [i for i, to in office.pairs if to == t and made.released[i] + made.kept[i] > 0]
    if not sources or rng.random() < 0.3:
        return replace(made, hired=_plus(made.hired, t, 1))
    i = max(sources, key=lambda i: (made.released[i] > plan.released[i], rng.random()))
    taken = "released" if made.released[i] else "kept"
    return replace(made, retrained=_plus(made.retrained, (i, t), 1), **{taken: _plus(getattr(made, taken), i, -1)})


def shifts(office: Office, plan: Plan) -> Iterator[Plan]:
    """Every way to take a post from one team for one more in another, or to do either alone; visits filled anew."""
    fullness = {t: _fullness(office, plan, t) for t in visiting(office)}
    less = [(plan, None), *((made, t) for t in range(len(office.ids)) for made in _less(plan, t))]
    for smaller, t in less:
        if t is not None:
            yield from _filled_anew(office, smaller, [t], fullness)
        for u in fullness:
            for larger in _larger(office, smaller, u) if u != t else ():
                yield from _filled_anew(office, larger, [t, u], fullness)


def _filled_anew(office: Office, plan: Plan, teams: list[int | None], fullness: dict[int, float]) -> Iterator[Plan]:
    for factor in FILLS:
        made = plan
        for t in teams:
            if t in fullness:
                made = _filled(office, made, t, factor * fullness[t])
        yield made


def _less(plan: Plan, t: int) -> Iterator[Plan]:
    """A post less in a team, in each way."""
    if plan.hired[t]:
        yield replace(plan, hired=_plus(plan.hired, t, -1))
    for i in np.flatnonzero(plan.retrained[:, t]).tolist():
        yield replace(plan, retrained=_plus(plan.retrained, (i, t), -1), kept=_plus(plan.kept, i, 1))
    if plan.kept[t]:
        yield replace(plan, kept=_plus(plan.kept, t, -1), released=_plus(plan.released, t, 1))


def _larger(office: Office, plan: Plan, t: int) -> Iterator[Plan]:
    """A post more in a team, in each way."""
    if plan.posts[t] >= office.most[t]:
        return
    if plan.released[t]:
        yield replace(plan, released=_plus(plan.released, t, -1), kept=_plus(plan.kept, t, 1))
    yield replace(plan, hired=_plus(plan.hired, t, 1))
    for i in [i for i, to in office.pairs if to == t and plan.released[i]]:
        yield replace(plan, retrained=_plus(plan.retrained, (i, t), 1), released=_plus(plan.released, i, -1))


def lever(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """A lever taken or left, with what it needs, without what it excludes, without what needs it."""
    if not len(plan.levers):
        return None
    names = list(office.levers)
    taken = set(office.taken(plan))
    name = names[int(rng.integers(len(names)))]
    if name in taken:
        gone = {name}
        while more_gone := {n for n in taken - gone if gone & set(office.levers[n].needs)}:
            gone |= more_gone
        taken -= gone
    else:
        taken |= {name, *office.levers[name].needs}
        taken -= {n for n in taken if n != name and _exclude(office, name, n)}
    return replace(plan, levers=np.array([n in taken for n in names], bool))


def _exclude(office: Office, one: str, other: str) -> bool:
    return other in office.levers[one].excludes or one in office.levers[other].excludes


def package(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """One school's package a level up or down."""
    a, s = int(rng.integers(len(office.areas))), int(rng.integers(len(office.schools)))
    step = int(rng.choice([-1, 1]))
    return _stepped(office, plan, a, np.array([s]), step)


def swap(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """One school's package up, another's of the same area down."""
    up, down = plan.packages.shape[1], 0
    if up < 2:
        return None
    up, down = rng.choice(up, 2, replace=False).tolist()
    a = int(rng.integers(len(office.areas)))
    made = _stepped(office, plan, a, np.array([up]), 1)
    return _stepped(office, made, a, np.array([down]), -1) if made else None


def group(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """All schools of an area that have one package, or the neediest half of them, a level up or down."""
    a = int(rng.integers(len(office.areas)))
    p = int(rng.choice(np.unique(plan.packages[a])))
    schools = np.flatnonzero(plan.packages[a] == p)
    step = int(rng.choice([-1, 1]))
    if rng.random() < 0.7:
        worth = office.support[a, schools, 1]
        schools = schools[np.argsort(-step * worth, kind="stable")][: max(1, len(schools) // 2)]
    return _stepped(office, plan, a, schools, step)


def refill(office: Office, plan: Plan, rng: np.random.Generator) -> Plan | None:
    """A team's visits chosen anew by their worth, a little more or less of them."""
    teams = visiting(office)
    if not teams:
        return None
    t = int(rng.choice(teams))
    return _filled(office, plan, t, _fullness(office, plan, t) * float(rng.uniform(0.94, 1.08)))


MOVES: tuple[Move, ...] = (fewer, more, retrain, hire_instead, shift, lever, package, swap, group, refill)
CHANCES = (0.12, 0.10, 0.10, 0.06, 0.14, 0.08, 0.16, 0.08, 0.06, 0.10)


def _plus(values: Ints, at: int | tuple[int, int], by: int) -> Ints:
    made = values.copy()
    made[at] += by
    return made


def _stepped(office: Office, plan: Plan, a: int, schools: Ints, step: int) -> Plan | None:
    """The packages of some schools a level up or down, where they exist."""
    wanted = plan.packages[a, schools] + step
    inside = (wanted >= 0) & (wanted < office.exists.shape[2])
    schools, wanted = schools[inside], wanted[inside]
    there = office.exists[a, schools, wanted]
    if not there.any():
        return None
    made = plan.packages.copy()
    made[a, schools[there]] = wanted[there]
    return replace(plan, packages=made)


def _room(office: Office, plan: Plan, t: int) -> float:
    """Hours that a team has for visits in expectation, training and its other work gone."""
    hours = float(plan.posts[t] * office.post_hours[t] - office.work_hours[t])
    for (i, to), pair in office.pairs.items():
        if to == t:
            hours -= int(plan.retrained[i, t]) * pair.ramp_share * float(office.post_hours[t])
    return max(0.0, hours)


def _fullness(office: Office, plan: Plan, t: int) -> float:
    """Visit hours of a team over what it has for them."""
    room, hours = _room(office, plan, t), float(office.by_team(office.hours, plan.packages)[t])
    return min(1.5, hours / room) if room and hours else FULL_SHARE


def _filled(office: Office, plan: Plan, t: int, fullness: float) -> Plan:
    """Packages of a team one level up or down, the best or the worst first, until its hours are so full."""
    packages, target = plan.packages.copy(), fullness * _room(office, plan, t)
    rise = office.by_team(office.hours, packages)[t] < target
    for _ in range(4 * packages.size):
        hours = float(office.by_team(office.hours, packages)[t])
        if (hours >= target) == rise:
            break
        cells, worth = _steps(office, replace(plan, packages=packages), t, 1 if rise else -1)
        if not len(cells):
            break
        a, s = cells[int(worth.argmax() if rise else worth.argmin())]
        packages[a, s] += 1 if rise else -1
    return replace(plan, packages=packages)


def _steps(office: Office, plan: Plan, t: int, step: int) -> tuple[Ints, Floats]:
    """Cells (area, school) whose package may go one level up or down in a team, and the support of each hour of it."""
    packages, wanted = plan.packages, plan.packages + step
    inside = (wanted >= 0) & (wanted < office.exists.shape[2])
    wanted = np.where(inside, wanted, packages)
    made_by = office.makers(wanted if step > 0 else packages) == t
    ok = inside & office.chosen(office.exists, wanted) & made_by
    differ = [
        office.chosen(v, wanted) - office.chosen(v, packages) for v in (office.support, office.hours, office.visits)
    ]
    support, hours, visits = differ
    own = office.chosen(office.visits, packages).sum(axis=0)
    ok &= own + visits <= office.limit * (1 + 1e-9)
    if step < 0:
        now, then = (office.chosen(office.effective(plan), chosen) for chosen in (packages, wanted))
        ok &= now.sum(axis=0) + then - now >= office.floor * (1 - 1e-9)
    ok &= hours * step > 0
    cells = np.argwhere(ok)
    worth: Floats = support[ok] / hours[ok]
    return cells, worth
