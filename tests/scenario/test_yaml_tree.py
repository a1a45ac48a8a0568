"""YAML as text becomes a tree, or one clear fault: meanings of scalars, caps, encodings, and no traceback ever."""

from __future__ import annotations

import json
import time
import tracemalloc
from copy import deepcopy
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from redesign.errors import InputError
from redesign.scenario import yaml_tree
from redesign.scenario.reading import load_scenario
from redesign.scenario.yaml_tree import parse
from scenario_files import FULL, SMALL, SMALL_ROSTER, change, faults_in, faults_of, load, write


def refused(text: str) -> str:
    with pytest.raises(InputError) as error:
        parse(text, "x.yaml")
    return str(error.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("no", "no"),
        ("off", "off"),
        ("yes", "yes"),
        ("12:30", "12:30"),
        ("1:2:3", "1:2:3"),
        ("010", 10),
        ("0o10", 8),
        ("0x1F", 31),
        ("1e3", 1000.0),
        ("3.10", 3.1),
        (".5", 0.5),
        ("5.", 5.0),
        ("-7", -7),
        ("+7", 7),
        ("2021-22", "2021-22"),
        ("2022-07-01", "2022-07-01"),
        ("1_000", "1_000"),
        ("0b11", "0b11"),
        ("true", True),
        ("False", False),
        ("TRUE", True),
        ("~", None),
        ("null", None),
        ("", None),
        ("'1'", "1"),
        ('"true"', "true"),
        ("inf", "inf"),
        ("nan", "nan"),
        ("1,000", "1,000"),
        ("=", "="),
        ("-0.0", 0.0),
        ("-0", 0),
        ("Null", None),
        ("nUll", "nUll"),
        ("0o8", "0o8"),
        ("1e", "1e"),
        (".", "."),
    ],
)
@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_scalars_mean_what_yaml_1_2_says(
    written: str, meant: object, loader: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """F8, with the C parser and without; truth: section 10.3 of the YAML 1.2.2 specification."""
    monkeypatch.setattr(yaml_tree, "_LOADER", loader)
    tree, faults = parse(f"key: {written}", "x.yaml")
    value = tree.mapping["key"].value
    assert not faults
    assert value == meant
    assert type(value) is type(meant)
    assert str(value) != "-0.0"


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "\ufeff"])
def test_a_file_with_nothing_in_it(text: str, tmp_path: Path) -> None:
    """F7"""
    (fault,) = faults_of(tmp_path, text)
    assert (fault.line, fault.column) == (1, 1)
    assert "empty file, or only comments" in fault.message


@pytest.mark.parametrize("text", ["just text", "- a\n- b\n", "3", "~"])
def test_a_file_that_holds_no_keys(text: str) -> None:
    assert "allowed: a block of keys" in refused(text)


def test_line_ends_and_byte_order_mark_change_nothing(tmp_path: Path) -> None:
    """F7"""
    plain = load(tmp_path, FULL)
    for text in (FULL.replace("\n", "\r\n"), "\ufeff" + FULL):
        again = load(tmp_path, text)
        assert again.model_copy(update={"origin": plain.origin}) == plain
        assert again.origin.provenance == plain.origin.provenance


@pytest.mark.parametrize(
    ("content", "found", "line", "column"),
    [
        (FULL.encode("utf-16"), "UTF-16", 1, 1),
        (FULL.encode("utf-16-be"), "UTF-16", 1, 1),
        (change(FULL, "state: Texas", "state: T\u00e9xas").encode("latin-1"), "byte 0xe9", 9, 11),
        (change(FULL, "state: Texas", "state: Te\0xas").encode(), "NUL", 9, 12),
    ],
)
def test_other_encodings(content: bytes, found: str, line: int, column: int, tmp_path: Path) -> None:
    """F7: refused where the first wrong byte stands."""
    (fault,) = faults_of(tmp_path, content)
    assert found in fault.message
    assert "UTF-8" in fault.message
    assert (fault.line, fault.column) == (line, column)


def test_columns_count_characters(tmp_path: Path) -> None:
    text = change(FULL, "levels: [elementary, middle]", "levels: [elementary, '\u6570\u5b78 \U0001f600', midle]")
    faults = faults_of(tmp_path, text)
    line = FULL[: FULL.index("levels:")].count("\n") + 1
    assert [(f.line, f.column) for f in faults] == [(line, 26), (line, 34)]


def test_names_in_other_scripts_are_fine(tmp_path: Path) -> None:
    """F18"""
    for name in (
        "\u6570\u5b78",
        "\u0631\u064a\u0627\u0636\u064a\u0627\u062a",
        "Math \U0001f600",
        "Ma\u00f1ana",
        "x" * 300,
    ):
        assert load(tmp_path, change(FULL, "label: Coaches", f"label: {name}")).teams["coaches"].label == name


