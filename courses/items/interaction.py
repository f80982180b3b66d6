"""An item as xAPI describes an interaction, ready for an activity's definition."""

from collections.abc import Mapping
from typing import Any

from courses.model.content import Item, Kind

KINDS: dict[Kind, str] = {
    "single": "choice",
    "multi": "choice",
    "number": "numeric",
    "short": "fill-in",
    "order": "sequencing",
    "match": "matching",
    "cloze": "other",
    "survey": "choice",
}


def definition(items: Mapping[str, Item]) -> dict[str, Any]:
    """`interactionType`, the right responses and the components, from one item in each language (at least one).

    Source: xAPI 2.0 (IEEE 9274.1.1), 4.2.2 “interaction activities”.
    """
    item = next(iter(items.values()))
    document: dict[str, Any] = {"interactionType": KINDS[item.kind]}
    if item.kind == "short":
        document["correctResponsesPattern"] = _spellings(items)
    elif pattern := _right(item):
        document["correctResponsesPattern"] = [pattern]
    if item.kind in ("single", "multi", "survey", "order"):
        document["choices"] = _components(items, "text")
    elif item.kind == "match":
        document["source"] = _components(items, "text")
        document["target"] = _components(items, "pair")
    return document


def _spellings(items: Mapping[str, Item]) -> list[str]:
    """Every accepted spelling of every language: the statement of an answer holds one of these, whatever was typed for it."""
    return list(dict.fromkeys(option.text for item in items.values() for option in item.options if option.verdict == "right"))


def _right(item: Item) -> str:
    if item.kind in ("single", "multi"):
        return "[,]".join(sorted(item.right_keys))
    if item.kind == "order":
        return "[,]".join(option.key for option in item.options)
    if item.kind == "match":
        return "[,]".join(f"{option.key}[.]{option.key}" for option in item.options)
    if item.kind == "number" and item.answer is not None:
        return f"{item.answer - item.tolerance:g}[:]{item.answer + item.tolerance:g}"
    return "[,]".join(gap.choices[0] for gap in item.gaps)


def _components(items: Mapping[str, Item], side: str) -> list[dict[str, Any]]:
    first = next(iter(items.values()))
    words_by_language = {language: {option.key: getattr(option, side) for option in item.options} for language, item in items.items()}
    return [
        {
            "id": option.key,
            "description": {language: words[option.key] for language, words in words_by_language.items() if option.key in words},
        }
        for option in first.options
    ]
