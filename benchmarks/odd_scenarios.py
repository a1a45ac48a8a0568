"""Odd scenarios that are valid: each goes through a whole study, and how it ended is counted.

    python benchmarks/odd_scenarios.py --count 500 --out odd.jsonl

An office with every key of a scenario file, in which the schema's own minima, maxima, empty lists and blocks, other
choices and left-out keys take the place of some values; so do a few limits that meet. A study may end with a result,
as bad input or with a conflict; every other end is listed.
"""

from __future__ import annotations

import argparse
import csv
import json
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from kept import Kept, Record, stamp_of, table

import redesign
from redesign.demand.size import check_size, sizes_of
from redesign.errors import RedesignError
from redesign.scenario.grammar import Schema, branches, entries, required, resolve
from redesign.scenario.model import Scenario
from redesign.scenario.schema import file_schema, roster_schema
from redesign.scenario.yaml_tree import dotted

HERE = Path(__file__).parent
ROSTER = "odd_office_schools.csv"
Path_ = tuple[str | int, ...]
Edit = tuple[Path_, Any]
"""A place in the tree and what stands there instead; `LEFT_OUT` takes the key away."""
Edge = tuple[Edit, ...]
"""Edits that are made together."""
Tree = dict[str, Any]

LEFT_OUT = "(left out)"
BARELY = 0.01
"""More than an exclusive minimum."""
MOST_TOGETHER = 5
ENDS = {
    0: "result",
    5: "not as asked",
    2: "bad input",
    3: "conflict",
    4: "solver failed",
    70: "bug",
    -1: "left out, too large",
}
FINE = (0, 5, 2, 3, -1)
MOST_TASKS = 20_000
"""A year of more tasks, where it is not refused, takes long and tells nothing new: it is left out."""

MEETING: tuple[Edge, ...] = (
    ((("teams", "clerks", "maximum_posts"), 1),),
    ((("teams", "clerks", "maximum_posts"), 2),),
    ((("teams", "coaches", "posts_today"), 0), (("teams", "coaches", "maximum_posts"), 0)),
    ((("teams", "clerks", "posts_today"), 0), (("teams", "clerks", "maximum_posts"), 0)),
    ((("teams", "clerks", "posts_today"), 0), (("teams", "coaches", "posts_today"), 0)),
    tuple((("teams", team, key), value) for team in ("clerks", "coaches") for key, value in
          (("leave_share", 0.6), ("vacancy_rate", 0.5), ("vacancy_weeks", 40))),
    ((("budget", "yearly_usd"), 0), (("budget", "one_time_usd"), 0)),
    tuple((("teams", team, "loaded_cost_usd"), 0) for team in ("clerks", "coaches")),
    tuple((("schools", i, "econ_disadvantaged"), 0) for i in range(3)),
    tuple((("schools", i, key), 0) for i in range(3) for key in
          ("enrollment", "econ_disadvantaged", "emergent_bilingual", "special_education", "principals")),
    ((("schools", 1), LEFT_OUT), (("schools", 2), LEFT_OUT)),
    ((("services", "forms", "requests_per_driver_per_year"), 12.0),),
    ((("services", "forms", "requests_per_driver_per_year"), 60.0),),
    ((("services", "cases", "requests_per_driver_per_year"), 20.0),),
    ((("calendar", "first_school_week"), 12), (("calendar", "last_school_week"), 12)),
)  # fmt: skip
"""What no single key of the schema says."""


def base() -> Tree:
    """The office, its roster under `schools`."""
    tree: Tree = yaml.safe_load((HERE / "odd_office.yaml").read_text(encoding="utf-8"))
    with (HERE / ROSTER).open(encoding="utf-8", newline="") as file:
        rows: list[dict[str, Any]] = list(csv.DictReader(file))
    kinds = roster_schema()["items"]["properties"]
    for row in rows:
        row |= {k: float(v) for k, v in row.items() if kinds[k].get("type") == "number"}
        row |= {k: int(v) for k, v in row.items() if kinds[k].get("type") == "integer"}
    return tree | {"schools": rows}


