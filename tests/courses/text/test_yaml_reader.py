"""YAML as this project reads it: the core schema of 1.2 with days, one document, no tags, no key twice, bounded, each fault at its line."""

import math
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.errors import ContentUnreadable
from courses.text import yaml_files, yaml_nodes, yaml_scalars

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "content").rglob("*.yml"), *(Path(__file__).parents[1] / "sample").rglob("*.yml")])


def refusal(text: str, first_line: int = 1) -> tuple[int, str]:
    with pytest.raises(ContentUnreadable) as refused:
        yaml_files.parse(text, "fr/x.md", first_line)
    assert refused.value.code == "003"
    return refused.value.line, refused.value.message


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("on", "on"), ("off", "off"), ("yes", "yes"), ("No", "No"), ("y", "y"), ("true", True), ("False", False), ("TRUE", True),
        ("tRUE", "tRUE"), ("~", None), ("null", None), ("", None), ("nULL", "nULL"), ("0", 0), ("-3", -3), ("+4", 4), ("012", 12),
        ("0o17", 15), ("0o18", "0o18"), ("0x1F", 31), ("-0x1F", "-0x1F"), ("0b11", "0b11"), ("1_000", "1_000"), ("12:30", "12:30"),
        ("12:30:45", "12:30:45"), ("190:20:30", "190:20:30"), ("1.5", 1.5), (".5", 0.5), ("1.", 1.0), ("1e3", 1000.0), ("-1.5E-2", -0.015),
        (".", "."), ("-", "-"), ("+", "+"), ("1.2.3", "1.2.3"), ("9" * 5000, "9" * 5000),
        (str(2**63 - 1), 2**63 - 1), (str(2**64), str(2**64)),
        ("0x" + "f" * 6000, "0x" + "f" * 6000), ("1e999", "1e999"), (".inf", ".inf"),
        ("-.inf", "-.inf"), (".nan", ".nan"),
        ("2027-05-23", date(2027, 5, 23)), ("2027-02-30", "2027-02-30"), ("2027-5-3", "2027-5-3"), ("0000-01-01", "0000-01-01"),
        ("2027-05-27T10:00:00Z", "2027-05-27T10:00:00Z"), ("2027-05-27 10:00:00", "2027-05-27 10:00:00"), ("=", "="), ("<<", "<<"),
        ("١٢", "١٢"), ("٢٠٢٧-٠٥-٢٣", "٢٠٢٧-٠٥-٢٣"), ("38,0", "38,0"),
    ],
)  # fmt: skip
def test_a_value_without_quotes_is_what_the_core_schema_says_or_the_text_that_was_typed(typed: str, meant: Any) -> None:
    if typed != "-":
        found = yaml_files.parse(f"on: {typed}\n", "x")
        assert list(found) == ["on"]
        assert (found["on"], type(found["on"])) == (meant, type(meant))
    assert (yaml_scalars.resolve(typed), type(yaml_scalars.resolve(typed))) == (meant, type(meant))


@pytest.mark.parametrize("typed", ["true", "12", "2027-05-23", "null", "1.5"])
def test_quoted_and_block_values_stay_words(typed: str) -> None:
    for text in (f'a: "{typed}"', f"a: '{typed}'", f"a: |-\n  {typed}", f"a: >-\n  {typed}"):
        assert yaml_files.parse(text, "x")["a"] == typed


def test_a_number_as_a_key_stays_a_number_and_other_keys_stay_words() -> None:
    found = yaml_files.parse("1: a\n'2': b\ntrue: c\nnull: d\n2027-05-23: e\n1.5: f\n", "x")
    assert list(found) == [1, "2", "true", "null", "2027-05-23", "1.5"]
    assert [yaml_files.line_of(found, key) for key in (1, "1", "2", "true")] == [1, 1, 2, 3]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "first in line 1"),
        ("a:\n  b: 1\n  c: 2\n  'b': 3\n", 4, "first in line 2"),
        ("a: {b: 1,\n  b: 2}\n", 2, "first in line 1"),
        ("1: a\n'1': b\n", 2, "'1' stands twice"),
        ("a: 1\nb: !!python/object/apply:os.system [id]\n", 2, "a tag"),
        ("a: 1\nb: ! c\n", 2, "a tag"),
        ("a: 1\nb: &x ! c\n", 2, "a tag"),
        ("!!map\na: 1\n", 1, "a tag"),
        ("a: 1\nb: !x {c: d}\n", 2, "a tag"),
        ("a: 1\n---\nb: 2\n", 2, "a second document"),
        ("a: 1\n? [b]\n: c\n", 2, "where a key should"),
        ("a: 1\n{b: c}: d\n", 2, "where a key should"),
        ("a: 1\nb: *c\n", 2, "names nothing"),
        ("a: &b [*b]\n", 1, "inside of what it names"),
        ('a: 1\nb: "\\ud800"\n', 2, "no text"),
        ('a: 1\nb: [c, "\\0"]\n', 2, "no text"),
        ("a: 1\nb: \u2028c\n", 2, "U+2028"),
        ("a: 1\nb: [c\n", 2, "not closed"),
        ("a: 1\nb: {x: 1, y: 2\nc: 3\nd: 4\n", 2, "not closed"),
        ("a: [1, 2\nb: 3\n", 1, "not closed"),
        ("a:\n  - {k: 1, t: {fr: x, en: y}\n  - {k: 2, t: {fr: x, en: y}}\n", 2, "not closed"),
        ("- key: a\n  title: {fr: A, en: B\n\n  source: x\n- key: b\n", 2, "not closed"),
        ("a: {x: 1,\n  y: 2,\nc: {z: 3}\nd: 4\n", 2, "not closed"),
        ("a: {\n  x: 1\n  y: 2\n}\nb: 1\n", 2, "lacks a comma"),
        ("a: {x: 1,\n  y: 2 z: 3}\n", 2, "lacks a comma"),
        ("a: {\n  x: [1, 2}\n}\n", 2, "not closed"),
        ("a: b: c\n", 1, "second colon"),
        ("a: 'b\n", 2, "never closed"),
        ("%YAML 9\n---\na: 1\n", 1, "quotes and indents"),
        ("a: \x01\n", 1, "no text"),
        ("a: \ud800\n", 1, "cannot be read"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_at_its_line(text: str, line: int, word: str) -> None:
    found = refusal(text)
    assert found[0] == line
    assert word in found[1]
    assert "\n" not in found[1]
    assert refusal(text, first_line=11)[0] == line + 10


def test_the_line_of_an_earlier_key_counts_from_the_top_of_its_file() -> None:
    assert "(first in line 2)" in refusal("a: 1\nb: 2\na: 3\n", first_line=2)[1]


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "-  ", "[{b: "])
def test_no_more_than_forty_lists_stand_inside_one_another(opening: str) -> None:
    for times in (60, 20_000):
        assert "inside one another" in refusal(f"a: 1\nb:\n  {opening * times}")[1]
    assert refusal(f"a: 1\nb:\n  {opening * 60}")[0] == 3


