"""One unit that fails is set aside with a problem; the rest is served, and the last good version of that unit goes on."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from courses.authoring import translation_stamps
from courses.checks import all_checks
from courses.checks.pages import sources
from courses.game import book_reader
from courses.items import syntax
from courses.library import assembly
from courses.library import content_folder as libraries
from courses.rules import rule_files
from courses.serving import catalogue, compiled_cache
from courses.serving.catalogue_reader import Shelf

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SHIPPED = Path(__file__).parents[3] / "content"


def fail_on(function, word):
    """The same function, but it fails on a file whose path holds a word: a fault of ours that nobody foresaw."""

    def failing(*arguments):
        if word in str(arguments[0]):
            raise TypeError(word)
        return function(*arguments)

    return failing


def test_a_fault_of_the_program_on_one_file_is_one_problem_there(folder, monkeypatch):
    monkeypatch.setattr(syntax, "parse", fail_on(syntax.parse, "fr/garden/warm"))
    found = catalogue.load(folder, now=NOW)
    assert ("fr/garden/warm.items.md", "018") in {(problem.path, problem.code) for problem in found.problems}
    assert found.module("warm", "fr").items == ()
    assert found.module("tea", "fr").title == "Le thé"


def test_a_check_that_fails_leaves_what_the_others_say(check, rewrite, monkeypatch):
    rewrite("fr/garden/warm.md", "{{fever.rule}}", "{{fever.ruel}}")

    def failing(*_arguments):
        raise KeyError("odd")

    monkeypatch.setattr(all_checks, "CHECKS", (failing, *all_checks.CHECKS))
    codes = {problem.code for problem in check()}
    assert {"018", "130"} <= codes


def test_the_problem_names_the_place_in_the_program_and_no_word_of_the_file(check, monkeypatch):
    monkeypatch.setattr(sources, "check_register", lambda _library: 1 / 0)
    [problem] = [problem for problem in check() if problem.code == "018"]
    assert problem.path == "_structure/references.yml"
    assert "ZeroDivisionError at test_set_aside.py:" in problem.message


def test_a_module_that_can_no_longer_be_read_goes_on_as_it_was(folder, rewrite):
    now = [NOW]
    shelf = Shelf(folder, clock=lambda: now[0])
    assert shelf.current().module("warm", "fr").title == "J’ai chaud"
    rewrite("fr/garden/warm.md", 'title: "J’ai chaud"', 'title: "J’ai')
    rewrite("fr/garden/tea.md", 'title: "Le thé"', 'title: "La tisane"')
    now[0] += timedelta(seconds=3)
    assert shelf.current().module("warm", "fr").title == "J’ai chaud"
    assert shelf.current().module("tea", "fr").title == "La tisane"
    assert ("fr/garden/warm.md", "003") in {(problem.path, problem.code) for problem in shelf.current().problems}


def test_an_expired_module_does_not_go_on_because_it_can_no_longer_be_read(folder, rewrite):
    now = [NOW]
    shelf = Shelf(folder, clock=lambda: now[0], instance="real")
    assert "garden" in shelf.current().courses
    rewrite("fr/garden/warm.md", 'title: "J’ai chaud"', 'title: "J’ai')
    now[0] += timedelta(seconds=3)
    assert "garden" in shelf.current().courses
    now[0] = datetime(2027, 5, 2, tzinfo=UTC)
    assert shelf.current().courses == {}


def test_a_module_that_cannot_be_put_together_is_shown_empty_and_stops_no_page(folder, monkeypatch):
    found = catalogue.load(folder, now=NOW)

    def failing(*_arguments):
        raise TypeError

    monkeypatch.setattr(assembly, "module", failing)
    assert found.module("tea", "fr").title == "tea"


def test_one_bad_line_in_a_register_is_one_problem(check, rewrite):
    line = rewrite("_structure/references.yml", "  title: Conduite à tenir\n", '  title: "Conduite à tenir\n')
    found = check()
    assert [(problem.path, problem.code) for problem in found] == [("_structure/references.yml", "003")]
    assert found[0].line >= line


@pytest.mark.parametrize("path", ["_structure/objectives.yml", "_structure/glossary.yml", "_structure/garden/course.yml"])
def test_a_register_or_course_that_cannot_be_read_is_one_problem(check, folder, path):
    (folder / path).write_text("a: [", "utf-8")
    assert [(problem.path, problem.code) for problem in check()] == [(path, "003")]


def test_words_of_the_game_that_cannot_be_read_are_one_problem(tmp_path):
    for part in ("_structure", "fr/game", "en/game"):
        (tmp_path / part).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / part).symlink_to(SHIPPED / part)
    (tmp_path / "en/game").unlink()
    (tmp_path / "en/game").mkdir()
    for file in (SHIPPED / "en/game").glob("*.yml"):
        (tmp_path / "en/game" / file.name).write_text("a: [" if file.name == "signs.yml" else file.read_text("utf-8"), "utf-8")
    problems = book_reader.load(tmp_path, rule_files.load(tmp_path).preset(), now=NOW.date()).problems
    assert {problem.code for problem in problems if problem.path == "en/game/signs.yml"} == {"003"}
    assert not [problem for problem in problems if problem.code == "520"]


def test_a_block_in_the_source_language_says_its_values_as_that_language_does(folder, rewrite):
    """A stale safety block is shown in French on the English page: 38,0 there, never 38.0."""
    read = libraries.load(folder, today=NOW.date())
    files = read.of("warm", "en")
    assert files is not None
    translation_stamps.write(folder, files.path, translation_stamps.stamp(files, read, by="Reader", on=NOW.date()))
    rewrite("fr/garden/warm.md", "{{fever.rule}} Le", "{{fever.call}} : j’appelle. Le")
    shown = catalogue.load(folder, now=NOW).module("warm", "en")
    [block] = [block for screen in shown.screens for block in screen.blocks if block.key == "call"]
    assert block.language == "fr"
    assert "38,0\u00a0°C" in block.markdown
    assert "38.0" not in block.markdown


@pytest.mark.parametrize(
    ("name", "raw"),
    [
        ("script.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>alert(1)</script></svg>'),
        ("load.svg", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" onload="alert(1)"><path d="M0 0"/></svg>'),
        ("text.png", b"only words"),
        ("drawing.png", b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0"/></svg>'),
        ("huge.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20_000_000),
    ],
)
def test_a_picture_by_its_path_is_held_to_the_limits_of_one_that_is_sent(check, folder, rewrite, name, raw):
    (folder / "media/garden" / name).write_bytes(raw)
    line = rewrite("fr/garden/warm.md", "media:garden/thermometer.svg", f"media:garden/{name}")
    assert [(problem.path, problem.line) for problem in check() if problem.code == "307"] == [("fr/garden/warm.md", line)]


@pytest.mark.parametrize(("french", "english", "is_told"), [("fois", "times", False), ("fois", "hours", True), ("zorg", "zurg", True)])
def test_units_in_words_go_by_pairs(check, folder, rewrite, french, english, is_told):
    rewrite("fr/garden/warm.items.md", "unit=°C", f"unit={french}")
    line = rewrite("en/garden/warm.items.md", "unit=°C", f"unit={english}")
    assert [problem.line for problem in check() if problem.code == "221"] == ([line] if is_told else [])


def test_the_same_from_the_cache(folder, tmp_path, rewrite):
    rewrite("fr/garden/warm.md", "expires: 2027-05-01", "expires: 2027-05-27T10:00:00Z")
    first, again = (compiled_cache.read(folder, today=NOW.date(), cache_folder=tmp_path / "cache").problems for _ in range(2))
    assert first == again
    assert "013" in {problem.code for problem in first}
