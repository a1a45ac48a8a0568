"""Notebooks hold no logic, read well without running, and run."""

import importlib.util
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|Users|tmp|work|opt|var)/|[A-Z]:\\\\")
LOGIC = re.compile(r"\b(def|class|for|while|if|lambda|with|try)\b")

pytestmark = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def code_cells(notebook: Any) -> list[Any]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook: Any) -> list[Any]:
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def assert_reads_well(notebook: Any) -> None:
    """Three pictures with words for them, tables, no error, no warning, no path of a machine."""
    found = outputs(notebook)
    assert {output.output_type for output in found} <= {"execute_result", "display_data"}
    shown = [output.data.get("text/html", "") + output.data.get("image/png", "") for output in found]
    pictures = [output.data for output, text in zip(found, shown, strict=True) if "iVBOR" in text]
    assert len(pictures) == 3
    assert all(len(text) > 10_000 for text in shown if "iVBOR" in text)
    assert all("Corpus Christi ISD" in data["text/plain"] for data in pictures)
    assert any("<table>" in output.data.get("text/html", "") for output in found)
    texts = [str(value) for output in found for kind, value in output.data.items() if kind.startswith("text/")]
    assert not any(MACHINE_PATH.search(text) for text in texts)


def test_committed_notebook_reads_without_running(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert notebook.metadata["kernelspec"]["name"] == "python3"
    assert [cell.execution_count for cell in code_cells(notebook)] == list(range(1, len(code_cells(notebook)) + 1))
    assert_reads_well(notebook)


def test_notebook_holds_no_logic(path: Path) -> None:
    for cell in code_cells(nbformat.read(path, as_version=4)):
        assert len(cell.source.splitlines()) <= 6
        assert not LOGIC.search(cell.source)
        assert not MACHINE_PATH.search(cell.source)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")
def test_notebook_runs(path: Path) -> None:
    spec = importlib.util.spec_from_file_location("execute_notebooks", ROOT / "tools" / "execute_notebooks.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    assert_reads_well(tool.execute(path))
