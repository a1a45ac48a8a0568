"""How sure the sample study is: an answer made by hand, undecided, and the same with nothing that could change it."""

from __future__ import annotations

from dataclasses import replace

from redesign.analysis.intervals import Interval
from redesign.study.ask.sure_result import Moves, PromiseOdds, SafeChoice, StrategyOdds, Sure
from redesign.study.study import Study
from reporting import sample_answers

EFFECT = Moves(
    "areas.coaching.effect", "Coaching: effect per hour", "number", 0.9, 0.45, 1.2, True, "assumed: a guess",
    0.42, 0.5, -310.0, 900.0, Interval(61.0, 50.0, 72.0), 0.61, "tinker",
)  # fmt: skip
PAY = Moves(
    "pay", "Pay of all teams, $100 to $200", "factor", None, None, None, True, "assumed", 0.1, 0.1, 420.0, 150.0,
    Interval(4.0, 1.0, 7.0), None, None,
)  # fmt: skip
QUIET = replace(
    EFFECT, path="services.leave.work_hours", label="Leave requests: hours", value=0.5, low=0.4, high=0.7,
    first_order=0.0, total=0.0, lead_at_low=300.0, lead_at_high=300.0, worth=Interval(0.0, 0.0, 2.0),
    flips_at=None, flips_to=None,
)  # fmt: skip
HOURS = replace(
    PAY, path="hours of work", label="hours of work", kind="class", worth=Interval(63.0, 50.0, 76.0), first_order=0.44
)
YEARLY, ONCE = Interval(120_000.0, -400_000.0, 1_250_000.0), Interval(-50_000.0, -90_000.0, -10_000.0)
"""Dollars over the budgets."""


def sure(study: Study, names: str = "") -> Sure:
    """Undecided: 310 of 500 draws, one number turns it."""
    return Sure(
        question="sure",
        about=replace(sample_answers.about(study), years=500),
        samples=500,
        years=1,
        design="Latin hypercube",
        uncertain=3,
        fixed=21,
        recommended=study.certificate.strategy,
        best_in_expectation=study.certificate.strategy,
        no_better=Interval(0.62, 0.58, 0.66),
        next_best="tinker",
        lead=Interval(300.0, -640.0, 1_120.0),
        standing="undecided",
        decides=EFFECT.path,
        strategies=tuple(_odds(study, strategy, names) for strategy in study.strategies),
        no_better_within=Interval(0.434, 0.39, 0.48),
        none_within=0.25,
        regret=Interval(80.0, 70.0, 90.0),
        regret_95=410.0,
        knowing_all=Interval(80.0, 70.0, 90.0),
        budget_decided_by=PAY.path,
        floors_decided_by=None,
        kept_by_chance=0.9,
        promises=(
            PromiseOdds("services.leave", names or "Leave requests", Interval(0.71, 0.67, 0.75), QUIET.path),
            PromiseOdds("areas.coaching", "Coaching", Interval(1.0, 0.99, 1.0), None),
        ),
        numbers=(replace(EFFECT, label=names or EFFECT.label), QUIET),
        groups=(HOURS, PAY),
        safe=(SafeChoice(names or "automate Leave requests", 0.97, None),),
        hanging=(SafeChoice("coaching: high", 0.62, EFFECT.path),),
        digest="d" * 64,
    )


def certain(study: Study) -> Sure:
    """The same plan best in every draw; no number does anything."""
    found, all_of_them = sure(study), Interval(1.0, 0.99, 1.0)
    nothing = Interval(0.0, 0.0, 0.0)
    return replace(
        found, no_better=all_of_them, lead=Interval(900.0, 500.0, 1_300.0), standing="clear", decides=None,
        none_within=0.0,
        no_better_within=all_of_them,
        regret=nothing, regret_95=0.0, knowing_all=nothing, numbers=(QUIET,), groups=(), budget_decided_by=None,
        promises=found.promises[1:], safe=(), hanging=(),
        strategies=tuple(
            replace(one, best=best, best_within=best, budget_kept=1.0)
            for one in found.strategies
            for best in [all_of_them if one.strategy == found.recommended else nothing]
        ),
    )  # fmt: skip


def _odds(study: Study, name: str, names: str) -> StrategyOdds:
    mine, reference = name == study.certificate.strategy, name == study.reference
    best = (
        Interval(0.62, 0.58, 0.66) if mine else Interval(0.38, 0.34, 0.42) if name == "tinker" else Interval(0, 0, 0.01)
    )
    within = Interval(0.7 * best.mean, 0.7 * best.low, 0.7 * best.high) if mine else best
    mean = 12_000.0 if mine else 4_000.0
    ahead = None if reference else Interval(mean - 4_000, mean - 5_000, mean - 2_500)
    support = Interval(mean, mean - 1_000, mean + 1_500)
    return StrategyOdds(
        name, names or study.strategies[name].label, best, within, support, ahead, 0.75, YEARLY, ONCE, 1.0, 0.7
    )
