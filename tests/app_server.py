"""A WSGI application served by a thread of this process, for a browser or a program that comes over the network."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any

from werkzeug.serving import make_server


@contextmanager
def served_at(app: Any, port: int = 0) -> Iterator[str]:
    """The address where it answers until the end of the block. port: 0 for a free one."""
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
