"""A scenario as one JSON text: every value with its origin, as it was studied, wherever it was read."""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from redesign.errors import OutputError
from redesign.scenario.model import Scenario


def plain_values(scenario: Scenario) -> dict[str, Any]:
    """What was said in files or code, as objects, arrays, texts and numbers; what was left to defaults is left out.

    Providers stand among `providers` only, not among the teams that they also are.
    """
    values: dict[str, Any] = scenario.model_dump(mode="json", exclude_unset=True)
    values["teams"] = {name: values["teams"][name] for name in scenario.own_teams}
    return values


def to_json(scenario: Scenario) -> str:
    """The one JSON text of a scenario."""
    return json.dumps(plain_values(scenario), indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def from_json(text: str) -> Scenario:
    """Read what `to_json` wrote; raises OutputError with the first value that is wrong."""
    try:
        return Scenario.model_validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise OutputError(f"{'.'.join(map(str, first['loc']))}: {first['msg']}") from error
