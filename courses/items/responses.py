"""Between a page's form and a response: which fields an item needs, and what came back from them."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b

from courses.errors import ResponseUnfit
from courses.items import spellings
from courses.items.marking import Response
from courses.model.content import Item, Option

CHOICE = "choice"


def from_form(item: Item, fields: Mapping[str, Sequence[str]]) -> Response:
    """The response in a form's fields. Raises ResponseUnfit when nothing, or not all, was chosen.

    single, survey, number, short: one field `choice`; multi: `choice` as often as ticked; order: `order-<key>` = place from 1;
    match: `match-<key>` = key of the row chosen; cloze: `gap-<key>` = the chosen words.
    """
    if item.kind == "multi":
        return list(dict.fromkeys(fields.get(CHOICE, ())))
    if item.kind == "order":
        return _order_of(item, fields)
    if item.kind == "match":
        return {option.key: _one(item, fields, f"match-{option.key}") for option in item.options}
    if item.kind == "cloze":
        return {gap.key: _one(item, fields, f"gap-{gap.key}") for gap in item.gaps}
    words = _one(item, fields, CHOICE)
    return words[: spellings.LONGEST] if item.kind == "short" else words


def shown_options(item: Item, chance: str) -> tuple[Option, ...]:
    """Options in the order to show: the author's, or shuffled when the item asks for it or is an order.

    chance: any text that stays the same for one learner and one attempt; rows to put in order never come out already right.
    """
    if not item.is_shuffled and item.kind != "order":
        return item.options
    options = _shuffle(item.options, chance, item.key)
    if item.kind == "order" and options == item.options and len(options) > 1:
        return (*options[1:], options[0])
    return options


def shown_pairs(item: Item, chance: str) -> tuple[Option, ...]:
    """The rows of a match in the order their right sides are offered."""
    return _shuffle(item.options, chance, f"{item.key} right")


def shown_choices(item: Item, gap: str, chance: str) -> tuple[str, ...]:
    """A gap's choices in the order to offer them, the right one anywhere."""
    choices = next(one.choices for one in item.gaps if one.key == gap)
    return tuple(sorted(choices, key=lambda choice: _luck(chance, f"{item.key} {gap} {choice}")))


def _order_of(item: Item, fields: Mapping[str, Sequence[str]]) -> list[str]:
    places: dict[str, int] = {}
    for option in item.options:
        place = _one(item, fields, f"order-{option.key}")
        if not (place.isascii() and place.isdigit()) or not 1 <= int(place[:4]) <= len(item.options):
            raise ResponseUnfit(item.key, f"a place must be a number from 1 to {len(item.options)}")
        places[option.key] = int(place[:4])
    if len(set(places.values())) != len(places):
        raise ResponseUnfit(item.key, "two rows have the same place")
    return sorted(places, key=places.__getitem__)


def _one(item: Item, fields: Mapping[str, Sequence[str]], name: str) -> str:
    values = [value for value in fields.get(name, ()) if value.strip()]
    if len(values) != 1:
        raise ResponseUnfit(item.key, f"nothing was chosen in {name!r}" if not values else f"more than one choice in {name!r}")
    return values[0]


def _shuffle(options: Sequence[Option], chance: str, salt: str) -> tuple[Option, ...]:
    return tuple(sorted(options, key=lambda option: _luck(chance, f"{salt} {option.key}")))


def _luck(chance: str, salt: str) -> bytes:
    return blake2b(f"{chance}|{salt}".encode(), digest_size=8).digest()
