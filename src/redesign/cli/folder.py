"""The name of a study's folder, safe on every system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

LONGEST = 32


def folder_name(scenario_name: str) -> str:
    """`redesign-` and the name in lower-case letters, digits and hyphens; a hash where that loses something."""
    plain = unicodedata.normalize("NFKD", scenario_name).encode("ascii", "ignore").decode()
    slug = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:LONGEST].strip("-")
    if slug == re.sub(r"[ _-]+", "-", scenario_name.lower()).strip("-"):
        return f"redesign-{slug}" if slug else "redesign-study"
    mark = hashlib.sha256(scenario_name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return "-".join(part for part in ("redesign", slug, mark) if part)
