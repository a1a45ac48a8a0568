"""Plans among which one is chosen that holds: those of the study, near-best ones, and the best under other effects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from redesign.demand.plan import Plan
from redesign.demand.truths import under_truth
from redesign.optimization.distance import FarFrom
from redesign.optimization.recheck import is_allowed
from redesign.study.ask.options import Options
from redesign.study.ask.truths import Drawn, plans_of
from redesign.study.ask.variant import Asking, Change, changed_problem, solve_variant

Kind = Literal["strategy", "near_best", "other_truth"]


@dataclass(frozen=True, slots=True, eq=False)
class Proposed:
    """A plan with where it comes from."""

    label: str
    kind: Kind
    strategy: str
    """Under whose changes and rules it stands."""
    plan: Plan


def candidates(asking: Asking, options: Options, drawn: Drawn) -> dict[str, Proposed]:
    """Distinct plans by name: the study's first."""
    study, certified = asking.study, asking.scenario.run.certified
    found = {
        name: Proposed(study.strategies[name].label, "strategy", name, plan) for name, plan in plans_of(asking).items()
    }
    mine = [found[certified].plan]
    for kind, words, plans in (
        ("near_best", "Near-best", _near(asking, options)),
        ("other_truth", "Other effects", _elsewhere(asking, options, drawn)),
    ):
        number = 0
        for plan in plans:
            if any(plan.same_as(other) for other in mine):
                continue
            number += 1
            mine.append(plan)
            name = f"{'near' if kind == 'near_best' else 'truth'}_{number}"
            found[name] = Proposed(f"{words} {number}", kind, certified, plan)  # type: ignore[arg-type]
    return found


def allowed(asking: Asking, each: Proposed) -> bool:
    """Whether the certified strategy may have a plan: with the file's numbers, what teams can promise left out."""
    problem = changed_problem(asking.scenario, asking.learned)
    return each.strategy == asking.scenario.run.certified and is_allowed(problem, each.plan)


def _near(asking: Asking, options: Options) -> list[Plan]:
    """Plans that differ from the certified one, and from each other, and promise nearly as much."""
    plans, least = [asking.knowledge.plan], asking.base.support * (1 - options.within)
    if asking.base.plan is not None:
        plans.append(asking.base.plan)
    while len(plans) < options.plans + 2:
        rows = tuple(FarFrom(i, plan, options.differ) for i, plan in enumerate(plans))
        found = asking.solve([Change(rows=rows)])[0]
        if found.plan is None or found.support < least:
            break
        plans.append(found.plan)
    return plans[1:]


def _elsewhere(asking: Asking, options: Options, drawn: Drawn) -> list[Plan]:
    """The best plan under the effects of each of the first samples: what simulation says of teams stays known."""
    effects = [i for i, number in enumerate(drawn.numbers) if number.spread_class == "effects"]
    numbers = [drawn.numbers[i] for i in effects]
    scenarios = [
        under_truth(asking.scenario, numbers, values[effects].tolist()) for values in drawn.values[: options.truths]
    ]
    jobs = [(changed_problem(scenario, asking.learned), asking.learned.prices) for scenario in scenarios]
    solved = asking.runner.replicate("solves", solve_variant, jobs) if effects else []
    return [solution.plan for solution in solved if solution is not None]
