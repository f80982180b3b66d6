"""A shared file changed as one commit: made from what stands there now, read again before it is kept, put back when it cannot be."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
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
    change_files(desk, (path,), lambda texts: {path: make(texts[path])}, base=base, mark_of=lambda texts: mark_of(texts[path]))


Texts = Mapping[str, str]


def change_files(
    desk: Desk,
    paths: Sequence[str],
    make: Callable[[Texts], Texts],
    *,
    base: str,
    mark_of: Callable[[Texts], str],
    check: Callable[[Path, Texts], None] = lambda _own, _texts: None,
    did: str = "save",
    may_lose: bool = False,
) -> None:
    """The same for files that one form shows together: all of them or none, as one commit.

    make: gives the texts as they are to be, by path. check: of the folder and the texts that differ; what it raises leaves all as it was.
    did: what the history says was done. may_lose: a line may go, since the card it belongs to goes with it.
    """
    own = desk.open()
    with history.only_one(own):
        before = {path: shared_files.read(own, path) for path in paths}
        if mark_of(before) != base:
            raise TextChanged(paths[0])
        texts = {path: text for path, text in make(before).items() if text != before[path]}
        if not texts:
            return
        for path, text in texts.items():
            if not shared_files.is_readable(own, path, text, today=desk.today, may_lose=may_lose):
                raise NotReadable(path)
        check(own, texts)
        try:
            for path, text in texts.items():
                write(own, path, text)
            history.commit(own, list(texts), who=desk.who, did=did)
        except Exception:
            for path in texts:
                write(own, path, before[path])
            raise
