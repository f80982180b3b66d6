"""Every check over a content folder as parsed."""

from courses.library import Library
from courses.model.content import Problem


def problems(library: Library) -> list[Problem]:
    """Everything found, never stopping at the first."""
    found = [*library.problems, *library.structure.problems]
    for files in library:
        for text in files.texts:
            found += text.problems
        if files.items is not None:
            found += files.items.problems
    return found
