"""The profile of Pro Santé Connect: where it is found, what is asked of it, and the profession that it checks."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st
from lms_cast import MakePerson, Person
from provider_walk import Visitor, reason
from small_provider import SmallProvider

from lms.accounts import professions
from lms.accounts.models import Profession
from lms.accounts.providers import professional_claims
from lms.accounts.providers.professional_claims import Professional
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

RPPS = "79927398713"
"""Eleven digits with the right key: the worked example of its algorithm."""


def person(*codes: str, category: str = "C", subject: str = "f:1:ANS1") -> dict[str, Any]:
    """As UserInfo tells it (docs/connecting.md)."""
    practices = [
        {"codeProfession": code, "codeCategorieProfessionnelle": category, "nomDexercice": "Martin", "prenomDexercice": "Claire"}
        for code in codes
    ]
    names = {"family_name": "MARTIN", "given_name": "Claire", "SubjectNameID": f"8{RPPS}", "preferred_username": f"8{RPPS}"}
    return {"sub": subject, **names, "SubjectRefPro": {"exercices": practices}}


def arriving(site: Flask, wallet: SmallProvider, told: dict[str, Any]) -> tuple[Visitor, Any]:
    wallet.person = told
    visitor = Visitor(Person(site, None), wallet, "psc")
    return visitor, visitor.sign_in(told["sub"])


def profession_of(site: Flask, name: str) -> Profession | None:
    with site.app_context():
        return db.session.get(Profession, Person(site, name).account.id)


def test_its_own_discovery_scopes_and_level_are_asked(site: Flask, wallet: SmallProvider) -> None:
    address = Visitor(Person(site, None), wallet, "psc").go()
    assert "scope=openid+scope_all" in address or "scope=openid%20scope_all" in address
    assert "acr_values=eidas1" in address
    assert "/.well-known/wallet-openid-configuration" in wallet.asked


def test_a_pharmacist_gets_her_path_and_a_checked_profession_and_no_number(site: Flask, wallet: SmallProvider) -> None:
    visitor, answer = arriving(site, wallet, person("21", subject="p-1"))
    assert answer.headers["Location"] == "/fr/connexion/premier-compte"
    page = visitor.person.get(answer.headers["Location"]).text
    assert "pharmacien, pharmacienne" in page
    assert RPPS not in page
    visitor.person.post(answer.headers["Location"], name="psc-one", consent="yes")
    row = profession_of(site, "psc-one")
    assert row is not None
    assert (row.profession, row.state, row.verified_as, row.rpps, row.family_name) == (
        "pharmacist",
        "verified",
        "identity_provider",
        None,
        None,
    )
    assert "vérifié par un fournisseur d’identité" in professions.phrase(row, "fr")
    assert Person(site, "psc-one").account.role == "pharmacist"


def test_of_two_professions_the_person_chooses(site: Flask, wallet: SmallProvider) -> None:
    visitor, answer = arriving(site, wallet, person("60", "10", "60", subject="p-2"))
    assert visitor.person.post(answer.headers["Location"], name="psc-two", consent="yes").status_code == 422
    assert visitor.person.post(answer.headers["Location"], name="psc-two", consent="yes", profession="pharmacist").status_code == 422
    assert visitor.person.post(answer.headers["Location"], name="psc-two", consent="yes", profession="physician").status_code == 303
    assert Person(site, "psc-two").account.role == "gp"


@pytest.mark.parametrize("told", [person("80", subject="p-3"), person("10", category="E", subject="p-3"), {"sub": "p-3"}])
def test_without_a_profession_known_here_no_account_is_opened(site: Flask, wallet: SmallProvider, told: dict[str, Any]) -> None:
    visitor, answer = arriving(site, wallet, told)
    assert reason(answer) == "profession"
    assert visitor.name() == ""


def test_a_lower_level_is_refused(site: Flask, wallet: SmallProvider) -> None:
    wallet.claims = {"acr": "eidas0"}
    assert reason(arriving(site, wallet, person("21", subject="p-4"))[1]) == "level"


def test_what_userinfo_says_of_somebody_else_is_refused(site: Flask, wallet: SmallProvider) -> None:
    wallet.person = person("21", subject="somebody else")
    assert reason(Visitor(Person(site, None), wallet, "psc").sign_in("p-5")) == "altered"


def test_a_signed_userinfo_is_checked_like_a_token(site: Flask, wallet: SmallProvider) -> None:
    wallet.signs_person = True
    assert arriving(site, wallet, person("21", subject="p-6"))[1].headers["Location"] == "/fr/connexion/premier-compte"
    assert reason(arriving(site, wallet, {**person("21", subject="p-6"), "aud": "another"})[1]) == "audience"


def test_linking_checks_the_profession_once_she_says_so(site: Flask, wallet: SmallProvider, make_person: MakePerson) -> None:
    visitor = Visitor(make_person("nurse"), wallet, "psc")
    wallet.person = person("60", subject="p-7")
    answer = visitor.link("p-7")
    assert answer.headers["Location"] == "/fr/compte/metier-confirme"
    assert profession_of(site, str(visitor.person.name)) is None
    assert visitor.person.post("/fr/compte/metier-confirme").headers["Location"] == "/fr/compte/identites?done=profession"
    row = profession_of(site, str(visitor.person.name))
    assert row is not None
    assert (row.profession, row.state, row.rpps) == ("nurse", "verified", None)


def test_number_and_name_are_kept_where_the_site_keeps_them_and_what_was_declared_stays(site: Flask, make_person: MakePerson) -> None:
    first, second = make_person("pharmacist"), make_person("pharmacist")
    told = Professional(("pharmacist",), "Martin", "Claire", RPPS)
    ids, at = [one.account.id for one in (first, second)], now()
    with site.app_context():
        submit(lambda work: professions.declare(work, ids[0], professions.Facts("pharmacist", employer="Pharmacie du Port"), at).account_id)
        for account_id in ids:
            submit(lambda work, one=account_id: professional_claims.note(work, one, told, "pharmacist", frozenset({"name", "rpps"}), at))
        rows = [db.session.get_one(Profession, account_id) for account_id in ids]
        assert [(row.rpps, row.family_name, row.employer, row.state) for row in rows] == [
            (RPPS, "Martin", "Pharmacie du Port", "verified"),
            (None, "Martin", None, "verified"),
        ], "a number that another account has is not kept"


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda part: st.lists(part, max_size=3) | st.dictionaries(st.sampled_from(["exercices", "codeProfession", "x"]), part, max_size=3),
    max_leaves=6,
)


@settings(max_examples=40)
@given(told=st.dictionaries(st.sampled_from(["SubjectRefPro", "SubjectNameID", "family_name", "given_name", "preferred_username"]), JSON))
def test_no_answer_of_another_form_breaks_the_reading(told: dict[str, Any]) -> None:
    read = professional_claims.read(told)
    assert set(read.professions) <= set(professions.PROFESSIONS)
    assert read.rpps == "" or professions.is_rpps(read.rpps)
