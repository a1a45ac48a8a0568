"""The years of the sample study, made by hand: they go up and down around the means."""

from __future__ import annotations

from typing import Any


def years(strategies: dict[str, Any], final: int) -> dict[str, Any]:
    """What `study.json` keeps of each of the final years."""
    waves = [1 + 0.01 * (n % 3 - 1) for n in range(final)]
    return {
        "support": {name: [s["support"]["mean"] * wave for wave in waves] for name, s in strategies.items()},
        "principal_hours": {
            name: [s["principal_time"]["hours"]["mean"] * wave for wave in waves] for name, s in strategies.items()
        },
        "promises": [
            {
                "kind": promise["kind"],
                "id": promise["id"],
                "hits": [promise["requests_per_year"] * promise["share"]["mean"]] * final,
                "of": [promise["requests_per_year"]] * final,
            }
            for promise in strategies["clean_sheet"]["promises"]
            if promise["share"]
        ],
    }
