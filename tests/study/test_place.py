"""F20, F27 to F30: nothing is replaced or deleted that redesign did not put there, and nothing is found half done."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from redesign.errors import OutputError
from redesign.study import place as places
from redesign.study.lock import give_back, take
from redesign.study.manifest import HEADER, MANIFEST, foreign, write_manifest
from redesign.study.place import claimed, put_back


def write(words: str) -> Callable[[Path], None]:
    def into(folder: Path) -> None:
        (folder / "figures").mkdir()
        (folder / "figures" / "a.svg").write_text("<svg>" + words)
        (folder / "study.json").write_text(words)

    return into


def store(folder: Path, words: str) -> None:
    with claimed(folder) as place:
        place.fill(write(words))


def words_in(folder: Path) -> str:
    return (folder / "study.json").read_text()


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.parent.iterdir() if path.name.startswith(".")]


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder with a study in it; whatever happens, nothing else is left beside it."""
    home = tmp_path / "home"
    home.mkdir()
    store(home / "study", "old")
    return home / "study"


def test_a_study_is_replaced_whole_and_nothing_is_left_beside_it(folder: Path) -> None:
    store(folder, "new")
    assert words_in(folder) == "new"
    assert [path.name for path in folder.parent.iterdir()] == ["study"]
    assert foreign(folder) is None


def test_parents_are_made_and_taken_away_again_where_nothing_is_written(tmp_path: Path) -> None:
    deep = tmp_path / "a" / "b" / "study"
    with claimed(deep):
        assert deep.parent.is_dir()
    assert list(tmp_path.iterdir()) == []
    store(deep, "new")
    assert words_in(deep) == "new"


