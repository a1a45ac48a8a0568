"""Make, validate and run scenarios of many Texas districts, and write a table of what came of them.

    python tools/many_districts.py STATE_FOLDER RESULTS_FOLDER --records docs/districts.jsonl --count 100 > table.md

One folder a district under RESULTS_FOLDER, one line a district in the records; what has a line is skipped, so that a
run that was stopped can go on, elsewhere, too. Districts of ten schools or more are taken evenly over the order of
size, so that any count has small and large ones.
"""

from __future__ import annotations

import argparse
import csv
import json
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import redesign

FEWEST_SCHOOLS = 10
MOST_SECONDS = 3 * 3600
HEADER = (
    "District",
    "Schools",
    "Posts",
    "Busy today",
    "Support today",
    "Gain",
    "Certified gap",
    "Seconds",
    "With",
    "Outcome",
)


def chosen(folder: Path, count: int, most_schools: int) -> list[str]:
    """Ids of districts, evenly over the order of size."""
    with (folder / "districts.csv").open(newline="", encoding="utf-8") as file:
        rows = [(int(row["campuses"]), row["district_id"]) for row in csv.DictReader(file)]
    large = sorted(row for row in rows if FEWEST_SCHOOLS <= row[0] <= most_schools)
    step = max(1.0, (len(large) - 1) / max(1, count - 1))
    places = dict.fromkeys(min(len(large) - 1, round(i * step)) for i in range(count))
    return [large[place][1] for place in places]


def known(records: Path) -> dict[str, dict[str, Any]]:
    """What came of the districts that were run before."""
    lines = records.read_text(encoding="utf-8").splitlines() if records.exists() else []
    return {each["district"]: each for each in map(json.loads, lines)}


def done(state: Path, results: Path, records: Path, district: str) -> None:
    """Run one district and keep what came of it."""
    place = results / district
    place.mkdir(parents=True, exist_ok=True)
    found = {"district": district, "version": redesign.__version__} | _run(state, place, district)
    with records.open("a", encoding="utf-8") as file:
        file.write(json.dumps(found) + "\n")
    print(f"{district}: {found.get('outcome')} in {found.get('seconds', 0):.0f} s", file=sys.stderr)


def _run(state: Path, place: Path, district: str) -> dict[str, Any]:
    scenario = place / "scenario" / "scenario.yaml"
    if not scenario.exists():
        made = _redesign("new", "--tea", str(state), "--district", district, "-o", str(scenario.parent))
        if made.returncode:
            return {"outcome": f"new: exit {made.returncode}: {made.stderr.strip()[-300:]}"}
    looked = _redesign("validate", str(scenario))
    if looked.returncode:
        return {"outcome": f"validate: exit {looked.returncode}: {looked.stderr.strip()[-300:]}"}
    began = time.monotonic()
    try:
        ran = _redesign("run", str(scenario), "--output", str(place / "study"), "--quiet", "--workers", "1")
    except subprocess.TimeoutExpired:
        return {"seconds": time.monotonic() - began, "outcome": f"stopped after {MOST_SECONDS / 3600:g} hours"}
    seconds = time.monotonic() - began
    (place / "messages.txt").write_text(looked.stdout + ran.stderr, encoding="utf-8")
    found = {"seconds": round(seconds, 1), "exit": ran.returncode}
    study = place / "study" / "study.json"
    return found | (_of_study(json.loads(study.read_text(encoding="utf-8"))) if study.exists() else _conflict(ran))


def _conflict(ran: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    lines = [line for line in ran.stderr.splitlines() if line.strip().startswith("- ")]
    return {
        "outcome": "conflict: " + "; ".join(line.strip()[2:] for line in lines) if lines else f"exit {ran.returncode}"
    }


def _of_study(study: dict[str, Any]) -> dict[str, Any]:
    certificate, today = study["certificate"], study["strategies"][study["reference"]]
    plan = study["strategies"][certificate["strategy"]]
    teams = [team for team in today["teams"] if team["posts"]]
    busy = [team["utilization"]["mean"] for team in teams]
    outcome = "admissible" if certificate["admissible"] else "not admissible: " + " ".join(certificate["failures"])
    return {
        "name": study["scenario"]["district"],
        "schools": study["scenario"]["schools"],
        "posts": sum(team["posts"] for team in teams),
        "busy": [min(busy), max(busy)],
        "today": today["support"]["mean"],
        "plan": plan["support"]["mean"],
        "gap": certificate["support"]["certified_gap"],
        "outcome": outcome,
    }


def _redesign(*words: str) -> subprocess.CompletedProcess[str]:
    how: Any = {"capture_output": True, "text": True, "check": False, "timeout": MOST_SECONDS}
    return subprocess.run([sys.executable, "-m", "redesign", *words], **how)  # noqa: S603


def table(records: list[dict[str, Any]]) -> str:
    """What came of all of them, the smallest first, as markdown."""
    lines = [f"| {' | '.join(HEADER)} |", "|" + " --- |" * len(HEADER)]
    for each in sorted(records, key=lambda record: (record.get("schools", 0), record["district"])):
        if "name" in each:
            gap = "none" if each["gap"] is None else f"{each['gap']:.1%}"
            cells = (
                each["name"],
                str(each["schools"]),
                str(each["posts"]),
                f"{each['busy'][0]:.0%} to {each['busy'][1]:.0%}",
                f"{each['today']:,.0f}",
                f"{each['plan'] / each['today'] - 1:+.0%}" if each["today"] else "",
                gap,
                f"{each['seconds']:.0f}",
                each["version"],
                each["outcome"],
            )
        else:
            cells = (each["district"], *[""] * (len(HEADER) - 2), each["outcome"])
        lines.append(f"| {' | '.join(cells)} |")
    good = sum(each["outcome"] == "admissible" for each in records)
    return "\n".join([*lines, "", f"{len(records)} districts, {good} with an admissible plan."])


def main() -> None:
    """Run what is not done yet; print the table."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("state", type=Path)
    parser.add_argument("results", type=Path)
    parser.add_argument("--records", type=Path, help="default: records.jsonl in RESULTS")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--most-schools", type=int, default=1000)
    parser.add_argument("--district", action="append", help="ids instead of a count")
    asked = parser.parse_args()
    ids = asked.district or chosen(asked.state, asked.count, asked.most_schools)
    asked.results.mkdir(parents=True, exist_ok=True)
    records = asked.records or asked.results / "records.jsonl"
    left = [each for each in ids if each not in known(records)]
    with ThreadPoolExecutor(asked.workers) as pool:
        list(pool.map(lambda each: done(asked.state, asked.results, records, each), left))
    print(table([each for district, each in known(records).items() if district in ids]))


if __name__ == "__main__":
    main()
