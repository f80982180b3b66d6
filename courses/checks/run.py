"""Every check over a content folder as parsed."""

from courses.checks import front_matter, items, presets, sources, structure, text, translation, wording
from courses.library import Library
from courses.model.content import Problem

CHECKS = (
    front_matter.check, structure.check, items.check, presets.check, text.check, sources.check, translation.check, wording.check,
)  # fmt: skip


def problems(library: Library) -> list[Problem]:
    """Everything found, never stopping at the first."""
    found = [*library.problems, *library.structure.problems]
    for files in library:
        for file in files.texts:
            found += file.problems
        if files.items is not None:
            found += files.items.problems
    for check in CHECKS:
        found += check(library)
    return found
