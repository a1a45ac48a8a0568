"""The lean SimPy model against SimPy as its manual teaches it, on the same tasks, in the same run.

    python benchmarks/engines.py [SCHOOLS] [ROUNDS]

Prints requests a second of each, the ratio round by round, and whether both gave the same records.
Absences are left out: SimPy's resources have no counterpart that waits for a post to finish.
"""

from __future__ import annotations

import platform
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
import simpy

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from offices import area, office, school, service, team
from redesign.demand.workload import draw_workload
from redesign.scenario.model import Scenario
from redesign.scenario.plan import plan_today
from redesign.simulation.arrange import arrange
from redesign.simulation.office import simulate
from redesign.simulation.tasks import NEVER, Records, Tasks

TEAMS, GOAL = 8, 8.0


def idiomatic(tasks: Tasks) -> Records:
    """A process for every request, that asks for a post, waits for it or gives up, and holds it with a timeout."""
    env = simpy.Environment()
    stations = [simpy.PriorityResource(env, posts) for posts in tasks.servers.tolist()]
    names = ("station", "queue_class", "ready", "hold", "deadline", "following", "delay")
    station, queue_class, ready, hold, deadline, following, delay = (getattr(tasks, n).tolist() for n in names)
    never = int(NEVER)
    joined, start, finish = ([-1] * len(ready) for _ in range(3))

    def request(task: int) -> Iterator[Any]:
        while task >= 0:
            joined[task] = env.now
            with stations[station[task]].request(priority=queue_class[task]) as post:
                if deadline[task] == never:
                    yield post
                else:
                    lapse = env.timeout(deadline[task] + 1 - env.now)
                    if post not in (yield post | lapse):
                        return
                start[task], finish[task] = env.now, env.now + hold[task]
                yield env.timeout(hold[task])
            if following[task] >= 0:
                yield env.timeout(delay[task])
            task = following[task]

    def schools() -> Iterator[Any]:
        for task in sorted(range(len(ready)), key=ready.__getitem__):
            if ready[task] >= tasks.horizon:
                return
            yield env.timeout(ready[task] - env.now)
            env.process(request(task))

    env.process(schools())
    env.run(until=tasks.horizon)
    return Records(np.array(joined), np.array(start), np.array(finish))


def district(schools: int) -> Scenario:
    """A made-up district: eight teams near 85% load, fourteen services, half of them over two teams, six areas."""
    rng = np.random.default_rng(1)
    staff = [float(rng.integers(15, 60)) for _ in range(schools)]
    posts = max(1, round(sum(staff) * 0.0092))
    names = [f"team{i}" for i in range(TEAMS)]
    services = {
        f"service{i}": service(
            "teachers",
            4.0,
            (names[i % TEAMS], 1.0),
            *([(names[(i + 1) % TEAMS], 0.5)] if i % 2 else []),
            return_share=0.1 * (i % 2),
            handover_hours=4.0,
            mandated=i == 3,
        )
        for i in range(14)
    }
    areas = {
        f"area{i}": area(names[i % TEAMS], {"mid": (25, 2.0, 0.9)}, package_today="mid", window_working_hours=40.0)
        for i in range(6)
    }
    return office(
        schools=tuple(school(f"s{i:04d}", teachers=t) for i, t in enumerate(staff)),
        teams={n: team(posts, leave_share=0.0, other_work_hours_per_year=200.0 * posts) for n in names},
        services=services,
        areas=areas,
    )


def without_absences(tasks: Tasks) -> Tasks:
    none = np.empty(0, np.int64)
    return replace(tasks, closure_station=none.astype(np.int32), closure_start=none, closure_length=none)


def timed(engine: Any, tasks: Tasks) -> tuple[float, Records]:
    began = time.process_time()
    records = engine(tasks)
    return time.process_time() - began, records


def main(schools: int = 57, rounds: int = 3) -> None:
    scenario = district(schools)
    tasks, ledger = arrange(scenario, draw_workload(scenario, 0), plan_today(scenario))
    tasks = without_absences(tasks)
    requests, number = len(ledger.request_school), len(tasks.ready)
    print(
        f"Python {platform.python_version()}, SimPy {simpy.__version__}, numpy {np.__version__}, {platform.machine()}"
    )
    print(f"{schools} schools, {requests:,} requests, {number:,} tasks, {int(tasks.servers.sum())} posts")
    ratios, equal = [], True
    for _ in range(rounds):
        lean_seconds, lean = timed(simulate, tasks)
        plain_seconds, plain = timed(idiomatic, tasks)
        ratios.append(plain_seconds / lean_seconds)
        equal &= all(np.array_equal(getattr(lean, n), getattr(plain, n)) for n in Records.__slots__)
        rates = [requests / seconds for seconds in (lean_seconds, plain_seconds)]
        print(f"lean {rates[0]:>9,.0f} requests/s   idiomatic {rates[1]:>8,.0f} requests/s   ratio {ratios[-1]:5.1f}")
    lapsed = int(((lean.start < 0) & (tasks.deadline < tasks.horizon - 1)).sum())
    busy = (
        (np.minimum(lean.finish, tasks.horizon) - lean.start)[lean.start >= 0].sum()
        / tasks.servers.sum()
        / tasks.horizon
    )
    print(
        f"utilization {busy:.2f}, lapsed visits {lapsed}, longest wait {(lean.start - lean.joined).max() / 3.6e6:.0f} h"
    )
    print(f"same records: {'yes' if equal else 'NO'}   median ratio {median(ratios):.1f} (goal: {GOAL:.0f} or more)")
    if not equal:
        sys.exit(1)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
