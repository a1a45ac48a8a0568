"""The report of a stored study: a folder with one file for each way of reading it."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from redesign.errors import OutputError
from redesign.reporting import documents, web
from redesign.study.ask.ask import answers_in
from redesign.study.ask.robust_result import Robust
from redesign.study.ask.sure_result import Sure
from redesign.study.manifest import has_manifest
from redesign.study.place import claimed
from redesign.study.storage import STUDY, add, read_study
from redesign.study.study import Study

FOLDER = "report"
Write: TypeAlias = Callable[[Study, Path], object]
"""Puts files that say something of a study into a folder that is there; raises OSError."""


def write_report(where: Path, output: Path | None = None) -> Path:
    """Write the report of a study, given by its folder or its `study.json`; returns the folder that holds it.

    That is `output`, or `report` in the study folder, which stays whole; of a `study.json` that was copied elsewhere,
    `report` beside it. Raises OutputError where the study cannot be read or the report cannot be written.
    """
    study = read_study(where)
    source = where.parent if where.is_file() else where
    answers = answers_in(source, study)
    sure, robust = answers.get("sure"), answers.get("robust")
    written = partial(
        documents.write,
        sure=sure if isinstance(sure, Sure) else None,
        robust=robust if isinstance(robust, Robust) else None,
    )
    writers: tuple[Write, ...] = (partial(web.write, answers=answers), written)
    folder = source / FOLDER if output is None else output
    inside = _inside(folder, source)
    if inside is None:
        with claimed(folder) as place:
            place.fill(lambda new: _write(study, new, writers))
    else:
        add(source, lambda new: _write(study, _emptied(new / inside), writers))
    return folder


def _write(study: Study, folder: Path, writers: tuple[Write, ...]) -> None:
    for write in writers:
        write(study, folder)


def _inside(folder: Path, source: Path) -> Path | None:
    """Where in the study folder a report goes; None for one that goes elsewhere, or where this is none but a copy.

    Refuses to replace a study.
    """
    target, study = folder.resolve(), source.resolve()
    if target == study or (target / STUDY).exists():
        raise OutputError(f"{folder} holds a study, which a report must not replace; choose another --output")
    return target.relative_to(study) if target.is_relative_to(study) and has_manifest(study) else None


def _emptied(folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder
