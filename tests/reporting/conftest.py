"""The sample study for every test of this floor, fresh each time."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

_SPEC = importlib.util.spec_from_file_location("sample_study", Path(__file__).with_name("sample_study.py"))
assert _SPEC is not None
assert _SPEC.loader is not None
_SAMPLE = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(_SAMPLE)


@pytest.fixture
def study() -> dict[str, Any]:
    return _SAMPLE.study()
