"""How sure the answer is, in plain words: would you bet on it, what would change your mind, what to measure first."""

from __future__ import annotations

from collections.abc import Iterator

from redesign.analysis.intervals import Interval
from redesign.reporting.sure_budget import over_budget
from redesign.reporting.sure_limits import ONE_IS_BEST, one_is_best, too_few
from redesign.reporting.text import amount, between, cells, change, counted, listed, share, shorten, usd, visible
from redesign.study.ask.sure_result import Moves, StrategyOdds, Sure

FIRST = 5
"""Numbers to check first."""
FLIPS = 2
"""Numbers that would change the answer: so many are named."""
CHOICES = 3
PROMISES = 2
"""So many are named."""
LABEL = 40
"""Letters of the name of a strategy, a promise or a choice."""
NAME = 90
"""Letters of a number's name in a sentence."""
BESIDE = 58
"""Beside a row of a chart."""
LEAST = 12
"""Of them for the place that it belongs to."""
BEST = "The best of the study's plans in each draw"
NEARLY_ALL = 0.995
"""A share from which on `share` says `>99%`."""
WORTH_NAMING = 0.5
"""Hours of support a year; what is worth less is not named."""


def how_to_ask(folder: str | None = None) -> str:
    """The command, with the study's folder as it is typed; where that is not known, with what to type there."""
    return f"redesign ask {folder} sure" if folder else "redesign ask STUDY sure (STUDY: its folder)"


def headline(sure: Sure) -> str:
    """The standing in a sentence, what is undecided first."""
    name, often = strategy(sure, sure.recommended), _often(sure)
    if sure.standing == "undecided":
        one = number(sure, sure.decides)
        turns = f" It hangs most on {named(one)}." if one else " No single number decides."
        return f"Undecided. {name} is best in {often}.{turns}"
    word = {"clear": "Clear", "leaning": "Leaning, not sure"}[sure.standing]
    return f"{word}: {name} is best in {often}."


def answers(sure: Sure) -> dict[str, str]:
    """What a leader asks, in the order of asking."""
    found = {
        "Bet on it?": _bet(sure),
        "It keeps": _keeps(sure),
        "If wrong": " ".join(filter(None, (_regret(sure), _anew(sure)))),
        "Change": " ".join(_changes(sure)),
        "Measure": _measure(sure),
        "Safe": _safe(sure),
        "Made of": made_of(sure),
    }
    return {name: sentence for name, sentence in found.items() if sentence}


def made_of(sure: Sure) -> str:
    """What was drawn, and what the figures mean."""
    return (
        f"{counted(sure.samples, 'draw')} of {counted(sure.uncertain, 'unsure number')} from their ranges, "
        f"{counted(sure.years, 'simulated year')} each, the plans as they are; {amount(sure.fixed)} assumed decisions "
        "and records are left alone. Hours of modeled support a year."
    )


def strategy(sure: Sure, name: str | None) -> str:
    """Its label."""
    return next((shorten(each.label, LABEL) for each in sure.strategies if each.strategy == name), visible(name))


def odds(sure: Sure, name: str) -> StrategyOdds:
    """Those of a strategy."""
    return next(each for each in sure.strategies if each.strategy == name)


def number(sure: Sure, path: str | None) -> Moves | None:
    """A number or a factor by its path."""
    return next((each for each in (*sure.numbers, *sure.groups) if each.path == path and each.kind != "class"), None)


def singles(sure: Sure) -> list[Moves]:
    """Numbers and factors, by what knowing them is worth."""
    alone = [*sure.numbers, *(group for group in sure.groups if group.kind == "factor")]
    return sorted(alone, key=lambda each: (-each.worth.mean, -each.total))


def flipping(sure: Sure) -> list[Moves]:
    """Those that change the best plan inside their range."""
    return [each for each in singles(sure) if each.flips_at is not None]


def worth_checking(sure: Sure) -> list[Moves]:
    """Those that are worth knowing, the most first."""
    return [each for each in singles(sure) if each.worth.mean >= WORTH_NAMING][:FIRST]


def draws(chance: float, samples: int) -> str:
    """A share of the samples; never a bare 100%, which nobody knows."""
    if chance >= 1:
        return f"all {amount(samples)} draws"
    return "no draw" if chance <= 0 else f"{share(chance)} of the draws"


