"""A recovery code: shown once, of use once, kept as a keyed hash."""

from uuid import uuid4

from lms_cast import PASSPHRASE, Person
from post_office import PostOffice

from lms.accounts import codes
from lms.accounts.mail.mail_models import RecoveryCode
from lms.web.database.extensions import db

PAGE = "/fr/compte/code-de-secours"
NEW = "cinq mots tout neufs dehors"


def code_of(person: Person) -> str:
    """A code as it is shown."""
    page = person.post(PAGE).text
    return page.split('<p class="code">', 1)[1].split("<", 1)[0]


def test_signing_up_leads_to_it_and_it_may_be_left_for_later(post: PostOffice) -> None:
    guest = Person(post.site, None)
    data = {"name": f"n{uuid4().hex[:8]}", "role": "patient", "passphrase": PASSPHRASE, "consent": "yes"}
    answer = guest.post("/fr/nouveau-compte", **data)
    assert answer.headers["Location"].startswith(PAGE)
    assert "Me montrer un code" in guest.get(answer.headers["Location"]).text
    assert guest.post(PAGE, no="1").status_code == 303


def test_it_is_shown_once_and_only_its_hash_is_kept(post: PostOffice) -> None:
    person = post.person("patient")
    code = code_of(person)
    assert code not in person.get(PAGE).text
    with post.site.app_context():
        row = db.session.get_one(RecoveryCode, person.account.id)
        assert row.hash == codes.hashed(code)
        assert codes.plain(code) not in row.hash


def test_it_sets_a_passphrase_once_on_the_page_for_codes(post: PostOffice) -> None:
    person = post.person("patient")
    code, guest = code_of(person), Person(post.site, None)
    assert person.account.username in guest.post("/fr/code", code=code.lower()).text
    answer = guest.post("/fr/code/suite", code=code, passphrase=NEW, consent="yes")
    assert answer.status_code == 303
    assert person.get("/fr/compte").status_code == 302, "her other sessions have ended"
    assert Person(post.site, None).post("/fr/connexion", name=person.account.username, passphrase=NEW).status_code == 303
    assert Person(post.site, None).post("/fr/code/suite", code=code, passphrase=PASSPHRASE, consent="yes").status_code == 422


def test_a_new_one_ends_the_one_before(post: PostOffice) -> None:
    person = post.person("nurse")
    first, second = code_of(person), code_of(person)
    assert Person(post.site, None).post("/fr/code", code=first).status_code == 422
    assert Person(post.site, None).post("/fr/code", code=second).status_code == 200
