"""Which plans are nearly as good, and what do they all share?"""

from __future__ import annotations

from redesign.optimization.distance import FarFrom
from redesign.study.ask.answers import Alternative, Alternatives
from redesign.study.ask.options import Options
from redesign.study.ask.variant import Asking, Change, Variant
from redesign.study.ask.verify import verify, years_of
from redesign.study.ask.wanted import needed
from redesign.study.safe_moves import shared


def alternatives(asking: Asking, options: Options) -> Alternatives:
    """The best plan that is far from all plans so far, again and again, while it is near to the best in support."""
    base = asking.base
    best, found = needed(base), list[Variant]()
    least = best.support * (1 - options.within)
    last: Variant | None = None
    for step in range(options.plans + 1):
        plans = [each.plan for each in (base, *found) if each.plan is not None]
        rows = tuple(FarFrom(i, plan, options.differ) for i, plan in enumerate(plans))
        last = asking.solve([Change(rows=rows)])[0]
        if last.support < least or step == options.plans:
            break
        found.append(last)
    complete = last is None or last.bound < least
    known = verify(asking, {f"{i}": each.problem for i, each in enumerate(found)}) if options.verify else {}
    shown = [known.get(f"{i}", (each, None)) for i, each in enumerate(found)]
    first, plans = (
        [each.plan for each in (base, *some) if each.plan is not None] for some in (found, [each for each, _ in shown])
    )
    complete &= all(plan.same_as(other) for plan, other in zip(plans, first, strict=True))
    made = tuple(
        Alternative(needed(each), min(plans[i + 1].distance(plan) for plan in plans[: i + 1]), said)
        for i, (each, said) in enumerate(shown)
    )
    about = asking.about(best, years_of(asking) if known else 0)
    together = shared(asking.scenario, plans)
    return Alternatives("alternatives", about, options.within, options.differ, made, complete, together)
