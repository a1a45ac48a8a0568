"""The answer to `ask robust` in words: which plan holds, what that costs, and whether enough samples were drawn."""

from __future__ import annotations

from redesign.reporting.sections.section import Section
from redesign.reporting.sure import often
from redesign.reporting.text import UNKNOWN, amount, between, change, counted, visible
from redesign.study.ask.robust_result import Candidate, Robust

BY = {
    "mean": "the most modeled support in the mean of the samples, which is also the least regret in the mean",
    "regret": "the least regret in the tenth of the samples where it is largest",
    "worst_tenth": "the most modeled support in the tenth of the samples where it has least",
}


def robust(answer: Robust) -> Section:
    """Every plan that was looked at, the best first."""
    regret = answer.by == "regret"
    rows = tuple(
        (
            f"{visible(each.label)}{'' if each.allowed else ' *'}",
            between(each.under_file),
            amount(each.mean),
            amount(each.regret if regret else each.worst_tenth),
            UNKNOWN if each.out_of_sample is None else amount(each.out_of_sample),
            often(each.budget_kept),
            often(each.promises_kept),
        )
        for each in answer.candidates
    )
    columns = ("Plan", "file", "mean", "regret" if regret else "worst tenth", "fresh", "budget", "promises")
    lines = (_choice(answer), _price(answer), _enough(answer), *_words(answer))
    return Section("Which plan holds, whatever the numbers are?", columns, rows, lines)


def holds_better(answer: Robust | None) -> str | None:
    """What must be said before all else where fresh samples, too, say that another plan holds better."""
    if answer is None or not _is_better(answer):
        return None
    return f"Another plan holds better than the one below. {_choice(answer)} {_price(answer)}"


def holds(answer: Robust) -> str:
    """Whether the certified plan holds, in a sentence or two."""
    if _is_better(answer):
        return "Another plan holds better, as said above; it stands in asked/robust.json."
    if answer.chosen != answer.certified:
        return _choice(answer)
    allowed = sum(each.allowed for each in answer.candidates)
    if allowed < 2:
        return f"No other plan that was looked at may be chosen: {_drawn(answer)}."
    return f"Of {allowed} plans that may be chosen this one has {BY[answer.by]}: {_drawn(answer)}."


def _is_better(answer: Robust) -> bool:
    return answer.chosen != answer.certified and answer.gained.low > 0


def _one(answer: Robust, name: str) -> Candidate:
    return next(each for each in answer.candidates if each.name == name)


def _choice(answer: Robust) -> str:
    chosen = visible(_one(answer, answer.chosen).label)
    if answer.chosen == answer.certified:
        return f"Of these plans the certified one, {chosen}, has {BY[answer.by]}: {_drawn(answer)}."
    return f"{chosen} has {BY[answer.by]}: {_drawn(answer)}. {_fresh(answer)}"


def _drawn(answer: Robust) -> str:
    return f"{counted(answer.samples, 'draw')} of the uncertain numbers"


def _fresh(answer: Robust) -> str:
    """On samples that had no part in the choice."""
    doubt = ", not distinguishable" if answer.gained.low <= 0 <= answer.gained.high else ""
    found = f"{between(answer.gained, change)} by this measure against the certified plan"
    return f"On {answer.fresh:,} fresh draws it has {found}{doubt}."


def _price(answer: Robust) -> str:
    costs = answer.costs
    if answer.chosen == answer.certified:
        return "It costs nothing with the file's own numbers: it is the plan that was certified with them."
    if costs.low <= 0 <= costs.high:
        return f"With the file's own numbers the two are not distinguishable: {between(costs, change)} less."
    word = "less" if costs.mean > 0 else "more"
    size = type(costs)(abs(costs.mean), min(abs(costs.low), abs(costs.high)), max(abs(costs.low), abs(costs.high)))
    return f"With the file's own numbers it has {between(size)} {word} modeled support a year than the certified plan."


def _enough(answer: Robust) -> str:
    """Kaut and Wallace (2007): parts of the samples choose alike, and see what fresh samples see."""
    same = sum(part.chosen == answer.chosen for part in answer.parts)
    inside = [part.in_sample for part in answer.parts]
    outside = [part.out_of_sample for part in answer.parts]
    return (
        f"A fifth of the draws alone chooses it {same} times in {len(answer.parts)}: there its choices come to "
        f"{_span(inside)}, on fresh draws to {_span(outside)}."
    )


def _span(values: list[float]) -> str:
    least, most = amount(min(values)), amount(max(values))
    return least if least == most else f"{least} to {most}"


def _words(answer: Robust) -> tuple[str, ...]:
    star = any(not each.allowed for each in answer.candidates)
    return (
        *(
            ("* May not be chosen: not a plan of the certified strategy, or it breaks a limit or a promise.",)
            if star
            else ()
        ),
        "File: simulated with its own numbers. Fresh: by what plans are chosen, on draws that had no part in it. "
        "Regret: what a plan has less than the best of each draw, in the mean of its worst tenth. Budget and promises: "
        "share of the draws in which they hold. Modeled support a year; no measured effect on students.",
    )
