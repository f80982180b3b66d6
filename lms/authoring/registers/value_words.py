"""What an entry of a file says, for people: a label for each of its keys and words for each value, as its form shows them."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

Names = Mapping[str, Mapping[str, str]]
"""By key of an entry: the words of what it may name."""
Told = list[tuple[str, list[str]]]
"""A label and the lines below it."""


def told(values: Mapping[str, Any], labels: Mapping[str, str], names: Names) -> Told:
    """In the order of the labels, then what no form knows, under its key as the file has it. Only what says something."""
    keys = [*(key for key in labels if key in values), *(key for key in values if key not in labels)]
    return [(labels.get(key, key), lines) for key in keys if (lines := _lines(values[key], names.get(key, {})))]


def _lines(value: Any, names: Mapping[str, str]) -> list[str]:
    if value is None or value in ("", [], {}):
        return []
    if isinstance(value, bool):
        return [_("yes") if value else _("no")]
    if isinstance(value, Mapping):
        return [f"{names.get(str(key), key)}{_(': ')}{' '.join(_lines(one, names))}" for key, one in value.items()]
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [", ".join(names.get(str(one), str(one)) for one in value)]
    return [names.get(str(value), str(value))]
