"""Items as Moodle XML, each as Moodle's own kind; what has no field of its own goes into tags, which Moodle keeps.

Source: docs.moodle.org, “Moodle XML format”; kinds of Moodle 4.5 (`ordering` came into its core with that version).
"""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from courses.exchange import gap_codes, notes
from courses.exchange.choices import STAR
from courses.exchange.foreign_text import CONTROL
from courses.exchange.losses import ExportRow, rows_of
from courses.exchange.questions import Remark, remark
from courses.items.spellings import without_marks
from courses.model.content import Item, Option
from courses.text import number_text

TARGET = "Moodle XML"
NATIVE = frozenset(["hint", "unit", "shuffle"])
HINTS_OF_AN_ORDERING = 2
TYPES = {
    "single": "multichoice",
    "multi": "multichoice",
    "number": "numerical",
    "short": "shortanswer",
    "order": "ordering",
    "match": "matching",
    "cloze": "cloze",
}


def write(items: Sequence[Item], category: str) -> tuple[bytes, list[ExportRow]]:
    """The file, and a row for each item; a survey is not written. category: the name Moodle puts them under."""
    quiz = Element("quiz")
    holder = SubElement(SubElement(quiz, "question", type="category"), "category")
    SubElement(holder, "text").text = _clean(f"$course$/top/{category}")
    for item in items:
        if item.kind != "survey":
            quiz.append(_question(item))
    ElementTree.indent(quiz)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(quiz, encoding="utf-8") + b"\n", rows_of(
        items, TARGET, losses
    )


def losses(item: Item) -> Iterator[Remark]:
    if item.kind in ("order", "match") and any(option.feedback for option in item.options):
        yield remark("out-row-feedback", target=TARGET)


def _question(item: Item) -> Element:
    question = Element("question", type=TYPES[item.kind])
    SubElement(SubElement(question, "name"), "text").text = item.key
    words = gap_codes.write_all(item.question) if item.kind == "cloze" else item.question
    _words(question, "questiontext", words)
    _words(question, "generalfeedback", item.explanation)
    for name, value in (("defaultgrade", "1.0000000"), ("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", item.key)):
        SubElement(question, name).text = value
    PARTS[item.kind](question, item)
    for words in _hints(item):
        _words(question, "hint", words)
    tags = SubElement(question, "tags")
    for name, value in notes.of_item(item, NATIVE | {"feedback"} if item.kind == "short" else NATIVE):
        SubElement(SubElement(tags, "tag"), "text").text = _clean(f"{notes.MARK}{name}={value}")
    return question


def _hints(item: Item) -> list[str]:
    """Those of an ordering are filled up with empty ones: Moodle 4.5 makes two of any, and PostgreSQL refuses those without a format."""
    hints = [item.hint] if item.hint else []
    return hints + [""] * (HINTS_OF_AN_ORDERING - len(hints)) if item.kind == "order" else hints


def _words(parent: Element, name: str, text: str) -> Element:
    holder = SubElement(parent, name, format="markdown")
    SubElement(holder, "text").text = _clean(text)
    return holder


def _clean(text: str) -> str:
    return CONTROL.sub("", text)


def _choice(question: Element, item: Item) -> None:
    SubElement(question, "single").text = "true" if item.kind == "single" else "false"
    SubElement(question, "shuffleanswers").text = "true" if item.is_shuffled else "false"
    SubElement(question, "answernumbering").text = "abc"
    right = len(item.right_keys)
    for option in item.options:
        answer = SubElement(question, "answer", fraction=_fraction(item, option, right), format="markdown")
        SubElement(answer, "text").text = _clean(option.text)
        _words(answer, "feedback", option.feedback)


def _fraction(item: Item, option: Option, right: int) -> str:
    if item.kind == "single":
        return "100" if option.verdict == "right" else "0"
    if option.verdict == "possible":
        return "0"
    return f"{100 / right:.5f}" if option.verdict == "right" else f"-{100 / right:.5f}"


def _number(question: Element, item: Item) -> None:
    answer = SubElement(question, "answer", fraction="100", format="moodle_auto_format")
    SubElement(answer, "text").text = number_text.write(item.answer or 0.0)
    SubElement(answer, "tolerance").text = number_text.write(item.tolerance)
    if item.unit:
        unit = SubElement(SubElement(question, "units"), "unit")
        SubElement(unit, "multiplier").text = "1"
        SubElement(unit, "unit_name").text = _clean(item.unit)
    # 0 and 3: the unit is not marked, and is not asked for; it stands beside the number as here.
    for name, value in (("unitgradingtype", "0"), ("unitpenalty", "0.1000000"), ("showunits", "3"), ("unitsleft", "0")):
        SubElement(question, name).text = value


def _short(question: Element, item: Item) -> None:
    SubElement(question, "usecase").text = "1" if item.spelling == "exact" else "0"
    for option in item.options:
        share = "100" if option.verdict == "right" else "0"
        answer = SubElement(question, "answer", fraction=share, format="moodle_auto_format")
        SubElement(answer, "text").text = _clean(STAR.sub(r"\\*", without_marks(option.text)))
        _words(answer, "feedback", option.feedback)


def _match(question: Element, item: Item) -> None:
    SubElement(question, "shuffleanswers").text = "true"
    for option in item.options:
        row = _words(question, "subquestion", option.text)
        SubElement(SubElement(row, "answer"), "text").text = _clean(option.pair)


def _order(question: Element, item: Item) -> None:
    for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0"), ("gradingtype", "RELATIVE_TO_CORRECT")):
        SubElement(question, name).text = value
    for place, option in enumerate(item.options, 1):
        answer = SubElement(question, "answer", fraction=f"{place}.0000000", format="markdown")
        SubElement(answer, "text").text = _clean(option.text)


def _nothing(_question: Element, _item: Item) -> None:
    """A cloze has everything in its words."""


PARTS = {"single": _choice, "multi": _choice, "number": _number, "short": _short, "match": _match, "order": _order, "cloze": _nothing}
