"""What an application holds beside Flask's own parts is one typed record: nobody keeps or reads a value of it by a string."""

import ast
from collections.abc import Iterator
from pathlib import Path

from lms.web import current_site

ROOT = Path(__file__).resolve().parents[2]
RECORD = Path(current_site.__file__)
FOLDERS = ("lms", "lrs", "game", "analytics", "courses", "xapi", "tests", "bench", "scripts")
READERS = {"get", "pop", "setdefault", "update"}


def uses_of_extensions(tree: ast.AST) -> Iterator[int]:
    """Lines that look into `<application>.extensions`: by a key, or by a method of the dictionary."""
    for node in ast.walk(tree):
        looked_into = node.value if isinstance(node, ast.Subscript | ast.Attribute) else None
        by_key = isinstance(node, ast.Subscript) or (isinstance(node, ast.Attribute) and node.attr in READERS)
        if by_key and isinstance(looked_into, ast.Attribute) and looked_into.attr == "extensions":
            yield looked_into.lineno


def test_the_record_alone_looks_into_the_extensions_of_an_application() -> None:
    uses = [
        f"{path.relative_to(ROOT)}:{line}"
        for folder in FOLDERS
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path != RECORD
        for line in uses_of_extensions(ast.parse(path.read_text("utf-8")))
    ]
    assert uses == [], "read lms.web.current_site.current_site() or site_of(app)"


def test_a_string_in_the_extensions_would_be_seen() -> None:
    code = 'a.extensions["store"]\nb.extensions.get("search")\ncurrent_app.extensions.setdefault("x", 1)\nextensions["sign"]\n'
    assert list(uses_of_extensions(ast.parse(code))) == [1, 2, 3]
