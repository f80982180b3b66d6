"""What a screen shows of a case now, as keys of words. No edition needs a rule: it draws this and sends back a command."""

from dataclasses import dataclass

from courses.model.cases import Moment, Verdict
from game.core.views.view import Line, Option


@dataclass(frozen=True, slots=True)
class Exchange:
    """A question that was asked, with its answer."""

    question: Line
    answer: Line


@dataclass(frozen=True, slots=True)
class OpenText:
    """A text that was looked up. sources: keys of references."""

    title: Line
    text: Line
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OptionFeedback:
    """What is said of one option afterwards, chosen or not. is_late: a decision that acts later than the right one."""

    label: Line
    words: Line
    verdict: Verdict
    is_chosen: bool
    sources: tuple[str, ...]
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Feedback:
    """first: what was chosen, unsafe before all else, then the right options it was not; others: every other option.

    left_out: the questions that were not asked, with what they would have brought. rows: of the triage register.
    """

    first: tuple[OptionFeedback, ...]
    others: tuple[OptionFeedback, ...]
    left_out: tuple[Exchange, ...]
    last_word: Line
    sources: tuple[str, ...]
    rows: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """One moment of a case. number, moments: its place among the moments, from 1. left: questions that may still be asked."""

    moment: Moment
    turn: int
    number: int
    moments: int
    title: Line
    scene: Line
    exchanges: tuple[Exchange, ...]
    texts: tuple[OpenText, ...]
    decision: Line | None
    options: tuple[Option, ...]
    left: int
    can_go_on: bool
    feedback: Feedback | None
