"""Any text as a GIFT file: items and what was left out, never a crash; and what was taken over is written and read again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.export import gift, item_text
from courses.items import syntax

PIECES = (
    "::t::", "{", "}", "=", "~", "#", "%50%", "%-1.2.3%", "->", "\n", "\n\n", "//", "// hlm: unsafe=a", "// hlm: kind=order", "####",
    "#1:0.1", "#1..2", "#=3", "T}", "FALSE", "\\n", "\\=", "\\", "$CATEGORY: x", "[html]", "## x", "- [x] y", "@ z", "é", "\u2028", "\x00",
    "\ud800",
)  # fmt: skip
text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=30).map("".join)


@settings(max_examples=300, deadline=None)
@given(text)
def test_any_gift_text_is_read_or_left_with_its_line(words):
    found, left = gift.read(words, module="fever", language="fr")
    assert all(1 <= one.line <= words.count("\n") + 1 for one in left)
    again = syntax.parse("x", "fr", "fever", item_text.write(found))
    assert [item.key for item in again.items] == [item.key for item in found]
