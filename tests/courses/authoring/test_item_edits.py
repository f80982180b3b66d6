"""A question changed by form: it says what was asked, every other question and line keeps its bytes."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st

from courses.authoring import item_edits
from courses.authoring.item_edits import CannotHold
from courses.model.content import Item, Option

CONTENT = Path(__file__).parents[3] / "content"
FILES = sorted(CONTENT.glob("*/*/*.items.md"))
LETTER = st.characters(codec="utf-8", categories=["L", "Nd", "Po"], exclude_characters="{}[]#\\")
SENTENCE = st.text(LETTER, min_size=1, max_size=30).map(lambda text: f"A {text.strip()} b".replace("=>", ""))


@pytest.mark.sampled(4)
@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_shipped_question_is_written_as_it_is_read(path: Path) -> None:
    """One question added to an empty file says the same; the same question again changes no byte of its own file."""
    text, name = path.read_text("utf-8"), path.relative_to(CONTENT).as_posix()
    for item in item_edits.items_of(name, text):
        assert item_edits.with_item(text, name, item.key, item) == text
        (again,) = item_edits.items_of(name, item_edits.with_new_item("", name, item))
        assert item_edits.lines_of(again) == item_edits.lines_of(item)


@given(st.data())
@effort(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_what_changes_is_what_was_asked_and_nothing_else(data: st.DataObject) -> None:
    change_one(data)


@pytest.mark.slow
@given(st.data())
@effort(max_examples=300, suppress_health_check=[HealthCheck.too_slow])
def test_what_changes_is_what_was_asked_in_many_more(data: st.DataObject) -> None:
    change_one(data)


def change_one(data: st.DataObject) -> None:
    path = data.draw(st.sampled_from(FILES))
    name, end = path.relative_to(CONTENT).as_posix(), data.draw(st.sampled_from(("\n", "\r\n")))
    text = data.draw(st.sampled_from(("", "\ufeff"))) + path.read_text("utf-8").replace("\n", end)
    items = item_edits.items_of(name, text.replace("\r\n", "\n").removeprefix("\ufeff"))
    old = data.draw(st.sampled_from(items))
    new = changed(data, old)
    after = item_edits.with_item(text, name, old.key, new)
    lines_before, lines_after = text.split(end), after.split(end)
    start = old.line - 1
    stop = next((n for n in range(old.line, len(lines_before)) if lines_before[n].startswith(("## ", "# "))), len(lines_before))
    assert lines_after[:start] == lines_before[:start]
    tail = len(lines_before) - stop
    assert lines_after[len(lines_after) - tail :] == lines_before[stop:]


def changed(data: st.DataObject, old: Item) -> Item:
    what = data.draw(st.sampled_from(("question", "hint", "explanation", "feedback", "option", "fewer", "sources", "safety")))
    words = data.draw(SENTENCE)
    if what in ("feedback", "option") and old.options:
        place = data.draw(st.integers(0, len(old.options) - 1))
        one = old.options[place]
        one = replace(one, feedback=words) if what == "feedback" else replace(one, text=words)
        return replace(old, options=(*old.options[:place], one, *old.options[place + 1 :]))
    if what == "fewer" and len(old.options) > 1:
        return replace(old, options=old.options[:-1])
    if what == "question" and old.kind != "cloze":
        return replace(old, question=words)
    if what == "safety":
        return replace(old, is_safety=not old.is_safety)
    if what == "sources":
        return replace(old, references=("a-source", "b-source"))
    return replace(old, hint=words) if what == "hint" else replace(old, explanation=words)


def test_words_that_would_be_read_as_an_option_are_refused() -> None:
    one = Item("q", "m", "single", "Quoi ?\n- [x] caché", "fr", "", options=(Option("a", "oui", "right", "", 0),))
    with pytest.raises(CannotHold):
        item_edits.with_new_item("", "fr/c/m.items.md", one)


def test_a_question_goes_to_the_end_of_its_pool() -> None:
    text = "# practice\n\n## one Un ? {single}\n- [x] oui\n\n# final\n\n## two Deux ? {single}\n- [x] oui\n"
    path = "fr/c/m.items.md"
    new = Item("three", "m", "survey", "Trois ?", "fr", "", options=(Option("a", "un avis", "none", "", 0),))
    after = item_edits.with_new_item(text, path, new)
    assert [item.key for item in item_edits.items_of(path, after)] == ["one", "three", "two"]
    third = item_edits.with_new_item(after, path, replace(new, key="four", form="A"))
    assert "# form a" in third
    assert item_edits.items_of(path, third)[-1].form == "A"
    assert item_edits.without_item(after, path, "three") == text
