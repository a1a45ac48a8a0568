"""What came of remaking a study, in words and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict

from redesign.reporting.text import counted, visible
from redesign.study.compare.remade import Remade
from redesign.study.study import Study

DRAWN = (".png", ".svg")


def in_words(found: Remade, study: Study) -> str:
    """The answer first, then every file that differs, and what may explain it."""
    return "\n".join(_lines(found, study)) + "\n"


def to_json(found: Remade) -> str:
    """The same as one JSON text."""
    return json.dumps({"same": found.same, **asdict(found)}, indent=1, ensure_ascii=False) + "\n"


def _lines(found: Remade, study: Study) -> Iterator[str]:
    name = f"{visible(study.scenario.name)}, seed {study.scenario.seed}"
    if found.same:
        yield f"Reproduced: {name}. Plan, tables and figures are the same in all {found.files} files."
        yield f"Digest {study.digest}"
    else:
        yield f"NOT reproduced: {name}. {_of(found)}"
    for each in found.differences:
        yield f"  {visible(each.file)}: {'; '.join(map(visible, each.differences))}"
    if found.changed:
        yield f"Changed or lost since the study was written: {', '.join(map(visible, found.changed))}."
    if found.versions:
        yield f"Not the same versions: {'; '.join(map(visible, found.versions))}."
    if any(each.file.endswith(DRAWN) for each in found.differences):
        yield "Figures depend on the version of matplotlib and on the fonts of the machine, too."


def _of(found: Remade) -> str:
    if not found.differences:
        return (
            f"What was remade is the same in all {found.files} files, but not all of the folder is as it was written."
        )
    verb = "differs" if len(found.differences) == 1 else "differ"
    return f"Of {counted(found.files, 'file')} {len(found.differences)} {verb}:"
