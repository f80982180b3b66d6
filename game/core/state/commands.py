"""What a learner can do in a week, one frozen record a command; and the log of them, as a week remembers it.

In a save a command is a row: its name, then its values in order. The names never change, so that old saves open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True, slots=True)
class Command:
    """Base of all commands; never made itself."""

    name: ClassVar[str] = ""
    is_call: ClassVar[bool] = False

    def to_row(self) -> list[Any]:
        names: tuple[str, ...] = self.__match_args__  # the values in order, also of commands that another module adds
        return [self.name, *[_plain(getattr(self, name)) for name in names]]


@dataclass(frozen=True, slots=True)
class Act(Command):
    """Do one action of the view. plate: for the action that offers plates."""

    name = "act"
    action: str
    plate: str = ""


@dataclass(frozen=True, slots=True)
class Decide(Command):
    """Choose in the open situation."""

    name = "decide"
    option: str


@dataclass(frozen=True, slots=True)
class Ask(Command):
    """Ask a question of the open situation before deciding."""

    name = "ask"
    question: str


@dataclass(frozen=True, slots=True)
class LayCard(Command):
    """Lay the alert card beside the open situation."""

    name = "card"


@dataclass(frozen=True, slots=True)
class AskHint(Command):
    """Ask for the hint of the open situation; at difficulty 3 it comes when asked twice."""

    name = "hint"


@dataclass(frozen=True, slots=True)
class Skip(Command):
    """Leave out the open situation; only when it bears a content note."""

    name = "skip"


@dataclass(frozen=True, slots=True)
class PickUp(Command):
    """Pick up the phone: view().call then offers the signs and the persons."""

    name = "pick_up"
    is_call = True


@dataclass(frozen=True, slots=True)
class Dial(Command):
    """signs: keys of view().call.signs, may be empty; person: a key of view().call.people. PickUp before is not needed."""

    name = "call"
    is_call = True
    signs: tuple[str, ...]
    person: str


@dataclass(frozen=True, slots=True)
class AnswerCall(Command):
    """Answer in the open call."""

    name = "say"
    is_call = True
    option: str


@dataclass(frozen=True, slots=True)
class HangUp(Command):
    """Put the phone down; also closes an outcome that was read."""

    name = "hang_up"
    is_call = True


@dataclass(frozen=True, slots=True)
class WriteReport(Command):
    """Write the character's weekly report: symptom -> 0-4, from view().report."""

    name = "report"
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class NextSlot(Command):
    """Go on to the next moment that matters: the next morning or evening, or sooner when something happens."""

    name = "next_slot"


COMMANDS: dict[str, type[Command]] = {
    kind.name: kind for kind in (Act, Decide, Ask, LayCard, AskHint, Skip, PickUp, Dial, AnswerCall, HangUp, WriteReport, NextSlot)
}


@dataclass(frozen=True, slots=True)
class LogEntry:
    """One accepted command, and the moment it was given at. NextSlot is not logged: days and slots tell it."""

    day: int
    slot: str
    command: Command

    def to_row(self) -> list[Any]:
        return [self.day, self.slot, *self.command.to_row()]


def read_entry(row: list[Any]) -> LogEntry:
    """What to_row wrote. Raises TypeError for a row that is none."""
    try:
        day, slot, name, *values = row
        kind = COMMANDS[name]
    except (ValueError, KeyError) as error:
        raise TypeError(f"{row!r} is no entry of a log") from error
    if kind is Dial:
        values = [tuple(values[0]), *values[1:]]
    return LogEntry(day, slot, kind(*values))


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    return dict(value) if isinstance(value, Mapping) else value
