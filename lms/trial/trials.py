"""Trials of the site: opening one from a locked protocol, accepting a change of texts, closing its data."""

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import msgspec
from cryptography.fernet import Fernet
from sqlalchemy import select
from sqlalchemy.orm import Session

from analytics.trial import allocation, lock
from analytics.trial import protocol as protocols
from analytics.trial.lock import Lock
from analytics.trial.protocol import Protocol
from lms.trial import sealing
from lms.trial.errors import InstrumentsUnfit, NoSuchTrial, TrialRefused
from lms.trial.instruments import Instruments
from lms.trial.models import Trial


@lru_cache(maxsize=8)
def _protocol(text: str) -> Protocol:
    return msgspec.json.decode(text, type=Protocol)


def protocol_of(row: Trial) -> Protocol:
    return _protocol(row.protocol)


def lock_of(row: Trial) -> Lock:
    return msgspec.json.decode(row.lock, type=Lock)


@lru_cache(maxsize=8)
def _instruments(text: str) -> Instruments:
    return msgspec.json.decode(text, type=Instruments)


def instruments_of(row: Trial, box: Fernet) -> Instruments:
    """Raises SealBroken."""
    return _instruments(sealing.unseal(box, row.instruments_box))


def find(reader: Session, name: str) -> Trial:
    """Raises NoSuchTrial."""
    row = reader.scalar(select(Trial).where(Trial.name == name))
    if row is None:
        raise NoSuchTrial(name, list(reader.scalars(select(Trial.name).order_by(Trial.name))))
    return row


def all_trials(reader: Session) -> list[Trial]:
    """The newest first."""
    return list(reader.scalars(select(Trial).order_by(Trial.opened_at.desc(), Trial.id.desc())))


def open_trial(work: Session, path: Path, made: Instruments, box: Fernet, content: str, now: datetime) -> Trial:
    """A trial from a protocol file that is locked. content: the hash of the texts it begins with. Call it inside the writer.

    The seed is drawn here, after the lock. Raises ProtocolInvalid, ProtocolChanged, StepRefused of analytics; TrialRefused when there is
    one of this name.
    """
    protocol = protocols.read(path)
    return open_locked(work, protocol, lock.check_locked(path, protocol), made, box, content, now)


def open_locked(work: Session, protocol: Protocol, note: Lock, made: Instruments, box: Fernet, content: str, now: datetime) -> Trial:
    """A trial from a protocol and its lock. Call it inside the writer. Raises TrialRefused when there is one of this name."""
    if work.scalar(select(Trial.id).where(Trial.name == protocol.trial)) is not None:
        raise TrialRefused(f"{protocol.trial} was opened already; a change of its protocol is taken over by: horslesmurs site-trial amend")
    row = Trial(
        name=protocol.trial,
        protocol=_text(protocol),
        lock=msgspec.json.encode(note).decode(),
        instruments_box=sealing.seal(box, msgspec.json.encode(made).decode()),
        seed_box=sealing.seal(box, allocation.new_seed().hex()),
        content_hash=content,
        content_changes=[],
        is_simulated=protocol.simulated,
        opened_at=now,
    )
    work.add(row)
    work.flush()
    return row


def amend(work: Session, path: Path, checked: Instruments) -> Trial:
    """Take over a change of the protocol that `trial amend` recorded with its reason. Who is randomised, arms, strata and
    block sizes stay as they were: a list that was begun is not drawn anew.

    checked: the instruments, which fit the new protocol. Call it inside the writer.

    Raises NoSuchTrial, TrialRefused, and what `check_locked` raises.
    """
    protocol = protocols.read(path)
    note = lock.check_locked(path, protocol)
    row = find(work, protocol.trial)
    before = protocol_of(row)
    _refuse_closed(row)
    if note.sha256 != lock_of(row).sha256:
        raise TrialRefused(f"{path.name} was locked anew: a trial goes on under its first lock and the changes recorded to it")
    if (before.unit, before.arms, before.strata, before.blocks, before.simulated) != (
        protocol.unit,
        protocol.arms,
        protocol.strata,
        protocol.blocks,
        protocol.simulated,
    ):
        raise TrialRefused("who is randomised, arms, strata and block sizes cannot change once a trial is open: their list was begun")
    if checked.trial != protocol.trial:
        raise InstrumentsUnfit([f"trial: {checked.trial} is not {protocol.trial}"])
    row.protocol, row.lock = _text(protocol), msgspec.json.encode(note).decode()
    return row


def accept_content(work: Session, name: str, content: str, reason: str, now: datetime) -> None:
    """Go on with changed texts; the change is kept with its reason. Call it inside the writer. Raises NoSuchTrial, TrialRefused."""
    row = find(work, name)
    _refuse_closed(row)
    if content == row.content_hash:
        raise TrialRefused("the texts are those that were accepted last")
    if len(reason.strip()) < 10:
        raise TrialRefused("say what changed and why, in a sentence: it stands beside the results")
    at = now.astimezone(UTC).isoformat(timespec="seconds")
    row.content_hash, row.content_changes = content, [*row.content_changes, {"hash": content, "at": at, "reason": reason.strip()}]


def close(work: Session, name: str, now: datetime) -> Trial:
    """Close the data: no answer is taken after it, and arms can be read. Call it inside the writer. Raises NoSuchTrial, TrialRefused."""
    row = find(work, name)
    _refuse_closed(row)
    row.closed_at = now
    return row


def is_as_locked(row: Trial) -> bool:
    """Whether the protocol that the site holds is the one that was locked, or amended to."""
    return lock.digest(protocol_of(row)) == lock_of(row).newest


def _refuse_closed(row: Trial) -> None:
    if row.closed_at is not None:
        raise TrialRefused(f"the data of {row.name} were closed on {row.closed_at:%Y-%m-%d}: nothing changes any more")


def _text(protocol: Protocol) -> str:
    return msgspec.json.encode(protocol, order="sorted").decode()
