"""What the front keeps of HTTP: bodies in chunks, Expect, HEAD, 304, compression, long answers, kept connections, early refusals."""

import asyncio
import base64
import http.client
import json
import threading
import time
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from serving_site import PATIENCE_S, ServedSite, served_site

from lms.asgi.bodies import Bodies, BodyLimits, BodyRefused, ClientGone, discard
from lms.asgi.environ import environ_of
from lms.asgi.front import AT_ONCE, PIECE, Front

LARGEST_PAGE_BODY = 256 * 1024


def run_apart(work: Coroutine[Any, Any, Any]) -> Any:
    """What `asyncio.run` gives, in a thread of its own: Playwright keeps a loop in the main thread once a browser was opened."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, work).result()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    with served_site(tmp_path_factory.mktemp("front"), body_seconds="20") as served:
        yield served


def request(head: str, body: bytes = b"") -> bytes:
    return f"{head}\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode() + body


def test_a_body_in_chunks_is_read_like_one_with_a_length(site: ServedSite) -> None:
    head = "POST /xapi/statements HTTP/1.1\r\nX-Experience-API-Version: 2.0.0\r\nTransfer-Encoding: chunked"
    assert b" 401 " in site.send(request(head, b"1\r\n[\r\n1\r\n]\r\n0\r\n\r\n"))
    many = b"".join(b"1\r\na\r\n" for _ in range(2_000)) + b"0\r\n\r\n"
    assert b" 400 " in site.send(request("POST /en/sign-in HTTP/1.1\r\nTransfer-Encoding: chunked", many))  # no token


def test_a_client_that_asks_first_is_told_to_go_on_or_refused_before_it_sends(site: ServedSite) -> None:
    asked = "POST /en/sign-in HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: "
    assert site.send(request(f"{asked}3", b"a=b")).startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400")
    assert site.send(request(f"{asked}{LARGEST_PAGE_BODY + 1}")).startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize("length", ["999999999999", str(LARGEST_PAGE_BODY + 1)])
def test_a_body_announced_too_large_is_refused_at_once_in_the_page_of_the_language(site: ServedSite, length: str) -> None:
    answer = site.send(f"POST /fr/connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {length}\r\n\r\nabc".encode())
    assert answer.startswith(b"HTTP/1.1 413")
    assert "C’est trop d’un coup".encode() in answer or b"<html" in answer
    assert b"connection: close" in answer


def test_a_body_a_little_too_large_is_taken_from_its_sender_so_that_the_page_that_says_so_arrives_whole(site: ServedSite) -> None:
    """A connection closed with bytes unread is reset, and the page is lost on the way."""
    with site.connect() as link:
        link.sendall(b"POST /en/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900000\r\n\r\n")
        for _ in range(9):
            link.sendall(b"a" * 100_000)
            time.sleep(0.02)
        answer = b"".join(iter(lambda: link.recv(65536), b""))
    assert answer.startswith(b"HTTP/1.1 413")
    assert answer.rstrip().endswith(b"</html>")


def test_a_refused_body_is_read_no_further_than_its_limits_and_never_kept() -> None:
    def taken(client: Client, **limits: Any) -> bool:
        async def play() -> bool:
            return await discard(client.receive, **limits)

        return bool(run_apart(play()))

    for limits, left in (({"pause": 0.05}, 0), ({"most": 5_000}, 14), ({"seconds": 0.0}, 20)):
        client = Client(*[b"a" * 1000] * 20)
        assert not taken(client, **limits), "this client never says that it has ended"
        assert len(client._pieces) == left


def test_a_body_in_chunks_is_refused_once_it_passes_the_limit(site: ServedSite) -> None:
    chunk = b"8000\r\n" + b"a" * 0x8000 + b"\r\n"
    with site.connect() as link:
        link.sendall(b"POST /en/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk * 8)
        link.sendall(b"8\r\naaaaaaaa\r\n")
        assert link.recv(12) == b"HTTP/1.1 413"


@pytest.mark.parametrize(
    "heads", ["Content-Length: 3\r\nContent-Length: 5", "Content-Length: -1", "Content-Length: x", "Content-Length: 1e3"]
)
def test_a_length_that_is_none_is_refused(site: ServedSite, heads: str) -> None:
    assert site.send(request(f"POST /en/sign-in HTTP/1.1\r\n{heads}", b"abc")).startswith(b"HTTP/1.1 400")


def test_a_body_shorter_than_announced_reaches_no_page(site: ServedSite) -> None:
    with site.connect() as link:
        link.sendall(b"POST /en/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\nabc")
        link.shutdown(1)
        assert not link.recv(100).startswith(b"HTTP/1.1 2")


def test_sixteen_megabytes_of_statements_reach_the_store_and_more_do_not(site: ServedSite) -> None:
    wrong = "Basic " + base64.b64encode(b"no:key").decode()
    heads = {"Content_Type": "text/plain", "Authorization": wrong, "X_Experience_API_Version": "2.0.0"}
    assert site.ask("POST", "/xapi/statements", b" " * 16 * 1024 * 1024, **heads)[0] == 401
    status, _, body = site.ask("POST", "/xapi/statements", None, Content_Length=str(16 * 1024 * 1024 + 1), **heads)
    assert (status, json.loads(body)["error"]) == (413, "limit_passed")
    assert list(site.folder.glob("tmp*")) == []  # bodies on disk have no name


def test_head_gives_the_heads_of_get_and_no_body(site: ServedSite) -> None:
    for path in ("/fr/", "/healthz", "/fr/nowhere", "/static/nowhere"):
        got, asked = site.ask("GET", path), site.ask("HEAD", path)
        assert (asked[0], asked[2]) == (got[0], b"")
        assert asked[1]["content-type"] == got[1]["content-type"]


def test_a_static_file_is_packed_and_answered_304_the_second_time(site: ServedSite) -> None:
    path = site.ask("GET", "/fr/")[2].decode().partition('href="/static/')[2].partition('"')[0].replace("&amp;", "&")
    status, heads, body = site.ask("GET", f"/static/{path}", Accept_Encoding="br")
    assert (status, heads["content-encoding"], int(heads["content-length"])) == (200, "br", len(body))
    status, again, body = site.ask("GET", f"/static/{path}", Accept_Encoding="br", If_None_Match=heads["etag"])
    assert (status, body) == (304, b"")
    assert again["etag"] == heads["etag"]


def test_one_connection_serves_many_requests(site: ServedSite) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=PATIENCE_S)
    for number in range(20):
        method, path, body = [("GET", "/healthz", None), ("POST", "/en/sign-in", b"a" * 100_000), ("HEAD", "/fr/", None)][number % 3]
        connection.request(method, path, body)
        link = connection.sock
        connection.getresponse().read()
        assert connection.sock is link
    connection.close()


SCOPE: dict[str, Any] = {
    "type": "http", "method": "GET", "path": "/", "raw_path": b"/%ff%2F", "query_string": b"a=%00", "http_version": "1.1", "scheme": "http",
    "server": ("127.0.0.1", "80"), "client": ("192.0.2.1", "9"), "headers": [(b"host", b"x")],
}  # fmt: skip


def test_a_header_with_an_underscore_cannot_pass_for_the_proxys() -> None:
    heads = [
        (b"x_forwarded_for", b"evil"),
        (b"x-forwarded-for", b"192.0.2.7"),
        (b"cookie", b"a=1"),
        (b"cookie", b"b=2"),
        (b"x-a", b"1"),
        (b"x-a", b"\xe9"),
    ]
    environ = environ_of({**SCOPE, "headers": heads}, None, None)  # type: ignore[arg-type]
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.7"
    assert environ["HTTP_COOKIE"] == "a=1;b=2"
    assert environ["HTTP_X_A"] == "1,\xe9"
    assert environ["PATH_INFO"] == "/\xff/"


class Client:
    """The far end of one request: pieces of a body, then silence until it leaves."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces, self.left, self.sent = list(pieces), asyncio.Event(), []
        self.status = 0

    async def receive(self) -> dict[str, Any]:
        if self._pieces:
            piece = self._pieces.pop(0)
            return {"type": "http.request", "body": piece, "more_body": True}
        await self.left.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
        else:
            self.sent.append(message["body"])


