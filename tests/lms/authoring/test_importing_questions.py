"""An educator brings questions of another program into a module, and takes a module's practice questions out."""

import html
import io
import re

import pytest
from flask import Flask
from writers import Writer

from courses.exchange import formats
from courses.items import syntax

BANK = """$CATEGORY: x
::Import one:: First of the bank? {=yes#Good. ~no#Bad.}
::Import two:: Second of the bank? {T}
::Import three:: Third of the bank, essay. {}
"""
ITEMS = "en/patient-essentials/fever.items.md"


def look(who: Writer, raw: bytes, **more: str):
    fields = {"module": "fever", "language": "en", "pool": "practice", **more}
    return who.person.post("/en/writing/import", file=(io.BytesIO(raw), "bank.gift"), **fields)


def test_a_trial_tells_what_becomes_of_each_and_writes_nothing(desk_site: Flask, claire: Writer) -> None:
    before = claire.page(ITEMS)
    page = look(claire, BANK.encode())
    assert page.status_code == 200
    words = " ".join(html.unescape(re.sub("<[^>]+>", " ", page.text)).split())
    assert "bank.gift (GIFT) holds 3 questions" in words
    assert "Line 4 : not taken" in words.replace("4: not", "4 : not")
    assert "a long answer that somebody reads" in words
    assert "First of the bank" not in claire.page(ITEMS)
    assert before.count("<li") == claire.page(ITEMS).count("<li")


@pytest.mark.slow
def test_what_is_ticked_stands_in_the_draft_and_nothing_else_moves(desk_site: Flask, claire: Writer) -> None:
    page = look(claire, BANK.encode())
    carried = html.unescape(re.search(r'name="carried"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[1])
    fields = {"module": "fever", "language": "en", "pool": "practice", "carried": carried}
    answer = claire.person.post("/en/writing/import/take", take="import-one", **fields)
    assert (answer.status_code, answer.location) == (303, f"/en/writing/questions/{ITEMS}#import-one")
    text = html.unescape(re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', claire.page(ITEMS), re.DOTALL)[1])
    items = {item.key: item for item in syntax.parse("", "en", "fever", text).items}
    assert items["import-one"].form == "practice"
    assert "import-two" not in items
    again = look(claire, BANK.encode())
    assert "already in the module" in again.text
    assert claire.person.post("/en/writing/import/take", **fields).status_code == 422, "nothing was ticked"


def test_a_file_of_no_use_is_refused_beside_its_field(desk_site: Flask, claire: Writer) -> None:
    for raw, words in (
        (b"", "none of the formats"),
        (b"<!DOCTYPE quiz [<!ENTITY a 'b'>]><quiz>&a;</quiz>", "DOCTYPE"),
        (b"nothing here", "none of the formats"),
    ):
        page = look(claire, raw)
        assert page.status_code == 422
        assert words in page.text
    assert look(claire, BANK.encode(), module="nowhere").status_code == 422
    assert look(claire, BANK.encode(), language="de").status_code == 422


def test_a_bank_of_the_size_a_school_has_passes(desk_site: Flask, claire: Writer) -> None:
    bank = "\n\n".join(f"::q{n}:: Question {n} of many, {'word ' * 200}? {{=yes ~no}}" for n in range(300))
    assert len(bank) > 256 * 1024
    page = look(claire, bank.encode())
    assert page.status_code == 200
    carried = html.unescape(re.search(r'name="carried"[^>]*>\n(.*?)</textarea>', page.text, re.DOTALL)[1])
    fields = {"module": "fever", "language": "en", "pool": "practice", "carried": carried}
    taken = claire.person.post("/en/writing/import/take", take=[f"q{n}" for n in range(300)], **fields)
    assert taken.status_code == 422
    assert "Too many questions for one module" in taken.text


def test_practice_questions_leave_in_each_format_and_no_other_pool_does(desk_site: Flask, claire: Writer) -> None:
    for target in formats.TARGETS:
        address = f"module=fever&language=en&format={target}"
        page = claire.person.get(f"/en/writing/export?{address}")
        assert page.status_code == 200
        file = claire.person.get(f"/en/writing/export/file?{address}")
        assert file.headers["Content-Disposition"].startswith("attachment")
        found = formats.read(file.data, "en")
        keys = {getattr(entry, "title", "") or entry.item.key for entry in found.entries}
        assert keys
    assert claire.person.get("/en/writing/export/file?module=fever&language=en&format=exe").status_code == 404
    assert claire.person.get("/en/writing/export/file?module=nowhere&language=en&format=gift").status_code == 404
    assert claire.person.get("/en/writing/export?module=nowhere&language=en&format=gift").status_code == 422
