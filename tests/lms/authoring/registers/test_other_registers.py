"""Registers without a form are changed as text in the browser: kept while no check finds something new, in them or in another register."""

import html

import pytest
from flask import Flask
from sent_forms import form_with
from writers import Writer

from courses.authoring.registers import other_files
from lms.web.current_site import site_of


def own_text(site: Flask, path: str) -> str:
    return (site_of(site).settings.shown_content / path).read_bytes().decode()


def send(who: Writer, path: str, old: str, new: str) -> tuple[int, str]:
    address = f"/en/writing/shared/{path}"
    form = form_with(who.person.get(address).text, "text")
    text = form.value("text").replace("\r\n", "\n")
    assert old in text
    data = {**form.data(text=text.replace(old, new, 1)), "do": "save"}
    answer = who.person.post(address, **data)
    return answer.status_code, html.unescape(answer.text)


def test_each_of_them_is_reached_from_the_list_of_texts(desk_site: Flask, claire: Writer) -> None:
    page = claire.person.get("/en/writing").text
    paths = other_files.paths(site_of(desk_site).settings.shown_content)
    assert len(paths) >= 8
    for path in paths:
        assert f'href="/en/writing/shared/{path}"' in page
        assert claire.person.get(f"/en/writing/shared/{path}").status_code == 200
    for path in ("_structure/triage.yml", "_structure/rules.yml", "_structure/pilot.yml", "_structure/credit/../triage.yml"):
        assert claire.person.get(f"/en/writing/shared/{path}").status_code == 404


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        ("_structure/search.yml", "pages:\n  fever:", "pages:\n  feever:", "unknown page 'feever'"),
        ("_structure/symptoms.yml", "rows: [sepsis, ", "rows: [sepsys, ", "sepsys"),
        ("_structure/paths.yml", "    fever, ", "    fiever, ", "fiever"),
        ("_structure/cohort-names.yml", '  fr: ["chimio*"', '  fr: "chimio*" ["', "could not read the file any more"),
        ("_structure/credit/dpc.yml", "period_years: 3", "period_years: [", "could not read the file any more"),
    ],
)
def test_what_would_break_is_not_kept_and_says_why(desk_site: Flask, claire: Writer, path: str, old: str, new: str, said: str) -> None:
    before = own_text(desk_site, path)
    status, page = send(claire, path, old, new)
    assert status == 422
    assert said in page
    assert own_text(desk_site, path) == before


def test_a_symptom_that_the_search_names_is_not_taken_out_of_its_own_file(desk_site: Flask, claire: Writer) -> None:
    status, page = send(claire, "_structure/symptoms.yml", "\n  tiredness:\n", "\n  weariness:\n")
    assert status == 422
    assert "_structure/search.yml" in page


def test_a_word_of_the_search_is_added(desk_site: Flask, claire: Writer) -> None:
    path, before = "_structure/search.yml", own_text(desk_site, "_structure/search.yml")
    status, page = send(claire, path, '"burning up", ', '"burning up", "like an oven", ')
    assert status == 303, page
    assert own_text(desk_site, path) == before.replace('"burning up", ', '"burning up", "like an oven", ', 1)
