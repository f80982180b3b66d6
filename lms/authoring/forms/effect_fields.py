"""What a choice, or what comes later of it, does to the character: its fields in a form, and the effect they make."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from courses.model.game import WORDS_OF_EFFECT
from lms.web.routing.forms import Form

AMOUNTS = {"gauges": (-100, 100), "grades": (-3, 3), "improve": (-1, 1)}
"""Kind of effect that names several things -> the least and the most of each, as the checks have them."""
WHOLE = ("gauges", "grades", "moments")
NUMBERS = {"moments": (-10, 10), "infection": (0, 10)}
TICKS = ("measures", "masks_fever")
MOST_ROWS = 20


@dataclass(frozen=True, slots=True)
class Names:
    """What an effect may name, key -> words."""

    gauges: Mapping[str, str]
    symptoms: Mapping[str, str]
    actions: Mapping[str, str]

    def of(self, kind: str) -> Mapping[str, str]:
        return self.gauges if kind == "gauges" else self.symptoms


def field_values(prefix: str, effect: Any) -> dict[str, str]:
    """What each field holds when the form opens."""
    effect = effect if isinstance(effect, Mapping) else {}
    words = {f"{prefix}_{name}": str(effect.get(name) or "") for name in WORDS_OF_EFFECT}
    words |= {f"{prefix}_{name}": "yes" if effect.get(name) is True else "" for name in TICKS}
    words |= {f"{prefix}_{name}": number_text(effect[name]) for name in NUMBERS if name in effect}
    for kind in AMOUNTS:
        for row, (key, amount) in enumerate(_pairs(effect.get(kind))):
            words |= {f"{prefix}_{kind}_{row}": str(key), f"{prefix}_{kind}_{row}_by": number_text(amount)}
    return words | {f"{prefix}_does_{row}": str(key) for row, key in enumerate(effect.get("does") or ())}


def _pairs(node: Any) -> Iterator[tuple[Any, Any]]:
    yield from node.items() if isinstance(node, Mapping) else ()


def number_text(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value or "")


def rows(form: Form, prefix: str, kind: str) -> int:
    """How many rows of a kind the form shows: those that hold something, and an empty one."""
    full_rows = [row for row in range(MOST_ROWS) if form.text(f"{prefix}_{kind}_{row}")]
    return min(MOST_ROWS, max(full_rows, default=-1) + 2)


def read(form: Form, prefix: str, old: Any, names: Names) -> dict[str, Any]:
    """The effect that the fields make, what is there in its old order; refuses what cannot be taken.

    old: the effect as the file has it. What it names stays allowed, so that a save never changes what it does not show.
    """
    old = old if isinstance(old, Mapping) else {}
    new: dict[str, Any] = {}
    for name, (_word, choices) in WORDS_OF_EFFECT.items():
        new[name] = _chosen(form, f"{prefix}_{name}", (*choices, str(old.get(name) or "")))
    for name in TICKS:
        new[name] = True if form.text(f"{prefix}_{name}") == "yes" else old.get(name) if old.get(name) is False else None
    for name, (least, most) in NUMBERS.items():
        new[name] = _number(form, f"{prefix}_{name}", (least, most), old.get(name), is_whole=name in WHOLE)
    for kind in AMOUNTS:
        new[kind] = _amounts(form, prefix, kind, old.get(kind), names.of(kind))
    here = (*names.actions, *map(str, old.get("does") or ()))
    actions = [_chosen(form, f"{prefix}_does_{row}", here) for row in range(MOST_ROWS)]
    new["does"] = [key for key in actions if key] or None
    order = [*old, *(name for name in new if name not in old)]
    return {name: new.get(name, old.get(name)) for name in order if new.get(name, old.get(name)) is not None}


def _chosen(form: Form, field: str, choices: tuple[str, ...]) -> str | None:
    words = form.text(field)
    if words and words not in choices:
        form.refuse(field, _("This is not in the list"), _("Choose it in the list."))
    return words or None


def _number(form: Form, field: str, between: tuple[float, float], old: Any, *, is_whole: bool) -> Any:
    words = form.text(field).replace(",", ".").replace("−", "-")
    if not words:
        return None
    if old is not None and words == number_text(old):
        return old
    least, most = between
    try:
        value = float(words)
    except ValueError:
        value = most + 1.0
    if not least <= value <= most or (is_whole and value != int(value)):
        title = _("This is not a number that fits")
        words = _("A whole number from %(low)s to %(high)s.", low=least, high=most)
        form.refuse(field, title, words if is_whole else _("Between %(low)s and %(high)s.", low=least, high=most))
        return None
    return int(value) if value == int(value) else value


def _amounts(form: Form, prefix: str, kind: str, old: Any, names: Mapping[str, str]) -> dict[str, Any] | None:
    before = {str(key): amount for key, amount in _pairs(old)}
    amounts: dict[str, Any] = {}
    for row in range(MOST_ROWS):
        field = f"{prefix}_{kind}_{row}"
        key = _chosen(form, field, (*names, *before))
        if key is None:
            continue
        amounts[key] = _number(form, f"{field}_by", AMOUNTS[kind], before.get(key), is_whole=kind in WHOLE)
        if amounts[key] is None and form.refusal(f"{field}_by") is None:
            form.refuse(f"{field}_by", _("The number is missing"), _("Say by how much, like -4 or 2."))
    return amounts or None
