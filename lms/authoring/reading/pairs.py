"""Both languages of a page side by side: which blocks belong together, who called them equal, and what changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.authoring.reading_blocks import Block
from lms.authoring.comparing import Lines, lines_between
from lms.authoring.reading.notes import EqualStamp, Notes, Remark


@dataclass(frozen=True, slots=True)
class Pair:
    """One row of the page. ours: of the file that is read; theirs: of the other language. Either may be missing.

    stamp: who called them equal. changes: what differs since, of each side; empty where nothing does. remarks: at this block.
    """

    key: str
    ours: Block | None
    theirs: Block | None
    stamp: EqualStamp | None
    changes: Lines
    remarks: tuple[Remark, ...]

    @property
    def is_equal(self) -> bool:
        return self.stamp is not None and not self.changes


def pairs(ours: Sequence[Block], theirs: Sequence[Block], notes: Notes) -> tuple[list[Pair], list[Remark]]:
    """The rows in the order of the file that is read, and the remarks at blocks that are no longer there."""
    by_key = {block.key: block for block in theirs}
    own_keys = {block.key for block in ours}
    rows = [_pair(block.key, block, by_key.get(block.key), notes) for block in ours]
    rows += [_pair(block.key, None, block, notes) for block in theirs if block.key not in own_keys]
    shown_keys = {row.key for row in rows}
    return rows, [remark for remark in notes.remarks if remark.block not in shown_keys]


def _pair(key: str, ours: Block | None, theirs: Block | None, notes: Notes) -> Pair:
    stamp = notes.equal.get(key)
    changes: Lines = []
    if stamp is not None:
        changes = lines_between(stamp.theirs, theirs.text if theirs else "") + lines_between(stamp.ours, ours.text if ours else "")
        changes = [(sign, line) for sign, line in changes if sign != "@"]
    return Pair(key, ours, theirs, stamp, changes, tuple(one for one in notes.remarks if one.block == key))


def counts(rows: Sequence[Pair]) -> Mapping[str, int]:
    """How many blocks are called equal, changed since, and not read yet."""
    return {
        "equal": sum(row.is_equal for row in rows),
        "changed": sum(bool(row.changes) for row in rows),
        "unread": sum(row.stamp is None for row in rows),
    }
