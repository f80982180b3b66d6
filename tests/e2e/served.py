"""What a served site needs before it starts: its people, its simulated learners, a free port; and when it answers."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts import opening, passphrases
from lms.accounts.models import Learner
from lms.app import create_app
from lms.cli import write
from lms.cohorts import registering
from lms.cohorts.models import Cohort
from lms.demo import demo_accounts, simulation, simulation_target
from lms.running import database_setup
from lms.settings import Settings
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
PHONE = {"width": 360, "height": 740}
PATIENTS = ("patient", "camille", "alex", "lou")
LEARNERS = 30
MakePage = Callable[..., Page]


@dataclass(frozen=True)
class Site:
    """A running site. passphrases: by sign-in name. cohort: the demo cohort's UUID. log: all the server said. group: of its processes."""

    address: str
    data: Path
    passphrases: dict[str, str]
    cohort: str
    log: Path
    group: int

    @contextmanager
    def silent(self) -> Iterator[None]:
        """Its processes stand still meanwhile: whoever asks gets no answer, a service worker either."""
        os.killpg(self.group, signal.SIGSTOP)
        try:
            yield
        finally:
            os.killpg(self.group, signal.SIGCONT)


def fill(settings: Settings) -> tuple[dict[str, str], str]:
    """What `horslesmurs demo` makes, in this process, and three more demo patients in the cohort. Gives passphrases and the cohort."""
    database_setup.upgrade(settings)
    app = create_app(settings)
    with app.app_context():
        passes, cohort = people(app)
        simulation.simulate(simulation_target.target_of(app), cohort, LEARNERS, seed=7)
        site_of(app).writer.close()
        db.engine.dispose()
    return passes, str(cohort)


def people(app: Flask) -> tuple[dict[str, str], UUID]:
    accounts = demo_accounts.set_up(app, write)
    passes = dict(accounts.made)
    for name in PATIENTS[1:]:
        passes[name] = passphrases.generate()
        new = opening.NewAccount(name, passphrases.hashed(passes[name]), "patient", None, is_simulated=True, has_consented=True)
        write(app, lambda work, new=new: join(app, work, opening.open_account(work, new, now()).learner, accounts.cohort))
    return passes, accounts.cohort


def join(app: Flask, work: Session, learner: Learner, cohort: UUID) -> None:
    row = work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()
    registering.join(work, row, learner, None, site_of(app).settings.home_page, now())


def environment(data: Path, port: int) -> dict[str, str]:
    own = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
    address = f"http://127.0.0.1:{port}"
    return {
        **own,
        "HORSLESMURS_DATA": str(data),
        "HORSLESMURS_PORT": str(port),
        "HORSLESMURS_ORIGIN": address,
        "HORSLESMURS_TEAM_DAY": "01 99 00 12 34",
        "HORSLESMURS_TEAM_NIGHT": "01 99 00 56 78",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(address: str, served: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(720):
        assert served.poll() is None, log.read_text()
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise AssertionError(f"the site does not answer: {log.read_text()}")
