"""The description of `study.json`, in Markdown, from the docstrings of a study's fields."""

from __future__ import annotations

from redesign.scenario.dictionary import tables
from redesign.study.study import study_schema

_INTRODUCTION = """\
# What a study says

<!-- Generated: `redesign schema --study --dictionary > docs/study.md` -->

`redesign run` writes it as `study.json` and prints the same with `--json`; `redesign schema --study` prints its JSON
Schema. In Python, `redesign.load_study("folder")` reads it, and the `study` of what that gives back has these fields
as attributes (`from` is called `base`). The CSV tables hold a part of the same numbers, for spreadsheets.

- **Every key is always there**, and no other. A text may be empty, and so may a list.
- **`nothing` is `null`**: the number could not be measured, for the reason given. No number is ever NaN or infinite.
- **Units stand in the names**: `_usd`, `_hours`, `_share` (0.25 is a quarter). Support is modeled, in
  coaching-equivalent hours a year.
- **Ids** are the short names of the scenario file; `teams`, `services`, `areas` and `levers` hold their labels.
- **Means and intervals** are taken over the final simulated years, which are the same for every strategy.
- **Another `format`** is another layout: `load_study` refuses it, so run the scenario again.
"""


def study_dictionary() -> str:
    """Return `docs/study.md`: every field of a study with its type, unit and meaning."""
    return "\n".join([_INTRODUCTION, *tables("Study", study_schema(), defaults=False)])
