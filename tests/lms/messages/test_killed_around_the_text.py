"""The process is killed around SMTP's DATA: nothing is lost, at most one message comes twice, and both bear one Message-ID."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from child_environment import python_path
from lms_site import make_database, make_settings
from mail_host import TAKEN, Inbox, mail_host
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.jobs import queue
from lms.jobs.models import DONE, RUNNING, UNCERTAIN, Job
from lms.jobs.queue import NewJob
from lms.jobs.running import writer_of
from lms.running import database_setup
from lms.web.database.instants import now
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store

pytestmark = pytest.mark.slow
SENDER = Path(__file__).parent / "killed_sender.py"
ROOT = Path(__file__).resolve().parents[3]
LAPSED = int(queue.LEASE.total_seconds()) + 5


class Post:
    """A site with one job, a mail host, and a process that sends."""

    def __init__(self, folder: Path, inbox: Inbox) -> None:
        self.folder, self.inbox = folder, inbox
        settings = make_settings(folder)
        make_database(settings)
        self.engine = database_setup.open_engine(settings)
        with closing(GroupCommit(self.engine)) as writer:
            job = NewJob("renewal:1", "mail", now(), now() + timedelta(days=2))
            writer_of(Store(self.engine, writer, settings.home_page))(lambda work: queue.enqueue(work, job, now()))

    def send(self, later: int = 0) -> int:
        """Run the sender; gives its exit code, -9 when it was killed."""
        return self.running(later).wait(60)

    def running(self, later: int) -> subprocess.Popen[bytes]:
        environment = {**os.environ, "PYTHONPATH": python_path(ROOT)}
        command = [sys.executable, str(SENDER), str(self.folder), str(self.inbox.port), str(later)]
        self.process = subprocess.Popen(command, cwd=ROOT, env=environment)
        return self.process

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(60)

    def job(self) -> Job:
        with Session(self.engine) as reader:
            return reader.scalars(select(Job)).one()


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    with mail_host() as inbox:
        made = Post(tmp_path, inbox)
        yield made
        made.engine.dispose()


def killing(post: Post, answer: str = TAKEN) -> Callable[[object], str]:
    def kill(_what: object) -> str:
        post.kill()
        return answer

    return kill


def test_killed_before_the_text_it_is_sent_once(post: Post) -> None:
    post.inbox.rcpt = killing(post)
    assert post.send() == -signal.SIGKILL
    assert (post.job().state, post.job().handovers) == (RUNNING, 0)
    post.inbox.rcpt = lambda _address: TAKEN
    assert post.send() == 0, "the lease still holds: nothing to do"
    assert post.inbox.letters == []
    assert post.send(LAPSED) == 0
    assert len(post.inbox.letters) == 1
    assert post.job().state == DONE
    assert post.send(LAPSED * 2) == 0
    assert len(post.inbox.letters) == 1


def test_killed_between_the_hosts_yes_and_our_note_it_comes_twice_under_one_id(post: Post) -> None:
    post.inbox.data = killing(post)
    assert post.send() == -signal.SIGKILL
    assert post.job().handovers == 1
    post.inbox.data = lambda _raw: TAKEN
    assert post.send(LAPSED) == 0
    assert post.job().state == DONE
    assert len(post.inbox.letters) == 2
    assert len({str(letter["Message-ID"]) for letter in post.inbox.letters}) == 1


def test_killed_while_the_host_drops_the_text_it_is_not_lost(post: Post) -> None:
    post.inbox.data = killing(post, "451 4.3.0 Try again")
    assert post.send() == -signal.SIGKILL
    post.inbox.data = lambda _raw: TAKEN
    assert post.send(LAPSED) == 0
    assert len(post.inbox.letters) == 1


def test_killed_twice_after_the_text_it_stops_and_says_so(post: Post) -> None:
    post.inbox.data = killing(post)
    assert post.send() == -signal.SIGKILL
    assert post.send(LAPSED) == -signal.SIGKILL
    post.inbox.data = lambda _raw: TAKEN
    assert post.send(LAPSED * 2) == 0
    assert post.job().state == UNCERTAIN
    assert len(post.inbox.letters) == 2, "at most one repeat"
