"""The four emergency numbers that pages print: a rule file without one of them is refused at its line."""

from pathlib import Path

import pytest

from courses.errors import ContentUnreadable
from courses.rules import rule_files

TEXT = (Path(__file__).parents[3] / "content" / rule_files.RULES).read_text(encoding="utf-8")


@pytest.mark.parametrize("key", rule_files.NUMBERS)
@pytest.mark.parametrize("value", ["", "null", '""', '"quinze"', "[15]", "1", '"15 "'])
def test_a_number_that_cannot_be_called_is_refused_at_its_line(key: str, value: str) -> None:
    lines = TEXT.split("\n")
    at = next(place for place, line in enumerate(lines) if line.startswith(f"  {key}:"))
    lines[at] = f"  {key}: {value}"
    with pytest.raises(ContentUnreadable) as refused:
        rule_files.parse("\n".join(lines))
    assert (refused.value.code, refused.value.line) == ("140", at + 1)


@pytest.mark.parametrize("block", ["numbers: {}", "numbers:", "numbers: []"])
def test_a_file_without_them_is_refused(block: str) -> None:
    start = TEXT.index("numbers:\n")
    with pytest.raises(ContentUnreadable) as refused:
        rule_files.parse(TEXT[:start] + block + "\n")
    assert refused.value.code == "140"


def test_the_shipped_ones_are_taken() -> None:
    numbers = rule_files.parse(TEXT).preset().numbers
    assert [numbers[key] for key in rule_files.NUMBERS] == ["15", "112", "114", "3114"]
