"""Notebooks hold no logic, read well without running, and run."""

import ast
import importlib.util
import re
import shutil
from pathlib import Path
from typing import Any

import nbformat
import pytest

from redesign.reporting.chart import drawing_of

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|Users|tmp|work|opt|var)/|[A-Z]:\\\\")
LOGIC = re.compile(r"\b(def|class|for|while|if|lambda|with|try)\b")

PICTURES = {
    "todays_office": 2,
    "comparing_staffing_plans": 3,
    "what_a_package_buys": 3,
    "the_budget": 1,
    "how_sure_can_we_be": 2,
    "a_chart_for_the_proposal": 1,
}
"""How many each of them shows."""
IMAGE = re.compile(r'<img [^>]*src="data:image/png;base64,([^"]+)"[^>]*>')
ALT = re.compile(r'alt="([^"]+)"')
of_each = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def module_at(name: str) -> Any:
    """A file of ours that is no package."""
    spec = importlib.util.spec_from_file_location(Path(name).stem, ROOT / name)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def assert_reads_well(notebook: Any, pictures: int) -> None:
    """Pictures with words for them, tables with numbers at the right, no error, no warning, no path of a machine."""
    found = [output for cell in code_cells(notebook) for output in cell.outputs]
    assert {output.output_type for output in found} <= {"execute_result", "display_data"}
    html = [output.data["text/html"] for output in found if "text/html" in output.data]
    images = [image for text in html for image in IMAGE.finditer(text)]
    assert len(images) == pictures
    for image in images:
        words = ALT.search(image[0])
        assert len(image[1]) > 10_000
        assert words
        assert "Source: redesign" in words[1]
        assert "Three Schools" in words[1] or "scenario " in words[1]
    tables = [text for text in html if "<table" in text]
    assert all("<td" not in text or "text-align" in text for text in tables)
    assert tables or pictures
    texts = [str(value) for output in found for kind, value in output.data.items() if kind.startswith("text/")]
    assert not any(MACHINE_PATH.search(IMAGE.sub("", text)) for text in texts)


def test_there_is_a_notebook_for_each_question() -> None:
    assert {path.stem for path in NOTEBOOKS} == PICTURES.keys()


@of_each
def test_committed_notebook_reads_without_running(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert [cell.execution_count for cell in code_cells(notebook)] == list(range(1, len(code_cells(notebook)) + 1))
    assert_reads_well(notebook, PICTURES[path.stem])


@of_each
def test_the_site_shows_a_notebook_as_it_was_run(path: Path) -> None:
    """Every cell, and of what it has shown every picture; its page includes the file itself."""
    notebook, shown = nbformat.read(path, as_version=4), module_at("docs/conf.py").as_markdown(path.read_text("utf-8"))
    outputs = [output for cell in code_cells(notebook) for output in cell.outputs]
    places = [shown.index(cell.source) for cell in notebook.cells]
    assert places == sorted(places)
    assert all((output.data.get("text/html") or output.data["text/plain"]) in shown for output in outputs)
    assert len(IMAGE.findall(shown)) == PICTURES[path.stem]
    assert shown.count("``````") == 2 * (len(code_cells(notebook)) + len(outputs))
    page = ROOT / "docs" / "notebooks" / f"{path.stem}.md"
    assert f"{{include}} ../../notebooks/{path.name}" in page.read_text("utf-8")
    assert f"\nnotebooks/{path.stem}\n" in (ROOT / "docs" / "index.md").read_text("utf-8")


@of_each
def test_notebook_holds_no_logic(path: Path) -> None:
    for cell in code_cells(nbformat.read(path, as_version=4)):
        assert len(cell.source.splitlines()) <= 6
        assert not LOGIC.search(cell.source)
        assert not MACHINE_PATH.search(cell.source)


@of_each
def test_one_cell_at_the_head_is_all_there_is_to_change(path: Path) -> None:
    """It holds names for values, and every one of them is used below, where no file is named any more."""
    notebook = nbformat.read(path, as_version=4)
    assert "The one cell to change is the next one" in notebook.cells[0].source
    head, *others = code_cells(notebook)
    assert notebook.cells[1] is head
    names: list[str] = []
    for statement in ast.parse(head.source).body:
        assert isinstance(statement, ast.Assign)
        ast.literal_eval(statement.value)
        names += [node.id for node in ast.walk(statement.targets[0]) if isinstance(node, ast.Name)]
    below = "\n".join(cell.source for cell in others)
    used = {node.id for node in ast.walk(ast.parse(below)) if isinstance(node, ast.Name)}
    assert names[0] == "FILE"
    assert set(names) <= used
    assert ".yaml" not in below


def test_the_charts_that_are_named_are_there() -> None:
    notebook = nbformat.read(ROOT / "notebooks" / "a_chart_for_the_proposal.ipynb", as_version=4)
    rows = re.findall(r"^\| `(\w+)` \| (.+\?) \|$", notebook.cells[0].source, re.MULTILINE)
    assert len(rows) == 8
    assert {name: drawing_of(name).QUESTION for name, _ in rows} == dict(rows)


@of_each
@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_notebook_runs(path: Path, tmp_path: Path) -> None:
    """In a copy of its surroundings: one of them writes files."""
    tool = module_at("tools/execute_notebooks.py")
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    (tmp_path / "notebooks").mkdir()
    copy = shutil.copy(path, tmp_path / "notebooks")
    assert_reads_well(tool.execute(Path(copy)), PICTURES[path.stem])