def front(app: Any, *, threads: int = 2, **limits: Any) -> Front:
    return Front(app, Bodies(BodyLimits()), lambda path: 1000, threads=threads, **limits)


@pytest.mark.parametrize("sizes", [[], [0], [5], [AT_ONCE - 1], [AT_ONCE], [AT_ONCE + 1], [1, PIECE, 0, 3 * AT_ONCE, 7], [100_000] * 10])
def test_an_answer_of_any_length_comes_whole(sizes: list[int]) -> None:
    def app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return (bytes([65 + number]) * size for number, size in enumerate(sizes))

    client = Client()
    run_apart(front(app)(SCOPE, client.receive, client.send))
    assert b"".join(client.sent) == b"".join(bytes([65 + number]) * size for number, size in enumerate(sizes))


def test_an_application_that_fails_is_answered_with_500_and_leaves_no_thread_taken() -> None:
    def app(environ: Any, start_response: Any) -> Any:
        raise ZeroDivisionError

    async def play() -> list[int]:
        served, clients = front(app, threads=1), [Client() for _ in range(3)]
        for one in clients:
            await served(SCOPE, one.receive, one.send)
        return [one.status for one in clients]

    assert run_apart(play()) == [500, 500, 500]


def test_a_long_answer_is_made_only_as_fast_as_it_is_read_and_holds_no_thread() -> None:
    made: list[int] = []
    event = threading.Event()

    class Endless:
        def __iter__(self) -> Iterator[bytes]:
            while True:
                made.append(PIECE)
                yield b"a" * PIECE

        def close(self) -> None:
            event.set()

    def app(environ: Any, start_response: Any) -> Any:
        start_response("200 OK", [])
        return Endless() if environ["PATH_INFO"] == "/long" else [b"short"]

    async def play() -> int:
        served = front(app, threads=1, send_seconds=0.2)
        slow, quick = Client(), Client()
        taken = 0

        async def take_two_then_none(message: Any) -> None:
            nonlocal taken
            taken += 1
            if taken > 3:
                await asyncio.Event().wait()

        long = asyncio.ensure_future(served({**SCOPE, "raw_path": b"/long"}, slow.receive, take_two_then_none))
        await served(SCOPE, quick.receive, quick.send)
        await long
        return quick.status

    assert run_apart(play()) == 200
    assert sum(made) <= AT_ONCE + PIECE, "more was made than the client took"
    assert event.is_set()


