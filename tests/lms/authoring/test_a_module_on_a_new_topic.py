"""A module on a new topic by form: source, objective, course line, text, eight questions, simple version, English, signature."""

import html
import re
from datetime import date, timedelta
from typing import Any

import new_topic as topic
import pytest
from flask import Flask
from lms_cast import add_person
from writers import BASE, Writer

from courses.authoring import item_edits
from courses.library import content_folder
from lms.web.current_site import site_of

pytestmark = pytest.mark.slow
WRITING = "/en/writing"
FIELD = re.compile(r'name="([\w-]+)"')


def post(who: Writer, address: str, **fields: Any) -> Any:
    """What the page's form sends back: its mark and hidden fields, and what was typed."""
    page = who.person.get(address).text
    hidden = {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([a-z]+)" value="([^"]*)"', page)}
    unknown = set(fields) - set(FIELD.findall(page)) - {"do"}
    assert not unknown, f"{address} has no field {unknown}"
    return who.person.post(address.partition("?")[0], **{**hidden, "base": next(iter(BASE.findall(page)), ""), **fields})


def problems(answer: Any) -> str:
    return " ".join(re.findall(r'class="small" lang="en">([^<]*)<', answer.text))


def write_questions(who: Writer, language: str) -> None:
    file = f"{language}/{topic.COURSE}/{topic.KEY}.items.md"
    for kind, key, french, english in topic.QUESTIONS:
        typed = {**(french if language == "fr" else english)}
        if language == "fr":
            typed |= {"key": key, "sources": "sleep-guide", "objective": "sleep-well", "pool": "practice"}
            answer = post(who, f"{WRITING}/question/{file}?kind={kind}", **typed, do="save")
        else:
            answer = post(who, f"{WRITING}/question/{file}?like={key}", **typed, objective="sleep-well", sources="sleep-guide", do="save")
        assert answer.status_code == 303, (key, re.findall(r'class="error"[^>]*>.*?</span>', answer.text))
    post(who, f"{WRITING}/question/{file}?item=first", do="remove")


def test_a_module_on_a_new_topic_reaches_its_readers_without_a_file(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    nadia, own = Writer(add_person(desk_site, "educator", "nadia")), site_of(desk_site).settings.own_content
    assert post(claire, f"{WRITING}/registers/sources/entry", **topic.SOURCE).status_code == 303
    assert post(claire, f"{WRITING}/registers/objectives/entry", **topic.OBJECTIVE).status_code == 303
    assert post(claire, f"{WRITING}/new-course", **topic.COURSE_FORM, credential="attestation", version="1.0").status_code == 303
    begun = claire.person.post(
        f"{WRITING}/new", where=topic.COURSE, key=topic.KEY, title_fr=topic.TITLES["fr"], title_en=topic.TITLES["en"]
    )
    assert begun.status_code == 303
    line = post(claire, f"{WRITING}/course/{topic.COURSE}/{topic.KEY}", minutes="6", objective="sleep-well")
    assert line.status_code == 303
    for language, who in (("fr", claire), ("en", jean)):
        file = f"{language}/{topic.COURSE}/{topic.KEY}.md"
        fields = {"title": topic.TITLES[language], "summary": topic.SUMMARY[language], "authors": "Claire, Jean"}
        assert post(who, f"{WRITING}/form/{file}", **fields, body=topic.BODY[language], do="save").status_code == 303
        write_questions(who, language)
        assert who.person.post(f"{WRITING}/begin/{file}", what="simple").status_code == 303
        easy = file.replace(".md", ".simple.md")
        assert post(who, f"{WRITING}/form/{easy}", title=topic.TITLES[language], body=topic.EASY[language], do="save").status_code == 303
        asked = who.move(file, "in_review")
        assert asked.status_code == 303, asked.text.split('role="alert"')[1][:1500]
    until = (date.today() + timedelta(days=150)).isoformat()
    french, english = (f"{language}/{topic.COURSE}/{topic.KEY}.md" for language in ("fr", "en"))
    assert claire.publish(french, until).status_code == 403
    kept = jean.publish(french, until, has_read="")
    assert kept.status_code == 422
    assert 'value="Dr Anne Roux, oncologue"' in kept.text, "a signature that is not taken keeps what was typed"
    assert jean.publish(french, until).status_code == 303
    assert nadia.publish(english, until).status_code == 303
    library = content_folder.load(own, today=date.today())
    for language in ("fr", "en"):
        files = library.of(topic.KEY, language)
        assert files
        assert files.text
        assert files.text.front.text("state") == "published"
        assert files.text.front.words("references") == ("sleep-guide",)
        assert files.items
        assert [item.key for item in files.items.items] == [key for _kind, key, _fr, _en in topic.QUESTIONS]
        assert files.simple
    assert library.structure.modules[topic.KEY].minutes == 6


def test_a_situation_is_written_by_form_in_both_languages(desk_site: Flask, claire: Writer, jean: Writer) -> None:
    post(claire, f"{WRITING}/registers/sources/entry", **{**topic.SOURCE, "key": "night-guide", "url": "https://example.org/guides/nuit"})
    begun = claire.person.post(
        f"{WRITING}/new", where="situation", key=topic.SCENE, title_fr=topic.SCENE_TITLES["fr"], title_en=topic.SCENE_TITLES["en"]
    )
    assert begun.status_code == 303
    file = f"fr/situations/{topic.SCENE}.md"
    marks = {"mark_safe-way": "safe", "mark_other-way": "other", "mark_third-way": "other"}
    page = claire.person.get(f"{WRITING}/form/{file}").text
    answer = claire.person.post(
        f"{WRITING}/form/{file}", base=BASE.findall(page)[0], title=topic.SCENE_TITLES["fr"], do="save",
        first_day="2", last_day="20", slots=["night"], skills=["K08"], more_source="night-guide", room="bedroom", face="tired", posture="",
        module="", **marks, **topic.SCENE_WORDS["fr"], **topic.SCENE_DOES,
    )  # fmt: skip
    assert answer.status_code == 303
    english = post(
        jean, f"{WRITING}/form/en/situations/{topic.SCENE}.md", title=topic.SCENE_TITLES["en"], do="save", **topic.SCENE_WORDS["en"]
    )
    assert english.status_code == 303
    asked = jean.move(file, "in_review")
    assert asked.status_code == 303, asked.text.split('role="alert"')[1][:1500]
    until = (date.today() + timedelta(days=150)).isoformat()
    nadia = Writer(add_person(desk_site, "educator", "nadia-two"))
    assert nadia.publish(file, until).status_code == 303
    assert item_edits.items_of(file, "") == ()
