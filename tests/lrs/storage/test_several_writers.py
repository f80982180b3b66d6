"""Several programs that write to one SQLite file at once: each client is answered 200, and what was acknowledged is there once."""

import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
import serving
from lrs_cast import HOME
from test_crashes import Ingest, kept_ids

from lrs.keys import access_keys
from lrs.storage.store import open_store

COMMAND = (sys.executable, "-m", "horslesmurs", "lrs", "keys", "create", "--label", "ward", "--days", "1")


def write_together(folder: Path, seconds: float) -> tuple[Ingest, Ingest, int]:
    """Two web processes with eight clients each, and the command line as a third writer; gives the clients and the number of keys."""
    database, data = f"sqlite:///{folder / 'lrs.sqlite'}", folder / "data"
    serving.upgrade(database, data)
    store = open_store(database, home_page=HOME)
    key, secret = store.writer.submit(lambda connection: access_keys.create(connection, label="x", scopes=["all"]))
    store.writer.close()
    store.engine.dispose()
    ports = (serving.free_port(), serving.free_port())
    servers = [serving.Server(database, data, port) for port in ports]
    clients = [Ingest(port, (key.id, secret)) for port in ports]
    keys = 0
    try:
        threads = [
            threading.Thread(target=client.run, args=(seconds, server.kill)) for client, server in zip(clients, servers, strict=True)
        ]
        for thread in threads:
            thread.start()
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            subprocess.run(COMMAND, env=serving.environment(database, data), cwd=serving.ROOT, check=True, capture_output=True)
            keys += 1
        for thread in threads:
            thread.join()
    finally:
        for server in servers:
            server.kill()
    engine = open_store(database, home_page=HOME)
    with engine.engine.connect() as connection:
        made = connection.exec_driver_sql("SELECT count(*) FROM lrs_access_keys WHERE label = 'ward'").scalar()
    engine.engine.dispose()
    assert made == keys
    kept = kept_ids(database)
    acknowledged = clients[0].acknowledged | clients[1].acknowledged
    assert len(kept) == len(set(kept))
    assert acknowledged - set(kept) == set()
    assert set(kept) - (clients[0].sent | clients[1].sent) == set()
    print(f"{len(acknowledged)} acknowledged, {len(kept)} kept, {keys} keys made by command")
    return clients[0], clients[1], keys


@pytest.mark.slow
def test_two_web_processes_and_the_command_line_write_for_a_minute(tmp_path: Path) -> None:
    first, second, keys = write_together(tmp_path, 60)
    assert (first.odd, second.odd) == (set(), set()), "a client was told of a lock"
    assert first.acknowledged
    assert second.acknowledged
    assert keys
