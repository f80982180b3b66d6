"""What a refusal says of a response that does not fit: at most the first 40 signs of it."""

import pytest

from courses.errors import ResponseUnfit
from courses.items import syntax
from courses.items.marking import mark
from courses.model.content import Item

ITEMS = """
## pairs Q ? {match objective=k}
- day => team
- night => night number

## holes I [[call|wait]]. {cloze objective=k}
"""


@pytest.fixture(scope="module")
def items() -> dict[str, Item]:
    return {one.key: one for one in syntax.parse("x.items.md", "en", "m", ITEMS).items}


@pytest.mark.parametrize("key", ["pairs", "holes"])
def test_a_long_wrong_choice_is_cut_after_forty_signs(key: str, items: dict[str, Item]) -> None:
    one = items[key]
    keys = [option.key for option in one.options] or [gap.key for gap in one.gaps]
    with pytest.raises(ResponseUnfit) as refusal:
        mark(one, dict.fromkeys(keys, "x" * 60))
    assert "x" * 40 in str(refusal.value)
    assert "x" * 41 not in str(refusal.value)
