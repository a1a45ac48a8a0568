"""What hours and dollars of a plan buy in modeled support, ranked; and what work displaces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from redesign.analysis.intervals import Interval, mean_interval
from redesign.analysis.worth import TIE_DIGITS, best_use, package_usd, ratio, service_hour_usd
from redesign.demand.expectation import expect
from redesign.study.details_result import BestUse, CutLine, RankedPackage, ServiceWork
from redesign.study.simulated import Simulated

Floats = NDArray[np.float64]
THOUSAND = 1000.0


def best_use_of(simulated: Simulated) -> BestUse | None:
    """In names."""
    best, areas = best_use(expect(simulated.scenario), simulated.plan.packages), list(simulated.scenario.areas.items())
    if best is None:
        return None
    name, area = areas[best.area]
    return BestUse(name, list(area.packages)[best.package - 1], best.support_per_hour)


def service_work(simulated: Simulated) -> tuple[ServiceWork, ...]:
    """Every service that took work in some year, the dearest first, ties in the order of the file."""
    expectation, hours = expect(simulated.scenario), simulated.series("service_hours")
    best, usd = best_use(expectation, simulated.plan.packages), service_hour_usd(simulated.scenario, expectation)
    found = [
        ServiceWork(
            service=name,
            hours=mean_interval(hours[:, k]),
            usd=mean_interval(hours[:, k] * usd[k]),
            displaced_support=mean_interval(hours[:, k] * best.support_per_hour) if best else None,
        )
        for k, name in enumerate(simulated.scenario.services)
        if hours[:, k].any()
    ]
    return tuple(sorted(found, key=lambda work: -work.usd.mean))


def ranked_packages(simulated: Simulated) -> tuple[RankedPackage, ...]:
    """By expected support of a dollar, what costs nothing first, ties in the order of the file."""
    expectation, chosen = expect(simulated.scenario), simulated.plan.packages
    usd, support = package_usd(simulated.scenario, expectation), simulated.series("support")
    found = []
    for a, (name, area) in enumerate(simulated.scenario.areas.items()):
        for p, package in enumerate(area.packages, start=1):
            may = expectation.allowed[a, :, p]
            has = may & (chosen[a] == p)
            if not may.any():
                continue
            found.append(
                RankedPackage(
                    area=name,
                    package=package,
                    support_per_1000_usd=_per_1000(expectation.support[a, may, p].sum(), usd[a, may, p].sum()),
                    in_plan_per_1000_usd=_simulated(support[:, a, has].sum(axis=1), float(usd[a, has, p].sum())),
                    schools=int(has.sum()),
                    of_schools=int(may.sum()),
                )
            )
    return tuple(sorted(found, key=_dearness))


def _dearness(ranked: RankedPackage) -> float:
    """Last digits do not decide: packages that are worth the same keep their order."""
    return -np.inf if ranked.support_per_1000_usd is None else -round(ranked.support_per_1000_usd, TIE_DIGITS)


def cut_line_of(simulated: Simulated) -> CutLine:
    """School by school: the least that is bought, and the best for a school that gets nothing in an area."""
    expectation, chosen = expect(simulated.scenario), simulated.plan.packages
    usd = package_usd(simulated.scenario, expectation)
    of_dollar = THOUSAND * ratio(expectation.support, usd, np.nan)  # [A, S, P]
    taken: Floats = np.take_along_axis(of_dollar, chosen[:, :, None], axis=2)[:, :, 0][chosen > 0]
    open_to = np.where(expectation.allowed, of_dollar, np.nan)[:, :, 1:][chosen == 0]
    return CutLine(min(_known(taken), default=None), max(_known(open_to), default=None))


def _known(values: Floats) -> list[float]:
    known: list[float] = values[np.isfinite(values)].tolist()
    return known


def _per_1000(support: float, usd: float) -> float | None:
    return THOUSAND * float(support) / float(usd) if usd > 0 else None


def _simulated(support: Floats, usd: float) -> Interval | None:
    """Of one package, its support in every year, [Y]."""
    return mean_interval(THOUSAND * support / usd) if usd > 0 else None
