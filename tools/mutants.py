"""A sample of mutants: the code changed in one place each; do the tests notice?

    python tools/mutants.py --count 100 --out mutants.jsonl
    python tools/mutants.py --count 20 --floors optimization,study --seed 7 --seconds 300

Every mutant is one change of one line: a comparison, a sign, a number, `min` for `max`, a condition turned round, the
first for the last. The tests that import its module run first, then a few that see much of the whole, then the quick
ones of its floor and of the floors above, then the slow ones; the first failure kills it, if the same test passes
without the mutant. What survives, or was not killed in time, is printed with its line, to be looked at: a test is
missing, or nothing can differ. With --near only the first two of these run: most mutants die there, in seconds; a run
without it then goes on with the others.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ("scenario", "demand", "simulation", "analysis", "optimization", "study", "reporting", "cli")
LATE = "the time was over"
"""It runs for ever, or nothing failed in so many seconds: which, is to be looked at."""
NEAR = "survived near"
TELLING = (
    "tests/scenario/test_schema_file.py",
    "tests/scenario/test_schema.py",
    "tests/study/test_levers_by_hand.py",
    "tests/study/test_strategy_report.py",
    "tests/study/test_study.py",
    "tests/study/test_shipped_studies.py::test_golden_result[tutorial]",
)
"""The whole of the schema, every number of a simulated study, and the result of a shipped scenario."""
FOR_ONE_S = 300
"""For one test without a mutant."""
NO_TESTS = 5
"""What pytest ends with where no test was chosen."""
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SIGNS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.BitAnd: ast.BitOr,
    ast.BitOr: ast.BitAnd,
}
NAMES = {"min": "max", "max": "min", "minimum": "maximum", "maximum": "minimum", "any": "all", "all": "any"}
NAMES |= {"argmin": "argmax", "argmax": "argmin", "floor": "ceil", "ceil": "floor", "low": "high", "high": "low"}


@dataclass(frozen=True)
class Mutant:
    """One change of one module."""

    module: str
    """Below src/redesign."""
    line: int
    what: str
    text: str
    """The module with the change."""

    @property
    def floor(self) -> str:
        """Where it stands."""
        return self.module.split("/")[0]


def changed_nodes(tree: ast.Module) -> Iterator[tuple[ast.expr, ast.expr, str]]:
    """Every expression that can be changed, the change, and what it is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARISONS:
            other = COMPARISONS[type(node.ops[0])]()
            yield node, ast.Compare(node.left, [other, *node.ops[1:]], node.comparators), type(other).__name__
        elif isinstance(node, ast.BinOp) and type(node.op) in SIGNS and not _is_type(node):
            sign = SIGNS[type(node.op)]()
            yield node, ast.BinOp(node.left, sign, node.right), type(sign).__name__
        elif isinstance(node, ast.BoolOp):
            turned = ast.And() if isinstance(node.op, ast.Or) else ast.Or()
            yield node, ast.BoolOp(turned, node.values), type(turned).__name__
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not | ast.USub | ast.Invert):
            yield node, node.operand, f"without {type(node.op).__name__}"
        elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
            more = float(node.value) + 1 if isinstance(node.value, float) else int(str(node.value)) + 1
            yield node, ast.Constant(more), f"{more}"
        elif isinstance(node, ast.IfExp):
            yield node, ast.IfExp(node.test, node.orelse, node.body), "the other way round"
        elif isinstance(node, ast.Attribute) and node.attr in NAMES:
            yield node, ast.Attribute(node.value, NAMES[node.attr], node.ctx), NAMES[node.attr]
        elif isinstance(node, ast.Name) and node.id in NAMES:
            yield node, ast.Name(NAMES[node.id], node.ctx), NAMES[node.id]


def _is_type(node: ast.BinOp) -> bool:
    """`int | None` is no sum."""
    return isinstance(node.op, ast.BitOr) and any(
        isinstance(side, ast.Constant) and side.value is None for side in ast.walk(node)
    )


def mutants_of(path: Path) -> Iterator[Mutant]:
    """Every mutant of a module."""
    source = path.read_text(encoding="utf-8")
    lines = source.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line.encode()))
    for node, other, what in changed_nodes(ast.parse(source)):
        if node.end_lineno is None or node.end_col_offset is None or node.lineno != node.end_lineno:
            continue
        first, last = starts[node.lineno - 1] + node.col_offset, starts[node.lineno - 1] + node.end_col_offset
        raw = source.encode()
        text = (raw[:first] + f"({ast.unparse(other)})".encode() + raw[last:]).decode()
        try:
            compile(text, str(path), "exec")
        except SyntaxError:  # a pattern or a keyword's name
            continue
        yield Mutant(path.relative_to(ROOT / "src" / "redesign").as_posix(), node.lineno, what, text)


def sample(count: int, seed: int, only: str, floors: tuple[str, ...] = FLOORS) -> list[Mutant]:
    """As many of each floor as it has part in all mutants, at random."""
    found = []
    for floor in floors:
        for path in sorted((ROOT / "src" / "redesign" / floor).rglob("*.py")):
            found += [each for each in mutants_of(path) if only in each.module]
    return random.Random(seed).sample(found, min(count, len(found)))  # noqa: S311  no secret


