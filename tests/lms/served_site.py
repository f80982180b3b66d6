"""The canary site as `horslesmurs serve` runs it: web and worker in processes of their own, killed by SIGKILL."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from http.client import HTTPMessage, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from canaries import CanarySite, Known
from lms_cast import TOKEN, Person

from infrastructure.locks import file_lock
from lrs.storage.locks import SITE

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 120


@dataclass
class Answer:
    """What came over HTTP, under the names that Flask's test client uses."""

    status_code: int
    headers: HTTPMessage
    text: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args: Any) -> None:
        return None


class HttpPerson:
    """Somebody signed in to a served site."""

    def __init__(self, address: str, cookie: str) -> None:
        self._address, self._cookie = address, cookie
        self._opener = urllib.request.build_opener(_NoRedirect)

    def get(self, path: str) -> Answer:
        return self._ask(path, None)

    def post(self, path: str, **data: str) -> Answer:
        found = TOKEN.search(self.get("/fr/accessibilite").text)
        assert found
        return self._ask(path, urlencode({"csrf_token": found[1], **data}).encode())

    def _ask(self, path: str, body: bytes | None) -> Answer:
        request = urllib.request.Request(self._address + path, data=body, headers={"Cookie": f"hlm={self._cookie}"})
        try:
            with self._opener.open(request, timeout=60) as answer:
                return self._read(answer)
        except urllib.error.HTTPError as error:
            with error:
                return self._read(error)

    def _read(self, answer: HTTPResponse | urllib.error.HTTPError) -> Answer:
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            if cookie.startswith("hlm="):
                self._cookie = cookie.removeprefix("hlm=").partition(";")[0]
        return Answer(answer.status or 0, answer.headers, answer.read().decode())


class ServedSite(CanarySite):
    """Pages are asked over HTTP; the application in this process only opens accounts, signs cookies and looks."""

    def __init__(self, data: Path) -> None:
        super().__init__(data)
        self._serve: subprocess.Popen[bytes] | None = None
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self._address = f"http://127.0.0.1:{probe.getsockname()[1]}"

    def start(self) -> None:
        if self._serve is not None:
            return
        environment = {**os.environ, "HORSLESMURS_DATA": str(self.data), "HORSLESMURS_PORT": self._address.rpartition(":")[2]}
        command = [sys.executable, str(ROOT / "horslesmurs.py"), "serve"]
        self._serve = subprocess.Popen(command, env=environment, start_new_session=True, stdout=subprocess.DEVNULL)
        until = time.monotonic() + PATIENCE_S
        while True:
            try:
                with urllib.request.urlopen(f"{self._address}/healthz", timeout=5):
                    return
            except (urllib.error.URLError, OSError):
                assert time.monotonic() < until, "the site did not come up"
                assert self._serve.poll() is None, "the site did not start"
                time.sleep(0.1)

    def person(self, known: Known) -> HttpPerson:
        self.start()
        cookie = Person(self.app, known.name).client.get_cookie("hlm")
        assert cookie
        return HttpPerson(self._address, cookie.value)

    def says_erased(self, person: HttpPerson) -> bool:
        """The page may say “is being erased” first; the worker ends it without anybody's help."""
        until = time.monotonic() + PATIENCE_S
        while not super().says_erased(person):
            assert time.monotonic() < until, "the worker did not finish the erasure"
            time.sleep(0.2)
        return True

    def becomes_erased(self) -> bool:
        self.start()
        return self.says_erased(HttpPerson(self._address, ""))

    def kill(self) -> None:
        """Supervisor, web and worker at once; the kernel frees their locks as they go."""
        if self._serve is not None:
            os.killpg(self._serve.pid, signal.SIGKILL)
            self._serve.wait()
            self._serve = None
            with file_lock(self.data / SITE, "test", wait=10):
                pass

    def close(self) -> None:
        super().close()
        if self._serve is not None:
            self._serve.terminate()
            self._serve.wait(PATIENCE_S)
            self._serve = None
