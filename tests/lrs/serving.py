"""The real site served in another process: its web process, to be killed; or one request at a time, to be traced."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from wsgiref.simple_server import make_server

from child_environment import python_path
from lrs_cast import HOME

from lms.running import database_setup
from lms.running.web_process import make
from lms.settings import read

ROOT = Path(__file__).resolve().parent.parent.parent


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


class Server:
    """The web process as `horslesmurs serve` starts it, in a process group of its own. data: the site's folder."""

    def __init__(self, url: str, data: Path, port: int, *, processes: int = 1) -> None:
        settings = environment(url, data) | {"HORSLESMURS_PORT": str(port), "HORSLESMURS_WEB_PROCESSES": str(processes)}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "lms.running.web_process"],
            env=settings,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        await_port(port)

    def kill(self) -> None:
        """Every process of the server at once, with no chance to end well; nothing happens the second time."""
        if self._process.returncode is None:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait(30)


def environment(url: str, data: Path) -> dict[str, str]:
    names = {"HORSLESMURS_DATABASE": url, "HORSLESMURS_DATA": str(data), "HORSLESMURS_HOME_PAGE": HOME}
    return os.environ | names | {"PYTHONPATH": python_path(ROOT, ROOT / "tests" / "lrs", ROOT / "tests")}


def upgrade(url: str, data: Path) -> None:
    """Make the site's tables, as an operator does before the first start."""
    database_setup.upgrade(read({name: value for name, value in environment(url, data).items() if name.startswith("HORSLESMURS_")}))


def await_port(port: int) -> None:
    for _ in range(4800):  # a machine under much other work takes minutes for a start of seconds
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("the server did not start within 240 s")


def serve_one_by_one(port: int) -> None:
    with make_server("127.0.0.1", port, make()) as server:
        server.serve_forever()


if __name__ == "__main__":
    serve_one_by_one(int(sys.argv[1]))
