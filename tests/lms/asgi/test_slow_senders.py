"""Slow senders, slow readers and silent connections hold no thread: the site goes on answering everybody else."""

import selectors
import socket
import threading
from collections.abc import Iterator

import pytest
from serving_site import PATIENCE_S, ServedSite, read_all, served_site

BODY_SECONDS = 2
HEADS = (
    b"POST /en/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 200000\r\n\r\n",
    b"POST /xapi/statements HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 200000\r\n\r\n",
    b"POST /xapi/statements?method=PUT HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nconte\r\n",
    b"POST /api/pair HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n{",
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedSite]:
    with served_site(tmp_path_factory.mktemp("slow"), body_seconds=str(BODY_SECONDS)) as served:
        yield served


def half_sent(site: ServedSite, count: int) -> list[socket.socket]:
    links = [site.connect() for _ in range(count)]
    for number, link in enumerate(links):
        link.sendall(HEADS[number % len(HEADS)])
    return links


def assert_it_answers(site: ServedSite) -> None:
    """Health, a page, a form and the store, each on a new connection."""
    assert site.ask("GET", "/healthz")[0] == 200
    assert site.ask("GET", "/fr/")[0] == 200
    assert site.ask("POST", "/en/sign-in", b"name=a", Content_Type="application/x-www-form-urlencoded")[0] == 400  # no token
    assert site.ask("POST", "/xapi/statements", b"[]", X_Experience_API_Version="2.0.0")[0] == 401


class Trickle(threading.Thread):
    """Sends one byte on each link, again and again, until it is stopped."""

    def __init__(self, links: list[socket.socket]) -> None:
        super().__init__(daemon=True)
        self._links, self._stop_now, self.sent = links, threading.Event(), 0

    def run(self) -> None:
        while not self._stop_now.wait(0.3):
            for link in self._links:
                try:
                    link.send(b"a")
                    self.sent += 1
                except OSError:
                    continue  # closed by the site

    def stop(self) -> None:
        self._stop_now.set()
        self.join(PATIENCE_S)


def test_half_sent_and_trickling_bodies_stop_nobody_and_end_with_408(site: ServedSite) -> None:
    silent, slow = half_sent(site, 64), half_sent(site, 64)
    trickle = Trickle(slow)
    trickle.start()
    try:
        assert_it_answers(site)
        answers = [read_all(link) for link in silent]
        assert {answer[:12] for answer in answers} == {b"HTTP/1.1 408"}
        assert all(b"connection: close" in answer for answer in answers)
        assert {status_line(link) for link in slow} == {b"HTTP/1.1 408"}
        assert trickle.sent > len(slow), "the trickle was closed before it trickled"
    finally:
        trickle.stop()
        for link in silent + slow:
            link.close()
    assert_it_answers(site)


def status_line(link: socket.socket) -> bytes:
    """The first bytes of the answer; a sender that wrote after the end may get a reset once it has read them."""
    return link.recv(12)


def test_two_hundred_half_sent_bodies_stop_nobody(site: ServedSite) -> None:
    links = half_sent(site, 200)
    try:
        assert_it_answers(site)
    finally:
        for link in links:
            link.close()


def test_more_bodies_than_the_site_reads_at_once_end_the_oldest(site: ServedSite) -> None:
    """700 against the 512 of BodyLimits: the first ones give way, and a newcomer's body is still read."""
    links = half_sent(site, 700)
    try:
        assert_it_answers(site)
    finally:
        for link in links:
            link.close()


def test_connections_without_a_header_stop_nobody(site: ServedSite) -> None:
    links = [site.connect() for _ in range(200)]
    for link in links[:100]:
        link.sendall(b"GET / HTTP/1.1\r\nHost: 127.0")
    try:
        assert_it_answers(site)
    finally:
        for link in links:
            link.close()


def test_clients_that_do_not_read_their_answers_stop_nobody(site: ServedSite) -> None:
    """Each asks for the same page over and over and reads nothing, so that its answers fill the system's buffers and more."""
    links = []
    for _ in range(40):
        link = socket.socket()
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        link.connect(("127.0.0.1", site.port))
        link.setblocking(False)
        links.append(link)
    asked = b"GET /fr/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n" * 20
    with selectors.DefaultSelector() as ready:
        for link in links:
            ready.register(link, selectors.EVENT_WRITE)
        for key, _ in ready.select(5):
            key.fileobj.send(asked)  # type: ignore[union-attr]
    try:
        assert_it_answers(site)
    finally:
        for link in links:
            link.close()


def test_a_doubled_slash_under_a_foreign_name_leads_nowhere(site: ServedSite) -> None:
    answer = site.send(b"GET //en//courses HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 400")
    assert b"evil" not in answer


@pytest.mark.slow
def test_a_client_that_leaves_in_the_middle_of_its_body_changes_nothing(site: ServedSite) -> None:
    for link in half_sent(site, 50):
        link.close()
    assert_it_answers(site)
