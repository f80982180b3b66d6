"""The reports there are: key, code and version of the definition, and the verbs whose arrival makes a result stale."""

from typing import NamedTuple


class Report(NamedTuple):
    """code: the number educators see (R1); version: raised when a figure of the same name is counted otherwise."""

    code: str
    version: int
    verbs: frozenset[str]


def _report(code: str, *verbs: str) -> Report:
    return Report(code, 1, frozenset(verbs))


REPORTS: dict[str, Report] = {
    "completion": _report("R1", "registered", "initialized", "progressed", "completed", "passed", "earned"),
    "items": _report("R8", "answered"),
    "decisions": _report("R15", "selected"),
    "signs": _report("R14", "presented", "reported", "ignored", "completed", "progressed", "selected"),
}
