"""What stops a trial's file or step, each with its place and what to do."""

from dataclasses import dataclass
from pathlib import Path

from analytics.errors import AnalyticsError


@dataclass(frozen=True)
class Problem:
    """One thing to put right. place: a path in the protocol ("outcomes[1].at") or a line and column of a table ("line 12, column arm")."""

    place: str
    words: str

    def __str__(self) -> str:
        return f"{self.place}: {self.words}"


class TrialError(AnalyticsError):
    """A trial's file or step that cannot be used."""


class ProtocolInvalid(TrialError):
    """The protocol cannot be used. problems: all of them, not only the first."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{path.name}: {problem}" for problem in problems))
        self.problems = problems


class ProtocolChanged(TrialError):
    """The protocol is no longer the one that was locked."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path.name} is not the protocol that was locked: nobody is randomised under it. Put the locked text back, or record the "
            "change with `horslesmurs trial amend`, with its reason."
        )


class StepRefused(TrialError):
    """A step that is not for now: its reason and what comes first."""


class TableInvalid(TrialError):
    """A table of participants with lines that cannot be read. problems: all of them."""

    def __init__(self, path: Path, problems: list[Problem]) -> None:
        super().__init__("\n".join(f"{path.name}: {problem}" for problem in problems))
        self.problems = problems


class FlowBroken(TrialError):
    """Counts of people that do not add up: no report is made of them."""
