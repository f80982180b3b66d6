"""The lock of a protocol: its hash and date, and the changes made after it, each with its reason."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from analytics.trial.errors import ProtocolChanged, StepRefused
from analytics.trial.protocol import Protocol
from infrastructure.file_writing import FOR_ALL, write_whole


class Amendment(msgspec.Struct, frozen=True):
    """One change after the lock."""

    sha256: str
    at: str
    reason: str


class Lock(msgspec.Struct, frozen=True):
    """sha256: of the protocol as it was locked first. Of several changes the last one holds."""

    trial: str
    sha256: str
    at: str
    amendments: list[Amendment] = []

    @property
    def newest(self) -> str:
        return self.amendments[-1].sha256 if self.amendments else self.sha256


def digest(protocol: Protocol) -> str:
    """SHA-256 of what the protocol says, whatever its comments and line ends."""
    return hashlib.sha256(msgspec.json.encode(protocol, order="sorted")).hexdigest()


def lock_path(path: Path) -> Path:
    return path.with_suffix(".lock.json")


def lock(path: Path, protocol: Protocol, now: datetime) -> Lock:
    """Locks a protocol. now: aware. Raises StepRefused when it is locked already."""
    if lock_path(path).exists():
        raise StepRefused(f"{path.name} is locked already; a change is recorded with `horslesmurs trial amend`")
    new = Lock(protocol.trial, digest(protocol), _text(now))
    _write(path, new)
    return new


def amend(path: Path, protocol: Protocol, reason: str, now: datetime) -> Lock:
    """Records a change of a locked protocol. Raises StepRefused without a lock, a change or a reason."""
    old = read_lock(path)
    if digest(protocol) == old.newest:
        raise StepRefused(f"{path.name} has not changed since it was locked")
    if len(reason.strip()) < 10:
        raise StepRefused("say why it changes, in a sentence: it is printed in the report")
    new = msgspec.structs.replace(old, amendments=[*old.amendments, Amendment(digest(protocol), _text(now), reason.strip())])
    _write(path, new)
    return new


def read_lock(path: Path) -> Lock:
    """The lock of a protocol. Raises StepRefused when there is none or it cannot be read."""
    try:
        return msgspec.json.decode(lock_path(path).read_bytes(), type=Lock)
    except FileNotFoundError as error:
        raise StepRefused(f"{path.name} is not locked: `horslesmurs trial lock {path.name}` comes first") from error
    except msgspec.DecodeError as error:
        raise StepRefused(f"{lock_path(path).name} cannot be read: bring it back from a copy") from error


def check_locked(path: Path, protocol: Protocol) -> Lock:
    """The lock, if the protocol is still what was locked. Raises StepRefused, ProtocolChanged."""
    lock_note = read_lock(path)
    if digest(protocol) != lock_note.newest:
        raise ProtocolChanged(path)
    return lock_note


def _write(path: Path, lock: Lock) -> None:
    write_whole(lock_path(path), msgspec.json.format(msgspec.json.encode(lock), indent=1) + b"\n", mode=FOR_ALL)


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
