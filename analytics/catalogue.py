"""The reports there are: key, code and version of the definition, and the verbs whose arrival makes a result stale."""

from typing import NamedTuple

from xapi.vocabulary import VERBS


class Report(NamedTuple):
    """code: the number educators see (R1); version: raised when a figure of the same name is counted otherwise."""

    code: str
    version: int
    verbs: frozenset[str]


def _report(code: str, *verbs: str, version: int = 1) -> Report:
    return Report(code, version, frozenset(verbs))


REPORTS: dict[str, Report] = {
    "completion": _report("R1", "registered", "initialized", "progressed", "completed", "passed", "earned"),
    "items": _report("R8", "answered", version=2),
    "decisions": _report("R15", "selected"),
    "signs": _report("R14", "presented", "reported", "ignored", "completed", "progressed", "selected"),
    "progress": _report("R16", "initialized", "progressed", "completed", "selected"),
    "adherence": _report("R13", "took", "skipped", "held"),
    "distractors": _report("R9", "answered", version=2),
    "mastery": _report("R11", "answered"),
    "quality": _report("R10", "answered"),
    "reach": _report("R26", *VERBS),
    "active": _report("R4", *VERBS, version=2),
    "health": _report("R24", *VERBS, "unknown"),
}
