"""Answers to questions as plain text: a short table, and what to make of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from redesign.reporting.asked_robust import robust
from redesign.reporting.asked_sure import strategies, write_screen
from redesign.reporting.changed_plans import in_a_row, moved
from redesign.reporting.reading import labels
from redesign.reporting.sections.section import Section
from redesign.reporting.summary import plain_text, write_section
from redesign.reporting.text import UNKNOWN, amount, between, change, counted, exactly, share, usd, visible
from redesign.study.ask.answers import (
    About,
    Alternatives,
    Answer,
    Bought,
    Frontier,
    NextPosts,
    Point,
    RulePrice,
    Rules,
    Targets,
    Verified,
)
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study

NOT_POSSIBLE = "no plan"
SEEN = 0.5
"""Hours of support; what a solver leaves open below that is not told."""
TABLES = (
    "Expected: modeled support under the team tables that the study has learned, with the file's shares of visits "
    "made; simulation may bring more or less. Modeled support is not a measured effect on students."
)


def in_words(answer: Answer, study: Study) -> str:
    """An answer about a study as a reader gets it."""
    if isinstance(answer, Sure):
        return plain_text(partial(write_screen, answer))
    section = section_of(answer, study)
    return plain_text(lambda console: write_section(section, console, console.width))


def _without_empty_columns(section: Section) -> Section:
    """Nothing simulated, no column for it."""
    kept = [
        i for i in range(len(section.columns)) if i == 0 or any(row[i] not in ("", UNKNOWN) for row in section.rows)
    ]
    columns = tuple(section.columns[i] for i in kept)
    return replace(section, columns=columns, rows=tuple(tuple(row[i] for i in kept) for row in section.rows))


def section_of(answer: Answer, study: Study) -> Section:
    """An answer as a titled table with sentences, in the names of the study."""
    return _without_empty_columns(_section_of(answer, study))


def _section_of(answer: Answer, study: Study) -> Section:
    if isinstance(answer, Sure):
        return strategies(answer)
    if isinstance(answer, Robust):
        return robust(answer)
    if isinstance(answer, Rules):
        return _rules(answer, study)
    if isinstance(answer, Frontier):
        return _frontier(answer, study)
    if isinstance(answer, NextPosts):
        return _posts(answer, study)
    return _alternatives(answer, study) if isinstance(answer, Alternatives) else _targets(answer, study)


def _rules(answer: Rules, study: Study) -> Section:
    about = answer.about
    rows = tuple(
        (visible(p.label), change(p.gained), change(p.at_most), _difference(p.verified), _kept(p.verified))
        for p in answer.prices
    )
    said = (
        f"Without {_named(p)}: {moved(study, about.base, p.plan) or 'the same'}.{_hopeful(p, study)}"
        for p in answer.prices
    )
    lines = [_base(about), *said]
    lines += [TABLES, *_simulated(about)] if rows else ["No rule in force may be lifted."]
    columns = ("Lifted", "expected", "at most", "simulated difference", "")
    return Section("What each rule costs in modeled support", columns, rows, tuple(lines))


def _named(price: RulePrice) -> str:
    return f'"{visible(price.label)}"' if price.rule else "all of them"


def _hopeful(price: RulePrice, study: Study) -> str:
    """Why less may be gained than is expected."""
    if not price.forgotten:
        return ""
    names = labels(study.teams)
    teams = in_a_row(visible(names[team]) for team in price.forgotten)
    return f" Hopeful: with less work the posts of {teams} were not tried, and may be too few; simulation would tell."


def _frontier(answer: Frontier, study: Study) -> Section:
    about, rows = answer.about, [*_points("a year", answer.yearly), *_points("once", answer.one_time)]
    lines = [_base(about), *_changes(study, "a year", answer.yearly), *_changes(study, "once", answer.one_time)]
    columns = ("Budget", "expected", "at most", "per $100,000 more", "simulated difference")
    lines += [TABLES, *_simulated(about)]
    return Section("What more or less money buys in modeled support", columns, tuple(rows), tuple(lines))


def _points(when: str, points: tuple[Point, ...]) -> Iterator[tuple[str, ...]]:
    for point in points:
        name = f"{usd(point.usd)} {when} ({exactly(point.share)})"
        support = (amount(point.plan.support), amount(point.plan.bound)) if point.plan else (NOT_POSSIBLE, "")
        rise = "" if point.per_100k is None else change(point.per_100k)
        yield (name, *support, rise, _difference(point.verified))


def _changes(study: Study, when: str, points: tuple[Point, ...]) -> Iterator[str]:
    """What changes from one budget to the next that has another plan."""
    before: Bought | None = None
    for point in points:
        if point.plan is None:
            continue
        said = moved(study, before, point.plan) if before is not None else ""
        if said and point.plan.support > before.support:  # type: ignore[union-attr]  # said only of two plans
            yield f"From {usd(point.usd)} {when}: {said}."
            before = point.plan
        before = before or point.plan


def _posts(answer: NextPosts, study: Study) -> Section:
    about, base = answer.about, answer.about.base
    rows = []
    for team in answer.teams:
        given = _gain(base, team.given)
        per = team.given and change(
            (team.given.support - base.support) / team.given_usd * 1e5 if team.given_usd else None
        )
        plans = (_gain(base, team.fewer), _gain(base, team.more), given, per or "")
        rows.append((visible(team.label), amount(team.posts), *plans))
    columns = ("Team", "posts", "one fewer", "one more", "one more, paid on top", "per $100,000")
    lines = [_base(about)]
    if answer.best_use is not None:
        gain = change(answer.best_use.support - base.support)
        said = moved(study, base, answer.best_use) or "nothing that brings support"
        lines.append(f"The best use of the next {usd(answer.next_usd)} a year, {gain} expected: {said}.")
    return Section("The next post of each team, in modeled support", columns, tuple(rows), (*lines, TABLES))


def _alternatives(answer: Alternatives, study: Study) -> Section:
    about, base = answer.about, answer.about.base
    rows = [
        (
            f"{i}",
            amount(a.plan.support),
            change(a.plan.support - base.support),
            amount(a.differs),
            _difference(a.verified),
        )
        for i, a in enumerate(answer.plans, start=1)
    ]
    said = [f"Plan {i}: {moved(study, base, a.plan)}." for i, a in enumerate(answer.plans, start=1)]
    near = f"within {answer.within:.1%} of the best plan that differs by {answer.differ} posts and levers or more"
    if not answer.plans:
        last = f"No plan is {near}."
    else:
        last = f"There is no other one {near}." if answer.complete else f"There may be more {near}."
    lines = [_base(about), *said, last, *together(answer, study)]
    columns = ("Plan", "expected", "from the best", "differs by", "simulated difference")
    return Section(
        "Other plans with nearly as much modeled support", columns, tuple(rows), (*lines, TABLES, *_simulated(about))
    )


def together(answer: Alternatives, study: Study) -> list[str]:
    """What the best plan and the others share, and in what they differ; nothing where there is no other."""
    if not answer.plans:
        return []
    shared = answer.shared
    alike = [f"{visible(p.label)} {p.least}" for p in shared.posts if p.least == p.most]
    taste = [f"{visible(p.label)} {p.least} to {p.most}" for p in shared.posts if p.least < p.most]
    taste += [
        f"packages of {counted(p.schools - p.alike, 'school')} in {visible(p.label)}"
        for p in shared.packages
        if p.alike < p.schools
    ]
    in_all, in_some = (
        [visible(study.lever_in_words(name)) for name in levers]
        for levers in (shared.levers_in_all, shared.levers_in_some)
    )
    return [
        f"In all of them: {in_a_row([*alike, *in_all]) or 'no move'}.",
        f"A matter of taste: {in_a_row([*taste, *in_some]) or 'nothing'}.",
    ]


def _targets(answer: Targets, study: Study) -> Section:
    about, base = answer.about, answer.about.base
    rows, lines = [], [_base(about)]
    for target in answer.targets:
        found = usd(target.least_usd) if target.least_usd is not None else "out of reach"
        rows.append((target.target, found, usd(target.proved_usd), amount(target.plan.support) if target.plan else ""))
        if target.least_usd is None and target.plan:
            lines.append(f"{target.target}: the most that money can buy is {amount(target.plan.support)}.")
        elif target.plan and (said := moved(study, base, target.plan)):
            lines.append(f"{target.target}: {said}.")
    lines.append(
        f"Least budgets are found to {usd(answer.tolerance_usd)}; with what is proved too little no plan does it."
    )
    lines.append(
        f"Floor of every school: {answer.floor_asked:g} effective hours per teacher asked, "
        f"{answer.floor_reached:.4g} can be reached within the budget."
    )
    lines += [
        f"{visible(s.target)}: {share(s.asked)} asked, {share(s.reached)} reached by the plan." for s in answer.short
    ]
    columns = ("Target", "least a year", "too little", "expected")
    return Section("What targets cost", columns, tuple(rows), (*lines, TABLES))


def _base(about: About) -> str:
    open_support = about.base.bound - about.base.support
    gap = (
        f" Differences of up to {amount(open_support)} may be what the solver has not found."
        if open_support > SEEN
        else ""
    )
    pins = f" With pins: {'; '.join(about.pins)}." if about.pins else ""
    doubt = " What is not surely known of teams leaves no plan, and is left out here." if about.in_doubt else ""
    return (
        f"The best plan as the scenario is: {amount(about.base.support)} expected, at most {amount(about.base.bound)}, "
        f"for {usd(about.base.yearly_usd)} a year and {usd(about.base.one_time_usd)} once.{gap}{pins}{doubt}"
    )


def _gain(base: Bought, plan: Bought | None) -> str:
    return NOT_POSSIBLE if plan is None else change(plan.support - base.support)


def _difference(verified: Verified | None) -> str:
    if verified is None:
        return UNKNOWN
    if verified.same:
        return "the same plan"
    said = "" if verified.verdict != "not distinguishable" else ", not distinguishable"
    return between(verified.difference, change) + said


def _kept(verified: Verified | None) -> str:
    return "" if verified is None or verified.keeps_promises else "promises missed"


def _simulated(about: About) -> list[str]:
    if not about.years:
        return []
    years, base = (
        counted(about.years, "final year"),
        "the plan with the pins alone" if about.pins else "the certified plan",
    )
    return [f"Simulated: difference from {base}, paired on {years}, with its 95% interval."]
