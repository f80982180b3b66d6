"""Every requirement number has a test that bears it, on both databases and in both versions, or a reason why not."""

import re
import subprocess
import sys
import tomllib
from itertools import product
from pathlib import Path

from lrs_cast import DATABASES, VERSIONS

ROOT = Path(__file__).resolve().parents[3]
LISTED = tomllib.loads((Path(__file__).parents[1] / "requirements.toml").read_text(encoding="utf-8"))
KNOWN = {f"XAPI-{number:05}" for number in range(1, LISTED["last"] + 1)}
_NUMBER = re.compile(r"xapi[-_](\d{5})", re.IGNORECASE)


def covered(names: list[str]) -> dict[str, set[tuple[str, str]]]:
    """Requirement -> (database, version) of the tests that bear its number. names: of tests, as pytest collects them."""
    found: dict[str, set[tuple[str, str]]] = {}
    for name in names:
        where = {pair for pair in product(DATABASES, VERSIONS) if all(word in name for word in pair)}
        for number in _NUMBER.findall(name):
            found.setdefault(f"XAPI-{number}", set()).update(where)
    return found


def test_each_number_is_tested_on_both_databases_in_both_versions_or_has_a_reason() -> None:
    command = [sys.executable, "-m", "pytest", "--collect-only", "-p", "no:cacheprovider", "-m", "not slow", "tests/lrs"]
    process = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    found, excused = covered(process.stdout.splitlines()), set(LISTED["without_test"])
    whole = {number for number, where in found.items() if where == set(product(DATABASES, VERSIONS))}
    assert sorted(KNOWN - whole - excused) == [], "neither tested everywhere nor listed with a reason"
    assert sorted(whole & excused) == [], "tested, and listed as not tested"
    assert sorted((found.keys() | excused) - KNOWN) == [], "no requirement has this number"


def test_a_number_counts_only_where_it_runs() -> None:
    names = ["test_x.py::test_xapi_00143_it[sqlite-1.0.3]", "test_x.py::test_it[postgresql-2.0.0-XAPI-00144]", "test_x.py::test_xapi_00145"]
    assert covered(names) == {"XAPI-00143": {("sqlite", "1.0.3")}, "XAPI-00144": {("postgresql", "2.0.0")}, "XAPI-00145": set()}
