"""Cases kept for the next start: the same as read anew, and read anew when a byte of theirs changed or the file is not to be trusted."""

import shutil
from pathlib import Path

import pytest
from content_day import DAY_OF_CONTENT

from courses.game import case_reader
from courses.library import content_folder
from courses.rules import rule_files
from courses.serving import case_cache
from courses.triage import register

CONTENT = Path(__file__).parents[3] / "content"
TODAY = DAY_OF_CONTENT
CASE = "fr/cases/ph-closing.md"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT / "_structure", tmp_path / "content" / "_structure")
    for language in ("fr", "en"):
        (tmp_path / "content" / language / "cases").mkdir(parents=True)
        shutil.copy(CONTENT / language / "cases" / "ph-closing.md", tmp_path / "content" / language / "cases")
    return tmp_path / "content"


def load(folder: Path) -> case_cache.Result:
    """As a process that has just begun: nothing is held in memory."""
    case_cache.CACHE.forget()
    library = content_folder.load(folder, today=TODAY)
    triage, _ = register.read(library.texts)
    rule = rule_files.load(folder).preset()
    modules = set(library.structure.modules)
    return case_cache.load(library, rule, now=TODAY, instance="demo", triage=triage, modules=modules, cache=folder.parent / "cache")


def test_what_is_kept_is_what_was_read_and_nothing_is_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load(folder)
    assert list(first[0].cases) == ["ph-closing"]
    monkeypatch.setattr(case_reader, "load", lambda *_args, **_named: pytest.fail("read again"))
    assert load(folder) == first


def test_a_changed_byte_is_read(folder: Path) -> None:
    load(folder)
    file = folder / CASE
    file.write_text(file.read_text("utf-8").replace("profession: pharmacist", "profession: baker"), "utf-8")
    book, problems = load(folder)
    assert (list(book.cases), [problem.code for problem in problems]) == ([], ["350"])


def test_a_damaged_or_open_file_is_not_believed(folder: Path) -> None:
    first = load(folder)
    [kept] = (folder.parent / "cache").glob("cases-*.cache")
    for spoil in (lambda: kept.write_bytes(kept.read_bytes()[:-1] + b"x"), lambda: kept.chmod(0o666)):
        spoil()
        assert load(folder) == first
