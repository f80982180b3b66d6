"""docs/xapi-profile.md says what the code says."""

from pathlib import Path

import pytest

from xapi.profile import TEMPLATES
from xapi.vocabulary import EXT, TYPES, VERBS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "xapi-profile.md").read_text(encoding="utf-8")
ROWS = [(name, row.iri) for table in (VERBS, TYPES) for name, row in table.items()] + list(EXT.items())


@pytest.mark.parametrize(("name", "iri"), ROWS, ids=lambda value: value)
def test_each_verb_type_and_extension_is_on_the_page(name: str, iri: str) -> None:
    assert f"| {name} | `{iri}` |" in PAGE


def test_each_template_is_on_the_page_with_what_it_needs() -> None:
    for row in TEMPLATES:
        (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| {row.key} | {row.verb} | {row.type} |")]
        assert all(name in line for name in row.needs[4:])
