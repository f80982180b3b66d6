"""What can go wrong between this program and the machine or the network."""

from pathlib import Path


class InfrastructureError(Exception):
    """Base of the package; never raised itself."""


class HostUnreachable(InfrastructureError):
    """No answer came, or none that ends. reason: in words for a person, never the address or a key. Trying again can help."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class AnswerTooLong(HostUnreachable):
    """The other side sent more than is read. Trying again does not help while it answers so."""


class AddressRefused(InfrastructureError):
    """Nothing is sent there. reason: in words for a person, never the address. Trying again does not help while the address stays."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class InUse(InfrastructureError):
    """Another process, or another part of this one, holds the lock. holders: each as `serve (process 1234)`. Trying again can help."""

    def __init__(self, folder: Path, holders: tuple[str, ...]) -> None:
        self.folder, self.holders = folder, holders
        who = ", ".join(holders) or "another process"
        super().__init__(f"{folder} is in use by {who}; stop it, then try again")
