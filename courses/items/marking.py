"""What a response is worth: right, part right, another option, or unsafe."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from courses.errors import ResponseUnfit
from courses.items import spellings
from courses.model.content import Item, Kind

Response = str | float | Sequence[str] | Mapping[str, str] | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What marking made of a response.

    scaled: 0.0-1.0, 0.0 as soon as something unsafe was chosen; None for a survey, which has no right side.
    is_right: the whole response is the one to remember; None for a survey.
    is_possible: it is not, and is not wrong either: a call that was not needed, by a patient or a caregiver.
    response: in the words of xAPI's interactions, ready for `result.response`.
    details: each option's, row's or gap's key -> whether the learner had it right.
    """

    scaled: float | None
    is_right: bool | None
    is_unsafe: bool
    response: str
    details: Mapping[str, bool] = field(default_factory=dict)
    is_possible: bool = False


def mark(item: Item, response: Response) -> Mark:
    """Marks by fixed rules, without chance. The shapes of a response, by kind:

    single, survey: an option's key. multi: keys. number: a number, or text with a point or a comma.
    short: what was typed. order: all keys, in the learner's order. match: left key -> key of the row whose right side was chosen.
    cloze: gap key -> the chosen words. Raises ResponseUnfit when the response does not fit the item.
    """
    return RULES[item.kind](item, response)


def _single(item: Item, response: Response) -> Mark:
    key = _key(item, response)
    is_unsafe = key in item.unsafe_keys
    is_right = key in item.right_keys
    return Mark(1.0 if is_right else 0.0, is_right, is_unsafe, key, {key: is_right}, is_possible=key in item.possible_keys)


def _survey(item: Item, response: Response) -> Mark:
    return Mark(None, None, False, _key(item, response))


def _multi(item: Item, response: Response) -> Mark:
    """Right choices minus the others, over all right ones, not under zero: choosing everything earns nothing extra. What was possible
    beside them neither earns nor costs anything."""
    if isinstance(response, str) or not isinstance(response, Sequence | set | frozenset):
        raise ResponseUnfit(item.key, "expected a list of option keys")
    keys = {_key(item, key) for key in response}
    chosen, right = keys - item.possible_keys, item.right_keys
    is_unsafe = bool(chosen & item.unsafe_keys)
    part = max(0.0, (len(chosen & right) - len(chosen - right)) / len(right)) if right else 0.0
    scaled = 0.0 if is_unsafe else part
    judged_options = [option for option in item.options if option.verdict != "possible"]
    details = {option.key: (option.key in chosen) == (option.key in right) for option in judged_options}
    is_possible = bool(keys) and not chosen
    return Mark(scaled, chosen == right, is_unsafe, "[,]".join(sorted(keys)), details, is_possible=is_possible)


def _number(item: Item, response: Response) -> Mark:
    number = read_number(response)
    if number is None:
        raise ResponseUnfit(item.key, "expected a number, like 38 or 38,5")
    is_right = item.answer is not None and abs(number - item.answer) <= item.tolerance + 1e-9
    return Mark(1.0 if is_right else 0.0, is_right, False, f"{number:g}")


def _short(item: Item, response: Response) -> Mark:
    """The words of its spelling go on to the store, never what was typed: that may be anything, a name too."""
    if not isinstance(response, str) or not response.strip():
        raise ResponseUnfit(item.key, "expected words")
    option = spellings.match_of(item, response)
    if option is None:
        return Mark(0.0, False, False, "")
    is_right = option.verdict == "right"
    return Mark(1.0 if is_right else 0.0, is_right, option.key in item.unsafe_keys, option.text, {option.key: is_right})


def _order(item: Item, response: Response) -> Mark:
    """The share of pairs that stand in the right order: one row moved by one place costs little."""
    if isinstance(response, str) or not isinstance(response, Sequence):
        raise ResponseUnfit(item.key, "expected every row's key, in the learner's order")
    keys = [str(key) for key in response]
    right = [option.key for option in item.options]
    if sorted(keys) != sorted(right):
        raise ResponseUnfit(item.key, "every row must stand in the response once")
    places = {key: place for place, key in enumerate(keys)}
    pairs = [(first, second) for at, first in enumerate(right) for second in right[at + 1 :]]
    pairs_in_order = sum(places[first] < places[second] for first, second in pairs)
    details = {key: keys[place] == key for place, key in enumerate(right)}
    return Mark(pairs_in_order / len(pairs) if pairs else 1.0, keys == right, False, "[,]".join(keys), details)


def _match(item: Item, response: Response) -> Mark:
    keys = [option.key for option in item.options]
    answers = _mapping(item, response, keys)
    if unknown := [value for value in answers.values() if value not in keys]:
        raise ResponseUnfit(item.key, f"no row {unknown[0][:40]!r}")
    details = {key: answers[key] == key for key in keys}
    pairs = "[,]".join(f"{key}[.]{answers[key]}" for key in keys)
    return Mark(_share(details), all(details.values()), False, pairs, details)


def _cloze(item: Item, response: Response) -> Mark:
    answers = _mapping(item, response, [gap.key for gap in item.gaps])
    for gap in item.gaps:
        if answers[gap.key] not in gap.choices:
            raise ResponseUnfit(item.key, f"gap {gap.key} has no choice {answers[gap.key][:40]!r}")
    details = {gap.key: answers[gap.key] == gap.choices[0] for gap in item.gaps}
    return Mark(_share(details), all(details.values()), False, "[,]".join(answers[gap.key] for gap in item.gaps), details)


RULES: dict[Kind, Callable[[Item, Response], Mark]] = {
    "single": _single,
    "multi": _multi,
    "number": _number,
    "short": _short,
    "order": _order,
    "match": _match,
    "cloze": _cloze,
    "survey": _survey,
}


def read_number(response: Response) -> float | None:
    """38, "38,5", "38.5 °C"… as a number; None when it is none."""
    if isinstance(response, bool) or not isinstance(response, str | int | float):
        return None
    if isinstance(response, int | float):
        return float(response) if math.isfinite(response) else None
    text = response.strip().replace("\u00a0", " ").replace("\u202f", " ").removesuffix("°C").removesuffix("%").strip()
    if not text or len(text) > 30 or not set(text) <= set("0123456789+-.,"):
        return None
    try:
        number = float(text.replace(",", "."))
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _key(item: Item, response: object) -> str:
    if not isinstance(response, str) or all(option.key != response for option in item.options):
        raise ResponseUnfit(item.key, f"no option {str(response)[:40]!r}")
    return response


def _mapping(item: Item, response: Response, keys: Sequence[str]) -> dict[str, str]:
    if not isinstance(response, Mapping) or sorted(response) != sorted(keys):
        raise ResponseUnfit(item.key, f"expected one choice for each of: {', '.join(keys)}")
    return {key: str(value) for key, value in response.items()}


def _share(details: Mapping[str, bool]) -> float:
    return sum(details.values()) / len(details) if details else 1.0
