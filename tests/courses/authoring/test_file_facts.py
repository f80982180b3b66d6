"""What the list of writing says of each text: kept on disk by its bytes, and never older than the text."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT

from courses.authoring import file_facts, file_list
from courses.authoring.file_list import Row

CONTENT = Path(__file__).parents[3] / "content"
TODAY = DAY_OF_CONTENT
TEXT = "en/patient-essentials/fever.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One course of the shipped content."""
    copy = tmp_path_factory.mktemp("content") / "content"
    courses = [path.parent.name for path in (CONTENT / "_structure").glob("*/course.yml") if path.parent.name != "patient-essentials"]
    shutil.copytree(CONTENT, copy, ignore=shutil.ignore_patterns("game", "media", "situations", *courses))
    return copy


def in_a_new_process(monkeypatch: pytest.MonkeyPatch, folder: Path, cache: Path, today: date = TODAY) -> tuple[list[Row], list[str]]:
    """The rows of a process that has read nothing yet, and the files whose front matter it had to read."""
    store, read = file_facts.FactStore(), []
    front = file_list._front

    def watched(path: str, mark: bytes) -> file_list.Front | None:
        read.append(path)
        return front(path, mark)

    with monkeypatch.context() as patch:
        patch.setattr(file_list, "STORE", store)
        patch.setattr(file_list, "_front", watched)
        return file_list.rows(folder, (), today=today, cache=cache), read


def test_the_first_list_of_a_new_process_reads_no_text(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows, read = in_a_new_process(monkeypatch, folder, tmp_path)
    assert len(read) > 20
    again, read = in_a_new_process(monkeypatch, folder, tmp_path)
    assert read == []
    assert again == rows
    assert {row.translation for row in rows} > {""}
    assert (tmp_path / file_facts.NAME).stat().st_mode & 0o077 == 0


def test_a_changed_text_is_read_again_and_the_others_are_not(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, _ = in_a_new_process(monkeypatch, folder, tmp_path)
    old = (folder / TEXT).read_text("utf-8")
    (folder / TEXT).write_text(old.replace("\ntitle:", "\ntitle: Quite new #", 1) + "\n\nThree more words.\n", "utf-8")
    after, read = in_a_new_process(monkeypatch, folder, tmp_path)
    (folder / TEXT).write_text(old, "utf-8")
    changed = [row for row in after if row not in before]
    assert {row.piece.key for row in changed} == {"fever"}
    assert next(row for row in changed if row.piece.path == TEXT).title == "Quite new"
    assert all("/fever." in path for path in read)


def test_an_expiry_that_comes_is_seen_without_reading_anything(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = (folder / TEXT).read_text("utf-8")
    (folder / TEXT).write_text(old.replace("state: draft", "state: published", 1), "utf-8")
    rows, _ = in_a_new_process(monkeypatch, folder, tmp_path)
    later, read = in_a_new_process(monkeypatch, folder, tmp_path, date(2036, 1, 1))
    (folder / TEXT).write_text(old, "utf-8")
    states = [next(row.state for row in some if row.piece.path == TEXT) for some in (rows, later)]
    assert states == ["published", "expired"]
    assert read == []


@pytest.mark.parametrize("text", ["{", '{"code": "another", "facts": {}}', '{"code": 1, "facts": {"a": {"title": 1}}}'])
def test_a_file_that_is_damaged_or_of_another_version_is_as_none(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    (tmp_path / file_facts.NAME).write_text(text.replace("1,", f"{json.dumps(file_facts.shape())},"), "utf-8")
    rows, read = in_a_new_process(monkeypatch, folder, tmp_path)
    assert len(read) > 20
    assert all(row.title for row in rows)
