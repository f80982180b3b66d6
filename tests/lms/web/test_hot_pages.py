"""What hot pages cost: queries, bytes on the wire."""

import re

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from sqlalchemy import event

from lms.web.database.extensions import db

LIMITS = {"/fr/": 7, "/fr/cours": 7, FEVER: 7, f"{FEVER}/2": 4, f"{FEVER}/question/1": 6, "/fr/avancee": 12}
FIRST_VISIT_BYTES = 40_000


@pytest.mark.parametrize(("path", "most"), LIMITS.items())
def test_a_hot_page_asks_the_database_few_questions(site: Flask, learner: Person, path: str, most: int) -> None:
    learner.post(f"{FEVER}/commencer")
    learner.post(f"{FEVER}/question/1/reponse", attempt="1", shown_at="1790000000", choice="b")
    asked: list[str] = []
    with site.app_context():
        engine = db.engine

    def note(connection: object, cursor: object, words: str, *rest: object) -> None:
        asked.append(words)

    event.listen(engine, "before_cursor_execute", note)
    try:
        assert learner.get(path).status_code == 200
    finally:
        event.remove(engine, "before_cursor_execute", note)
    questions = [words for words in asked if words.lstrip().upper().startswith("SELECT")]
    assert len(questions) <= most, "\n".join(questions)


def test_a_first_visit_to_a_module_page_is_light(guest: Person) -> None:
    """Page, style sheets, icon and scripts, packed as a browser takes them."""
    packed = {"Accept-Encoding": "br, gzip"}
    for path in (FEVER, f"{FEVER}/1", f"{FEVER}/question/1"):
        page = guest.get(path, headers=packed)
        text = guest.get(path).text
        files = re.findall(r'(?:href|src)="((?:/static|/media)/[^"]+)"', text)
        weight = len(page.data) + sum(len(guest.get(file, headers=packed).data) for file in files)
        assert weight <= FIRST_VISIT_BYTES
        assert page.headers["Content-Encoding"] == "br"
