"""Answers to questions as plain text: a short table, and what to make of it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from redesign.reporting.asked_budget import budget
from redesign.reporting.asked_robust import robust
from redesign.reporting.asked_rules import rules
from redesign.reporting.asked_sure import strategies, write_screen
from redesign.reporting.asked_words import TABLES, base_line, difference, gain, simulated
from redesign.reporting.changed_plans import in_a_row, moved
from redesign.reporting.sections.section import Section
from redesign.reporting.summary import plain_text, write_section
from redesign.reporting.text import UNKNOWN, amount, change, counted, share, usd, visible
from redesign.study.ask.answers import Alternatives, Answer, Frontier, NextPosts, Rules, Targets
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.certified import PostsRange
from redesign.study.study import Study


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
        return rules(answer, study)
    if isinstance(answer, Frontier):
        return budget(answer, study)
    if isinstance(answer, NextPosts):
        return _posts(answer, study)
    return _alternatives(answer, study) if isinstance(answer, Alternatives) else _targets(answer, study)


def _posts(answer: NextPosts, study: Study) -> Section:
    about, base = answer.about, answer.about.base
    rows = []
    for team in answer.teams:
        given = gain(base, team.given)
        per = team.given and change(
            (team.given.support - base.support) / team.given_usd * 1e5 if team.given_usd else None
        )
        plans = (gain(base, team.fewer), gain(base, team.more), given, per or "")
        rows.append((visible(team.label), amount(team.posts), *plans))
    columns = ("Team", "posts", "one fewer", "one more", "one more, paid on top", "per $100,000")
    lines = [base_line(about, study)]
    if answer.best_use is not None:
        gained = change(answer.best_use.support - base.support)
        said = moved(study, base, answer.best_use, most=None) or "nothing that brings support"
        lines.append(f"The best use of the next {usd(answer.next_usd)} a year, {gained} expected: {said}.")
    return Section("The next post of each team, in modeled support", columns, tuple(rows), (*lines, TABLES))


def _alternatives(answer: Alternatives, study: Study) -> Section:
    about, base = answer.about, answer.about.base
    rows = [
        (
            f"{i}",
            amount(a.plan.support),
            change(a.plan.support - base.support),
            amount(a.differs),
            usd(a.plan.yearly_usd),
            usd(a.plan.one_time_usd),
            difference(a.verified),
        )
        for i, a in enumerate(answer.plans, start=1)
    ]
    said = [f"Plan {i}: {moved(study, base, a.plan, most=None)}." for i, a in enumerate(answer.plans, start=1)]
    near = f"within {answer.within:.1%} of the best plan that differs by {answer.differ} posts and levers or more"
    if not answer.plans:
        last = f"No plan is {near}."
    else:
        last = f"There is no other one {near}." if answer.complete else f"There may be more {near}."
    lines = [base_line(about, study), *said, last, *together(answer, study)]
    columns = ("Plan", "expected", "from the best", "differs by", "a year", "once", "simulated difference")
    return Section(
        "Other plans with nearly as much modeled support", columns, tuple(rows), (*lines, TABLES, *simulated(about))
    )


def together(answer: Alternatives, study: Study) -> list[str]:
    """What the best plan and the others share, and in what they differ; nothing where there is no other.

    A team that grows in all of them, or shrinks, does so in any case, if not by so many posts.
    """
    if not answer.plans:
        return []
    shared = answer.shared
    alike = [f"{visible(p.label)} {p.today} to {_between(p)}" for p in shared.posts if p.in_all]
    taste = [f"{visible(p.label)} {_between(p)}" for p in shared.posts if p.least < p.most]
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
        f"In all of them: {in_a_row([*alike, *in_all], None) or 'no move'}.",
        f"A matter of taste: {in_a_row([*taste, *in_some], None) or 'nothing'}.",
    ]


def _between(posts: PostsRange) -> str:
    return f"{posts.least}" if posts.least == posts.most else f"{posts.least}-{posts.most}"


def _targets(answer: Targets, study: Study) -> Section:
    about, base = answer.about, answer.about.base
    rows, lines = [], [base_line(about, study)]
    for target in answer.targets:
        found = usd(target.least_usd) if target.least_usd is not None else "out of reach"
        rows.append((target.target, found, usd(target.proved_usd), amount(target.plan.support) if target.plan else ""))
        if target.least_usd is None and target.plan:
            lines.append(f"{target.target}: the most that money can buy is {amount(target.plan.support)}.")
        elif target.plan and (said := moved(study, base, target.plan, most=None)):
            lines.append(f"{target.target}: {said}.")
    lines.append(
        f"Least budgets are found to {usd(answer.tolerance_usd)}; with what is proved too little no plan does it."
    )
    lines.append(
        f"Floor of every school: {answer.floor_asked:g} effective hours per teacher asked, "
        f"{answer.floor_reached:.4g} can be reached within the budget, no more than {answer.floor_beyond:.4g}."
    )
    lines += [
        f"{visible(s.target)}: {share(s.asked)} asked, {share(s.reached)} reached by the plan." for s in answer.short
    ]
    columns = ("Target", "least a year", "too little", "expected")
    return Section("What targets cost", columns, tuple(rows), (*lines, TABLES))
