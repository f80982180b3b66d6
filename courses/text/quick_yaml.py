"""The plain part of YAML that our files are made of, read fast; gives up (None) on anything else, which ruamel.yaml then reads.

Block mappings and lists indented by spaces, one-line values: words, numbers, days, true, false, "quoted", 'quoted', [lists], {mappings}.
What it reads, ruamel.yaml reads the same: tests/courses/text/test_quick_yaml.py holds the two together. For speed alone: front matter
of 400 files took 2.0 s with the full reader.
"""

import re
from datetime import date
from types import SimpleNamespace
from typing import Any

KEY = re.compile(r"(?P<indent> *)(?P<key>[A-Za-z0-9_À-ÿŒœ](?:[\w’'./@ àâéèêëîïôûùüç-]|(?<=[\w-])#)*?|\"[^\"\\]*\"):(?: +(?P<value>\S.*))?$")
DASH = re.compile(r"(?P<indent> *)- +(?P<value>\S.*)$")
COMMENT = re.compile(r"\s+#.*$")
WORD = re.compile(r"(?:[A-Za-zÀ-ÿŒœ/]|\d+, [A-Za-z]|\d+\.\d+/)(?:[^:#\"'\\\t]|:(?=\S)|(?<=\S)#|['\"](?=\w))*$")
FLOW_WORD = re.compile(r"[A-Za-zÀ-ÿŒœ](?:[^:#\"'\\,\[\]{}\t]|(?<=\w)['’](?=\w))*")
INTEGER = re.compile(r"-?(?:0|[1-9]\d{0,14})$")
DECIMAL = re.compile(r"-?(?:0|[1-9]\d{0,9})\.\d{1,9}$")
DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)$")
NUMBER_LIKE = re.compile(r"[\d.-]+")
QUOTED = re.compile(r"\"[^\"\\]*\"|'[^']*'")
MEANT = {"true", "false", "null"}


class QuickMap(dict[Any, Any]):
    """A mapping that knows the line of each key, in the words of ruamel.yaml (`lc`)."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.lc = SimpleNamespace(line=line, data={})


class QuickList(list[Any]):
    """A list that knows the line of each place."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.lc = SimpleNamespace(line=line, data={})


class _GiveUp(Exception):
    """Something this reader does not know; never leaves this file."""


def load(text: str) -> QuickMap | None:
    """The mapping in a text, or None when it is not as plain as this reader needs it."""
    try:
        rows = list(_rows(text))
        if not rows:
            return None
        found, rest = _block(rows, 0, rows[0][1])
    except (_GiveUp, ValueError):
        return None
    return found if rest == len(rows) and isinstance(found, QuickMap) else None


def _rows(text: str) -> list[tuple[int, int, str]]:
    """(line from 0, indent, text) of every line that says something."""
    if "\t" in text or "\u2028" in text or "\u2029" in text or "\x85" in text or "\ufeff" in text:
        raise _GiveUp
    found = []
    for number, line in enumerate(text.split("\n")):
        bare = line.strip(" ")
        if bare and not bare.startswith("#"):
            found.append((number, len(line) - len(line.lstrip(" ")), line.rstrip(" ")))
    return found


def _block(rows: list[tuple[int, int, str]], place: int, indent: int) -> tuple[Any, int]:
    bare = rows[place][2].lstrip(" ")
    if bare.startswith("- "):
        return _list(rows, place, indent)
    if bare[0] in "{[":
        return _value(bare, rows[place][0]), place + 1
    return _mapping(rows, place, indent)


def _mapping(rows: list[tuple[int, int, str]], place: int, indent: int) -> tuple[QuickMap, int]:
    made = QuickMap(rows[place][0])
    while place < len(rows) and rows[place][1] == indent:
        number, _, line = rows[place]
        match = KEY.match(line)
        if match is None or match["key"].lower() in MEANT or match["key"].endswith(" "):
            raise _GiveUp
        key: str | int = match["key"].strip('"') if match["key"].startswith('"') else _plain_key(match["key"])
        if key in made:
            raise _GiveUp
        made.lc.data[key] = [number, indent]
        place += 1
        value = match["value"]
        if value is None or value.startswith("#"):
            if place >= len(rows) or rows[place][1] <= indent:
                raise _GiveUp
            made[key], place = _block(rows, place, rows[place][1])
        else:
            made[key] = _value(value, number)
            if place < len(rows) and rows[place][1] > indent:
                raise _GiveUp
    if place < len(rows) and rows[place][1] > indent:
        raise _GiveUp
    return made, place


