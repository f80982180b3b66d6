"""The files of one cohort: which count, and how rows are shared out among the folders of cohorts."""

import contextlib
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from analytics.storage import parquet_tables
from analytics.storage.rows import Row

NO_COHORT = "cohort=none"
NAME = re.compile(r"^(\d+)-(\d+)\.parquet$")
_PLACE = "folder"
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Part(NamedTuple):
    """One file. It covers after < seq <= upto of one cohort."""

    after: int
    upto: int
    path: Path


def folder_of(cohort: str | None) -> str:
    """The name of the folder for a cohort; what is no UUID has no folder of its own, so that no foreign word becomes a path."""
    return f"cohort={cohort}" if cohort is not None and _UUID.fullmatch(cohort) else NO_COHORT


def parts_of(series: Path, upto: int) -> list[Part]:
    """The files of one folder that count up to this number, in order."""
    all_parts = []
    with contextlib.suppress(FileNotFoundError):
        for name in os.listdir(series):
            if (match := NAME.match(name)) and int(match[2]) <= upto:
                all_parts.append(Part(int(match[1]), int(match[2]), series / name))
    all_parts.sort(key=lambda part: (part.after, -part.upto))
    newest: list[Part] = []
    for part in all_parts:
        if not newest or part.upto > newest[-1].upto:
            newest.append(part)
    return newest


def with_folders(rows: Sequence[Row], cohort_of_target: Mapping[str, str | None]) -> pa.Table:
    """The rows as a table, with the folder of each: that of its cohort, and of its target's for one that voids."""
    names = [folder_of(row["cohort"] if row["voids"] is None else cohort_of_target.get(row["voids"])) for row in rows]
    return parquet_tables.table_of(rows).append_column(_PLACE, pa.array(names, pa.string()))


def by_folder(table: pa.Table) -> dict[str, pa.Table]:
    """Folder -> its rows, in their order. table: of `with_folders`."""
    if not table.num_rows:
        return {}
    codes = table[_PLACE].combine_chunks().dictionary_encode()
    rows = table.drop_columns([_PLACE])
    if len(codes.dictionary) == 1:
        return {codes.dictionary[0].as_py(): rows}
    numbers = codes.indices.to_numpy(zero_copy_only=False)
    order = np.argsort(numbers, kind="stable")
    rows, starts = rows.take(pa.array(order)), np.searchsorted(numbers[order], np.arange(len(codes.dictionary) + 1))
    return {name: rows.slice(starts[code], starts[code + 1] - starts[code]) for code, name in enumerate(codes.dictionary.to_pylist())}


def join(files: Sequence[Part]) -> None:
    """Puts the rows of some files that follow one another into one; a reader finds them whole at each instant."""
    rows = parquet_tables.without_doubles(pa.concat_tables([pq.read_table(part.path) for part in files]))
    after, upto, series = files[0].after, files[-1].upto, files[0].path.parent
    wide = series / f"{after}-{upto}.parquet"
    parquet_tables.write(wide, rows)
    for path in series.iterdir():  # also what a join that was stopped here left
        if (match := NAME.match(path.name)) and path != wide and after <= int(match[1]) and int(match[2]) <= upto:
            path.unlink()
