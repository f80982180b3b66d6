"""A slip of the hand anywhere in the shipped content is told at its line, in few words, in both languages."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from content_day import NOON_OF_CONTENT
from sample_folder import SHIPPED
from shipped_slips import COU, EF, FI, HARMLESS, REF, SLIPS, F, Slip

from courses.checks.codes import CODES
from courses.errors import ContentUnreadable
from courses.model.content import Problem
from courses.serving import catalogue

NOW = NOON_OF_CONTENT
BREAKABLE = re.compile(r" [?!;:»](?!\w)|« ")
ENGLISH = re.compile(r"\b(?:the|must|write|unknown|stands|needs|has no|is no|expected|line)\b")
QUOTED = re.compile("\\w+(?:-\\w+)+|«\u00a0.*?\u00a0»|`[^`]*`|\\([^)]*\\)|“[^”]*”|[\\w./-]+\\.(?:md|yml)\\S*")
"""Values and examples inside a sentence: keys, paths and words of the file, in whatever language they are."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The shipped content once, with its cache: each slip puts back what it changed."""
    folder = tmp_path_factory.mktemp("slips") / "content"
    shutil.copytree(SHIPPED, folder, ignore=shutil.ignore_patterns("media"))
    (folder / "media").symlink_to(SHIPPED / "media")
    return folder, folder.parent / "cache"


def problems_of(ground: tuple[Path, Path]) -> list[Problem]:
    folder, cache = ground
    try:
        return list(catalogue.load(folder, now=NOW, cache_folder=cache).problems)
    except ContentUnreadable as refusal:  # the site rules alone stop everything
        return [Problem(refusal.path, refusal.line, refusal.code, refusal.sentence)]


def with_slip(ground: tuple[Path, Path], slip: Slip) -> tuple[list[Problem], int]:
    """What the checks say of the folder with one slip in it, and the line of the change."""
    file = ground[0] / slip.path
    before = file.read_bytes()
    text = before.decode("utf-8")
    if isinstance(slip.new, str):
        assert slip.old in text, f"{slip.old!r} does not stand in {slip.path}"
        at = text.index(slip.old)
        # The line of the change itself: what both share at the beginning did not change.
        at += next((n for n, (a, b) in enumerate(zip(slip.old, slip.new, strict=False)) if a != b), 0)
        line, after = text.count("\n", 0, at) + 1, text.replace(slip.old, slip.new, 1).encode()
    else:
        line, after = 1, slip.new(before)
    file.write_bytes(after)
    try:
        return problems_of(ground), line
    finally:
        file.write_bytes(before)


def look_at(ground: tuple[Path, Path], slip: Slip) -> None:
    found, line = with_slip(ground, slip)
    said = [str(problem) for problem in found]
    assert found, "nothing was said"
    assert len(found) <= slip.most, said
    here = [problem for problem in found if problem.path == (slip.at or slip.path)]
    assert here, said
    if slip.below is not None:
        assert line + slip.below in [problem.line for problem in here], (line + slip.below, said)
    for problem in found:
        assert problem.code in CODES
        read_in_both(problem)


def read_in_both(problem: Problem) -> None:
    """Both sentences are there, filled, and French where French is read."""
    english, french = problem.sentence.in_language("en"), problem.sentence.in_language("fr")
    assert english
    assert french != english, english
    assert not BREAKABLE.search(french), french
    assert not ENGLISH.search(QUOTED.sub("", french)), french


FEW = [next(slip for slip in SLIPS if slip.path == path and isinstance(slip.new, str)) for path in (F, FI, COU)]


def test_the_set_is_as_large_as_it_says() -> None:
    assert len(SLIPS) >= 120
    assert all(slip.why for slip in SLIPS if slip.most > 3)


@pytest.mark.parametrize("slip", FEW, ids=lambda slip: slip.path)
def test_a_slip_is_told_at_its_line_in_both_languages(ground: tuple[Path, Path], slip: Slip) -> None:
    look_at(ground, slip)


def test_one_broken_line_of_the_sources_is_one_problem(ground: tuple[Path, Path]) -> None:
    found, _line = with_slip(ground, Slip(REF, "rcyn-fever:\n  title:", "rcyn-fever:\n\ttitle:"))
    assert [(problem.path, problem.code) for problem in found] == [(REF, "003")]


def files_of_structure() -> list[str]:
    """Every register, and every file of words of the game."""
    files = [*SHIPPED.glob("_structure/**/*.yml"), *SHIPPED.glob("fr/game/*.yml"), *SHIPPED.glob("en/game/*.yml")]
    return sorted(file.relative_to(SHIPPED).as_posix() for file in files)


@pytest.mark.sampled(8)
@pytest.mark.parametrize("path", files_of_structure())
def test_a_line_that_ends_the_reading_of_a_file_is_one_problem(ground: tuple[Path, Path], path: str) -> None:
    """Whatever else names what the file holds is silent until it can be read."""
    found, _line = with_slip(ground, Slip(path, "", lambda raw: raw.rstrip(b"\n") + b"\n\tbroken: [\n"))
    line = (SHIPPED / path).read_text("utf-8").rstrip("\n").count("\n") + 2
    assert [(problem.path, problem.code) for problem in found] == [(path, "003")], [str(problem) for problem in found]
    assert found[0].line == line


@pytest.mark.sampled(8)
@pytest.mark.parametrize("path", files_of_structure())
def test_no_break_spaces_before_a_key_are_told_at_their_line(ground: tuple[Path, Path], path: str) -> None:
    """They look like an indent; what YAML makes of them is told further below, or not at all."""
    rows = (SHIPPED / path).read_text("utf-8").split("\n")
    indented = [number for number, row in enumerate(rows) if re.match(r" +(?:[\w-]+:|- )", row)]
    number = indented[len(indented) // 2]
    rows[number] = "\u00a0\u00a0" + rows[number].lstrip(" ")
    found, _line = with_slip(ground, Slip(path, "", lambda _raw: "\n".join(rows).encode()))
    assert [(problem.path, problem.code) for problem in found] == [(path, "003")], [str(problem) for problem in found]
    assert found[0].line == number + 1
    read_in_both(found[0])


@pytest.mark.slow
@pytest.mark.parametrize("slip", SLIPS, ids=[f"{number}-{slip.path}" for number, slip in enumerate(SLIPS)])
def test_each_slip_is_told_at_its_line_in_both_languages(ground: tuple[Path, Path], slip: Slip) -> None:
    look_at(ground, slip)


@pytest.fixture(params=range(len(HARMLESS)))
def harmless(request: pytest.FixtureRequest, ground: tuple[Path, Path]) -> Iterator[None]:
    files = [ground[0] / path for path in (F, FI, EF, REF, COU)]
    before = [file.read_bytes() for file in files]
    for file, raw in zip(files, before, strict=True):
        file.write_bytes(HARMLESS[request.param](raw))
    yield
    for file, raw in zip(files, before, strict=True):
        file.write_bytes(raw)


@pytest.mark.slow
@pytest.mark.usefixtures("harmless")
def test_what_an_editor_adds_by_itself_is_no_problem(ground: tuple[Path, Path]) -> None:
    assert problems_of(ground) == []
