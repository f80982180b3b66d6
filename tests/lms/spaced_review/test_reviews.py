"""Cards: which items become one, five a day, two buttons, one rating whatever is pressed, pauses, trials, and no mark anywhere."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from flask import Flask
from lms_cast import FEVER, MakePerson, Person, add_person
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courses.model.content import Item, Module
from lms import statements
from lms.accounts.models import Learner
from lms.cohorts import trial_rule
from lms.spaced_review import scheduling
from lms.spaced_review.models import CardRating, ReviewCard
from lms.spaced_review.scheduling import replay
from lms.trial.models import Trial, TrialParticipant, TrialPlace
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit
from lrs.reading.reader import iter_since
from xapi import profile
from xapi.vocabulary import EXT, VERBS

PAGE = "/fr/a-revoir"
START = datetime(2026, 12, 1, 9, tzinfo=UTC)


PEOPLE: list[Person] = []


@pytest.fixture
def make_person(site: Flask) -> MakePerson:
    """Somebody who signs in again whenever the clock is moved: a session lasts twelve hours."""
    PEOPLE.clear()

    def make(role: str) -> Person:
        PEOPLE.append(add_person(site, role, f"{role}-{uuid4().hex[:8]}"))
        return PEOPLE[-1]

    return make


@contextmanager
def at(days: float, start: datetime = START) -> Iterator[None]:
    with time_machine.travel(start + timedelta(days=days), tick=True):
        for person in PEOPLE:
            person.enter()
        yield


def module_of(site: Flask, key: str = "fever") -> Module:
    return site_of(site).newest_content.catalogue.module(key, "fr")


def give(person: Person, module: Module, item: Item, *, right: bool, attempt: int = 1, confidence: str = "") -> None:
    number = module.items.index(item) + 1
    wrong = [option.key for option in item.options if option.verdict == "unsafe"] or [
        option.key for option in item.options if option.verdict == "other"
    ]
    choice = sorted(item.right_keys) if right else wrong[:1]
    data: dict[str, Any] = {"attempt": str(attempt), "shown_at": "1790000000", "choice": choice, "confidence": confidence}
    sent = person.post(f"/fr/cours/{module.course}/{module.key}/question/{number}/reponse", **data)
    assert sent.status_code == 303, item.key


def cards(site: Flask, person: Person) -> list[ReviewCard]:
    with site.app_context():
        chosen = select(ReviewCard).join(Learner, Learner.id == ReviewCard.learner_id).where(Learner.uuid == person.pseudonym)
        return list(db.session.scalars(chosen.order_by(ReviewCard.id)))


def log(site: Flask, card: ReviewCard) -> list[CardRating]:
    with site.app_context():
        return list(db.session.scalars(select(CardRating).where(CardRating.card_id == card.id).order_by(CardRating.number)))


def told(site: Flask, verb: str = "reviewed") -> list[dict[str, Any]]:
    with site.app_context(), db.engine.connect() as connection:
        return [row.statement for row in iter_since(connection, 0) if row.statement["verb"]["id"] == VERBS[verb].iri]


def singles(module: Module, *, safety: bool) -> list[Item]:
    return [item for item in module.items if item.kind == "single" and item.is_safety == safety]


def form_of(page: str) -> dict[str, str]:
    """What the card's form carries."""
    card, number = re.search(r'name="card" value="([^"]+)"', page), re.search(r'name="number" value="(\d+)"', page)
    assert card is not None, page
    assert number is not None, page
    return {"card": card[1], "number": number[1]}


def look(person: Person, rating: str = "good") -> None:
    assert person.post(f"{PAGE}/carte", rating=rating, **form_of(person.get(PAGE).text)).status_code == 303


def many_cards(site: Flask, person: Person, n: int = 12) -> None:
    """Misses n items of the patients' modules, safety and not."""
    for key in ("fever", "treatment-cycle"):
        module = module_of(site, key)
        for item in module.items:
            if item.kind == "single" and len(cards(site, person)) < n:
                give(person, module, item, right=False)


# -- which items become cards


