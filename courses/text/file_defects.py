"""An error of our own program on one file of content, as a problem of that file: the others are still served."""

import logging
from pathlib import PurePath

from courses.model.content import Problem
from courses.sentences import sentence

log = logging.getLogger(__name__)
CODE = "018"


def problem_of(error: Exception, path: str, line: int = 1) -> Problem:
    """What staff read of an exception nobody expected, with the place in the program for its developers."""
    where = error.__traceback__
    while where is not None and where.tb_next is not None:
        where = where.tb_next
    place = f"{PurePath(where.tb_frame.f_code.co_filename).name}:{where.tb_lineno}" if where else "?"
    log.error("content set aside: %s:%d (%s at %s)", path, line, type(error).__name__, place)
    message = sentence(
        "the program failed on this file ({name} at {place}); undo what was changed last, and tell the developers",
        name=type(error).__name__,
        place=place,
    )
    return Problem(path, line, CODE, message)
