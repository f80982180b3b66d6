"""Markdown as this program writes its own items (`<module>.items.md`), from another site or an editor."""

import re

from courses.exchange.foreign_text import excerpt
from courses.exchange.questions import Entry, LeftOut, OwnItem, Remark, remark
from courses.items import syntax
from courses.model.content import Problem

HEADING = re.compile(
    r"^##(?!#)\s+[a-z0-9-]+\s.*\{[^{}]*\b(?:single|multi|number|short|order|match|cloze|survey)\b[^{}]*\}\s*$", re.MULTILINE
)


def looks_like_ours(text: str) -> bool:
    """Whether a heading names a key and a kind, as ours do."""
    return HEADING.search(text) is not None


def read(text: str, language: str) -> list[Entry]:
    """Every item; what stands outside of one, or is wrong in one, is told with its line."""
    file = syntax.parse("", language, "", text)
    starts = [item.line for item in file.items]
    problems: dict[int, list[Problem]] = {}
    outside: list[Entry] = []
    lines = text.split("\n")
    for problem in file.problems:
        start = max((start for start in starts if start <= problem.line), default=None)
        if start is None or problem.code == "101":
            outside.append(LeftOut(problem.line, excerpt(lines[problem.line - 1]), _remark_of(problem)))
        else:
            problems.setdefault(start, []).append(problem)
    items: list[Entry] = [OwnItem(item.line, item, tuple(_remark_of(one) for one in problems.get(item.line, ()))) for item in file.items]
    return sorted([*items, *outside], key=lambda entry: entry.line)


def _remark_of(problem: Problem) -> Remark:
    return remark("own-syntax", at=problem.line, fr=problem.sentence.in_language("fr"), en=problem.message)
