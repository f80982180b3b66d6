"""Every import is declared: what a package imports stands in the extra it is installed with, not only in another package's needs."""

import ast
import importlib.metadata
import re
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
OURS = {"infrastructure", "xapi", "courses", "lrs", "game", "analytics", "lms", "horslesmurs", "scripts", "tests", "bench"}
TYPES_ALONE = {"_typeshed"}
EXTRA = {
    "infrastructure": "", "infrastructure/http_client.py": "lrs",
    "xapi": "", "courses": "", "horslesmurs.py": "", "courses/export": "lms", "lrs": "lrs", "game": "game", "analytics": "analytics",
    "tests/lms/lti/platform": "platform", "scripts/fuzz": "fuzz", "lms": "lms", "migrations": "lrs", "tests": "dev",
    "analytics/backends/spark_backend.py": "spark", "bench": "dev", "scripts": "dev", "scripts/bundle.py": "bundle",
}  # fmt: skip
"""Folder or file -> the extra it needs beside the plain dependencies. The longest match counts; courses/export writes PDF for the site;
the HTTP client serves the store and the game, whose extra names urllib3 too (test_extras_alone.py)."""
EXTRA["courses/export/cli.py"] = "lms"


def name_of(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement)
    assert found is not None
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def declared(extra: str) -> set[str]:
    """Distributions of an extra, with those of the extras it names and the plain dependencies."""
    found = {name_of(one) for one in PROJECT["dependencies"]}
    for requirement in PROJECT["optional-dependencies"][extra] if extra else ():
        if name_of(requirement) == PROJECT["name"]:
            for other in re.findall(r"[a-z]+", requirement.partition("[")[2].partition("]")[0]):
                found |= declared(other)
        found.add(name_of(requirement))
    return found


def extra_of(path: Path) -> str:
    place = path.relative_to(ROOT).as_posix()
    return EXTRA[max((key for key in EXTRA if place == key or place.startswith(f"{key}/")), key=len)]


def imported(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name.partition(".")[0], node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.partition(".")[0], node.lineno


def files() -> Iterator[Path]:
    for key in EXTRA:
        place = ROOT / key
        yield from sorted(place.rglob("*.py")) if place.is_dir() else [place] if place.is_file() else []


def undeclared(path: Path, known: dict[str, list[str]], beside: set[str]) -> list[str]:
    allowed = declared(extra_of(path))
    found = []
    for module, line in imported(path):
        if module in sys.stdlib_module_names or module in OURS | TYPES_ALONE | beside:
            continue
        names = {name_of(one) for one in known.get(module, [module])}
        if not names & allowed:
            where = f"{path.relative_to(ROOT)}:{line}"
            found.append(f"{where}: {module} ({', '.join(sorted(names))}) is not in {extra_of(path) or 'dependencies'}")
    return found


def test_every_import_is_declared_where_it_is_used() -> None:
    known = {module: list(names) for module, names in importlib.metadata.packages_distributions().items()}
    beside = {path.stem for folder in ("tests", "bench", "scripts") for path in (ROOT / folder).rglob("*.py")}
    found = sorted({line for path in files() for line in undeclared(path, known, beside if extra_of(path) in ("dev", "bundle") else set())})
    assert not found, "\n".join(found)


@pytest.mark.parametrize(("extra", "module"), [("lrs", "flask"), ("game", "sqlalchemy"), ("", "typst"), ("analytics", "pygame")])
def test_an_import_of_another_extra_would_be_seen(extra: str, module: str) -> None:
    names = importlib.metadata.packages_distributions()[module]
    assert not {name_of(one) for one in names} & declared(extra)


def test_the_site_brings_what_the_store_and_the_reports_need() -> None:
    assert declared("lms") >= declared("lrs") | declared("analytics")
    assert {"alembic", "cryptography", "pyarrow", "werkzeug", "flask-login", "itsdangerous"} <= declared("lms")
