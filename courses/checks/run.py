"""Every check over a content folder as parsed: module by module, then what lies between modules."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from courses import faults
from courses.checks import (
    front_matter,
    guessing,
    items,
    likeness,
    links,
    presets,
    side_by_side,
    sources,
    structure,
    temperatures,
    text,
    translation,
    triage,
    unfinished,
    wording,
)
from courses.checks.links import Link
from courses.checks.passages import Told, told
from courses.library import LANGUAGES, Files, Library
from courses.model.content import Problem
from courses.structure import FOLDER

Check = Callable[[Library, Sequence[Files], Sequence[Told]], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (
    front_matter.check, items.check, likeness.check, presets.check, temperatures.check, text.check, sources.check, translation.check,
    side_by_side.check, unfinished.check, wording.check, guessing.check, triage.check_module,
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
        found += _fenced(lambda check=check: check(library, sides, said), path)  # type: ignore[misc]
    return Found(tuple(found), tuple(links.of(said)))


def across(library: Library, leading: Iterable[Link]) -> list[Problem]:
    """What the registers say of themselves, and what one module says of another."""
    return [
        *library.shared.problems,
        *library.structure.problems,
        *_fenced(lambda: structure.check(library), FOLDER),
        *_fenced(lambda: sources.check_register(library), f"{FOLDER}/references.yml"),
        *_fenced(lambda: links.check(library, leading), "media"),
        *_fenced(lambda: triage.check(library), f"{FOLDER}/triage.yml"),
    ]


def _fenced(check: Callable[[], Iterator[Problem]], path: str) -> Iterator[Problem]:
    """What a check says; when it fails itself, what it said until then and one problem at the file it looked at."""
    try:
        yield from check()
    except Exception as error:  # a check is ours: its fault never stops the site
        yield faults.problem_of(error, path)


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
