"""Items as GIFT, the text format of Moodle's question banks, and what GIFT cannot hold of them.

Source: docs.moodle.org, “GIFT format”. Words go out as Markdown, which Moodle reads by the mark `[markdown]`; what GIFT has no place
for stands in comments that we read back and other programs leave out.
"""

import re
from collections.abc import Iterator, Sequence

from courses.exchange import notes
from courses.exchange.choices import STAR
from courses.exchange.losses import ExportRow, rows_of
from courses.exchange.questions import Remark, remark
from courses.items.syntax import GAP
from courses.model.content import Item, Option
from courses.text import number_text

TARGET = "GIFT"
WEIGHT_LIKE = re.compile(r"\\*(?:%|\[(?:html|moodle|plain|markdown)\])", re.IGNORECASE)
ARROW = re.compile(r"-(\\*)>")
SPECIAL = re.compile(r"([\\~=#{}:])")


def write(items: Sequence[Item]) -> tuple[str, list[ExportRow]]:
    """The file's text, and a row for each item; a survey is not written."""
    items_to_send = [item for item in items if item.kind != "survey"]
    text = "\n\n".join(_question(item) for item in items_to_send) + "\n" if items_to_send else ""
    return text, rows_of(items, TARGET, losses)


def losses(item: Item) -> Iterator[Remark]:
    if item.kind == "order":
        yield remark("out-order", target=TARGET)
    if item.kind == "cloze" and len(item.gaps) != 1:
        yield remark("out-gaps", target=TARGET)
    if item.hint:
        yield remark("out-hint", target=TARGET)
    if item.unit:
        yield remark("out-unit", target=TARGET)
    if item.kind in ("order", "match") and any(option.feedback for option in item.options):
        yield remark("out-row-feedback", target=TARGET)


def _question(item: Item) -> str:
    rows = [f"// {notes.MARK} {name}={value}" for name, value in notes.of_item(item, ["feedback"] if item.kind == "short" else ())]
    before, after = item.question, ""
    if item.kind == "cloze" and len(item.gaps) == 1:
        gap = GAP.search(item.question)
        assert gap is not None  # noqa: S101 - the item was read with its gap
        before, after = item.question[: gap.start()], item.question[gap.end() :]
    elif item.kind == "cloze":
        before = _with_numbers(item.question)
        rows += [f"// {notes.MARK} gap.{number}={'|'.join(gap.choices)}" for number, gap in enumerate(item.gaps, 1)]
    explanation = f"####{_words(item.explanation)}" if item.explanation else ""
    is_one_gap = item.kind == "cloze" and len(item.gaps) == 1
    words = _escape(before) if is_one_gap else f"{_escape(before.rstrip())} "
    return "\n".join([*rows, f"::{_escape(item.key)}::[markdown]{words}{{{_answers(item)}{explanation}}}{_escape(after)}"])


def _with_numbers(question: str) -> str:
    count = iter(range(1, 1000))
    return GAP.sub(lambda _: f"({next(count)}) ____", question)


def _answers(item: Item) -> str:
    if item.kind == "number":
        return f"#{number_text.write(item.answer or 0.0)}:{number_text.write(item.tolerance)}"
    if item.kind == "match":
        return "".join(f"\n={_side(option.text)} -> {_side(option.pair)}" for option in item.options) + "\n"
    if item.kind == "order":
        return "".join(f"\n={place} -> {_side(option.text)}" for place, option in enumerate(item.options, 1)) + "\n"
    if item.kind == "cloze":
        return _gap_answers(item)
    right = len(item.right_keys)
    return (
        "".join(
            f"\n{_mark(item, option, right)}{_words(spelling(option.text) if item.kind == 'short' else option.text)}{_feedback(option)}"
            for option in item.options
        )
        + "\n"
    )


def spelling(text: str) -> str:
    """A star of its own, behind a backslash: alone it would stand for any words."""
    return STAR.sub(r"\\*", text)


def _gap_answers(item: Item) -> str:
    if len(item.gaps) == 1:
        first, *others = item.gaps[0].choices
        return "".join([f"={_words(first)}", *(f" ~{_words(other)}" for other in others)])
    right = [gap.choices[0] for gap in item.gaps]
    other_words = dict.fromkeys(choice for gap in item.gaps for choice in gap.choices if choice not in right)
    rows = [f"\n=({place}) -> {_side(words)}" for place, words in enumerate(right, 1)]
    return "".join([*rows, *(f"\n= -> {_side(other)}" for other in other_words)]) + "\n"


def _mark(item: Item, option: Option, right: int) -> str:
    if item.kind == "short":
        return "=" if option.verdict == "right" else "=%0%"
    if item.kind == "single":
        return "=" if option.verdict == "right" else "~"
    if option.verdict == "possible":
        return "~"
    return f"~%{100 / right:.5f}%" if option.verdict == "right" else f"~%-{100 / right:.5f}%"


def _feedback(option: Option) -> str:
    return f"#{_words(option.feedback)}" if option.feedback else ""


def _words(text: str) -> str:
    """Words that begin an answer: a first sign that would be read as a weight or a format is put behind a backslash of Markdown."""
    return _escape("\\" + text if WEIGHT_LIKE.match(text) else text)


def _side(text: str) -> str:
    return _words(ARROW.sub(r"-\\\1>", text))


def _escape(text: str) -> str:
    return SPECIAL.sub(r"\\\1", text).replace("\n", "\\n")