def in_range(one: Moves) -> str:
    """`10 in the file, 7.2 to 13.9 possible`; of a factor that it is one."""
    if one.value is None or one.low is None:
        return "several numbers that move together"
    return f"{valued(one, one.value)} in the file, {valued(one, one.low)} to {valued(one, one.high)} possible"


def turning(sure: Sure, one: Moves) -> str:
    """`below 8.8 Downsize is best`."""
    side = "below" if one.lead_at_low < one.lead_at_high else "above"
    return f"{side} {valued(one, one.flips_at)} {strategy(sure, one.flips_to)} is best"


def _often(sure: Sure) -> str:
    found, n = sure.no_better, amount(sure.samples)
    count = amount(round(found.mean * sure.samples))
    return f"{count} of {n} draws of the uncertain numbers ({ends(found)})"


def _bet(sure: Sure) -> str:
    yes = {"clear": "For the most support, yes", "leaning": "With care", "undecided": "Not yet"}[sure.standing]
    plan = odds(sure, sure.recommended)
    if sure.lead is None:
        return f"{yes}: no other plan is different."
    behind = (
        f" On average {strategy(sure, sure.best_in_expectation)} has more."
        if sure.best_in_expectation != sure.recommended
        else ""
    )
    return (
        f"{yes}. Nine times in ten it has {amount(plan.support.low)} to {amount(plan.support.high)} hours, "
        f"{change(sure.lead.low)} to {change(sure.lead.high)} against the next best, {strategy(sure, sure.next_best)}."
        f"{behind} {within_limits(sure)}".rstrip()
    )


def within_limits(sure: Sure) -> str:
    """How often it is best of the plans that keep to money and floors; empty where that is how often it is best."""
    found, none = sure.no_better_within.mean, sure.none_within
    if found == sure.no_better.mean:
        return ""
    other = f", another in {often(1 - found - none)}" if round((1 - found - none) * sure.samples) else ""
    missing = f"; in {often(none)} there is no such plan" if none else ""
    return (
        f"Of plans that stay within budget and hold every floor it is best in {draws(found, sure.samples)}"
        f"{other}{missing}."
    )


def _keeps(sure: Sure) -> str:
    """What the plan keeps, the least sure promises by name."""
    plan = odds(sure, sure.recommended)
    least = [each for each in sure.promises if each.kept.mean < 1][:PROMISES]
    weak = listed([f"{shorten(each.label, LABEL)} ({often(each.kept.mean)})" for each in least])
    today = next((each for each in sure.strategies if each.ahead is None), plan)
    more = (
        f" ({strategy(sure, today.strategy)} in {often(today.promises_kept)}: doing no worse than it keeps a promise "
        "that is not firm)"
    )
    budget, floors, promises = map(often, (plan.budget_kept, plan.floors_kept, plan.promises_kept))
    over = over_budget(plan)
    return (
        f"In the draws the budget holds in {budget}{f' ({over})' if over else ''}, every floor in {floors}, "
        f"every promise in {promises}"
        f"{more if today.promises_kept > plan.promises_kept else ''}"
        f"{f'; least sure: {weak}' if weak else ''}.{chance(sure) if promises != 'all' else ''}"
    )


def chance(sure: Sure) -> str:
    """What shares of draws in which promises hold are made of, besides the numbers."""
    years = "one year" if sure.years == 1 else f"{sure.years} years"
    kept = often(sure.kept_by_chance)
    return f" A draw is {years}; by chance alone the file's own numbers keep every promise in {kept}."


def ends(chance: Interval) -> str:
    """Its 95% interval; never up to 100%, nor down to nothing."""
    if chance.high >= 1:
        return share(chance.low) if chance.low >= NEARLY_ALL else f"at least {share(chance.low)}"
    if chance.low <= 0:
        return share(chance.high) if chance.high <= 1 - NEARLY_ALL else f"at most {share(chance.high)}"
    return f"{share(chance.low)} to {share(chance.high)}"


def often(chance: float) -> str:
    """A share of the draws in a word; `all`, and never 100%."""
    return "all" if chance >= 1 else "none" if chance <= 0 else share(chance)


def _regret(sure: Sure) -> str:
    if sure.regret.mean < WORTH_NAMING:
        return "" if sure.no_better.mean >= 1 else f"{BEST} has less than an hour more, on average."
    often = f"; in one draw of twenty {amount(sure.regret_95)} or more" if sure.regret_95 > 0 else ""
    return f"{BEST} has {amount(sure.regret.mean)} hours more, on average{often}."


