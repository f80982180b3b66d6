"""Which names can be opened, which are the same, and what a name that is taken or too much like another is refused with."""

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy.orm import Session

from lms.accounts import names, opening
from lms.accounts.models import Account
from lms.accounts.names import NameProblem
from lms.accounts.opening import NewAccount
from lms.errors import NameLooksAlike, NameTaken, NameUnfit, NotFound
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

INVISIBLE = ["\u200b", "\u00ad", "\u034f", "\ufe0f", "\U000e0100", "\u2060", "\x7f", "\u180e"]


@pytest.mark.parametrize("sign", INVISIBLE)
def test_an_invisible_sign_makes_no_other_name_and_none_that_can_be_opened(sign: str) -> None:
    assert names.comparable(f"na{sign}dia") == "nadia"
    assert names.problem(f"na{sign}dia") is NameProblem.SIGNS


@pytest.mark.parametrize("sign", ["a", "é", "9", "-", ".", "_"])
def test_a_sign_that_is_seen_stays(sign: str) -> None:
    assert names.comparable(f"na{sign}dia") == f"na{sign}dia"
    assert names.problem(f"na{sign}dia") is None


def test_blanks_of_every_kind_are_one() -> None:
    assert names.comparable(" Na\u00a0 \t dia\n") == "na dia"


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("a", NameProblem.LENGTH), ("ab", None), ("a" * 40, None), ("a" * 41, NameProblem.LENGTH), ("", NameProblem.LENGTH),
        ("..", NameProblem.SIGNS), ("-a", None), ("a b", NameProblem.SIGNS), ("a!b", NameProblem.SIGNS), ("ﬁn", NameProblem.SIGNS),
        ("a\u0301\u0301\u0301\u0301b", NameProblem.SIGNS), ("\u0301ab", NameProblem.SIGNS), ("ɑb", NameProblem.SIGNS), ("élodie", None),
        ("надя", None), ("nадя", NameProblem.SCRIPTS), ("ひらカタ漢字", None), ("ひらab", NameProblem.SCRIPTS),
        ("李雷", None), ("ᎠᎡ", NameProblem.SCRIPTS),
    ],
)  # fmt: skip
def test_a_name_has_two_to_forty_letters_of_one_alphabet(name: str, problem: NameProblem | None) -> None:
    assert names.problem(name) is problem


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("a@b.example", True), (" a@b.example ", True), ("a@b", False), ("@b.example", False), ("a b@c.example", False), ("", False),
        ("a" * 242 + "@b.example1", True), ("a" * 244 + "@b.example1", False),
    ],
)  # fmt: skip
def test_an_address_has_a_sign_before_and_a_dot_after_the_at(text: str, is_one: bool) -> None:
    assert names.is_address(text) is is_one


def test_at_most_three_near_names_are_given_and_far_ones_are_not() -> None:
    known = ["nadia", "nadja", "nadya", "nàdia", "paul"]
    assert set(names.near("nadia", known)) <= {"nadia", "nadja", "nadya", "nàdia"}
    assert 1 <= len(names.near("nadia", known)) <= 3
    assert names.near("nadla", ["nadia"]) == ["nadia"]
    assert names.near("xxxxx", known) == []


def open_as(site: Flask, name: str, **more: object) -> int:
    new = NewAccount(name, "hash", "patient", **more)  # type: ignore[arg-type]
    with site.app_context():
        return submit(lambda work: opening.open_account(work, new, now()).id)


def test_a_taken_name_a_like_one_and_an_unfit_one_are_told_apart(site: Flask) -> None:
    open_as(site, "margot", email="margot@site.example")
    for name, error in (("margot", NameTaken), ("MARGOT", NameTaken), ("rnargot", NameLooksAlike), ("mar got", NameUnfit)):
        with pytest.raises(error) as refusal:
            open_as(site, name)
        assert refusal.type is error
    with pytest.raises(NameTaken):
        open_as(site, "somebody", email="Margot@Site.example")
    with pytest.raises(NameUnfit):
        open_as(site, "somebody", email="no address")
    with site.app_context():
        assert "margot" in opening.near(db.session, "margit")  # type: ignore[arg-type]
        assert opening.near(db.session, "zzzzzzzz") == []  # type: ignore[arg-type]


def test_a_person_may_write_her_own_name_otherwise_and_nobody_elses(site: Flask, make_person: MakePerson) -> None:
    own, other = open_as(site, "Elodie"), open_as(site, "bernard")
    with site.app_context():
        submit(lambda work: opening.rename(work, own, "ELODIE"))
        with pytest.raises(NameTaken) as refusal:
            submit(lambda work: opening.rename(work, other, "elodie"))
        assert refusal.type is NameTaken
        with pytest.raises(NotFound):
            submit(lambda work: opening.rename(work, 10**9, "nobody"))


def test_only_the_roles_of_the_site_can_be_had(site: Flask, learner: Person) -> None:
    with pytest.raises(ValueError, match="captain is not a role"), site.app_context():
        submit(lambda work: opening.open_account(work, NewAccount("someone", "hash", "captain"), now()).id)
    with site.app_context(), pytest.raises(NotFound):
        submit(lambda work: opening.change_role(work, 10**9, "gp"))
    before = learner.account
    with site.app_context():
        submit(lambda work: opening.change_role(work, before.id, "gp"))
    after = learner.account
    assert after.learner.role == "gp"
    assert [role.name for role in after.roles] == ["gp"]
    assert after.fs_uniquifier != before.fs_uniquifier


def test_two_who_take_one_name_at_the_same_moment_are_told_that_it_is_taken(site: Flask) -> None:
    """The second is seen by the database alone, as on PostgreSQL when both had looked before either wrote."""
    own, other = open_as(site, "camille"), open_as(site, "dominique")

    def both(work: Session) -> None:
        with work.no_autoflush:
            first = work.get(Account, other)
            assert first is not None
            first.username = "charlie"
            opening.rename(work, own, "charlie")

    with site.app_context(), pytest.raises(NameTaken):
        submit(both)
