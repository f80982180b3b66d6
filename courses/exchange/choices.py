"""What every format says alike of answers: words for true and false, weights that ours cannot have, spellings of words to type."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from courses.exchange.foreign_text import excerpt, on_one_line
from courses.exchange.questions import Answer, Remark, remark

WORDS_FOR_TRUTH = {"fr": ("Vrai", "Faux"), "en": ("True", "False")}
STAR = re.compile(r"(?<!\\)\*")
ANYTHING = ("*", "\\*")


def weights_of(answers: tuple[Answer, ...]) -> list[Remark]:
    """What a multi item of ours cannot say: weights that differ, or wrong answers that cost nothing, or less than a right one earns."""
    right = {round(answer.share, 3) for answer in answers if answer.share > 0}
    wrong = {round(-answer.share, 3) for answer in answers if answer.share <= 0}
    is_ours = len(right) <= 1 and wrong <= right
    return [] if is_ours else [remark("weights")]


def _same(text: str) -> str:
    return text


def spellings_of(answers: Sequence[Answer], to_markdown: Callable[[str], str] = _same) -> tuple[tuple[Answer, ...], list[Remark]]:
    """Each spelling once, those that earn part of the mark as not accepted. A star that stood for any words is taken out, and said.

    to_markdown: for answers that are plain words; a backslash before a star of theirs says that the star itself is meant.
    """
    remarks: list[Remark] = []
    spellings: dict[str, Answer] = {}
    for one in answers:
        if one.text in ANYTHING:
            if one.feedback:
                remarks.append(remark("other-feedback", text=excerpt(one.feedback)))
            continue
        if 0 < one.share < 1:
            remarks.append(remark("partial", text=one.text, share=f"{one.share * 100:g}"))
        text = one.text
        if STAR.search(text):
            text = " ".join(STAR.sub(" ", text).split())
            remarks.append(remark("star", text=one.text, new=text))
        if to_markdown is not _same:
            text = on_one_line(to_markdown(text.replace("\\*", "*")))
        if text:
            spellings.setdefault(text, replace(one, text=text))
    return tuple(spellings.values()), remarks
