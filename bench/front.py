"""Processor time of the front (lms/asgi) beside granian's own WSGI threads: the same application, the same requests, in turn in one run."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # called by path: `lrs` is the package, not bench/lrs.py

from bench.web import FEVER, free_port, used_seconds
from lms.running import database_setup
from lms.settings import read

WSGI = (
    "import sys\nfrom granian import Granian\nfrom granian.constants import Interfaces\n"
    "Granian('lms.running.web_process:make', port=int(sys.argv[1]), interface=Interfaces.WSGI, factory=True,\n"
    "        blocking_threads=16, websockets=False).serve()\n"
)
FORM = b"name=nobody&passphrase=nothing&csrf_token=none"
ASKED = (
    ("healthz", "GET", "/healthz", None),
    ("home page", "GET", "/fr/", None),
    ("screen", "GET", f"{FEVER}/1", None),
    ("form", "POST", "/en/sign-in", FORM),
    ("store, 64 KB", "POST", "/xapi/statements", b" " * 65536),
)
ROUNDS, TURNS = 300, 3


@contextmanager
def serving(command: list[str], data: Path) -> Iterator[tuple[int, int]]:
    """(port, process id) of a served site."""
    port = free_port()
    own = {name: value for name, value in os.environ.items() if not name.startswith("HORSLESMURS_")}
    settings = {"HORSLESMURS_DATA": str(data), "HORSLESMURS_PORT": str(port)}
    database_setup.upgrade(read(settings))
    process = subprocess.Popen([*command, str(port)], env=own | settings, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            with socket.socket() as tried:
                if tried.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


def milliseconds(port: int, pid: int, method: str, path: str, body: bytes | None) -> float:
    """Processor time of one request in the server, each on a new connection, since WSGI closes one with an unread body."""
    kind = {"Content-Type": "application/x-www-form-urlencoded"} if path.startswith("/en") else {"Content-Type": "application/json"}

    closed: list[str] = []

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request(method, path, body, kind)
            connection.getresponse().read()
        except (BrokenPipeError, ConnectionResetError, http.client.RemoteDisconnected):
            closed.append(path)
        finally:
            connection.close()

    for _ in range(20):
        ask()
    before = used_seconds(pid)
    for _ in range(ROUNDS):
        ask()
    used = used_seconds(pid) - before
    if closed:
        print(f"{path}: {len(closed)} of {ROUNDS + 20} closed without an answer, port {port}", file=sys.stderr)
    return 1000 * used / ROUNDS


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with (
            serving([sys.executable, "-c", WSGI], folder / "wsgi") as threads,
            serving([sys.executable, "-m", "lms.running.web_process"], folder / "front") as front,
        ):
            for label, method, path, body in ASKED:
                best = [min(milliseconds(*site, method, path, body) for _ in range(TURNS)) for site in (threads, front)]
                print(f"{label:14} {best[0]:6.2f} ms with WSGI threads, {best[1]:6.2f} ms with the front: {best[1] / best[0]:.2f}")


if __name__ == "__main__":
    main()
