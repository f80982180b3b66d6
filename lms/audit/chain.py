"""The chain over the lines of the audit log: what is edited, removed, added or moved is found.

Each line's digest covers the digest before it, so one change breaks every later link; each digest is sealed with a key that is not in the
database, so who can write to the database alone cannot mend the links. The end of the log is sealed too. What this cannot see is a whole
older copy of both tables put in place of the newer; lines shipped elsewhere as they are written show that (docs/audit.md).
"""

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

START = "0" * 64
REMOVED = "lines_removed"
"""The action of the line that says up to which line the log was cut after its time: `thing` is `<number>:<chain>`."""


@dataclass(frozen=True)
class Entry:
    """What one line says. at: with a zone. by, about: marks. thing: a plain key."""

    at: datetime
    action: str
    by: str = ""
    by_role: str = ""
    about: str = ""
    thing: str = ""


@dataclass(frozen=True)
class Line:
    """An entry in its place of the log."""

    number: int
    entry: Entry
    chain: str
    seal: str


@dataclass(frozen=True)
class End:
    number: int
    chain: str
    seal: str


def next_line(key: bytes, end: End, entry: Entry) -> Line:
    number = end.number + 1
    chain = digest(end.chain, number, entry)
    return Line(number, entry, chain, seal(key, "line", number, chain))


def end_at(key: bytes, number: int, chain: str) -> End:
    return End(number, chain, seal(key, "end", number, chain))


def digest(before: str, number: int, entry: Entry) -> str:
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    values = [before, number, at, entry.action, entry.by, entry.by_role, entry.about, entry.thing]
    return sha256(json.dumps(values, ensure_ascii=True, separators=(",", ":")).encode()).hexdigest()


def seal(key: bytes, what: str, number: int, chain: str) -> str:
    return hmac.new(key, f"{what}:{number}:{chain}".encode(), sha256).hexdigest()


@dataclass(frozen=True)
class Fault:
    """number: of the line at which the log stops being whole; the words say what is wrong there."""

    number: int
    words: str


def faults(key: bytes, lines: Iterable[Line], end: End | None) -> list[Fault]:
    """What is wrong with a log, in the order of its lines; empty when it is whole. lines: by their number. end: its last row, if any.

    A break is told once: the lines after it are checked against the line before them as it stands.
    """
    wrong: list[Fault] = []
    before: Line | None = None
    first: Line | None = None
    cut: dict[int, str] = {}
    for line in lines:
        first = first or line
        wrong += _of_line(key, before, line)
        if line.entry.action == REMOVED:
            number, _colon, chain = line.entry.thing.partition(":")
            cut[int(number) if number.isdigit() else -1] = chain
        before = line
    if first is not None:
        wrong += _of_beginning(first, cut)
    return sorted(wrong + _of_end(key, before, end), key=lambda fault: fault.number)


def _of_line(key: bytes, before: Line | None, line: Line) -> list[Fault]:
    wrong = []
    if before is not None and line.number != before.number + 1:
        wrong.append(Fault(line.number, f"lines are missing between {before.number} and {line.number}"))
    elif before is not None and line.chain != digest(before.chain, line.number, line.entry):
        wrong.append(Fault(line.number, "its values are not those it was written with, or the line before it was changed"))
    if not hmac.compare_digest(line.seal, seal(key, "line", line.number, line.chain)):
        wrong.append(Fault(line.number, "its seal is not one of this site's audit key"))
    return wrong


def _of_beginning(first: Line, cut: dict[int, str]) -> list[Fault]:
    """The first line follows the start, or the place up to which a later line says that the log was cut."""
    before = START if first.number == 1 else cut.get(first.number - 1)
    if before is None:
        return [Fault(first.number, f"lines up to {first.number - 1} are missing, and no line says that their time was over")]
    if first.chain != digest(before, first.number, first.entry):
        return [Fault(first.number, "its values are not those it was written with, or the line before it was changed")]
    return []


def _of_end(key: bytes, last: Line | None, end: End | None) -> list[Fault]:
    number = last.number if last is not None else 0
    if end is None:
        return [Fault(number, "the row that holds the end of the log is missing")]
    if not hmac.compare_digest(end.seal, seal(key, "end", end.number, end.chain)):
        return [Fault(number, "the end of the log is not sealed with this site's audit key")]
    if end.number != number:
        return [Fault(number, f"the log ended at line {end.number}; the last one that is here is {number}")]
    if last is not None and end.chain != last.chain:
        return [Fault(number, "the last line is not the one the log ended with")]
    return []
