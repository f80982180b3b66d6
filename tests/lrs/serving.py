"""The bare app served in another process: by granian, to be killed, or one request at a time, to be traced."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from wsgiref.simple_server import make_server

from flask import Flask
from lrs_cast import HOME

from lrs.opening import open_store
from lrs.web import bare_app

ROOT = Path(__file__).resolve().parent.parent.parent


def app() -> Flask:
    return bare_app(open_store(os.environ["SERVED_DATABASE"], home_page=HOME))


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """granian with one worker, in a process group of its own."""

    def __init__(self, database: str, port: int) -> None:
        command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--no-ws", "--log-level", "critical"]
        command += ["--port", str(port), "--blocking-threads", "8", "serving:app"]
        self._process = subprocess.Popen(
            command, env=environment(database), start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        await_port(port)

    def kill(self) -> None:
        """Every process of the server at once, with no chance to end well; nothing happens the second time."""
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(30)


def environment(database: str) -> dict[str, str]:
    return os.environ | {"SERVED_DATABASE": database, "PYTHONPATH": os.pathsep.join((str(ROOT), str(ROOT / "tests" / "lrs")))}


def await_port(port: int) -> None:
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start within 30 s")


def serve_one_by_one(port: int) -> None:
    with make_server("127.0.0.1", port, app()) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve_one_by_one(int(sys.argv[1]))
