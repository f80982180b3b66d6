"""What a result says and what follows it: attempts, waits, a person who looks at it again. Numbers worked by hand on 20 questions."""

import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from flask import Flask
from lms_cast import MakePerson, Person
from sitting_cast import (
    PHARMACISTS,
    answer,
    answer_all,
    finish_modules,
    hand_in,
    items,
    other_fields,
    positions,
    sitting,
    sittings,
    start,
    told,
)
from sqlalchemy.orm import Session

from courses.items.marking import mark
from lms.accounts.models import Learner
from lms.assessment import feedback, frozen_items
from lms.cohorts import registering
from lms.running import worker
from lms.web.current_site import SiteContent, site_of
from lms.web.database.instants import now
from lms.web.database.writing import submit

NOTE = "Cette réponse était défendable."


def taken(site: Flask, person: Person, wrong: int = 0, unsafe: int = 0, critical: int = 0) -> str:
    """A sitting handed in, with so many answers of each kind that are not right."""
    address = start(person)
    plan = dict.fromkeys(positions(site, address, safety=False)[:wrong], "other")
    plan |= dict.fromkeys(positions(site, address, safety=True, verdict="unsafe")[:unsafe], "unsafe")
    plan |= dict.fromkeys([one for one in positions(site, address, safety=True) if one not in plan][:critical], "other")
    answer_all(site, person, address, plan)
    hand_in(person, address)
    return address


def said(person: Person, address: str) -> str:
    page = person.get(f"{address}/resultat").text
    return page[page.index("<main") : page.index("</main>")]


def test_four_answers_that_are_not_right_pass_and_five_do_not(site: Flask, pharmacist: Person, make_person: MakePerson) -> None:
    passed = taken(site, pharmacist, wrong=4)
    assert (sitting(site, passed).verdict, sitting(site, passed).right) == ("passed", 16)
    assert "16 réponses sur 20 sont justes" in said(pharmacist, passed)
    other = make_person("gp")
    finish_modules(site, other)
    failed = taken(site, other, wrong=5)
    assert (sitting(site, failed).verdict, sitting(site, failed).right) == ("not-yet", 15)
    assert "15 réponses sur 20 sont justes" in said(other, failed)
    assert "Il en faut 16." in said(other, failed)


def test_one_unsafe_answer_decides_and_is_explained_by_its_objective_alone(site: Flask, pharmacist: Person) -> None:
    """19 of 20: 95 %, said first. No question, no option, no right answer, no red cross."""
    address = taken(site, pharmacist, unsafe=1)
    row = sitting(site, address)
    assert (row.verdict, row.right, row.unsafe) == ("not-yet", 19, 1)
    assert '<a class="card"' not in pharmacist.get("/fr/mes-attestations").text, "nothing is attested"
    page = said(pharmacist, address)
    assert page.index("19 réponses sur 20 sont justes") < page.index("Une seule réponse décide")
    unsafe = next(one for one in items(site, address) if one.is_unsafe)
    item = frozen_items.thaw(unsafe.frozen).item
    assert row.frozen["objectives"][item.objective]["fr"] in page
    assert "icon-other" not in page
    for one in items(site, address):
        shown = frozen_items.thaw(one.frozen).item
        assert shown.question not in page
        assert [option.text for option in shown.options if len(option.text) > 12 and option.text in page] == []
        assert f">{shown.key}<" not in page


def test_one_safety_question_that_is_not_right_decides_at_nineteen_of_twenty(site: Flask, pharmacist: Person) -> None:
    address = taken(site, pharmacist, critical=1)
    row = sitting(site, address)
    assert (row.verdict, row.right, row.unsafe) == ("not-yet", 19, 0)
    assert "Une seule question de sécurité décide" in said(pharmacist, address)


def test_an_unanswered_question_counts_as_not_right(site: Flask, pharmacist: Person) -> None:
    address = start(pharmacist)
    open_ones = positions(site, address, safety=False)[:4]
    answer_all(site, pharmacist, address, dict.fromkeys(open_ones, "none"))
    before = pharmacist.get(f"{address}/relire").text
    assert "4 questions sont sans réponse" in before
    assert f"Répondre à la question {min(open_ones)}" in before
    hand_in(pharmacist, address)
    assert (sitting(site, address).verdict, sitting(site, address).right, sitting(site, address).total) == ("passed", 16, 20)
    assert len(told(site, pharmacist, "answered")) == 16


