"""The lake: Parquet files named by the statements they cover, so that the names alone say what is in and where to go on.

`<after>-<upto>.parquet` holds the rows of after < seq <= upto. A file appears whole (temporary file, sync, rename), so after a
crash at any instant the lake holds each statement once or not yet. A file inside the range of another was compacted away.
A lake that is built anew is built in a folder beside, and counts from the instant at which `.current` names that folder.
A file that cannot be read is moved to `damaged/`; the numbers it covered are a gap, which the feed fills from the store.
"""

import contextlib
import logging
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.errors import LakeBusy
from analytics.storage.rows import SCHEMA, Row
from infrastructure.errors import InUse
from infrastructure.file_writing import FOR_ALL, sync, write_whole
from infrastructure.locks import FileLock

log = logging.getLogger(__name__)
MANY_FILES = 24
"""A thousand small files are 32 times slower to query than one (measured); beyond this many the small ones are joined."""

LARGE_ROWS = 250_000
MANY_DAMAGED = 5
"""Damaged files kept for who wants to know what happened; the oldest go first."""

DAMAGE_ERRORS, BUILDING = "damaged", "building"
_NAME = re.compile(r"^(\d+)-(\d+)\.parquet$")
_TYPES = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in SCHEMA.items()])


class Part(NamedTuple):
    """One file. It covers after < seq <= upto."""

    after: int
    upto: int
    path: Path


def parts(folder: Path) -> list[Part]:
    """The files that count, in order; those that a wider file replaced are left out."""
    all_parts = []
    for path in _place(folder).glob("*.parquet"):
        if match := _NAME.match(path.name):
            all_parts.append(Part(int(match[1]), int(match[2]), path))
    all_parts.sort(key=lambda part: (part.after, -part.upto))
    newest: list[Part] = []
    for part in all_parts:
        if not newest or part.upto > newest[-1].upto:
            newest.append(part)
    return newest