@pytest.mark.parametrize(
    "change",
    [
        lambda folder: (folder / "notes.txt").write_text("mine"),
        lambda folder: (folder / "figures" / "mine.svg").write_text("mine"),
        lambda folder: (folder / "mine").mkdir(),
        lambda folder: (folder / "study.json").write_text("edited"),
        lambda folder: (folder / MANIFEST).write_text("study.json\nfigures/a.svg\n"),
        lambda folder: (folder / MANIFEST).write_bytes(b"\xff\xfe"),
        lambda folder: (folder / MANIFEST).unlink(),
        lambda folder: (folder / "more").symlink_to(folder / "study.json"),
    ],
    ids=["file", "deeper", "folder", "edited", "other list", "no text", "no list", "link"],
)
def test_what_redesign_did_not_put_there_is_kept(folder: Path, change: Callable[[Path], object]) -> None:
    change(folder)
    before = {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")}
    with pytest.raises(OutputError, match="holds what redesign did not write"), claimed(folder):
        pass
    assert {path: path.is_file() and path.read_bytes() for path in folder.rglob("*")} == before
    assert hidden(folder) == []


def test_a_folder_that_lists_its_own_files_is_no_study(tmp_path: Path) -> None:
    payroll = tmp_path / "payroll"
    payroll.mkdir()
    (payroll / "payroll.csv").write_text("secret")
    listed = ("payroll.csv\n", f"{'0' * 64}  payroll.csv\n", "\xff  \n\n  \n0\n")
    for text in ("payroll.csv", *(f"{HEADER}\n{lines}" for lines in listed)):
        (payroll / MANIFEST).write_bytes(text.encode("latin-1"))
        with pytest.raises(OutputError, match="did not write"):
            store(payroll, "new")
    assert (payroll / "payroll.csv").read_text() == "secret"


def test_files_of_a_study_that_are_missing_do_not_matter_and_an_empty_folder_is_free(folder: Path) -> None:
    (folder / "figures" / "a.svg").unlink()
    store(folder, "new")
    empty = folder.parent / "empty"
    empty.mkdir()
    store(empty, "new")
    assert words_in(folder) == words_in(empty) == "new"


def test_what_will_be_the_users_replaces_nothing_and_is_not_replaced(folder: Path) -> None:
    with pytest.raises(OutputError, match="is there already"), claimed(folder, users=True):
        pass
    mine = folder.with_name("mine")
    mine.mkdir()
    with claimed(mine, users=True) as place:
        assert place.fill(lambda new: (new / "scenario.yaml").write_text("mine")) == 4
    assert [path.name for path in mine.iterdir()] == ["scenario.yaml"]
    with pytest.raises(OutputError, match="did not write"):
        store(mine, "new")
    with pytest.raises(OutputError, match="is there already"), claimed(mine, users=True):
        pass
    assert (words_in(folder), (mine / "scenario.yaml").read_text()) == ("old", "mine")
    assert hidden(folder) == []


def test_what_comes_into_the_users_folder_meanwhile_is_kept(folder: Path) -> None:
    mine = folder.with_name("mine")
    mine.mkdir()
    with claimed(mine, users=True) as place:
        (mine / "notes.txt").write_text("mine")
        with pytest.raises(OutputError, match=r"is there already.*is intact; the new scenario is in (.*)"):
            place.fill(write("new"))
    assert (mine / "notes.txt").read_text() == "mine"
    assert hidden(folder) == []


def test_a_copy_named_previous_is_nobodys_business(folder: Path) -> None:
    copy = folder.with_name("study.previous")
    shutil.copytree(folder, copy)
    (copy / "notes.txt").write_text("mine")
    store(folder, "new")
    folder.rename(folder.with_name("moved"))
    put_back(folder)
    assert not folder.exists()
    store(folder, "newer")
    assert (words_in(copy), (copy / "notes.txt").read_text()) == ("old", "mine")


def test_a_file_that_is_added_meanwhile_is_kept_and_so_is_the_new_study(folder: Path) -> None:
    with claimed(folder) as place:
        (folder / "notes.txt").write_text("mine")
        with pytest.raises(OutputError, match=r"notes\.txt.*is intact; the new study is in (.*)") as refused:
            place.fill(write("new"))
    assert (words_in(folder), (folder / "notes.txt").read_text()) == ("old", "mine")
    assert words_in(Path(str(refused.value).rpartition("the new study is in ")[2])) == "new"
    assert hidden(folder) == []


def test_a_file_that_is_added_in_the_last_moment_is_kept_too(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def late(self: Path, other: Path) -> Path:
        if self == folder:
            (folder / "notes.txt").write_text("mine")
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", late)
    with claimed(folder) as place, pytest.raises(OutputError, match="notes"):
        place.fill(write("new"))
    assert (words_in(folder), (folder / "notes.txt").read_text()) == ("old", "mine")


@pytest.mark.parametrize("nth", range(3))
@pytest.mark.parametrize("error", [OSError(39, "Directory not empty"), KeyboardInterrupt()])
def test_whatever_breaks_off_a_swap_leaves_one_whole_study(
    folder: Path, monkeypatch: pytest.MonkeyPatch, nth: int, error: BaseException
) -> None:
    """Of the renames (old away, new here, old given up) each fails in turn, and is not tried again."""
    rename, calls = Path.rename, [0]

    def fails(self: Path, other: Path) -> Path:
        calls[0] += 1
        if calls[0] == nth + 1:
            raise error
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises((OutputError, KeyboardInterrupt)):
        store(folder, "new")
    monkeypatch.undo()
    assert words_in(folder) == ("new" if nth == 2 else "old")
    assert foreign(folder) is None
    store(folder, "newer")
    assert hidden(folder) == []


@pytest.mark.parametrize("nth", range(1, 8))
def test_a_disk_that_is_full_at_any_write_leaves_the_old_study(
    folder: Path, monkeypatch: pytest.MonkeyPatch, nth: int
) -> None:
    real, calls = Path.write_text, [0]

    def full(self: Path, *words: str, **how: str) -> int:
        calls[0] += 1
        if calls[0] == nth:
            raise OSError(28, "No space left on device", str(self))
        return real(self, *words, **how)

    monkeypatch.setattr(Path, "write_text", full)
    try:
        store(folder, "new")
        assert calls[0] < nth
    except OutputError as error:
        assert "No space left on device" in str(error)  # noqa: PT017 - beyond the last write there is none
    monkeypatch.undo()
    assert words_in(folder) == ("new" if calls[0] < nth else "old")
    assert hidden(folder) == []


def test_an_earlier_study_is_mentioned_where_there_was_one(folder: Path) -> None:
    def fails(new: Path) -> None:
        raise OSError(28, "No space left on device")

    with claimed(folder) as place, pytest.raises(OutputError, match="device; what stood there is intact"):
        place.fill(fails)
    with claimed(folder.with_name("other")) as place, pytest.raises(OutputError, match=r"device$"):
        place.fill(fails)


KILLED = """
import os, sys
from pathlib import Path
from redesign.study.place import claimed
folder, nth = Path(sys.argv[1]), int(sys.argv[2])
rename, calls = Path.rename, [0]
def fatal(self, other):
    calls[0] += 1
    if calls[0] == nth:
        os._exit(9)
    return rename(self, other)
Path.rename = fatal
with claimed(folder) as place:
    place.fill(lambda new: (new / "study.json").write_text("new"))
    os._exit(9)
"""


@pytest.mark.parametrize("nth", range(1, 5))
@pytest.mark.parametrize("reads", [False, True])
def test_what_a_killed_run_leaves_is_put_back_and_cleaned_by_the_next(folder: Path, nth: int, reads: bool) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(nth)], check=False)  # noqa: S603 - our text
    assert killed.returncode == 9
    assert hidden(folder) != []
    if reads:
        put_back(folder)
        assert words_in(folder) == ("new" if nth > 2 else "old")
    store(folder, "newer")
    assert words_in(folder) == "newer"
    assert hidden(folder) == []


