"""The words that no cohort may have in its name, as their file is read: a site whose file cannot be read goes on with the shipped list."""

from collections.abc import Iterator

from courses.errors import ContentUnreadable
from courses.library.content_folder import Library
from courses.model.content import Problem
from courses.rules import cohort_names


def check(library: Library) -> Iterator[Problem]:
    """Nothing for a folder without the file."""
    try:
        text = library.texts.text(cohort_names.FILE)
        if text is not None:
            cohort_names.parse(text, "{}")
    except ContentUnreadable as problem:
        yield Problem(problem.path, problem.line, problem.code, problem.sentence)
