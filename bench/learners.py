"""Learners at once on a whole site: web process and worker as `serve` starts them, the client on the same cores, a bare Flask page beside.

python bench/learners.py [learners] [seconds] [alone|busy] [sqlite|postgresql] [web processes]

busy: meanwhile 5,000 statements come in by batches of 100, the worker makes reports, and a copy is made. The bare page is served by
the same server with the same number of learners and the same pauses, before and after: figures are worth what they are beside it.
"""

import base64
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # called by path

import psutil
from flask import Flask
from sqlalchemy import func

from bench import load_client, lrs_load
from bench.large_site import DatabaseClock, database
from bench.load_client import Seen
from bench.sign_ins import signed_in
from bench.web import FEVER, PROBE, free_port, serving
from lms.accounts import opening
from lms.app import create_app
from lms.cohorts import registering
from lms.learning.models import Attempt
from lms.running import database_setup
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.keys import access_keys

PAGES = ("/fr/cours", "/fr/cours/patient-essentials", FEVER, f"{FEVER}/1", "/fr/fievre")
QUESTIONS = tuple(f"{FEVER}/question/{number}" for number in range(1, 5))
STATEMENTS, BATCH = 5_000, 100


def fill(environment: dict[str, str], count: int) -> tuple[list[str], str]:
    """A site with so many patients of one cohort, signed in; gives their cookies and a key that writes statements."""
    settings = read(environment)
    database_setup.upgrade(settings)
    app = create_app(settings)
    at = now()

    def people(work: object) -> None:
        staff = opening.open_account(work, opening.NewAccount("sam", "x", "educator", has_consented=True), at)
        cohort = registering.open_cohort(work, "Automne", "patient-essentials", "azur", staff.id, at)
        course = site_of(app).newest_content.catalogue.courses["patient-essentials"]
        for number in range(count):
            account = opening.open_account(work, opening.NewAccount(f"personne-{number}", "x", "patient", has_consented=True), at)
            registering.join(work, cohort, account.learner, course, settings.home_page, at, "fr")

    with app.app_context():
        submit(people)
        key, secret = site_of(app).store.writer.submit(lambda work: access_keys.create(work, label="bench", scopes=("all",), policy="any"))
    cookies = [_cookie(app, f"personne-{number}") for number in range(count)]
    site_of(app).writer.close()
    return cookies, f"{key.id}:{secret}"


def _cookie(app: Flask, name: str) -> str:
    cookie = signed_in(app, name).get_cookie("hlm")
    assert cookie is not None
    return f"hlm={cookie.value}"


@contextmanager
def whole_site(site: dict[str, str]):  # type: ignore[no-untyped-def]  # a bench
    """(port, process id, environment) of `horslesmurs serve` with these settings."""
    port = free_port()
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
    ours = site | {"HORSLESMURS_PORT": str(port), "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(
        [sys.executable, "-m", "horslesmurs", "serve"], env=kept | ours, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        end = time.monotonic() + 300
        while not _is_up(port):
            if time.monotonic() > end or process.poll() is not None:
                raise SystemExit("the site does not answer")
            time.sleep(0.5)
        yield port, process.pid, kept | ours
    finally:
        process.terminate()
        process.wait(60)


def _is_up(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def other_work(port: int, key: str, environment: dict[str, str], folder: Path, done: dict[str, float]) -> None:
    """Bring 5,000 statements in, then make a copy; each with its seconds. The worker makes reports of them by itself."""
    chance, begins = Random(7), time.perf_counter()
    heads = {"Authorization": "Basic " + base64.b64encode(key.encode()).decode(), "Content-Type": "application/json"}
    for _ in range(STATEMENTS // BATCH):
        body = json.dumps([lrs_load.statement(chance) for _ in range(BATCH)]).encode()
        asked = urllib.request.Request(
            f"http://127.0.0.1:{port}/xapi/statements", body, heads | {"X-Experience-API-Version": "2.0.0"}, method="POST"
        )
        urllib.request.urlopen(asked, timeout=120).read()
    done["statements_s"] = round(time.perf_counter() - begins, 1)
    begins = time.perf_counter()
    copy = [sys.executable, "-m", "horslesmurs", "backup", str(folder / "copy.sqlite")]
    subprocess.run(copy, env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    done["copy_s"] = round(time.perf_counter() - begins, 1)


def used_seconds(pid: int) -> float:
    """Processor time of the site's processes so far."""
    parent = psutil.Process(pid)
    return sum(sum(one.cpu_times()[:2]) for one in (parent, *parent.children(recursive=True)))


def told(name: str, seen: Seen, seconds: float) -> dict[str, object]:
    return {
        "what": name, "requests_s": round(len(seen.seconds) / seconds, 1), "p50_ms": seen.quantile_ms(0.5),
        "p95_ms": seen.quantile_ms(0.95), "p99_ms": seen.quantile_ms(0.99), "codes": dict(seen.codes),
    }  # fmt: skip


def bare(folder: Path, count: int, seconds: float) -> dict[str, object]:
    with serving("bare_probe:make", folder) as (port, _pid):
        return told("bare Flask page", load_client.run(port, ["x=1"] * count, ["/"], [], seconds), seconds)


def stored_answers(app: Flask) -> int:
    """Rows of attempts, to compare with the answers that the site took."""
    with app.app_context():
        count = int(db.session.query(func.count(Attempt.id)).scalar())
        db.session.rollback()
    return count


def measure(site: dict[str, str], folder: Path, learners: int, seconds: float, kind: str) -> dict[str, object]:
    """The line of these learners on this site: answers, processor time of the site, answers taken and rows stored."""
    cookies, key = fill(site, learners)
    app = create_app(read(site))
    with whole_site(site) as (port, pid, environment):
        load_client.run(port, cookies[:20], PAGES, QUESTIONS, 8)  # what the first requests load
        rows = stored_answers(app)
        done: dict[str, float] = {}
        work = threading.Thread(target=other_work, args=(port, key, environment, folder, done), daemon=True)
        if kind == "busy":
            work.start()
        clock = DatabaseClock(folder)
        before, database_before = used_seconds(pid), clock()
        seen = load_client.run(port, cookies, PAGES, QUESTIONS, seconds)
        line = told(f"{learners} learners, {kind}", seen, seconds)
        line["processor_s"], line["database_s"] = round(used_seconds(pid) - before, 1), round(clock() - database_before, 1)
        line["answers_taken"], line["rows_stored"] = seen.codes[302] + seen.codes[303], stored_answers(app) - rows
        if kind == "busy":
            work.join(240)
    return {**line, **done}


def main() -> int:
    words = [*sys.argv[1:], *("300", "60", "alone", "sqlite", "1")[len(sys.argv) - 1 :]]
    learners, seconds, kind, engine, processes = int(words[0]), float(words[1]), words[2], words[3], words[4]
    with tempfile.TemporaryDirectory() as name, database(engine, Path(name)) as addresses:
        folder = Path(name)
        (folder / "bare_probe.py").write_text(PROBE)
        site = {"HORSLESMURS_DATA": str(folder / "site"), "HORSLESMURS_HOME_PAGE": lrs_load.HOME, "HORSLESMURS_WEB_PROCESSES": processes}
        lines = [bare(folder, learners, seconds / 3), measure(site | addresses, folder, learners, seconds, kind)]
        lines.append(bare(folder, learners, seconds / 3))
    print(f"load {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores, {engine}, {processes} web processes")
    for one in lines:
        print(json.dumps(one))
    return 0


if __name__ == "__main__":
    sys.exit(main())