def test_a_room_that_only_looks_like_ours_is_left_alone(folder: Path) -> None:
    room = places._beside(folder, "-abcdefgh")
    room.mkdir()
    (room / "mine.txt").write_text("mine")
    copied = room.with_name(room.name[:-1] + "x")
    shutil.copytree(room, copied)
    (copied / "owner.txt").write_text(places._owner(room, folder))
    store(folder, "new")
    assert (room / "mine.txt").read_text() == (copied / "mine.txt").read_text() == "mine"


def test_a_second_run_is_refused_at_once_and_a_dead_one_is_not_waited_for(folder: Path) -> None:
    with claimed(folder), pytest.raises(OutputError, match="another run"), claimed(folder):
        pass
    places._beside(folder, ".lock").write_text("")  # as a killed run leaves it
    store(folder, "new")
    assert hidden(folder) == []
    with claimed(folder), claimed(folder.with_name("other")):
        pass


def test_reading_does_not_disturb_a_run_between_its_two_renames(folder: Path) -> None:
    with claimed(folder) as place:
        folder.rename(place.room / "previous")
        put_back(folder)
        assert not folder.exists()
    assert words_in(folder) == "old"


def test_of_two_that_want_a_lock_one_has_it(tmp_path: Path) -> None:
    lock = tmp_path / "lock"
    first = take(lock)
    assert first is not None
    assert take(lock) is None
    give_back(lock, first)
    assert not lock.exists()
    second = take(lock)
    assert second is not None
    give_back(lock, second)


@pytest.mark.parametrize("name", ["/", "/..", "/proc"])
@pytest.mark.skipif(sys.platform != "linux", reason="mounts")
def test_the_top_of_a_file_system_is_refused(name: str) -> None:
    with pytest.raises(OutputError, match="top of a file system"), claimed(Path(name)):
        pass


@pytest.mark.skipif(sys.platform != "linux", reason="a folder in which nobody can make a file")
def test_a_parent_that_cannot_be_written_is_named() -> None:
    for name in ("/proc/study", "/proc/none/study"):
        with pytest.raises(OutputError, match=f"cannot write into {Path(name).parent}"), claimed(Path(name)):
            pass


def test_a_folder_that_can_be_written_in_one_that_cannot_is_told_what_to_do(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write anywhere, so that the answer of the system is made up."""

    def refused(path: Path) -> None:
        if path.parent == folder.parent:
            raise PermissionError(13, "Permission denied", str(path))
        return take(path)

    monkeypatch.setattr(places, "take", refused)
    words = (
        f"{folder} can be written, but {folder.parent} cannot .* name a folder inside, such as --output {folder}/study"
    )
    with pytest.raises(OutputError, match=words), claimed(folder):
        pass
    with pytest.raises(OutputError, match=f"^cannot write into {folder.parent}"), claimed(folder.with_name("new")):
        pass
    store(folder / "study", "new")
    assert words_in(folder / "study") == "new"


def test_a_file_a_link_and_a_name_that_is_too_long_are_refused(folder: Path) -> None:
    (folder.parent / "file").write_text("mine")
    (folder.parent / "link").symlink_to(folder)
    for name in ("file", "link", "file/study", "x" * 300):
        with pytest.raises(OutputError), claimed(folder.parent / name):
            pass
    assert words_in(folder) == "old"


def test_names_as_long_as_they_may_be_and_two_dots_work(folder: Path) -> None:
    for name in ("n" * 255, "study/../other", "\N{SNOWMAN}" * 80):
        store(folder.parent / name, "new")
        assert words_in(folder.parent / name) == "new"


def test_a_read_only_study_is_refused_before_anything_is_computed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write anywhere, so that the answer of the system is made up."""
    monkeypatch.setattr("os.access", lambda path, mode: Path(path).name != "figures")
    with pytest.raises(OutputError, match="figures is read-only"), claimed(folder):
        pass
    assert hidden(folder) == []


def test_a_manifest_is_of_the_files_as_they_are(tmp_path: Path) -> None:
    """The hash of three bytes, from FIPS 180-4."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "abc").write_text("abc")
    write_manifest(tmp_path)
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert (tmp_path / MANIFEST).read_text() == f"{HEADER}\n{known}  b/abc\n"
