"""The state of every module in each language, as rows."""

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from courses.checks import all_checks
from courses.checks.pages.simple_versions import age_of
from courses.checks.passages import texts_of, words
from courses.library import assembly, content_folder
from courses.library.content_folder import ITEMS, SIMPLE, Files, Library
from courses.model import timing
from courses.model.content import Problem

HEAD = (
    "course",
    "module",
    "language",
    "state",
    "expires",
    "translation",
    "screens",
    "words",
    "minutes",
    "measured",
    "age",
    "easy age",
    "items",
    "forms",
    "final",
    "problems",
)


@dataclass(frozen=True, slots=True)
class Row:
    """One module in one language.

    words: of the text as shown under the default site rule. minutes: said by course.yml; measured: of a slow reader (courses.model.timing).
    age, easy_age: reading age in years of the module and of its easy version; None without one. items: practice; forms: A, B, C together;
    final: the pool of the final. problems: errors and warnings of its files.
    """

    course: str
    module: str
    language: str
    state: str
    expires: str
    translation: str
    screens: int
    words: int
    minutes: int
    measured: float
    age: int | None
    easy_age: int | None
    items: int
    forms: int
    final: int
    problems: int

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def cells(self) -> tuple[Any, ...]:
        return tuple("" if value is None else value for value in asdict(self).values())


def rows(folder: Path, *, today: date) -> list[Row]:
    library = content_folder.load(folder, today=today)
    problems = all_checks.problems(library)
    return [_row(library, files, problems) for files in library]


def _row(library: Library, files: Files, problems: list[Problem]) -> Row:
    stem = files.path.removesuffix(content_folder.TEXT)
    about = [problem for problem in problems if problem.path.startswith(f"{stem}.")]
    module = assembly.module(library, files, library.rules.preset(), about)
    if module is None:
        return Row(files.entry.course, files.entry.key, files.language, "missing", "", "", 0, 0, 0, 0.0, None, None, 0, 0, 0, len(about))
    ages = {one.path.endswith(SIMPLE): age_of(one) for one in texts_of([files]) if not one.path.endswith(ITEMS)}
    return Row(
        course=module.course,
        module=module.key,
        language=module.language,
        state=module.state,
        expires=module.expires.isoformat() if module.expires else "",
        translation="" if module.freshness == "source" else module.freshness,
        screens=len(module.screens),
        words=sum(words(block.markdown) for screen in module.screens for block in screen.blocks),
        minutes=module.minutes,
        measured=round(timing.measured_minutes(module), 1),
        age=ages.get(False),
        easy_age=ages.get(True),
        items=len(module.items),
        forms=sum(len(pool) for form, pool in module.forms.items() if form != "final"),
        final=len(module.forms.get("final", ())),
        problems=len(about),
    )
