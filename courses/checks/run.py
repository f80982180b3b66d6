"""Every check over a content folder as parsed: module by module, then what lies between modules."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from courses.checks import front_matter, items, links, presets, sources, structure, text, translation, triage, wording
from courses.checks.links import Link
from courses.checks.passages import Told, told
from courses.library import LANGUAGES, Files, Library
from courses.model.content import Problem

Check = Callable[[Library, Sequence[Files], Sequence[Told]], Iterator[Problem]]
CHECKS: tuple[Check, ...] = (
    front_matter.check, items.check, presets.check, text.check, sources.check, translation.check, wording.check,
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
    said = told(sides)
    for check in CHECKS:
        found += check(library, sides, said)
    return Found(tuple(found), tuple(links.of(said)))


def across(library: Library, leading: Iterable[Link]) -> list[Problem]:
    """What the registers say of themselves, and what one module says of another."""
    return [
        *library.shared.problems,
        *library.structure.problems,
        *structure.check(library),
        *sources.check_register(library),
        *links.check(library, leading),
        *triage.check(library),
    ]


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
