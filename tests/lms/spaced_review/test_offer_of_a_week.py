"""A week in which an urgent sign stayed untold offers its module and two cards; a week without one, a guest and a trial do not."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import select

from game.core import policies
from game.core.review.debrief_builder import look_back
from game.core.week import Week
from lms.accounts.models import Learner
from lms.accounts.presence import Presence
from lms.cohorts import trial_rule
from lms.spaced_review.cards import day_of
from lms.spaced_review.models import ReviewCard
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.weeks.turns import Teller, Turn

TITLE = "Un signe urgent n’a pas été dit cette semaine"


def played(site: Flask, person: Person, policy: policies.Policy, seed: int = 3) -> tuple[UUID, tuple[str, ...]]:
    """A finished week of hers, and the skills of the urgent signs nobody was told of."""
    catalogue, uuid = site_of(site).newest_content.catalogue, uuid4()
    assert catalogue.game is not None
    week = Week.start(catalogue.game, catalogue.rule, campaign="azur", week=2, seed=seed, play=str(uuid))
    events = policies.play(week, policy)
    teller = Teller(Presence(person.pseudonym, "patient", False, None), "fr", now())
    with site.app_context():
        submit(Turn(uuid, None, "", week, events, teller, site_of(site).settings.home_page))
    return uuid, look_back(week).missed_skills


def cards(site: Flask, person: Person) -> list[ReviewCard]:
    with site.app_context():
        return list(
            db.session.scalars(
                select(ReviewCard).join(Learner, Learner.id == ReviewCard.learner_id).where(Learner.uuid == person.pseudonym)
            )
        )


def test_an_untold_urgent_sign_offers_two_cards_once_and_the_module(site: Flask, make_person: MakePerson) -> None:
    person = make_person("patient")
    play, missed = played(site, person, policies.passive)
    assert missed, "a week in which nobody calls has an untold urgent sign"
    page = person.get(f"/fr/jouer/{play}/bilan/suite").text
    assert TITLE in page
    assert "/fr/cours/" in page.split(TITLE, 1)[1].split('value="cards"', 1)[1].split("</div>", 1)[0], "the module stands beside it"
    assert cards(site, person) == [], "looking adds nothing"
    for _ in range(2):
        assert person.post(f"/fr/jouer/{play}/a-revoir").headers["Location"] == "/fr/a-revoir"
    own = cards(site, person)
    assert len(own) == 2
    catalogue = site_of(site).newest_content.catalogue
    items = [catalogue.item(card.module, card.item, "fr") for card in own]
    assert all(item.objective in missed for item in items)
    assert {card.due_on for card in own} == {day_of(own[0].created_at) + timedelta(days=1)}
    assert "La prochaine fois" in person.get("/fr/a-revoir").text
    assert "An urgent sign stayed untold" in person.get(f"/en/play/{play}/debrief/next").text


def test_a_week_in_which_she_called_offers_none(site: Flask, make_person: MakePerson) -> None:
    person = make_person("patient")
    play, missed = played(site, person, policies.ideal)
    assert missed == ()
    assert TITLE not in person.get(f"/fr/jouer/{play}/bilan/suite").text
    person.post(f"/fr/jouer/{play}/a-revoir")
    assert cards(site, person) == []


def test_somebody_elses_week_gives_no_cards(site: Flask, make_person: MakePerson) -> None:
    person, other = make_person("patient"), make_person("patient")
    play, _ = played(site, person, policies.passive)
    assert other.post(f"/fr/jouer/{play}/a-revoir").status_code == 404
    assert cards(site, other) == []


def test_in_a_trial_a_week_offers_none_before_its_last_test(site: Flask, make_person: MakePerson, monkeypatch: pytest.MonkeyPatch) -> None:
    person = make_person("patient")
    play, _ = played(site, person, policies.passive)
    monkeypatch.setattr(trial_rule, "entered_on", lambda *_: now().date())
    assert TITLE not in person.get(f"/fr/jouer/{play}/bilan/suite").text
    person.post(f"/fr/jouer/{play}/a-revoir")
    assert cards(site, person) == []
