"""A profession is declared until somebody entitled verified it, and says which wherever it is printed."""

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from lms_cast import MakePerson, Person

from lms.accounts import professions
from lms.accounts.models import Account, Profession
from lms.errors import NotFound, RppsInvalid, RppsTaken
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit


def rpps(first_ten: str) -> str:
    """A number with the right key, made up."""
    return next(first_ten + key for key in "0123456789" if professions.is_rpps(first_ten + key))


def declare(site: Flask, person: Person, profession: str = "pharmacist", **facts: str) -> Profession:
    account_id = person.account.id
    with site.app_context():
        return submit(lambda work: professions.declare(work, account_id, professions.Facts(profession, **facts), now()))


def verify(site: Flask, person: Person, by: Person, capacity: str = "training_manager") -> Profession:
    account_id, by_id = person.account.id, by.account.id
    with site.app_context():
        return submit(lambda work: professions.verify(work, account_id, work.get(Account, by_id), capacity, now()))


def test_it_is_declared_until_a_training_manager_verified_it(site: Flask, make_person: MakePerson) -> None:
    claire, manager = make_person("pharmacist"), make_person("training_manager")
    declared = declare(site, claire, employer="Officine du Port")
    assert professions.phrase(declared, "fr") == "pharmacien, pharmacienne (déclaré, non vérifié)"
    assert professions.phrase(declared, "en") == "pharmacist (declared, not verified)"
    verified = verify(site, claire, manager)
    assert professions.phrase(verified, "fr") == "pharmacien, pharmacienne (vérifié par un responsable de formation)"
    assert verified.verified_by == manager.account.id


def test_another_number_employer_or_profession_is_no_longer_verified(site: Flask, make_person: MakePerson) -> None:
    claire, manager = make_person("pharmacist"), make_person("training_manager")
    for changed in ({"employer": "Officine du Lac"}, {"employer": "Officine du Lac", "rpps": rpps("1000000001")}):
        declare(site, claire)
        verify(site, claire, manager)
        assert declare(site, claire, **changed).state == "declared"
    verify(site, claire, manager)
    assert declare(site, claire, **changed).state == "verified", "the same facts again change nothing"
    assert declare(site, claire, "nurse", **changed).state == "declared"


def test_nobody_verifies_herself(site: Flask, make_person: MakePerson) -> None:
    manager = make_person("training_manager")
    declare(site, manager)
    with pytest.raises(NotFound):
        verify(site, manager, manager)


def test_one_number_is_one_person(site: Flask, make_person: MakePerson) -> None:
    claire, other = make_person("pharmacist"), make_person("pharmacist")
    number = rpps("1000000002")
    declare(site, claire, rpps=number)
    with pytest.raises(RppsTaken):
        declare(site, other, rpps=number)


@pytest.mark.parametrize("number", ["8,1E+10", "1000000000", "10000000001", "100000000001", "1000000000a", "١٠٠٠٠٠٠٠٠٠٨", " 10000000008"])
def test_a_number_that_cannot_be_one_is_refused(site: Flask, make_person: MakePerson, number: str) -> None:
    assert not professions.is_rpps(number)
    with pytest.raises(RppsInvalid):
        declare(site, make_person("pharmacist"), rpps=number)


def test_the_key_is_that_of_luhn() -> None:
    assert professions.is_rpps("79927398713"), "the worked example of the algorithm, eleven digits long"


@given(st.text("0123456789", min_size=10, max_size=10), st.integers(0, 10), st.integers(1, 9))
def test_one_wrong_digit_is_always_seen(first_ten: str, place: int, shift: int) -> None:
    number = rpps(first_ten)
    wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert not professions.is_rpps(wrong)


def test_leading_zeros_are_kept(site: Flask, make_person: MakePerson) -> None:
    number = rpps("0012345678")
    claire = make_person("pharmacist")
    declare(site, claire, rpps=number)
    with site.app_context():
        row = professions.of(db.session(), claire.account.id)
        assert row is not None
        assert row.rpps == number


def test_what_is_printed_holds_no_name_and_no_number(site: Flask, make_person: MakePerson) -> None:
    row = declare(site, make_person("nurse"), "nurse", family_name="Martin", rpps=rpps("1000000003"), employer="CH du Nord")
    for language in ("fr", "en"):
        assert not {"Martin", str(row.rpps), "Nord"} & set(professions.phrase(row, language).split())


def test_patients_carers_and_guests_have_none(make_person: MakePerson) -> None:
    roles = {role for role in ("patient", "caregiver", "nurse", "educator") if professions.is_professional(make_person(role).account)}
    assert roles == {"nurse", "educator"}
