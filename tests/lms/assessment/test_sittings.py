"""A sitting from its start to its end: nothing is lost, nothing is counted twice. (n): a sentence of what broke elsewhere."""

import re
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from lms_cast import MakePerson, Person
from sitting_cast import (
    PHARMACISTS,
    answer,
    answer_all,
    change,
    finish_modules,
    hand_in,
    items,
    other_fields,
    right_fields,
    sitting,
    sittings,
    start,
    told,
)
from sqlalchemy import event

from courses.model.content import Course
from lms.assessment import ending, frozen_items
from lms.web.current_site import SiteContent, site_of
from lms.web.database.extensions import db
from lms.web.database.instants import ZONE, now
from lms.web.database.writing import submit


def keys(site: Flask, address: str) -> list[tuple[str, str, list[str]]]:
    return [(row.module, row.item, row.frozen["order"]) for row in items(site, address)]


def test_a_test_opens_when_all_modules_are_finished(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    finish_modules(site, person, but=1)
    assert "il en reste 1" in person.get(PHARMACISTS).text
    assert person.post(f"{PHARMACISTS}/test", phase="final").headers["Location"] == f"{PHARMACISTS}/test"
    assert sittings(site, person) == []


def test_a_guest_is_told_why_and_a_patient_or_a_carer_meets_no_test_at_all(site: Flask, guest: Person, make_person: MakePerson) -> None:
    assert "Le test demande un compte" in guest.get(f"{PHARMACISTS}/test").text
    assert guest.post(f"{PHARMACISTS}/test", phase="final").status_code == 403
    for role in ("patient", "caregiver"):
        person = make_person(role)
        assert "Test final" not in person.get(PHARMACISTS).text
        assert person.get(f"{PHARMACISTS}/test").status_code == 404
        assert person.post(f"{PHARMACISTS}/test", phase="final").status_code == 404
        assert person.get("/fr/cours/patient-essentials/test").status_code == 404


def test_the_start_is_kept_before_question_one_and_every_door_shows_the_same_draw(site: Flask, pharmacist: Person) -> None:
    """(3) Reload, a second start, another device: one sitting, the same questions in the same order."""
    address = start(pharmacist)
    before = keys(site, address)
    assert len(before) == 20
    other_device = Person(site, pharmacist.name)
    assert start(other_device) == start(pharmacist) == address
    pages = [person.get(f"{address}/question/3").text for person in (pharmacist, pharmacist, other_device)]
    assert len({re.search(r"<fieldset.*?</fieldset>|<label class=\"ask.*?</div>", page, re.DOTALL)[0] for page in pages}) == 1  # type: ignore[index]
    assert keys(site, address) == before


def test_starts_at_once_are_one_sitting(site: Flask, pharmacist: Person) -> None:
    token, cookie = pharmacist.token(), pharmacist.client.get_cookie("hlm")
    assert cookie

    def click() -> None:
        client = site.test_client()
        client.set_cookie("hlm", cookie.value)
        assert client.post(f"{PHARMACISTS}/test", data={"csrf_token": token, "phase": "final"}).status_code == 303

    clicks = [threading.Thread(target=click) for _ in range(6)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert len(sittings(site, pharmacist)) == 1
    assert len(told(site, pharmacist, "initialized")) == 1


def test_an_answer_is_kept_with_its_hour_and_can_be_changed_until_the_end(site: Flask, pharmacist: Person) -> None:
    address = start(pharmacist)
    at = (now() + timedelta(days=1)).replace(hour=13, minute=2)
    with time_machine.travel(at):
        change(site, address, lambda work, row: setattr(row, "ends_at", at + timedelta(days=10)))
        row = items(site, address)[0]
        assert answer(pharmacist, address, row, right_fields(row)).headers["Location"] == f"{address}/question/2"
        page = pharmacist.get(f"{address}/question/1").text
        assert f"Réponse gardée à {at.astimezone(ZONE):%H:%M}." in page, "in the site's zone"
        assert " checked>" in page or 'value="' in page
        row = items(site, address)[0]
        answer(pharmacist, address, row, other_fields(row))
    assert items(site, address)[0].revision == 2


def test_the_answer_stays_when_one_goes_back_or_looks_at_all_of_them(site: Flask, pharmacist: Person) -> None:
    address = start(pharmacist)
    rows = items(site, address)
    assert answer(pharmacist, address, rows[1], right_fields(rows[1]), go="previous").headers["Location"] == f"{address}/question/1"
    assert answer(pharmacist, address, rows[2], right_fields(rows[2]), go="all").headers["Location"] == f"{address}/relire"
    assert [row.is_answered for row in items(site, address)[:4]] == [False, True, True, False]


def test_an_old_tab_never_replaces_a_newer_answer(site: Flask, pharmacist: Person) -> None:
    """(2) The second tab was opened before the first one answered."""
    address = start(pharmacist)
    old = items(site, address)[0]
    answer(pharmacist, address, old, right_fields(old))
    reply = answer(pharmacist, address, old, other_fields(old))
    assert reply.status_code == 409
    assert "Une réponse plus récente a été gardée" in reply.text
    assert items(site, address)[0].response == items(site, address)[0].response
    kept = items(site, address)[0]
    assert frozen_items.thaw(kept.frozen).item.right_keys == {kept.response} or kept.frozen["item"]["kind"] == "number"
    assert answer(pharmacist, address, old, right_fields(old)).status_code == 303, "the same answer again is no conflict"
    assert answer(pharmacist, address, kept, other_fields(kept)).status_code == 303, "the page that knows the newest one may change it"


def test_an_answer_in_part_stays_on_the_page_which_says_so(site: Flask, pharmacist: Person) -> None:
    """(6) What cannot be kept stops the way on; what was typed stays."""
    address = start(pharmacist)

    def make_it_a_number(work, row) -> None:
        first = next(iter(work.query(type(items(site, address)[0])).filter_by(sitting_id=row.id, position=1)))
        first.frozen = {**first.frozen, "item": {**first.frozen["item"], "kind": "number", "answer": 0.8}}

    change(site, address, make_it_a_number)
    reply = answer(pharmacist, address, items(site, address)[0], {"choice": "about a half"})
    assert reply.status_code == 422
    assert "Écrivez un nombre" in reply.text or "nombre" in reply.text
    assert "n’est pas encore gardée" in reply.text
    assert 'value="about a half"' in reply.text
    assert not items(site, address)[0].is_answered


def test_a_hand_in_without_an_answer_is_refused(site: Flask, pharmacist: Person) -> None:
    """(6) Not marked 0."""
    address = start(pharmacist)
    reply = hand_in(pharmacist, address)
    assert reply.status_code == 422
    assert "Aucune question n’a encore de réponse" in reply.text
    assert sitting(site, address).is_open


def test_two_tabs_and_a_double_click_hand_in_once(site: Flask, pharmacist: Person) -> None:
    """(1) One result; every later press leads to the same receipt. (4) It takes no attempt."""
    address = start(pharmacist)
    answer_all(site, pharmacist, address)
    token, cookie = pharmacist.token(), pharmacist.client.get_cookie("hlm")
    assert cookie
    replies: list[str] = []

    def click() -> None:
        client = site.test_client()
        client.set_cookie("hlm", cookie.value)
        reply = client.post(f"{address}/remettre", data={"csrf_token": token})
        replies.append(f"{reply.status_code} {reply.headers['Location']}")

    clicks = [threading.Thread(target=click) for _ in range(6)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()
    assert set(replies) == {f"303 {address}/recu"}
    first = sitting(site, address)
    late = items(site, address)[0]
    assert answer(pharmacist, address, late, other_fields(late)).headers["Location"] == f"{address}/recu"
    assert hand_in(pharmacist, address).headers["Location"] == f"{address}/recu"
    assert len(told(site, pharmacist, "passed", "failed")) == 1
    assert len(told(site, pharmacist, "answered")) == 20
    again = sitting(site, address)
    assert (again.verdict, again.right, again.ended_at) == (first.verdict, first.right, first.ended_at) == ("passed", 20, first.ended_at)
    assert len(sittings(site, pharmacist)) == 1
    for page in ("question/1", "relire"):
        assert pharmacist.get(f"{address}/{page}").headers["Location"] == f"{address}/recu"


def test_another_person_finds_nothing_there(site: Flask, pharmacist: Person, make_person: MakePerson) -> None:
    address = start(pharmacist)
    stranger, admin = make_person("pharmacist"), make_person("admin")
    for person in (stranger, admin):
        for page in ("question/1", "relire", "recu", "resultat"):
            assert person.get(f"{address}/{page}").status_code == 404
        assert hand_in(person, address).status_code == 404
    assert pharmacist.get(f"{address}/question/21").status_code == 404
    assert pharmacist.get(f"{address}/question/0").status_code == 404


def test_ended_by_staff_the_next_click_says_so_and_no_new_sitting_opens(site: Flask, pharmacist: Person, make_person: MakePerson) -> None:
    """(5)"""
    address = start(pharmacist)
    uuid = address.rpartition("/")[2]
    assert make_person("admin").post(f"/fr/suivi-des-tests/{uuid}/arreter").status_code == 303
    row = items(site, address)[0]
    reply = answer(pharmacist, address, row, right_fields(row))
    assert reply.headers["Location"] == f"{address}/recu"
    assert "Arrêté par l’équipe de formation" in pharmacist.get(f"{address}/recu").text
    assert [one.verdict for one in sittings(site, pharmacist)] == ["stopped"]
    assert start(pharmacist) != address, "a press on the button opens one, and the stopped one took no attempt"


def limited(site: Flask, address: str, minutes: int) -> None:
    def work_of(work, row) -> None:
        row.limit_minutes, row.ends_at = minutes, row.started_at + timedelta(minutes=minutes)

    change(site, address, work_of)


def test_the_time_is_the_servers_and_the_visible_answer_is_kept_first(site: Flask, pharmacist: Person) -> None:
    """(7) (9) (11) 20 minutes: at 19 the page says 1 minute; an answer half a minute late is kept, one two minutes late is not."""
    begins = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
    with time_machine.travel(begins, tick=False) as clock:
        address = start(pharmacist)
        limited(site, address, 20)
        rows = items(site, address)
        clock.shift(timedelta(minutes=19))
        assert "encore 1\u00a0minute</strong>" in pharmacist.get(f"{address}/question/1").text
        assert answer(pharmacist, address, rows[0], right_fields(rows[0])).status_code == 303
        clock.shift(timedelta(minutes=1, seconds=30))
        assert answer(pharmacist, address, rows[1], right_fields(rows[1])).headers["Location"] == f"{address}/question/3"
        clock.shift(timedelta(minutes=2))
        assert answer(pharmacist, address, rows[2], right_fields(rows[2])).headers["Location"] == f"{address}/recu"
        ended = sitting(site, address)
        assert (ended.ended_by, ended.right, ended.total, ended.verdict) == ("time", 2, 20, "not-yet")
        assert ended.ended_at == begins + timedelta(minutes=20)
        assert "Le temps est écoulé" in pharmacist.get(f"{address}/recu").text


def test_time_given_meanwhile_counts_at_the_next_request(site: Flask, pharmacist: Person, make_person: MakePerson) -> None:
    """(10)"""
    admin = make_person("admin")
    with time_machine.travel(datetime(2027, 3, 1, 9, 0, tzinfo=UTC), tick=False) as clock:
        address = start(pharmacist)
        limited(site, address, 20)
        clock.shift(timedelta(minutes=15))
        admin.post(f"/fr/suivi-des-tests/{address.rpartition('/')[2]}/temps", minutes="15")
        assert "encore 20\u00a0minutes</strong>" in pharmacist.get(f"{address}/question/1").text
        clock.shift(timedelta(minutes=18))
        row = items(site, address)[0]
        assert answer(pharmacist, address, row, right_fields(row)).headers["Location"] == f"{address}/question/2"


def test_a_clock_set_back_lengthens_nothing_and_ends_nothing(site: Flask, pharmacist: Person) -> None:
    """(9) The end does not move; no time is written that lies before the start."""
    with time_machine.travel(datetime(2027, 3, 1, 9, 0, tzinfo=UTC), tick=False) as clock:
        address = start(pharmacist)
        ends_at = sitting(site, address).ends_at
        clock.move_to(datetime(2027, 2, 27, 9, 0, tzinfo=UTC))
        answer_all(site, pharmacist, address)
        hand_in(pharmacist, address)
        ended = sitting(site, address)
        assert ended.ends_at == ends_at
        assert ended.ended_at is not None
        assert ended.ended_at >= ended.started_at
        assert all(row.answered_at is not None and row.answered_at >= ended.started_at for row in items(site, address))


def test_left_and_never_opened_again_it_ends_by_the_servers_time(site: Flask, pharmacist: Person, make_person: MakePerson) -> None:
    """(8) With answers it is marked, without it has no mark; the worker ends both, and nobody is blocked."""
    other = make_person("pharmacist")
    finish_modules(site, other)
    with time_machine.travel(datetime(2027, 3, 1, 9, 0, tzinfo=UTC), tick=False) as clock:
        address, empty = start(pharmacist), start(other)
        row = items(site, address)[0]
        answer(pharmacist, address, row, right_fields(row))
        clock.shift(timedelta(days=14, minutes=2))
        with site.app_context():
            home_page = site_of(site).settings.home_page
            assert ending.has_any_over(db.session(), now())
            assert submit(lambda work: ending.end_all_over(work, now(), home_page)) >= 2
            assert not ending.has_any_over(db.session(), now())
        assert (sitting(site, address).verdict, sitting(site, address).ended_by) == ("not-yet", "time")
        assert sitting(site, empty).verdict == "left"
        assert [one["verb"]["id"].rpartition("/")[2] for one in told(site, other)] == ["initialized"]
        assert "ouvre le 16\u00a0mars\u00a02027" in pharmacist.get(f"{PHARMACISTS}/test").text
        assert "sans réponse" in other.get(f"{empty}/recu").text
        clock.shift(timedelta(days=1))
        assert start(pharmacist) != address


def test_a_lost_sign_in_loses_no_answer(site: Flask, pharmacist: Person) -> None:
    """(13)"""
    address = start(pharmacist)
    rows = items(site, address)
    answer(pharmacist, address, rows[0], right_fields(rows[0]))
    pharmacist.client.delete_cookie("hlm")
    assert pharmacist.client.get(f"{address}/question/2").headers["Location"].endswith(f"/fr/connexion?next={address}/question/2")
    pharmacist.enter()
    assert items(site, address)[0].is_answered
    assert "Réponse gardée" in pharmacist.get(f"{address}/question/1").text


def test_no_page_of_a_sitting_is_kept_by_a_browser(site: Flask, pharmacist: Person) -> None:
    """(14) Answers are kept on the server alone; a shared computer keeps no page of them."""
    address = start(pharmacist)
    for page in ("question/1", "relire"):
        reply = pharmacist.get(f"{address}/{page}")
        assert reply.headers["Cache-Control"] == "no-store"
        assert "<script" not in reply.text


def test_content_that_changes_meanwhile_changes_no_sitting(site: Flask, pharmacist: Person) -> None:
    """(19) (20) (21) Items withdrawn, another rule, another course of the same name: the sitting opens, is marked and judged as begun."""
    address = start(pharmacist)
    shelf = site_of(site).newest_content.catalogue
    course: Course = shelf.course("pharmacists")
    assert course.passing
    harder = replace(course, version="9.0", passing=replace(course.passing, percent=100), modules=course.modules[:1])
    gone = replace(shelf, courses={**shelf.courses, "pharmacists": harder}, modules={})
    before = site_of(site).newest_content
    safe = [row for row in items(site, address) if not row.frozen["item"]["is_safety"]]
    try:
        site_of(site).newest_content = SiteContent(gone)
        assert pharmacist.get(f"{address}/question/1").status_code == 200
        answer_all(site, pharmacist, address, {safe[0].position: "other"})
        hand_in(pharmacist, address)
        assert (sitting(site, address).verdict, sitting(site, address).right) == ("passed", 19)
        assert sitting(site, address).course_version == "1.0"
        site_of(site).newest_content = SiteContent(replace(gone, courses={}))
        assert "19 réponses sur 20 sont justes" in pharmacist.get(f"{address}/resultat").text
    finally:
        site_of(site).newest_content = before


@pytest.mark.parametrize("phase", ["final", "pre"])
def test_no_key_reaches_the_browser_before_the_end(site: Flask, make_person: MakePerson, phase: str) -> None:
    """(15) (16) Every page of an open sitting: no feedback, explanation, hint, verdict, key of an option or of the item."""
    person = make_person("pharmacist")
    if phase == "final":
        finish_modules(site, person)
    address = start(person, phase=phase)
    pages = [person.get(f"{address}/question/{row.position}").text for row in items(site, address)]
    pages += [person.get(f"{address}/relire").text, person.get(f"{PHARMACISTS}/test").text, person.get(PHARMACISTS).text]
    whole = "\n".join(page[page.index("<main") : page.index("</main>")] for page in pages)
    drawn_items = [frozen_items.thaw(row.frozen).item for row in items(site, address)]
    asked_words = "\n".join(words for item in drawn_items for words in (item.question, *(option.text for option in item.options)))
    for row, item in zip(items(site, address), drawn_items, strict=True):
        secrets = [option.feedback for option in item.options if len(option.feedback) > 12]
        secrets += [words for words in (item.explanation, item.hint) if len(words) > 12]
        assert [words for words in secrets if words in whole and words not in asked_words] == []
        assert f'"{item.key}"' not in whole
        values = re.findall(r'name="choice" value="([^"]*)"', pages[row.position - 1])
        assert values == [str(place) for place in range(1, len(values) + 1)], "places, never the author's keys"
    for word in ("unsafe", "is_right", "verdict", "correct"):
        assert word not in whole.lower()


def test_practice_forms_compare_and_decide_nothing(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    entry = start(person, phase="pre")
    answer_all(site, person, entry)
    hand_in(person, entry)
    assert sitting(site, entry).verdict is None
    page = person.get(f"{entry}/resultat").text
    assert "Il ne décide de rien" in page
    assert "Réussi" not in page
    assert "Faire relire" not in page
    (ended,) = told(site, person, "completed")
    assert "success" not in ended["result"]
    assert person.post(f"{PHARMACISTS}/test", phase="pre").headers["Location"] == f"{PHARMACISTS}/test", "once"
    finish_modules(site, person)
    closing = start(person, phase="post")
    assert {row.form for row in sittings(site, person)} <= {"A", "B", "C"}
    assert len({row.form for row in sittings(site, person)}) == 2, "another form than before"
    assert sitting(site, closing).phase == "post"


def test_each_page_of_a_sitting_asks_the_database_few_questions(site: Flask, pharmacist: Person) -> None:
    address = start(pharmacist)
    answer_all(site, pharmacist, address)
    asked: list[str] = []
    with site.app_context():
        engine = db.engine

    def note(connection: object, cursor: object, words: str, *rest: object) -> None:
        asked.append(words)

    event.listen(engine, "before_cursor_execute", note)
    try:
        for page in (f"{address}/question/4", f"{address}/relire", f"{PHARMACISTS}/test", PHARMACISTS):
            asked.clear()
            assert pharmacist.client.get(page).status_code == 200
            assert len(asked) <= 12, (page, asked)
        token = pharmacist.token()
        asked.clear()
        pharmacist.client.post(f"{address}/remettre", data={"csrf_token": token})
        asked.clear()
        assert pharmacist.client.get(f"{address}/resultat").status_code == 200
        assert len(asked) <= 12, asked
    finally:
        event.remove(engine, "before_cursor_execute", note)
