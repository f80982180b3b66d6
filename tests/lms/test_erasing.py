"""A person who asks for it leaves no row, no statement and no byte behind; the others keep theirs."""

from flask import Flask
from lms_cast import FEVER, PASSPHRASE, MakePerson, Person
from sqlalchemy import select

from lms.accounts.models import Account, Learner
from lms.learning.models import Attempt, Progress
from lms.privacy import erasing
from lms.web.extensions import db
from lrs.erasure import reclaim
from lrs.erasure_journal import noted


def live(person: Person) -> str:
    """She reads and answers. Gives her pseudonym."""
    person.post(f"{FEVER}/commencer")
    person.post(f"{FEVER}/question/1/reponse", attempt="1", shown_at="1790000000", choice="c")
    return str(person.pseudonym)


def bytes_kept(site: Flask) -> bytes:
    folder = site.extensions["settings"].data
    return b"".join(path.read_bytes() for path in folder.glob("horslesmurs.sqlite*"))


def test_nothing_of_her_is_left_and_the_others_keep_theirs(site: Flask, make_person: MakePerson) -> None:
    gone = make_person("patient", "canary-nadia", email="canary@example.org")
    stays = make_person("patient", "paul")
    pseudonym, other = live(gone), live(stays)
    learner_id = gone.account.learner.id
    assert gone.post("/fr/compte/effacer", passphrase=PASSPHRASE).headers["Location"] == "/fr/efface"
    with site.app_context():
        assert db.session.get(Learner, learner_id) is None
        assert db.session.scalars(select(Account.username).where(Account.username == "canary-nadia")).all() == []
        assert len(db.session.scalars(select(Progress)).all()) == 1
        assert len(db.session.scalars(select(Attempt)).all()) == 1
        db.session.remove()
        with site.extensions["store"].writer.hold():
            reclaim(db.engine)
    kept = bytes_kept(site)
    assert not any(canary.encode() in kept for canary in ("canary-nadia", "canary@example.org", pseudonym))
    assert other.encode() in kept
    assert len(noted(site.extensions["settings"].data / erasing.JOURNAL)) == 1
    assert gone.get("/fr/compte").status_code == 302


def test_another_phrase_erases_nothing(learner: Person) -> None:
    assert learner.post("/fr/compte/effacer", passphrase="not the right one").status_code == 422
    assert learner.get("/fr/compte").status_code == 200
