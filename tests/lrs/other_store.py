"""Another store of ours, served over HTTP on a free port; and one that fails in every way a network has."""

import json
import random
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

from real_site import site_with

from lrs.maintenance import forwarding
from lrs.maintenance.forwarding import Forward
from lrs.maintenance.peer_client import Address, Credentials, Reply
from lrs.storage.store import Store, open_store

WAYS = ("takes", "503", "429", "500", "takes and answers 500", "takes and the answer is lost", "502 in HTML", "a page with 200", "302")
App = Callable[[dict[str, Any], Any], Iterable[bytes]]


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(app: App) -> Iterator[str]:
    """The address of an app's statement store."""
    server = make_server("127.0.0.1", 0, app, handler_class=_Quiet)  # type: ignore[arg-type]
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/xapi"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def begin(store: Store, endpoint: str, version: str = "2.0.0") -> None:
    """Copy what is kept to the store at this address from now on, under the name `other`."""
    store.writer.submit(lambda connection: forwarding.add(connection, name="other", endpoint=endpoint, version=version))


def state(store: Store) -> Forward:
    """How far the one forward is."""
    with store.engine.connect() as connection:
        (found,) = forwarding.everyone(connection)
    return found


def taken(_address: Address, _credentials: Credentials, body: bytes, _kind: str) -> Reply:
    """What a store answers that takes everything."""
    return Reply(200, frozenset(row["id"] for row in json.loads(body)))


@contextmanager
def another(folder: Path) -> Iterator[Store]:
    store = open_store(f"sqlite:///{folder / 'other.sqlite'}", home_page="https://other.example", create=True)
    yield store
    store.writer.close()
    store.engine.dispose()


def failing(store: Store, chance: random.Random, met: set[str]) -> App:
    """The store behind a network that fails; once every way was met it fails no more. met: the ways met so far."""
    good = site_with(store)

    def app(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        left = [way for way in WAYS if way not in met]
        way = chance.choice((*left, "takes")) if left else "takes"
        met.add(way)
        if way == "takes":
            return good(environ, start)
        if way.startswith("takes and"):
            answer: Any = good(environ, lambda *_: None)
            list(answer)
            answer.close()
        else:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        if way == "takes and the answer is lost":
            raise ConnectionAbortedError
        status = {"503": "503 Busy", "429": "429 Slow", "302": "302 Elsewhere", "502 in HTML": "502 Bad", "a page with 200": "200 OK"}
        headers = {"429": [("Retry-After", "7200")], "302": [("Location", "/xapi/about")]}.get(way, [])
        start(status.get(way, "500 Error"), [("Content-Type", "text/html"), *headers])
        return [b"<p>not what you think</p>"]

    return app
