"""The copy of one person's data with many statements: python bench/own_copy.py [statements].

A site with one patient; her statements come in through the store's own address, then she asks for her copy as the page does. Beside it
stands a bare probe: the same bodies read from SQLite, written as JSON and packed.
"""

import base64
import io
import json
import resource
import sqlite3
import sys
import tempfile
import time
import zipfile
from pathlib import Path
from random import Random

ROOT = Path(__file__).resolve().parents[1]
sys.path[0] = str(ROOT)  # called by path

from flask import Flask

from bench import lrs_load
from bench.sign_ins import signed_in
from lms.accounts import opening, passphrases
from lms.accounts.models import Account
from lms.app import create_app
from lms.running import database_setup
from lms.settings import read
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.keys import access_keys

PASSPHRASE, NAME, BATCH = "bougie lanterne ruisseau tilleul", "monique", 100


def site_with(folder: Path, count: int) -> Flask:
    """The site; count: how many statements of hers it holds."""
    settings = read({"HORSLESMURS_DATA": str(folder), "HORSLESMURS_HOME_PAGE": lrs_load.HOME})
    database_setup.upgrade(settings)
    app = create_app(settings)
    app.config.update(WTF_CSRF_ENABLED=False)
    with app.app_context():
        new = opening.NewAccount(NAME, passphrases.hashed(PASSPHRASE), "patient", has_consented=True)
        submit(lambda work: opening.open_account(work, new, now()).id)
        pseudonym = str(db.session.query(Account).filter(Account.username == NAME).one().learner.uuid)
        db.session.rollback()
        key, secret = site_of(app).store.writer.submit(lambda work: access_keys.create(work, label="bench", scopes=("all",), policy="any"))
    heads = {"Authorization": "Basic " + base64.b64encode(f"{key.id}:{secret}".encode()).decode(), "X-Experience-API-Version": "2.0.0"}
    client, chance = app.test_client(), Random(5)
    for _ in range(count // BATCH):
        rows = [lrs_load.statement(chance) for _ in range(BATCH)]
        for row in rows:
            row["actor"]["account"]["name"] = pseudonym
        answer = client.post("/xapi/statements", json=rows, headers=heads)
        assert answer.status_code == 200, answer.text
    return app


def probe(file: Path) -> float:
    """Seconds of processor to read the same bodies, write them as JSON and pack them."""
    begins, out = time.process_time(), io.BytesIO()
    with sqlite3.connect(file) as connection, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        bodies = [json.loads(body) for (body,) in connection.execute("SELECT body FROM lrs_statements")]
        packed.writestr("data.json", json.dumps(bodies, ensure_ascii=False, indent=1))
    return time.process_time() - begins


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        app = site_with(folder, count)
        client = signed_in(app, NAME)
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begins, used = time.perf_counter(), time.process_time()
        answer = client.post("/fr/vos-donnees/copie", data={"passphrase": PASSPHRASE})
        seconds, used = time.perf_counter() - begins, time.process_time() - used
        assert answer.status_code == 200, answer.text[:300]
        with zipfile.ZipFile(io.BytesIO(answer.data)) as file:
            held = len(json.loads(file.read("data.json"))["statements"])
        grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
        bare = probe(folder / "horslesmurs.sqlite")
        print(
            f"{held:,} of {count:,} statements, {len(answer.data) / 1e6:.1f} MB: {seconds:.1f} s, {used:.1f} s of processor, "
            f"{used / bare:.2f} times the probe ({bare:.1f} s); memory grew by {grown:.0f} MB"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
