"""Statements written out: NDJSON, one statement a line, or CSV, one row of plain columns a statement."""

import csv
import json
from collections.abc import Callable
from typing import Any, TextIO

from sqlalchemy import Connection, func, select

from lrs.reading.reader import iter_since
from lrs.storage.tables import statements
from xapi.vocabulary import EXT

Progress = Callable[[int, int], None]
COLUMNS = (
    "seq",
    "id",
    "stored",
    "timestamp",
    "actor",
    "verb",
    "object",
    "registration",
    "success",
    "completion",
    "scaled",
    "response",
    "duration",
    "language",
    "platform",
    "cohort",
    "role",
    "simulated",
)
_EVERY = 500


def ndjson(connection: Connection, out: TextIO, *, since: int = 0, progress: Progress | None = None) -> int:
    """Write every statement after number `since`; give how many."""
    total, count = _total(connection, since), 0
    for row in iter_since(connection, since, foreign=True):
        out.write(json.dumps(row.statement, ensure_ascii=False, separators=(",", ":")) + "\n")
        count = _report(count + 1, total, progress)
    return count


def table(connection: Connection, out: TextIO, *, since: int = 0, progress: Progress | None = None) -> int:
    """The same as CSV with the columns of COLUMNS."""
    total, count = _total(connection, since), 0
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for row in iter_since(connection, since, foreign=True):
        writer.writerow([_cell(value) for value in _row(row.seq, row.statement)])
        count = _report(count + 1, total, progress)
    return count


def _total(connection: Connection, since: int) -> int:
    return connection.execute(select(func.count()).select_from(statements).where(statements.c.seq > since)).scalar_one()


def _report(count: int, total: int, progress: Progress | None) -> int:
    if progress is not None and (count % _EVERY == 0 or count == total):
        progress(count, total)
    return count


def _row(seq: int, statement: dict[str, Any]) -> list[Any]:
    context, result = statement.get("context", {}), statement.get("result", {})
    marks = context.get("extensions", {})
    actor, thing = statement["actor"], statement["object"]
    return [
        seq,
        statement["id"],
        statement["stored"],
        statement["timestamp"],
        actor.get("account", {}).get("name") or actor.get("mbox") or actor.get("mbox_sha1sum") or actor.get("openid"),
        statement["verb"]["id"],
        thing.get("id"),
        context.get("registration"),
        result.get("success"),
        result.get("completion"),
        result.get("score", {}).get("scaled"),
        result.get("response"),
        result.get("duration"),
        context.get("language"),
        context.get("platform"),
        *(marks.get(EXT[name]) for name in ("cohort", "role", "simulated")),
    ]


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would run as a formula is marked as text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return "" if value is None else value
