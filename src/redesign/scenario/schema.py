"""The JSON Schema of a scenario file, for editors and for the reader, from the models themselves."""

from __future__ import annotations

from functools import cache

from redesign.scenario.editor import for_editors
from redesign.scenario.grammar import Schema
from redesign.scenario.model import Scenario, School
from redesign.scenario.ranges import beside_numbers, mark_classes

_MADE = ("schools", "origin")
"""What the reader adds to a file: its roster and where it was read."""
_OF_MADE = ("Assumption", "Origin", "Range", "School")
_FILE_NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 200}


def scenario_schema() -> Schema:
    """Return the JSON Schema (draft 7) of a scenario file; `redesign schema` prints it.

    A file with `extends` may leave out what its parent gives.
    """
    schema = for_editors(file_schema())
    beside_numbers(schema)
    return schema


@cache
def file_schema() -> Schema:
    """Return the schema of a whole scenario, its parent merged in, for the reader. Shared: not to be changed."""
    schema = Scenario.model_json_schema()
    properties = schema["properties"]
    for key in _MADE:
        del properties[key]
    for name in _OF_MADE:
        schema["$defs"].pop(name, None)
    properties["schools_file"] = _FILE_NAME | {
        "description": "the roster in the same folder: CSV or an .xlsx workbook, a school a row, columns as in School"
    }
    properties["extends"] = _FILE_NAME | {
        "description": "a parent file in the same folder; what is written here replaces, key by key, what it says; "
        "`null` takes an entry away, an empty block changes nothing"
    }
    for block in (schema, *schema["$defs"].values()):
        _close(block)
    mark_classes(schema["$defs"])
    schema |= {"$schema": "http://json-schema.org/draft-07/schema#", "title": "redesign scenario"}
    schema["required"] = [*(key for key in schema["required"] if key not in _MADE), "schools_file"]
    return schema


@cache
def roster_schema() -> Schema:
    """Return the JSON Schema of a roster: a list of schools. Shared: not to be changed."""
    schema = School.model_json_schema()
    return {"type": "array", "minItems": 1, "items": schema}


def _close(block: Schema) -> None:
    for value in block.get("properties", {}).values():
        if "patternProperties" in value:
            value["additionalProperties"] = False


def data_dictionary() -> str:
    """Return `scenarios/README.md`: every block and key with its unit, range, default and meaning."""
    from redesign.scenario.dictionary import write_dictionary

    return write_dictionary(file_schema(), roster_schema()["items"])
