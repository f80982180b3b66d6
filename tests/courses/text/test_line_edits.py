"""What is written back differs from what was there in the edited lines alone: line ends, byte order mark, comments, last line stay."""

import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from courses.authoring import text_files, translation_stamps
from courses.library import content_folder, new_files, publication_states
from courses.text import line_edits, yaml_files

ROOT = Path(__file__).parents[3]
SAMPLE = Path(__file__).parents[1] / "sample"
TEXTS = [
    text
    for path in sorted((ROOT / "content").glob("*/*/*.md"))
    if (text := path.read_text("utf-8")).startswith("---\n") and "\nstate:" in text
]
TODAY = date(2026, 11, 28)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
COMMENTS = ("# a comment", "  # indented", "# title: no key", "")


@st.composite
def typed(draw: st.DrawFn, texts: st.SearchStrategy[str]) -> str:
    """A real file as another editor may have left it: its line ends, all the same or mixed, its mark, comments, any end."""
    rows = draw(texts).rstrip("\n").split("\n")
    close = rows.index("---", 1)
    for _ in range(draw(st.integers(0, 3))):
        rows.insert(draw(st.integers(1, close)), draw(st.sampled_from(COMMENTS)))
        close += 1
    end = draw(ENDS)
    mixed = st.lists(st.sampled_from(["\n", "\r\n"]), min_size=len(rows), max_size=len(rows))
    ends = draw(st.one_of(st.just([end] * len(rows)), mixed))
    ends[-1] = draw(st.sampled_from(["", ends[-1], ends[-1] * 3]))
    made = "".join(row + end for row, end in zip(rows, ends, strict=True))
    return draw(st.sampled_from(["", "\ufeff"])) + made


def untouched(text: str, keys: tuple[str, ...]) -> list[str]:
    """Every line with its end, but those of these keys of the front matter and of the values that go on below them."""
    found, is_inside, fences = [], False, 0
    for row in re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", text):
        bare = row.lstrip("\ufeff").rstrip("\r\n")
        fences += bare == "---"
        if fences == 1 and re.match(rf"(?:{'|'.join(keys)}):", bare):
            is_inside = True
        elif not (is_inside and fences == 1 and bare[:1] == " " and not bare.strip().startswith("#")):
            is_inside = False
            found.append(row)
    return found


quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@quick
@given(typed(st.sampled_from(TEXTS)), st.sampled_from(["in_review", "withdrawn"]))
def test_a_move_changes_the_lines_of_the_state_and_the_review_alone(text: str, after: str) -> None:
    moved = publication_states.with_state(text, after)
    keys = ("state", "reviewers", "reviewed_on", "reviewed")
    assert untouched(moved, keys) == untouched(text, keys)
    assert f"\nstate: {after}\n" in "\n".join(line_edits.TypedLines(moved).plain())
    if after == "in_review":
        signed = publication_states.with_signature(moved, by='A "B"', on=TODAY, expires=TODAY, is_game=False)
        assert untouched(signed, (*keys, "expires")) == untouched(text, (*keys, "expires"))
        assert publication_states.as_draft(text) == publication_states.as_draft(publication_states.as_draft(text))


@quick
@given(typed(st.just((SAMPLE / "en/garden/warm.md").read_text("utf-8"))))
def test_a_stamp_changes_the_translation_block_alone(folder: Path, text: str) -> None:
    path = "en/garden/warm.md"
    (folder / path).write_bytes(text.encode("utf-8"))
    read = content_folder.load(folder, today=TODAY)
    files = read.of("warm", "en")
    assert files is not None
    assert files.text is not None, files.problems
    translation_stamps.write(folder, path, translation_stamps.stamp(files, read, by="Reader", on=TODAY))
    written = (folder / path).read_bytes().decode("utf-8")
    assert untouched(written, ("translation",)) == untouched(text, ("translation",))
    assert 'by: "Reader"' in written


