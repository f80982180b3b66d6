"""A form changes the value it shows and no other byte of the file: comments, quotes, line ends, layout of everything else stay."""

import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as effort
from hypothesis import strategies as st

from courses.authoring.registers import list_edits, yaml_edits
from courses.authoring.registers.yaml_places import CannotEdit
from courses.text import yaml_files
from courses.text.line_edits import BREAK

CONTENT = Path(__file__).parents[4] / "content" / "_structure"
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), max_size=20)
SCALARS = st.one_of(WORDS, st.integers(-(10**6), 10**6), st.booleans(), st.dates(date(1900, 1, 1)), st.lists(WORDS, max_size=3))
TYPED = ("word", "12", "'a: b'", '"c # d"', "2027-05-23", "true", "[x, y]", "{fr: a, en: b}")
NAMES = ("title", "year", "url", "note", "seen", "list")


def values(text: str) -> Any:
    return yaml_files.plain(yaml_files.parse(yaml_files.decode(text.encode(), ""), ""))


def as_read(value: Any) -> Any:
    """Letters and their accents as one sign."""
    if isinstance(value, list):
        return [as_read(one) for one in value]
    return unicodedata.normalize("NFC", value) if isinstance(value, str) else value


def rows(text: str) -> list[str]:
    return BREAK.split(text)


@st.composite
def registers(draw: st.DrawFn) -> str:
    """A register as different hands type it: one line or many, three kinds of quotes, comments, blank lines, any line end."""
    lines = ["# A register."] if draw(st.booleans()) else []
    for number in range(draw(st.integers(1, 4))):
        names = draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=4, unique=True))
        shown = [
            draw(st.sampled_from(("word", "12", "'a: b'", '"c # d"', "2027-05-23", "true", "[x, y]", "{fr: a, en: b}"))) for _ in names
        ]
        remark = draw(st.sampled_from(("", "  # why", "")))
        if draw(st.booleans()):
            lines.append(f"k{number}: {{{', '.join(f'{name}: {one}' for name, one in zip(names, shown, strict=True))}}}{remark}")
        else:
            indent = " " * draw(st.integers(1, 4))
            lines.append(f"k{number}:{remark}")
            for name, one in zip(names, shown, strict=True):
                lines += draw(st.sampled_from(([], [f"{indent}# between"], [""])))
                lines += {
                    "folded": [f"{indent}{name}: >-", f"{indent}   long", f"{indent}   words"],
                    "list": [f"{indent}{name}:", f"{indent}  - x", f"{indent}  - y"],
                    "plain": [f"{indent}{name}: {one}{remark}"],
                }[draw(st.sampled_from(("folded", "list", "plain", "plain", "plain")))]
        lines += draw(st.sampled_from(([], ["# a remark"], [""])))
    end = draw(st.sampled_from(("\n", "\r\n", "\r")))
    return draw(st.sampled_from(("", "\ufeff"))) + end.join(lines) + draw(st.sampled_from((end, "")))


@given(registers(), st.data())
@effort(max_examples=60)
def test_a_value_is_set_and_every_other_line_keeps_its_bytes(text: str, data: st.DataObject) -> None:
    set_one(text, data)


@pytest.mark.slow
@given(registers(), st.data())
@effort(max_examples=1000)
def test_a_value_is_set_in_many_more_registers(text: str, data: st.DataObject) -> None:
    set_one(text, data)


def set_one(text: str, data: st.DataObject) -> None:
    before = values(text)
    key = data.draw(st.sampled_from(sorted(before)))
    name, value = data.draw(st.sampled_from(NAMES)), data.draw(st.none() | SCALARS)
    try:
        after = yaml_edits.set_value(text, (key, name), value)
    except CannotEdit:
        assert (value, len(before[key])) == (None, 1), "an entry may not lose its last value; everything else can be set"
        return
    wanted = {**before[key], name: as_read(value)}
    assert values(after) == {**before, key: {one: wanted[one] for one in wanted if wanted[one] is not None}}
    start = next(number for number, row in enumerate(rows(text)) if row.removeprefix("\ufeff").startswith(f"{key}:"))
    stop = next((number for number, row in enumerate(rows(text)) if number > start and row.startswith("k")), len(rows(text)))
    assert after[: len(text) - len(text.lstrip("\ufeff"))] == text[: len(text) - len(text.lstrip("\ufeff"))]
    lines_before, lines_after = text.splitlines(keepends=True), after.splitlines(keepends=True)
    assert lines_after[:start] == lines_before[:start]
    tail = len(lines_before) - stop
    if tail > 0:
        assert lines_after[-tail:] == lines_before[-tail:]
    assert yaml_edits.set_value(text, (key, name), before[key].get(name)) == text, "the same value again changes nothing"


def test_an_accent_typed_as_a_sign_of_its_own_is_taken() -> None:
    """As some keyboards and copied texts have it; the reader of registers joins the two."""
    text, typed = "k1: {title: word}\n", "e\u0301crire"
    assert values(yaml_edits.set_value(text, ("k1", "title"), typed)) == {"k1": {"title": "écrire"}}
    assert values(yaml_edits.add_entry(text, "k2", {"title": typed}))["k2"] == {"title": "écrire"}


@given(registers(), st.dictionaries(st.sampled_from(NAMES), SCALARS, min_size=1))
@effort(max_examples=60)
def test_an_entry_is_added_behind_the_others(text: str, entry: dict[str, Any]) -> None:
    after = yaml_edits.add_entry(text, "new-one", entry)
    assert values(after) == {**values(text), "new-one": {name: as_read(one) for name, one in entry.items()}}
    assert after.startswith(text)


@pytest.mark.parametrize("path", sorted(CONTENT.glob("*/course.yml")), ids=lambda path: path.parent.name)
def test_the_lines_of_a_shipped_course_move_change_and_go(path: Path) -> None:
    text = path.read_text("utf-8")
    course = values(text)
    moved = list_edits.swap_places(text, ("modules",), 0, 1)
    assert sorted(rows(moved)) == sorted(rows(text))
    assert [one["key"] for one in values(moved)["modules"][:2]] == [one["key"] for one in course["modules"][1::-1]]
    timed = yaml_edits.set_value(text, ("modules", 1, "minutes"), 59)
    assert sum(one != other for one, other in zip(rows(timed), rows(text), strict=True)) == 1
    longer = list_edits.append(text, ("modules",), {"key": "new-one", "minutes": 8, "objectives": ["K01"]})
    assert list_edits.remove_place(longer, ("modules", len(course["modules"]))) == text


def test_an_alias_is_not_edited_but_refused() -> None:
    text = "a: &x {fr: one}\nb: *x\n"
    with pytest.raises(CannotEdit):
        yaml_edits.set_value(text, ("b", "fr"), "two")


def test_a_place_that_is_not_there_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        yaml_edits.set_value("a: {b: 1}\n", ("c", "b"), 2)