def test_forty_levels_of_lines_are_read() -> None:
    text = "".join(f"{'  ' * depth}a:\n" for depth in range(39)) + "  " * 39 + "a: 1\n"
    assert yaml_files.parse(text, "x")
    assert "inside one another" in refusal(text.replace("a: 1\n", "a:\n" + "  " * 40 + "a: 1\n"))[1]


def test_aliases_that_stand_for_too_many_values_are_refused_before_they_exist() -> None:
    bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 10)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    line, said = refusal(bomb)
    assert line == 5
    assert "20,000 values" in said
    assert "20,000 values" in refusal("a: [" + "x, " * 25_000 + "]")[1]
    assert yaml_files.parse("a: &a [x, y]\nb: *a\nc: {d: *a}\n", "x")["c"] == {"d": ["x", "y"]}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_each_register_reads_as_the_parser_written_in_python_does_line_by_line(path: Path) -> None:
    text = path.read_text("utf-8")
    assert dict(places(yaml_files.parse(text, "x"))) == dict(expected(composed(text)))


def composed(text: str) -> yaml.Node | None:
    """The same document by PyYAML's own parser, which shares no code with libyaml."""
    return yaml.compose(text, yaml.SafeLoader)


def places(node: Any, path: tuple[Any, ...] = ()) -> Any:
    """Every key and place with its line; every value with its text."""
    if isinstance(node, dict):
        for key in node:
            yield (*path, str(key)), yaml_files.line_of(node, key)
            yield from places(node[key], (*path, str(key)))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield (*path, place), yaml_files.line_of(node, place)
            yield from places(value, (*path, place))
    else:
        yield (*path, "="), node


def expected(node: yaml.Node | None, path: tuple[Any, ...] = ()) -> Any:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*path, key.value), key.start_mark.line + 1
            yield from expected(value, (*path, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for place, value in enumerate(node.value):
            yield (*path, place), value.start_mark.line + 1
            yield from expected(value, (*path, place))
    elif node is not None:
        yield (*path, "="), yaml_scalars.resolve(node.value) if node.style is None else node.value


VALUES = [
    "true", "null", "~", "yes", "0", "012", "1.50", "2027-05-23", "a#b", "https://x.org/#a", "'x'", r'"a\n"', "[]", "{}", "[a,b]", "{a: b}",
    "&x y", "*x", "|", ">", "[a", "]", "a:", "a: b", "a #b", "# c", "'it''s'", "[a, [b, 1]]", "{a: 1, a: 2}", "!t a", "- a", "? a",
    "{0: a, 1: b}", "é", "l’eau",
]  # fmt: skip
row = st.tuples(
    st.sampled_from(["", "  ", "    ", "- ", "  - "]),
    st.sampled_from(["a", "b", "title", "a b", '"c"', "1"]), st.sampled_from([": ", ":"]),
    st.one_of(st.sampled_from(VALUES), st.text(alphabet="ab :#'\"-[]{},.0129éT", max_size=12)),
).map("".join)  # fmt: skip
extra = st.sampled_from(["", "# c", "  # c", "- a", "  - b", "---", "...", "   ", "- - a", "  [a, b]", "\t"])


@settings(max_examples=250, deadline=None)
@given(st.lists(st.one_of(row, row, extra), max_size=6).map("\n".join))
def test_any_document_reads_as_the_parser_written_in_python_does_or_is_refused(text: str) -> None:
    found = None
    try:
        found = yaml_files.parse(text, "x")
    except ContentUnreadable as error:
        line = error.line
    else:
        line = 1
    assert 1 <= line <= text.count("\n") + 1
    if found is None:
        return
    try:
        node = composed(text)
    except yaml.YAMLError:
        return  # libyaml takes a line of one tab and a few like it, which hold no value
    if node is not None and "*" not in text:
        assert dict(places(found)) == dict(expected(node))


def test_a_build_of_the_library_without_its_parser_in_c_says_what_to_install() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "import sys; sys.modules['yaml.cyaml'] = None; import courses.text.yaml_files"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 1
    assert "PyYAML was built without libyaml: install its wheel" in ran.stderr


def test_numbers_without_end_never_leave_the_reader() -> None:
    for text in (".inf", "1e999", "-1e400", ".nan"):
        found = yaml_nodes.load(f"a: {text}")["a"]
        assert not isinstance(found, float) or math.isfinite(found)
