"""What the variables of a model mean.

Variables carry neutral names made of positions (`y0_3_1`), because a solver's file format takes two schools
called `a b` and `a_b` for one. Keep this map beside an LP file that is written to be read.
"""

from __future__ import annotations

from redesign.demand.expectation import OPTIONS
from redesign.optimization.formulation import Formulation
from redesign.optimization.office import Office


def name_map(model: Formulation) -> dict[str, str]:
    """Variable name -> meaning, for packages, posts, moves and levers."""
    scenario = model.problem.scenario
    areas, words = list(scenario.areas), [tuple(area.packages) for area in scenario.areas.values()]
    meaning = {
        y.name: f"{areas[a]}: school {scenario.schools[s].id} gets {words[a][p - 1]}"
        for (a, s, p), y in model.package.items()
    }
    return meaning | _of_posts(model.office) | _of_levers(model.office)


def _of_posts(office: Office) -> dict[str, str]:
    teams, meaning = office.problem.scenario.team_ids, {}
    for t, team in enumerate(teams):
        posts, buckets = office.problem.curves[t].posts, office.buckets[t]
        for (n, b), z in office.level[t].items():
            shares = f"visits {buckets.low_share[b]:.0%} to {buckets.high_share[b]:.0%} of the load"
            meaning[z.name] = f"{team}: {posts[n]} posts, {shares}"
        for what, variable in (("kept", office.kept), ("hired", office.hired), ("released", office.released)):
            meaning[variable[t].name] = f"{team}: posts {what}"
    for (source, to), variable in office.retrained.items():
        meaning[variable.name] = f"{teams[to]}: posts retrained from {teams[source]}"
    return meaning


def _of_levers(office: Office) -> dict[str, str]:
    services = list(office.problem.scenario.services)
    return {q.name: f"{services[k]}: {OPTIONS[o]}" for (k, o), q in office.option.items()}
