"""Sources, objectives, courses, pages and questions by form: a wrong field says so, only edited lines change, two never lose a word."""

import html
import re
from typing import Any

import pytest
from flask import Flask
from sent_forms import form_with
from writers import BASE, Writer

from courses.authoring import item_edits
from courses.authoring.registers import shared_files
from lms.web.current_site import site_of

SOURCE = {
    "at": "", "key": "hand-foot-guide", "title": "Le syndrome main-pied: conseils", "organisation": "Institut, Paris", "year": "2024",
    "year_from": "", "url": "https://example.org/main-pied", "doi": "", "isbn": "", "seen": "excerpt", "checked_on": "2026-11-01",
    "valid_until": "2027-05-01", "note": "",
}  # fmt: skip
REFERENCES = "_structure/references.yml"
ITEMS = "fr/caregivers/carer-role.items.md"


def own_text(site: Flask, path: str) -> str:
    settings = site_of(site).settings
    folder = settings.own_content if settings.own_content.is_dir() else settings.content
    return (folder / path).read_bytes().decode()


def base_of(page: str) -> str:
    return BASE.findall(page)[0]


def add_source(who: Writer, **more: str) -> Any:
    page = who.person.get("/en/writing/registers/sources/entry").text
    return who.person.post("/en/writing/registers/sources/entry", base=base_of(page), **{**SOURCE, **more})


def test_a_source_is_added_without_touching_another_byte(desk_site: Flask, claire: Writer) -> None:
    before = own_text(desk_site, REFERENCES)
    assert add_source(claire).status_code == 303
    after = own_text(desk_site, REFERENCES)
    assert after.startswith(before)
    entry = shared_files.entries(after, REFERENCES)["hand-foot-guide"]
    assert entry.values["title"] == SOURCE["title"]
    assert entry.values["year"] == 2024
    assert "hand-foot-guide" in claire.person.get("/en/writing/registers/sources?q=main-pied").text


def test_a_wrong_field_says_so_beside_it_and_keeps_what_was_typed(desk_site: Flask, claire: Writer) -> None:
    before = own_text(desk_site, REFERENCES)
    wrong = {
        "url": ("https://example.org/", "the page where the words stand"),
        "year": ("24", "Four digits"),
        "valid_until": ("2026-10-01", "after the one it was read"),
        "checked_on": ("2062-01-01", "somebody read it"),
        "key": ("Main Pied", "Lower-case letters"),
        "title": ("", "Fill in this field"),
    }
    for field, (value, said) in wrong.items():
        answer = add_source(claire, **{"key": f"never-{field.replace('_', '-')}", field: value})
        assert answer.status_code == 422, field
        block = answer.text.split(f'id="{field}-error"')[1].split("</span>")[0]
        assert said in block, field
        assert "Institut, Paris" in answer.text
    assert add_source(claire, key="one-again", url="https://www.cancer.gov/", doi="10.1200/JCO.2017.77.6211").status_code == 422
    assert own_text(desk_site, REFERENCES) == before


