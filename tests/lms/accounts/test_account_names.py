"""Sign-in names as people write them: one name is one person, in every way it can be typed, and never another."""

import sqlite3
import threading
import unicodedata
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from lms_cast import PASSPHRASE, MakePerson, Person, passphrase_hash
from lms_site import close, make_site
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from horslesmurs import main
from lms.accounts import names, opening
from lms.accounts.models import Account, GuessCount, Learner
from lms.errors import NameTaken, NameUnfit
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

TYPED = {
    "Élodie": ("Élodie", "élodie", "ÉLODIE", unicodedata.normalize("NFD", "Élodie"), unicodedata.normalize("NFD", "élodie"), " Élodie "),
    "Éloïse.Ünal": ("Éloïse.Ünal", "éloïse.ünal", "ÉLOÏSE.ÜNAL", unicodedata.normalize("NFD", "éloïse.ünal")),
    "Straße": ("Straße", "strasse", "STRASSE", "STRAẞE"),
    "İpek": ("İpek", "ipek", "İPEK", "IPEK", unicodedata.normalize("NFD", "İpek")),
    "Nguyễn": ("nguyễn", unicodedata.normalize("NFD", "Nguyễn"), unicodedata.normalize("NFKD", "NGUYỄN")),
    "Ελένης": ("ελένης", "ΕΛΈΝΗΣ"),
}

GOOD = ["Zoë", "François", "Noël.B", "Łukasz", "Øystein", "Nguyễn", "Œdipe", "Αλέξης", "Ольга", "نادية", "なおみ", "小明"]
MIXED = ["аdmin", "pаul", "Νadia"]
MISLEADING = [
    *MIXED,
    "adm\u200bin",
    "ﬁona",
    "ｐａｕｌ",
    "ɡuest",
    "\ua4e2" * 3,
    "a b",
    "x@y.zz",
    "n",
    "N" * 41,
    "a\u0301\u0302\u0303\u0304b",
]
ALIKE = [("coco", "сосо"), ("POCA", "РОСА"), ("admin", "adrnin"), ("nadia1", "nadial"), ("zoo", "z00"), ("Isa", "lsa")]


@pytest.fixture(autouse=True)
def empty_site(site: Flask) -> None:
    """One site for the file, without people and counts before each test."""
    with site.app_context():
        submit(lambda work: [work.execute(delete(table)) for table in (Learner, Account, GuessCount)])


def command(site: Flask, *words: str) -> Result:
    return CliRunner(env={"HORSLESMURS_DATA": str(site_of(site).settings.data)}).invoke(main, words)


def register(site: Flask, name: str, role: str = "patient") -> Person:
    person = Person(site, None)
    data = {"name": name, "role": role, "passphrase": PASSPHRASE, "consent": "yes"}
    person.answer = person.post("/fr/nouveau-compte", **data)  # type: ignore[attr-defined]
    return person


def status_of(site: Flask, name: str) -> int:
    status: int = register(site, name).answer.status_code  # type: ignore[attr-defined]
    return status


@pytest.mark.sampled(3)
@pytest.mark.parametrize("name", TYPED)
def test_who_registers_with_an_accent_signs_in_again_however_it_is_typed(site: Flask, name: str) -> None:
    assert status_of(site, name) == 303
    for typed in TYPED[name]:
        person = Person(site, None)
        assert person.post("/fr/connexion", name=typed, passphrase=PASSPHRASE).status_code == 303, typed
        assert unicodedata.normalize("NFC", name) in person.get("/fr/compte").text


def test_a_second_registration_of_a_name_is_told_and_never_an_error(site: Flask) -> None:
    assert status_of(site, "Élodie") == 303
    for again in TYPED["Élodie"]:
        assert status_of(site, again) == 422
    with site.app_context():
        assert db.session.scalars(select(Account.username)).all() == ["Élodie"]


