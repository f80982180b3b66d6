"""The worker: brings new statements into the lake and makes the reports again, and sends copies to other stores, beside the web process."""

import logging
import os
import signal
import sys
import threading
from functools import partial
from types import FrameType

from sqlalchemy import Engine, select
from sqlalchemy.exc import SQLAlchemyError

from analytics.errors import AnalyticsError
from analytics.refresh import Cohort as Wanted
from analytics.refresh import Refresher
from lms import restoring
from lms.cohorts.models import Cohort
from lms.database import opened
from lms.errors import LmsError
from lms.privacy import finishing
from lms.settings import Settings, read
from lms.web.instants import now
from lrs import forward_keys
from lrs.errors import StoreError
from lrs.forwarder import Forwarder
from lrs.group_commit import GroupCommit
from lrs.locks import hold_while_running
from lrs.opening import Store
from lrs.private_files import UMASK

log = logging.getLogger("lms.worker")
EVERY_S = 2.0
SLOWEST_S = 60.0


def cohorts(engine: Engine) -> list[Wanted]:
    """Every cohort of the site, and whether its learners are simulated."""
    with engine.connect() as connection:
        rows = connection.execute(select(Cohort.uuid, Cohort.is_simulated)).all()
    return [Wanted(str(uuid), simulated) for uuid, simulated in rows]


def turn(engine: Engine, refresher: Refresher) -> None:
    done = refresher.run(cohorts(engine), now())
    if done.rows:
        log.info("%d statements brought in, %d reports made", done.rows, len(done.written))


def run(settings: Settings, stop: threading.Event) -> None:
    """Take turns until stopped. A turn that fails is tried again, later and later; nothing is lost, since the lake keeps its place."""
    engine = opened(settings)
    refresher = Refresher(engine, settings.data)
    store = Store(engine, GroupCommit(engine), settings.home_page)
    copies = Forwarder(store, partial(forward_keys.read, settings.data))
    threading.Thread(target=copies.run, args=(stop,), name="forwarding", daemon=True).start()
    erasures = finishing.Finisher(store, settings.data)
    parent, wait = os.getppid(), EVERY_S
    while not stop.is_set() and os.getppid() == parent:
        try:
            turn(engine, refresher)
            erasures.turn()
            wait = EVERY_S
        except (SQLAlchemyError, AnalyticsError, OSError) as error:
            wait = min(2 * wait, SLOWEST_S)
            log.error("this turn failed (%s), the next one is in %d s", type(error).__name__, wait)
        stop.wait(wait)
    stop.set()
    store.writer.close()
    engine.dispose()


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s worker %(message)s")
    stop = threading.Event()

    def end(number: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    try:
        os.umask(UMASK)
        settings = read()
        restoring.prepare_folder(settings)
        hold_while_running(settings.data, "worker")
        run(settings, stop)
    except (LmsError, StoreError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
