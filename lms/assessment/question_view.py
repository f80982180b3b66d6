"""A question of a sitting as its page shows it and reads it back.

Fields carry places, never keys: the keys of a match or an order would tell the right answer, and those of options the author's order.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from courses.errors import ResponseUnfit
from courses.items import responses, spellings
from courses.items.marking import Response, read_number
from courses.text.safe_html import render_inline
from lms.assessment.frozen_items import FrozenItem

GAP = re.compile(r"\[\[[^\[\]]*\]\]")
CHOICE = "choice"
CHOICES = ("single", "multi")
TYPED = ("number", "short")


@dataclass(frozen=True)
class Choice:
    """value: its place, from 1."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Row:
    """One field of an order, a match or a cloze."""

    field: str
    label: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Question:
    """html: safe. options: for a choice; rows: for order, match and cloze; number: what was written, for a number or a short answer."""

    kind: str
    language: str
    html: str
    unit: str
    options: tuple[Choice, ...]
    rows: tuple[Row, ...]
    number: str


def question(copy: FrozenItem, fields: Mapping[str, Sequence[str]]) -> Question:
    """fields: what the page's fields hold, as `fields_of` gives them or as they were sent."""
    item = copy.item
    words = GAP.sub("…", item.question) if item.kind == "cloze" else item.question
    given = fields.get(CHOICE, ())
    options = tuple(
        Choice(str(place), option.text, str(place) in given) for place, option in enumerate(copy.options(), 1) if item.kind in CHOICES
    )
    number = (given[0] if given else "") if item.kind in TYPED else ""
    return Question(item.kind, item.language, render_inline(words, item.language), item.unit, options, _rows(copy, fields), number)


def _rows(copy: FrozenItem, fields: Mapping[str, Sequence[str]]) -> tuple[Row, ...]:
    return tuple(
        Row(name, label, tuple(Choice(value, words, value in fields.get(name, ())) for value, words in choices))
        for name, label, choices in _fields(copy)
    )


def _fields(copy: FrozenItem) -> list[tuple[str, str, list[tuple[str, str]]]]:
    """(name, label, choices) of each field of an order, a match or a cloze."""
    item, options = copy.item, copy.options()
    if item.kind == "order":
        places = [(str(place), str(place)) for place in range(1, len(options) + 1)]
        return [(f"row-{place}", option.text, places) for place, option in enumerate(options, 1)]
    if item.kind == "match":
        pair = {option.key: option.pair for option in options}
        sides = [(str(place), pair[key]) for place, key in enumerate(copy.pairs, 1)]
        return [(f"row-{place}", option.text, sides) for place, option in enumerate(options, 1)]
    if item.kind == "cloze":
        return [
            (f"row-{place}", str(place), [(str(at), words) for at, words in enumerate(copy.choices[gap.key], 1)])
            for place, gap in enumerate(item.gaps, 1)
        ]
    return []


def read(copy: FrozenItem, fields: Mapping[str, Sequence[str]]) -> Response:
    """The response in a page's fields; None when nothing was given. Raises ResponseUnfit when it is there in part, or is no answer."""
    item = copy.item
    names = [name for name, _, _ in _fields(copy)] or [CHOICE]
    if not any(value.strip() for name in names for value in fields.get(name, ())):
        return None
    if item.kind == "number":
        number = read_number(fields[CHOICE][0])
        if number is None:
            raise ResponseUnfit(item.key, "expected a number")
        return number
    return responses.from_form(item, _by_key(copy, fields))


def _by_key(copy: FrozenItem, fields: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The same fields under the names and values that `courses.items.responses` knows. A place that is none stays unknown there."""
    item, order = copy.item, copy.order
    if item.kind == "short":
        return {responses.CHOICE: [value[: spellings.LONGEST] for value in fields.get(CHOICE, ())]}
    if item.kind in CHOICES:
        return {responses.CHOICE: [_at(order, value) for value in fields.get(CHOICE, ())]}
    made: dict[str, list[str]] = {}
    for place, (name, _, _) in enumerate(_fields(copy)):
        values = [value for value in fields.get(name, ()) if value.strip()]
        if item.kind == "order":
            made[f"order-{order[place]}"] = values
        elif item.kind == "match":
            made[f"match-{order[place]}"] = [_at(copy.pairs, value) for value in values]
        else:
            key = item.gaps[place].key
            made[f"gap-{key}"] = [_at(copy.choices[key], value) for value in values]
    return made


def _at(values: Sequence[str], place: str) -> str:
    return values[int(place) - 1] if place.isascii() and place.isdigit() and 1 <= int(place[:4]) <= len(values) else f"no {place[:10]}"


def fields_of(copy: FrozenItem, response: Response) -> dict[str, list[str]]:
    """What the page's fields hold for a response that was kept."""
    item, order = copy.item, list(copy.order)
    if response is None:
        return {}
    if item.kind == "short":
        return {CHOICE: [str(response)]}
    if item.kind == "number":
        return {CHOICE: [_number(item.language, response)]}
    if isinstance(response, str):
        return {CHOICE: [str(order.index(response) + 1)]}
    if isinstance(response, Mapping):
        keys = order if item.kind == "match" else [gap.key for gap in item.gaps]
        sides = {key: copy.pairs if item.kind == "match" else copy.choices[key] for key in keys}
        return {f"row-{place}": [str(list(sides[key]).index(response[key]) + 1)] for place, key in enumerate(keys, 1)}
    if not isinstance(response, Sequence):
        return {}
    if item.kind == "order":
        return {f"row-{place}": [str(list(response).index(key) + 1)] for place, key in enumerate(order, 1)}
    return {CHOICE: [str(order.index(key) + 1) for key in response]}


def answer_words(copy: FrozenItem, response: Response) -> str:
    """The answer in the words of its options, for the page before handing in; empty for none."""
    shown = question(copy, fields_of(copy, response))
    if shown.kind in TYPED:
        return f"{shown.number} {shown.unit}".strip()
    chosen = [choice.words for choice in shown.options if choice.is_chosen]
    if shown.kind == "order" and isinstance(response, Sequence):
        text = {option.key: option.text for option in copy.item.options}
        chosen = [text[key] for key in response]
    elif shown.rows:
        chosen = [choice.words for row in shown.rows for choice in row.choices if choice.is_chosen]
    return " · ".join(chosen)


def _number(language: str, response: Response) -> str:
    text = f"{response:g}" if isinstance(response, int | float) else str(response)
    return text.replace(".", ",") if language == "fr" else text
