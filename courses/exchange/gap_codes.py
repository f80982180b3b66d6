"""Embedded answers as Moodle types them inside a text, `{1:MULTICHOICE:=right~other}`, and gaps of ours as such.

Source: docs.moodle.org, “Embedded Answers (Cloze) question type”.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from courses.exchange.questions import Remark, remark
from courses.items.syntax import GAP

TYPES = r"(?:MULTICHOICE|MULTIRESPONSE|MC|MR|SHORTANSWER|SA|MW|NUMERICAL|NM)(?:_?[A-Z]{1,3})?"
CODE = re.compile(r"\{(?P<weight>\d*):(?P<type>" + TYPES + r"):(?P<answers>(?:[^{}\\]|\\.)*)\}", re.DOTALL)
PART = re.compile(r"\s*(?:(?P<right>=|\*)|%(?P<share>-?\d+(?:\.\d+)?)%)?(?P<text>.*)$", re.DOTALL)
BRACE_ESCAPE = re.compile(r"\\([~#{}\"/\\])")
MARK_LIKE = re.compile(r"\\*[=%*]")
MARK_ESCAPE = re.compile(r"^\\(?=\\*[=%*])")


@dataclass(frozen=True, slots=True)
class Code:
    """One embedded answer: what it offers, the right one first. is_typed: a word or number was typed there."""

    choices: tuple[str, ...]
    is_typed: bool
    remarks: tuple[Remark, ...]


def replace_all(text: str, words_of: Callable[[str], str]) -> tuple[str, list[Code]]:
    """A text with each code as `[[right|other]]`, and what each was. words_of: foreign words as our Markdown.

    A code without a right answer, or with several, keeps the first as right and says so.
    """
    codes: list[Code] = []

    def gap(match: re.Match[str]) -> str:
        code = _read(match, words_of, len(codes) + 1)
        codes.append(code)
        return "[[" + "|".join(code.choices) + "]]"

    return CODE.sub(gap, text), codes


def _read(match: re.Match[str], words_of: Callable[[str], str], number: int) -> Code:
    answers = [PART.match(part) for part in _split(match["answers"])]
    kind = match["type"]
    is_typed = kind.startswith(("S", "MW", "N"))
    right, other, remarks, partial = [], [], [], []
    for answer in answers:
        assert answer is not None  # noqa: S101 - PART matches any text
        text, _, feedback = _split_feedback(answer["text"])
        raw_words = words_of(MARK_ESCAPE.sub("", BRACE_ESCAPE.sub(r"\1", text.strip()))).strip()
        words = re.sub(r"\s+", " ", raw_words.replace("|", "/").replace("[", "(").replace("]", ")"))
        if words != raw_words:
            remarks.append(remark("signs"))
        if feedback.strip():
            remarks.append(remark("feedback-left", text=words_of(feedback).strip()[:60]))
        share = 100.0 if answer["right"] else float(answer["share"] or 0)
        if not words or (is_typed and words == "*" and share <= 0):
            continue  # whatever else is typed; in a list to choose from, a star is a choice like any other
        if share == 100:
            right.append(words)
        else:
            other.append(words)
            if share > 0:
                partial.append(remark("partial", text=words, share=f"{share:g}"))
    if kind.startswith(("N",)):
        right, remarks = _numbers(right, remarks)
    if len(right) > 1:
        remarks.append(remark("typed", spellings=", ".join(right)) if is_typed else remark("several-right"))
        right, other = right[:1], other if is_typed else [*right[1:], *other]
    if not right:
        remarks.append(remark("no-right"))
    if is_typed and not other:
        remarks.append(remark("typed-gap", gap=number))
    return Code(tuple(dict.fromkeys([*right, *other])), is_typed, (*remarks, *partial))


def _split(answers: str) -> list[str]:
    """The answers between unescaped ~."""
    return [match[0] for match in re.finditer(r"(?:[^~\\]|\\.)+", answers, re.DOTALL)]


def _split_feedback(text: str) -> tuple[str, str, str]:
    match = re.match(r"(?:[^#\\]|\\.)*", text, re.DOTALL)
    end = match.end() if match else len(text)
    return text[:end], text[end : end + 1], text[end + 1 :]


def _numbers(right: list[str], remarks: list[Remark]) -> tuple[list[str], list[Remark]]:
    """A number with its tolerance loses the tolerance: a gap of ours is chosen, not typed."""
    plain = [number.partition(":")[0].strip() for number in right]
    return plain, remarks


def write_all(text: str) -> str:
    """Our gaps as codes: a menu in the line."""
    return GAP.sub(_code, text)


def _code(match: re.Match[str]) -> str:
    first, *others = [_choice(choice.strip()) for choice in match["choices"].split("|")]
    return "{1:MULTICHOICE:" + "~".join([f"={first}", *others]) + "}"


def _choice(words: str) -> str:
    """A first sign that would be read as a mark is put behind a backslash, which Markdown takes away again."""
    plain = "\\" + words if MARK_LIKE.match(words) else words
    return re.sub(r"([~#{}\\\"])", r"\\\1", plain)
