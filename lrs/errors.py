"""What can go wrong in the store: one base, one class a cause; `permanent` says whether trying again can help."""

from pathlib import Path


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


class VoidingRefused(StoreError):
    """A key without every right tries to void a statement that it did not send. target: id of that statement."""

    def __init__(self, target: str) -> None:
        self.target, self.path = target, "$.object.id"
        super().__init__(f"$.object.id: statement {target} was not sent with this access key, so this key cannot void it")


class ContextRefused(StoreError):
    """A statement claims a cohort, role, registration or simulated flag that is not its actor's. path: JSON path of the claim."""

    def __init__(self, index: int, path: str, reason: str) -> None:
        self.index, self.path = index, path
        super().__init__(f"statement {index}, {path}: {reason}")


class SessionRuleBroken(StoreError):
    """A program launched for one session asks for something outside its rules. code: a key that never changes; path: what is wrong."""

    def __init__(self, code: str, path: str, reason: str) -> None:
        self.code, self.path = code, path
        super().__init__(f"{path}: {reason}")


class QuotaPassed(StoreError):
    """An actor's documents take all the room they may. allowed: the largest number or size."""

    def __init__(self, what: str, most: int) -> None:
        self.what, self.allowed = what, most
        super().__init__(f"the documents here would pass the quota {what} ({most}); delete some, or ask the operator for more room")


class DayQuotaPassed(StoreError):
    """The devices of one actor sent all the bytes of statements they may send today. wait: seconds until the next day, UTC."""

    permanent = False

    def __init__(self, most: int, wait: int) -> None:
        self.allowed, self.wait = most, wait
        super().__init__(f"this learner's devices have sent their {most} bytes of statements for today; send the rest tomorrow (UTC)")


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

    def __init__(self, limit: str, most: int, *, is_size: bool) -> None:
        self.limit, self.allowed, self.is_size = limit, most, is_size
        super().__init__(f"the request passes the limit {limit} ({most}); send less at a time")


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


class ReclaimLacksRoom(StoreError):
    """What was erased is gone, and the disk takes no second form of the file: its bytes are still in it."""

    permanent = False

    def __init__(self) -> None:
        super().__init__(
            "it is erased, but the disk does not take the database written anew, so its bytes are still in the file; "
            "make as much room as the file has, then run `horslesmurs lrs reclaim`"
        )


class BackupBroken(StoreError):
    """A backup cannot be made or read; says which file and why."""


class JournalUnwritable(StoreError):
    """The journal of erasures cannot be written. Nobody was erased."""

    permanent = False

    def __init__(self, journal: Path, reason: str) -> None:
        self.journal, self.wait = journal, 30
        super().__init__(f"{journal} cannot be written ({reason}), so nobody was erased; make room or mend the folder, then try again")


class TooOpen(StoreError):
    """A file or folder of the site is open to others, and this user may not change that."""

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} can be read by other users of this machine and belongs to somebody else; give it to the site's user")


class RestoreInterrupted(StoreError):
    """A restore was killed half-way: the data folder is neither the old nor the new one."""

    permanent = False

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"a restore into {folder} was interrupted; `horslesmurs serve`, or the restore again, finishes it")