def test_three_attempts_with_a_day_and_a_week_between_them(site: Flask, pharmacist: Person) -> None:
    """Failed on Friday 26 February at 23:30 in Paris: again on Saturday 27 from midnight; then on Saturday 6 March; then no more."""
    with time_machine.travel(datetime(2027, 2, 26, 22, 30, tzinfo=UTC), tick=False) as clock:
        first = taken(site, pharmacist, wrong=5)
        assert "à partir du 27\u00a0février\u00a02027" in said(pharmacist, first)
        assert pharmacist.post(f"{PHARMACISTS}/test", phase="final").headers["Location"] == f"{PHARMACISTS}/test"
        clock.shift(timedelta(minutes=29))
        assert len(sittings(site, pharmacist)) == 1, "22:59 UTC is 23:59 in Paris"
        assert "ouvre le 27\u00a0février\u00a02027" in pharmacist.get(PHARMACISTS).text
        clock.shift(timedelta(minutes=1))
        second = taken(site, pharmacist, wrong=5)
        assert second != first
        asked = [{(row.module, row.item) for row in items(site, one)} for one in (first, second)]
        assert asked[0] & asked[1] == set(), "other questions"
        assert "à partir du 6\u00a0mars\u00a02027" in said(pharmacist, second)
        clock.move_to(datetime(2027, 3, 5, 22, 59, tzinfo=UTC))
        assert "ouvre le 6\u00a0mars\u00a02027" in pharmacist.get(f"{PHARMACISTS}/test").text
        clock.move_to(datetime(2027, 3, 5, 23, 0, tzinfo=UTC))
        third = taken(site, pharmacist, unsafe=1)
        clock.shift(timedelta(days=400))
        assert "Les 3 essais sont pris" in said(pharmacist, third)
        assert pharmacist.post(f"{PHARMACISTS}/test", phase="final").headers["Location"] == f"{PHARMACISTS}/test"
        assert [row.attempt for row in sittings(site, pharmacist)] == [1, 2, 3]


def test_after_a_pass_no_attempt_opens(site: Flask, pharmacist: Person) -> None:
    address = taken(site, pharmacist)
    assert "Vous avez réussi ce test" in pharmacist.get(PHARMACISTS).text
    assert pharmacist.post(f"{PHARMACISTS}/test", phase="final").headers["Location"] == f"{PHARMACISTS}/test"
    assert "Réussi" in said(pharmacist, address)


def test_on_a_demonstration_every_page_says_that_it_has_no_value(site: Flask, pharmacist: Person) -> None:
    address = start(pharmacist)
    answer_all(site, pharmacist, address)
    pages = [pharmacist.get(f"{PHARMACISTS}/test"), pharmacist.get(f"{address}/question/1"), pharmacist.get(f"{address}/relire")]
    hand_in(pharmacist, address)
    pages += [pharmacist.get(f"{address}/recu"), pharmacist.get(f"{address}/resultat")]
    assert all("Démonstration, sans valeur." in page.text for page in pages)


def test_on_a_real_site_only_signed_items_decide_and_too_few_of_them_start_nothing(site: Flask, pharmacist: Person) -> None:
    """No row of the triage register is signed: 13 + 14 + 3 + 10 items may decide, and the counter's signs are not among them."""
    before, shelf = site_of(site).newest_content, site_of(site).newest_content.catalogue
    real = replace(shelf, instance="real")
    try:
        site_of(site).newest_content = SiteContent(real)
        page = pharmacist.get(f"{PHARMACISTS}/test").text
        assert "Ce test ne peut pas encore être passé ici" in page
        assert "Commencer le test" not in page
        assert pharmacist.post(f"{PHARMACISTS}/test", phase="final").headers["Location"] == f"{PHARMACISTS}/test"
        assert sittings(site, pharmacist) == []
        every_row = {
            row for key in shelf.courses["pharmacists"].modules for one in shelf.module(key, "fr").forms["final"] for row in one.triage_rows
        }
        site_of(site).newest_content = SiteContent(replace(real, signed_rows=frozenset(every_row)))
        address = start(pharmacist)
        assert all(real_may_decide(shelf, every_row, row.module, row.item) for row in items(site, address))
    finally:
        site_of(site).newest_content = before


def real_may_decide(shelf, signed, module: str, key: str) -> bool:
    return bool(replace(shelf, signed_rows=frozenset(signed)).may_decide(shelf.item(module, key, "fr")))


