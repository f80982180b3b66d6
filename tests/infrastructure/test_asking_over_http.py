"""One request to another program: what is read of its answer, and what counts as no answer. A real server on this machine."""

import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from infrastructure.errors import HostUnreachable
from infrastructure.http_client import Answer, Limits, ask, basic_auth, pool, wait_of


class Server:
    """Answers each request with `headers` and `body`, and notes what was asked."""

    def __init__(self) -> None:
        self.status, self.headers, self.body = 200, {"Content-Type": "text/plain"}, b"here"
        self.asked: list[tuple[str, str, str | None]] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.asked.append((self.command, self.path, self.headers["Authorization"]))
                self.send_response_only(outer.status)
                for name, value in {"Content-Length": str(len(outer.body)), **outer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(outer.body)

            do_POST = do_GET

            def log_message(self, *_: object) -> None:
                return

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    yield served
    served.close()


def test_a_redirect_is_an_answer_and_is_not_followed(server: Server) -> None:
    server.status, server.headers = 307, {"Location": f"{server.url}/elsewhere"}
    with pool(server.url) as http:
        answer = ask(http, "POST", f"{server.url}/here", body=b"{}", headers=basic_auth("id", "clé"))
    assert answer.status == 307
    assert server.asked == [("POST", "/here", "Basic aWQ6Y2zDqQ==")]


def test_an_answer_up_to_the_size_is_read_and_a_longer_one_is_none(server: Server) -> None:
    with pool(server.url) as http:
        assert ask(http, "GET", server.url, size=4).data == b"here"
        with pytest.raises(HostUnreachable, match="does not end"):
            ask(http, "GET", server.url, size=3)


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://[::1", "https://exa mple.org/", "ftp://127.0.0.1/"])
def test_nothing_there_and_no_address_are_one_kind_of_error_that_names_no_address(url: str) -> None:
    with pytest.raises(HostUnreachable) as caught:
        ask(None, "GET", url)
    assert "127.0.0.1" not in str(caught.value)
    assert "example" not in str(caught.value)


def test_an_answer_that_is_cut_off_is_none(server: Server) -> None:
    server.headers = {"Content-Length": "10"}
    with pool(server.url) as http, pytest.raises(HostUnreachable):
        ask(http, "GET", server.url)


def test_a_server_that_is_silent_is_given_up_after_the_limit() -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        with pool(url, Limits(connect_s=0.3, read_s=0.3)) as http, pytest.raises(HostUnreachable):
            ask(http, "GET", url)


def test_json_that_cannot_be_read_is_one_kind_of_error() -> None:
    for data in (b"{", b"\xff", b"[" * 100_000):
        with pytest.raises(ValueError, match=r"\S"):
            Answer(200, {}, data).json()


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        *[("", 0), ("0", 0), ("120", 120), (" 7 ", 7), ("-5", 0), ("soon", 0), ("1e9", 0)],
        *[("Thu, 01 Jan 2026 00:01:00 GMT", 60), ("Wed, 31 Dec 2025 00:00:00 GMT", 0)],
    ],
)
def test_a_wait_is_read_as_a_number_or_a_date(header: str, seconds: int) -> None:
    assert wait_of(header, datetime(2026, 1, 1, tzinfo=UTC)) == seconds


def test_a_date_counts_from_the_date_of_the_answer_whatever_the_clock_of_this_machine() -> None:
    there = datetime(2001, 2, 3, 4, 5, 6, tzinfo=UTC)
    later = format_datetime(there.replace(minute=7), usegmt=True)
    assert Answer(503, {"Date": format_datetime(there, usegmt=True), "Retry-After": later}, b"").retry_after_s == 120
    assert Answer(503, {"Retry-After": later}, b"").retry_after_s == 0
