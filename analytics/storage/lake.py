"""The lake: Parquet files in one folder a cohort, opened by its path, so that one cohort costs the same however large the lake is.

`cohort=<uuid>/<after>-<upto>.parquet` holds the cohort's rows of after < seq <= upto, and begins where the file before it ends; rows of no
cohort lie in `cohort=none`. A statement that voids lies in the folder of its target. A file appears whole (draft, sync, rename), and a
batch counts from the instant at which `.state` says its last number. A file inside the range of another was compacted away.
A lake that is built anew is built in a folder beside, and counts from the instant at which `.current` names that folder.
A file that cannot be read is moved to `damaged/`; the numbers it covered are lost ones, which the feed reads from the store again.
"""

import contextlib
import logging
import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.errors import LakeBusy
from analytics.storage import lake_series, lake_state, parquet_tables
from analytics.storage.lake_series import Part
from analytics.storage.lake_state import Range, State
from analytics.storage.rows import Row
from infrastructure.errors import InUse
from infrastructure.file_writing import FOR_ALL, write_whole
from infrastructure.locks import FileLock

log = logging.getLogger(__name__)
MANY_FILES = 24
"""A cohort in a hundred small files takes twice as long to count as one in a few (measured); beyond this many the small ones are joined."""

LARGE_ROWS = 250_000
MANY_DAMAGED = 5
"""Damaged files kept for who wants to know what happened; the oldest go first."""

DAMAGE_ERRORS, BUILDING = "damaged", "building"


def parts(folder: Path, cohort: str | None = None) -> list[Part]:
    """The files that count of one cohort, or of all when it is left out, in order; those that a wider file replaced are left out."""
    place = _place(folder)
    state = lake_state.read(place)
    if state is None:
        return []
    names = sorted(path.name for path in place.glob("cohort=*")) if cohort is None else [lake_series.folder_of(cohort)]
    return sorted(part for name in names for part in lake_series.parts_of(place / name, state.upto))