def _place(folder: Path) -> Path:
    """The folder whose files count: `folder` itself, or the one inside it that the last building anew left."""
    try:
        return folder / (folder / ".current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return folder


def gaps(folder: Path) -> list[tuple[int, int]]:
    """The ranges (after, upto) below the watermark that no file covers: those of files that were set aside."""
    ends = [0, *(part.upto for part in parts(folder))]
    starts = [part.after for part in parts(folder)]
    return [(end, start) for end, start in zip(ends, starts, strict=False) if start > end]


def watermark(folder: Path) -> int:
    """The last statement number the lake covers; 0 for an empty lake."""
    return max((part.upto for part in parts(folder)), default=0)


@contextlib.contextmanager
def writing(folder: Path) -> Iterator[None]:
    """The right to write, one process at a time; a killed process gives it back. Raises LakeBusy. Sweeps what a crash left."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".lock", "lake")
    try:
        lock.take()
    except InUse as error:
        raise LakeBusy(folder) from error
    try:
        _sweep(folder)
        yield
    finally:
        lock.free()


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
    _write_text(folder, ".mark", mark)


def _write_text(folder: Path, name: str, text: str) -> None:
    write_whole(folder / name, text.encode(), mode=FOR_ALL)


def append(folder: Path, rows: Sequence[Row], *, after: int, upto: int) -> Path:
    """Keeps the rows of after < seq <= upto as one file; a row that no file can hold stays as an unknown one. Under `writing`."""
    try:
        table = _table(rows)
    except (pa.ArrowException, ValueError, OverflowError, TypeError):
        table = _table([row if _fits(row) else _without_values(row) for row in rows])
    return _write(folder, table, after, upto)


def _table(rows: Sequence[Row]) -> pa.Table:
    return pa.table({name: [row[name] for row in rows] for name in SCHEMA}, schema=_TYPES)


def _fits(row: Row) -> bool:
    try:
        _table([row])
    except (pa.ArrowException, ValueError, OverflowError, TypeError):
        return False
    return True


def _without_values(row: Row) -> Row:
    log.error("statement number %d is counted as unknown: its row fits no file", row["seq"])
    safe = {name: row[name] for name in ("seq", "id", "stored", "at")}
    return dict.fromkeys(SCHEMA) | safe | {"verb": "unknown", "kind": "elsewhere", "unknown": True, "wrong_clock": False}


def set_aside_damaged(folder: Path) -> list[str]:
    """Reads every file whole and moves those that cannot be read to `damaged/`; gives their names. Under `writing`."""
    names = []
    for part in parts(folder):
        if _is_readable(part.path):
            continue
        shelf = folder / DAMAGE_ERRORS
        shelf.mkdir(exist_ok=True)
        os.replace(part.path, shelf / part.path.name)
        names.append(part.path.name)
        log.error("lake file %s is damaged: set aside in %s, its statements are read from the store again", part.path.name, shelf)
    for path in sorted((folder / DAMAGE_ERRORS).glob("*.parquet"), key=lambda path: path.stat().st_mtime)[:-MANY_DAMAGED]:
        path.unlink()
    return names


def _is_readable(path: Path) -> bool:
    try:
        pq.read_table(path, page_checksum_verification=True)
    except (pa.ArrowException, OSError, ValueError):
        return False
    return True


def start_building(folder: Path) -> Path:
    """An empty lake beside this one, to be filled and then given to `swap`. Under `writing`."""
    place = folder / BUILDING
    _remove(place)
    place.mkdir()
    return place


def swap(folder: Path, mark: str) -> None:
    """Makes what was built beside the lake that counts, in one rename, and removes the one before. Under `writing`."""
    before = _place(folder)
    place = folder / f"lake-{1 + max((int(path.name[5:]) for path in folder.glob('lake-*')), default=0)}"
    os.replace(folder / BUILDING, place)
    _write_text(folder, ".mark", mark)
    _write_text(folder, ".current", place.name)
    if before == folder:
        _remove_files(folder)
    else:
        _remove(before)


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
    """Removes every row, of damaged files too. What remains after a crash is a shorter lake: newest files go first. Under `writing`."""
    _remove(folder / DAMAGE_ERRORS)
    _remove_files(_place(folder))


def _remove_files(place: Path) -> None:
    for path in sorted(place.glob("*.parquet"), key=lambda path: -int(path.stem.split("-")[0])):
        path.unlink()


def _remove(place: Path) -> None:
    """A folder of ours with its files, if it is there."""
    if place.is_dir():
        for path in place.iterdir():
            path.unlink()
        place.rmdir()


def _replace(folder: Path, files: Sequence[Part]) -> None:
    rows = pa.concat_tables([pq.read_table(part.path) for part in files])
    order = pc.sort_indices(rows, [("seq", "ascending")])
    rows = rows.take(order)
    first = rows.append_column("row", pa.array(range(rows.num_rows))).group_by("id").aggregate([("row", "min")])["row_min"]
    rows = rows.take(first.take(pc.sort_indices(first)))
    voided_ids = pc.drop_null(rows["voids"])
    rows = rows.filter(pc.invert(pc.is_in(rows["id"], voided_ids.combine_chunks())))
    wide = _write(folder, rows, files[0].after, files[-1].upto)
    for part in files:
        if part.path != wide:
            part.path.unlink()


def _write(folder: Path, rows: pa.Table, after: int, upto: int) -> Path:
    place = _place(folder)
    path = place / f"{after}-{upto}.parquet"
    draft = place / f".{after}-{upto}.draft"
    pq.write_table(rows, draft, compression="zstd", write_page_checksum=True)
    sync(draft)
    os.replace(draft, path)
    sync(place)
    return path


def _sweep(folder: Path) -> None:
    """Removes drafts, files that a wider file replaced, and lakes that do not count: not finished, or from before the last swap."""
    place, current = _place(folder), {part.path for part in parts(folder)}
    _remove(folder / BUILDING)
    for other in folder.glob("lake-*"):
        if other != place:
            _remove(other)
    for path in [*folder.glob("*.parquet"), *folder.glob(".*.draft"), *place.glob("*.parquet"), *place.glob(".*.draft")]:
        if path not in current and path.exists():
            path.unlink()
