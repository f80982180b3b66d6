"""The process that started this one, by its number: asked of the system after it was killed, that would be another process already."""

import os
from collections.abc import Mapping

VARIABLE = "STARTED_BY_PID"


def environment() -> Mapping[str, str]:
    """What a process puts into the environment of those it starts, so that they know it."""
    return {VARIABLE: str(os.getpid())}


def parent_id() -> int:
    """The number of the process that started this one; what the system says where nobody wrote it down (a part started by hand)."""
    words = os.environ.get(VARIABLE, "")
    return int(words) if words.isdecimal() else os.getppid()


def is_alive(parent: int) -> bool:
    """Whether the process with this number is the parent of this one still."""
    return os.getppid() == parent
