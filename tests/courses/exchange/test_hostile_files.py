"""Files made to harm: bombs, entities, paths outside, lies about sizes; each is refused with a sentence and nothing is fetched."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from courses.exchange import formats, packages, remarks
from courses.exchange.errors import BankUnreadable

BOMB = b"""<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>
<quiz><question type="essay"><name><text>&b;</text></name></question></quiz>"""
OUTSIDE = b"""<?xml version="1.0"?>
<!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz><question type="essay"><name><text>&x;</text></name></question></quiz>"""
FETCH = b"""<!DOCTYPE quiz SYSTEM "http://127.0.0.1:9/x.dtd"><quiz></quiz>"""
WIDE = """<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE quiz [<!ENTITY x SYSTEM "file:///etc/passwd">]><quiz>&x;</quiz>""".encode(
    "utf-16"
)


def archive(**files):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return target.getvalue()


REFUSED = [
    (BOMB, "xml-doctype"),
    (OUTSIDE, "xml-doctype"),
    (FETCH, "xml-doctype"),
    (WIDE, "xml-doctype"),
    (b"<quiz><question type='essay'>", "xml-broken"),
    (b"<quiz>" + b"<a>" * 200 + b"</a>" * 200 + b"</quiz>", "xml-deep"),
    (b"<quiz></quiz>", "no-questions"),
    (b"<html><body>x</body></html>", "unknown-format"),
    (b"<?xml version='1.0' encoding='nothing'?><quiz/>", "not-text"),
    (b"\xff\x00bad", "not-text"),
    (b"caf\xe9 {=a ~b}", "not-text"),
    (b"a\x00{=b ~c}", "not-text"),
    (b"Nothing to answer.", "unknown-format"),
    (b"", "unknown-format"),
    (b"PK\x03\x04 and no archive", "zip-broken"),
    (archive(**{"../evil.xml": "<quiz/>"}), "zip-path"),
    (archive(**{"/etc/evil.xml": "<quiz/>"}), "zip-path"),
    (archive(**{"c:\\evil.xml": "<quiz/>"}), "zip-path"),
    (archive(**{"items/a.xml": b" " * 61_000_000}), "zip-big"),
    (archive(**{f"{n}.xml": "" for n in range(packages.MOST_FILES + 1)}), "zip-big"),
    (archive(**{"h5p.json": "{", "content/content.json": "{}"}), "zip-broken"),
    (b"x" * (formats.MOST_MEGABYTES * 1_000_000 + 1), "too-big"),
    (b"question,kind\nWhat?,single\n", "no-column"),
]  # fmt: skip


@pytest.mark.parametrize(("raw", "why"), REFUSED, ids=[f"{n}-{row[1]}" for n, row in enumerate(REFUSED)])
def test_a_file_made_to_harm_or_of_no_use_is_refused_with_a_sentence(raw, why):
    with pytest.raises(BankUnreadable) as refusal:
        formats.read(raw, "fr")
    assert refusal.value.why.code == why
    for language in ("fr", "en"):
        assert len(remarks.sentence(refusal.value.why, language)) > 20


@settings(max_examples=40, deadline=None)
@given(st.one_of(st.binary(max_size=300), st.text(max_size=200).map(lambda text: f"<quiz>{text}</quiz>".encode("utf-8", "replace"))))
def test_any_bytes_are_read_or_refused_and_never_a_crash(raw):
    with contextlib.suppress(BankUnreadable):
        formats.read(raw, "fr")


def test_a_broken_item_of_a_package_does_not_end_the_others():
    good = b"""<assessmentItem xmlns="x" identifier="q" title="q"><responseDeclaration identifier="RESPONSE" cardinality="single"
      baseType="identifier"><correctResponse><value>a</value></correctResponse></responseDeclaration><itemBody><p>Who?</p>
      <choiceInteraction responseIdentifier="RESPONSE"><simpleChoice identifier="a">me</simpleChoice><simpleChoice identifier="b">you
      </simpleChoice></choiceInteraction></itemBody></assessmentItem>"""
    bank = formats.read(archive(**{"a.xml": b"<broken", "b.xml": BOMB, "c.xml": good}), "en")
    assert [getattr(entry, "why", None) and entry.why.code for entry in bank.entries] == ["xml-broken", "xml-doctype", None]
