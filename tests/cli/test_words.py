"""Folder names that are safe everywhere (F19) and progress that says what is left."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redesign.cli.folder import folder_name
from redesign.cli.progress import Lines, progress_on_stderr

SAFE = re.compile(r"redesign-[a-z0-9]+(-[a-z0-9]+)*")
HOSTILE = [
    "../../x",
    "/etc/passwd",
    "CON",
    "nul.txt",
    "name.",
    "a:b",
    "a\\b",
    "~",
    "",
    " ",
    "\u5b66\u6821",
    "x" * 400,
    "a\0b",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_make_safe_folders(name: str) -> None:
    assert SAFE.fullmatch(folder_name(name))
    assert len(folder_name(name)) <= 50


@given(st.text(max_size=80))
def test_every_name_makes_a_safe_folder(name: str) -> None:
    assert SAFE.fullmatch(folder_name(name))
    assert len(folder_name(name)) <= 50


@given(st.lists(st.text("ab/.:\u00e9 -_", min_size=1, max_size=8), min_size=2, max_size=2, unique=True))
def test_names_share_a_folder_only_if_they_differ_in_spacing(names: list[str]) -> None:
    one, other = (re.sub(r"[ _-]+", "-", name).strip("-") for name in names)
    assert folder_name(names[0]) != folder_name(names[1]) or one == other


def test_plain_names_stay_readable() -> None:
    assert folder_name("corpus_christi") == "redesign-corpus-christi"
    assert folder_name("Sharyland 2021-22") == "redesign-sharyland-2021-22"
    assert folder_name(unicodedata.normalize("NFC", "Caf\u00e9")).startswith("redesign-cafe-")


def test_lines_come_every_ten_seconds_with_what_is_left(capsys: pytest.CaptureFixture[str]) -> None:
    now = 0.0
    report = Lines(lambda: now)
    for done in range(1, 31):
        now = float(done)
        report("final years", done, 30)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [
        "final years: 11 of 30, about 17 s left in this step",
        "final years: 21 of 30, about 9 s left in this step",
    ]


def test_quiet_says_nothing_and_a_pipe_gets_lines(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_on_stderr(quiet=True) as report:
        report("years", 1, 2)
    assert capsys.readouterr() == ("", "")
    with progress_on_stderr(quiet=False) as report:
        assert isinstance(report, Lines)


def test_bars_on_a_terminal_start_again_when_a_phase_does(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    resets = []
    monkeypatch.setattr("rich.progress.Progress.reset", lambda self, task, **_: resets.append(task))
    with progress_on_stderr(quiet=False) as report:
        for done in (1, 2, 1, 2):
            report("plan: [clean] sheet", done, 2)
    shown = capsys.readouterr().err
    assert len(resets) == 1
    assert "plan: [clean] sheet" in shown
    assert "2/2" in shown
