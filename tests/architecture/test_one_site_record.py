"""What an application holds beside Flask's own parts is one typed record: nobody keeps or reads a value of it by a string."""

import ast
from collections.abc import Iterator
from pathlib import Path

from lms.web import current_site

ROOT = Path(__file__).resolve().parents[2]
RECORD = Path(current_site.__file__)
FOLDERS = ("lms", "lrs", "game", "analytics", "courses", "xapi", "tests", "bench", "scripts")
MAY_COPY_IT = ROOT / "tests/lrs/real_site.py"
"""Makes a second application from a first one, with another store in its record."""


def uses_of_extensions(tree: ast.AST) -> Iterator[int]:
    """Lines that take `<application>.extensions` in hand, in whatever way."""
    return (node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "extensions")


def test_the_record_alone_takes_hold_of_the_extensions_of_an_application() -> None:
    uses = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path not in (RECORD, MAY_COPY_IT)
        if "extensions" in (text := path.read_text("utf-8"))
        for line in uses_of_extensions(ast.parse(text))
    ]
    assert uses == [], "read lms.web.current_site.current_site() or site_of(app)"


def test_a_string_in_the_extensions_would_be_seen() -> None:
    code = 'a.extensions["store"]\nb.extensions.get("search")\nsetitem(app.extensions, "x", 1)\nextensions["sign"]\nimport a.extensions'
    assert sorted(uses_of_extensions(ast.parse(code))) == [1, 2, 3]
