"""The quick reader of YAML and the full one read the same, or the quick one gives up."""

from io import StringIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml.error import YAMLError

from courses.text import quick_yaml, yaml_files

ROOT = Path(__file__).parents[3]
FILES = sorted([*(ROOT / "content/_structure").rglob("*.yml"), *(ROOT / "content").glob("*/game/*.yml")])
TEXTS = sorted([*(ROOT / "content").glob("*/*/*.md"), *(Path(__file__).parents[1] / "sample").glob("*/*/*.md")])


def full(text):
    return yaml_files.full_reader().load(StringIO(text))


def lines(node, path=()):
    """Every key and place with its line."""
    if hasattr(node, "items"):
        for key in node:
            yield (*path, key), yaml_files.line_of(node, key)
            yield from lines(node[key], (*path, key))
    elif isinstance(node, list):
        for place, value in enumerate(node):
            yield (*path, place), yaml_files.line_of(node, place)
            yield from lines(value, (*path, place))


def assert_same(text):
    quick = quick_yaml.load(text)
    if quick is None:
        return False
    slow = full(text)
    assert yaml_files.plain(quick) == yaml_files.plain(slow)
    assert [type(value) for value in yaml_files.plain(quick).values()] == [type(value) for value in yaml_files.plain(slow).values()]
    assert dict(lines(quick)) == dict(lines(slow))
    return True


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_shipped_register_is_read_quickly_and_the_same_with_the_same_lines(path):
    """A start reads references.yml four times: 0.9 s of its 1.4 s with the full reader."""
    assert assert_same(path.read_text("utf-8"))


def test_almost_every_front_matter_is_read_quickly_and_the_same():
    heads = [path.read_text("utf-8").split("---\n")[1] for path in TEXTS if path.read_text("utf-8").startswith("---\n")]
    quick = sum(assert_same(head) for head in heads)
    assert quick / len(heads) > 0.9


VALUES = [
    "true", "False", "null", "~", "yes", "No", "0", "12", "012", "1_000", "0x1F", "1e3", ".5", "1.50", "-3", "2027-05-23", "2027-13-45",
    "12:30", "a#b", "https://x.org/#a", "'x'", r'"a\n"', "[]", "{}", "[a,b]", "{a:b}", "&x", "*x", "|", ">", "[a", "{a", "]", "[,]",
    "[a,,b]", "%a", "@a", "`a", "é", "Œdème", "œil", "[œil, a]", "l'eau", "a:", "a:b",
    '"', "'", "[a]b", "a: b", "a #b", "# c", "2027-05-23 10:00", "'it''s'",
    '"a" # c', "[a, b]", "[a, [b, 1]]", "{a: b, c: [d]}", "{a: 1, a: 2}", "[a b, 'c']", "[l’eau, l'eau]", "!t a", "- a", "? a", "a, b",
    "[1.5, 2]", "[a] #c", "{a: }", "10.1093/annonc/mdy145", "114, n° d’urgence", "1.5/a #b", "12, 13",
    "{0: a, 1: b}", "{1: a, 1: b}", "{true: a}",
]  # fmt: skip
KEYS = [
    "a", "b", "title", "valid_until", "vous auriez dû", "it's", "true", "12", "a b", "a#b", "Œdème",
    '"38.0"', "y", "on", "-", "a.b", "a@b", "@a",
]  # fmt: skip
value = st.one_of(st.sampled_from(VALUES), st.text(alphabet="ab :#'\"-[]{},.0129éT", max_size=12))
key = st.one_of(st.sampled_from(KEYS), st.text(alphabet="ab -:#'\"", max_size=4))
row = st.tuples(st.sampled_from(["", "  ", "    ", " "]), key, st.sampled_from([": ", ":", ":  ", " : "]), value).map("".join)
EXTRA = (
    "", "# c", "  # c", "- a", "  - b", "  - {a: b}", "---", "...", "   ", "  - c: d", "- a: b", "- a:", "    c: d", "    {a: 1}",
    "  [a, b]", "1: x", "01: x", "  2: {a: b}", "- - a", "-   a: b",
)  # fmt: skip
extra = st.sampled_from(EXTRA)
document = st.lists(st.one_of(row, row, extra), max_size=6).map("\n".join)


@settings(max_examples=400, deadline=None)
@given(document)
def test_any_document_reads_the_same_or_is_left_to_the_full_reader(text):
    quick = quick_yaml.load(text)
    if quick is None:
        return
    try:
        assert_same(text)
    except YAMLError as error:
        raise AssertionError(f"the quick reader took what YAML refuses: {text!r}") from error
