"""Any text as a GIFT file: items and what was left out, never a crash; and what was taken over is written and read again."""

from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exchange import taking
from courses.exchange.gift import gift_reader
from courses.items import item_text, syntax

PIECES = (
    "::t::", "{", "}", "=", "~", "#", "%50%", "%-1.2.3%", "->", "\n", "\n\n", "//", "// hlm: unsafe=a", "// hlm: kind=order", "####",
    "#1:0.1", "#1..2", "#=3", "T}", "FALSE", "\\n", "\\=", "\\", "$CATEGORY: x", "[html]", "## x", "- [x] y", "@ z", "é", "\u2028", "\x00",
    "\ud800", "{1:MC:=a~b}", "{1:SA:=x}", "<b>", "</p>", "<img src=x>", "&nbsp;",
    "// hlm: gap.1=a|b", "// hlm: kind=cloze", "____", "[[a|b]]",
)  # fmt: skip
text = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=30).map("".join)


@settings(max_examples=80, deadline=None)
@given(text)
def test_any_gift_text_is_read_or_left_with_its_line(words):
    entries = gift_reader.read(words, "fr")
    rows = taking.rows(entries, taking.Place("fever", "fr"))
    assert len(rows) == len(entries)
    assert all(1 <= row.line <= words.count("\n") + words.count("\r") + 1 for row in rows)
    assert all((row.item is None) == (row.standing == "refused") for row in rows)
    assert not [row for row in rows for one in row.remarks if one.code == "failed"]
    found = [row.item for row in rows if row.item is not None]
    again = syntax.parse("x", "fr", "fever", item_text.write(found))
    assert [item.key for item in again.items] == [item.key for item in found]