def _plain_key(text: str) -> str | int:
    if not text[0].isdigit():
        return text
    if not INTEGER.fullmatch(text):
        raise _GiveUp
    return int(text)


def _list(rows: list[tuple[int, int, str]], place: int, indent: int) -> tuple[QuickList, int]:
    made = QuickList(rows[place][0])
    while place < len(rows) and rows[place][1] == indent:
        number, _, line = rows[place]
        match = DASH.match(line)
        if match is None:
            raise _GiveUp
        made.lc.data[len(made)] = [number, indent + 2]
        if match["value"][0] not in "[{\"'" and KEY.match(match["value"]):
            column = match.start("value")
            rows[place] = (number, column, " " * column + match["value"])
            one, place = _mapping(rows, place, column)
            made.append(one)
        else:
            made.append(_value(match["value"], number))
            place += 1
        if place < len(rows) and rows[place][1] > indent:
            raise _GiveUp
    return made, place


def _value(text: str, line: int) -> Any:
    if text[0] in "[{":
        made, rest = _flow(text, 0, line)
        if text[rest:] and not COMMENT.fullmatch(text[rest:]):
            raise _GiveUp
        return made
    if text[0] in "\"'":
        match = QUOTED.match(text)
        if match is None or (match.end() < len(text) and not COMMENT.fullmatch(text[match.end() :])):
            raise _GiveUp
        return match[0][1:-1]
    return _scalar(COMMENT.sub("", text), WORD)


def _scalar(text: str, word: re.Pattern[str]) -> Any:
    if word.fullmatch(text):
        if text.lower() in ("true", "false") and text in ("true", "false"):
            return text == "true"
        if text.lower() in MEANT or text.endswith(":"):
            raise _GiveUp
        return text
    if INTEGER.match(text):
        return int(text)
    if DECIMAL.match(text):
        return float(text)
    if day := DAY.match(text):
        try:
            return date(int(day[1]), int(day[2]), int(day[3]))
        except ValueError:
            return text  # in no calendar: the full reader leaves it as text too
    raise _GiveUp


def _flow(text: str, at: int, line: int) -> tuple[Any, int]:
    """One [list] or {mapping} from its bracket on; gives it and the place behind it."""
    is_map = text[at] == "{"
    made: Any = QuickMap(line) if is_map else QuickList(line)
    at = _past_spaces(text, at + 1)
    while at < len(text) and text[at] not in "]}":
        if is_map:
            key, at = _flow_scalar(text, at)
            if isinstance(key, bool) or not isinstance(key, str | int) or key in made or text[at : at + 2] != ": ":
                raise _GiveUp
            made.lc.data[key] = [line, at]
            at = _past_spaces(text, at + 1)
            made[key], at = _flow(text, at, line) if text[at : at + 1] in ("[", "{") else _flow_scalar(text, at)
        else:
            made.lc.data[len(made)] = [line, at]
            one, at = _flow(text, at, line) if text[at] in "[{" else _flow_scalar(text, at)
            made.append(one)
        at = _past_spaces(text, at)
        if text[at : at + 1] == ",":
            at = _past_spaces(text, at + 1)
        elif text[at : at + 1] not in ("]", "}"):
            raise _GiveUp
    if text[at : at + 1] != ("}" if is_map else "]"):
        raise _GiveUp
    return made, at + 1


def _flow_scalar(text: str, at: int) -> tuple[Any, int]:
    if quoted := QUOTED.match(text, at):
        return quoted[0][1:-1], quoted.end()
    if match := FLOW_WORD.match(text, at):
        return _scalar(match[0].rstrip(" "), FLOW_WORD), at + len(match[0].rstrip(" "))
    match = NUMBER_LIKE.match(text, at)
    if match is None:
        raise _GiveUp
    return _scalar(match[0], FLOW_WORD), match.end()


def _past_spaces(text: str, at: int) -> int:
    while text[at : at + 1] == " ":
        at += 1
    return at
