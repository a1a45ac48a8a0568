"""Spoiled scenario files and rosters: is each read, or refused with the place of every fault?

    python benchmarks/fuzzed_files.py scenarios --count 20000 --out fuzzed.jsonl
    python benchmarks/fuzzed_files.py rosters --count 5000
    python benchmarks/fuzzed_files.py scenarios --first 812 --count 1 --keep FOLDER

Every shipped scenario and the office with every key are spoiled in one to four places (`spoiled_yaml.py`), or their
rosters are (`spoiled_rosters.py`), and go through `redesign validate` in this process. It must end with 0 or with 2,
each line of what it then says must begin with a file, a line that this file has, and a column, and it must be quick.
With --studies what is valid goes through a whole study of few years. The n-th file of a seed is always the same.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

import spoiled_rosters
import spoiled_yaml
from click.testing import CliRunner

from redesign.cli.commands import main as redesign
from redesign.demand.size import sizes_of
from redesign.scenario.reading import load_scenario

ROOT = Path(__file__).resolve().parents[1]
WEIGHTS = {"tutorial": 6, "tutorial_ideas": 6, "odd_office": 6, "rural": 4, "sharyland": 4, "corpus_christi": 3}
WEIGHTS |= {"chicago": 0.5, "synthetic_1600": 0.2}
"""How often each is spoiled: the large ones take long and hold no other keys."""
MOST_SECONDS = 10.0
"""Of the processor."""
MOST_TASKS = 20_000
"""A study of a year of more tasks takes long and tells nothing new."""
PLACE = re.compile(r"(?P<file>[^:\n]+?)(?::(?P<line>\d+):\d+|, sheet .+?, row (?P<row>\d+), column [A-Z]+): .")
MORE = re.compile(r"and [\d,]+ more")
FEW_YEARS = "\nrun: {build_years: 2, search_years: 2, final_years: 4, most_final_years: 4}\n"
FINE = {"validate": (0, 2), "run": (0, 2, 3, 5)}


@dataclass(frozen=True)
class Ending:
    """How one file ended, and what is wrong with that."""

    number: int
    base: str
    exit: int
    wrong: str = ""
    words: str = ""


class Folder:
    """The shipped files in a folder of their own, in which one is spoiled at a time."""

    def __init__(self, path: Path) -> None:
        self.path = path
        for source in (ROOT / "scenarios", ROOT / "benchmarks"):
            for file in source.glob("*"):
                if file.suffix == ".csv" or file.stem in WEIGHTS:
                    shutil.copy(file, path)
        self.texts = {file.name: file.read_text(encoding="utf-8") for file in path.iterdir()}

    def scenario(self, draw: Random) -> tuple[str, str]:
        """Spoil a scenario; give the file that was, and the one to validate: the same, or one that extends it."""
        base = draw.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        changed = "tutorial" if base == "tutorial_ideas" and draw.random() < 0.3 else base
        self.write(f"{changed}.yaml", spoiled_yaml.spoiled(self.texts[f"{changed}.yaml"], draw))
        return f"{changed}.yaml", f"{base}.yaml"

    def roster(self, draw: Random) -> tuple[str, str]:
        """Spoil the roster of a scenario."""
        bases = {name: weight for name, weight in WEIGHTS.items() if name != "tutorial_ideas"}
        base = draw.choices([*bases], [*bases.values()])[0]
        ending, content = spoiled_rosters.spoiled(self.texts[f"{base}_schools.csv"], draw)
        self.write(f"spoiled{ending}", content)
        text = re.sub(r"(?m)^schools_file:.*$", f"schools_file: spoiled{ending}", self.texts[f"{base}.yaml"])
        self.write("of_roster.yaml", text.encode())
        return f"spoiled{ending}", "of_roster.yaml"

    def write(self, name: str, content: bytes) -> None:
        """Put a file there."""
        (self.path / name).write_bytes(content)

    def mend(self, name: str) -> None:
        """Put a shipped file back."""
        if name in self.texts:
            self.write(name, self.texts[name].encode())

    def lines_of(self, name: str) -> int:
        """How many lines a file has that can be read as text; no limit for one that cannot, or is not there."""
        try:
            content = (self.path / name).read_bytes()
        except (OSError, ValueError):
            return sys.maxsize
        if content[:2] == b"PK":
            return sys.maxsize
        return max(1, len(re.findall(rb"\r\n|\r|\n|\x85|\xe2\x80[\xa8\xa9]", content)) + 1)


def ended(folder: Folder, command: str, words: list[str]) -> tuple[int, str, str]:
    """How a command ends in this process: its code, what is wrong with that, what it said of faults."""
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = CliRunner().invoke(redesign, [command, *words])
    seconds = time.process_time() - began
    if done.exit_code not in FINE[command] or "Traceback" in done.output:
        return done.exit_code, f"ended with {done.exit_code}", done.output
    if done.exit_code == 2 and (unplaced := [line for line in said(done.stderr) if not placed(folder, line)]):
        return 2, f"without a place: {unplaced[0]!r}", done.stderr
    if command == "validate" and seconds > MOST_SECONDS:
        return done.exit_code, f"took {seconds:.0f} s", done.stderr
    return done.exit_code, "", done.stderr


def said(words: str) -> list[str]:
    """The lines of a message, without notes and the count of what is left out."""
    lines = [line for line in words.split("\n") if line and not MORE.fullmatch(line)]
    return [line for line in lines if not line.startswith("Note: ")] or ["(nothing)"]


def placed(folder: Folder, line: str) -> bool:
    """Whether it begins with a file, a line of it and a column."""
    found = PLACE.match(line)
    return bool(found) and 1 <= int(found["line"] or found["row"]) <= folder.lines_of(found["file"])


def study(folder: Folder, name: str) -> tuple[int, str, str]:
    """A study of few years, if its years are not too large."""
    path = folder.path / name
    text = re.sub(r"(?ms)^run:.*?(?=^\S|\Z)", "", path.read_text(encoding="utf-8")) + FEW_YEARS
    path.write_text(text, encoding="utf-8")
    try:
        if sum(size.tasks for size in sizes_of(load_scenario(path))) > MOST_TASKS:
            return 0, "", ""
    except Exception as error:  # not what it was without its settings
        return 0, "", str(error)
    words = [str(path), "--output", str(folder.path / "study"), "--workers", "1", "--engine", "compiled", "--quiet"]
    return ended(folder, "run", words)


def endings(what: str, numbers: range, seed: int, studies: bool, keep: Path | None = None) -> Iterator[Ending]:
    """How each file of these numbers ends; what is not as it should be is kept in a folder, if there is one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Folder(Path(name))
        for number in numbers:
            draw = Random(f"{what} {seed} {number}")  # noqa: S311  of no secret
            changed, asked = folder.scenario(draw) if what == "scenarios" else folder.roster(draw)
            exit_code, wrong, words = ended(folder, "validate", [str(folder.path / asked)])
            if studies and exit_code == 0 and not wrong and changed == asked:
                exit_code, wrong, words = study(folder, asked)
            if keep and (wrong or len(numbers) == 1):
                keep.mkdir(parents=True, exist_ok=True)
                shutil.copy(folder.path / changed, keep / f"{number}_{changed}")
            folder.mend(changed)
            yield Ending(number, asked, exit_code, wrong, words if wrong else "")


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("scenarios", "rosters"))
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first file: a run that was ended goes on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--studies", action="store_true", help="whole studies of what is valid, too")
    parser.add_argument("--keep", type=Path, help="folder for files that did not end as they should")
    parser.add_argument("--out", type=Path, help="file of JSON lines, one for each such file")
    asked = parser.parse_args(arguments)
    counts: Counter[int] = Counter()
    wrong = 0
    for each in endings(
        asked.what, range(asked.first, asked.first + asked.count), asked.seed, asked.studies, asked.keep
    ):
        counts[each.exit] += 1
        if each.wrong:
            wrong += 1
            print(f"{each.number} ({each.base}): {each.wrong}", flush=True)
            if asked.out:
                with asked.out.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(asdict(each)) + "\n")
        if (each.number + 1) % 500 == 0:
            print(f"{each.number + 1}: {dict(counts)}, {wrong} wrong", file=sys.stderr, flush=True)
    print(f"{asked.count} {asked.what}: {', '.join(f'{n} ended with {code}' for code, n in sorted(counts.items()))}")
    print(f"{wrong} not as it should be")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
