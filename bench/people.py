"""Staff's lists of people with 500 rows: time in the server and queries of each page. `python bench/people.py [how many]`."""

import re
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import event, insert
from sqlalchemy.orm import Session

from bench.sign_ins import signed_in
from lms.accounts import opening, passphrases, professions
from lms.accounts.professions import Facts
from lms.app import create_app
from lms.cohorts import assigning, assignments, registering
from lms.cohorts.assigning import Order, Shelf
from lms.cohorts.models import COURSE
from lms.learning.models import Attempt, Progress
from lms.running import database_setup
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

KEY = "pharmacists"
RUNS = 40
LIMIT_MS, MOST_QUERIES = 150, 12


def make_site(folder: Path) -> Flask:
    settings = read({"HORSLESMURS_DATA": str(folder)})
    database_setup.upgrade(settings)
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    return app


def fill(app: Flask, count: int) -> tuple[str, int]:
    """So many pharmacists of one cohort, half verified, each with a day, two modules and twenty attempts; gives cohort and learner."""
    shelf, at = Shelf(dict(site_of(app).newest_content.catalogue.courses), "http://localhost"), now()
    with app.app_context():
        stored = passphrases.hashed("x" * 20)
    modules = shelf.courses[KEY].modules

    def work_of(work: Session) -> tuple[str, int]:
        staff = opening.open_account(work, opening.NewAccount("sam", stored, "admin", has_consented=True), at)
        work.flush()
        cohort = registering.open_cohort(work, "Officines", KEY, "", staff.id, at)
        for number in range(count):
            account = opening.open_account(work, opening.NewAccount(f"personne-{number}", stored, "pharmacist"), at)
            work.flush()
            name = "".join(chr(97 + int(digit)) for digit in f"{number:04}")
            professions.declare(work, account.id, Facts("pharmacist", f"Nom{name}", "Anne", employer=f"Officine {number % 40}"), at)
            if number % 2:
                professions.verify(work, account.id, staff, "admin", at)
            run = next(one for one in assigning.join(work, cohort, account.learner, shelf, at, "fr") if one.kind == COURSE)
            begun = at - timedelta(days=number % 30)
            work.execute(
                insert(Progress), [{"registration_id": run.id, "module": key, "screen": 3, "started_at": begun} for key in modules[:2]]
            )
            work.execute(insert(Attempt), [_attempt(run.id, modules[0], place, number, begun) for place in range(20)])
        assigning.to_cohort(work, cohort, Order(COURSE, KEY, assignments.today(at) + timedelta(days=9), staff.id, at), shelf)
        return str(cohort.uuid), account.learner.id

    with app.app_context():
        return submit(work_of)


def _attempt(run: int, module: str, place: int, number: int, at: Any) -> dict[str, Any]:
    unsafe = (place + number) % 9 == 0
    values = {"registration_id": run, "module": module, "item": f"K{place}", "item_version": "1", "number": 1, "response": ["a"]}
    return {**values, "scaled": 0.0, "is_right": False, "is_unsafe": unsafe, "created_at": at}


def measure(app: Flask, client: FlaskClient, path: str) -> tuple[float, float, int, int]:
    """Median and 95th of a hundred milliseconds of processor, queries of one call, bytes."""
    queries: list[str] = []

    def note(_connection: object, _cursor: object, words: str, *_: object) -> None:
        queries.append(words)

    with app.app_context():
        engine = db.engine
    client.get(path)  # the first call after the start loads what later ones keep
    event.listen(engine, "before_cursor_execute", note)
    size = len(client.get(path).data)
    count = sum(not re.match(r"BEGIN|SAVEPOINT|RELEASE|PRAGMA", words) for words in queries)
    event.remove(engine, "before_cursor_execute", note)
    spent = []
    for _ in range(RUNS):
        begins = time.process_time()
        answer = client.get(path)
        spent.append(1000 * (time.process_time() - begins))
        assert answer.status_code == 200, path
    return statistics.median(spent), sorted(spent)[int(0.95 * RUNS) - 1], count, size


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as folder:
        app = make_site(Path(folder))
        cohort, learner_id = fill(app, count)
        client, base = signed_in(app, "sam"), f"/fr/cohortes/{cohort}"
        paths = ["/fr/echeances", "/fr/echeances?sort=-name", "/fr/echeances.csv", f"{base}/personnes", f"{base}/personnes.csv"]
        paths += [f"{base}/aide", f"{base}/demander", f"{base}/personnes/{learner_id}"]
        print(f"{count} people in one cohort, SQLite, milliseconds of processor, {RUNS} calls each")
        is_good = True
        for path in paths:
            half, p95, n_queries, size = measure(app, client, path)
            is_good = is_good and p95 <= LIMIT_MS and n_queries <= MOST_QUERIES
            name = path.replace(cohort, "…").replace(str(learner_id), "…")
            print(f"{name:<40} {half:6.1f} ms, p95 {p95:6.1f} ms, {n_queries:2} queries, {size / 1000:6.1f} kB")
        site_of(app).writer.close()
    return 0 if is_good else 1


if __name__ == "__main__":
    sys.exit(main())
