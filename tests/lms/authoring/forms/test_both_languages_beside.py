"""Who writes one language has the other one before her: the words of the page beside its form, and the questions still to write."""

import html

import pytest
from flask import Flask
from lms_cast import add_person
from writers import Writer


@pytest.fixture(scope="module")
def emma(desk_site: Flask) -> Writer:
    return Writer(add_person(desk_site, "educator", "emma"))


def test_the_words_of_the_other_language_stand_beside_the_form(emma: Writer) -> None:
    for mine, other in (("en", "fr"), ("fr", "en")):
        page = html.unescape(emma.person.get(f"/en/writing/form/{mine}/patient-essentials/fever.md").text)
        beside = page.split('id="other"')[1].split("</section>")[0]
        assert f'lang="{other}"' in beside
        theirs = html.unescape(emma.person.get(f"/en/writing/form/{other}/patient-essentials/fever.md").text)
        title = theirs.split('id="title"')[1].split('value="')[1].split('"')[0]
        assert title in beside
        body = theirs.split('<textarea id="body"')[1].split("\n", 1)[1].split("</textarea>")[0]
        assert body.strip() in beside


def test_an_english_author_begins_with_the_english_page_and_a_french_one_finishes(emma: Writer) -> None:
    begun = emma.person.post(
        "/en/writing/new", where="caregivers", key="garden-days", title_en="Days in the garden", title_fr="", copy_of=""
    )
    assert begun.status_code == 303
    assert begun.location.endswith("/en/writing/form/en/caregivers/garden-days.md")
    items = "en/caregivers/garden-days.items.md"
    text = emma.text(items)
    assert emma.save(items, f"{text}\n## water-cans Question of hers? {{single}}\n- [x] Yes\n- [ ] No\n").status_code == 303
    listed = html.unescape(emma.person.get("/fr/rediger/questions/fr/caregivers/garden-days.items.md").text)
    missing = listed.split("Pas encore écrit")[1].split("</section>")[0]
    assert "like=water-cans" in missing
    assert '<span lang="en">Question of hers?' in missing
    form = html.unescape(emma.person.get("/fr/rediger/question/fr/caregivers/garden-days.items.md?like=water-cans").text)
    assert '<div lang="en"><p>Question of hers?' in form


def test_a_title_in_either_language_is_enough_and_none_is_refused_in_the_language_of_the_page(emma: Writer) -> None:
    for lang, path in (("fr", "/fr/rediger/nouveau"), ("en", "/en/writing/new")):
        answer = emma.person.post(path, where="caregivers", key="no-title", title_en="", title_fr="", copy_of="")
        assert answer.status_code == 422
        assert f'id="title_{lang}-error"' in answer.text
        assert f'id="title_{"en" if lang == "fr" else "fr"}-error"' not in answer.text


def test_a_page_without_the_other_language_shows_nothing_beside(emma: Writer) -> None:
    begun = emma.person.post("/en/writing/new", where="caregivers", key="alone-here", title_en="Alone", title_fr="Seul", copy_of="")
    assert begun.status_code == 303
    assert 'id="other"' not in emma.person.get("/en/writing/form/en/caregivers/alone-here.md").text, "nobody has written the French one"
    summed = emma.text("fr/caregivers/alone-here.md").replace("Une phrase qui dit à quoi sert ce module.", "Vivre seul.")
    assert emma.save("fr/caregivers/alone-here.md", summed).status_code == 303
    assert "Vivre seul." in emma.person.get("/en/writing/form/en/caregivers/alone-here.md").text.split('id="other"')[1]
    broken = emma.text("fr/caregivers/alone-here.md").replace("title: ", "title: [", 1)
    assert emma.save("fr/caregivers/alone-here.md", broken).status_code == 303
    assert 'id="other"' not in emma.person.get("/en/writing/form/en/caregivers/alone-here.md").text
