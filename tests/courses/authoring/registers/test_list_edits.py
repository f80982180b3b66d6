"""Entries of a list: the first one of an empty list, the last one taken away; every other line stays."""

import pytest

from courses.authoring.registers import list_edits
from courses.library import new_files
from courses.text import yaml_files

COURSES = (
    'key: a\nmodules: []\nversion: "1.0"\n',
    "key: a\r\nmodules: []  # none yet\r\nversion: 1\r\n",
    "key: a\nmodules: []",
)
ENTRY = {"key": "new-one", "minutes": 8, "objectives": ["K01"]}


@pytest.mark.parametrize("text", COURSES)
def test_an_empty_list_gets_its_first_entry_and_is_empty_again_without_it(text: str) -> None:
    longer = list_edits.append(text, ("modules",), ENTRY)
    assert yaml_files.plain(yaml_files.parse(longer.replace("\r\n", "\n"), ""))["modules"] == [ENTRY]
    assert list_edits.remove_place(longer, ("modules", 0)) == text


@pytest.mark.parametrize("text", COURSES)
def test_a_course_without_modules_gets_the_line_of_a_new_one(text: str) -> None:
    longer = new_files._with_module(text, "mouth-care")
    assert yaml_files.plain(yaml_files.parse(longer.replace("\r\n", "\n"), ""))["modules"][0]["key"] == "mouth-care"
    assert ("\r\n" in longer) == ("\r\n" in text)
    assert len(longer.split("\n")) == len(text.split("\n")) + 1
