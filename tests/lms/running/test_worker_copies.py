"""The worker sends copies to other stores while it runs, beside its other work."""

import errno
import json
import sqlite3
import threading
from collections.abc import Iterable
from typing import Any
from uuid import uuid4
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from flask import Flask
from sqlalchemy.exc import OperationalError

from infrastructure.backoff import Backoff
from lms.health import notes
from lms.running import worker
from lms.web.current_site import site_of
from lrs.maintenance import forwarding, forwarding_keys
from lrs.maintenance.peer_client import Credentials
from lrs.writing import statement_writer
from xapi import actor, builders


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def test_what_is_kept_arrives_at_the_other_store(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    event, stop = threading.Event(), threading.Event()

    def other(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        rows = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        taken.extend(row["id"] for row in rows)
        event.set()
        start("200 OK", [("Content-Type", "application/json")])
        return [json.dumps([row["id"] for row in rows]).encode()]

    store, settings = site_of(site).store, site_of(site).settings
    who, id = actor.account(settings.home_page, uuid4()), str(uuid4())
    sent = builders.statement(id=id, actor=who, verb="experienced", object={"id": "http://example.com/a"}, timestamp="2026-11-23T19:00:00Z")
    store.writer.submit(lambda connection: statement_writer.put(connection, [sent], authority=who))
    server = make_server("127.0.0.1", 0, other, handler_class=_Quiet)
    serving = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    serving.start()
    endpoint = f"http://127.0.0.1:{server.server_port}/xapi"
    store.writer.submit(lambda connection: forwarding.add(connection, name="region", endpoint=endpoint, version="2.0.0"))
    forwarding_keys.write(settings.data, "region", Credentials("id", "secret"))
    monkeypatch.setattr(worker, "turn", lambda *_: stop.wait(60))  # a feed that takes long holds up no copy
    working = threading.Thread(target=worker.run, args=(settings, stop))
    working.start()
    try:
        assert event.wait(30)
    finally:
        stop.set()
        working.join(30)
        server.shutdown()
        serving.join()
        server.server_close()
    assert id in taken
    store.writer.submit(lambda connection: forwarding.remove(connection, "region"))


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "no space"), OperationalError("select", {}, sqlite3.OperationalError("full"))])
def test_a_full_disk_does_not_end_the_worker_and_is_written_down(site: Flask, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    settings, stop, turns = site_of(site).settings, threading.Event(), iter(range(10**6))

    def fail(*_: object) -> None:
        if next(turns) >= 2:
            stop.set()
        raise error

    monkeypatch.setattr(worker, "turn", fail)
    monkeypatch.setattr(worker, "EVERY_S", 0.01)
    monkeypatch.setattr(worker, "BACKOFF", Backoff(first_s=0.01, longest_s=0.1))
    worker.run(settings, stop)
    note = notes.read(settings.data, "turn")
    assert note is not None
    assert (note.count("failures"), note.text("error")) == (3, type(error).__name__)
    notes.remove(settings.data, "turn")