def test_a_safety_item_becomes_a_card_once_it_was_met_and_another_only_when_missed_or_doubted(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    safe = singles(module, safety=True)[0]
    plain = next(item for item in singles(module, safety=False) if not item.is_review_card)
    with at(0):
        give(person, module, safe, right=True)
        give(person, module, plain, right=True)
        assert [card.item for card in cards(site, person)] == [safe.key]
        give(person, module, plain, right=True, attempt=2, confidence="unsure")
        assert [card.item for card in cards(site, person)] == [safe.key, plain.key]
    assert [card.due_on for card in cards(site, person)] == [date(2026, 12, 3)] * 2, "two days after a good answer"


def test_an_authors_own_card_comes_back_even_when_it_was_right(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    catalogue = site_of(site).newest_content.catalogue
    module, item = next(
        (module, item)
        for module in (catalogue.module(key, "fr") for course in catalogue.courses.values() for key in course.modules)
        for item in module.items
        if item.is_review_card and item.kind == "single" and not item.is_safety
    )
    give(person, module, item, right=True)
    assert [card.item for card in cards(site, person)] == [item.key]


def test_a_missed_safety_item_offers_the_module_and_brings_two_cards_tomorrow(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    item = next(one for one in singles(module, safety=True) if one.unsafe_keys)
    with at(0):
        give(person, module, item, right=False)
        page = person.get(f"{FEVER}/question/{module.items.index(item) + 1}/reponse/1").text
        assert "À revoir" in page
        assert f'href="{FEVER}"' in page.split("Pour garder celle-ci", 1)[1]
    own = cards(site, person)
    assert len(own) == 2
    assert {card.due_on for card in own} == {date(2026, 12, 2)}
    other = next(one for one in module.items if one.key == own[1].item)
    assert other.objective == item.objective or other.is_safety


def test_a_miss_right_after_the_feedback_says_nothing_and_one_of_another_day_does(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    item = singles(module, safety=True)[0]
    with at(0):
        give(person, module, item, right=True)
        give(person, module, item, right=False, attempt=2)
    (card, *_) = cards(site, person)
    assert [line.rating for line in log(site, card)] == [scheduling.GOOD], "a look at the feedback lies between"
    assert card.due_on == date(2026, 12, 3)
    with at(1):
        give(person, module, item, right=False, attempt=3)
        give(person, module, item, right=False, attempt=4)
    (card, *_) = cards(site, person)
    assert [line.rating for line in log(site, card)] == [scheduling.GOOD, scheduling.AGAIN]
    assert card.due_on == date(2026, 12, 3)


def test_a_guest_has_no_cards_and_is_told_why(site: Flask, guest: Person) -> None:
    module = module_of(site)
    before = len(told(site, "answered"))
    give(guest, module, singles(module, safety=True)[0], right=False)
    assert len(told(site, "answered")) == before + 1
    with site.app_context():
        assert (
            db.session.scalar(select(ReviewCard).join(Learner, Learner.id == ReviewCard.learner_id).where(Learner.role == "guest")) is None
        )
    assert "Ouvrir un compte" in guest.get(PAGE).text


# -- five a day


def test_five_a_day_safety_items_first_and_nothing_counts_what_waits(site: Flask, make_person: MakePerson) -> None:
    person = make_person("patient")
    with at(0):
        many_cards(site, person)
    n = len(cards(site, person))
    assert n > 10
    with at(21):
        page = person.get(PAGE).text
        assert "Carte 1 sur 5" in page
        words = re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>", 1)[0])
        assert not re.search(rf"\b({n}|{n - 5})\b(?!\sminutes)", words), "how many wait is told to nobody"
        for number in range(1, 6):
            assert f"Carte {number} sur 5" in person.get(PAGE).text
            look(person)
        page = person.get(PAGE).text
        assert "C’est tout pour aujourd’hui" in page
        assert "23\u00a0décembre\u00a02026" in page, "the others come tomorrow"
    looked = [card for card in cards(site, person) if card.looked_at_on]
    assert len(looked) == 5
    safety = {item.key for key in ("fever", "treatment-cycle") for item in module_of(site, key).items if item.is_safety}
    assert all(card.item in safety for card in looked)


def test_the_counter_and_the_queue_roll_over_together_at_midnight_where_the_site_is(site: Flask, make_person: MakePerson) -> None:
    person = make_person("patient")
    with at(0):
        many_cards(site, person)
    evening = datetime(2026, 12, 20, 22, 50, tzinfo=UTC)  # 23:50 in Paris
    with at(0, evening):
        for _ in range(5):
            look(person)
        assert "C’est tout pour aujourd’hui" in person.get(PAGE).text
    with at(0, evening + timedelta(minutes=15)):
        assert "Carte 1 sur 5" in person.get(PAGE).text


def test_a_clock_set_back_opens_no_second_five_and_makes_no_past_day(site: Flask, make_person: MakePerson) -> None:
    person = make_person("patient")
    with at(0):
        many_cards(site, person)
    with at(21):
        for _ in range(5):
            look(person)
    with at(19):
        assert (
            "form" not in person.get(PAGE).text.split("<article", 1)[-1].split("</article>", 1)[0] or "Carte" not in person.get(PAGE).text
        )
    with at(30):
        first = form_of(person.get(PAGE).text)
        look(person)
    with at(22):
        second = {**first, "number": str(int(first["number"]) + 1)}
        assert person.post(f"{PAGE}/carte", rating="again", **second).status_code == 303
    for card in cards(site, person):
        days = [line.rated_on for line in log(site, card)]
        assert days == sorted(days)
        assert not days or card.due_on > days[-1]


# -- two buttons, one rating


def test_not_yet_brings_it_back_tomorrow_and_yes_later(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(2):
        page = person.get(PAGE).text
        assert re.findall(r'name="rating" value="(\w+)"', page) == ["again", "good"], "two buttons"
        assert page.count('class="button quiet" name="rating"') == 2, "neither is filled"
        look(person, "good")
    (card,) = cards(site, person)
    assert card.due_on == date(2026, 12, 3) + timedelta(days=11)
    with at(13):
        look(person, "again")
    (card,) = cards(site, person)
    assert card.due_on == date(2026, 12, 16), "soon again"


def test_eight_clicks_are_one_rating_and_one_statement(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(2):
        data = {"csrf_token": person.token(), "rating": "good", **form_of(person.get(PAGE).text)}
        cookie = person.client.get_cookie("hlm")
        assert cookie is not None
        before = len(told(site))
        answers: list[int] = []

        def click() -> None:
            client = site.test_client()
            client.set_cookie("hlm", cookie.value)
            answers.append(client.post(f"{PAGE}/carte", data=data).status_code)

        clicks = [threading.Thread(target=click) for _ in range(8)]
        for one in clicks:
            one.start()
        for one in clicks:
            one.join()
    assert answers == [303] * 8
    assert len(log(site, cards(site, person)[0])) == 2
    assert len(told(site)) == before + 1


def test_of_two_devices_the_first_stands_and_none_is_counted_twice(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(2):
        phone, desk_form = Person(site, person.name), form_of(person.get(PAGE).text)
        look(phone, "again")
        assert person.post(f"{PAGE}/carte", rating="good", **desk_form).status_code == 303
    (card,) = cards(site, person)
    assert [line.rating for line in log(site, card)] == [scheduling.GOOD, scheduling.AGAIN]
    state = replay((line.rated_on, line.rating) for line in log(site, card))
    assert state is not None
    assert (card.stability, card.difficulty, card.due_on) == (state.stability, state.difficulty, state.due_on)


def test_an_old_tab_of_another_day_adds_nothing_when_the_card_is_due_again(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(2):
        old = form_of(person.get(PAGE).text)
        look(person, "again")
    with at(9):
        assert "Carte 1 sur 1" in person.get(PAGE).text
        assert person.post(f"{PAGE}/carte", rating="good", **old).status_code == 303
        assert len(log(site, cards(site, person)[0])) == 2
        assert "Carte 1 sur 1" in person.get(PAGE).text


def test_a_rating_and_its_statement_are_lost_together(site: Flask, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)

    def refuse(*args: Any, **kwargs: Any) -> None:
        raise OSError("no room")

    with at(2), monkeypatch.context() as patch:
        form = form_of(person.get(PAGE).text)
        patch.setattr(statements.statement_writer, "put", refuse)
        assert person.post(f"{PAGE}/carte", rating="good", **form).status_code == 500
    assert len(log(site, cards(site, person)[0])) == 1
    with at(2):
        look(person)
    assert len(log(site, cards(site, person)[0])) == 2


@pytest.mark.parametrize("data", [{"rating": "hard"}, {"rating": ""}, {"card": "1"}, {"card": ""}])
def test_a_form_that_is_not_ours_is_refused(make_person: MakePerson, data: dict[str, str]) -> None:
    assert make_person("patient").post(f"{PAGE}/carte", **{"rating": "good", "card": str(uuid4()), "number": "1"} | data).status_code == 400


def test_a_number_that_is_none_is_refused(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(2):
        form = {**form_of(person.get(PAGE).text), "number": "x"}
        assert person.post(f"{PAGE}/carte", rating="good", **form).status_code == 400


def test_somebody_elses_card_is_not_here(site: Flask, make_person: MakePerson) -> None:
    person, other, module = make_person("patient"), make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(2):
        assert other.post(f"{PAGE}/carte", rating="again", **form_of(person.get(PAGE).text)).status_code == 404
    assert len(log(site, cards(site, person)[0])) == 1


def test_the_statement_follows_the_profile_and_bears_no_mark(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(5):
        look(person, "again")
    statement = told(site)[-1]
    profile.check(statement)
    assert statement["actor"]["account"]["name"] == str(person.pseudonym)
    assert "result" not in statement
    extensions = statement["context"]["extensions"]
    assert (extensions[EXT["rating"]], extensions[EXT["elapsed_days"]]) == (1, 5)
    assert statement["id"] == str(log(site, cards(site, person)[0])[-1].uuid)


def test_new_numbers_of_the_method_make_no_pile_today(site: Flask, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    before = [card.due_on for card in cards(site, person)]
    monkeypatch.setattr(scheduling, "SCHEDULER", scheduling.Scheduler(desired_retention=0.99, learning_steps=(), enable_fuzzing=False))
    with at(1):
        assert "Carte" not in person.get(PAGE).text.split("<h1", 1)[1]
    assert [card.due_on for card in cards(site, person)] == before


def test_a_card_whose_item_is_gone_waits_unseen(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    card_id = cards(site, person)[0].id
    with site.app_context():
        submit(lambda work: work.execute(update(ReviewCard).where(ReviewCard.id == card_id).values(item="withdrawn-item")).rowcount)
    with at(9):
        page = person.get(PAGE)
        assert page.status_code == 200
        assert "Rien à revoir aujourd’hui" in page.text


# -- pauses


@pytest.mark.parametrize(("weeks", "day"), [("2", "15 décembre 2026"), ("6", "12 janvier 2027"), ("open", "")])
def test_a_pause_needs_no_reason_and_leaves_no_pile(site: Flask, make_person: MakePerson, weeks: str, day: str) -> None:
    person = make_person("patient")
    with at(0):
        many_cards(site, person)
        for _ in range(2):
            assert person.post(f"{PAGE}/pause", weeks=weeks).status_code == 303
    with at(0.1):
        page = person.get(PAGE).text.replace("\u202f", " ").replace("\u00a0", " ")
        assert "en pause" in page
        assert day in page
        assert person.get("/en/look-again").status_code == 200
    with at(60):
        if weeks == "open":
            assert "en pause" in person.get(PAGE).text
            assert person.post(f"{PAGE}/reprendre").status_code == 303
            assert person.post(f"{PAGE}/reprendre").status_code == 303
        assert "Carte 1 sur 5" in person.get(PAGE).text, "five, whatever waited"


def test_nothing_is_kept_of_a_card_pressed_during_a_pause(site: Flask, make_person: MakePerson) -> None:
    person, module = make_person("patient"), module_of(site)
    with at(0):
        give(person, module, singles(module, safety=True)[0], right=True)
    with at(2):
        form = form_of(person.get(PAGE).text)
        person.post(f"{PAGE}/pause", weeks="2")
        assert person.post(f"{PAGE}/carte", rating="good", **form).status_code == 303
    assert len(log(site, cards(site, person)[0])) == 1


def test_an_unknown_pause_is_refused(make_person: MakePerson) -> None:
    assert make_person("patient").post(f"{PAGE}/pause", weeks="400").status_code == 400


# -- trials


def randomize(site: Flask, person: Person, when: datetime) -> None:
    """A place in a trial, as the site gives one; what is in its boxes does not matter here."""
    learner_id = person.account.learner.id

    def give(work: Session) -> None:
        trial = Trial(
            name=f"trial_{learner_id}", protocol="{}", lock="{}", instruments_box="", seed_box="", content_hash="", content_changes=[],
            is_simulated=False, opened_at=when,
        )  # fmt: skip
        work.add(trial)
        work.flush()
        place = TrialPlace(trial_id=trial.id, stratum="", strata={}, place=0, arm_box="", at=when)
        work.add(place)
        work.flush()
        work.add(TrialParticipant(trial_id=trial.id, learner_id=learner_id, place_id=place.id, assessed_at=when, strata={}))

    with site.app_context():
        submit(give)


@pytest.mark.parametrize(("days", "quiet"), [(0, True), (29, True), (30, True), (31, False), (400, False)])
def test_the_rule_of_trials_by_hand(days: int, quiet: bool) -> None:
    entry = date(2026, 12, 1)
    assert trial_rule.is_quiet(entry, entry + timedelta(days=days)) is quiet
    assert not trial_rule.is_quiet(None, entry)
    assert trial_rule.quiet_until(entry, entry + timedelta(days=days)) == (date(2027, 1, 1) if quiet else None)


def test_in_a_trial_nothing_feeds_and_nothing_shows_reviews_before_d30_is_over(site: Flask, make_person: MakePerson) -> None:
    person, free, module = make_person("patient"), make_person("patient"), module_of(site)
    safe = [item for item in singles(module, safety=True) if item.unsafe_keys]
    with at(0):
        give(person, module, safe[0], right=False)
        give(free, module, safe[0], right=False)
    before = len(cards(site, person))
    assert before == 2
    randomize(site, person, START + timedelta(hours=1))
    with at(3):
        assert "Rien à revoir aujourd’hui" in person.get(PAGE).text
        assert "Carte 1 sur 2" in free.get(PAGE).text
        give(person, module, safe[1], right=False)
        page = person.get(f"{FEVER}/question/{module.items.index(safe[1]) + 1}/reponse/1").text
        assert "Pour garder celle-ci" not in page
        card = cards(site, person)[0]
        person.post(f"{PAGE}/carte", rating="good", card=str(card.uuid), number="2")
    assert len(cards(site, person)) == before
    assert len(log(site, cards(site, person)[0])) == 1
    with at(32):
        assert "Carte 1 sur 2" in person.get(PAGE).text


# -- words


def test_nobody_reads_a_mark_a_count_of_debt_or_a_blame(site: Flask, make_person: MakePerson) -> None:
    for role in ("patient", "caregiver"):
        person = make_person(role)
        with at(0):
            many_cards(site, person, 8)
        with at(14):
            pages = [person.get(PAGE).text, person.get("/en/look-again").text]
            for _ in range(5):
                look(person, "again")
            pages += [person.get(PAGE).text, person.get("/en/look-again").text]
        for page in pages:
            words = re.sub(r"<[^>]+>", " ", page.split("<main", 1)[1].split("</main>", 1)[0])
            assert not re.search(
                r"\d\s*%|\bnote\b|\bscore\b|réussi|échou|failed|passed|retard|overdue|faux|wrong|série|streak", words, re.I
            ), words
