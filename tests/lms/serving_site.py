"""A served site for tests: the web process as `horslesmurs serve` starts it, on a free port of this machine."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from lms_site import lay_parsed_content, make_database

from lms.settings import read

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60
"""How long a test waits for an answer before it says that the site stands still; no test measures time by it."""


@dataclass(frozen=True)
class ServedSite:
    """A running web process. folder: its data folder."""

    port: int
    folder: Path

    def ask(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, dict[str, str], bytes]:
        """(status, headers with small letters, body) of one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        try:
            connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
            answer = connection.getresponse()
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def connect(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def send(self, raw: bytes) -> bytes:
        """All the server says to these bytes, until it closes the connection. End the head with Connection: close."""
        with self.connect() as link:
            link.sendall(raw)
            return read_all(link)


def read_all(link: socket.socket) -> bytes:
    parts = []
    while part := link.recv(65536):
        parts.append(part)
    return b"".join(parts)


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


@contextmanager
def served_site(folder: Path, **settings: str) -> Iterator[ServedSite]:
    port = free_port()
    names = {"data": str(folder), "port": str(port), "origin": f"http://127.0.0.1:{port}", **settings}
    environment = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
    environment |= {f"HORSLESMURS_{name.upper()}": value for name, value in names.items()}
    make_database(read(environment))
    lay_parsed_content(read(environment))
    log = (folder / "served.log").open("wb")
    process = subprocess.Popen([sys.executable, "-m", "lms.running.web_process"], env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        wait_until_up(port, process)
        yield ServedSite(port, folder)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        log.close()


def wait_until_up(port: int, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the site did not start")