class Copy:
    """The code in a folder of its own, the same for all mutants: what numba compiled is kept."""

    def __init__(self, folder: Path) -> None:
        self.source = folder / "src"
        self.passing: set[str] = set()
        self.failing: set[str] = set()
        """Tests known to pass, or to fail, without any mutant."""
        shutil.copytree(ROOT / "src", self.source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info"))

    def killer(self, mutant: Mutant, seconds: float, near: bool) -> tuple[str, str]:
        """How a mutant ends, and the first test that fails."""
        place = self.source / "redesign" / mutant.module
        place.write_text(mutant.text, encoding="utf-8")
        until = time.monotonic() + seconds
        try:
            for tests in islice(steps(mutant), 2 if near else None):
                if failed := self._first_failure(mutant, tests, until):
                    return ("late" if failed == LATE else "killed"), failed
        finally:
            shutil.copy2(ROOT / "src" / "redesign" / mutant.module, place)
        return (NEAR if near else "survived"), ""

    def _first_failure(self, mutant: Mutant, tests: list[str], until: float) -> str:
        """The first test that fails by the mutant; what fails without it, too, tells nothing."""
        while True:
            left_out = [word for test in sorted(self.failing) for word in ("--deselect", test)]
            _, line = self._run([*tests, *left_out], until)
            if not line.startswith(("FAILED", "ERROR")):  # nothing failed, too late, or the interpreter fell
                return line
            test = line.removeprefix("FAILED ").removeprefix("ERROR ").split(" - ")[0]
            if test not in self.passing and not self._passes(mutant, test):
                if test in self.failing:  # not a test that can be left out: a file that is not imported
                    raise SystemExit(f"{test} fails without any mutant; mend it first")
                self.failing.add(test)
                continue
            self.passing.add(test)
            return line

    def _passes(self, mutant: Mutant, test: str) -> bool:
        """Whether a test passes in the code as it is."""
        place = self.source / "redesign" / mutant.module
        shutil.copy2(ROOT / "src" / "redesign" / mutant.module, place)
        code, _ = self._run([test] if "::" in test else ["--collect-only", test], time.monotonic() + FOR_ONE_S)
        place.write_text(mutant.text, encoding="utf-8")
        return code == 0

    def _run(self, tests: list[str], until: float) -> tuple[int, str]:
        """What pytest ends with, and the line of the first failure."""
        command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "-n", "0", *tests]
        environment = os.environ | {
            "PYTHONPATH": str(self.source),
            "PYTHONDONTWRITEBYTECODE": "1",
            "CI": "true",  # random draws are the same for all mutants
        }
        left = max(1.0, until - time.monotonic())
        try:
            done = subprocess.run(  # noqa: S603  our own command
                command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=left, check=False
            )
        except subprocess.TimeoutExpired:
            return -1, LATE
        lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return done.returncode, "" if done.returncode in (0, NO_TESTS) else (*lines, f"ended with {done.returncode}")[0]


def steps(mutant: Mutant) -> Iterator[list[str]]:
    """The tests to run, those first that are likely to fail and quick."""
    dotted = "redesign." + mutant.module.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    parent, _, name = dotted.rpartition(".")
    named = re.compile(rf"(from|import) {re.escape(dotted)}\b|from {re.escape(parent)} import [^\n]*\b{name}\b")
    files = sorted((ROOT / "tests").rglob("test_*.py"), key=lambda file: (file.stem != f"test_{name}", str(file)))
    knowing = [str(file.relative_to(ROOT)) for file in files if named.search(file.read_text(encoding="utf-8"))]
    yield knowing or ["-m", "not slow", f"tests/{mutant.floor}"]
    yield [*TELLING]
    own, *above = FLOORS[FLOORS.index(mutant.floor) :]
    yield ["-m", "not slow", f"tests/{own}"]
    yield ["-m", "not slow", *(f"tests/{floor}" for floor in above)]
    yield ["-m", "slow", *(f"tests/{floor}" for floor in (own, *above))]


def main() -> None:
    """Try the sample; print who survived and the score."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="part of the module's path")
    parser.add_argument("--floors", default=",".join(FLOORS), help="floors to change, with commas between them")
    parser.add_argument("--seconds", type=float, default=900, help="for the tests of one mutant")
    parser.add_argument(
        "--near", action="store_true", help="only the tests that import the module, and a few telling ones"
    )
    parser.add_argument("--out", type=Path, help="file of JSON lines: what is in it is not run again")
    asked = parser.parse_args()
    known = {}
    if asked.out and asked.out.exists():
        known = {record["key"]: record for record in map(json.loads, asked.out.read_text("utf-8").splitlines())}
    records = []
    with tempfile.TemporaryDirectory() as folder:
        copy = Copy(Path(folder))
        for mutant in sample(asked.count, asked.seed, asked.only, tuple(asked.floors.split(","))):
            key = f"{mutant.module}:{mutant.line} {mutant.what}"
            if key not in known or (known[key]["end"] == NEAR and not asked.near):
                start = time.monotonic()
                end, by = copy.killer(mutant, asked.seconds, asked.near)
                known[key] = {"key": key, "end": end, "by": by, "seconds": round(time.monotonic() - start)}
                if asked.out:
                    with asked.out.open("a", encoding="utf-8") as file:
                        file.write(json.dumps(known[key]) + "\n")
            records.append(known[key])
            print(f"{known[key]['end']}  {key}  ({known[key]['seconds']} s)", file=sys.stderr, flush=True)
    counts = Counter(record["end"] for record in records)
    print(*(f"{record['end']}: {record['key']}" for record in records if record["end"] != "killed"), sep="\n")
    killed = counts["killed"]
    print(f"{killed} of {len(records)} killed ({killed / max(1, len(records)):.0%}), {counts['late']} late")


if __name__ == "__main__":
    main()
