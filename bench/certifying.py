"""What certifying costs: an attestation's PDF, a badge, the public page, and 100 learners who sit a final at once on SQLite.

python bench/certifying.py [attestations] [learners] [seconds between answers]
"""

import os
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

sys.path[0] = str(Path(__file__).resolve().parents[1])  # called by path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from bench.pages import make_site
from bench.sign_ins import signed_in
from lms.accounts import opening
from lms.accounts.models import Learner
from lms.cohorts import registering
from lms.cohorts.models import COURSE
from lms.credentials import awarding
from lms.credentials.models import Attestation
from lms.learning.models import Progress
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.site import long_lived

FIELD = re.compile(r'name="(choice|revision|shown_at)" value="([^"]*)"')


def main() -> None:
    attestations, learners, pause = (int(word) for word in (*sys.argv[1:], "5000", "100", "4")[:3])
    with tempfile.TemporaryDirectory() as folder:
        site = make_site(Path(folder))
        long_lived.keep_out_of_collection()  # as the web process does
        code, holder, uuid = fill(site, attestations)
        print(f"{attestations} attestations; wall time, p50 and p95 in ms")
        client = signed_in(site, holder)
        client.get(f"/fr/mes-attestations/{uuid}/badge/jwt")  # makes the key
        print_times("PDF", client, f"/fr/mes-attestations/{uuid}/pdf", 30)
        print_times("badge, JWT", client, f"/fr/mes-attestations/{uuid}/badge/jwt", 100)
        print_times("badge, PNG", client, f"/fr/mes-attestations/{uuid}/badge/png", 20)
        print_times("public page", site.test_client(), f"/fr/verifier/{code}", 200)
        print_times("status list", site.test_client(), "/badges/status/1", 20)
        sit_at_once(site, learners, pause)
        site_of(site).writer.close()


def print_times(name: str, client: FlaskClient, path: str, count: int) -> None:
    times = []
    for _ in range(count):
        begins = time.perf_counter()
        answer = client.get(path)
        times.append(1000 * (time.perf_counter() - begins))
        if answer.status_code != 200:
            raise SystemExit(f"{path}: {answer.status_code}")
    print(f"{name:<14}{statistics.median(times):8.1f}{p95(times):8.1f}")


def p95(times: list[float]) -> float:
    return sorted(times)[int(0.95 * len(times))]


def fill(site: Flask, count: int) -> tuple[str, str, str]:
    """So many pharmacists with an attestation each; the last one has an account. Gives her code, account and attestation."""
    catalogue, home_page = site_of(site).newest_content.catalogue, site_of(site).settings.home_page
    course, objective = catalogue.course("pharmacists"), catalogue.objectives["ph-interactions"]

    def award(work: Session, learner: Learner) -> int:
        registration = registering.register(work, learner, COURSE, "pharmacists", now())
        made = awarding.award(
            work,
            awarding.AwardRequest(
                learner.id, registration.id, uuid4(), course, (objective,), "fr", 60, "active", 36, now(), home_page, is_demo=True
            ),
        )
        assert made
        row = work.get_one(Attestation, made)
        row.name, row.released_at = "Claire Martin", now()
        return made

    def some(work: Session, number: int) -> None:
        for _ in range(number):
            learner = Learner(uuid=uuid4(), role="pharmacist", created_at=now())
            work.add(learner)
            work.flush()
            award(work, learner)

    def last(work: Session) -> tuple[str, str]:
        account = opening.open_account(work, opening.NewAccount("holder", HASH, "pharmacist"), now())
        account.consented_at = now()
        row = work.get_one(Attestation, award(work, account.learner))
        return row.code, str(row.uuid)

    with site.app_context():
        for left in range(count - 1, 0, -500):
            submit(lambda work, left=left: some(work, min(500, left)))
        code, uuid = submit(last)
    return code, "holder", uuid


HASH = "nobody signs in by it: the bench writes its own sessions"


def sit_at_once(site: Flask, learners: int, pause: int) -> None:
    """Each answers twenty questions, a few seconds apart, and hands in: one thread a learner, and one that asks for a bare page."""
    names = [f"sits-{number}" for number in range(learners)]
    modules = site_of(site).newest_content.catalogue.course("pharmacists").modules
    with site.app_context():
        for name in names:
            submit(lambda work, name=name: _ready(work, name, modules))
    clients = [signed_in(site, name) for name in names]
    times: list[float] = []
    errors: list[str] = []
    bare: list[float] = []
    ends = threading.Event()
    threads = [threading.Thread(target=_sit, args=(client, pause, times, errors)) for client in clients]
    probe = threading.Thread(target=_ask_bare, args=(site.test_client(), bare, ends))
    begins, used = time.perf_counter(), time.process_time()
    for thread in (probe, *threads):
        thread.start()
    for thread in threads:
        thread.join()
    ends.set()
    took, used = time.perf_counter() - begins, time.process_time() - used
    print(f"{learners} learners at once, {pause} s between answers: {len(times)} requests in {took:.0f} s, load {os.getloadavg()}")
    print(f"{'a request':<14}{statistics.median(times):8.1f}{p95(times):8.1f}   errors: {len(errors)} {errors[:3]}")
    print(f"{'a bare page':<14}{statistics.median(bare):8.1f}{p95(bare):8.1f}")
    print(f"processor: {1000 * used / len(times):.1f} ms a request, {100 * used / took:.0f} % of one core")


def _ask_bare(client: FlaskClient, bare: list[float], ends: threading.Event) -> None:
    """The same time for a page that does nothing: what waiting for the processor and for other threads costs."""
    while not ends.wait(0.2):
        begins = time.perf_counter()
        client.get("/bare")
        bare.append(1000 * (time.perf_counter() - begins))


def _ready(work: Session, name: str, modules: tuple[str, ...]) -> None:
    account = opening.open_account(work, opening.NewAccount(name, HASH, "pharmacist"), now())
    account.consented_at = now()
    registration = registering.register(work, account.learner, COURSE, "pharmacists", now())
    work.add_all(Progress(registration_id=registration.id, module=key, screen=99, started_at=now(), completed_at=now()) for key in modules)


def _sit(client: FlaskClient, pause: int, times: list[float], errors: list[str]) -> None:
    chance = random.Random(id(client))

    def timed(work: Callable[[], TestResponse]) -> TestResponse:
        begins = time.perf_counter()
        answer = work()
        times.append(1000 * (time.perf_counter() - begins))
        return answer

    time.sleep(chance.uniform(0, pause))
    address = client.post("/fr/cours/pharmacists/test", data={"phase": "final"}).headers.get("Location", "")
    base, _, _number = address.partition("/question/")
    for number in range(1, 21):
        shown = timed(lambda number=number: client.get(f"{base}/question/{number}"))
        fields = dict(reversed(FIELD.findall(shown.text)))
        time.sleep(chance.uniform(0.5 * pause, 1.5 * pause))
        sent = timed(lambda number=number, fields=fields: client.post(f"{base}/question/{number}", data=fields))
        if sent.status_code not in (303, 422):
            errors.append(f"{number}: {sent.status_code}")
    end = timed(lambda: client.post(f"{base}/remettre"))
    if end.status_code != 303:
        errors.append(f"hand-in: {end.status_code}")


if __name__ == "__main__":
    main()
