"""Plain values as the text of a YAML file that this reader reads: blocks, lists, numbers, quoted texts."""

from __future__ import annotations

import json
from typing import Any

from redesign.scenario.yaml_tree import Node


def yaml_text(values: dict[str, Any], depth: int = 0) -> str:
    """A block of keys; lists and blocks within lists stand on one line."""
    lines = []
    for key, value in values.items():
        head = "  " * depth + f"{key}:"
        if isinstance(value, dict) and value:
            lines.append(f"{head}\n{yaml_text(value, depth + 1)}")
        elif isinstance(value, list) and value:
            lines.append("\n".join([head, *("  " * depth + f"  - {_flow(item)}" for item in value)]) + "\n")
        else:
            lines.append(f"{head} {_flow(value)}\n")
    return "".join(lines)


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_flow(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def plain_tree(node: Node) -> Any:
    """What a tree says, as plain values."""
    if isinstance(node.value, dict):
        return {key: plain_tree(child) for key, child in node.mapping.items()}
    return [plain_tree(child) for child in node.items] if isinstance(node.value, list) else node.value
