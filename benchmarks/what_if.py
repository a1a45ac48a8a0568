"""Seconds that a what-if takes with what a stored study knows: another budget, a lifted rule, a pin.

    python benchmarks/what_if.py                              Corpus Christi and synthetic_1600
    python benchmarks/what_if.py corpus_christi --folder redesign-corpus-christi

Nothing is simulated: plan and bound come from the team tables. Without `--folder` the study is run first.
"""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from statistics import median

from redesign import load_scenario
from redesign.scenario.model import Scenario
from redesign.scenario.pins import Pins
from redesign.study.ask.variant import NOTHING, Change, changed_problem, solve_variant
from redesign.study.knowledge import Knowledge, read_knowledge
from redesign.study.pipeline import run, workers_for

ROOT = Path(__file__).parents[1]
SHIPPED = ("corpus_christi", "synthetic_1600")
GOALS = {"corpus_christi": 1.0, "synthetic_1600": 5.0}
"""Seconds."""


def known(scenario: Scenario, folder: Path | None) -> Knowledge:
    """What a stored study knows, or a new one."""
    if folder is not None:
        knowledge = read_knowledge(folder)
        if not knowledge.holds_for(scenario):
            raise SystemExit(f"{folder} holds what is known of another scenario or version")
        return knowledge
    told: list[Knowledge] = []
    with workers_for(scenario, None) as executor:
        run(scenario, executor=executor, learned=told.append)
    return told[0]


def questions(scenario: Scenario, knowledge: Knowledge) -> Iterator[tuple[str, Change]]:
    """What is changed, in words."""
    problem = changed_problem(scenario, knowledge.strategies[scenario.run.certified])
    yield "as it is", NOTHING
    for share in (0.95, 1.05):
        yield f"yearly budget {share:.0%}", Change(yearly_usd=problem.yearly_usd * share)
    for name, rule in problem.rules.items():
        if rule.removable:
            yield f"without {name}", Change(lifted=(name,))
    team = scenario.team_ids[0]
    posts = int(knowledge.plan.posts[0]) + 1
    yield f"{team} pinned to {posts}", Change(pins=Pins(posts={team: posts}))


def measure(name: str, folder: Path | None) -> None:
    """Print a line for each question, and the median."""
    scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
    knowledge = known(scenario, folder)
    learned, seconds = knowledge.strategies[scenario.run.certified], []
    print(f"\n{name}: {len(scenario.schools)} schools, {len(learned.facts)} facts, {len(learned.prices)} prices")
    for words, change in questions(scenario, knowledge):
        start, worked = time.perf_counter(), time.process_time()
        found = solve_variant((changed_problem(scenario, learned, change), learned.prices))
        seconds.append(time.perf_counter() - start)
        said = f"{found.promised_support:,.0f}, gap {found.gap:.2%}" if found else "no plan"
        print(f"  {words:32} {seconds[-1]:7.2f} s ({time.process_time() - worked:.2f} s of the processor)  {said}")
    print(f"  median {median(seconds):.2f} s, worst {max(seconds):.2f} s, goal {GOALS.get(name, 1.0):g} s")


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=SHIPPED, help="shipped scenarios")
    parser.add_argument("--folder", type=Path, help="folder of a stored study, of one scenario")
    given = parser.parse_args()
    if given.folder and len(given.scenarios) != 1:
        parser.error("--folder is that of one scenario")
    print(f"Python {platform.python_version()}, HiGHS {version('highspy')}, PuLP {version('pulp')}")
    for name in given.scenarios:
        measure(name, given.folder)


if __name__ == "__main__":
    main()