def test_one_name_registered_by_eight_people_at_once_is_one_account_and_no_500(site: Flask) -> None:
    people = [Person(site, None) for _ in range(8)]
    data = {"role": "patient", "passphrase": PASSPHRASE, "consent": "yes"}
    tokens, codes = [person.token() for person in people], []

    def go(index: int) -> None:
        typed = ("Élodie", "élodie", "ÉLODIE", unicodedata.normalize("NFD", "Élodie"))[index % 4]
        sent = {"csrf_token": tokens[index], "name": typed, **data}
        codes.append(people[index].client.post("/fr/nouveau-compte", data=sent).status_code)

    threads = [threading.Thread(target=go, args=(index,)) for index in range(8)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert sorted(codes) == [303] + [422] * 7


@pytest.mark.slow
def test_the_operator_finds_people_as_they_are_written(site: Flask, make_person: MakePerson) -> None:
    for name in TYPED:
        make_person("patient", name)
    for name, typed in (("Éloïse.Ünal", unicodedata.normalize("NFD", "éloïse.ünal")), ("İpek", "İPEK")):
        answer = command(site, "user", "show", typed)
        assert answer.exit_code == 0, answer.stderr
        assert f"name: {name}\n" in answer.stdout
    assert command(site, "user", "passphrase", "strasse").stdout.startswith("Straße: ")
    erased = command(site, "user", "erase", "ipek", "--yes")
    assert erased.exit_code == 0, erased.stderr
    stdout = command(site, "user", "list").stdout
    assert "İpek" not in stdout
    assert "Élodie" in stdout


def test_the_operator_is_told_who_may_be_meant(site: Flask, make_person: MakePerson) -> None:
    make_person("patient", "Élodie")
    answer = command(site, "user", "show", "Elodie")
    assert answer.exit_code == 2
    assert "there is no account Elodie; is it Élodie?" in answer.stderr
    assert "is it" not in command(site, "user", "show", "Wolfgang").stderr


def test_a_person_may_be_given_another_name(site: Flask, make_person: MakePerson) -> None:
    make_person("patient", "Élodie")
    make_person("patient", "Paul")
    assert command(site, "user", "rename", "élodie", "Paul").exit_code == 2
    assert command(site, "user", "rename", "élodie", "Léa").exit_code == 0
    assert "Léa\tpatient" in command(site, "user", "list").stdout


@pytest.mark.parametrize("name", GOOD)
def test_names_of_one_alphabet_are_accepted_with_their_accents(name: str) -> None:
    assert names.problem(name) is None


@pytest.mark.parametrize(
    "name",
    [
        "аdmin",
        "pаul",
        "Νadia",
        "adm\u200bin",
        "ﬁona",
        "ｐａｕｌ",
        "ɡuest",
        "\ua4e2\ua4e2\ua4e2",
        "a b",
        "x@y.zz",
        "n",
        "N" * 41,
        "a\u0301\u0302\u0303\u0304b",
    ],
)
def test_names_made_to_be_taken_for_others_are_refused(name: str) -> None:
    assert names.problem(name) is not None
    assert names.problem(unicodedata.normalize("NFD", name)) is not None


def test_pages_and_commands_refuse_a_name_of_two_alphabets(site: Flask, admin: Person) -> None:
    assert status_of(site, "аdmin") == 422
    assert admin.post("/fr/site/personnes", name="аdmin", role="patient").status_code == 422
    assert "cannot be a sign-in name" in command(site, "user", "add", "аdmin", "--role", "patient").stderr


@pytest.mark.parametrize(
    ("there", "new"), [("coco", "сосо"), ("POCA", "РОСА"), ("admin", "adrnin"), ("nadia1", "nadial"), ("zoo", "z00"), ("Isa", "lsa")]
)
def test_a_name_that_looks_like_one_that_is_there_is_refused(site: Flask, make_person: MakePerson, there: str, new: str) -> None:
    make_person("patient", there)
    assert status_of(site, new) == 422
    with site.app_context(), pytest.raises(NameTaken):
        submit(lambda work: opening.open_account(work, opening.NewAccount(new, "", "patient"), now()).id)


def test_an_e_mail_address_finds_its_person_and_no_name_can_be_one(site: Flask, make_person: MakePerson) -> None:
    make_person("patient", "elodie", email="Élodie@Exemple.fr")
    for typed in ("élodie@exemple.fr", "ÉLODIE@EXEMPLE.FR", unicodedata.normalize("NFD", "élodie@exemple.fr")):
        assert Person(site, None).post("/fr/connexion", name=typed, passphrase=PASSPHRASE).status_code == 303
    new = opening.NewAccount("élodie@exemple.fr", "", "patient")
    with site.app_context(), pytest.raises(NameUnfit):
        submit(lambda work: opening.open_account(work, new, now()).id)


def test_registration_asks_for_no_address_and_keeps_none(site: Flask) -> None:
    guest = Person(site, None)
    assert 'name="mail"' not in guest.get("/fr/nouveau-compte").text
    data = {"name": "nadia", "role": "patient", "passphrase": PASSPHRASE, "consent": "yes", "mail": "nadia@example.org"}
    assert guest.post("/fr/nouveau-compte", **data).status_code == 303
    with site.app_context():
        assert db.session.scalars(select(Account.email)).all() == [None]


FORMS = ("NFC", "NFD", "NFKC", "NFKD")
VARIANTS = st.sampled_from([str.title, str.swapcase, *(partial(unicodedata.normalize, form) for form in FORMS)])
NAMES = st.text(st.sampled_from("aeéÉèiİıIlL1oO0sßẞSσςΣαаеоАЕОéfﬁmrnяя.-_ü\u0301\u0307"), min_size=1, max_size=6) | st.text(max_size=6)


@settings(max_examples=300, deadline=None)
@given(NAMES)
def test_the_compared_form_is_one_whatever_is_done_to_it(name: str) -> None:
    key = names.comparable(name)
    assert names.comparable(key) == key
    for form in FORMS:
        assert names.comparable(unicodedata.normalize(form, name)) == key
    assert names.comparable(name.upper()) == names.comparable(name.lower()) or "\u0345" in unicodedata.normalize("NFD", name)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, NAMES, VARIANTS)
