"""A function of the product fits on a screen: fifty lines at most, from its first to its last."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms")
MOST = 50


def long_functions(text: str) -> Iterator[tuple[str, int]]:
    """Name and lines of each function over `MOST`."""
    if text.count("\n") <= MOST:
        return
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            if lines > MOST:
                yield node.name, lines


def test_functions_fit_on_a_screen() -> None:
    too_long = [
        f"{path.relative_to(ROOT).as_posix()}: {name} has {lines} lines"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        for name, lines in long_functions(path.read_text("utf-8"))
    ]
    assert too_long == []


def test_one_line_too_many_is_seen() -> None:
    body = "    x = 1\n"
    assert list(long_functions("def f():\n" + body * MOST)) == [("f", MOST + 1)]
    assert list(long_functions("def f():\n" + body * (MOST - 1) + "\nz = 1\n")) == []
