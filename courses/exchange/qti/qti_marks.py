"""Response processing of QTI for items of ours: the mark, then which feedback is shown."""

from xml.etree.ElementTree import Element, SubElement

from courses.model.content import Item
from courses.text import number_text


def processing(root: Element, item: Item) -> None:
    """Marks as here where QTI can: a share for several choices; a gap, a row or a number is right or not as a whole."""
    if item.kind == "survey":
        return
    rules = SubElement(root, "responseProcessing")
    if item.kind in ("multi", "short"):
        score = SubElement(rules, "setOutcomeValue", identifier="SCORE")
        SubElement(score, "mapResponse", identifier="RESPONSE")
    else:
        _if_right(rules, item)
    if any(option.feedback for option in item.options) and item.kind in ("single", "multi"):
        SubElement(SubElement(rules, "setOutcomeValue", identifier="FEEDBACK"), "variable", identifier="RESPONSE")
    if item.explanation:
        _set(rules, "EXPLANATION", "explanation")
    if item.hint:
        branch = SubElement(SubElement(rules, "responseCondition"), "responseIf")
        less = SubElement(branch, "lt")
        SubElement(less, "variable", identifier="SCORE")
        SubElement(less, "baseValue", baseType="float").text = "1"
        _set(branch, "HINT", "hint")


def _if_right(rules: Element, item: Item) -> None:
    condition = SubElement(rules, "responseCondition")
    branch = SubElement(condition, "responseIf")
    if item.kind == "cloze":
        every = SubElement(branch, "and")
        for number, _ in enumerate(item.gaps, 1):
            _equal(every, f"RESPONSE{number}")
    elif item.kind == "number":
        half = number_text.write(item.tolerance)
        equal = SubElement(branch, "equal", toleranceMode="absolute", tolerance=f"{half} {half}")
        SubElement(equal, "variable", identifier="RESPONSE")
        SubElement(equal, "correct", identifier="RESPONSE")
    else:
        _equal(branch, "RESPONSE")
    _set(branch, "SCORE", "1", "float")
    _set(SubElement(condition, "responseElse"), "SCORE", "0", "float")


def _equal(parent: Element, identifier: str) -> None:
    match = SubElement(parent, "match")
    SubElement(match, "variable", identifier=identifier)
    SubElement(match, "correct", identifier=identifier)


def _set(parent: Element, outcome: str, value: str, base: str = "identifier") -> None:
    SubElement(SubElement(parent, "setOutcomeValue", identifier=outcome), "baseValue", baseType=base).text = value
