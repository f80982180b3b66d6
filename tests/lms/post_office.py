"""A site that may write, its mail host, and its worker's part of it, under a clock that a test moves."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from flask import Flask
from lms_cast import Person, add_person
from lms_site import close, make_site
from mail_host import Inbox, mail_host
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.mail import addresses, mail_tokens
from lms.accounts.models import Account, Learner
from lms.cohorts import registering
from lms.cohorts.models import Assignment, Cohort
from lms.jobs.models import Job
from lms.messages import choices
from lms.messages.models import MessageChoice
from lms.messages.work import MessageWork
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit

START = datetime(2027, 3, 1, 9, tzinfo=UTC)
LINK = re.compile(r"^http\S+$", re.MULTILINE)


class PostOffice:
    """The site, what came to its mail host, and the worker's turns."""

    def __init__(self, site: Flask, inbox: Inbox) -> None:
        self.site, self.inbox, self.at = site, inbox, START
        self.work = MessageWork(site_of(site).store, site_of(site).settings, lambda: self.at)

    def turn(self, **later: float) -> int:
        """Let time pass, plan, send; gives how many messages came."""
        self.at += timedelta(**later)
        before = len(self.inbox.letters)
        self.work.plan()
        self.work.turn(threading.Event())
        return len(self.inbox.letters) - before

    def person(self, role: str, address: str = "", **kinds: bool) -> Person:
        """Somebody whose address is confirmed, when there is one. kinds: what she chose, over the defaults of her role."""
        person = add_person(self.site, role, f"{role}-{uuid4().hex[:8]}")
        if address:
            self.write(lambda work: self._confirm(work, person.account.id, address, kinds))
        return person

    def _confirm(self, work: Session, account_id: int, address: str, kinds: dict[str, bool]) -> None:
        mark = mail_tokens.new_mark()
        addresses.ask(work, account_id, address, "fr", mail_tokens.digest(mark), self.at)
        addresses.confirm(work, mail_tokens.digest(mark), self.at)
        stop = mail_tokens.token(self.secret, mail_tokens.STOP, mark)
        row = choices.ensure(work, account_id, mark, mail_tokens.digest(stop))
        for kind, is_on in kinds.items():
            setattr(row, kind, is_on)

    @property
    def secret(self) -> str:
        return str(self.site.secret_key)

    def write(self, work: Callable[[Session], Any]) -> Any:
        with self.site.app_context():
            return submit(work)

    def jobs(self, person: Person | None = None) -> list[Job]:
        with self.site.app_context():
            wanted = select(Job).order_by(Job.id)
            return list(db.session.scalars(wanted if person is None else wanted.where(Job.account_id == person.account.id)))

    def choice(self, person: Person) -> MessageChoice:
        with self.site.app_context():
            return db.session.get_one(MessageChoice, person.account.id)

    def account(self, person: Person) -> Account:
        return person.account

    def last_link(self, address: str, at: int = 0) -> str:
        """The path of a link in the newest message to this address."""
        letter = self.inbox.to(address)[-1]
        return links(letter)[at]


def links(letter: EmailMessage) -> list[str]:
    """Paths of the links in a message, in order."""
    text = letter.get_content().replace("\r\n", "\n")
    return ["/" + link.split("/", 3)[3] for link in LINK.findall(text)]


def assign(post: PostOffice, person: Person, due_on: date, kind: str = "course") -> tuple[int, UUID]:
    def work_of(work: Session) -> tuple[int, UUID]:
        row = Assignment(learner_id=person.account.learner.id, kind=kind, key="pharmacists", due_on=due_on, created_at=post.at)
        work.add(row)
        work.flush()
        return row.id, row.uuid

    result: tuple[int, UUID] = post.write(work_of)
    return result


def cohort_with(post: PostOffice, *people: Person) -> tuple[UUID, Person]:
    """A cohort of these people, and the educator who follows it."""
    educator = post.person("educator")
    course = site_of(post.site).newest_content.catalogue.courses["patient-essentials"]

    def work_of(work: Session) -> UUID:
        cohort: Cohort = registering.open_cohort(work, "Automne", "patient-essentials", "azur", educator.account.id, post.at)
        for person in people:
            registering.join(work, cohort, work.get_one(Learner, person.account.learner.id), course, "https://e.org/", post.at)
        return cohort.uuid

    uuid: UUID = post.write(work_of)
    return uuid, educator


@contextmanager
def post_office(folder: Path, **settings: str) -> Iterator[PostOffice]:
    with mail_host() as inbox:
        mail = {"mail_host": "127.0.0.1", "mail_port": str(inbox.port), "mail_security": "none", "mail_from": "site@example.org"}
        site = make_site(folder, **{**mail, **settings})
        yield PostOffice(site, inbox)
        close(site)
