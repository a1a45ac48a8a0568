"""Every number of a scenario file with what the file says of where it comes from."""

from __future__ import annotations

from pathlib import Path

from redesign.scenario.folder import Folder
from redesign.scenario.inheritance import read_lineage
from redesign.scenario.schema import file_schema
from redesign.scenario.sources import covering, is_sourced_number
from redesign.scenario.yaml_tree import dotted


def sourced_numbers(path: Path) -> list[tuple[str, float, str]]:
    """Key path, value and source of every number of a valid scenario file, in the order of the file.

    Raises InputError where the file cannot be read. Numbers of run settings and pins are choices: they are not listed.
    """
    tree = read_lineage(Folder(path.parent), path.name, file_schema()).merged
    return [
        (dotted(key), float(node.value), covering(tree, key) or "")
        for key, node in tree.leaves()
        if is_sourced_number(key, node) and isinstance(node.value, int | float)
    ]