@example("Élodie", "élodie", str.title)
@example("Élodie", unicodedata.normalize("NFD", "ÉLODIE"), str.title)
@example("Straße", "strasse", str.title)
@example("İpek", "ipek", str.title)
@example("Ελένης", "ελένησ", str.title)
def test_two_names_are_one_account_or_neither_opens_the_other(site: Flask, first: str, second: str, variant: object) -> None:
    with site.app_context():
        submit(lambda work: [work.delete(row) for row in work.scalars(select(Account))])
        opened = {}
        for name in (first, second):
            new = opening.NewAccount(name, passphrase_hash(), "patient")
            try:
                opened[name] = submit(lambda work, new=new: opening.open_account(work, new, now()).id)
            except (NameTaken, NameUnfit):
                continue
        for name, account_id in opened.items():
            for typed in (name, unicodedata.normalize("NFD", name), name.upper(), name.lower(), variant(name)):  # type: ignore[operator]
                found = opening.find(db.session, typed)  # type: ignore[arg-type]
                assert found is None or found.id == account_id, (name, typed)
            found = opening.find(db.session, name)  # type: ignore[arg-type]
            assert found is not None


def old_site(folder: Path, people: list[tuple[int, str, str | None]]) -> None:
    """A database as it was before names had one form."""
    from lms.running import database_setup
    from lms.settings import read

    database_setup.upgrade(read({"HORSLESMURS_DATA": str(folder)}), "0003_authoring")
    connection = sqlite3.connect(folder / "horslesmurs.sqlite")
    with connection:
        connection.execute("insert into role (id, name) values (1, 'patient')")
        for number, name, email in people:
            row = (number, name, email, passphrase_hash_text(), str(number), "2026-11-01 10:00:00")
            connection.execute(
                "insert into account (id, username, email, password, active, fs_uniquifier, created_at) values (?, ?, ?, ?, 1, ?, ?)", row
            )
            connection.execute("insert into account_role values (?, 1)", (number,))
            learner = (number, f"{number:032x}", number, "2026-11-01 10:00:00")
            connection.execute(
                "insert into learner (id, uuid, role, is_simulated, account_id, created_at) values (?, ?, 'patient', 0, ?, ?)", learner
            )
    connection.close()


def passphrase_hash_text() -> str:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=1, memory_cost=64, parallelism=1).hash(PASSPHRASE)


@pytest.mark.slow
def test_an_upgrade_loses_nobody_and_says_who_got_another_name(tmp_path: Path) -> None:
    old_site(
        tmp_path,
        [
            (1, "Élodie", "a@x.fr"),
            (2, "élodie", "A@x.fr"),
            (3, unicodedata.normalize("NFD", "ÉLODIE"), None),
            (4, "élodie-2", None),
            (5, "Paul", "élo@x.fr"),
            (6, "Élo@x.fr", None),
            (7, "marie dupont", "marie dupont"),
        ],
    )
    environment = {"HORSLESMURS_DATA": str(tmp_path)}
    result = CliRunner(env=environment).invoke(main, ["db", "upgrade"])
    assert result.exit_code == 0, result.output
    assert "account 2: 'élodie' is now 'élodie-3'" in result.stdout
    assert "account 3:" in result.stdout
    assert "account 2: its e-mail address was taken out" in result.stdout
    assert "account 6: 'Élo@x.fr' is now 'Élo@x.fr-2'" in result.stdout
    assert not [number for number in (1, 4, 5, 7) if f"account {number}:" in result.stdout]
    stdout = CliRunner(env=environment).invoke(main, ["user", "list"]).stdout
    assert "élodie-3\tpatient\trenamed by an upgrade; it was élodie" in stdout
    app = make_site(tmp_path)
    try:
        who = {}
        with app.app_context():
            for row in db.session.scalars(select(Account).order_by(Account.id)):
                assert row.learner.id == row.id
                found = opening.find(db.session, row.username)  # type: ignore[arg-type]
                assert found is not None
                who[row.id] = found.id
        assert who == {number: number for number in range(1, 8)}
        assert Person(app, None).post("/fr/connexion", name="ÉLODIE-3", passphrase=PASSPHRASE).status_code == 303
    finally:
        close(app)
    assert CliRunner(env=environment).invoke(main, ["user", "rename", "élodie-3", "Élodie.B"]).exit_code == 0
    assert "it was élodie\n" not in CliRunner(env=environment).invoke(main, ["user", "list"]).stdout


def test_the_people_page_shows_names_that_an_upgrade_changed(site: Flask, admin: Person, make_person: MakePerson) -> None:
    make_person("patient", "élodie-2")
    assert "Noms changés par une mise à jour" not in admin.get("/fr/site/personnes").text
    with site.app_context(), Session(db.engine) as work, work.begin():
        row = work.scalars(select(Account).where(Account.username == "élodie-2")).one()
        row.renamed_from = "élodie"
    page = admin.get("/fr/site/personnes").text
    assert "Noms changés par une mise à jour" in page
    assert "élodie s’appelle maintenant élodie-2" in page
