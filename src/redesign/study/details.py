"""What a study says of a strategy beside its support, put together from its simulated years and today's."""

from __future__ import annotations

from typing import get_args

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.clusters import SCORES
from redesign.analysis.cost import cost_of
from redesign.analysis.intervals import Interval, mean_interval
from redesign.analysis.measures import KINDS
from redesign.demand.expectation import expect
from redesign.demand.plan import at_packages
from redesign.scenario.blocks import CoreElement
from redesign.study.details_result import (
    Details,
    ElementOn,
    Fairness,
    FreedHours,
    FreedOfTeam,
    PrincipalSavings,
    SchoolsAt,
)
from redesign.study.requests_details import outcomes_of, satisfaction_of, speed_of, unanswered_of
from redesign.study.schools import QUARTILES, measure_of, need_quartiles
from redesign.study.simulated import Simulated
from redesign.study.value_details import best_use_of, cut_line_of, ranked_packages, service_work

Floats = NDArray[np.float64]

CORE_ELEMENTS: tuple[CoreElement, ...] = get_args(CoreElement)
REACHED = 1 - 1e-6
"""A solver keeps floors but for the last digits."""


def details_of(simulated: Simulated, today: Simulated) -> Details:
    """Everything beside support; `today` is the reference strategy's plan on the same years."""
    itself = simulated.strategy == today.strategy
    return Details(
        speed=speed_of(simulated, today),
        satisfaction=satisfaction_of(simulated, today),
        outcomes=outcomes_of(simulated),
        unanswered=unanswered_of(simulated),
        best_use=best_use_of(simulated),
        work=service_work(simulated),
        packages=ranked_packages(simulated),
        cut_line=cut_line_of(simulated),
        freed=None if itself else _freed(simulated, today),
        principal_savings=None if itself else _principal_savings(simulated, today),
        fairness=_fairness(simulated),
        core_elements=_core_elements(simulated),
    )


def _freed(simulated: Simulated, today: Simulated) -> FreedHours:
    """Post by post and year by year: what is not worked any more is visits, unworked, or gone with its post."""
    own = np.array([team.outside is None for team in simulated.scenario.team_list])
    before, after = today.series("team_hours"), simulated.series("team_hours")
    fewer = np.where(own[:, None], before - after, 0.0)  # [Y, T, 4], of the district's own teams
    services = fewer[:, :, KINDS.index("mandated")] + fewer[:, :, KINDS.index("routine")]
    other, visits = fewer[:, :, KINDS.index("other")], -fewer[:, :, KINDS.index("instructional")]
    hours_today, hours = expect(today.scenario).post_hours, expect(simulated.scenario).post_hours
    posts = np.where(own, today.plan.posts * hours_today - simulated.plan.posts * hours, 0.0)  # [T]
    of_services = today.series("service_hours") - simulated.series("service_hours")
    pairs = zip(simulated.scenario.service_list, today.scenario.service_list, strict=True)
    changed = [one.model_copy(update=SCORES) != base for one, base in pairs]
    free = services + other
    costs = [cost_of(each.scenario, each.plan).yearly_usd for each in (today, simulated)]
    return FreedHours(
        services_hours=mean_interval(services.sum(axis=1)),
        by_changes_hours=mean_interval(of_services[:, np.array(changed, bool)].sum(axis=1)),
        other_hours=mean_interval(other.sum(axis=1)),
        visits_hours=mean_interval(visits.sum(axis=1)),
        unworked_hours=mean_interval((free - visits).sum(axis=1) - posts.sum()),
        post_hours=float(posts.sum()),
        moved_hours=float(simulated.plan.retrained.sum(axis=1) @ hours_today),
        saved_usd=costs[0] - costs[1],
        by_team=tuple(
            FreedOfTeam(team, float(free[:, t].mean()), float(visits[:, t].mean()), float(posts[t]))
            for t, team in enumerate(simulated.scenario.teams)
            if own[t]
        ),
    )


def _principal_savings(simulated: Simulated, today: Simulated) -> PrincipalSavings:
    hours = (today.series("principal_hours") - simulated.series("principal_hours")).sum(axis=1)
    usd = hours * simulated.scenario.district.principal_hour_usd
    share = simulated.scenario.budget.reinvest_share
    return PrincipalSavings(mean_interval(hours), mean_interval(usd), mean_interval(usd * share))


def _fairness(simulated: Simulated) -> Fairness:
    limits, quartile = simulated.scenario.limits, need_quartiles(simulated.scenario, measure_of(simulated.scenario))
    teachers, support = expect(simulated.scenario).teachers, simulated.series("support").sum(axis=1)  # [S], [Y, S]
    ends = [quartile == q for q in (QUARTILES, 1)]
    gap = None
    if all(end.any() for end in ends):
        most, least = (support[:, end].sum(axis=1) / teachers[end].sum() for end in ends)
        gap = mean_interval(most - least)
    return Fairness(
        gap_per_teacher=gap,
        minimum=_schools_at(simulated, limits.school_floor_hours_per_teacher or None),
        ambitious=_schools_at(simulated, limits.school_target_hours_per_teacher),
    )


def _schools_at(simulated: Simulated, target: float | None) -> SchoolsAt | None:
    if target is None:
        return None
    expectation = expect(simulated.scenario)
    promised = at_packages(expectation.effective_hours, simulated.plan.packages).sum(axis=0)
    made = (simulated.series("support") / expectation.need).sum(axis=1)  # [Y, S]
    least = target * expectation.teachers * REACHED
    share = mean_interval((made >= least).mean(axis=1))
    within = Interval(share.mean, max(0.0, share.low), min(1.0, share.high))
    return SchoolsAt(target, float((promised >= least).mean()), within)


def _core_elements(simulated: Simulated) -> tuple[ElementOn, ...]:
    scenario, plan = simulated.scenario, simulated.plan
    given = zip(scenario.areas.items(), plan.packages, strict=True)
    taken = zip(scenario.all_levers.items(), plan.levers.tolist(), strict=True)
    parts = [(name, area.core_element, bool(chosen.any())) for (name, area), chosen in given]
    parts += [(name, lever.core_element, on) for (name, lever), on in taken]
    return tuple(
        ElementOn(
            element=element,
            on=tuple(name for name, part, on in parts if part == element and on),
            marked=any(part == element for _, part, _ in parts),
        )
        for element in CORE_ELEMENTS
    )
