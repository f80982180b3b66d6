"""The feed: statements of the store, in order of arrival, into the lake; the only reader of the store in analytics."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from analytics.errors import AnalyticsError, LakeAhead
from analytics.storage import lake
from analytics.storage.pseudonym import pseudonym
from analytics.storage.rows import Row, actor_text, flatten
from infrastructure.file_writing import write_whole
from lrs.reading import reader
from xapi.formats import utc_seconds

BATCH = 20_000
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

    folder: the lake, emptied first when another version wrote it or when the store erased somebody; key: the site's pseudonym key.
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
        anew = mark != lake.mark(folder) or not lake.is_current(folder)
        if anew:
            with lake.writing(folder):
                lake.renew(folder, mark)
        start = lake.watermark(folder)
        end = reader.last_seq(connection)
        if end < start:
            raise LakeAhead(start, end)
        gaps = lake.gaps(folder)
        if end == start and not gaps:
            return FeedResult(0, frozenset(), start, anew)
        with lake.writing(folder):
            work = _Feeding(connection, folder, _pseudonymiser(key, read_merged(folder)), batch, read_left_out(folder))
            for after, upto in gaps:
                work.fill(after, upto)
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
        self._count, self._odd, self._touched = 0, 0, set[tuple[str | None, str]]()

    def go_on(self) -> FeedResult:
        """All that comes after the watermark."""
        upto = lake.watermark(self._folder)
        while True:
            rows = self._read(upto)
            if rows:
                after, upto = upto, rows[-1]["seq"]
                self._append(rows, after, upto)
                lake.compact(self._folder)
            if len(rows) < self._batch:
                return FeedResult(self._count, frozenset(self._touched), upto, odd=self._odd)

    def fill(self, after: int, upto: int) -> None:
        """The statements of after < seq <= upto, which the lake once held."""
        while after < upto:
            rows = [row for row in self._read(after) if row["seq"] <= upto]
            end = rows[-1]["seq"] if len(rows) == self._batch else upto
            self._append(rows, after, end)
            after = end

    def _read(self, after: int) -> list[Row]:
        stored_rows = reader.iter_since(self._connection, after, self._batch)
        return [flatten(row.seq, row.stored, row.statement, self._pseudonymise) for row in stored_rows]

    def _append(self, rows: list[Row], after: int, upto: int) -> None:
        rows = [row for row in rows if row["subject"] not in self._not_counted]
        lake.append(self._folder, unique(rows), after=after, upto=upto)
        self._count += len(rows)
        self._odd += sum(row["unknown"] for row in rows)
        self._touched |= {(row["cohort"], row["verb"]) for row in rows if row["voids"] is None}
        self._touched |= {(self._cohort_of(row["voids"]), "voided") for row in rows if row["voids"] is not None}

    def _cohort_of(self, id: str) -> str | None:
        """The cohort whose figures change when this statement is voided; None when it is not kept (yet)."""
        row = reader.find(self._connection, id)
        cohort: str | None = None if row is None else flatten(row.seq, row.stored, row.statement, self._pseudonymise)["cohort"]
        return cohort


def unique(rows: Sequence[Row]) -> list[Row]:
    """The rows without a second one of the same id; the first arrival counts."""
    first: dict[str, Row] = {}
    for row in rows:
        first.setdefault(row["id"], row)
    return list(first.values())
