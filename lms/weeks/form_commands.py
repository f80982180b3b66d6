"""What a form of the game asks for, read into one command of the week. No rule stands here."""

from collections.abc import Callable
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from game.core.state.commands import (
    Act,
    AnswerCall,
    Ask,
    AskHint,
    Command,
    Decide,
    Dial,
    HangUp,
    LayCard,
    NextSlot,
    PickUp,
    Skip,
    WriteReport,
)
from lms.web.routing.whole_numbers import whole_number

Form = MultiDict[str, str]


class NothingChosen(ValueError):
    """The form was sent without a choice: say so, keep the page. what: action, option, words, person or answer."""

    def __init__(self, what: str) -> None:
        super().__init__(f"The form holds no {what}.")
        self.what = what


class FormUnclear(ValueError):
    """The form was not one of ours; sending it again cannot help."""


@dataclass(frozen=True)
class SentCommand:
    """A command of the week as a form sent it. turn: the turn the form was made for."""

    turn: int
    command: Command


def read(form: Form) -> SentCommand:
    """The command a form holds. Raises NothingChosen and FormUnclear."""
    name = form.get("do") or ("ask" if "question" in form else "act")
    if name not in MAKERS:
        raise FormUnclear(f"There is no command {name[:20]!r}.")
    turn = whole_number(form.get("turn"))
    if turn is None:
        raise FormUnclear("The form bears no turn.")
    return SentCommand(turn, MAKERS[name](form))


def _chosen(form: Form, field: str) -> str:
    """The value of a field that must be there. Raises NothingChosen."""
    value = form.get(field, "")
    if not value:
        raise NothingChosen(field)
    return value


def _act(form: Form) -> Act:
    action, _, plate = _chosen(form, "action").partition(":")
    return Act(action, plate)


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


MAKERS: dict[str, Callable[[Form], Command]] = {
    "act": _act,
    "decide": lambda form: Decide(_chosen(form, "option")),
    "ask": lambda form: Ask(_chosen(form, "question")),
    "card": lambda form: LayCard(),
    "hint": lambda form: AskHint(),
    "skip": lambda form: Skip(),
    "pick_up": lambda form: PickUp(),
    "call": lambda form: Dial(tuple(form.getlist("sign")), _chosen(form, "person")),
    "say": lambda form: AnswerCall(_chosen(form, "words")),
    "hang_up": lambda form: HangUp(),
    "report": lambda form: WriteReport(_answers(form)),
    "next": lambda form: NextSlot(),
}
"""What `do` in a form may say, and the command it makes."""