def _place(folder: Path) -> Path:
    """The folder whose files count: `folder` itself, or the one inside it that the last building anew left."""
    try:
        return folder / (folder / ".current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return folder


def odd_rows(folder: Path) -> int:
    """Rows of the lake with an unknown word or an odd value."""
    return sum(int(pc.sum(pq.read_table(part.path, columns=["unknown"])["unknown"]).as_py() or 0) for part in parts(folder))


def stand_of(folder: Path, cohort: str) -> str:
    """A text that changes with every row that comes to a cohort, and with every lake that is begun anew."""
    state = lake_state.read(_place(folder)) or State("")
    series = lake_series.parts_of(_place(folder) / lake_series.folder_of(cohort), state.upto)
    return f"{state.born} {series[-1].upto if series else 0}"


def born(folder: Path) -> str:
    """A text that is another one for each lake that is begun anew."""
    return (lake_state.read(_place(folder)) or State("")).born


def watermark(folder: Path) -> int:
    """The last statement number the lake covers; 0 for an empty lake."""
    state = lake_state.read(_place(folder))
    return 0 if state is None else state.upto


def lost(folder: Path) -> tuple[Range, ...]:
    """What damaged files held: (folder, after, upto)."""
    state = lake_state.read(_place(folder))
    return () if state is None else state.lost


def early_voids(folder: Path) -> frozenset[str]:
    """Ids of statements that were voided before they came."""
    state = lake_state.read(_place(folder))
    return frozenset(() if state is None else state.early_voids)


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
    """True if this version can go on with the files; else the lake must be built anew, beside the one there is."""
    place = _place(folder)
    return lake_state.read(place) is not None or not (any(place.glob("*.parquet")) or any(place.glob("cohort=*/*.parquet")))


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


def append(folder: Path, rows: Sequence[Row], *, upto: int) -> None:
    """Keeps the rows up to this number in the folders of their cohorts; a row that no file can hold stays as an unknown one."""
    append_table(folder, lake_series.with_folders(rows, {}), upto=upto)


def append_table(folder: Path, table: pa.Table, *, upto: int, early: Iterable[str] = ()) -> list[str]:
    """Keeps the rows of a `with_folders` and raises the watermark to `upto`; gives the folders. Under `writing`.

    early: ids that one of the rows voids and that the store does not have yet.
    """
    place = _place(folder)
    state = lake_state.read(place) or State()
    tables = lake_series.by_folder(table)
    if tables:
        lake_state.write(place, replace(state, writes=tuple(tables)))
    for name, rows in tables.items():
        series = place / name
        series.mkdir(exist_ok=True)
        before = lake_series.parts_of(series, state.upto)
        parquet_tables.write(series / f"{before[-1].upto if before else 0}-{upto}.parquet", rows)
    voids = tuple(dict.fromkeys((*state.early_voids, *early)))
    lake_state.write(place, replace(state, upto=upto, writes=(), early_voids=voids))
    return list(tables)


def put_back(folder: Path, of: Range, tables: Sequence[pa.Table]) -> None:
    """Writes again what a damaged file held. Under `writing`."""
    place = _place(folder)
    name, after, upto = of
    (place / name).mkdir(exist_ok=True)
    rows = pa.concat_tables([parquet_tables.TYPES.empty_table(), *tables])
    parquet_tables.write(place / name / f"{after}-{upto}.parquet", rows)
    state = lake_state.read(place) or State()
    lake_state.write(place, replace(state, lost=tuple(one for one in state.lost if one != of)))


def set_aside_damaged(folder: Path) -> list[str]:
    """Reads every file whole and moves those that cannot be read to `damaged/`; gives their names. Under `writing`.

    What no file covers, because somebody removed one, is lost too.
    """
    place, names = _place(folder), []
    state = lake_state.read(place)
    if state is None:
        return []
    for series in sorted(place.glob("cohort=*")):
        for draft in series.glob(".*.draft"):
            draft.unlink()
        end = 0
        for part in lake_series.parts_of(series, state.upto):
            if part.after > end:
                state = _note_lost(place, state, (series.name, end, part.after))
            end = part.upto
            if parquet_tables.is_readable(part.path):
                continue
            state = _note_lost(place, state, (series.name, part.after, part.upto))
            shelf = folder / DAMAGE_ERRORS
            shelf.mkdir(exist_ok=True)
            names.append(f"{series.name}_{part.path.name}")
            os.replace(part.path, shelf / names[-1])
            log.error("lake file %s is damaged: set aside in %s, its statements are read from the store again", names[-1], shelf)
    for path in sorted((folder / DAMAGE_ERRORS).glob("*.parquet"), key=lambda path: path.stat().st_mtime)[:-MANY_DAMAGED]:
        path.unlink()
    return names


def _note_lost(place: Path, state: State, of: Range) -> State:
    if of in state.lost:
        return state
    state = replace(state, lost=(*state.lost, of))
    lake_state.write(place, state)
    return state


def start_building(folder: Path) -> Path:
    """An empty lake beside this one, to be filled and then given to `swap`. Under `writing`."""
    place = folder / BUILDING
    _remove(place)
    place.mkdir()
    lake_state.write(place, State())
    return place


def swap(folder: Path, mark: str) -> None:
    """Makes what was built beside the lake that counts, in one rename, and removes the one before. Under `writing`."""
    before = _place(folder)
    place = folder / f"lake-{1 + max((int(path.name[5:]) for path in folder.glob('lake-*')), default=0)}"
    os.replace(folder / BUILDING, place)
    _write_text(folder, ".current", place.name)
    _write_text(folder, ".mark", mark)  # last: a kill before it empties and builds once more, one after it would keep who was erased
    if before == folder:
        _remove_files(folder)
    else:
        _remove(before)


def compact(folder: Path, names: Iterable[str] | None = None, *, many: int | None = None, large: int = LARGE_ROWS) -> bool:
    """Joins the small files of these folders (all when left out) that have more than `many` of them. True if any had. Under `writing`.

    A large file is left alone, so each row is rewritten few times. Voided statements and doubled ids go.
    """
    place, most = _place(folder), MANY_FILES if many is None else many
    upto, is_done = watermark(folder), False
    for name in sorted(path.name for path in place.glob("cohort=*")) if names is None else names:
        small = lake_series.parts_of(place / name, upto)
        if len(small) <= most:
            continue
        while len(small) > 1 and pq.read_metadata(small[0].path).num_rows >= large:
            small.pop(0)
        if len(small) > max(1, most):
            lake_series.join(small)
            is_done = True
    return is_done


def clear(folder: Path) -> None:
    """Removes every row, of damaged files too. The state goes first: without it nothing counts. Under `writing`."""
    _remove(folder / DAMAGE_ERRORS)
    place = _place(folder)
    _remove_files(place)
    lake_state.write(place, State())


def _remove_files(place: Path) -> None:
    (place / lake_state.FILE).unlink(missing_ok=True)
    for path in [*place.glob("*.parquet"), *place.glob("cohort=*/*.parquet")]:
        path.unlink()
    for series in place.glob("cohort=*"):
        _remove(series)


def _remove(place: Path) -> None:
    """A folder of ours with what is in it, if it is there."""
    if place.is_dir():
        shutil.rmtree(place)


def _sweep(folder: Path) -> None:
    """Removes what a stopped batch wrote, and lakes that do not count: not finished, or from before the last swap."""
    place = _place(folder)
    _remove(folder / BUILDING)
    for other in folder.glob("lake-*"):
        if other != place:
            _remove(other)
    state = lake_state.read(place)
    if state is None or not state.writes:
        return
    for name in state.writes:
        for path in (place / name).glob("*"):
            match = lake_series.NAME.match(path.name)
            if match is None or int(match[2]) > state.upto:
                path.unlink()
    lake_state.write(place, replace(state, writes=()))
