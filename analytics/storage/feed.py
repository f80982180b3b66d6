"""The feed: statements of the store, in order of arrival, into the lake; the only reader of the store in analytics."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from analytics.errors import AnalyticsError, LakeAhead
from analytics.storage import lake, lake_series
from analytics.storage.lake_state import Range
from analytics.storage.pseudonym import pseudonym
from analytics.storage.rows import Row, actor_text, flatten
from infrastructure.file_writing import write_whole
from lrs.reading import reader
from lrs.reading.reader import StoredStatement
from xapi.formats import utc_seconds

BATCH, PAGE = 100_000, 10_000
"""Statements that are kept in one step, which makes a file for each cohort among them, and those that are held as rows at once."""

PURPOSE = "reports"
LEFT_OUT = "left-out.txt"
"""In the lake's folder, so that whatever builds the lake anew leaves the same people out."""
MERGED = "merged.txt"
"""Likewise: a pseudonym of before, and the one it counts as, on each line."""


class FeedResult(NamedTuple):
    """What one call brought in. rows: how many; touched: (cohort, verb) of the new rows; upto: the lake's watermark now.

    anew: True if the lake was emptied first, so that every figure is to be made again. odd: rows that are `unknown`.
    """

    rows: int
    touched: frozenset[tuple[str | None, str]]
    upto: int
    anew: bool = False
    odd: int = 0


def feed(engine: Engine, folder: Path, key: bytes, *, batch: int = BATCH) -> FeedResult:
    """Brings the lake up to the store. Costs one short query when nothing is new.

    folder: the lake, emptied first when the store erased somebody, built anew beside when another version wrote it; key: the site's key.
    Files that cannot be read are set aside, and what they held is read from the store again.
    Raises LakeBusy when another process feeds it, LakeAhead when the store came back from an older copy.
    """
    try:
        return _bring(engine, folder, key, batch)
    except (AnalyticsError, SQLAlchemyError):
        raise
    except Exception:  # of whatever kind a damaged file makes the libraries raise
        if not heal(folder):
            raise
        return _bring(engine, folder, key, batch)


def _bring(engine: Engine, folder: Path, key: bytes, batch: int) -> FeedResult:
    with engine.connect() as connection:
        mark = reader.erasures(connection)
        anew = mark != lake.mark(folder)
        if anew:
            with lake.writing(folder):
                lake.renew(folder, mark)
        elif not lake.is_current(folder):
            return rebuild(engine, folder, key, batch=batch)
        start = lake.watermark(folder)
        end = reader.last_seq(connection)
        if end < start:
            raise LakeAhead(start, end)
        lost = lake.lost(folder)
        if end == start and not lost:
            return FeedResult(0, frozenset(), start, anew)
        with lake.writing(folder):
            work = _Feeding(connection, folder, _pseudonymiser(key, read_merged(folder)), batch, read_left_out(folder))
            for one in lost:
                work.fill(one)
            return work.go_on()._replace(anew=anew)


def rebuild(engine: Engine, folder: Path, key: bytes, *, batch: int = BATCH) -> FeedResult:
    """Builds the lake anew beside the one there is, which counts until the new one is whole. Raises LakeBusy."""
    with engine.connect() as connection, lake.writing(folder):
        mark = reader.erasures(connection)
        nobody, merged = read_left_out(folder), read_merged(folder)
        result = _Feeding(connection, lake.start_building(folder), _pseudonymiser(key, merged), batch, nobody).go_on()
        lake.swap(folder, mark)
        return result._replace(anew=True)


def heal(folder: Path) -> list[str]:
    """Sets aside the files of the lake that cannot be read, and gives their names; the next feed fills what they held."""
    with lake.writing(folder):
        return lake.set_aside_damaged(folder)


def read_left_out(folder: Path) -> frozenset[str]:
    """Pseudonyms of those who said no to figures: no row of theirs is in the lake. Empty when nobody did."""
    try:
        return frozenset((folder / LEFT_OUT).read_text(encoding="ascii").split())
    except FileNotFoundError:
        return frozenset()


def leave_out(folder: Path, pseudonyms: Iterable[str]) -> None:
    """Leave out these and no others from now on. A change empties the lake, and the next feed fills it anew. Raises LakeBusy."""
    names = frozenset(pseudonyms)
    if names == read_left_out(folder):
        return
    with lake.writing(folder):
        # The list last: a kill in between leaves an empty lake and the old list, and the next call does both again.
        lake.renew(folder, LEFT_OUT)
        write_whole(folder / LEFT_OUT, "\n".join(sorted(names)).encode())


def read_merged(folder: Path) -> dict[str, str]:
    """Former pseudonym -> the one it counts as. Empty when nobody was merged."""
    try:
        words = (folder / MERGED).read_text(encoding="ascii").split()
    except FileNotFoundError:
        return {}
    return dict(zip(words[::2], words[1::2], strict=True))


