"""One HTTP client, one lock helper, one back-off: other ways to do the same do not come back."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms")
ONLY_IN = {
    "urllib3": "infrastructure/http_client.py",
    "urllib.request": "infrastructure/http_client.py",  # the proxies this machine is set to use; nothing is asked by it
    "urllib.error": "",
    "http.client": "",
    "requests": "",
    "httpx": "",
    "tenacity": "",
    "fcntl": "infrastructure/locks.py",
    "msvcrt": "infrastructure/locks.py",
    "filelock": "",
}
"""Module -> the one file that may import it."""
NAMES = re.compile("|".join({module.partition(".")[0] for module in ONLY_IN}))
"""A text without any of them needs no parsing."""
DOUBLED = re.compile(r"wait\w* = [^\n]*\b2(?:\.0)? ?\*|\* ?2 ?\*\* ?[^\n]*(?:failures|tries|attempts)")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def guarded(name: str) -> str | None:
    return next((module for module in ONLY_IN if name == module or name.startswith(f"{module}.")), None)


def test_the_network_and_file_locks_are_reached_by_one_file_each() -> None:
    wrong = [
        f"{place} imports {module}"
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if NAMES.search(text := path.read_text("utf-8"))
        for module in filter(None, map(guarded, imported(ast.parse(text))))
        if (place := path.relative_to(ROOT).as_posix()) != ONLY_IN[module]
    ]
    assert wrong == []


def test_another_client_would_be_seen() -> None:
    code = "import urllib.request\nfrom urllib import error\nfrom http.client import HTTPException\nfrom urllib.parse import urlsplit\n"
    assert [guarded(name) for name in imported(ast.parse(code))] == ["urllib.request", "urllib.error", "http.client", None]


def test_waits_are_doubled_in_one_file() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if DOUBLED.search(path.read_text("utf-8"))
    ]
    assert found == ["infrastructure/backoff.py"]
