"""A content folder as it would be after a change, laid out of links elsewhere: the checks then say what the change breaks."""

import re
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path

from courses.checks import all_checks
from courses.errors import ContentUnreadable
from courses.game import book_reader
from courses.library import content_folder
from courses.model.content import Problem
from courses.rules import rule_files
from courses.serving import catalogue
from courses.text.source_texts import Texts

GAME = ("_structure", "fr/game", "en/game")
"""What the game's words and numbers are read from; its situations are left out, which takes most of the time of a reading."""


@contextmanager
def changed_copy(folder: Path, over: Mapping[str, str], without: Collection[str] = (), only: Collection[str] = ()) -> Iterator[Path]:
    """The folder with these texts in place of its own and without these paths. only: the folders to lay out; empty for all of them."""
    with tempfile.TemporaryDirectory(prefix="horslesmurs-changed-") as name:
        place = Path(name)
        for path in _paths(folder, only):
            if path not in over and path not in without:
                (place / path).parent.mkdir(parents=True, exist_ok=True)
                (place / path).symlink_to((folder / path).resolve())
        for path, text in over.items():
            (place / path).parent.mkdir(parents=True, exist_ok=True)
            (place / path).write_bytes(text.encode("utf-8", "surrogatepass"))
        yield place


def _paths(folder: Path, only: Collection[str]) -> Iterator[str]:
    for top in [folder / one for one in only] or [folder]:
        for file in top.rglob("*"):
            path = file.relative_to(folder).as_posix()
            if file.is_file() and not path.startswith("."):
                yield path


def problems(folder: Path, over: Mapping[str, str], without: Collection[str] = (), *, today: date) -> list[Problem]:
    """All that a check of the whole folder would say after the change: pages, registers, game and cases.

    A file that stops every page, as the site's rules can, is one problem.
    """
    with changed_copy(folder, over, without) as place:
        try:
            return list(catalogue.load(place, now=datetime.combine(today, time(), UTC)).problems)
        except ContentUnreadable as error:
            return [Problem(error.path, error.line, error.code, error.sentence)]


def problems_of_game(folder: Path, over: Mapping[str, str], *, today: date) -> list[Problem]:
    """What the game says of its words, cards and numbers. Some comes from the lack of situations alone: compare with `new_ones`."""
    with changed_copy(folder, over, only=GAME) as place:
        (place / "fr" / "situations").mkdir(parents=True, exist_ok=True)
        (place / "en" / "situations").mkdir(parents=True, exist_ok=True)
        return list(book_reader.load(place, rule_files.load(folder).preset(None), now=today).problems)


def problems_of_rules(folder: Path, text: str, *, today: date) -> list[Problem]:
    """What the checks of every page would say with these rules of the site. Raises ContentUnreadable for rules that cannot be read."""
    return all_checks.problems(content_folder.load(folder, today=today, texts=Texts(folder, {rule_files.RULES: text})))


def new_ones(
    before: Iterable[Problem], after: Iterable[Problem], keys: tuple[str, str] | None = None, moves: Mapping[str, str] | None = None
) -> list[Problem]:
    """Errors that were not there before, wherever their lines moved to.

    keys: a key before and after; what was said of the one may be said of the other. moves: old path -> new path, the same for files.
    """
    earlier = {_mark(problem.path, problem) for problem in before}
    old_paths = {new: old for old, new in (moves or {}).items()}
    fresh = [
        problem
        for problem in after
        if problem.severity == "error" and _mark(old_paths.get(problem.path, problem.path), problem, keys) not in earlier
    ]
    return sorted(set(fresh), key=lambda problem: (problem.path, problem.line, problem.code))


def _mark(path: str, problem: Problem, keys: tuple[str, str] | None = None) -> tuple[str, str, str]:
    if keys is None:
        return path, problem.code, str(problem.sentence)
    old, new = keys
    token = re.compile(rf"(?<![\w-]){re.escape(new)}(?![\w-])")
    return token.sub(old, path), problem.code, token.sub(old, str(problem.sentence))
