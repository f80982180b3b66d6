"""Every check over a content folder as parsed: module by module, then what lies between modules."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from courses.checks.items import guessing, item_parts, likeness, triage_urgencies
from courses.checks.pages import (
    course_structure,
    front_matter,
    links,
    presets,
    screens,
    source_register,
    sources,
    synonyms,
    temperatures,
    unfinished,
    wording,
)
from courses.checks.pages.links import Link
from courses.checks.passages import Told, told
from courses.checks.translation import equivalence, side_by_side
from courses.checks.triage import register_agreement, symptom_pages
from courses.library.content_folder import LANGUAGES, Files, Library
from courses.library.structure import FOLDER
from courses.model.content import Problem
from courses.text import file_defects

Check = Callable[[Library, Sequence[Files], Sequence[Told]], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (
    front_matter.check, item_parts.check, likeness.check, presets.check, temperatures.check, screens.check, sources.check,
    equivalence.check, side_by_side.check, unfinished.check, wording.check, guessing.check, register_agreement.check_module,
    source_register.check_red_flags, triage_urgencies.check,
)  # fmt: skip
"""Each takes one module: the library for its registers, the module's files in each language, and every line of words in them."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one module: nothing here depends on another module. links: to be looked at with the others."""

    problems: tuple[Problem, ...]
    links: tuple[Link, ...]


def of_module(library: Library, key: str) -> Found:
    sides = [files for language in LANGUAGES if (files := library.of(key, language)) is not None]
    found: list[Problem] = []
    for files in sides:
        found += files.problems
        for file in files.texts:
            found += file.problems
        if files.items is not None:
            found += files.items.problems
    path = sides[0].path if len(sides) == 1 else next((files.path for files in sides if files.text is not None), sides[0].path)
    said = told(sides)
    for check in CHECKS:
        found += _fenced(lambda check=check: check(library, sides, said), path)  # type: ignore[misc]  # mypy infers no type for a lambda with a default
    return Found(tuple(found), tuple(links.of(said)))


def across(library: Library, leading: Iterable[Link]) -> list[Problem]:
    """What the registers say of themselves, and what one module says of another."""
    return [
        *library.shared.problems,
        *library.structure.problems,
        *_fenced(lambda: course_structure.check(library), FOLDER),
        *_fenced(lambda: sources.check_register(library), f"{FOLDER}/references.yml"),
        *_fenced(lambda: source_register.check_register(library), f"{FOLDER}/references.yml"),
        *_fenced(lambda: source_register.check_game(library), f"{FOLDER}/game"),
        *_fenced(lambda: synonyms.check(library), f"{FOLDER}/search.yml"),
        *_fenced(lambda: links.check(library, leading), "media"),
        *_fenced(lambda: register_agreement.check(library), f"{FOLDER}/triage.yml"),
        *_fenced(lambda: symptom_pages.check(library), f"{FOLDER}/symptoms.yml"),
    ]


def _fenced(check: Callable[[], Iterator[Problem]], path: str) -> Iterator[Problem]:
    """What a check says; when it fails itself, what it said until then and one problem at the file it looked at."""
    try:
        yield from check()
    except Exception as error:  # a check is ours: its fault never stops the site
        yield file_defects.problem_of(error, path)


def problems(library: Library) -> list[Problem]:
    """Everything found, never stopping at the first."""
    found = [of_module(library, key) for key in library.structure.modules]
    return [problem for one in found for problem in one.problems] + across(library, [link for one in found for link in one.links])


def about(library: Library, key: str) -> list[Problem]:
    """What `problems` would say of this module's own files, without parsing the others but where it links to them."""
    if key not in library.structure.modules:
        return across(library, ())
    found = of_module(library, key)
    return [*found.problems, *across(library, found.links)]
