"""Does due jobs of one site in a process that a test kills: `python killed_sender.py DATA PORT SECONDS_LATER`."""

import sys
import threading
from datetime import timedelta

import lms.accounts.models  # noqa: F401 - the table that jobs point to
from lms.jobs.queue import ClaimedJob, Outcome
from lms.jobs.running import Runner
from lms.messages import letters
from lms.messages.delivery.smtp import MailHost
from lms.messages.letters import Sender, Words
from lms.running.database_setup import open_engine
from lms.settings import read
from lms.web.database.instants import now
from lrs.storage.group_commit import GroupCommit
from lrs.storage.store import Store

SENDER = Sender("site@hors-les-murs.example", "Hors les murs")


def main(data: str, port: str, later: str) -> None:
    names = {"DATA": data, "MAIL_HOST": "127.0.0.1", "MAIL_PORT": port, "MAIL_SECURITY": "none", "MAIL_FROM": SENDER.address}
    settings = read({f"HORSLESMURS_{name}": value for name, value in names.items()})
    engine = open_engine(settings)
    host = MailHost(settings)

    def clock() -> object:
        return now() + timedelta(seconds=int(later))

    def handle(job: ClaimedJob, hand_over: object) -> Outcome:
        mail = letters.letter(Words("a", "b", "fr"), SENDER, "a@b.example", letters.message_id("secret", job.key, SENDER), now())
        return host.deliver(mail, "a@b.example", hand_over)  # type: ignore[arg-type]  # a stand-in of the worker's handler

    Runner(Store(engine, GroupCommit(engine), settings.home_page), {"mail": handle}, clock).turn(threading.Event())  # type: ignore[arg-type]  # as above
    host.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
