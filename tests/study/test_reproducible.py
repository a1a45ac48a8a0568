"""F44, F45: one digest for any number of workers and any hash seed."""

import os
import subprocess
import sys

import pytest

from golden.refresh import SCENARIOS
from redesign import load_scenario
from redesign.study.pipeline import run

SCRIPT = """
import sys
from golden.refresh import SCENARIOS
from redesign import load_scenario
from redesign.study.pipeline import run
if __name__ == "__main__":
    print(run(load_scenario(SCENARIOS / "tutorial.yaml"), workers=int(sys.argv[1])).digest)
"""


def digest(tmp_path, workers, **environment):
    script = tmp_path / "digest.py"
    script.write_text(SCRIPT, encoding="utf-8")
    paths = os.pathsep.join([os.path.dirname(os.path.dirname(__file__)), *sys.path])
    done = subprocess.run(  # noqa: S603  this interpreter, this script
        [sys.executable, str(script), str(workers)],
        env=os.environ | {"PYTHONPATH": paths} | environment,
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.slow
def test_one_digest(tmp_path):
    serial = digest(tmp_path, 1, PYTHONHASHSEED="0")
    assert len(serial) == 64
    assert digest(tmp_path, 2, PYTHONHASHSEED="1", TZ="Asia/Tokyo") == serial


def test_the_order_of_the_roster_changes_nothing(tmp_path):
    for name in ("tutorial.yaml", "tutorial_schools.csv"):
        (tmp_path / name).write_bytes((SCENARIOS / name).read_bytes())
    header, *rows = (SCENARIOS / "tutorial_schools.csv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "turned.csv").write_text("\n".join([header, *reversed(rows)]), encoding="utf-8")
    text = (SCENARIOS / "tutorial.yaml").read_text(encoding="utf-8")
    assert "schools_file: tutorial_schools.csv" in text
    (tmp_path / "turned.yaml").write_text(text.replace("tutorial_schools.csv", "turned.csv"), encoding="utf-8")
    studies = [run(load_scenario(tmp_path / name)) for name in ("tutorial.yaml", "turned.yaml")]
    assert studies[0].digest == studies[1].digest
    assert studies[0].schools == studies[1].schools
