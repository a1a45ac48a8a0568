"""The documents keep their word: commands, links, anchors and the version to cite."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

import redesign

ROOT = Path(__file__).parents[1]
DOCUMENTS = sorted(
    path for path in ROOT.rglob("*.md") if not any(part.startswith((".", "_")) for part in path.relative_to(ROOT).parts)
)
README = (ROOT / "README.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def sh_blocks(text: str) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def anchors(document: Path) -> set[str]:
    """The anchors that a Markdown page offers, as GitHub makes them from its headings."""
    headings = re.findall(r"^#+ +(.+?)\s*$", FENCE.sub("", document.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(document: Path) -> list[str]:
    broken = []
    for link in re.findall(r"\]\(([^)\s]+)\)", FENCE.sub("", document.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        target, _, anchor = link.partition("#")
        path = document.parent / target if target else document
        if not path.exists() or (anchor and path.suffix == ".md" and anchor not in anchors(path)):
            broken.append(link)
    return broken


def test_readme_opens_with_two_commands_of_one_line() -> None:
    first, second = sh_blocks((ROOT / "README.md").read_text(encoding="utf-8"))[:2]
    for block in (first, second):
        assert block.count("\n") == 1
        assert "python3 -m venv" in block
    assert "redesign run scenarios/corpus_christi.yaml" in first
    assert "pytest" in second


@pytest.mark.parametrize("text", re.findall(r"^```yaml\n(.*?)^```$", README, re.MULTILINE | re.DOTALL))
def test_a_scenario_of_the_readme_is_valid(text: str, tmp_path: Path) -> None:
    for file in (ROOT / "scenarios").glob("corpus_christi*"):
        shutil.copy(file, tmp_path)
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    scenario = redesign.load_scenario(tmp_path / "mine.yaml")
    assert scenario.name != redesign.load_scenario(tmp_path / "corpus_christi.yaml").name
    assert set(yaml.safe_load(text)) - {"extends", "name"}


def test_files_that_the_commands_name_exist() -> None:
    words = [
        word for block in sh_blocks((ROOT / "README.md").read_text(encoding="utf-8")) for word in shlex.split(block)
    ]
    named = [word for word in words if re.match(r"(scenarios|notebooks|tests|docs|benchmarks)/", word)]
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_readme_states_the_tutorial_results_as_the_golden_result_has_them() -> None:
    golden = json.loads((ROOT / "tests" / "golden" / "tutorial.json").read_text(encoding="utf-8"))
    text, certificate = (ROOT / "README.md").read_text(encoding="utf-8"), golden["certificate"]
    for strategy, label in (("clean_sheet", "Clean sheet: modeled support"), ("today", "Today:")):
        support = golden["support"][strategy]
        assert f"{label} {support['mean']:,.0f} ({support['low']:,.0f} to {support['high']:,.0f})" in text
    assert f"No admissible plan can exceed {certificate['upper_bound']:,.0f}" in text
    assert f"Certified gap {certificate['certified_gap']:.1%}" in text


def test_pictures_of_the_readme_are_described_and_of_the_golden_result() -> None:
    pictures = re.findall(r"^!\[(.+)\]\((docs/pictures/\w+)\.png\)$", README, re.MULTILINE)
    assert len(pictures) == 2
    said = {name: (ROOT / f"{name}.txt").read_text(encoding="utf-8") for _, name in pictures}
    assert all(said[name].startswith(alt) for alt, name in pictures)
    golden = json.loads((ROOT / "tests" / "golden" / "corpus_christi.json").read_text(encoding="utf-8"))["support"]
    assert f"{golden['today']['mean']:,.0f} hours become {golden['clean_sheet']['mean']:,.0f}," in pictures[0][0]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: str(document.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    assert broken_links(document) == []


def test_a_broken_link_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A Page: one\n[a](missing.md) [b](#a-page-one) [c](#nowhere) [d](https://x.org)\n", encoding="utf-8"
    )
    assert broken_links(page) == ["missing.md", "#nowhere"]


def test_citation_and_changelog_name_the_version() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == redesign.__version__
    assert f"## [{redesign.__version__}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_ci_script_can_be_started() -> None:
    script = ROOT / ".ci" / "run"
    result = subprocess.run(["bash", "-n", str(script)], capture_output=True, text=True, check=False)  # noqa: S603, S607
    assert (result.returncode, result.stderr) == (0, "")
    assert script.stat().st_mode & 0o100
