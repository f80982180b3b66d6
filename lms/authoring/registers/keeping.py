"""A shared file changed as one commit: made from what stands there now, read again before it is kept, put back when it cannot be."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from courses.authoring.registers import shared_files
from courses.authoring.text_files import write
from courses.errors import CoursesError
from lms.authoring import history
from lms.authoring.errors import TextChanged
from lms.authoring.working import Desk

NOTHING = "new"
"""The mark of an entry that is not there yet."""


class NotReadable(CoursesError):
    """The site could not read the file as it would be: every page would be without it. Nothing was kept."""


def mark(values: Any) -> str:
    """Which values a form was made from; NOTHING for an entry that is not there."""
    if values is None:
        return NOTHING
    return hashlib.sha256(json.dumps(values, sort_keys=True, default=str).encode()).hexdigest()[:16]


def change(desk: Desk, path: str, make: Callable[[str], str], *, base: str, mark_of: Callable[[str], str]) -> None:
    """mark_of: the mark of what the form showed, in the text as it stands now; another than `base` means that somebody saved meanwhile.

    Raises TextChanged, NotReadable, CannotEdit, ContentUnreadable, ContentBusy, ContentLost, OSError; nothing is changed then.
    """
    own = desk.open()
    with history.only_one(own):
        before = shared_files.read(own, path)
        if mark_of(before) != base:
            raise TextChanged(path)
        text = make(before)
        if text == before:
            return
        if not shared_files.is_readable(own, path, text, today=desk.today):
            raise NotReadable(path)
        write(own, path, text)
        try:
            history.commit(own, [path], who=desk.who, did="save")
        except Exception:
            write(own, path, before)
            raise