@pytest.mark.parametrize(
    "cut", ["{", "[", "{x: 1, y:", "{x: 1, y: ", "[1,", "[1,\n", "[[1], {x: [2], y: 3},\n  ", "{x: [1], y:\n\n"]
)
def test_a_file_that_breaks_off_inside_a_bracket_names_the_bracket(cut: str) -> None:
    opened, closing = cut[0], "}" if cut[0] == "{" else "]"
    message = f"x.yaml:2:4: found `{opened}`, which is not closed; allowed: `{closing}` at its end"
    assert refused(f"a: 1\nb: {cut}") == message


@pytest.mark.parametrize("opening", ["[", "{a: "])
@pytest.mark.parametrize("depth", [1_000, 100_000])
def test_deep_nesting_is_refused_at_once(opening: str, depth: int) -> None:
    """F2"""
    start = time.perf_counter()
    assert "50 levels" in refused("key: " + opening * depth)
    assert time.perf_counter() - start < 2


def test_fifty_levels_are_read() -> None:
    text = "".join("  " * i + "a:\n" for i in range(49))
    tree, _ = parse(text, "x.yaml")
    assert tree.at(("a",) * 49) is not None


def test_billion_laughs(tmp_path: Path) -> None:
    """F1: refused at the first anchor, in no time and no memory."""
    lines = ["a0: &a0 [lol]"] + [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, 10)]
    path = write(tmp_path, "\n".join(lines))
    tracemalloc.start()
    start = time.perf_counter()
    with pytest.raises(InputError, match=r"full.yaml:1:5: a0: found an anchor"):
        load_scenario(path)
    assert time.perf_counter() - start < 1
    assert tracemalloc.get_traced_memory()[1] < 50_000_000
    tracemalloc.stop()


def test_caps_on_size(tmp_path: Path) -> None:
    """F3"""
    assert "more than 5 MB" in str(faults_of(tmp_path, b"name: " + b"x" * 5_000_000)[0])
    assert "characters" in str(faults_of(tmp_path, "name: " + "x" * 30_000))
    assert "200,000 values" in refused("key:\n" + "- a\n" * 200_000)


def test_a_tag_runs_nothing(tmp_path: Path) -> None:
    """F5"""
    text = FULL + f"evil: !!python/object/apply:os.system ['touch {tmp_path}/ran']\n"
    assert any("the tag '!!python/object/apply:os.system'" in str(fault) for fault in faults_of(tmp_path, text))
    assert not (tmp_path / "ran").exists()


def test_three_thousand_lines_in_a_second(tmp_path: Path) -> None:
    """With the fastest of three, because the machine may be busy."""
    team = SMALL[SMALL.index("  office:") : SMALL.index("areas:")]
    many = "".join(team.replace("  office:", f"  office{i}:").replace("Office", f"Office {i}") for i in range(270))
    path = write(tmp_path, SMALL.replace(team, team + many), SMALL_ROSTER)
    assert path.read_text().count("\n") > 3000
    assert _best_seconds(path) < 1
    path.write_text(path.read_text().replace("posts_today", "posts_tody"))
    assert _best_seconds(path) < 1.5


def _best_seconds(path: Path) -> float:
    times = []
    for _ in range(3):
        start = time.process_time()
        count = len(faults_in(path))
        times.append(time.process_time() - start)
        assert count in (0, 271)
    return min(times)


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(alphabet=st.sampled_from("ab:-? #[]{},&*!|>'\"%@`~<\n\t \\0159.xe\u00e9\u202e\ufeff"), max_size=60))
def test_no_text_makes_the_parser_stumble(text: str) -> None:
    """F7: a tree or an `InputError` with places in the text, nothing else."""
    try:
        _, faults = parse(text, "x.yaml")
    except InputError as error:
        faults = list(error.faults)
    assert all(fault.line >= 1 and fault.column >= 1 for fault in faults)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_stumble(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "bytes.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError):
        load_scenario(path)


TREE = yaml.safe_load(FULL)
VALUES = st.one_of(
    st.integers(), st.floats(), st.booleans(), st.none(), st.text(max_size=8), st.just([]), st.just({}), st.just([{}]),
    st.just({"rest": "x"}), st.just([[1], {"team": 3}]), st.sampled_from(["hr", "none", "low", "assumed", "e1"]),
)  # fmt: skip


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_values_make_the_reader_stumble(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    """A valid file with one to four values, lists or blocks replaced by anything: read, or refused in our own words."""
    tree = deepcopy(TREE)
    for _ in range(data.draw(st.integers(1, 4))):
        node = tree
        while True:
            keys = list(node) if isinstance(node, dict) else list(range(len(node)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            if not isinstance(node[key], dict | list) or data.draw(st.integers(0, 4)) == 0:
                node[key] = deepcopy(data.draw(VALUES))
                break
            node = node[key]
    path = write(tmp_path_factory.getbasetemp(), json.dumps(tree, ensure_ascii=False))
    for fault in faults_in(path):
        assert "should" not in str(fault)  # pydantic's word: the reader had not foreseen such a fault
        assert str(fault).isprintable()
