"""Lines that fit: words wrapped to a width, a word that is too long broken, no-break spaces respected."""

from __future__ import annotations

from collections.abc import Callable

Measure = Callable[[str, int, bool], int]


def wrap(text: str, width: int, size: int, measure: Measure, *, bold: bool = False) -> list[str]:
    """Lines no wider than width pixels; paragraphs are parted by a newline. A no-break space never ends a line."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        lines += _wrap(paragraph, width, size, measure, bold)
    return lines


def _wrap(paragraph: str, width: int, size: int, measure: Measure, bold: bool) -> list[str]:
    lines, line = [], ""
    for word in paragraph.split(" "):
        trial = f"{line} {word}" if line else word
        if measure(trial, size, bold) <= width:
            line = trial
            continue
        if line:
            lines.append(line)
        pieces = _break(word, width, size, measure, bold)
        lines += pieces[:-1]
        line = pieces[-1]
    return [*lines, line]


def _break(word: str, width: int, size: int, measure: Measure, bold: bool) -> list[str]:
    """A word wider than the line, in pieces; at least one letter each, so that it always ends. An address breaks after its own signs."""
    pieces = []
    while len(word) > 1 and measure(word, size, bold) > width:
        cut = len(word) - 1
        while cut > 1 and measure(word[:cut], size, bold) > width:
            cut -= 1
        sign = max(word.rfind(sign, 0, cut) for sign in "/-?&=_.")
        cut = sign + 1 if sign >= cut // 2 else cut
        pieces.append(word[:cut])
        word = word[cut:]
    return [*pieces, word]