def test_ten_working_days_leave_out_weekends() -> None:
    """Asked on Friday 27 November 2026 at 23:30 UTC, Saturday in Paris: ten working days end on Friday 11 December."""
    assert feedback.review_due(datetime(2026, 11, 27, 23, 30, tzinfo=UTC), 10) == date(2026, 12, 11)
    assert feedback.review_due(datetime(2026, 11, 26, 12, 0, tzinfo=UTC), 1) == date(2026, 11, 27)


def test_a_contested_result_is_tried_out_first_then_decided_by_a_person_and_said(
    site: Flask, pharmacist: Person, make_person: MakePerson
) -> None:
    """(20) 15 of 20; one answer is accepted: 16, passed."""
    admin, address = make_person("admin"), taken(site, pharmacist, wrong=5)
    uuid = address.rpartition("/")[2]
    assert "Faire relire ce résultat par une personne" in said(pharmacist, address)
    for _ in range(2):
        assert pharmacist.post(f"{address}/contester").status_code == 303
    review_asked_at = sitting(site, address).review_asked_at
    assert review_asked_at
    assert "Une personne répond ici avant le" in said(pharmacist, address)
    number = feedback.receipt(sitting(site, address))
    text = admin.get("/fr/suivi-des-tests").text
    assert number in text
    assert str(pharmacist.name) not in text[: text.index("Tests ouverts")], "by its receipt, without a name"
    assert str(pharmacist.name) not in admin.get(f"/fr/suivi-des-tests/{uuid}").text
    place = next(row.position for row in items(site, address) if not row.is_right)
    path = f"/fr/suivi-des-tests/{uuid}"
    assert admin.post(path, accept=str(place), note="non").status_code == 422
    tried = admin.post(path, accept=str(place), note=NOTE).text
    assert "Rien n’est encore changé" in tried
    assert "de 15 à 16" in tried
    assert sitting(site, address).verdict == "not-yet", "a dry run keeps nothing"
    assert len(told(site, pharmacist, "passed")) == 0
    for _ in range(2):
        assert admin.post(path, accept=str(place), note=NOTE, decision="yes").status_code == 303
    row = sitting(site, address)
    assert (row.verdict, row.right, row.review_note) == ("passed", 16, NOTE)
    assert NOTE in said(pharmacist, address)
    assert [one["verb"]["id"].rpartition("/")[2] for one in told(site, pharmacist, "passed", "failed")] == ["failed", "passed"]
    assert number not in admin.get("/fr/suivi-des-tests").text


def test_the_same_answer_to_the_same_version_is_counted_for_everybody(site: Flask, make_person: MakePerson) -> None:
    """Two people gave the same answer; one contests. The other is told that hers counts now, and reads no word of the first."""
    people = [make_person("pharmacist") for _ in range(12)]
    for person in people:
        finish_modules(site, person)
    sat = {person: start(person) for person in people}
    shared: dict[tuple[str, str], list[Person]] = {}
    for person, address in sat.items():
        for row in items(site, address):
            if not row.frozen["item"]["is_safety"] and other_fields(row):
                shared.setdefault((row.module, row.item), []).append(person)
    key, (first, second, *_) = next((key, some) for key, some in shared.items() if len(some) >= 2)
    for person in (first, second):
        place = next(row.position for row in items(site, sat[person]) if (row.module, row.item) == key)
        rest = [one for one in positions(site, sat[person], safety=False) if one != place][:4]
        answer_all(site, person, sat[person], dict.fromkeys([place, *rest], "other"))
        hand_in(person, sat[person])
        assert sitting(site, sat[person]).right == 15
    first.post(f"{sat[first]}/contester")
    admin, path = make_person("admin"), f"/fr/suivi-des-tests/{sat[first].rpartition('/')[2]}"
    place = next(row.position for row in items(site, sat[first]) if (row.module, row.item) == key)
    effect = admin.post(path, accept=str(place), note=NOTE).text  # sittings of other tests of this file may have the same answer
    assert re.search(r"\d+ d’entre eux (?:serait|seraient) alors réussi", effect)
    assert sitting(site, sat[second]).verdict == "not-yet"
    admin.post(path, accept=str(place), note=NOTE, decision="yes")
    assert [sitting(site, sat[person]).verdict for person in (first, second)] == ["passed", "passed"]
    page = said(second, sat[second])
    assert "votre réponse compte maintenant comme juste" in page
    assert NOTE not in page


