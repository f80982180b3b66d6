"""Nothing is sent to this machine or its network, whatever the name says, and the address that was looked at is the one that is asked."""

import socket
from http.server import BaseHTTPRequestHandler, HTTPServer
from ipaddress import IPv4Address, ip_address
from threading import Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infrastructure import guarded_http
from infrastructure.errors import AddressRefused, HostUnreachable
from infrastructure.http_client import Limits

LIMITS = Limits(1.0, 2.0)
INNER = [
    "127.0.0.1", "127.9.9.9", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",
    "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
    "2002:7f00:1::", "::127.0.0.1", "192.0.2.1", "198.18.0.1",
]  # fmt: skip


@pytest.mark.parametrize("place", INNER)
def test_a_name_that_leads_inside_is_refused_before_anything_is_sent(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connects"))
    with pytest.raises(AddressRefused):
        guarded_http.send("https://example.org/", b"{}", {}, LIMITS, find=lambda _host, _port: [place])


@pytest.mark.parametrize("place", INNER)
def test_one_inner_address_among_public_ones_is_enough(place: str) -> None:
    with pytest.raises(AddressRefused):
        guarded_http.send("https://example.org/", b"{}", {}, LIMITS, find=lambda _host, _port: ["93.184.216.34", place])


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/", "ftp://example.org/", "https://", "https:///path", "https://user@example.org/", "https://example.org/#part",
        "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/", "https://exa mple.org/", "https://example.org:0/",
        "https://example.org:99999/", "https://exämple.org/", "https://example.org/\r\nHost: other", "",
    ],
)  # fmt: skip
def test_an_address_that_may_not_be_kept_is_refused(address: str) -> None:
    with pytest.raises(AddressRefused):
        guarded_http.split(address)


@given(st.ip_addresses(v=4))
def test_an_inner_address_stays_inner_inside_every_form_of_ipv6(place: IPv4Address) -> None:
    if not guarded_http.is_open(place, may_loopback=False):
        number = int(place)
        for carrier in (0xFFFF << 32, 0x64FF9B << 96, 0):
            assert not guarded_http.is_open(ip_address((carrier + number).to_bytes(16)), may_loopback=False)


def test_loopback_is_open_for_trials_alone_and_http_nowhere_else() -> None:
    assert guarded_http.split("http://127.0.0.1:5000/", may_loopback=True).port == 5000
    with pytest.raises(AddressRefused):
        guarded_http.send("http://example.org/", b"", {}, LIMITS, may_loopback=True, find=lambda _host, _port: ["93.184.216.34"])
    with pytest.raises(AddressRefused):
        guarded_http.send("https://example.org/", b"", {}, LIMITS, may_loopback=True, find=lambda _host, _port: ["10.0.0.1"])


def test_a_name_that_nobody_knows_can_be_tried_again() -> None:
    def unknown(_host: str, _port: int) -> list[str]:
        raise OSError

    with pytest.raises(HostUnreachable):
        guarded_http.send("https://example.org/", b"", {}, LIMITS, find=unknown)


def test_the_address_that_was_looked_at_is_asked_under_its_name() -> None:
    asked: list[tuple[str, str]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append((self.path, self.headers["Host"]))
            self.send_response(204)
            self.end_headers()

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.handle_request)
    thread.start()
    port, looked = server.server_address[1], []

    def find(host: str, _port: int) -> list[str]:
        looked.append(host)
        return ["127.0.0.1"] if len(looked) == 1 else ["10.0.0.1"]

    answer = guarded_http.send(f"http://rebinding.example:{port}/in?x=1", b"{}", {}, LIMITS, may_loopback=True, find=find)
    thread.join()
    server.server_close()
    assert answer.status == 204
    assert asked == [("/in?x=1", f"rebinding.example:{port}")]
    assert looked == ["rebinding.example"]
