"""A preview reads this module and what it links to, nothing else; and nothing it remembers outlives a changed byte."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from sample_folder import TODAY

from courses.authoring import picture_words, text_files
from courses.authoring.registers import shared_files
from courses.checks import all_checks
from courses.library import content_folder
from courses.library.structure import ModuleEntry
from courses.model.content import Problem

WARM = "fr/garden/warm.md"
SOURCES = shared_files.REGISTERS["sources"]


def replace_in_place(file: Path, old: str, new: str) -> None:
    """Other bytes of the same length under the same times: what looks at sizes and clocks sees no change."""
    assert len(old.encode()) == len(new.encode())
    before, text = file.stat(), file.read_text("utf-8")
    assert old in text
    with file.open("r+b") as opened:
        opened.write(text.replace(old, new, 1).encode())
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def said(folder: Path, text: str) -> list[Problem]:
    return text_files.lint(folder, text_files.piece(folder, WARM), text, today=TODAY)


def test_a_link_is_held_to_the_neighbour_as_it_is_now(folder: Path) -> None:
    text, neighbour = (folder / WARM).read_text("utf-8"), folder / "fr/garden/tea.md"
    line = text.count("\n", 0, text.index("(module:tea#ask)")) + 1
    assert not said(folder, text)
    replace_in_place(neighbour, "{#ask}", "{#axe}")
    assert [(one.code, one.line) for one in said(folder, text)] == [("304", line)]
    replace_in_place(neighbour, "{#axe}", "{#ask}")
    assert not said(folder, text)


def test_a_register_is_read_as_it_is_now(folder: Path) -> None:
    text = (folder / WARM).read_text("utf-8")
    assert not said(folder, text)
    replace_in_place(folder / SOURCES, "becquerel-aplasie:", "becquerel-aplasix:")
    assert {"310"} <= {one.code for one in said(folder, text)}
    replace_in_place(folder / SOURCES, "becquerel-aplasix:", "becquerel-aplasie:")
    assert not said(folder, text)


def test_a_file_that_no_course_lists_any_more_is_told(folder: Path) -> None:
    text = (folder / WARM).read_text("utf-8")
    course = folder / "_structure/garden/course.yml"
    course.write_text(course.read_text("utf-8").replace("key: warm", "key: worm", 1), "utf-8")
    assert [(one.code, one.line) for one in said(folder, text)] == [("202", 1)]


def test_no_other_module_is_parsed_than_those_it_links_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parsed: list[str] = []
    files_of: Callable[..., content_folder.Files] = content_folder.files_of

    def counted(texts: object, entry: ModuleEntry, language: str) -> content_folder.Files:
        parsed.append(entry.key)
        return files_of(texts, entry, language)

    monkeypatch.setattr(content_folder, "files_of", counted)
    text = (folder / WARM).read_text("utf-8")
    said(folder, text)
    assert set(parsed) == {"warm", "tea"}, "the third module of the folder is not looked at"


def test_what_lies_between_modules_is_not_checked_at_each_pause_of_typing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[object] = []

    def across(*given: object) -> list[Problem]:
        looks.append(given)
        return []

    monkeypatch.setattr(all_checks, "across", across)
    said(folder, (folder / WARM).read_text("utf-8"))
    assert not looks


def test_titles_pictures_and_registers_of_a_form_follow_their_files(folder: Path) -> None:
    title, shown = text_files.title(folder, WARM), picture_words.words_by_address(folder, "fr")["garden/thermometer.svg"]
    assert title
    assert text_files.title(folder, WARM) == title
    replace_in_place(folder / WARM, "ai chaud", "ai froid")
    assert text_files.title(folder, WARM) == title.replace("chaud", "froid")
    replace_in_place(folder / WARM, f"![{shown[:2]}", "![Zz")
    assert picture_words.words_by_address(folder, "fr")["garden/thermometer.svg"].startswith("Zz")
    assert "becquerel-aplasie" in shared_files.entries(shared_files.read(folder, SOURCES), SOURCES)
    replace_in_place(folder / SOURCES, "becquerel-aplasie:", "becquerel-aplasix:")
    changed = shared_files.entries(shared_files.read(folder, SOURCES), SOURCES)
    assert "becquerel-aplasix" in changed
    assert "becquerel-aplasie" not in changed
    changed.clear()
    assert shared_files.entries(shared_files.read(folder, SOURCES), SOURCES), "what one page takes out of its list is its own"
