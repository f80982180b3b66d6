"""Put a set of staged files and folders in place of others, all of them or none, also when the process is killed half-way.

The plan is on disk before the first renaming. Killed before: nothing has changed. Killed after: `finish` renames the rest.
"""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from infrastructure.file_writing import sync

PLAN = "restore.plan"
"""The plan's name in the data folder; while it is there, the site is neither the old nor the new one, and nobody may open it."""
BEFORE = ".before-restore"


class Move(NamedTuple):
    """staged takes the place of target. keeps_old: what stood there stays, under another name; without: files that go with it."""

    staged: Path
    target: Path
    keeps_old: bool = False
    without: tuple[Path, ...] = ()


def replace(plan: Path, moves: Iterable[Move]) -> None:
    """Carry out all moves. Staged and target lie on one file system. Raises OSError."""
    rows = [{**move._asdict(), "without": list(move.without)} for move in moves]
    draft = draft_of(plan)
    draft.write_text(json.dumps(rows, indent=1, default=str) + "\n", "utf-8")
    sync(draft)
    draft.replace(plan)
    sync(plan.parent)
    finish(plan)


def draft_of(plan: Path) -> Path:
    """The plan while it is being written: it does not count yet."""
    return plan.with_name(f"{plan.name}.draft")


def finish(plan: Path) -> bool:
    """Carry out what is left of a plan; False when there is none. Call it while nobody has the site open. Raises OSError."""
    if not plan.exists():
        return False
    for row in json.loads(plan.read_text("utf-8")):
        _carry_out(Move(Path(row["staged"]), Path(row["target"]), row["keeps_old"], tuple(map(Path, row["without"]))))
    plan.unlink()
    sync(plan.parent)
    return True


def _carry_out(move: Move) -> None:
    if not move.staged.exists():  # done before the kill
        return
    for path in move.without:
        remove(path)
    if move.target.is_dir():
        before = move.target.with_name(move.target.name + BEFORE)
        remove(before)
        move.target.replace(before)
        if not move.keeps_old:
            remove(before)
    move.target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    move.staged.replace(move.target)
    sync(move.target.parent)


def remove(path: Path) -> None:
    """Take a file or a folder away, whichever it is, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
