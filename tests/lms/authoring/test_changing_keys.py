"""Where modules, pictures, situations, cards and questions are used; keys changed with their links; what nothing names taken away."""

import html
import re
from dataclasses import replace

import pytest
from flask import Flask
from writers import Writer

from lms.web.current_site import site_of
from lms.web.site import content

LINKS = "/en/writing/links"


def own_text(site: Flask, path: str) -> str:
    return (site_of(site).settings.shown_content / path).read_bytes().decode()


def asked(page: str) -> dict[str, str]:
    return {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("kind", "key", "module", "places")}


def begin(who: Writer, key: str) -> None:
    answer = who.person.post("/en/writing/new", where="caregivers", key=key, title_fr="Une page", title_en="A page", copy_of="")
    assert answer.status_code == 303


def test_uses_of_each_kind_are_listed_with_file_and_line(claire: Writer) -> None:
    for query, words in (
        ("kind=modules&key=carer-role", "_structure/paths.yml, line"),
        ("kind=situations&key=headache-first", "_structure/symptoms.yml, line"),
        ("kind=cards&key=small-walk", "_structure/symptoms.yml, line"),
        ("kind=sources&key=inca-carers", "fr/caregivers/carer-role.md, line"),
        ("kind=objectives&key=carer-call", "_structure/caregivers/course.yml, line"),
        ("kind=items&key=headache-first&module=fever", "items.md, line"),
    ):
        page = claire.person.get(f"{LINKS}?{query}")
        assert page.status_code == 200, query
        assert words in html.unescape(re.sub("<[^>]+>", "", page.text)), query
    assert claire.person.get(f"{LINKS}?kind=modules&key=nowhere").status_code == 404
    assert claire.person.get(f"{LINKS}?kind=anything&key=fever").status_code == 404


def test_a_shipped_page_and_a_skill_keep_their_keys_with_a_reason(claire: Writer) -> None:
    for kind, key, said in (("modules", "fever", "came with the program"), ("objectives", "K01", "skills of the game")):
        assert said in claire.person.get(f"{LINKS}?kind={kind}&key={key}").text
        answer = claire.person.post("/en/writing/rename", kind=kind, key=key, module="", places="1", new_key="another-key")
        assert answer.status_code == 422
        assert said in answer.text


def test_a_count_of_places_longer_than_python_reads_is_no_fault_of_ours(claire: Writer) -> None:
    sent = {"kind": "sources", "key": "inca-carers", "module": "", "places": "9" * 5000, "new_key": "inca-carers-2026"}
    assert claire.person.post("/en/writing/rename", **sent).status_code == 409


@pytest.mark.slow
def test_a_source_is_renamed_in_every_text_and_back(desk_site: Flask, claire: Writer) -> None:
    claire.save("fr/caregivers/carer-role.md", claire.text("fr/caregivers/carer-role.md"))
    before = {path: own_text(desk_site, path) for path in ("_structure/references.yml", "fr/caregivers/carer-role.items.md")}
    for old, new in (("inca-carers", "inca-carers-2026"), ("inca-carers-2026", "inca-carers")):
        page = claire.person.get(f"{LINKS}?kind=sources&key={old}").text
        answer = claire.person.post("/en/writing/rename", **{**asked(page), "new_key": new})
        assert answer.status_code == 303, html.unescape(re.sub("<[^>]+>", " ", answer.text))[-3000:]
        assert f"{new}:" in own_text(desk_site, "_structure/references.yml")
    assert {path: own_text(desk_site, path) for path in before} == before


@pytest.mark.slow
def test_an_own_module_is_renamed_moved_and_taken_away(desk_site: Flask, claire: Writer) -> None:
    begin(claire, "first-name")
    page = claire.person.get(f"{LINKS}?kind=modules&key=first-name").text
    wrong = claire.person.post("/en/writing/rename", **{**asked(page), "new_key": "Not A Key"})
    assert wrong.status_code == 422
    assert "Lower-case letters" in wrong.text
    assert claire.person.post("/en/writing/rename", **{**asked(page), "new_key": "carer-role"}).status_code == 422
    answer = claire.person.post("/en/writing/rename", **{**asked(page), "new_key": "second-name"})
    assert answer.status_code == 303, html.unescape(re.sub("<[^>]+>", " ", answer.text))[-3000:]
    assert "key: second-name" in own_text(desk_site, "_structure/caregivers/course.yml")
    folder = site_of(desk_site).settings.own_content
    assert (folder / "en/caregivers/second-name.items.md").is_file()
    assert not (folder / "en/caregivers/first-name.items.md").exists()
    page = claire.person.get(f"{LINKS}?kind=modules&key=second-name").text
    answer = claire.person.post("/en/writing/move-module", **{**asked(page), "course": "caregivers-living"})
    assert answer.status_code == 303, html.unescape(re.sub("<[^>]+>", " ", answer.text))[-3000:]
    assert "second-name" in own_text(desk_site, "_structure/caregivers-living/course.yml")
    assert "second-name" not in own_text(desk_site, "_structure/caregivers/course.yml")
    assert (folder / "fr/caregivers-living/second-name.md").is_file()
    page = claire.person.get(f"{LINKS}?kind=modules&key=second-name").text
    assert claire.person.post("/en/writing/take-away", **asked(page)).status_code == 303
    assert claire.person.get(f"{LINKS}?kind=modules&key=second-name").status_code == 404
    assert not list(folder.rglob("second-name*"))


@pytest.mark.slow
def test_what_is_used_is_not_taken_away(claire: Writer) -> None:
    answer = claire.person.post("/en/writing/take-away", kind="situations", key="headache-first", module="", places="1")
    assert answer.status_code == 409
    assert "still used" in answer.text


def test_problems_that_were_there_before_a_change_do_not_stop_it_while_the_catalogue_is_older(
    desk_site: Flask, claire: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A page begun a moment ago has examples in it: what is wrong with them was not broken by its new key."""
    begin(claire, "begun-just-now")
    page = claire.person.get(f"{LINKS}?kind=modules&key=begun-just-now").text
    newest = content.catalogue
    monkeypatch.setattr(content, "catalogue", lambda: replace(newest(), problems=()))
    answer = claire.person.post("/en/writing/rename", **{**asked(page), "new_key": "begun-and-renamed"})
    assert answer.status_code == 303, html.unescape(re.sub("<[^>]+>", " ", answer.text))[-3000:]
