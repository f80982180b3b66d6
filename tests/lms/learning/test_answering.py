"""One form makes one attempt, kept together with its statement."""

import threading
from typing import Any

import pytest
from flask import Flask
from lms_cast import FEVER, Person
from sqlalchemy import select

from lms import statements
from lms.learning.models import Attempt
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.reading.reader import iter_since


def attempts(site: Flask) -> list[Attempt]:
    with site.app_context():
        return list(db.session.scalars(select(Attempt).order_by(Attempt.id)))


def told(site: Flask, verb: str = "") -> list[dict[str, Any]]:
    with site.app_context(), db.engine.connect() as connection:
        kept = [row.statement for row in iter_since(connection, 0)]
    return [row for row in kept if row["verb"]["id"].endswith(verb)]


def answer(person: Person, choice: str | list[str] = "c", attempt: int = 1, number: int = 1) -> Any:
    return person.post(f"{FEVER}/question/{number}/reponse", attempt=attempt, shown_at="1790000000", choice=choice)


def test_an_answer_is_one_attempt_and_one_statement_with_its_id(site: Flask, learner: Person) -> None:
    before = len(told(site, "answered"))
    reply = answer(learner, "c")
    assert reply.headers["Location"] == f"{FEVER}/question/1/reponse/1"
    made, said = attempts(site)[-1], told(site, "answered")
    assert len(said) == before + 1
    assert said[-1]["id"] == str(made.uuid)
    assert (made.is_right, made.is_unsafe, made.scaled) == (False, True, 0.0)
    assert said[-1]["result"]["success"] is False
    assert said[-1]["actor"]["account"]["name"] == str(learner.pseudonym)


def test_a_double_click_is_one_attempt(site: Flask, learner: Person) -> None:
    """Eight times the same form at once: one row, one statement."""
    learner.post(f"{FEVER}/commencer")
    before, count = len(attempts(site)), len(told(site, "answered"))
    token = learner.token()
    cookie = learner.client.get_cookie("hlm")
    assert cookie is not None

    def click() -> None:
        client = site.test_client()
        client.set_cookie("hlm", cookie.value)
        data = {"csrf_token": token, "attempt": "1", "shown_at": "1790000000", "choice": "b"}
        assert client.post(f"{FEVER}/question/1/reponse", data=data).status_code == 303

    clicks = [threading.Thread(target=click) for _ in range(8)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(attempts(site)) == before + 1
    assert len(told(site, "answered")) == count + 1


def test_the_back_button_and_a_second_tab_change_nothing(site: Flask, learner: Person) -> None:
    answer(learner, "c")
    before = len(attempts(site))
    for choice in ("b", "a"):
        assert answer(learner, choice).headers["Location"].endswith("/1")
    assert len(attempts(site)) == before
    assert attempts(site)[-1].response == "c"


def test_trying_again_on_purpose_is_a_second_attempt(site: Flask, learner: Person) -> None:
    answer(learner, "c")
    assert 'name="attempt" value="2"' in learner.get(f"{FEVER}/question/1").text
    assert answer(learner, "b", attempt=2).headers["Location"].endswith("/2")
    assert [row.number for row in attempts(site)[-2:]] == [1, 2]


def test_an_attempt_and_its_statement_are_lost_together(site: Flask, learner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    answer(learner, "b")
    before, count = len(attempts(site)), len(told(site))

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError("no room")

    monkeypatch.setattr(statements.statement_writer, "put", refuse)
    assert answer(learner, "c", attempt=2).status_code == 500
    assert (len(attempts(site)), len(told(site))) == (before, count)


def test_the_feedback_belongs_to_the_one_who_answered(learner: Person, stranger: Person, guest: Person) -> None:
    answer(learner, "c")
    page = f"{FEVER}/question/1/reponse/1"
    assert learner.get(page).status_code == 200
    assert stranger.get(page).status_code == 404
    assert guest.get(page).status_code == 404


def test_the_feedback_names_the_risk_the_reason_and_the_answer_without_a_score(learner: Person) -> None:
    answer(learner, "c")
    page = learner.get(f"{FEVER}/question/1/reponse/1").text
    assert page.index("Option risquée") < page.index("C’est un réflexe compréhensible") < page.index("La réponse à retenir")
    assert not any(word in page for word in ("Mauvaise", "Faux", "faute", "raté", "0 %"))


def test_nothing_chosen_is_said_and_nothing_is_counted(site: Flask, learner: Person) -> None:
    before = len(attempts(site))
    reply = answer(learner, [])
    assert reply.status_code == 422
    assert "Choisissez une des réponses" in reply.text
    assert len(attempts(site)) == before


@pytest.mark.parametrize("data", [{"attempt": "x"}, {"attempt": "-1"}, {"shown_at": ""}, {"attempt": "9" * 40}])
def test_a_form_that_is_not_ours_is_refused(learner: Person, data: dict[str, str]) -> None:
    sent = {"attempt": "1", "shown_at": "1790000000", "choice": "b"} | data
    assert learner.post(f"{FEVER}/question/1/reponse", **sent).status_code == 400


@pytest.mark.slow
@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.slow), 5])
def test_every_item_of_every_module_is_shown_and_takes_a_right_answer(site: Flask, learner: Person, step: int) -> None:
    """Each kind of item, in both languages, through its real form; or every fifth of each module."""
    catalogue = site_of(site).newest_content.catalogue
    for course in catalogue.courses.values():
        for key in course.modules:
            for number, item in list(enumerate(catalogue.module(key, "fr").items, 1))[::step]:
                place = f"/fr/cours/{course.key}/{key}/question/{number}"
                assert learner.get(place).status_code == 200
                assert learner.get(f"/en/courses/{course.key}/{key}/item/{number}").status_code == 200
                reply = learner.post(f"{place}/reponse", attempt="1", shown_at="1790000000", **right(item))
                assert reply.status_code == 303, (key, item.key, item.kind)
                assert learner.get(reply.headers["Location"]).status_code == 200
                made = attempts(site)[-1]
                assert made.item == item.key
                assert made.is_right or item.kind == "survey"


def right(item: Any) -> dict[str, Any]:
    if item.kind in ("single", "multi"):
        return {"choice": sorted(item.right_keys)}
    if item.kind == "survey":
        return {"choice": item.options[0].key}
    if item.kind == "number":
        return {"choice": f"{item.answer:g}".replace(".", ",")}
    if item.kind == "order":
        return {f"order-{option.key}": str(place) for place, option in enumerate(item.options, 1)}
    if item.kind == "match":
        return {f"match-{option.key}": option.key for option in item.options}
    return {f"gap-{gap.key}": gap.choices[0] for gap in item.gaps}
