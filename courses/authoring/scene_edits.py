"""The words of a situation as values, part by part, and its body with some of them changed: only the lines of what changed are new.

A part is the scene (""), a question (QUESTION before its key) or a choice; each holds texts by kind. What the new body says is read
again and compared, so words that would be read as something else (a line that begins with `> `) are refused instead of kept wrong.
"""

from collections.abc import Sequence
from dataclasses import replace

from courses.errors import CoursesError
from courses.game import situations
from courses.game.situations import HEADING, MARKS
from courses.game.situations import QUESTION as QUESTION
from courses.text.front_matter import FrontMatter

SCENE = ("text", "vague", "hint", "why", "tip")
ASKED = ("label", "feedback")
CHOSEN = ("label", "feedback", "later")
"""Kinds of text of the scene, of a question and of a choice, in the order they are written in."""
MARK_OF = {kind: mark for mark, kind in MARKS.items()}

Words = dict[str, dict[str, str]]
"""Part -> kind -> text, its lines joined by line breaks."""


class CannotHold(CoursesError):
    """These words would be read as another part: a line of them begins with a sign (##, ###, >, ~, ?, =, !)."""


def kinds_of(part: str) -> tuple[str, ...]:
    return SCENE if not part else ASKED if part.startswith(QUESTION) else CHOSEN


def words_of(front: FrontMatter) -> Words:
    """Every text of the body. front: with \\n as line ends."""
    return {key: {kind: text for kind, (text, _line) in part.texts.items()} for key, part in situations.parts_of(front).items()}


def boxes_of_lines(front: FrontMatter) -> dict[int, tuple[str, str]]:
    """Line of the file -> the part and the kind of text that stand there."""
    return {front.body_line + row: place for place, rows in _rows(front.body).items() for row in rows}


def with_words(front: FrontMatter, new_words: Words) -> str:
    """The body with these texts; a part it lacks is added, one that is not in `new_words` is taken away.

    new_words: part -> kind -> text, "" for none; its order is that of new parts. Raises CannotHold.
    """
    body = front.body
    for part in words_of(front):
        if part and part not in new_words:
            body = _without_part(body, part)
    for part, texts in new_words.items():
        if part and not _has_part(body, part):
            body = _with_part(body, part, list(new_words))
        for kind in kinds_of(part):
            text = _plain(texts.get(kind, ""))
            if text != _texts(front, body).get(part, {}).get(kind, ""):
                body = _with_text(body, part, kind, text)
    expected = {part: {kind: _plain(text) for kind, text in texts.items() if _plain(text)} for part, texts in new_words.items()}
    if _texts(front, body) != expected:
        raise CannotHold(front.text("key"))
    return body


def _plain(text: str) -> str:
    return "\n".join(line.strip() for line in text.strip().split("\n") if line.strip())


def _texts(front: FrontMatter, body: str) -> Words:
    return words_of(replace(front, body=body))


def _rows(body: str) -> dict[tuple[str, str], list[int]]:
    """(part, kind) -> the rows of the body it stands in, from 0."""
    rows: dict[tuple[str, str], list[int]] = {}
    part, kind, is_new = "", "text", True
    for number, line in enumerate(body.split("\n")):
        heading = HEADING.match(line)
        if heading:
            part, kind, is_new = (QUESTION if heading[1] == "###" else "") + heading[2], "label", True
            rows[part, "heading"] = [number]
        elif not line.strip():
            is_new = True
        else:
            mark = next((mark for mark in MARKS if line.startswith(mark)), "")
            kind = MARKS[mark] if mark else ("label" if part else "text") if is_new else kind
            is_new = False
            rows.setdefault((part, kind), []).append(number)
    return rows


def _has_part(body: str, part: str) -> bool:
    return (part, "heading") in _rows(body)


def _with_text(body: str, part: str, kind: str, text: str) -> str:
    """The body with one text in the rows it had, or behind the text that comes before it in its part."""
    lines, rows = body.split("\n"), _rows(body)
    mark = MARK_OF.get(kind, "")
    new = [f"{mark}{line}" for line in text.split("\n")] if text else []
    old = rows.get((part, kind), [])
    if old and old != list(range(old[0], old[-1] + 1)):
        raise CannotHold(part)
    if old:
        lines[old[0] : old[-1] + 1] = new
        return "\n".join(lines)
    before = kinds_of(part)[: kinds_of(part).index(kind)]
    ends = [row for one in ("heading", *before) for row in rows.get((part, one), [])]
    place = max(ends) + 1 if ends else 0
    lines[place:place] = new
    return "\n".join(lines)


def _with_part(body: str, part: str, order: Sequence[str]) -> str:
    """The body with an empty part behind the one that comes before it; a part of that order that is there already is its neighbour."""
    place = order.index(part)
    before = [one for one in order[:place] if one and _has_part(body, one)]
    after = [one for one in order[place + 1 :] if _has_part(body, one)]
    lines = body.split("\n")
    if before:
        row = _end_of_part(body, before[-1])
    elif after:
        row = _rows(body)[after[0], "heading"][0]
    else:
        row = len(lines) - (not lines[-1])
    lines[row:row] = [f"### {part[len(QUESTION) :]}" if part.startswith(QUESTION) else f"## {part}"]
    return "\n".join(lines)


def _end_of_part(body: str, part: str) -> int:
    """The row behind the last one of a part that says something."""
    rows = [row for (one, _kind), numbers in _rows(body).items() if one == part for row in numbers]
    return max(rows) + 1


def _without_part(body: str, part: str) -> str:
    lines = body.split("\n")
    start = _rows(body)[part, "heading"][0]
    stop = start + 1
    while stop < len(lines) and not HEADING.match(lines[stop]):
        stop += 1
    if stop == len(lines) and not lines[-1]:
        stop -= 1  # the line end of the file stays
    del lines[start:stop]
    return "\n".join(lines)
