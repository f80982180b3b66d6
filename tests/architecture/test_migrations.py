"""Migrations are one chain: each number once, one after the other, so that no two branches leave a site with two heads."""

import re
from pathlib import Path

VERSIONS = Path(__file__).resolve().parents[2] / "migrations" / "versions"


def test_migrations_are_one_chain_with_each_number_once() -> None:
    steps: dict[str, str] = {}
    for path in sorted(VERSIONS.glob("*.py")):
        text = path.read_text("utf-8")
        revision, before = (re.search(rf'^{name} = (?:"([^"]*)"|None)$', text, re.M) for name in ("revision", "down_revision"))
        assert revision is not None, path
        assert before is not None, path
        assert revision[1] == path.stem, f"{path.name}: its revision has another name"
        steps[revision[1]] = before[1] or ""
    names = sorted(steps)
    assert len({name[:4] for name in names}) == len(names), "a number stands twice: renumber the newer migration"
    assert [steps[name] for name in names] == ["", *names[:-1]], "a migration does not follow the one before it"
