"""Times and durations of statements are read by xapi.formats alone: two parsers would not agree on what the store accepts."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms")
HOME = "xapi/formats.py"
HTTP_DATES = "infrastructure/http_answers.py"
"""Dates of HTTP are another format (RFC 9110): `parsedate_to_datetime`."""
DURATION = re.compile(r"P\(|\^P|PT\(|P\\d|PT\\d")
NAMES = re.compile(r"fromisoformat|strptime|parsedate|\^P|PT?[(\\]")
"""A text without any of them needs no parsing."""


def parsers(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Calls that read a time from a text, and patterns of ISO 8601 durations. Days alone (`date.fromisoformat`) are not times."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in ("fromisoformat", "strptime"):
            owner = node.value.attr if isinstance(node.value, ast.Attribute) else getattr(node.value, "id", "")
            if owner != "date":
                yield node.lineno, node.attr
        elif isinstance(node, ast.Name) and node.id in ("parsedate_to_datetime", "parsedate_tz", "strptime"):
            yield node.lineno, node.id
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and DURATION.match(node.value):
            yield node.lineno, node.value


def test_one_file_reads_times_and_durations() -> None:
    found = [
        f"{place}:{line} {what}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if NAMES.search(text := path.read_text("utf-8"))
        for line, what in parsers(ast.parse(text))
        if (place := path.relative_to(ROOT).as_posix()) != HOME and (place, what) != (HTTP_DATES, "parsedate_to_datetime")
    ]
    assert found == []


def test_another_parser_would_be_seen() -> None:
    code = 'datetime.fromisoformat(x)\ndt.datetime.strptime(x, y)\ndate.fromisoformat(x)\nre.compile(r"PT(\\d+)S")\nf"PT{seconds}S"\n'
    assert [line for line, _ in parsers(ast.parse(code))] == [1, 2, 4]