def test_a_client_that_leaves_while_it_waits_for_a_thread_is_never_served() -> None:
    go_on, served_paths = threading.Event(), []

    def app(environ: Any, start_response: Any) -> Any:
        served_paths.append(environ["PATH_INFO"])
        go_on.wait(PATIENCE_S)
        start_response("200 OK", [])
        return [b""]

    async def play() -> list[int]:
        served = front(app, threads=1, most_waiting=1)
        first, second, third = Client(), Client(), Client()
        tasks = [
            asyncio.ensure_future(served({**SCOPE, "raw_path": path}, one.receive, one.send))
            for path, one in ((b"/1", first), (b"/2", second))
        ]
        while not served_paths or not served._waiting:
            await asyncio.sleep(0.01)
        await served({**SCOPE, "raw_path": b"/3"}, third.receive, third.send)
        second.left.set()
        await tasks[1]
        go_on.set()
        await tasks[0]
        return [first.status, second.status, third.status]

    assert run_apart(play()) == [200, 0, 503]
    assert served_paths == ["/1"]


def read(client: Client, limits: BodyLimits, largest: int = 10**6, announced: int | None = None) -> Any:
    async def play() -> Any:
        return await Bodies(limits).read(client.receive, announced, largest)

    return run_apart(play())


@pytest.mark.parametrize(
    ("pieces", "announced", "status"),
    [((b"a",), None, 408), ((b"a" * 50,), None, 413), ((), 50, 413), ((b"a",) * 30, 30, 408)],
)
def test_a_body_is_refused_with_the_reason(pieces: tuple[bytes, ...], announced: int | None, status: int) -> None:
    with pytest.raises(BodyRefused) as refused:
        read(Client(*pieces), BodyLimits(seconds=0.1), largest=40, announced=announced)
    assert refused.value.status == status


def test_a_client_that_leaves_before_its_body_is_whole_is_not_answered() -> None:
    client = Client(b"abc")
    client.left = asyncio.Event()
    client.left.set()
    with pytest.raises(ClientGone):
        read(client, BodyLimits())


def test_a_large_body_leaves_memory_and_the_disk_has_an_end() -> None:
    with pytest.raises(BodyRefused) as refused:
        read(Client(*[b"a" * 1000] * 40), BodyLimits(in_memory=5_000, on_disk=20_000))
    assert (refused.value.status, refused.value.size) == (503, 21_000)


@pytest.mark.sampled(3)
@pytest.mark.parametrize(("received", "seconds"), [(0, 30), (8192, 31), (16 * 1024 * 1024, 600)])
def test_a_sender_has_more_time_the_more_has_come(received: int, seconds: float) -> None:
    assert BodyLimits().allowed(received) == seconds