def test_a_review_never_lowers_a_result_and_may_give_the_attempt_back(site: Flask, pharmacist: Person, make_person: MakePerson) -> None:
    with time_machine.travel(datetime(2027, 2, 26, 10, 0, tzinfo=UTC), tick=False):
        address = taken(site, pharmacist, wrong=5)
        pharmacist.post(f"{address}/contester")
        path = f"/fr/suivi-des-tests/{address.rpartition('/')[2]}"
        make_person("admin").post(path, note="Panne du site pendant le test.", decision="yes", **{"give-back": "yes"})
        assert (sitting(site, address).verdict, sitting(site, address).right) == ("not-yet", 15)
        assert start(pharmacist) != address, "no wait: the attempt was given back"
        assert [row.attempt for row in sittings(site, pharmacist)] == [1, 2]


def test_all_options_ticked_never_pass(site: Flask, pharmacist: Person) -> None:
    """(17) Made a multiple choice with every option ticked: not right, and unsafe where one of them is."""
    address = start(pharmacist)
    row = next(row for row in items(site, address) if row.frozen["item"]["options"])
    frozen = frozen_items.thaw({**row.frozen, "item": {**row.frozen["item"], "kind": "multi"}})
    made = mark(frozen.item, [option.key for option in frozen.item.options])
    assert made.is_right is False


def test_pages_and_report_say_the_same_numbers(site: Flask, pharmacist: Person) -> None:
    address = taken(site, pharmacist, wrong=3)
    parts = re.findall(r"(\d+) sur (\d+)[<,.]", said(pharmacist, address))
    assert (sum(int(right) for right, _ in parts), sum(int(total) for _, total in parts)) == (17, 20)
    (ended,) = told(site, pharmacist, "passed")
    assert ended["result"]["score"] == {"scaled": 0.85, "raw": 17.0, "min": 0.0, "max": 20.0}


@pytest.mark.parametrize("role", ["educator", "pharmacist"])
def test_no_other_role_reads_contested_results(make_person: MakePerson, role: str) -> None:
    assert make_person(role).get("/fr/suivi-des-tests").status_code == 403


def test_an_answer_sent_after_the_result_changes_nothing(site: Flask, pharmacist: Person) -> None:
    address = taken(site, pharmacist, unsafe=1)
    row = next(one for one in items(site, address) if one.is_unsafe)
    answer(pharmacist, address, row, {"choice": ["1"]})
    assert sitting(site, address).verdict == "not-yet"


def test_a_new_run_of_the_course_has_its_own_modules_and_attempts(site: Flask, pharmacist: Person) -> None:
    """(32) Renewal: nothing of the first run is used up, and nothing of it is taken over."""
    taken(site, pharmacist, wrong=5)
    learner_id = pharmacist.account.learner.id

    def renew(work: Session) -> None:
        course = site_of(site).newest_content.catalogue.course("pharmacists")
        registering.new_run(work, work.get_one(Learner, learner_id), course, site_of(site).settings.home_page, now())

    with site.app_context():
        submit(renew)
    modules = site_of(site).newest_content.catalogue.course("pharmacists").modules
    assert f"il en reste {len(modules)}" in pharmacist.get(f"{PHARMACISTS}/test").text
    finish_modules(site, pharmacist)
    address = start(pharmacist)
    assert sitting(site, address).attempt == 1
    assert [row.attempt for row in sittings(site, pharmacist)] == [1, 1]


def test_the_worker_ends_what_is_left(site: Flask, pharmacist: Person) -> None:
    with time_machine.travel(datetime(2027, 2, 26, 10, 0, tzinfo=UTC), tick=False) as clock:
        address = start(pharmacist)
        answer_all(site, pharmacist, address)
        clock.shift(timedelta(days=15))
        store = site_of(site).store
        assert worker.end_sittings(store, site_of(site).settings.home_page) >= 1
        assert worker.end_sittings(store, site_of(site).settings.home_page) == 0
        assert (sitting(site, address).verdict, sitting(site, address).ended_by) == ("passed", "time")


@pytest.mark.slow
def test_a_hundred_hand_ins_at_once_find_no_locked_database(site: Flask, make_person: MakePerson) -> None:
    """(22)"""
    people = [make_person("pharmacist") for _ in range(100)]
    sat = []
    for person in people:
        finish_modules(site, person)
        address = start(person)
        answer_all(site, person, address)
        person.get(f"{address}/relire")
        sat.append((person, address, person.token()))
    replies = []

    def press(person: Person, address: str, token: str) -> None:
        replies.append(person.client.post(f"{address}/remettre", data={"csrf_token": token}).status_code)

    presses = [threading.Thread(target=press, args=one) for one in sat]
    for one in presses:
        one.start()
    for one in presses:
        one.join()
    assert replies == [303] * 100
    assert {sitting(site, address).verdict for _, address, _ in sat} == {"passed"}
