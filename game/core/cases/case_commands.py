"""What a professional can do in a case, one frozen record a command; in a save each is a row, as in a week's."""

from dataclasses import dataclass
from typing import Any

from game.core.state.commands import Command


@dataclass(frozen=True, slots=True)
class Ask(Command):
    """Ask one of the questions."""

    name = "ask"
    question: str


@dataclass(frozen=True, slots=True)
class LookUp(Command):
    """Open one of the texts at hand."""

    name = "look"
    document: str


@dataclass(frozen=True, slots=True)
class GoOn(Command):
    """Ask nothing more, or open nothing."""

    name = "go_on"


@dataclass(frozen=True, slots=True)
class ChooseOption(Command):
    """Decide, or say it: the moment tells which."""

    name = "choose"
    option: str


COMMANDS: dict[str, type[Command]] = {kind.name: kind for kind in (Ask, LookUp, GoOn, ChooseOption)}


def read_row(row: list[Any]) -> Command:
    """What to_row wrote. Raises TypeError for a row that is none."""
    try:
        name, *values = row
        return COMMANDS[name](*values)
    except (ValueError, KeyError) as error:
        raise TypeError(f"{row!r} is no command of a case") from error