def count_as(folder: Path, current_by_former: Mapping[str, str]) -> None:
    """Count what was said under these pseudonyms as said under the others, from now on. A change empties the lake. Raises LakeBusy."""
    if dict(current_by_former) == read_merged(folder):
        return
    with lake.writing(folder):
        lake.renew(folder, MERGED)
        pairs = "\n".join(f"{former} {now}" for former, now in sorted(current_by_former.items()))
        write_whole(folder / MERGED, pairs.encode())


def lag(engine: Engine, folder: Path, now: datetime) -> tuple[int, float]:
    """How far the lake is behind the store: in statement numbers (at most so many statements), and seconds since the first one waits."""
    with engine.connect() as connection:
        start = lake.watermark(folder)
        first = next(reader.iter_since(connection, start, 1), None)
        if first is None:
            return 0, 0.0
        return max(1, reader.last_seq(connection) - start), max(0.0, now.timestamp() - utc_seconds(first.stored))


def pseudonyms_of(key: bytes, home_page: str, names: Iterable[str]) -> list[str]:
    """Of accounts of this home page, as the lake has them."""
    return [pseudonym(key, PURPOSE, actor_text({"account": {"homePage": home_page, "name": name}})) for name in names]


def _pseudonymiser(key: bytes, merged: Mapping[str, str]) -> Callable[[str], str]:
    """HMAC once an actor: most statements of a batch come from few people. merged: of `read_merged`."""
    pseudonyms: dict[str, str] = {}

    def pseudonymise(actor: str) -> str:
        if actor not in pseudonyms:
            own = pseudonym(key, PURPOSE, actor)
            pseudonyms[actor] = merged.get(own, own)
        return pseudonyms[actor]

    return pseudonymise


class _Feeding:
    """One process at work on one lake, under `lake.writing`."""

    def __init__(
        self, connection: Connection, folder: Path, pseudonymise: Callable[[str], str], batch: int, not_counted: frozenset[str]
    ) -> None:
        self._connection, self._folder, self._pseudonymise, self._batch = connection, folder, pseudonymise, batch
        self._not_counted = not_counted
        self._early = lake.early_voids(folder)
        self._count, self._odd, self._touched = 0, 0, set[tuple[str | None, str]]()

    def go_on(self) -> FeedResult:
        """All that comes after the watermark, a batch at a time; a batch waits as tables, which are a tenth of its rows."""
        upto, is_over = lake.watermark(self._folder), False
        while not is_over:
            tables, wanted = [], self._batch
            while wanted > 0 and not is_over:
                size = min(PAGE, wanted)
                rows = self._read(upto, size)
                is_over = len(rows) < size
                wanted -= len(rows)
                if rows:
                    upto = rows[-1]["seq"]
                    tables.append(self._table(rows))
            if tables:
                names = lake.append_table(self._folder, pa.concat_tables(tables), upto=upto, early=self._early)
                lake.compact(self._folder, names)
        return FeedResult(self._count, frozenset(self._touched), upto, odd=self._odd)

    def fill(self, of: Range) -> None:
        """The statements of one folder with after < seq <= upto, which the lake once held."""
        name, after, upto = of
        tables = []
        while after < upto:
            rows = self._read(after, PAGE)
            after = rows[-1]["seq"] if len(rows) == PAGE else upto
            table = self._table([row for row in rows if row["seq"] <= of[2]])
            tables += [rows_of for folder, rows_of in lake_series.by_folder(table).items() if folder == name]
        lake.put_back(self._folder, of, tables)

    def _read(self, after: int, count: int) -> list[Row]:
        stored_rows = reader.iter_since(self._connection, after, count)
        return [flatten(row.seq, row.stored, row.statement, self._pseudonymise) for row in stored_rows]

    def _table(self, rows: Iterable[Row]) -> pa.Table:
        """The rows that count, with the folder of each."""
        kept = unique([row for row in rows if row["subject"] not in self._not_counted and row["id"] not in self._early])
        targets = {}
        for row in kept:
            if row["voids"] is not None:
                target = reader.find(self._connection, row["voids"])
                self._early |= {row["voids"]} if target is None else frozenset()
                targets[row["voids"]] = None if target is None else self._cohort_of(target)
        self._count += len(kept)
        self._odd += sum(row["unknown"] for row in kept)
        self._touched |= {(row["cohort"], row["verb"]) for row in kept if row["voids"] is None}
        self._touched |= {(cohort, "voided") for cohort in targets.values()}
        return lake_series.with_folders(kept, targets)

    def _cohort_of(self, target: StoredStatement) -> str | None:
        """The cohort whose figures change when this statement is voided."""
        cohort: str | None = flatten(target.seq, target.stored, target.statement, self._pseudonymise)["cohort"]
        return cohort


def unique(rows: Sequence[Row]) -> list[Row]:
    """The rows without a second one of the same id; the first arrival counts."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["id"], row)
    return list(first.values())
