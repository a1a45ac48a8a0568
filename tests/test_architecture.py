"""The floors of the package, read from its imports: an arrow that points back fails here."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "src" / "redesign"
FLOORS = (
    "errors",
    "scenario",
    "demand",
    "simulation",
    "analysis",
    "calibration",
    "optimization",
    "districts",
    "study",
    "reporting",
    "cli",
)
TOP = ("__init__", "__main__")  # the doors of the package: they may open on any floor
ONLY_ON = {
    "yaml": {"scenario"},
    "openpyxl": {"scenario"},
    "simpy": {"simulation"},
    "numba": {"simulation"},
    "pulp": {"optimization"},
    "highspy": {"optimization"},
    "matplotlib": {"reporting"},
    "typst": {"reporting"},
    "docx": {"reporting"},
    "xlsxwriter": {"reporting"},
    "click": {"cli"},
    "numpy": set(FLOORS) - {"errors", "scenario", "cli"},
    "random": set(),
    "secrets": set(),
    "pickle": set(),
    "marshal": set(),
    "shelve": set(),
}
LINES_OF_A_FILE, LINES_OF_A_FUNCTION, PARAMETERS = 300, 40, 5
LARGER = {
    "simulation/kernel.py: lines of _run": "the loop over a year's events: its branches change the same dozen arrays",
    "simulation/office.py: lines of _staff": "what happens at each event, as functions that share the year's columns",
    "study/pipeline.py: parameters of run": "the five of redesign.run, and whom to tell about progress",
    "cli/commands.py: parameters of run": "click hands a command one argument for each option",
}
"""What is larger than CONTRIBUTING allows, and why it may be."""
MACHINE_PATH = re.compile(r"(?<![\w.}~-])/(?:work|root|home|Users|tmp)(?:/\w|\b(?![/-]))")

MODULES = sorted(PACKAGE.rglob("*.py"))


def floor_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(tree: ast.Module, package: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Every dotted name that a module of `package` imports, wherever the import stands, with its line."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) + 1 - node.level] if node.level else ()
            for alias in node.names:
                yield ".".join((*base, *filter(None, [node.module]), alias.name)), node.lineno


def import_faults(floor: str, tree: ast.Module, package: tuple[str, ...] = ("redesign",)) -> list[str]:
    faults = []
    for name, line in imports(tree, package):
        top, _, rest = name.partition(".")
        target = rest.split(".")[0]
        if top == "redesign" and target != "__version__" and floor not in TOP:
            if target not in FLOORS:
                faults.append(f"{line}: {name} is on no floor")
            elif FLOORS.index(target) > FLOORS.index(floor):
                faults.append(f"{line}: {floor} imports {name}, which stands above it")
        if floor not in ONLY_ON.get(top, {floor}):
            faults.append(f"{line}: {floor} must not import {top}")
    return faults


def call_faults(floor: str, tree: ast.Module) -> list[str]:
    """Draws outside demand, print outside cli, and whatever could run what a file says."""
    faults = []
    for node in ast.walk(tree):
        name = ast.unparse(node) if isinstance(node, ast.Attribute) else getattr(node, "id", "")
        if isinstance(node, ast.Name) and name in {"eval", "exec", "compile", "__import__"}:
            faults.append(f"{node.lineno}: {name} runs text as code")
        if re.fullmatch(r"yaml\.(unsafe_|full_)?load(_all)?|os\.(system|popen)", name):
            faults.append(f"{node.lineno}: {name} runs what it reads")
        if isinstance(node, ast.keyword) and node.arg == "shell":
            faults.append(f"{node.value.lineno}: shell= runs text as a command")
        if name == "print" and floor != "cli":
            faults.append(f"{node.lineno}: print outside cli.py")
        if re.match(r"(np|numpy)\.random$|default_rng$", name) and floor != "demand":
            faults.append(f"{node.lineno}: a random number drawn outside demand")
        if isinstance(node, ast.Global):
            faults.append(f"{node.lineno}: module state changed by a function")
    return faults


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_module_keeps_to_its_floor(module: Path) -> None:
    tree = ast.parse(module.read_text(encoding="utf-8"))
    floor = floor_of(module)
    assert floor in (*FLOORS, *TOP), f"{module.name} stands on no floor"
    package = ("redesign", *module.relative_to(PACKAGE).parent.parts)
    assert import_faults(floor, tree, package) + call_faults(floor, tree) == []


@pytest.mark.parametrize(
    ("floor", "code"),
    [
        ("scenario", "from redesign.demand.workload import draw_workload"),
        ("scenario", "from ..study import pipeline"),
        ("analysis", "def late():\n    import redesign.optimization"),
        ("study", "from redesign import reporting"),
        ("study", "from redesign import run"),
        ("scenario", "import numpy as np"),
        ("errors", "from numpy import array"),
        ("demand", "import simpy"),
        ("optimization", "from numba import njit"),
        ("study", "import pulp"),
        ("analysis", "import highspy"),
        ("reporting", "import pickle"),
        ("demand", "import random"),
        ("simulation", "import numpy\ngenerator = numpy.random.default_rng(1)"),
        ("simulation", "from numpy.random import default_rng\ngenerator = default_rng(1)"),
        ("reporting", "print('here')"),
        ("cli", "eval('1')"),
        ("cli", "exec('1')"),
        ("scenario", "import yaml\nyaml.load(text, Loader)"),
        ("cli", "import subprocess\nsubprocess.run('ls', shell=True)"),
        ("study", "def f():\n    global count"),
    ],
)
def test_the_reading_sees_a_fault(floor: str, code: str) -> None:
    tree = ast.parse(code)
    assert len(import_faults(floor, tree, ("redesign", floor)) + call_faults(floor, tree)) >= 1


def sizes(name: str, code: str) -> Iterator[tuple[str, int, int]]:
    """What a file measures, and the most it may."""
    yield f"{name}: lines", len(code.splitlines()), LINES_OF_A_FILE
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield f"{name}: lines of {node.name}", lines, LINES_OF_A_FUNCTION
            named = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
            gathered = [each for each in (node.args.vararg, node.args.kwarg) if each]
            count = sum(each.arg not in {"self", "cls"} for each in [*named, *gathered])
            yield f"{name}: parameters of {node.name}", count, PARAMETERS


def too_large(name: str, code: str) -> dict[str, int]:
    return {what: count for what, count, most in sizes(name, code) if count > most}


def test_files_functions_and_parameters_are_as_few_as_promised() -> None:
    found: dict[str, int] = {}
    for module in MODULES:
        found |= too_large(module.relative_to(PACKAGE).as_posix(), module.read_text(encoding="utf-8"))
    assert {what: count for what, count in found.items() if what not in LARGER} == {}
    assert LARGER.keys() - found.keys() == set(), "no longer larger: take it off the list"


@pytest.mark.parametrize(
    ("code", "too_much"),
    [
        ("x = 1\n" * 300, {}),
        ("x = 1\n" * 301, {"m.py: lines": 301}),
        ("def f():\n" + "    x = 1\n" * 39, {}),
        ("def f():\n" + "    x = 1\n" * 40, {"m.py: lines of f": 41}),
        ("async def f():\n" + "    x = 1\n" * 40, {"m.py: lines of f": 41}),
        ("class C:\n    def f(self):\n" + "        x = 1\n" * 40, {"m.py: lines of f": 41}),
        ("def f():\n    def g():\n" + "        x = 1\n" * 40, {"m.py: lines of f": 42, "m.py: lines of g": 41}),
        ("def f(a, b, /, c, d=1, *, e): ...", {}),
        ("def f(a, b, /, c, d=1, *, e, g=2): ...", {"m.py: parameters of f": 6}),
        ("def f(a, b, c, d, *rest, **others): ...", {"m.py: parameters of f": 6}),
        ("class C:\n    def f(self, a, b, c, d, e): ...\n    def g(cls, a, b, c, d, e): ...", {}),
        ("class C:\n    def f(self, a, b, c, d, e, *, g): ...", {"m.py: parameters of f": 6}),
    ],
)
def test_the_counting_sees_what_is_too_large(code: str, too_much: dict[str, int]) -> None:
    assert too_large("m.py", code) == too_much


def test_help_imports_neither_numpy_nor_matplotlib() -> None:
    code = (
        "import sys; from redesign.cli import main; main(['--help'], standalone_mode=False)\n"
        "sys.exit(' '.join({'numpy', 'matplotlib', 'pulp', 'simpy'} & set(sys.modules)) or 0)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603
    assert (result.returncode, result.stderr.strip()) == (0, "")


def tracked_files() -> list[Path]:
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S607
    if listing.returncode:
        pytest.skip("not a git clone")
    return [path for name in listing.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def test_no_tracked_file_names_a_path_of_a_machine() -> None:
    own = Path(__file__).resolve()
    found = []
    for path in tracked_files():
        data = path.read_bytes()
        if b"\0" not in data and path != own and (hit := MACHINE_PATH.search(data.decode("utf-8", "replace"))):
            found.append(f"{path.relative_to(ROOT)}: {hit[0]}")
    assert found == []


@pytest.mark.parametrize("text", ["see /work/main", "'/root/x'", "(/tmp/out)", "/home/me", "cd /tmp"])
def test_a_machine_path_is_recognized(text: str) -> None:
    assert MACHINE_PATH.search(text)


@pytest.mark.parametrize("text", ["routine/work", "https://x.org/home/a", "$x/tmp/a", "../tmp/x", "/workers"])
def test_other_text_is_no_machine_path(text: str) -> None:
    assert not MACHINE_PATH.search(text.replace("$x", "${x}"))


def test_lock_names_only_the_public_registry() -> None:
    lock = (ROOT / "uv.lock").read_text(encoding="utf-8")
    sources = set(re.findall(r"registry = \"([^\"]+)\"", lock))
    hosts = set(re.findall(r"\w+://([^/\"]+)", lock))
    assert sources == {"https://pypi.org/simple"}
    assert hosts == {"pypi.org", "files.pythonhosted.org"}
