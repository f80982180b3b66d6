"""Reading and adding lines of the audit log."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from lms.audit import chain
from lms.audit.chain import End, Entry, Line
from lms.audit.models import AuditEnd, AuditLine
from lms.key_files import secret, secret_path
from lms.settings import Settings

KEY = "audit"
"""The name of the key's file in the data folder."""
BEGUN = "log_begun"
AT_ONCE = 1_000
THE_END = 1
"""The id of the one row of AuditEnd."""


def key_of(settings: Settings) -> bytes:
    """The site's audit key, made at its first use. Raises OSError."""
    return secret(settings, KEY).encode()


def was_begun(settings: Settings) -> bool:
    """Whether this site ever wrote a line: its key is made with the first."""
    return secret_path(settings, KEY).is_file()


def add(work: Session, key: bytes, entry: Entry) -> Line:
    """Put one more line at the end. Call it inside the writer; two processes wait for each other at the end's row."""
    end = _end_to_write(work)
    if not end.seal:
        _put(work, key, end, Entry(entry.at, BEGUN))
    return _put(work, key, end, entry)


def _end_to_write(work: Session) -> AuditEnd:
    return work.scalars(select(AuditEnd).where(AuditEnd.id == THE_END).with_for_update().execution_options(populate_existing=True)).one()


def _put(work: Session, key: bytes, end: AuditEnd, entry: Entry) -> Line:
    line = chain.next_line(key, End(end.number, end.chain, end.seal), entry)
    new_end = chain.end_at(key, line.number, line.chain)
    work.add(AuditLine(number=line.number, **vars(entry), chain=line.chain, seal=line.seal))
    end.number, end.chain, end.seal = new_end.number, new_end.chain, new_end.seal
    work.flush()
    return line


def remove_until(work: Session, key: bytes, before: datetime, now: datetime) -> int:
    """Remove the lines older than this instant and say so in a new line; gives how many. Nothing is written when there is none."""
    last = work.scalars(select(AuditLine).where(AuditLine.at < before).order_by(AuditLine.number.desc()).limit(1)).first()
    if last is None:
        return 0
    number, value = last.number, last.chain
    count = work.scalar(select(func.count()).select_from(AuditLine).where(AuditLine.number <= number)) or 0
    add(work, key, Entry(now, chain.REMOVED, thing=f"{number}:{value}"))
    work.execute(delete(AuditLine).where(AuditLine.number <= number))
    return count


def read_all(reader: Session) -> Iterator[Line]:
    """Every line by its number, so many at a time."""
    after = 0
    while rows := reader.scalars(select(AuditLine).where(AuditLine.number > after).order_by(AuditLine.number).limit(AT_ONCE)).all():
        yield from map(of_row, rows)
        after = rows[-1].number
        reader.expunge_all()


def read_end(reader: Session) -> End | None:
    row = reader.get(AuditEnd, THE_END)
    return End(row.number, row.chain, row.seal) if row is not None else None


def of_row(row: AuditLine) -> Line:
    entry = Entry(row.at, row.action, row.by, row.by_role, row.about, row.thing)
    return Line(row.number, entry, row.chain, row.seal)
