"""A page on its way out keeps its tied words on one line: words of authors, of the game and of our pages, in one place."""

import gzip
import re

from flask import Flask
from lms_cast import Person

from lms.web.routing import line_breaks

QUESTION = "/fr/cours/patient-essentials/fever/question/1"


def text_of(page: str) -> str:
    return re.sub(r"<[^>]*>", "", page[page.index("<main") :])


def test_a_question_and_the_foot_of_the_page_are_kept_whole(guest: Person) -> None:
    page = guest.get(QUESTION).text
    assert 'Que <bdi class="nb">faites-vous</bdi>' in page
    assert 'Qui <bdi class="nb">sommes-nous</bdi>' in page
    assert "Que faites-vous" in text_of(page)


def test_an_english_page_is_sent_as_it_was_made(guest: Person) -> None:
    page = guest.get(QUESTION.replace("/fr/cours", "/en/courses")).text
    assert '<bdi class="nb">' not in page


def test_what_somebody_typed_comes_back_without_a_mark(guest: Person) -> None:
    page = guest.post("/fr/chercher", q="que dit-on <b>au téléphone").text
    assert 'value="que dit-on &lt;b&gt;au téléphone"' in page


def test_a_packed_page_was_kept_whole_before(site: Flask) -> None:
    raw = site.test_client().get(QUESTION, headers={"Accept-Encoding": "gzip"})
    assert raw.headers["Content-Encoding"] == "gzip"
    assert '<bdi class="nb">faites-vous</bdi>' in gzip.decompress(raw.get_data()).decode()


def test_no_file_of_another_kind_is_touched(site: Flask) -> None:
    with site.test_request_context("/fr/x"):
        response = site.response_class("<p>dit-on</p>", mimetype="application/json")
        assert line_breaks.keep_words(response).get_data(as_text=True) == "<p>dit-on</p>"
        page = site.response_class((part for part in ["<p>dit-on</p>"]), mimetype="text/html")
        assert line_breaks.keep_words(page).is_streamed