def edges() -> list[Edge]:
    """Every edge of the schema in the office, and the limits that meet."""
    tree, schema = base(), file_schema()
    whole = {**schema, "properties": {**schema["properties"], "schools": roster_schema()}}
    whole["required"] = [*required(schema), "schools"]
    rest = {"extends", "schools_file", "source", "name", "seed", "id", "sha256"}
    found = _edges(tree, whole, whole, ())
    return [*MEETING, *((edit,) for edit in found if not rest & set(edit[0]))]


def _edges(value: Any, schema: Schema, root: Schema, path: Path_) -> Iterator[Edit]:
    every = [resolve(branch, root) for branch in branches(resolve(schema, root))]
    for branch in every:
        yield from ((path, other) for other in _values(branch) if other != value)
    kind = "object" if isinstance(value, dict) else "array"
    inside = next((branch for branch in every if branch.get("type") == kind), None)
    if inside is None:
        return
    if isinstance(value, list):
        for i, item in enumerate(value):
            yield from _edges(item, inside["items"], root, (*path, i))
        return
    inner = entries(inside)
    for key, child in value.items():
        if inner is None and key not in required(inside):
            yield (*path, key), LEFT_OUT
        yield from _edges(child, inner or inside["properties"][key], root, (*path, key))


def _values(schema: Schema) -> Iterator[Any]:
    """What a schema says of the ends of what it allows."""
    kind = schema.get("type")
    yield from schema.get("enum", ())
    if kind in ("number", "integer"):
        yield from (schema[key] for key in ("minimum", "maximum") if key in schema)
        yield from (schema[key] + BARELY for key in ("exclusiveMinimum",) if key in schema)
    if kind == "boolean":
        yield from (True, False)
    if kind == "array" and not schema.get("minItems"):
        yield []
    if kind == "object" and entries(schema) is not None and not schema.get("minProperties"):
        yield {}


def edited(chosen: list[Edge]) -> Tree:
    """The office with these edges, and what they leave behind that would only be refused taken along."""
    tree = base()
    for path, value in (edit for edge in chosen for edit in edge):
        _put(tree, path, value)
    tree["schools"] = [row for row in tree["schools"] if row is not None]
    _within_the_year(tree)
    _without_ghosts(tree)
    return tree


def _put(tree: Any, path: Path_, value: Any) -> None:
    for part in path[:-1]:
        if not ((isinstance(tree, dict) and part in tree) or (isinstance(tree, list) and int(part) < len(tree))):
            return  # an edge before this one took it away
        tree = tree[part]
    if isinstance(tree, dict) and value == LEFT_OUT:
        tree.pop(path[-1], None)
    elif isinstance(tree, dict) or (isinstance(tree, list) and int(path[-1]) < len(tree)):
        tree[path[-1]] = None if value == LEFT_OUT else value


def _within_the_year(tree: Tree) -> None:
    calendar = tree.get("calendar", {})
    weeks = calendar.get("weeks", 52)
    for key, default in (("first_school_week", 6), ("last_school_week", 47)):
        calendar[key] = min(calendar.get(key, default), weeks)
    calendar["last_school_week"] = max(calendar["first_school_week"], calendar["last_school_week"])
    tree["calendar"] = calendar
    for service in tree.get("services", {}).values():
        service["peaks"] = [p for p in service.get("peaks", []) if p.get("to_week", weeks) <= weeks]
    for school in tree["schools"]:
        for key in ("econ_disadvantaged", "emergent_bilingual", "special_education"):
            school[key] = min(school.get(key, 0), school["enrollment"])


def _without_ghosts(tree: Tree) -> None:
    """Names of what is no longer there go, too."""
    services, schools = tree.get("services", {}), {row["id"] for row in tree["schools"]}
    for team in tree["teams"].values():
        if team.get("loaded_cost_usd", 0) < team.get("salary_usd", 0):  # it would only be refused
            team.pop("salary_usd")
    for area in tree["areas"].values():
        if isinstance(area.get("package_today"), dict):
            area["package_today"] = {k: name for k, name in area["package_today"].items() if k in schools} or "none"
    automatic = [f"{k}.{kind}" for k, s in services.items() for kind in ("automate", "eliminate") if s.get(kind)]
    known = {*automatic, *tree.get("levers", {})}
    for lever in tree.get("levers", {}).values():
        for key in ("needs", "excludes"):
            lever[key] = [name for name in lever.get(key, []) if name in known]
        changed = lever.get("changes", {})
        changed["services"] = {k: c for k, c in changed.get("services", {}).items() if k in services}
    for strategy in tree.get("strategies", {}).values():
        may = strategy.get("may", {})
        if isinstance(may.get("levers"), list):
            may["levers"] = [name for name in may["levers"] if name in known]
        if isinstance(strategy.get("lifted_rules"), list):
            strategy["lifted_rules"] = [k for k in strategy["lifted_rules"] if k in tree.get("rules", {})]
    run = tree.get("run", {})
    run["strategies"] = [k for k in run.get("strategies", []) if k in tree.get("strategies", {})]


