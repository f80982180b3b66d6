"""Rows of the lake as Arrow tables, and the files they are kept in: written whole, with checksums that tell a damaged one."""

import logging
import os
from collections.abc import Sequence
from operator import itemgetter
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from analytics.storage.rows import SCHEMA, Row
from infrastructure.file_writing import sync

log = logging.getLogger(__name__)
_VALUES = itemgetter(*SCHEMA)
TYPES = pa.schema([(name, pa.type_for_alias(kind)) for name, kind in SCHEMA.items()])


def table_of(rows: Sequence[Row]) -> pa.Table:
    """The rows as a table; a row that no file can hold stays as an unknown one."""
    try:
        return _table(rows)
    except (pa.ArrowException, ValueError, OverflowError, TypeError):
        return _table([row if _fits(row) else _without_values(row) for row in rows])


def _table(rows: Sequence[Row]) -> pa.Table:
    columns = zip(*map(_VALUES, rows), strict=True) if rows else [()] * len(SCHEMA)
    return pa.table(dict(zip(SCHEMA, columns, strict=True)), schema=TYPES)


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


def without_doubles(rows: pa.Table) -> pa.Table:
    """In order of arrival, without voided rows and doubled ids. The row that voids stays: its target may come later."""
    rows = rows.take(pc.sort_indices(rows, [("seq", "ascending")]))
    first = rows.append_column("row", pa.array(range(rows.num_rows))).group_by("id").aggregate([("row", "min")])["row_min"]
    rows = rows.take(first.take(pc.sort_indices(first)))
    voided_ids = pc.drop_null(rows["voids"])
    return rows.filter(pc.invert(pc.is_in(rows["id"], voided_ids.combine_chunks())))


def write(path: Path, rows: pa.Table) -> None:
    """Whole or not at all, and on the disk when this returns."""
    draft = path.with_name(f".{path.stem}.draft")
    pq.write_table(rows, draft, compression="zstd", write_page_checksum=True)
    sync(draft)
    os.replace(draft, path)
    sync(path.parent)


def is_readable(path: Path) -> bool:
    """Whether every page of the file is as it was written, with the columns of this version."""
    try:
        return bool(pq.read_table(path, page_checksum_verification=True).schema.names == TYPES.names)
    except (pa.ArrowException, OSError, ValueError):
        return False
