"""An item as a page shows it: its fields before the answer, its options with their reasons after."""

import re
from dataclasses import dataclass

from courses.items import spellings
from courses.items.responses import shown_choices, shown_options, shown_pairs
from courses.model.content import Item, Option
from courses.text.safe_html import render_inline
from lms.learning.models import Attempt
from lms.learning.question_standing import ItemReview

GAP = re.compile(r"\[\[[^\[\]]*\]\]")


@dataclass(frozen=True)
class Row:
    """One field of an order, a match or a cloze. choices: (value, words)."""

    field: str
    label: str
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Question:
    """question: safe HTML. options: for choices; rows: for order, match and cloze."""

    item: Item
    html: str
    options: tuple[Option, ...]
    rows: tuple[Row, ...]


def question(item: Item, chance: str) -> Question:
    """chance: a text that stays the same for one learner and one attempt, so that the page can be reloaded."""
    words = GAP.sub("…", item.question) if item.kind == "cloze" else item.question
    options = shown_options(item, chance) if item.kind in ("single", "multi", "survey") else ()
    return Question(item, render_inline(words, item.language), options, _rows(item, chance))


def _rows(item: Item, chance: str) -> tuple[Row, ...]:
    if item.kind == "order":
        places = tuple((str(place), str(place)) for place in range(1, len(item.options) + 1))
        return tuple(Row(f"order-{option.key}", option.text, places) for option in shown_options(item, chance))
    if item.kind == "match":
        sides = tuple((option.key, option.pair) for option in shown_pairs(item, chance))
        return tuple(Row(f"match-{option.key}", option.text, sides) for option in item.options)
    if item.kind == "cloze":
        choices = [(gap, tuple((words, words) for words in shown_choices(item, gap.key, chance))) for gap in item.gaps]
        return tuple(Row(f"gap-{gap.key}", f"{number}", choices_of_gap) for number, (gap, choices_of_gap) in enumerate(choices, 1))
    return ()


@dataclass(frozen=True)
class Reason:
    """One option after the answer. verdict: right, other, possible, unsafe or none."""

    text: str
    feedback: str
    verdict: str
    is_chosen: bool


@dataclass(frozen=True)
class Line:
    """One row after the answer: what was given, and what to remember."""

    label: str
    given: str
    right: str
    is_right: bool


@dataclass(frozen=True)
class Feedback:
    """first: shown open (the learner's choice, then what to remember, then unsafe options); others: folded."""

    first: tuple[Reason, ...]
    others: tuple[Reason, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ToRemember:
    """One line of what a review card shows when it is turned. label: the row or gap it belongs to; note: why."""

    label: str
    text: str
    note: str = ""


def remember(item: Item) -> tuple[ToRemember, ...]:
    """The answer to remember, without anybody's answer beside it."""
    if item.kind in ("single", "multi"):
        return tuple(ToRemember("", option.text, option.feedback) for option in item.options if option.verdict == "right")
    if item.kind == "number":
        return (ToRemember("", _number(item)),)
    if item.kind == "short":
        return (ToRemember("", spellings_of(item)),)
    if item.kind == "order":
        return tuple(ToRemember(str(place), option.text) for place, option in enumerate(item.options, 1))
    if item.kind == "match":
        return tuple(ToRemember(option.text, option.pair) for option in item.options)
    return tuple(ToRemember(str(place) if len(item.gaps) > 1 else "", gap.choices[0]) for place, gap in enumerate(item.gaps, 1))


def spellings_of(item: Item) -> str:
    """The accepted spellings of a short answer, the first one first."""
    return ", ".join(option.text for option in item.options if option.verdict == "right")


def _number(item: Item) -> str:
    """The answer of a number item as people of its language write it, with its unit."""
    number = f"{item.answer:g}".replace(".", "," if item.language == "fr" else ".")
    return f"{number} {item.unit}".strip()


def chosen_reasons(row: ItemReview) -> tuple[Reason, ...]:
    """Of an unsafe answer: the options chosen with their reasons, then the answer to remember."""
    if row.latest is None:
        return ()
    return tuple(reason for reason in feedback(row.item, row.latest).first if reason.is_chosen or reason.verdict == "right")


def feedback(item: Item, attempt: Attempt) -> Feedback:
    if item.kind in ("single", "multi", "survey"):
        return _of_options(item, attempt)
    return Feedback(_of_words(item, attempt) if item.kind == "short" else (), (), _lines(item, attempt))


def _of_words(item: Item, attempt: Attempt) -> tuple[Reason, ...]:
    """What an author says of usual words that are not the answer, to who typed them."""
    option = spellings.match_of(item, str(attempt.response))
    if option is None or option.verdict == "right":
        return ()
    return (Reason(option.text, option.feedback, option.verdict, is_chosen=True),)


def _of_options(item: Item, attempt: Attempt) -> Feedback:
    response = attempt.response
    keys = set(response) if isinstance(response, list) else {response}
    reasons = [Reason(option.text, option.feedback, option.verdict, option.key in keys) for option in item.options]
    mine = [reason for reason in reasons if reason.is_chosen]
    right = [reason for reason in reasons if not reason.is_chosen and reason.verdict == "right"]
    unsafe = [reason for reason in reasons if not reason.is_chosen and reason.verdict == "unsafe"]
    others = [reason for reason in reasons if not reason.is_chosen and reason.verdict in ("other", "possible", "none")]
    return Feedback((*mine, *right, *unsafe), tuple(others) if item.kind != "survey" else (), ())


def _lines(item: Item, attempt: Attempt) -> tuple[Line, ...]:
    response = attempt.response
    if item.kind == "number":
        return (Line("", str(response), _number(item), attempt.is_right),)
    if item.kind == "short":
        return (Line("", str(response), spellings_of(item), attempt.is_right),)
    if item.kind == "order":
        text = {option.key: option.text for option in item.options}
        return tuple(
            Line(str(place), text.get(key, ""), option.text, key == option.key)
            for place, (key, option) in enumerate(zip(response, item.options, strict=False), 1)
        )
    if item.kind == "match":
        pair = {option.key: option.pair for option in item.options}
        return tuple(
            Line(option.text, pair.get(response.get(option.key, ""), ""), option.pair, response.get(option.key) == option.key)
            for option in item.options
        )
    return tuple(
        Line(str(number), response.get(gap.key, ""), gap.choices[0], response.get(gap.key) == gap.choices[0])
        for number, gap in enumerate(item.gaps, 1)
    )
