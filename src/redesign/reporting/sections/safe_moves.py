"""What all near-best plans do, and what is a matter of taste among them."""

from __future__ import annotations

from redesign.reporting.sections.section import Section
from redesign.reporting.text import amount, counted, listed, visible
from redesign.study.certified import PostsRange, SafeMoves
from redesign.study.study import Study

MOST_MOVES = 12
"""Moves that a sentence lists before it counts the rest; all of them stand in `safe_moves.csv`."""


def safe_moves(study: Study) -> Section:
    """Two sentences; one where there is a single near-best plan, so that nothing can be compared."""
    moves = study.certificate.safe_moves
    if moves.plans < 2:
        lines: tuple[str, ...] = (
            "Only one near-best plan was tried, so no move can be called safe or a matter of taste; others are found "
            "by: redesign ask STUDY alternatives.",
        )
    else:
        lines = (
            f"In all {amount(moves.plans)} near-best plans: {_in_all(study, moves)}.",
            f"A matter of taste: {_taste(study, moves)}.",
        )
    return Section("Safe moves: what near-best plans have in common", lines=lines)


def _in_all(study: Study, moves: SafeMoves) -> str:
    posts = [f"{visible(p.label)} {amount(p.today)} to {_range(p)}" for p in moves.posts if p.in_all]
    levers = [visible(study.lever_in_words(lever)) for lever in moves.levers_in_all]
    return listed([*posts, *levers], MOST_MOVES) or "no move"


def _taste(study: Study, moves: SafeMoves) -> str:
    posts = [f"{visible(p.label)} {_range(p)}" for p in moves.posts if p.least < p.most]
    levers = [visible(study.lever_in_words(lever)) for lever in moves.levers_in_some]
    packages = [
        f"packages of {amount(p.schools - p.alike)} of {counted(p.schools, 'school')} in {visible(p.label)}"
        for p in moves.packages
        if p.alike < p.schools
    ]
    return listed([*posts, *levers, *packages], MOST_MOVES) or "only where posts come from"


def _range(posts: PostsRange) -> str:
    least, most = amount(posts.least), amount(posts.most)
    return least if least == most else f"{least}-{most}"
