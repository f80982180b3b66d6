"""An item's answer as a list of short lines, the same in every export."""

from collections.abc import Mapping
from dataclasses import dataclass

from courses.items.syntax import GAP
from courses.model.content import Item


@dataclass(frozen=True, slots=True)
class Line:
    """One option or answer: letter, words, what to think of it (right, other, fits, possible, unsafe or none), why.

    `other` is said of a safety item alone: elsewhere another option fits better, and none is safer.
    """

    letter: str
    text: str
    verdict: str
    why: str


def question(item: Item) -> str:
    """The question as printed: gaps of a cloze show their choices, “(avant / après)”, in alphabetical order."""
    return GAP.sub(lambda gap: "(" + " / ".join(sorted(choice.strip() for choice in gap["choices"].split("|"))) + ")", item.question)


def lines(item: Item, words: Mapping[str, str]) -> list[Line]:
    if item.kind == "number":
        number = f"{item.answer:g}" if item.answer is not None else ""
        unit = f"\u00a0{item.unit}" if item.unit else ""
        return [Line("", f"{words['number']} {number.replace('.', ',') if item.language == 'fr' else number}{unit}", "right", "")]
    if item.kind == "order":
        return [Line(str(place), option.text, "right", option.feedback) for place, option in enumerate(item.options, 1)]
    if item.kind == "match":
        return [Line("", f"{option.text} → {option.pair}", "right", option.feedback) for option in item.options]
    if item.kind == "cloze":
        return [Line(str(place), gap.choices[0], "right", "") for place, gap in enumerate(item.gaps, 1)]
    if item.kind == "short":
        spellings = ", ".join(option.text for option in item.options if option.verdict == "right")
        more = [Line("", option.text, option.verdict, option.feedback) for option in item.options if option.verdict == "unsafe"]
        return [Line("", f"{words['number']} {spellings}", "right", ""), *more]
    other = "other" if item.is_safety else "fits"
    return [
        Line(option.key, option.text, other if option.verdict == "other" else option.verdict, option.feedback) for option in item.options
    ]