@quick
@given(typed(st.sampled_from(TEXTS)), st.data())
def test_a_form_that_edits_some_lines_changes_those_alone(text: str, data: st.DataObject) -> None:
    shown = line_edits.BREAK.sub("\n", text.removeprefix("\ufeff"))
    assert line_edits.merge(text, text_files.decode(shown.replace("\n", "\r\n"))) == text
    rows = shown.rstrip("\n").split("\n")
    place = data.draw(st.integers(0, len(rows) - 1))
    rows[place : place + data.draw(st.integers(0, 2))] = data.draw(st.lists(st.sampled_from(["new words", "", "é"]), max_size=2))
    after = text_files.decode("\r\n".join(rows))
    merged = line_edits.merge(text, after)
    before, typed_lines = line_edits.TypedLines(text), line_edits.TypedLines(merged)
    assert yaml_files.decode(merged.encode(), "x").rstrip("\n") == after.rstrip("\n")
    assert typed_lines.mark == before.mark
    kept = min(place, len(typed_lines.rows) - 1)
    assert typed_lines.rows[: max(0, kept - 1)] == before.rows[: max(0, kept - 1)]
    assert len(set(typed_lines.rows) - set(before.rows)) <= 4


@pytest.mark.parametrize(
    ("before", "after", "written"),
    [
        ("", "a\n", "a\n"),
        ("a\r\nb\r\n", "a\nB\n", "a\r\nB\r\n"),
        ("a\r\nb", "a\nb\nc\n", "a\r\nb\r\nc"),
        ("a\nb\r\nc\n\n\n", "a\nc\n", "a\nc\n\n\n"),
        ("\ufeffa\nb\n", "b\n", "\ufeffb\n"),
        ("a\nb", "a\n", "a"),
        ("e\u0301\nb\n", "é\nc\n", "e\u0301\nc\n"),
        ("a\r\n\nb\r\n", "a\n\n\nb\n", "a\r\n\n\r\nb\r\n"),
    ],
)
def test_lines_that_stay_keep_their_ends(before: str, after: str, written: str) -> None:
    assert line_edits.merge(before, after) == written


def test_two_long_texts_with_nothing_in_common_are_not_compared_line_by_line() -> None:
    before, after = ("\n".join(f"{word} {number}" for number in range(40_000)) + "\n" for word in ("a", "b"))
    assert line_edits.merge(before, after) == after


@quick
@given(ENDS, st.sampled_from(["", "# end\n", "\n\n"]), st.sampled_from(["", "\ufeff"]), st.booleans())
def test_a_new_module_adds_one_line_to_its_course(end: str, tail: str, mark: str, has_end: bool) -> None:
    text = (SAMPLE / "_structure/garden/course.yml").read_text("utf-8").rstrip("\n") + "\n" * has_end + tail * has_end
    before = mark + text.replace("\n", end)
    after = new_files._with_module(before, "mouth")
    ours, theirs = (line_edits.TypedLines(one).plain() for one in (before, after))
    line = next(row for row in theirs if "key: mouth" in row)
    assert [row for row in theirs if row != line] == ours
    assert after.replace(line + end, "", 1).replace(end + line, "", 1) == before
    assert yaml_files.parse(yaml_files.decode(after.encode(), "x"), "x")["modules"][-1]["key"] == "mouth"


def test_a_published_page_that_came_with_windows_line_ends_is_moved_without_touching_them(folder: Path) -> None:
    path = "fr/garden/warm.md"
    raw = (folder / path).read_bytes().replace(b"\n", b"\r\n").rstrip()
    (folder / path).write_bytes(b"\xef\xbb\xbf" + raw)
    moved = publication_states.with_state((folder / path).read_bytes().decode("utf-8"), "withdrawn")
    translation_stamps.write(folder, path, moved)
    assert (folder / path).read_bytes() == b"\xef\xbb\xbf" + raw.replace(b"\r\nstate: published", b"\r\nstate: withdrawn")
