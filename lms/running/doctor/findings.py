"""One finding: what was looked at, how it stands, and what to do."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from lms.settings import Settings

State = Literal["ok", "warning", "fault"]
"""warning: it works, and somebody should look; fault: people or their data are at risk, or the site cannot serve."""


@dataclass(frozen=True)
class Finding:
    """part: a short name; words: what was seen; advice: what to do, empty when nothing is."""

    part: str
    state: State
    words: str
    advice: str = ""


@dataclass(frozen=True)
class Subject:
    """What is looked at: the settings and the time, aware."""

    settings: Settings
    now: datetime


Look = Callable[[Subject], Iterator[Finding]]


def fine(part: str, words: str) -> Finding:
    return Finding(part, "ok", words)


def warn(part: str, words: str, advice: str) -> Finding:
    return Finding(part, "warning", words, advice)


def fault(part: str, words: str, advice: str) -> Finding:
    return Finding(part, "fault", words, advice)