def test_two_at_one_entry_the_second_sees_both_and_others_are_free(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    address = "/en/writing/registers/objectives/entry"
    hers, his = (who.person.get(f"{address}?key=K05").text for who in (claire, jean))
    other = jean.person.get(f"{address}?key=K06").text
    assert claire.person.post(address, at="K05", base=base_of(hers), fr="Le sien.", en="Hers.", skill="").status_code == 303
    assert jean.person.post(address, at="K06", base=base_of(other), fr="Un autre.", en="Another.", skill="").status_code == 303
    stopped = jean.person.post(address, at="K05", base=base_of(his), fr="Le mien.", en="Mine.", skill="")
    assert stopped.status_code == 409
    assert "Hers." in stopped.text
    assert 'value="Mine."' in stopped.text
    again = jean.person.post(address, at="K05", base=base_of(stopped.text), fr="Le mien.", en="Mine.", skill="")
    assert again.status_code == 303
    assert shared_files.entries(own_text(desk_site, "_structure/objectives.yml"), "")["K05"].values == {"fr": "Le mien.", "en": "Mine."}


@pytest.mark.slow
def test_a_source_that_is_cited_is_not_taken_away(desk_site: Flask, claire: Writer) -> None:
    add_source(claire, key="nobody-cites-it", url="https://example.org/nobody")
    address = "/en/writing/registers/sources"
    used = claire.person.get(f"{address}/uses?key=asco-idsa-2018").text
    assert "fr/patient-essentials/fever.md" in used or "fr/gps/gp-fever-neutropenia.md" in used
    assert claire.person.post(f"{address}/remove", key="asco-idsa-2018", base="x").status_code == 409
    free = claire.person.get(f"{address}/uses?key=nobody-cites-it").text
    assert claire.person.post(f"{address}/remove", key="nobody-cites-it", base=base_of(free)).status_code == 303
    assert "nobody-cites-it" not in own_text(desk_site, REFERENCES)


def test_a_course_changes_order_minutes_and_objectives(desk_site: Flask, claire: Writer) -> None:
    path = "_structure/caregivers/course.yml"
    before = own_text(desk_site, path)
    first, second = list(shared_files.lines(before, path))[:2]
    page = claire.person.get("/en/writing/course/caregivers").text
    assert claire.person.post("/en/writing/course/caregivers", base=base_of(page), module=first, to="down").status_code == 303
    assert list(shared_files.lines(own_text(desk_site, path), path))[:2] == [second, first]
    late = claire.person.post("/en/writing/course/caregivers", base=base_of(page), module=first, to="down")
    assert late.status_code == 409
    address = f"/en/writing/course/caregivers/{first}"
    page = claire.person.get(address).text
    wrong = claire.person.post(address, base=base_of(page), minutes="61", critical="yes", objective="K01")
    assert wrong.status_code == 422
    assert "A whole number from 1 to 60." in wrong.text
    typed = {"minutes": "17", "critical": "yes", "objective": ["K01", "K02"], "mirrors": ["tablets-at-home", "worm"]}
    assert claire.person.post(address, base=base_of(page), **typed).status_code == 303
    line = shared_files.lines(own_text(desk_site, path), path)[first].values
    assert (line["minutes"], line["critical"], line["objectives"]) == (17, True, ["K01", "K02"])
    assert line["mirrors"] == ["tablets-at-home"]
    changed = set(own_text(desk_site, path).splitlines()) - set(before.splitlines())
    assert len(changed) == 1


@pytest.mark.slow
def test_a_register_the_site_cannot_read_is_not_kept(desk_site: Flask, claire: Writer) -> None:
    address = f"/en/writing/shared/{REFERENCES}"
    page, before = claire.person.get(address).text, own_text(desk_site, REFERENCES)
    for text in ("a: [", "- a list", "a: 1\na: 2", "\x00", "!!python/object/apply:os.system [id]"):
        answer = claire.person.post(address, base=base_of(page), text=text, do="save")
        assert answer.status_code == 422, text
        assert "could not read the file" in answer.text
    assert own_text(desk_site, REFERENCES) == before
    days = "  checked_on: 2026-11-01\n  valid_until: 2027-05-01\n  seen: excerpt\n"
    longer = f"{before}one-more:\n  title: Un\n  organisation: Deux\n  year: 2020\n  url: https://example.org/un/deux\n{days}"
    assert claire.person.post(address, base=base_of(page), text=longer, do="save").status_code == 303
    assert own_text(desk_site, REFERENCES) == longer


@pytest.mark.slow
def test_a_question_is_added_changed_and_taken_away(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    address = f"/en/writing/question/{ITEMS}"
    before = own_text(desk_site, ITEMS)
    page = claire.person.get(f"{address}?kind=truth").text
    assert 'value="Vrai"' in page
    typed = {
        "base": base_of(page), "at": "", "like": "", "kind": "truth", "key": "new-truth", "question": "La fièvre attend-elle ?",
        "text_0": "Vrai", "mark_0": "other", "feedback_0": "Elle n’attend pas.", "text_1": "Faux", "mark_1": "right",
        "feedback_1": "Oui : elle n’attend pas.", "objective": "K02", "pool": "practice", "sources": "asco-idsa-2018",
    }  # fmt: skip
    wrong = claire.person.post(address, **{**typed, "mark_0": "unsafe", "objective": "nothing", "mark_1": "other", "do": "save"})
    assert wrong.status_code == 422
    assert "One option is right, and one alone" in wrong.text
    looked = claire.person.post(address, **typed, do="look")
    assert looked.status_code == 200
    assert "As readers see it" in looked.text
    assert claire.person.post(address, **typed, do="save").status_code == 303
    after = own_text(desk_site, ITEMS)
    items = {item.key: item for item in item_edits.items_of(ITEMS, after)}
    assert [option.verdict for option in items["new-truth"].options] == ["other", "right"]
    assert set(before.splitlines()) <= set(after.splitlines()), "every line that was there is there still"
    hers, his = (who.person.get(f"{address}?item=new-truth").text for who in (claire, jean))
    change = {**typed, "key": "", "at": "new-truth", "kind": "single", "do": "save"}
    assert claire.person.post(address, **{**change, "base": base_of(hers), "hint": "Pensez à la nuit."}).status_code == 303
    stopped = jean.person.post(address, **{**change, "base": base_of(his), "hint": "Autre chose."})
    assert stopped.status_code == 409
    assert "Pensez à la nuit." in stopped.text
    assert "Autre chose." in stopped.text
    gone = jean.person.post(address, **{**change, "base": base_of(stopped.text), "do": "remove"})
    assert gone.status_code == 303
    assert own_text(desk_site, ITEMS) == before


@pytest.mark.slow
def test_the_words_of_a_page_change_and_its_sources_follow(desk_site: Flask, claire: Writer) -> None:
    file = "fr/caregivers/carer-role.md"
    page = claire.person.get(f"/en/writing/form/{file}").text
    body = re.findall(r'<textarea id="body"[^>]*>\n(.*?)</textarea>', page, re.S)[0]
    assert "references:" not in body
    title = re.findall(r'id="title"[^>]*value="([^"]*)"', page)[0]
    fields = {"base": base_of(page), "summary": "Une phrase.", "authors": "Claire, Jean", "title": title, "do": "save"}
    words = "## Un {#one}\n\nUne phrase. [@asco-idsa-2018; @inca-carers]\n"
    empty = claire.person.post(f"/en/writing/form/{file}", **{**fields, "title": "", "body": "## A {#a}\n\nRien."})
    assert empty.status_code == 422
    assert "Rien." in empty.text
    looked = claire.person.post(f"/en/writing/form/{file}", **{**fields, "body": words, "do": "look"})
    assert 'id="source-asco-idsa-2018"' in looked.text
    assert ": 312" not in looked.text, "what a save puts into the list is not told as missing"
    answer = claire.person.post(f"/en/writing/form/{file}", **{**fields, "body": words})
    assert answer.status_code == 303
    text = claire.text(file)
    head = text.split("---")[1]
    assert "asco-idsa-2018" in head.partition("references:")[2]
    assert "summary: Une phrase." in head or 'summary: "Une phrase."' in head
    late = claire.person.post(f"/en/writing/form/{file}", **{**fields, "body": "## Autre {#one}\n\nMes mots.\n"})
    assert late.status_code == 409
    assert "Mes mots." in late.text


@pytest.mark.slow
def test_a_head_that_a_form_shows_otherwise_stays_as_it_is_typed(claire: Writer) -> None:
    file = "fr/caregivers/carer-red-signals.md"
    text = claire.text(file)
    folded = re.sub(r"^summary: .*$", "summary: >-\n  Une  phrase\n  en deux.", text, count=1, flags=re.MULTILINE)
    assert claire.save(file, folded).status_code == 303
    form = form_with(claire.person.get(f"/en/writing/form/{file}").text, "body")
    assert claire.person.post(form.action, **form.data(do="save")).status_code == 303
    assert claire.text(file) == folded


@pytest.mark.slow
def test_words_are_kept_when_somebody_else_broke_the_head_meanwhile(claire: Writer, jean: Writer) -> None:
    file = "fr/caregivers/carer-daily-care.md"
    form = form_with(jean.person.get(f"/en/writing/form/{file}").text, "body")
    assert claire.save(file, claire.text(file).replace("---\n", "--\n", 1)).status_code == 303
    late = jean.person.post(form.action, **form.data(do="save", body="## Autre {#one}\n\nMes mots.\n"))
    assert late.status_code in (409, 422)
    assert "Mes mots." in late.text


@pytest.mark.slow
def test_a_simple_version_and_a_translation_are_begun(desk_site: Flask, claire: Writer) -> None:
    file = "fr/gps/gp-evidence-new.md"
    made = claire.person.post(
        "/en/writing/new", where="gps", key="gp-evidence-new", title_fr="Preuves", title_en="Evidence", copy_of="gps/gp-pathway-evidence"
    )
    assert made.status_code == 303
    assert "state: draft" in claire.text(file)
    answer = claire.person.post(f"/en/writing/begin/{file}", what="simple")
    assert answer.status_code == 303
    assert answer.location.endswith("/writing/form/fr/gps/gp-evidence-new.simple.md")
    other = claire.person.post("/en/writing/begin/fr/gps/gp-evidence-new.simple.md", what="language")
    assert other.location.endswith("/writing/form/en/gps/gp-evidence-new.simple.md")
    again = own_text(desk_site, "en/gps/gp-evidence-new.simple.md")
    claire.person.post("/en/writing/begin/fr/gps/gp-evidence-new.simple.md", what="language")
    assert own_text(desk_site, "en/gps/gp-evidence-new.simple.md") == again, "what is there is opened, never written over"


SCENE = "fr/situations/headache-first.md"


def test_a_scene_is_changed_by_form(desk_site: Flask, claire: Writer) -> None:
    form = form_with(claire.person.get(f"/en/writing/form/{SCENE}").text, "scene_text")
    before = own_text(desk_site, SCENE)
    first = next(name.removeprefix("mark_") for name, value in form.fields if name.startswith("mark_") and value == "safe")
    marks = {name: "other" for name, _value in form.fields if name.startswith("mark_")}
    answer = claire.person.post(form.action, **form.data(do="save", **marks))
    assert answer.status_code == 422
    assert "No choice is safe" in answer.text
    changed = {
        "first_day": "4", "last_day": "9", "room": "ward", f"then_{first}": "Tout va mieux.", f"now_{first}_gauges_0": "energy",
        f"now_{first}_gauges_0_by": "3", "scene_tip": "Une ligne.\nDeux lignes.",
    }  # fmt: skip
    assert claire.person.post(form.action, **form.data(do="save", **changed)).status_code == 303
    after = own_text(desk_site, SCENE)
    for line in ("days: [4, 9]", "room: ward", "> Tout va mieux.", "! Une ligne.", "! Deux lignes."):
        assert f"\n{line}\n" in after, line
    assert "gauges: {energy: 3" in after
    lost = set(before.splitlines()) - set(after.splitlines())
    assert len(lost) == 5, "the days, the room, one effect, one feedback and the tip"
    form = form_with(claire.person.get(f"/en/writing/form/{SCENE}").text, "scene_text")
    wrong = claire.person.post(form.action, **form.data(do="save", scene_text="> Ceci\n## call"))
    assert wrong.status_code == 422
    assert "These words cannot be kept" in wrong.text
    assert "&gt; Ceci" in wrong.text
    assert own_text(desk_site, SCENE) == after


@pytest.mark.slow
def test_choices_questions_and_what_comes_later_are_added_and_taken_away(desk_site: Flask, claire: Writer) -> None:
    file = "fr/situations/hair.md"
    before = own_text(desk_site, file)
    form = form_with(claire.person.get(f"/en/writing/form/{file}").text, "scene_text")
    new = {
        "new_choice": "ask-friend", "say_new-one": "Demander à une amie", "then_new-one": "Elle vient.", "mark_new-one": "safe",
        "new_ask": "how-long", "ask_new-one": "Depuis quand ?", "answer_new-one": "Une semaine.",
    }  # fmt: skip
    assert claire.person.post(form.action, **form.data(do="save", **new)).status_code == 303
    after = own_text(desk_site, file)
    assert "\n  ask-friend: {safe: true, effect: {}}\n" in after
    assert after.endswith("\n## ask-friend\nDemander à une amie\n> Elle vient.\n")
    assert after.index("### how-long\nDepuis quand ?\n> Une semaine.\n") < after.index("\n## ")
    form = form_with(claire.person.get(f"/en/writing/form/{file}").text, "scene_text")
    later = {
        "in_days_ask-friend": "2",
        "in_slot_ask-friend": "evening",
        "after_ask-friend": "Elle appelle.",
        "late_ask-friend_reports": "team",
    }
    assert claire.person.post(form.action, **form.data(do="save", **later)).status_code == 303
    assert "later: {days: 2, slot: evening, effect: {reports: team}}" in own_text(desk_site, file)
    assert ">> Elle appelle.\n" in own_text(desk_site, file)
    form = form_with(claire.person.get(f"/en/writing/form/{file}").text, "scene_text")
    gone = {**form.data(do="save"), "without_ask-friend": "yes", "without_ask_how-long": "yes"}
    assert claire.person.post(form.action, **gone).status_code == 303
    assert own_text(desk_site, file) == before


def test_a_page_by_form_offers_what_can_be_put_into_its_words_and_shows_its_sources(claire: Writer, jean: Writer) -> None:
    address = "/en/writing/form/fr/caregivers/carer-role.md"
    page = html.unescape(claire.person.get(address).text)
    offered = re.findall(r'<option value="([^"]*)">([^<]*)</option>', page)
    assert "(inca-carers)" in dict(offered).get("[@inca-carers]", "")
    assert any(re.fullmatch(r"!\[.+\]\(media:modules/.+\.svg\)", text) for text, _words in offered), "a picture"
    modules = [text for text, _words in offered if re.fullmatch(r"\[.+\]\(module:[a-z0-9-]+\)", text)]
    assert len(modules) > 20
    assert not any(text.endswith("(module:carer-role)") for text in modules), "not to itself"
    listed = re.search(r'<li id="source-inca-carers".*?</li>', page, re.S)
    assert listed
    assert "Institut national du cancer" in listed[0] or "INCa" in listed[0], "by its words, not by its key alone"
    marks = [re.findall(r'data-unsaved="([^"]+)"', who.person.get(address).text) for who in (claire, jean)]
    assert marks[0] != marks[1], "what one types on a device is not offered to another who signs in there"


def test_a_question_by_form_offers_rows_of_the_register_objectives_and_sources(claire: Writer) -> None:
    page = html.unescape(claire.person.get(f"/en/writing/question/{ITEMS}?kind=single").text)
    offered = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', page)
    values = {value for value, _words in offered}
    assert {"fever", "shivers"} <= values, "rows"
    assert "K05" in values, "objectives"
    assert "inca-carers" in values, "sources"
    assert all(value in words for value, words in offered if value in ("fever", "shivers", "K05", "inca-carers"))


def test_the_help_page_names_each_mark_as_it_is_typed(claire: Writer) -> None:
    page = html.unescape(claire.person.get("/en/writing/help").text)
    for mark in ("{#when-to-call}", "[@hand-foot-guide]", "::: safety {#call}", "{{fever.rule}}", "{{number.samu}}"):
        assert mark in page
