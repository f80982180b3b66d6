"""The worker: brings new statements into the lake and makes the reports again, and sends copies to other stores, beside the web process."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable
from functools import partial
from types import FrameType

from sqlalchemy import Connection, Engine, select
from sqlalchemy.orm import Session

from analytics.refresh import Cohort as ReportCohort
from analytics.refresh import Refresher
from analytics.status import reason_of
from infrastructure.backoff import Backoff
from infrastructure.errors import InfrastructureError
from lms import logs
from lms.accounts.consents import consents
from lms.accounts.merging import pseudonyms
from lms.api.webhooks.sending import WebhookWork
from lms.assessment import ending
from lms.audit import retention
from lms.cmi5.abandoning import LaunchWork
from lms.cohorts.models import Cohort
from lms.errors import LmsError
from lms.health import heartbeat
from lms.health.turns import Turns
from lms.lti.sending import PlatformWork
from lms.messages.work import MessageWork
from lms.privacy import finishing
from lms.running import parent_process, site_restore
from lms.running.backups.nightly import Nightly
from lms.running.database_setup import open_engine
from lms.running.retention_run import RetentionRun
from lms.running.text_facts import TextFacts
from lms.settings import Settings, read
from lms.web.database.instants import now
from lrs.errors import StoreError
from lrs.maintenance import forwarding_keys
from lrs.maintenance.forwarding_threads import Forwarder
from lrs.storage.group_commit import GroupCommit
from lrs.storage.locks import hold_while_running
from lrs.storage.private_files import UMASK
from lrs.storage.store import Store

log = logging.getLogger("lms.running.worker")
EVERY_S = 2.0
MESSAGE_END_S = 5.0
BACKOFF = Backoff(first_s=2 * EVERY_S, longest_s=60.0)


def cohorts(engine: Engine) -> list[ReportCohort]:
    """Every cohort of the site, and whether its learners are simulated."""
    with engine.connect() as connection:
        rows = connection.execute(select(Cohort.uuid, Cohort.is_simulated)).all()
    return [ReportCohort(str(uuid), is_simulated) for uuid, is_simulated in rows]


def leave_out(engine: Engine, refresher: Refresher, home_page: str) -> None:
    """Who said no to figures counts in none from this turn on; two accounts that were merged count as one person."""
    with Session(engine) as reader:
        refresher.count_as(home_page, {str(former): str(now) for former, now in pseudonyms.current_by_former(reader).items()})
        refresher.leave_out(home_page, map(str, consents.left_out(reader)))


def turn(engine: Engine, refresher: Refresher) -> None:
    result = refresher.run(cohorts(engine), now())
    if result.rows:
        log.info("%d statements brought in, %d reports made", result.rows, len(result.written))


def end_sittings(store: Store, home_page: str) -> int:
    """End the tests whose time is over and that nobody opens any more; gives how many. One short query when there is none."""
    with Session(store.engine) as reader:
        if not ending.has_any_over(reader, now()):
            return 0

    def work(connection: Connection) -> int:
        with Session(bind=connection, expire_on_commit=False) as session:
            ended = ending.end_all_over(session, now(), home_page)
            session.commit()
            return ended

    return store.writer.submit(work)


def repeat(name: str, work: Callable[[], object], stop: threading.Event, *, is_wanted: Callable[[], bool] = lambda: True) -> None:
    """Do `work` every EVERY_S seconds until stopped or no longer wanted. Whatever fails is tried again, later and later.

    The reason is logged without its words, which may hold what somebody typed.
    """
    failures = 0
    while not stop.is_set() and is_wanted():
        wait = EVERY_S
        try:
            work()
            failures = 0
        except Exception as error:  # one turn's defect ends neither the next turn nor the other work of this process
            if stop.is_set():
                return  # the store may be closed already; the next start begins this turn again
            failures += 1
            wait = BACKOFF.wait_s(failures)
            log.error("%s failed (%s), the next turn is in %d s", name, reason_of(error), wait)
        stop.wait(wait)


def _start(name: str, work: Callable[[], object], stop: threading.Event) -> None:
    """Repeat it in a thread of its own, which ends with the process."""
    threading.Thread(target=partial(repeat, name, work, stop), name=name, daemon=True).start()


def run(settings: Settings, stop: threading.Event) -> None:
    """Bring statements in and make reports until stopped; nothing is lost, since the lake keeps its place.

    Copies for other stores, messages, durations and facts of texts go by threads of their own: no work waits for another, nor ends with it.
    """
    engine = open_engine(settings)
    store = Store(engine, GroupCommit(engine), settings.home_page)
    copies = Forwarder(store, partial(forwarding_keys.read, settings.data))
    forwarding = partial(repeat, "forwarding", lambda: copies.run(stop), stop)
    copying = threading.Thread(target=forwarding, name="forwarding", daemon=True)
    copying.start()
    messages = MessageWork(store, settings, now)
    writing = threading.Thread(target=partial(repeat, "messages", lambda: messages.turn(stop), stop), name="messages", daemon=True)
    writing.start()
    _start("platforms", partial(PlatformWork(store, settings, now).turn, stop), stop)
    _start("webhooks", partial(WebhookWork(store, settings, now).turn, stop), stop)
    _start("launches", LaunchWork(store, settings.home_page, now).turn, stop)
    facts = TextFacts(settings)
    reading = partial(repeat, "facts of texts", facts.turn, stop, is_wanted=lambda: not facts.is_done)
    threading.Thread(target=reading, name="text-facts", daemon=True).start()
    _start("backups", Nightly(settings, now).turn, stop)
    erasures = finishing.Finisher(store, settings.data)
    durations = RetentionRun(store, settings, now)
    threading.Thread(target=partial(repeat, "durations", durations.turn, stop), name="durations", daemon=True).start()
    audit = retention.Retention(store, settings, now)
    parent, turns = parent_process.parent_id(), Turns(settings.data, engine)
    refresher: list[Refresher] = []  # made inside a turn: a key that cannot be read must not stop the copies

    def report() -> None:
        try:
            if not refresher:
                refresher.append(Refresher(engine, settings.data, choice=settings.engine))
            leave_out(engine, refresher[0], settings.home_page)
            turn(engine, refresher[0])
        except Exception as error:
            turns.note_failure(error, is_forwarding=copying.is_alive())
            raise
        finally:
            erasures.turn()  # bytes of somebody erased go whether reports can be made or not
            end_sittings(store, settings.home_page)
            audit.turn()
        turns.note_success(refresher[0].failing, is_forwarding=copying.is_alive(), missing_engine=refresher[0].missing_engine)

    repeat("reports", report, stop, is_wanted=lambda: parent_process.is_alive(parent))
    stop.set()
    writing.join(MESSAGE_END_S)  # a message that is being handed over should hear its answer
    store.writer.close()
    engine.dispose()


def main() -> int:
    logs.configure("worker")
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        os.umask(UMASK)
        settings = read()
        site_restore.prepare_folder(settings)
        hold_while_running(settings.data, "worker")
        heartbeat.start(settings.data, "worker")
        run(settings, stop)
    except (LmsError, StoreError, InfrastructureError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
