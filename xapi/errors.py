"""What can be wrong with xAPI data: one base, one class a cause. None of them knows HTTP."""

from collections.abc import Sequence
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing wrong in a statement. path: JSON path such as `$.result.score.scaled`; code: key of the reason in xapi.reasons."""

    path: str
    code: str
    detail: str = ""


class XapiError(Exception):
    """Base of the package; never raised itself."""


class StatementInvalid(XapiError):
    """One or more statements break the specification. index: position in the batch, None for a single statement."""

    def __init__(self, problems: Sequence[Problem], index: int | None = None) -> None:
        self.problems = tuple(problems)
        self.index = index
        first = self.problems[0]
        where = "" if index is None else f"statement {index}, "
        super().__init__(f"{where}{first.path}: {first.code} {first.detail}".rstrip())


class ActorInvalid(XapiError):
    """An actor cannot be built from the values given."""


class ProfileBroken(XapiError):
    """A statement of ours does not follow the project's profile. problems: one sentence each."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(self.problems))
