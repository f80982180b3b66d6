"""What a form of the game asks for, read into one command and given to the week. No rule stands here."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from game.core.events import Event
from game.core.week import Week
from lms.web.numbers import whole_number

Form = MultiDict[str, str]


class NothingChosen(ValueError):
    """The form was sent without a choice: say so, keep the page. what: action, option, words, person or answer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The form holds no {what}.")
        self.what = what


class FormUnclear(ValueError):
    """The form was not one of ours; sending it again cannot help."""


@dataclass(frozen=True)
class Command:
    """One command of Week: its name and what it takes. turn: the turn the form was made for."""

    name: str
    turn: int
    choice: str = ""
    plate: str = ""
    signs: tuple[str, ...] = ()
    answers: Mapping[str, int] = field(default_factory=dict)


def read(form: Form) -> Command:
    """The command a form holds. Raises NothingChosen and FormUnclear."""
    name = form.get("do", "act")
    if name not in COMMANDS:
        raise FormUnclear(f"There is no command {name[:20]!r}.")
    turn = whole_number(form.get("turn"))
    if turn is None:
        raise FormUnclear("The form bears no turn.")
    what = NEEDS.get(name, "")
    choice = form.get(what, "") if what else ""
    if what and not choice:
        raise NothingChosen(what)
    choice, _, plate = choice.partition(":")
    return Command(name, turn, choice, plate, tuple(form.getlist("sign")), _answers(form) if name == "report" else {})


def _answers(form: Form) -> dict[str, int]:
    answers = {}
    for key, value in form.items():
        if key.startswith("symptom-"):
            if value not in {"0", "1", "2", "3", "4"}:
                raise FormUnclear("An answer is not between 0 and 4.")
            answers[key.removeprefix("symptom-")] = int(value)
    if not answers:
        raise NothingChosen("answer")
    return answers


def run(week: Week, command: Command) -> list[Event]:
    """Give the command to the week. Raises what the week raises: NotNow, Unknown."""
    return COMMANDS[command.name](week, command)


def _act(week: Week, command: Command) -> list[Event]:
    return week.act(command.choice, plate=command.plate) if command.plate else week.act(command.choice)


COMMANDS = {
    "act": _act,
    "decide": lambda week, command: week.decide(command.choice),
    "hint": lambda week, command: week.hint(),
    "skip": lambda week, command: week.skip(),
    "pick_up": lambda week, command: week.pick_up(),
    "call": lambda week, command: week.call(command.signs, command.choice),
    "say": lambda week, command: week.say(command.choice),
    "hang_up": lambda week, command: week.hang_up(),
    "report": lambda week, command: week.report(command.answers),
    "next": lambda week, command: week.next_slot(),
}
NEEDS = {"act": "action", "decide": "option", "call": "person", "say": "words"}
