"""One broken question never ends an import: it is told, and the next is read."""

import logging
from collections.abc import Callable

from courses.exchange.questions import LeftOut, Question, remark

log = logging.getLogger(__name__)


def entry_or_failure(reader: Callable[[], Question | LeftOut], line: int, title: str) -> Question | LeftOut:
    """What was read, or that the program failed on it."""
    try:
        return reader()
    except Exception as error:  # the fault is ours, and the other questions are theirs
        log.error("a question at line %d cannot be read (%s)", line, type(error).__name__)
        return LeftOut(line, title, remark("failed", error=type(error).__name__))
