"""What a package offers to the others stands in one list, public_modules.toml; nothing else of it is imported from outside."""

import ast
import tomllib
from collections.abc import Iterator, Set
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PUBLIC: dict[str, list[str]] = tomllib.loads((Path(__file__).parent / "public_modules.toml").read_text("utf-8"))
OFFERED = {f"{package}.{module}" for package, modules in PUBLIC.items() for module in modules}


def modules() -> dict[str, Path]:
    files = [path for package in PUBLIC for path in (ROOT / package).rglob("*.py")]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in files}


def imports(source: str, known: Set[str]) -> Iterator[str]:
    """The modules of ours that a text imports, each by its longest name."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in known)
        elif isinstance(node, ast.ImportFrom) and node.module in known:
            for alias in node.names:
                full = f"{node.module}.{alias.name}"
                yield full if full in known else node.module


@cache
def taken(name: str, source: str, known: frozenset[str]) -> set[str]:
    """What a module takes of other packages. The bare package says only that it is there (its folder, for a cache's key)."""
    own = name.partition(".")[0]
    return {other for other in imports(source, known) if "." in other and other.partition(".")[0] != own}


def test_packages_take_of_each_other_only_what_is_offered() -> None:
    found = modules()
    private = {
        f"{name} imports {other}"
        for name, path in found.items()
        for other in taken(name, path.read_text("utf-8"), frozenset(found)) - OFFERED
    }
    assert not private, sorted(private)


def test_nothing_is_offered_that_nobody_takes() -> None:
    found = modules()
    used = set().union(*(taken(name, path.read_text("utf-8"), frozenset(found)) for name, path in found.items()))
    assert sorted(OFFERED - used) == []


def test_a_planted_import_of_a_private_module_is_seen() -> None:
    known = frozenset(modules())
    for line in (
        "from lrs.storage import driver_sql",
        "import lrs.storage.driver_sql",
        "def late():\n    from lrs.storage.driver_sql import run",
    ):
        assert taken("lms.weeks.turns", line, known) - OFFERED == {"lrs.storage.driver_sql"}
    assert not taken("lrs.writing.statement_writer", "from lrs.storage import driver_sql", known)
