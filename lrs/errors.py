"""What can go wrong in the store: one base, one class a cause; `permanent` says whether trying again can help."""


class StoreError(Exception):
    """Base of the package; never raised itself."""

    permanent = True


class StatementConflict(StoreError):
    """A statement with this id is already kept, with another body."""

    def __init__(self, id: str) -> None:
        self.id = id
        super().__init__(f"statement {id} is already kept with another body; send the changed statement under a new id")


class DuplicateInBatch(StoreError):
    """Two statements of one batch bear the same id."""

    def __init__(self, id: str) -> None:
        self.id = id
        super().__init__(f"the batch holds the statement id {id} twice; give each statement its own id")


class VoidsVoiding(StoreError):
    """A statement tries to void a voiding statement."""

    def __init__(self, target: str) -> None:
        self.target = target
        super().__init__(f"statement {target} is a voiding statement and cannot be voided; send the first one again under a new id")


class ActorRefused(StoreError):
    """The access key may not write for this actor."""

    def __init__(self, path: str, sentence: str) -> None:
        self.path = path
        super().__init__(sentence)


class StoreFull(StoreError):
    """No room left on the disk; nothing of the request was kept. wait: seconds before another try."""

    permanent = False

    def __init__(self, wait: int = 30) -> None:
        self.wait = wait
        super().__init__("the disk that holds the statements is full; nothing was kept, make room and send again")


class StoreBusy(StoreError):
    """The database did not answer in time; nothing of the request was kept. wait: seconds before another try."""

    permanent = False

    def __init__(self, wait: int = 2) -> None:
        self.wait = wait
        super().__init__("the database is busy or away; nothing was kept, send again in a moment")


class KeyUnknown(StoreError):
    """No access key has this id and secret."""


class KeyExpired(StoreError):
    """The access key was right once; it has expired or was revoked."""


class ScopeMissing(StoreError):
    """The access key is right, and may not do this."""

    def __init__(self, scope: str) -> None:
        self.scope = scope
        super().__init__(f"this access key has no scope for {scope}; ask the operator for a key that has it")


class TooFast(StoreError):
    """The access key asked more often than its rate allows. wait: seconds until the next call is answered."""

    permanent = False

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(f"this access key has used up its calls for now; wait {wait} s")


class DocumentConflict(StoreError):
    """A document is there already and the request says nothing of the version it replaces."""


class DocumentChanged(StoreError):
    """The document is not, or no longer, the one the request expects."""


class DocumentUnmergeable(StoreError):
    """A POST asks to merge with, or by, something that is not a JSON object."""


class AttachmentBroken(StoreError):
    """The parts of a multipart request do not fit the statements. reason: one sentence."""


class SignatureBroken(StoreError):
    """A signed statement's signature does not hold. reason: one sentence."""


class LimitPassed(StoreError):
    """A request is larger than the store takes. limit: its name; allowed: its value."""

    def __init__(self, limit: str, allowed: int, *, is_size: bool) -> None:
        self.limit, self.allowed, self.is_size = limit, allowed, is_size
        super().__init__(f"the request passes the limit {limit} ({allowed}); send less at a time")


class ForwardRefused(StoreError):
    """The other store refused statements for good. status: what it answered."""

    def __init__(self, sentence: str, status: int) -> None:
        self.status = status
        super().__init__(sentence)


class ForwardLater(StoreError):
    """The other store took nothing this time. wait: seconds it asked to be left alone; 0 when it did not say."""

    permanent = False

    def __init__(self, sentence: str, wait: int = 0) -> None:
        self.wait = wait
        super().__init__(sentence)


class ReclaimWaits(StoreError):
    """What was erased is gone, and its bytes are still in the database's log."""

    permanent = False

    def __init__(self) -> None:
        super().__init__("it is erased, but somebody was reading, so its bytes are still in the log; run `horslesmurs lrs reclaim`")


class BackupBroken(StoreError):
    """A backup cannot be made or read; says which file and why."""