def _anew(sure: Sure) -> str:
    """What somebody who knew effects and prices could have planned."""
    anew = sure.anew
    if anew is None:
        return ""
    where = f"in the {amount(anew.within)} of {counted(anew.draws, 'draw')} in which this plan may be had"
    if anew.least is None or anew.most is None:
        return (
            f"This plan may be had in {amount(anew.within)} of {counted(anew.draws, 'draw')}: too few to plan anew for."
        )
    top = f", at most {amount(anew.most.mean)}" if anew.most.mean - anew.least.mean >= WORTH_NAMING else ""
    more = f"{between(anew.least)} hours more, as expected{top}" if anew.most.mean >= WORTH_NAMING else "nothing more"
    return f"Planned anew with effects and prices known, the best plan has {more}, {where}."


def _changes(sure: Sure) -> Iterator[str]:
    found = flipping(sure)
    for one in found[:FLIPS]:
        yield f"{named(one)}: {turning(sure, one)} ({in_range(one)})."
    if len(found) > FLIPS:
        yield f"{counted(len(found) - FLIPS, 'other number')} would, too."
    if not found:
        moving = max(singles(sure), key=lambda each: abs(each.lead_at_high - each.lead_at_low), default=None)
        yield "No number alone, anywhere in its range, makes another plan best on average."
        if moving is not None and moving.total > 0:
            ends = f"{change(moving.lead_at_low)} to {change(moving.lead_at_high)}"
            yield f"The lead moves most with {named(moving)}: {ends} hours from one end of its range to the other."


def _measure(sure: Sure) -> str:
    return " ".join(filter(None, (_for_the_choice(sure) + _for_what_it_keeps(sure), too_few(sure))))


def _for_the_choice(sure: Sure) -> str:
    found, most = worth_checking(sure), sure.knowing_all
    if found:
        first = (f"{i}. {named(one)} ({amount(one.worth.mean)})" for i, one in enumerate(found, start=1))
        return (
            f"{'; '.join(first)}. In brackets the hours a year that knowing it would bring; all: {amount(most.mean)}."
        )
    if most.mean < WORTH_NAMING:
        return "Nothing that could be learned would change the choice among these plans."
    return f"No number alone is worth learning for the choice; all together would bring {amount(most.mean)} hours."


def _for_what_it_keeps(sure: Sure) -> str:
    """What budget, floors and the least sure promises hang on."""
    unsure = [("the budget", sure.budget_decided_by), ("floors", sure.floors_decided_by)]
    unsure += [(shorten(each.label, LABEL), each.decided_by) for each in sure.promises[:1]]
    found: dict[str, list[str]] = {}
    for what, path in unsure:
        if one := number(sure, path):
            found.setdefault(named(one), []).append(what)
    said = "; ".join(f"{name}, for {listed(what)}" for name, what in found.items())
    return f" To know what it keeps, check first: {said}." if said else ""


def _safe(sure: Sure) -> str:
    hangs = [f"{shorten(each.what, LABEL)}{_by(sure, each.decided_by)}" for each in sure.hanging]
    parts = []
    if sure.safe:
        found = listed([shorten(each.what, LABEL) for each in sure.safe], CHOICES)
        parts.append(ONE_IS_BEST if one_is_best(sure) else f"Nine best plans in ten have: {found}.")
    if hangs:
        parts.append(f"Hangs on a guess: {listed(hangs, 2)}.")
    return " ".join(parts)


def _by(sure: Sure, path: str | None) -> str:
    one = number(sure, path)
    return f" (on {named(one)})" if one else ""


def named(one: Moves, most: int = NAME) -> str:
    """Its name, not too long: of `Leave requests, step 1: work hours` the last part stays whole, if it can."""
    place, colon, key = whole_name(one).rpartition(": ")
    room = most - cells(colon + key)
    return shorten(f"{shorten(place, room) if room > LEAST else place}{colon}{key}", most)


def whole_name(one: Moves) -> str:
    """All of it, dollars as a sign."""
    place, colon, key = visible(one.label).rpartition(": ")
    return f"{place}{colon}{key.replace(' usd', ' ($)')}"


def valued(one: Moves, value: float | None) -> str:
    """As the file writes it, to three digits."""
    if value is not None and one.path.endswith("_usd") and abs(value) >= 100:
        return usd(value)
    return "n/a" if value is None else f"{float(f'{value:.3g}'):,.10g}"
