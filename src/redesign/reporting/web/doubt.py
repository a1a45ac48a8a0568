"""Doubt: how sure the answer is, which moves are safe, what is assumed."""

from __future__ import annotations

from collections.abc import Mapping

from redesign.reporting.asked import together
from redesign.reporting.first_screen import answers as sentences_of
from redesign.reporting.sections import assumptions, safe_moves
from redesign.reporting.text import amount, between, counted, share, usd
from redesign.reporting.web.asked import answered
from redesign.reporting.web.figure import figure
from redesign.reporting.web.other_truths import other_truths
from redesign.reporting.web.parts import Table, opened, paragraph, part, sentences, table, told
from redesign.reporting.web.tags import Child, Html, joined, tag
from redesign.study.ask.answers import Alternatives, Answer
from redesign.study.ask.ask import Question
from redesign.study.ask.sure_result import Sure
from redesign.study.study import Study


def doubt(study: Study, answers: Mapping[Question, Answer]) -> Html:
    """What chance, the search and the assumptions leave open."""
    near, robust, asked = answers.get("alternatives"), answers.get("robust"), answers.get("sure")
    sure = asked if isinstance(asked, Sure) else None
    return part(
        "doubt",
        "Doubt: how sure is this?",
        figure(study, "best_possible"),
        sentences(_sure(study)),
        other_truths(study, sure),
        answered(robust, study) if robust else None,
        tag("h3", "Moves that near-best plans share"),
        _safe(study, near if isinstance(near, Alternatives) else None),
        answered(near, study) if near else None,
        tag("h3", "What is assumed"),
        paragraph(sentences_of(study, sure)["Doubt"]),
        opened("Assumed numbers by kind", told(assumptions(study))),
        _assumed(study),
    )


def _sure(study: Study) -> list[Child]:
    certificate = study.certificate
    support, years = certificate.support, certificate.replications
    highest = certificate.highest_mean_share.get(certificate.strategy)
    return [
        f"Chance: modeled support {between(support)} over {counted(years.final, 'simulated year')} that the search had "
        "not seen.",
        f"Against the other strategies: in {share(highest)} of resampled sets of years this one has the highest mean "
        "support. That is no confidence in the decision."
        if highest is not None and len(certificate.highest_mean_share) > 1
        else None,
        "A solve was cut short: another run may find another plan." if not certificate.reproducible else None,
        f"By law: {counted(len(certificate.below_law), 'mandated service')} below what the law says."
        if certificate.below_law
        else None,
    ]


def _safe(study: Study, near: Alternatives | None) -> Html:
    """Of the plans that the search tried; where it tried one, of those that were asked for."""
    moves = study.certificate.safe_moves
    if moves.plans < 2 and near is not None and near.plans:
        return joined(sentences(together(near, study)))
    rows: list[tuple[Child, ...]] = [
        (posts.label, amount(posts.today), _range(posts.least, posts.most), "all" if posts.in_all else "some")
        for posts in moves.posts
    ]
    rows += [(study.lever_in_words(lever), "", "taken", "all") for lever in moves.levers_in_all]
    rows += [(study.lever_in_words(lever), "", "taken or left", "some") for lever in moves.levers_in_some]
    caption = (
        f"What {counted(moves.plans, 'near-best plan')} do: at most 1% less modeled support than the best one tried"
    )
    columns = ("Team or lever", "Posts today", "In these plans", "Moved in")
    shown = table(Table(caption, columns, tuple(rows), words=(2, 3))) if moves.plans > 1 else Html("")
    return joined(sentences(safe_moves(study).lines), shown)


def _range(least: int, most: int) -> str:
    return amount(least) if least == most else f"{amount(least)} to {amount(most)}"


def _assumed(study: Study) -> Html | None:
    """Every assumed number, with what the file says of its source."""
    if not study.assumptions:
        return None
    rows = tuple(
        (tag("code", item.path), _number(item.path, item.value), item.text, f"{item.file}:{item.line}")
        for item in study.assumptions
    )
    columns = ("Number", "Value", "What the file says of its source", "Where it stands")
    whole = table(Table("Assumed numbers, one by one", columns, rows, words=(2, 3)))
    return opened(f"All {counted(len(rows), 'assumed number')}, one by one", whole)


def _number(path: str, value: float) -> str:
    return usd(value) if path.endswith("_usd") and value >= 100 else amount(value)
