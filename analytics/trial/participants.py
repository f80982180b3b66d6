"""The table of participants: one row a person assessed, read from CSV line by line, every fault at its line and column."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple, get_args

from analytics.trial.errors import Problem, TableInvalid
from analytics.trial.protocol import FIXED, Outcome, Protocol

Status = Literal["completed", "lost", "withdrawn", "excluded_late"]
"""lost: no follow-up; withdrawn: she asked to stop; excluded_late: not eligible after all, decided blind by the protocol's rule."""

EVENT = "_happened"
"""Beside a time column: 1 when the event happened then, 0 when follow-up ended then."""


class Participant(NamedTuple):
    """excluded: the key of a reason, or empty for those randomised. values: numbers by column; a missing one is not there."""

    person: str
    excluded: str
    arm: str
    cluster: str
    received: bool
    status: Status
    reason: str
    strata: Mapping[str, str]
    values: Mapping[str, float]

    @property
    def is_randomised(self) -> bool:
        return not self.excluded


def columns(protocol: Protocol) -> list[str]:
    """The header of the table."""
    return [*FIXED, *(stratum.key for stratum in protocol.strata), *number_columns(protocol)]


def number_columns(protocol: Protocol) -> list[str]:
    names: list[str] = []
    for outcome in protocol.outcomes:
        names += [outcome.baseline] if outcome.baseline else []
        names += [outcome.key] + ([outcome.key + EVENT] if outcome.kind == "time" else [])
    return [*dict.fromkeys(names), *(harm.key for harm in protocol.harms)]


def digest(text: str) -> str:
    """SHA-256 of a table, whatever its line ends."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()


def read(path: Path, protocol: Protocol) -> list[Participant]:
    """The participants of a file. Raises TableInvalid with every problem."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableInvalid(path, [Problem("file", f"it cannot be read as UTF-8: {type(error).__name__}")]) from error
    return parse(text, protocol, path)


def parse(text: str, protocol: Protocol, path: Path = Path("participants.csv")) -> list[Participant]:
    """As `read`, of a text."""
    reader = csv.DictReader(io.StringIO(text), strict=True)
    want, have = columns(protocol), list(reader.fieldnames or [])
    if sorted(have) != sorted(want):
        missing, unknown = [name for name in want if name not in have], [name for name in have if name not in want]
        words = [f"the columns {', '.join(missing)} are missing"] if missing else []
        words += [f"the columns {', '.join(unknown)} are not of this protocol"] if unknown else []
        raise TableInvalid(path, [Problem("line 1", "; ".join(words) or "a column stands twice")])
    problems: list[Problem] = []
    participants: list[Participant] = []
    lines: dict[str, int] = {}
    try:
        for row in reader:
            line = reader.line_num
            problems += [Problem(f"line {line}", words) for words in _row_faults(row, protocol)]
            if row["person"] in lines:
                problems.append(Problem(f"line {line}, column person", f"{row['person']} stands on line {lines[row['person']]} too"))
            lines[row["person"]] = line
            if not problems:
                participants.append(_participant(row, protocol))
    except csv.Error as error:
        problems.append(Problem(f"line {reader.line_num}", f"it is no CSV: {error}"))
    if problems:
        raise TableInvalid(path, problems)
    return participants


def write(participants: list[Participant], protocol: Protocol) -> str:
    """The table as text, such that `parse` gives the same people back."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns(protocol), lineterminator="\n")
    writer.writeheader()
    for one in participants:
        fixed = {
            "person": one.person, "excluded": one.excluded, "arm": one.arm, "cluster": one.cluster, "status": one.status,
            "received": "1" if one.received else "0", "reason": one.reason,
        }  # fmt: skip
        writer.writerow({**fixed, **one.strata, **{name: repr(value) for name, value in one.values.items()}})
    return out.getvalue()


def _row_faults(row: Mapping[str, str | None], protocol: Protocol) -> Iterator[str]:
    if None in row or None in row.values():
        yield "it has more or fewer cells than the header"
        return
    text = {name: str(value) for name, value in row.items()}
    if not text["person"].strip():
        yield "column person: it is empty"
    reasons = [reason.key for reason in protocol.exclusions]
    if text["excluded"] and text["excluded"] not in reasons:
        yield f"column excluded: {text['excluded']!r} is none of {', '.join(reasons)}, nor empty"
    yield from _numbers(text, protocol)
    if text["excluded"]:
        if text["arm"]:
            yield "column arm: somebody excluded before randomisation has no arm"
        return
    keys = protocol.arm_keys()
    if text["arm"] not in keys:
        yield f"column arm: {text['arm']!r} is none of {', '.join(keys)}"
    if text["status"] not in get_args(Status):
        yield f"column status: {text['status']!r} is none of {', '.join(get_args(Status))}"
    elif text["status"] != "completed" and not text["reason"].strip():
        yield "column reason: whoever was lost, withdrawn or excluded late has one"
    if text["received"] not in ("0", "1"):
        yield "column received: 1 or 0"
    if protocol.unit == "cluster" and not text["cluster"].strip():
        yield "column cluster: it is empty, and this trial randomises clusters"
    for stratum in protocol.strata:
        if text[stratum.key] not in stratum.values:
            yield f"column {stratum.key}: {text[stratum.key]!r} is none of {', '.join(stratum.values)}"


def _numbers(text: Mapping[str, str], protocol: Protocol) -> Iterator[str]:
    values: dict[str, float] = {}
    for name in number_columns(protocol):
        try:
            if text[name].strip():
                values[name] = float(text[name])
        except ValueError:
            yield f"column {name}: {text[name]!r} is no number; a missing one is an empty cell"
    for outcome in protocol.outcomes:
        yield from _range(outcome, values)
    for name in (harm.key for harm in protocol.harms):
        if name in values and (values[name] < 0 or values[name] != int(values[name])):
            yield f"column {name}: a harm is counted: 0, 1, 2 …"


def _range(outcome: Outcome, values: Mapping[str, float]) -> Iterator[str]:
    if outcome.kind == "mean" and outcome.lowest is not None and outcome.highest is not None:
        for name in (outcome.key, outcome.baseline or ""):
            if name in values and not outcome.lowest <= values[name] <= outcome.highest:
                yield f"column {name}: {values[name]:g} is outside {outcome.lowest:g} to {outcome.highest:g}"
    if outcome.kind == "binary" and values.get(outcome.key, 0) not in (0, 1):
        yield f"column {outcome.key}: 1 for yes, 0 for no"
    if outcome.kind == "time" and outcome.until is not None:
        if not 0 <= values.get(outcome.key, 0) <= outcome.until:
            yield f"column {outcome.key}: {values[outcome.key]:g} is outside 0 to {outcome.until:g}"
        if values.get(outcome.key + EVENT, 0) not in (0, 1) or (outcome.key in values) != (outcome.key + EVENT in values):
            yield f"column {outcome.key + EVENT}: 1 when it happened at that time, 0 when follow-up ended; empty with an empty time"


def _participant(row: Mapping[str, str], protocol: Protocol) -> Participant:
    values = {name: float(row[name]) for name in number_columns(protocol) if row[name].strip()}
    strata = {stratum.key: row[stratum.key] for stratum in protocol.strata}
    status: Status = row["status"] if row["status"] else "completed"  # type: ignore[assignment]  # one of Status: asked in _row_faults
    received, who = row["received"] == "1", (row["person"], row["excluded"], row["arm"], row["cluster"])
    return Participant(*who, received, status, row["reason"], strata, values)
