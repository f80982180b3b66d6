"""Erasing again after a restore: the people of the tombstones that say all, found by their pseudonym, and nobody else."""

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from sqlalchemy import select

from lms.accounts.models import Account, Learner
from lms.privacy import erasing
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit
from lrs.maintenance import erasure
from lrs.maintenance.erasure_journal import Tombstone
from lrs.writing.row_extraction import agent_term
from xapi.actor import account

AT = "2099-01-01T00:00:00.000000Z"


def grave_of(site: Flask, person: Person, mode: str = erasure.ALL) -> Tombstone:
    return Tombstone(agent_term(account(site_of(site).settings.home_page, person.pseudonym)), mode, AT)


def erase_again(site: Flask, *graves: Tombstone) -> int:
    with site.app_context():
        return submit(lambda work: erasing.erase_again(work, site_of(site).settings.home_page, graves))


def is_there(site: Flask, name: str | None) -> bool:
    with site.app_context():
        return db.session.scalar(select(Account.id).where(Account.username == name)) is not None


@pytest.fixture
def other(make_person: MakePerson) -> Person:
    return make_person("patient")


def test_who_is_in_the_journal_goes_with_her_account_and_nobody_else(site: Flask, learner: Person, other: Person) -> None:
    uuid = learner.pseudonym
    assert erase_again(site, grave_of(site, learner)) == 1
    assert not is_there(site, learner.name)
    assert is_there(site, other.name)
    with site.app_context():
        assert db.session.scalar(select(Learner.id).where(Learner.uuid == uuid)) is None
    assert erase_again(site, grave_of(site, other)) == 1, "told of the others too, it takes them alone"


def test_whose_content_alone_was_erased_keeps_her_account(site: Flask, learner: Person) -> None:
    assert erase_again(site, grave_of(site, learner, erasure.CONTENT)) == 0
    assert is_there(site, learner.name)


def test_two_people_are_erased_again_and_counted(site: Flask, learner: Person, other: Person, educator: Person) -> None:
    assert erase_again(site, grave_of(site, learner), grave_of(site, other)) == 2
    assert [is_there(site, person.name) for person in (learner, other, educator)] == [False, False, True]


def test_a_tombstone_of_nobody_here_erases_nobody(site: Flask, learner: Person) -> None:
    assert erase_again(site, Tombstone(5, erasure.ALL, AT)) == 0
    assert is_there(site, learner.name)
