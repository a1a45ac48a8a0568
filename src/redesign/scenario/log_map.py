"""The small file that says how to read a ticket log: which columns, which tickets are which service, which clock."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from redesign.errors import InputError
from redesign.scenario.complete import complete, plain
from redesign.scenario.conform import conform
from redesign.scenario.folder import Folder
from redesign.scenario.grammar import Schema
from redesign.scenario.yaml_tree import parse

Name = Annotated[str, Field(min_length=1, max_length=300)]
EVERY = "*"
"""Every ticket that no other line names."""


class _Map(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Columns(_Map):
    """Names of columns in the log; what is left out is looked for under its usual names."""

    ticket: Name | None = Field(None, description="number of the ticket, to find repeated and reopened ones")
    opened: Name | None = Field(None, description="when it was opened")
    closed: Name | None = Field(None, description="when it was done")
    service: Name | None = Field(None, description="category or type, which says what service it belongs to")
    hours: Name | None = Field(None, description="hours worked on it")
    minutes: Name | None = Field(None, description="minutes worked on it; or else")


class LogMap(_Map):
    """How to read a ticket log."""

    columns: Columns = Field(Columns(), description="names of columns")
    services: dict[str, tuple[Name, ...] | Name] = Field(
        {},
        description="service of the scenario: what stands in the service column, one text or several; * for the rest",
    )
    dates: Literal["day_first", "month_first"] | None = Field(
        None, description="what 03/04/2024 means, where the log itself does not tell"
    )
    time_zone: Name | None = Field(None, description="the office's, such as America/Chicago, where stamps have a zone")
    opens_at_hour: Annotated[float, Field(ge=0, le=24)] = Field(8.0, description="when the working day begins")

    def wanted(self) -> dict[str, str]:
        """Service by the text of the service column."""
        named = {service: (text,) if isinstance(text, str) else text for service, text in self.services.items()}
        return {text.casefold(): service for service, texts in named.items() for text in texts}


@cache
def map_schema() -> Schema:
    """The JSON Schema of such a file."""
    schema = LogMap.model_json_schema()
    schema["properties"]["services"]["additionalProperties"] = False
    schema["properties"]["services"]["patternProperties"] = {
        r"^[a-z][a-z0-9_]{0,63}$": {
            "anyOf": [
                {"type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 300}, "minItems": 1},
                {"type": "string", "minLength": 1, "maxLength": 300},
            ]
        }
    }
    return schema


def read_log_map(path: Path) -> LogMap:
    """Read such a file; raises InputError with every fault."""
    schema = map_schema()
    tree, faults = parse(Folder(path.parent).read(path.name), path.name)
    mended, found = conform(tree, schema)
    whole, missing = complete(mended, schema, schema)
    if faults or found or missing:
        raise InputError(sorted([*faults, *found, *missing]))
    return LogMap.model_validate(plain(whole, schema, schema))
