"""Can visits help other promises? The bound assumes by less than a point: measured on the same years with and without.

    python benchmarks/brought_forward.py scenarios/corpus_christi.yaml scenarios/sharyland.yaml --plans 40

A visit keeps posts busy, which hurts whatever else is waiting; but where it delays one task, another may come first
(Graham 1969, on anomalies of list scheduling). Posts and packages are drawn at random for every cluster that makes
visits and answers requests or finishes other work; each plan is simulated with all of its visits and with none.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from fresh_years import fast_engine, under_strategy
from kept import table, tell
from numpy.typing import NDArray

import redesign
from redesign.analysis.cluster_years import Case, ClusterYears, Trial
from redesign.analysis.clusters import clusters_of
from redesign.demand.plan import Plan, plan_today
from redesign.scenario.model import Scenario
from redesign.study.ceiling import BROUGHT_FORWARD
from redesign.study.promises import asked_of_services, asked_of_visits
from redesign.study.questions import alone_today

Floats = NDArray[np.float64]
FIRST = 6_000_000
"""First replication of the years; those of studies have other numbers."""
CLEAR = 3.0
"""Standard errors."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What visits bring the promises of one plan: shares of requests on time, parts of the allowance of hours."""

    cluster: str
    gain: Floats
    error: Floats


def random_plan(rng: np.random.Generator, scenario: Scenario) -> Plan:
    """From four fifths to half as many posts again as today, packages by a mix of its own."""
    today = plan_today(scenario)
    most = [team.most_posts for team in scenario.team_list]
    posts = np.minimum(np.rint(today.posts * rng.uniform(0.8, 1.5, len(most))).astype(np.int64), most)
    packages = np.zeros_like(today.packages)
    for a, area in enumerate(scenario.area_list):
        mix = rng.dirichlet(np.ones(1 + len(area.packages)))
        packages[a] = rng.choice(len(mix), size=len(scenario.schools), p=mix)
    nobody = np.zeros_like(today.retrained)
    return replace(today, kept=posts, retrained=nobody, hired=np.zeros_like(posts), packages=packages)


def worth(years: ClusterYears, case: Case, count: int) -> Worth:
    """On the same years, with visits against without."""
    whole = Trial(years, case)
    none = whole.thinned(0.0)
    for trial in (whole, none):
        trial.count(count)
    services = len(years.today.scenario.services)
    other = slice(services + len(years.today.scenario.areas), None)
    mine, without = whole.counts.measured(), none.counts.measured()
    scale = np.maximum(1.0, years.held_to.allowance)
    gain = np.concatenate([(mine.mean - without.mean)[:services], (mine.mean - without.mean)[other] / scale])
    residual = mine.residual - without.residual
    residual = np.hstack([residual[:, :services], residual[:, other] / scale])
    cluster = ", ".join(t for t, gone in zip(case.scenario.team_ids, years.elsewhere, strict=True) if not gone)
    asked = ~np.isnan(gain)
    return Worth(cluster, gain[asked], residual.std(axis=0, ddof=1)[asked] / np.sqrt(count))


def measured(scenario: Scenario, plans: int, count: int) -> Iterator[Worth]:
    """Of every cluster that makes visits."""
    rng = np.random.default_rng(1)
    for cluster in clusters_of(scenario):
        today = alone_today(scenario, cluster)
        if not today.scenario.areas:
            continue
        asked = (asked_of_services(today.scenario), asked_of_visits(today.scenario))
        years = ClusterYears(today, asked, FIRST, fast_engine())
        for _ in range(plans):
            yield worth(years, Case(today.scenario, random_plan(rng, today.scenario)), count)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="+", type=Path)
    parser.add_argument("--plans", type=int, default=40, help="random plans of each cluster")
    parser.add_argument("--years", type=int, default=40, help="simulated years of each plan")
    given = parser.parse_args()
    rows = []
    for path in given.scenarios:
        scenario = under_strategy(redesign.load_scenario(path))
        found = list(measured(scenario, given.plans, given.years))
        tell(f"{path}: {len(found)} plans")
        for name in dict.fromkeys(each.cluster for each in found):
            rows.append((path.stem, name, *_summary([each for each in found if each.cluster == name])))
    heads = ("scenario", "cluster", "promises", "helped", "surely", "most", "at most", "hurt most")
    table(heads, rows)
    print(f"\nhelped: mean above 0; surely: by {CLEAR:g} errors; at most: with {CLEAR:g} errors more.", end=" ")
    print(f"The bound takes at most {BROUGHT_FORWARD:g} for granted.")


def _summary(found: list[Worth]) -> tuple[object, ...]:
    gain, error = (np.concatenate([getattr(each, name) for each in found]) for name in ("gain", "error"))
    high = gain + CLEAR * error
    return (
        len(gain),
        int((gain > 0).sum()),
        int(((gain > CLEAR * error) & (gain > 0)).sum()),
        f"{gain.max(initial=0.0):.5f}",
        f"{high.max(initial=0.0):.5f}",
        f"{gain.min(initial=0.0):.3f}",
    )


if __name__ == "__main__":
    main()
