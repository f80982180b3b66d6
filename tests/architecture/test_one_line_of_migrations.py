"""Migrations stand in one line: each has a number of its own and goes on from the one before."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
VERSIONS = ROOT / "migrations" / "versions"


def test_each_migration_goes_on_from_the_one_before() -> None:
    """Two that go on from the same one stop every start of the site; branches that were joined in a hurry made them once."""
    files = sorted(VERSIONS.glob("[0-9]*.py"))
    assert len({path.name[:4] for path in files}) == len(files), "two have one number"
    before = None
    for path in files:
        text = path.read_text(encoding="utf-8")
        revision = re.search(r'^revision(?:: str)? = "([^"]+)"', text, re.MULTILINE)
        down = re.search(r'^down_revision(?::[^=]*)? = (?:"([^"]+)"|None)', text, re.MULTILINE)
        assert revision, path.name
        assert down, path.name
        assert revision[1] == path.stem, path.name
        assert down[1] == before, path.name
        before = revision[1]


def test_a_process_without_pages_knows_every_table() -> None:
    """The worker removes rows of tables by their name: one whose model nobody imported is none."""
    models = {path.relative_to(ROOT) for path in (ROOT / "lms").rglob("*.py") if "(TableModel)" in path.read_text(encoding="utf-8")}
    named = (ROOT / "lms" / "running" / "all_tables.py").read_text(encoding="utf-8")
    missing = [module for path in models if f"import {(module := '.'.join(path.with_suffix('').parts))}" not in named]
    assert models
    assert missing == []
