"""Every check over a content folder as parsed."""

from courses.checks import front_matter, items, presets, sources, structure, text, translation, wording
from courses.checks.passages import passages
from courses.library import Library
from courses.model.content import Problem

CHECKS = (
    front_matter.check, structure.check, items.check, presets.check, text.check, sources.check, translation.check, wording.check,
)  # fmt: skip
"""Each takes the library and every line of words in it, and gives problems."""


def problems(library: Library) -> list[Problem]:
    """Everything found, never stopping at the first."""
    found = [*library.problems, *library.structure.problems]
    for files in library:
        for file in files.texts:
            found += file.problems
        if files.items is not None:
            found += files.items.problems
    told = tuple(passages(library))
    for check in CHECKS:
        found += check(library, told)
    return found
