"""Remarks at a sentence, and which blocks of a translation somebody read and called equal: a file beside the texts, in the same history.

It stands in `_reading/` of the content folder, so it is copied and restored with the texts; no reader of the site ever gets it.
"""

import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from courses.authoring import text_files
from lms.authoring import history
from lms.authoring.working import Desk

FOLDER = "_reading"
LONGEST = 1_000
MOST = 200
"""Remarks of one file; closed ones make place for new ones."""


@dataclass(frozen=True, slots=True)
class Remark:
    """who: a pseudonym. block: its key. quote: the sentence it is about, empty for the whole block. proposal: other words for it."""

    id: str
    who: str
    at: str
    block: str
    quote: str
    words: str
    proposal: str = ""
    closed_by: str = ""
    closed_at: str = ""

    @property
    def is_open(self) -> bool:
        return not self.closed_by

    @property
    def day(self) -> date:
        return date.fromisoformat(self.at[:10])


@dataclass(frozen=True, slots=True)
class EqualStamp:
    """by: the reader's name as she wrote it; who: her pseudonym. theirs, ours: both texts as she read them."""

    by: str
    who: str
    on: str
    theirs: str
    ours: str

    @property
    def day(self) -> date:
        return date.fromisoformat(self.on)


@dataclass(frozen=True, slots=True)
class Notes:
    """What stands beside one file."""

    remarks: tuple[Remark, ...] = ()
    equal: dict[str, EqualStamp] = field(default_factory=dict)


def path_of(path: str) -> str:
    return f"{FOLDER}/{path}.json"


def read(folder: Path, path: str) -> Notes:
    """No notes where there are none; a file that somebody spoilt by hand counts as none, and is kept until the next remark."""
    try:
        values = json.loads((folder / path_of(path)).read_text("utf-8"))
        read_notes = Notes(
            tuple(Remark(**row) for row in values["remarks"]), {key: EqualStamp(**row) for key, row in values["equal"].items()}
        )
        # A day that is none stops no page.
        _days = [*(one.day for one in read_notes.remarks), *(one.day for one in read_notes.equal.values())]
        return read_notes
    except (OSError, ValueError, KeyError, TypeError):
        return Notes()


def all_open(folder: Path) -> Iterator[tuple[str, Remark]]:
    """Path of the file and remark, of every open one."""
    top = folder / FOLDER
    for file in sorted(top.rglob("*.json")) if top.is_dir() else ():
        path = file.relative_to(top).as_posix().removesuffix(".json")
        yield from ((path, remark) for remark in read(folder, path).remarks if remark.is_open)


def change(desk: Desk, path: str, make: Callable[[Notes], Notes], did: str) -> None:
    """Keep what `make` gives for the notes as they stand now, as one commit. Raises ContentBusy, ContentLost, OSError."""
    own = desk.open()
    with history.only_one(own):
        before = read(own, path)
        after = make(before)
        if after == before:
            return
        values: dict[str, Any] = {
            "remarks": [asdict(one) for one in after.remarks],
            "equal": {key: asdict(one) for key, one in after.equal.items()},
        }
        text_files.write(own, path_of(path), json.dumps(values, ensure_ascii=False, indent=1) + "\n")
        history.commit(own, [path_of(path)], who=desk.who, did=did)


def adding(who: str, at: datetime, block: str, quote: str, words: str, proposal: str) -> Callable[[Notes], Notes]:
    new = Remark(secrets.token_hex(4), who, at.isoformat(timespec="minutes"), block, quote, words, proposal)

    def make(notes: Notes) -> Notes:
        rows = [*notes.remarks, new]
        while len(rows) > MOST and (closed := next((one for one in rows if not one.is_open), None)) is not None:
            rows.remove(closed)
        return replace(notes, remarks=tuple(rows[-MOST:]))

    return make


def closing(id: str, who: str, at: datetime, *, is_open: bool) -> Callable[[Notes], Notes]:
    """Close a remark, or open it again."""
    by, moment = ("", "") if is_open else (who, at.isoformat(timespec="minutes"))

    def make(notes: Notes) -> Notes:
        rows = tuple(replace(one, closed_by=by, closed_at=moment) if one.id == id else one for one in notes.remarks)
        return replace(notes, remarks=rows)

    return make


def stamping(stamps: dict[str, EqualStamp]) -> Callable[[Notes], Notes]:
    return lambda notes: replace(notes, equal={**notes.equal, **stamps})
