"""A page put together again from its form: a head that no form can hold is refused in a word the pages know."""

import pytest

from courses.authoring import page_parts
from courses.authoring.registers.yaml_places import CannotEdit


def test_a_value_below_a_list_cannot_be_set() -> None:
    text = '---\ntitle: "Essai"\nchoices: [a, b]\n---\nMots.\n'
    with pytest.raises(CannotEdit):
        page_parts.with_parts(text, "fr/situations/x.md", {("choices", "wait", "safe"): True}, None)
