"""The lake: Parquet files named by the statements they cover, so that the names alone say what is in and where to go on.

`<after>-<upto>.parquet` holds the rows of after < seq <= upto. A file appears whole (temporary file, sync, rename), so after a
crash at any instant the lake holds each statement once or not yet. A file inside the range of another was compacted away.
"""

import contextlib
import fcntl
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.errors import LakeBusy
from analytics.rows import SCHEMA, Row

MANY_FILES = 24
"""A thousand small files are 32 times slower to query than one (measured); beyond this many the small ones are joined."""

LARGE_ROWS = 250_000
_NAME = re.compile(r"^(\d+)-(\d+)\.parquet$")
_TYPES = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in SCHEMA.items()])


class Part(NamedTuple):
    """One file. It covers after < seq <= upto."""

    after: int
    upto: int
    path: Path


def parts(folder: Path) -> list[Part]:
    """The files that count, in order; those that a wider file replaced are left out."""
    found = []
    for path in folder.glob("*.parquet"):
        if match := _NAME.match(path.name):
            found.append(Part(int(match[1]), int(match[2]), path))
    found.sort(key=lambda part: (part.after, -part.upto))
    kept: list[Part] = []
    for part in found:
        if not kept or part.upto > kept[-1].upto:
            kept.append(part)
    return kept


def watermark(folder: Path) -> int:
    """The last statement number the lake covers; 0 for an empty lake."""
    return max((part.upto for part in parts(folder)), default=0)


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """The right to write, one process at a time; a killed process gives it back. Raises LakeBusy. Sweeps what a crash left."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / ".lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise LakeBusy(folder) from error
        _sweep(folder)
        yield


def is_current(folder: Path) -> bool:
    """True if the files hold the columns this version writes; else the lake must be built anew."""
    files = parts(folder)
    return not files or pq.read_schema(files[-1].path).names == _TYPES.names


def mark(folder: Path) -> str:
    """What `renew` was last told; empty at first."""
    path = folder / ".mark"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def renew(folder: Path, mark: str) -> None:
    """Removes every row and notes why. A crash in between leaves the old mark, and so it is done again. Under `writing`."""
    clear(folder)
    draft = folder / ".mark.draft"
    draft.write_text(mark, encoding="utf-8")
    _sync(draft)
    os.replace(draft, folder / ".mark")


def append(folder: Path, rows: Sequence[Row], *, after: int, upto: int) -> Path:
    """Keeps the rows of after < seq <= upto as one file. To be called under `writing`."""
    columns = {name: [row[name] for row in rows] for name in SCHEMA}
    return _write(folder, pa.table(columns, schema=_TYPES), after, upto)


def compact(folder: Path, *, many: int | None = None, large: int = LARGE_ROWS) -> bool:
    """Joins the small files when there are more than `many` (MANY_FILES), without voided statements and doubled ids. Under `writing`.

    A large file is left alone, so each row is rewritten few times. The row that voids stays: its target may come later.
    """
    files = parts(folder)
    if len(files) <= (MANY_FILES if many is None else many):
        return False
    small = list(files)
    while len(small) > 1 and pq.read_metadata(small[0].path).num_rows >= large:
        small.pop(0)
    if len(small) > 1:
        _replace(folder, small)
    return True


def clear(folder: Path) -> None:
    """Removes every row, newest files first: what remains after a crash is a shorter lake, never one with a hole. Under `writing`."""
    for path in sorted(folder.glob("*.parquet"), key=lambda path: -int(path.stem.split("-")[0])):
        path.unlink()


def _replace(folder: Path, files: Sequence[Part]) -> None:
    rows = pa.concat_tables([pq.read_table(part.path) for part in files])
    order = pc.sort_indices(rows, [("seq", "ascending")])
    rows = rows.take(order)
    first = rows.append_column("row", pa.array(range(rows.num_rows))).group_by("id").aggregate([("row", "min")])["row_min"]
    rows = rows.take(first.take(pc.sort_indices(first)))
    voided = pc.drop_null(rows["voids"])
    rows = rows.filter(pc.invert(pc.is_in(rows["id"], voided.combine_chunks())))
    wide = _write(folder, rows, files[0].after, files[-1].upto)
    for part in files:
        if part.path != wide:
            part.path.unlink()


def _write(folder: Path, rows: pa.Table, after: int, upto: int) -> Path:
    path = folder / f"{after}-{upto}.parquet"
    draft = folder / f".{after}-{upto}.draft"
    pq.write_table(rows, draft, compression="zstd")
    _sync(draft)
    os.replace(draft, path)
    _sync(folder)
    return path


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Removes drafts and files that a wider file replaced."""
    counted = {part.path for part in parts(folder)}
    for path in [*folder.glob("*.parquet"), *folder.glob(".*.draft")]:
        if path not in counted:
            path.unlink()
