"""One question of a file of questions as values, and the file with that question changed: only the lines of what changed are new.

A question is its heading, its options, its hint, its explanation and its sources. What the new file says is parsed and compared, so
words that would be read as something else (a line that begins with `- `) are refused instead of kept wrong.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from courses.errors import CoursesError
from courses.items import syntax
from courses.model.content import Item, Option
from courses.text.line_edits import TypedLines

BEGINS = re.compile(r"#(?!##)")
MARKS = {"right": "x", "other": " ", "unsafe": "!"}
NOTES = ("?", "=", "@")
FLAGS = (("is_safety", "safety"), ("is_case", "case"), ("is_shuffled", "shuffle"), ("is_review_card", "srs"))


class CannotHold(CoursesError):
    """Words of this question would be read as another part of it: begin no line of the question with a sign (-, ?, =, @, #, 1.)."""


def items_of(path: str, text: str) -> tuple[Item, ...]:
    return syntax.parse(path, path[:2], _module(path), text).items


def with_item(text: str, path: str, key: str, new: Item) -> str:
    """The file with the question `key` as `new` says. text: as typed. Raises KeyError, CannotHold."""
    old = next((one for one in items_of(path, _plain(text)) if one.key == key), None)
    if old is None:
        raise KeyError(key)
    if _values(old) == _values(new):
        return text
    editor = TypedLines(text)
    rows = editor.plain()
    end = _end_of(rows, old.line)
    starts = sorted([old.line - 1, *(option.line - 1 for option in old.options), *(line - 1 for line in old.note_lines.values())])
    stops = dict(zip(starts, [*starts[1:], end], strict=True))
    for start, stop, lines in sorted(_changes(old, new, rows, stops, end), reverse=True, key=lambda change: (change[0], change[1])):
        editor.replace(start, stop, lines)
    return _checked(str(editor), path, text, key, new)


def with_new_item(text: str, path: str, new: Item) -> str:
    """The file with one question more, at the end of its pool. Raises CannotHold."""
    editor = TypedLines(text)
    rows = editor.plain()
    place, heading = _end_of_pool(rows, new.form)
    lines = [*heading, *lines_of(new)]
    before = [""] if place and rows[place - 1].strip() else []
    after = [""] if place < len(rows) and rows[place].strip() else []
    editor.replace(place, place, [*before, *lines, *after])
    return _checked(str(editor), path, text, "", new)


def without_item(text: str, path: str, key: str) -> str:
    """Raises KeyError."""
    old = next((one for one in items_of(path, _plain(text)) if one.key == key), None)
    if old is None:
        raise KeyError(key)
    editor = TypedLines(text)
    rows = editor.plain()
    end = _end_of(rows, old.line)
    while end < len(rows) - 1 and not rows[end].strip():
        end += 1
    editor.replace(old.line - 1, end, [])
    return str(editor)


def lines_of(item: Item) -> list[str]:
    """A whole question as an author would type it."""
    lines = _heading(item, words_of(item))
    for number, option in enumerate(item.options):
        lines += _option_lines(item, option, number)
    return lines + [line for mark in NOTES for line in _note_lines(mark, _note(item, mark))]


def words_of(item: Item) -> str:
    """What stands in the braces."""
    words = [item.kind, *(word for name, word in FLAGS if getattr(item, name))]
    settings: list[tuple[str, Any]] = [
        ("objective", item.objective), ("row", ",".join(item.rows)), ("when", item.only_when),
        ("reading", item.reading), ("expect", item.expect), ("answer", item.answer),
        ("tolerance", item.tolerance or None), ("unit", item.unit), ("spelling", item.spelling),
    ]  # fmt: skip
    return " ".join([*words, *(f"{name}={_setting(value)}" for name, value in settings if value not in ("", None))])


def _setting(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:g}"
    return f'"{value}"' if re.search(r"\s", str(value)) else str(value)


def _changes(old: Item, new: Item, rows: Sequence[str], stops: dict[int, int], end: int) -> list[tuple[int, int, list[str]]]:
    """(first row, row behind the last, new lines) of each part that differs."""
    changes = []
    first = old.line - 1
    if (old.question, words_of(old), old.key) != (new.question, words_of(new), new.key):
        brace = re.search(r"\{([^{}]*)\}\s*$", rows[first])
        words = brace[1] if brace and words_of(old) == words_of(new) else words_of(new)
        changes.append((first, stops[first], _heading(new, words)))
    options_end = max([stops[option.line - 1] for option in old.options], default=stops[first])
    for number, option in enumerate(old.options):
        start = option.line - 1
        if number >= len(new.options):
            changes.append((start, stops[start], []))
        elif old.kind != new.kind or _option_values(option) != _option_values(new.options[number]):
            changes.append((start, stops[start], _option_lines(new, new.options[number], number)))
    added_lines = [line for number, one in enumerate(new.options) if number >= len(old.options) for line in _option_lines(new, one, number)]
    if added_lines:
        changes.append((options_end, options_end, added_lines))
    at_end: list[str] = []
    for mark in NOTES:
        words, place = _note(new, mark), old.note_lines.get(mark)
        if _note(old, mark) == words:
            continue
        if place is None:
            at_end += _note_lines(mark, words)
        else:
            changes.append((place - 1, stops[place - 1], _note_lines(mark, words)))
    if at_end:
        changes.append((end, end, at_end))
    return _merged(changes)


def _merged(changes: list[tuple[int, int, list[str]]]) -> list[tuple[int, int, list[str]]]:
    """Two insertions at one row become one, in the order they were made."""
    merged_changes: dict[tuple[int, int], list[str]] = {}
    for start, stop, lines in changes:
        merged_changes[start, stop] = [*merged_changes.get((start, stop), []), *lines]
    return [(start, stop, lines) for (start, stop), lines in merged_changes.items()]


def _heading(item: Item, words: str) -> list[str]:
    first, *more = item.question.split("\n")
    lines = [f"## {item.key} {first} {{{words}}}" if first else f"## {item.key} {{{words}}}", *more]
    return [line.rstrip() for line in lines]


def _option_lines(item: Item, option: Option, number: int) -> list[str]:
    words = [f"{name}={value}" for name, value in (("miss", option.miss), ("urgency", option.urgency), ("row", option.row)) if value]
    end = f" {{{' '.join(words)}}}" if words else ""
    start = {
        "order": f"{number + 1}. {option.text}",
        "match": f"- {option.text} => {option.pair}",
        "survey": f"- {option.text}",
    }.get(item.kind, f"- [{MARKS.get(option.verdict, ' ')}] {option.text}")
    return [f"{start}{end}", *([f"  > {option.feedback}"] if option.feedback else [])]


def _note(item: Item, mark: str) -> str:
    return {"?": item.hint, "=": item.explanation, "@": "; ".join(item.references)}[mark]


def _note_lines(mark: str, words: str) -> list[str]:
    return [f"{mark} {words}"] if words else []


def _end_of(rows: Sequence[str], line: int) -> int:
    """The row behind the last one of the question that begins in this line (from 1); empty rows at its end are not its own."""
    end = line
    while end < len(rows) and not BEGINS.match(rows[end]):
        end += 1
    while end > line and not rows[end - 1].strip():
        end -= 1
    return end


def _end_of_pool(rows: Sequence[str], form: str) -> tuple[int, list[str]]:
    """Where the pool ends, and the heading it still needs."""
    now, last = "practice", None
    for number, row in enumerate(rows):
        if row.startswith("# "):
            now = syntax.POOLS.get(" ".join(row[2:].lower().split()), now)
        if now == form and row.strip():
            last = number + 1
    if last is not None:
        return last, []
    end = len(rows)
    while end and not rows[end - 1].strip():
        end -= 1
    name = next(name for name, one in syntax.POOLS.items() if one == form)
    return end, [f"# {name}", ""]


def _checked(new_text: str, path: str, text: str, key: str, new: Item) -> str:
    """The new file, once it is sure that it says what was asked and that every other question is as it was."""
    before = [_values(one) for one in items_of(path, _plain(text)) if one.key != key]
    after = items_of(path, _plain(new_text))
    others = [_values(one) for one in after if one.key != new.key]
    if others != before or [_values(one) for one in after if one.key == new.key] != [_values(new)]:
        raise CannotHold(new.key)
    return new_text


def _plain(text: str) -> str:
    return "\n".join(TypedLines(text).plain())


def _module(path: str) -> str:
    return path.rpartition("/")[2].partition(".")[0]


def _option_values(option: Option) -> Any:
    return replace(option, line=0, key="")


def _values(item: Item) -> Any:
    """Everything an author says of a question, without where it stands."""
    options = tuple(_option_values(option) for option in item.options)
    return replace(item, line=0, note_lines={}, options=options, version="", module="", gaps=())
