"""The state of every module in each language, as rows."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from courses.checks import all_checks
from courses.checks.passages import words
from courses.library import assembly, content_folder
from courses.library.content_folder import Files, Library
from courses.model.content import Problem

HEAD = ("course", "module", "language", "state", "expires", "translation", "screens", "words", "items", "forms", "problems")


@dataclass(frozen=True, slots=True)
class Row:
    """words: of the text as shown under the default site rule; problems: errors and warnings of its files."""

    course: str
    module: str
    language: str
    state: str
    expires: str
    translation: str
    screens: int
    words: int
    items: int
    forms: int
    problems: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def cells(self) -> tuple[Any, ...]:
        return tuple(asdict(self).values())


def rows(folder: Path, *, today: date) -> list[Row]:
    library = content_folder.load(folder, today=today)
    problems = all_checks.problems(library)
    return [_row(library, files, problems) for files in library]


def _row(library: Library, files: Files, problems: list[Problem]) -> Row:
    stem = files.path.removesuffix(content_folder.TEXT)
    about = [problem for problem in problems if problem.path.startswith(f"{stem}.")]
    module = assembly.module(library, files, library.rules.preset(), about)
    if module is None:
        return Row(files.entry.course, files.entry.key, files.language, "missing", "", "", 0, 0, 0, 0, len(about))
    return Row(
        course=module.course,
        module=module.key,
        language=module.language,
        state=module.state,
        expires=module.expires.isoformat() if module.expires else "",
        translation="" if module.freshness == "source" else module.freshness,
        screens=len(module.screens),
        words=sum(words(block.markdown) for screen in module.screens for block in screen.blocks),
        items=len(module.items),
        forms=sum(len(pool) for pool in module.forms.values()),
        problems=len(about),
    )
