"""From samples to the answer of `ask sure`: whom to bet on, what moves it, what is worth knowing."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.betting import SAME, best_shares, lead, ranged, regret, wilson
from redesign.analysis.information import knowing_all
from redesign.analysis.regressed import regressed
from redesign.analysis.sensitivity import decides
from redesign.analysis.smooth import functions
from redesign.study.ask.choices_sure import hanging_choices, safe_choices
from redesign.study.ask.moves import groups_of, numbers_of
from redesign.study.ask.sampled import Sampled
from redesign.study.ask.sure_result import Moves, PromiseOdds, Standing, StrategyOdds, Sure

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
CLEAR, LEANING = 0.95, 0.80
"""Shares of samples."""


def sure_from(sampled: Sampled) -> Sure:
    """The answer; nothing is drawn or simulated."""
    plan, support = _place(sampled, sampled.recommended), sampled.support
    found, most = regressed(sampled.scores, support, plan), knowing_all(support)
    numbers, groups = numbers_of(sampled, found, most.mean), groups_of(sampled, found, most.mean)
    alone = _by_worth([*numbers, *(group for group in groups if group.kind == "factor")])
    standing = _standing(support, plan, any(each.flips_at is not None for each in alone))
    rival = max(found.rivals, key=lambda p: float(support[:, p].mean()), default=None)
    mean_regret, regret_95 = regret(support, plan)
    return Sure(
        question="sure",
        about=sampled.about,
        samples=len(support),
        years=sampled.about.years // len(support),
        design=sampled.design,
        uncertain=len(sampled.sources),
        fixed=sampled.fixed,
        recommended=sampled.recommended,
        best_in_expectation=_best_in_expectation(sampled, plan),
        no_better=wilson((lead(support, plan) >= -_same(support)).astype(np.float64)),
        next_best=None if rival is None else sampled.plans[rival].name,
        lead=None if rival is None else ranged(support[:, plan] - support[:, rival]),
        standing=standing,
        decides=_decides(alone) if standing == "undecided" else None,
        strategies=tuple(_odds(sampled)),
        no_better_within=wilson((best_shares(support, _within(sampled))[:, plan] > 0).astype(np.float64)),
        none_within=float(1 - _within(sampled).any(axis=1).mean()),
        regret=mean_regret,
        regret_95=regret_95,
        knowing_all=most,
        budget_decided_by=_hangs_on(sampled, sampled.budget_kept[:, plan]),
        floors_decided_by=_hangs_on(sampled, sampled.floors_kept[:, plan]),
        kept_by_chance=sampled.kept_by_chance,
        promises=_promises(sampled),
        numbers=_by_worth(numbers),
        groups=_by_worth(groups),
        safe=safe_choices(sampled),
        hanging=hanging_choices(sampled),
        digest=sampled.digest,
    )


def _place(sampled: Sampled, strategy: str) -> int:
    return [plan.name for plan in sampled.plans].index(strategy)


def _standing(support: Floats, plan: int, flips: bool) -> Standing:
    """A plan that is the same as the recommended one in every sample is no rival."""
    best = float((lead(support, plan) >= -_same(support)).mean())
    if flips or best < LEANING:
        return "undecided"
    return "clear" if best >= CLEAR else "leaning"


def _same(support: Floats) -> float:
    return SAME * float(np.abs(support).max(initial=0.0))


def _best_in_expectation(sampled: Sampled, plan: int) -> str:
    """The recommended one where nothing is better."""
    means = sampled.support.mean(axis=0)
    best = int(means.argmax())
    return sampled.plans[best if means[best] > means[plan] + SAME * abs(means[best]) else plan].name


def _by_worth(moves: list[Moves]) -> tuple[Moves, ...]:
    """By what knowing them is worth, then by what they move; as in the file where both are alike."""
    return tuple(sorted(moves, key=lambda each: (-each.worth.mean, -each.total, -each.first_order)))


def _decides(alone: tuple[Moves, ...]) -> str | None:
    """The number worth most; where none is worth anything, none decides."""
    return next((each.path for each in alone if each.worth.mean > 0), None)


def _odds(sampled: Sampled) -> list[StrategyOdds]:
    votes, reference = best_shares(sampled.support), sampled.support[:, _place(sampled, sampled.reference)]
    votes_within = best_shares(sampled.support, _within(sampled))
    return [
        StrategyOdds(
            strategy=plan.name,
            label=plan.label,
            best=wilson(votes[:, p]),
            best_within=wilson(votes_within[:, p]),
            support=ranged(sampled.support[:, p]),
            ahead=None if plan.name == sampled.reference else ranged(sampled.support[:, p] - reference),
            budget_kept=float(sampled.budget_kept[:, p].mean()),
            yearly_usd_over=ranged(sampled.over_usd[:, p, 0]),
            one_time_usd_over=ranged(sampled.over_usd[:, p, 1]),
            floors_kept=float(sampled.floors_kept[:, p].mean()),
            promises_kept=float(sampled.promises_kept[:, p].mean()),
        )
        for p, plan in enumerate(sampled.plans)
    ]


def _within(sampled: Sampled) -> Bools:
    """[N, P] plans that keep to money and floors. Promises are left out: in single years chance breaks them, too."""
    return sampled.budget_kept & sampled.floors_kept


def _promises(sampled: Sampled) -> tuple[PromiseOdds, ...]:
    odds = [
        PromiseOdds(promise.name, promise.label, wilson(kept.astype(np.float64)), _hangs_on(sampled, kept))
        for promise, kept in zip(sampled.promises, sampled.promise_kept.T, strict=True)
    ]
    return tuple(sorted(odds, key=lambda each: each.kept.mean))


def _hangs_on(sampled: Sampled, kept: Bools) -> str | None:
    number = decides(functions(sampled.scores), kept.astype(np.float64))
    return None if number is None else sampled.sources[number].path