def some_edges() -> st.SearchStrategy[list[Edge]]:
    """A few edges together."""
    return st.lists(st.sampled_from(edges()), min_size=2, max_size=MOST_TOGETHER, unique_by=lambda edge: edge[0][0])


def drawn(count: int) -> list[list[Edge]]:
    """So many lists of edges: the same ones every time."""
    found: list[list[Edge]] = []

    @settings(
        max_examples=max(1, count),
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(some_edges())
    def gather(chosen: list[Edge]) -> None:
        found.append(chosen)

    gather()
    return found[:count]


def written(tree: Tree, folder: Path) -> Path:
    """The file and the roster of a tree."""
    tree = dict(tree)
    schools = tree.pop("schools")
    with (folder / ROSTER).open("w", encoding="utf-8", newline="") as file:
        rows = csv.DictWriter(file, sorted({key for school in schools for key in school}))
        rows.writeheader()
        rows.writerows(schools)
    (folder / "odd.yaml").write_text(json.dumps(tree, indent=1), encoding="utf-8")
    return folder / "odd.yaml"


def ending(tree: Tree, charts: bool) -> Record:
    """How a whole study of a tree ends, its folder with charts written if so: the exit code and what is said."""
    with tempfile.TemporaryDirectory() as name:
        try:
            scenario = redesign.load_scenario(written(tree, Path(name)))
            check_size(scenario)
            if sum(size.tasks for size in sizes_of(scenario)) > MOST_TASKS:
                return {"exit": -1, "words": ""}
            result = redesign.run(scenario, engine="compiled")
            result.summary()
            if charts:
                result.save(Path(name) / "study")
        except RedesignError as error:
            return {"exit": error.exit_code, "words": str(error)}
        except Exception:  # what a user would be told is a bug
            return {"exit": 70, "words": traceback.format_exc()}
    certificate = result.certificate
    fine = certificate.admissible and certificate.reproducible
    return {"exit": 0 if fine else 5, "words": "; ".join(certificate.failures)}


def in_words(chosen: list[Edge]) -> str:
    """Edges as keys and values."""
    return ", ".join(f"{dotted(path)}={value}" for edge in chosen for path, value in edge)


def report(records: dict[str, Record]) -> None:
    """How many ended how, and everything that should not end so."""
    counts = Counter(record["exit"] for record in records.values())
    table(("end", "exit code", "scenarios"), [(ENDS.get(k, "other"), k, n) for k, n in sorted(counts.items())])
    for key, record in records.items():
        if record["exit"] not in FINE:
            print(f"{record['exit']}: {key}\n    {record['words'].strip().splitlines()[-1]}")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100, help="scenarios with several edges")
    parser.add_argument("--alone", action="store_true", help="each of about 500 edges alone, too")
    parser.add_argument("--charts", action="store_true", help="write every study's folder, charts included")
    parser.add_argument("--out", type=Path, help="file of JSON lines: what is in it is not run again")
    given_ = parser.parse_args(arguments)
    kept = Kept(given_.out, stamp_of(_any_scenario()))
    chosen = drawn(given_.count) + ([[edge] for edge in edges()] if given_.alone else [])
    report(
        {
            (key := in_words(each)): kept.once(key, lambda each=each: ending(edited(each), given_.charts))
            for each in chosen
        }
    )


def _any_scenario() -> Scenario:
    return redesign.load_scenario(HERE / "odd_office.yaml")


if __name__ == "__main__":
    main()
