"""Rows of the triage register and the site's rules by form: a clinician's, signed with the sources open, kept while texts agree."""

import html
import re
import unicodedata

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from lms_cast import add_person
from writers import BASE, Writer

from courses.authoring.registers import triage_rows, yaml_edits
from courses.authoring.registers.yaml_places import CannotEdit
from courses.rules import rule_files
from lms.authoring.clinical import rule_fields
from lms.settings import CONTENT
from lms.web.current_site import site_of

ROW = "/en/writing/triage/row"
SIGN = "/en/writing/triage/sign"
PATH = triage_rows.PATH


def own_text(site: Flask, path: str) -> str:
    return (site_of(site).settings.shown_content / path).read_bytes().decode()


@pytest.fixture(scope="module")
def anne(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "clinician", "anne"))


@pytest.fixture(scope="module")
def paul(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "clinician", "paul"))


def fields_of(page: str) -> dict[str, object]:
    """Every field of the page's form as a browser would send it."""
    form = page.split('<form method="post"')[1].split("</form>")[0]
    fields: dict[str, object] = {}
    for name, words in re.findall(r'<textarea id="([\w-]+)"[^>]*>\n(.*?)</textarea>', form, re.DOTALL):
        fields[name] = html.unescape(words)
    for tag in re.findall(r"<input [^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name is None or ('type="checkbox"' in tag and " checked" not in tag) or name[1] == "csrf_token":
            continue
        words = html.unescape(value[1]) if value else ""
        fields[name[1]] = [*fields.get(name[1], []), words] if 'type="checkbox"' in tag else words
    for name, options in re.findall(r'<select id="[\w-]+" name="([\w-]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        fields.setdefault(name, html.unescape(chosen[1]) if chosen else "")
    return fields


def test_only_a_clinician_changes_a_row_and_educators_read_them(claire: Writer, anne: Writer) -> None:
    assert claire.person.get("/en/writing/triage").status_code == 200
    assert claire.person.get(f"{ROW}?key=cold").status_code == 403
    assert anne.person.get("/en/writing/triage").status_code == 200
    assert claire.person.get("/en/writing/clinical/triage").status_code == 403


def test_saving_what_was_opened_changes_no_byte(desk_site: Flask, anne: Writer) -> None:
    before = own_text(desk_site, PATH)
    for key in ("cold", "fever", "fever-hormones", "shivers"):
        fields = fields_of(anne.person.get(f"{ROW}?key={key}").text)
        assert anne.person.post(ROW, **{**fields, "do": "save"}).status_code == 303, key
        assert own_text(desk_site, PATH) == before, key


@pytest.mark.slow
def test_a_row_lower_than_its_most_careful_source_is_refused_in_the_readers_language(desk_site: Flask, anne: Writer) -> None:
    before = own_text(desk_site, PATH)
    fields = fields_of(anne.person.get("/fr/rediger/tri/ligne?key=cold").text)
    answer = anne.person.post("/fr/rediger/tri/ligne", **{**fields, "urgency": "next", "do": "save"})
    assert answer.status_code == 422
    assert "prudent" in html.unescape(answer.text.split('id="urgency-error"')[1].split("</span>")[0])
    assert own_text(desk_site, PATH) == before


@pytest.mark.slow
def test_a_changed_row_is_signed_by_another_clinician_with_each_source_open(desk_site: Flask, anne: Writer, paul: Writer) -> None:
    before = own_text(desk_site, PATH)
    fields = fields_of(anne.person.get(f"{ROW}?key=cold").text)
    assert anne.person.post(ROW, **{**fields, "note": "Lue à nouveau.", "do": "save"}).status_code == 303
    after = own_text(desk_site, PATH)
    rows, new_rows = before.split("\n"), after.split("\n")
    assert [row for row in new_rows if row not in rows] == ["    note: Lue à nouveau."]
    assert len(new_rows) == len(rows) + 1

    def signing(who: Writer, **more: object):
        page = who.person.get(f"{SIGN}?key=cold").text
        return who.person.post(SIGN, key="cold", base=BASE.findall(page)[0], **more)

    sources = list(triage_rows.rows(after)["cold"].values["says"])
    everything = {"opened": sources, "name": "Dr Paul Roux"}
    assert "You wrote in this row" in signing(anne, **everything).text
    assert "was not opened" in signing(paul, **everything).text
    for source in sources:
        led = paul.person.get(f"/en/writing/triage/source?row=cold&source={source}")
        assert led.status_code == 303
        assert led.location.startswith("http")
    assert "is not ticked" in signing(paul, opened=sources[1:], name="Dr Paul Roux").text
    assert "name is missing" in signing(paul, opened=sources, name="").text
    assert signing(paul, **everything).status_code == 303
    signed = triage_rows.rows(own_text(desk_site, PATH))["cold"].values
    assert signed["reviewer"] == "Dr Paul Roux"
    assert "signed by Dr Paul Roux" in anne.person.get("/en/writing/triage").text
    fields = fields_of(paul.person.get(f"{ROW}?key=cold").text)
    assert paul.person.post(ROW, **{**fields, "note": "Et encore.", "do": "save"}).status_code == 303
    assert not triage_rows.rows(own_text(desk_site, PATH))["cold"].values.get("reviewer")
    assert "reviewed_on" not in triage_rows.rows(own_text(desk_site, PATH))["cold"].values


@pytest.mark.slow
def test_no_signature_is_typed_into_the_text(desk_site: Flask, anne: Writer) -> None:
    address = "/en/writing/clinical/triage"
    page = anne.person.get(address).text
    text = html.unescape(re.search(r'<textarea id="text"[^>]*>\n(.*?)</textarea>', page, re.DOTALL)[1])
    forged = yaml_edits.set_value(text, ("rows", "shivers", "reviewer"), "Dr Nobody")
    answer = anne.person.post(address, base=BASE.findall(page)[0], do="save", text=forged)
    assert answer.status_code == 422
    assert "signed on its own page" in html.unescape(answer.text)


@pytest.mark.slow
def test_two_at_one_row_and_a_second_sees_both(anne: Writer, paul: Writer) -> None:
    hers, his = (fields_of(who.person.get(f"{ROW}?key=very-unwell").text) for who in (anne, paul))
    assert anne.person.post(ROW, **{**hers, "note": "La sienne.", "do": "save"}).status_code == 303
    stopped = paul.person.post(ROW, **{**his, "note": "La mienne.", "do": "save"})
    assert stopped.status_code == 409
    assert "La sienne." in stopped.text
    assert "{'" not in html.unescape(stopped.text), "what she saved is told in words, not as a program writes it"
    assert fields_of(stopped.text)["note"] == "La mienne."


RULES = "/en/writing/rules"


def test_rules_are_refused_in_their_field_and_unchanged_ones_change_nothing(desk_site: Flask, claire: Writer, anne: Writer) -> None:
    assert claire.person.get(RULES).status_code == 403
    before = own_text(desk_site, rule_files.RULES)
    fields = fields_of(anne.person.get(RULES).text)
    for name, value, said in (
        ("low", "50", "Between 34 and 40"),
        ("number-samu", "fifteen", "Digits alone"),
        ("valid_until", "soon", "Write it like"),
        ("preset-0-references", "nobody", "nobody"),
        ("once-rule-fr", "", "both languages"),
    ):
        answer = anne.person.post(RULES, **{**fields, name: value, "do": "look"})
        assert answer.status_code == 422, name
        assert said in html.unescape(answer.text.split(f'id="{name}-error"')[1].split("</span>")[0]), name
    assert "unknown place" in anne.person.post(RULES, **{**fields, "once-rule-fr": "{nowhere}", "do": "look"}).text
    assert anne.person.post(RULES, **{**fields, "do": "save"}).status_code == 303
    assert own_text(desk_site, rule_files.RULES) == before


@pytest.mark.slow
def test_a_sentence_of_the_rule_changes_alone(desk_site: Flask, anne: Writer) -> None:
    before = own_text(desk_site, rule_files.RULES)
    fields = fields_of(anne.person.get(RULES).text)
    fields["preset-1-name-en"] = "38.0 °C once (what most choose)"
    assert anne.person.post(RULES, **{**fields, "do": "save"}).status_code == 303
    assert own_text(desk_site, rule_files.RULES) == before.replace('"38.0 °C, once (default)"', '"38.0 °C once (what most choose)"')


TEXT = (CONTENT / PATH).read_bytes().decode()
ROWS = triage_rows.rows(TEXT)
SIGNS = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn"), blacklist_characters="\ufeff\u2028\u2029"), min_size=1, max_size=40
)


def check_row(key: str, place: tuple[str, ...], words: str) -> None:
    try:
        after = triage_rows.with_row(TEXT, key, {place: words})
    except CannotEdit:
        return
    now = triage_rows.rows(after)
    assert {one: row.values for one, row in now.items() if one != key} == {one: row.values for one, row in ROWS.items() if one != key}
    assert triage_rows.value_at(now[key].values, place) == unicodedata.normalize("NFC", words), "a file is read in that form"
    rows, new_rows = TEXT.split("\n"), after.split("\n")
    assert len(set(new_rows) - set(rows)) <= 1


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(st.sampled_from(list(ROWS)), st.sampled_from([("fr",), ("en",), ("note",), ("urgency",)]), SIGNS)
def test_any_value_of_any_row_changes_alone(key: str, place: tuple[str, ...], words: str) -> None:
    check_row(key, place, words)


def test_the_parts_of_the_rules_hold_every_preset() -> None:
    text = (CONTENT / rule_files.RULES).read_text("utf-8")
    assert [part.key for part in rule_fields.parts(text) if part.is_preset] == list(rule_files.parse(text).presets)
