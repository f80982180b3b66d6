"""A real HTTP server of a test, on a free port of this machine, in a thread of its own."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def listening(handler: type[BaseHTTPRequestHandler], answer: object) -> Iterator[ThreadingHTTPServer]:
    """The handler finds it as `self.server`: `answer` is what it says, `asked` what it heard, `url` where it stands."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.answer, server.asked = answer, []  # type: ignore[attr-defined]  # what the tests look at
    server.url = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]  # as above
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
