"""What is missing or wrong at sign-in and in a passphrase, said field by field."""

import pytest
from lms_cast import PASSPHRASE, Person

from lms.accounts import passphrases
from lms.accounts.passphrases import PassphraseProblem

MISSING_NAME, MISSING_PASSPHRASE, WRONG = "The name is missing", "The passphrase is missing", "do not go together"


@pytest.mark.parametrize(
    ("name", "passphrase", "said"),
    [
        ("", "", {MISSING_NAME, MISSING_PASSPHRASE}), ("x", "", {MISSING_PASSPHRASE}), ("", "x", {MISSING_NAME}), ("nobody", "x", {WRONG}),
    ],
)  # fmt: skip
def test_each_field_that_is_missing_is_said(guest: Person, name: str, passphrase: str, said: set[str]) -> None:
    answer = guest.post("/en/sign-in", name=name, passphrase=passphrase)
    assert answer.status_code == 422
    assert {words for words in (MISSING_NAME, MISSING_PASSPHRASE, WRONG) if words in answer.text} == said


def test_who_signs_in_goes_where_she_wanted_or_home(learner: Person, guest: Person) -> None:
    assert learner.name
    answer = guest.post("/en/sign-in", name=learner.name, passphrase=PASSPHRASE, next="/en/account")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/account")
    other = Person(guest.site, None)
    assert other.post("/en/sign-in", name=learner.name, passphrase=PASSPHRASE).headers["Location"] == "/en/"
    assert Person(guest.site, None).post("/en/sign-in", name=learner.name, passphrase="wrong passphrase").status_code == 422


def test_a_path_that_was_not_chosen_is_said(guest: Person) -> None:
    answer = guest.post("/en/new-account", name="somebody", passphrase=PASSPHRASE, consent="yes", role="captain")
    assert answer.status_code == 422
    assert "Your path is missing" in answer.text


@pytest.mark.parametrize(
    ("passphrase", "problem"),
    [
        ("a" * 11, PassphraseProblem.SHORT), ("onze signes!", None), ("x y z " * 22, PassphraseProblem.LONG),
        ("p a s s w o r d", PassphraseProblem.GUESSED), ("pàsswòrd pässwörd", PassphraseProblem.GUESSED),
        ("p@55w0rd p@55w0rd", PassphraseProblem.GUESSED),
        ("abcdefghijkl", PassphraseProblem.GUESSED), ("axcd1z34qmer", None), ("abcd1234qwer", PassphraseProblem.GUESSED),
        ("lkjhgfdsqpoiu", PassphraseProblem.GUESSED), ("nadianadianadia", PassphraseProblem.GUESSED), ("nadia et xyvwut", None),
        ("abxcdyefzghw", None), ("aabbaabbaabb", PassphraseProblem.GUESSED),
    ],
)  # fmt: skip
def test_a_passphrase_is_judged_by_what_is_its_own(passphrase: str, problem: PassphraseProblem | None) -> None:
    assert passphrases.problem(passphrase, "nadia") is problem
