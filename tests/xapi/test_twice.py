"""A property given twice is found wherever it stands, however it is written, and nothing else is taken for one."""

import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as some

from xapi.validate import twice


def look(text: str) -> Any:
    raw = text.encode()
    return twice(raw, msgspec.json.decode(raw))


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"a":1,"a":1}', ("a",)),
        ('{"a" :1,"a"\n:2}', ("a",)),
        ('{"a":1,"\\u0061":2}', ("a",)),
        ('{"a":{"b":[1,{"c":1,"c":2}]}}', ("a", "b", 1, "c")),
        ('[{},{"a":{"x":":::"},"a":1}]', (1, "a")),
        ('{"hides":"\\u003a","a":1,"a":2}', ("a",)),
        ('{"hides":"\\u003A\\u003a","a":1,"a":2}', ("a",)),
        ('{"":1,"":2}', ("",)),
        ('{"z":{"q":1,"q":2},"a":1,"a":2}', ("a",)),
    ],
)
def test_the_second_is_found(text: str, path: tuple[Any, ...]) -> None:
    assert look(text) == path


ALIKE = ('{"a":{"a":{"a":1}}}', '[{"a":1},{"a":1}]', '{"a":"{\\"b\\":1,\\"b\\":1}"}', '{"a":"\\u003a"}', "[]", "5", '":"')


@pytest.mark.parametrize("text", ALIKE)
def test_what_only_looks_alike_is_not(text: str) -> None:
    assert look(text) is None


JSON = some.recursive(
    some.none() | some.integers(-5, 5) | some.text('ab:"\\é', max_size=4),
    lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text('ab:"\\', max_size=2), inner, max_size=3),
    max_leaves=10,
)


@given(value=JSON, ascii_only=some.booleans(), spaces=some.sampled_from([(",", ":"), (", ", " : ")]))
def test_json_written_by_a_program_has_none(value: Any, ascii_only: bool, spaces: tuple[str, str]) -> None:
    assert look(json.dumps(value, ensure_ascii=ascii_only, separators=spaces)) is None
