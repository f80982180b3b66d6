"""Between a device and its site: portals, proxies, redirects, bad certificates, garbage. None of them is the site: nothing is lost."""

import json
import socket
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import urllib3

from game.device import http_client, pairing
from game.device.http_client import LARGEST, HttpNetwork
from game.device.outbox import Outbox
from game.device.pairing import Pairing
from game.device.play_notes import LinkedLearner
from game.device.state_documents import StateDocuments
from game.device.sync import SyncClient
from game.errors import CodeRefused, SiteUnreachable
from infrastructure.http_client import pool
from tests.game.device.listening import listening

STORE = {"X-Experience-API-Version": "2.0.0"}
PORTAL = b"<!doctype html><title>Wi-Fi</title><p>Accept our terms</p>"
LEARNER = LinkedLearner("0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a001", "0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a002", None)
QUICK = urllib3.Timeout(connect=0.5, read=0.5)


@pytest.fixture
def between():
    """A real HTTP server that answers everything with `answer`: status, headers, bytes."""

    class Handler(BaseHTTPRequestHandler):
        def answer(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            self.server.asked.append((self.command, self.path, body))
            status, headers, data = self.server.answer(body) if callable(self.server.answer) else self.server.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(data)

        do_GET = do_POST = do_PUT = do_HEAD = do_CONNECT = answer

        def log_message(self, *_):
            pass

    with listening(Handler, (200, {}, PORTAL)) as server:
        yield server


def linked(url):
    actor = {"objectType": "Agent", "account": {"homePage": "https://example.org", "name": LEARNER.learner}}
    return Pairing(url, f"{url}/xapi", "a:b", actor, LEARNER.registration, "patient", None, "fr")


@pytest.fixture
def box(tmp_path):
    box = Outbox(tmp_path, clock=lambda: 0.0, chance=lambda: 1.0)
    save = {"version": 1, "play": "p"}
    box.append([{"id": f"s{number}"} for number in range(3)], play="p", save=save, about={"learner": LEARNER.learner})
    yield box
    box.close()


def deliver(box, url, http=None):
    return box.deliver(lambda batch: pairing.post_statements(linked(url), batch, http=http))


LIES = [
    (200, {"Content-Type": "text/html"}, PORTAL),
    (200, {"Content-Type": "application/json"}, b'["s0","s1","s2"]'),
    (200, STORE, b'["s0"]'),
    (200, STORE, b"\xff\x00garbage"),
    (200, STORE, b""),
    (204, {}, b""),
    (301, {"Location": "https://elsewhere.example/"}, b""),
    (302, {"Location": "/login"}, PORTAL),
    (307, {"Location": "https://elsewhere.example/xapi/statements", **STORE}, b""),
    (400, {}, PORTAL),
    (401, {"WWW-Authenticate": "Basic realm=proxy"}, PORTAL),
    (403, {}, PORTAL),
    (404, {}, PORTAL),
    (404, STORE, b"{}"),
    (407, {}, PORTAL),
    (409, {}, b"{}"),
    (422, {}, b"{}"),
    (429, {"Retry-After": "²"}, b""),
    (429, {**STORE, "Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}, b""),
    (500, STORE, b"{}"),
    (502, {}, PORTAL),
    (503, {**STORE, "Retry-After": "99999999999"}, b""),
    (511, {}, PORTAL),
]


@pytest.mark.parametrize("answer", LIES, ids=lambda answer: f"{answer[0]}-{len(answer[1])}-{answer[2][:12]!r}")
def test_what_is_not_the_store_s_own_word_neither_delivers_nor_refuses_nor_revokes(between, box, answer):
    between.answer = answer
    assert not deliver(box, between.url)
    assert (box.waiting, box.refused, box.is_revoked) == (3, 0, False)
    assert 0 < box._not_before <= 3600
    assert len({path for _, path, _ in between.asked}) == 1  # no redirect was followed


@pytest.mark.parametrize("answer", LIES, ids=lambda answer: f"{answer[0]}-{len(answer[1])}-{answer[2][:12]!r}")
def test_what_is_not_the_store_s_own_word_carries_nothing_and_brings_nothing(between, box, tmp_path, answer):
    if answer == (404, STORE, b"{}"):
        return  # the store's own word that it has no such play
    between.answer = answer
    box.took(box.batch())
    sync_client = SyncClient(
        tmp_path / "carried.json", StateDocuments(linked(between.url)), box, LEARNER, clock=lambda: 0.0, chance=lambda: 1.0
    )
    sync_client.exchange()
    sync_client.apply_arrivals("")
    assert sync_client._bases == {}
    assert not sync_client.is_revoked
    assert [record["save"] for record in box.plays()] == [{"version": 1, "play": "p"}]
    assert sync_client.is_held_up()


def test_a_proxy_that_takes_no_large_body_gets_them_one_by_one(between, box):
    def small_only(body):
        batch = json.loads(body)
        return (413, {}, PORTAL) if len(batch) > 1 else (200, STORE, json.dumps([one["id"] for one in batch]).encode())

    between.answer = small_only
    assert deliver(box, between.url)
    assert (box.waiting, box.refused) == (0, 0)


def test_a_statement_too_large_for_a_proxy_waits_and_is_not_set_aside(between, box):
    between.answer = (413, {}, PORTAL)
    assert not deliver(box, between.url)
    assert (box.waiting, box.refused) == (3, 0)


def test_an_answer_that_does_not_come_or_does_not_end_is_given_up(between, box, monkeypatch):
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        assert not deliver(box, f"http://127.0.0.1:{silent.getsockname()[1]}", HttpNetwork(urllib3.PoolManager(timeout=QUICK)))
    monkeypatch.setattr(http_client, "LARGEST", 1000)
    between.answer = (200, STORE, b" " * (LARGEST // 1000))
    with pytest.raises(SiteUnreachable, match="does not end"):
        HttpNetwork().ask("GET", between.url)
    assert box.waiting == 3


def test_a_certificate_that_is_not_accepted_is_said_in_words(between, box, tmp_path):
    """A server that speaks TLS with a certificate nobody vouches for, and one that speaks no TLS at all."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*self_signed(tmp_path))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        with pytest.raises(SiteUnreachable, match="certificate is not accepted"):
            HttpNetwork().ask("GET", f"https://127.0.0.1:{server.server_port}/")
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    assert not deliver(box, between.url.replace("http:", "https:"))
    assert box.waiting == 3


def self_signed(folder):
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
    signed = made.not_valid_before(now - timedelta(1)).not_valid_after(now + timedelta(1)).sign(key, hashes.SHA256())
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    plain = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(plain)
    return folder / "cert.pem", folder / "key.pem"


def test_the_proxy_of_the_machine_is_used_but_never_for_a_site_on_it(between, monkeypatch):
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", between.url)
    between.answer = (407, {}, PORTAL)
    with pytest.raises(SiteUnreachable, match="proxy of this network"):
        HttpNetwork().ask("GET", "https://site.example/xapi")
    assert between.asked[0][:2] == ("CONNECT", "site.example:443")
    monkeypatch.setenv("http_proxy", between.url)
    assert not isinstance(pool("http://127.0.0.1:9"), urllib3.ProxyManager)
    monkeypatch.setenv("no_proxy", "site.example")
    assert not isinstance(pool("https://site.example"), urllib3.ProxyManager)
    monkeypatch.setenv("https_proxy", "::nonsense::")
    assert isinstance(pool("https://other.example"), urllib3.PoolManager)


@pytest.mark.parametrize("typed", ["exa mple.org", "example.org:port", "https://", "https://[::1", "é" * 300, "http://127.0.0.1:99999"])
def test_an_address_nobody_can_reach_is_a_sentence(typed):
    with pytest.raises(SiteUnreachable):
        pairing.pair(typed, "K70112BV", "salon")


def test_a_portal_refuses_no_code(between):
    between.answer = (403, {}, PORTAL)
    with pytest.raises(SiteUnreachable):
        pairing.pair(between.url, "K70112BV", "salon")
    between.answer = (403, {}, b'{"error": {"status": 403}}')
    with pytest.raises(CodeRefused):
        pairing.pair(between.url, "K70112BV", "salon")


def test_a_site_that_names_itself_in_the_clear_is_asked_by_the_address_that_was_typed(between):
    given = {
        "endpoint": "http://site.example/xapi", "access_key": "a:b", "registration": LEARNER.registration,
        "actor": {"account": {"homePage": "https://example.org", "name": LEARNER.learner}},
    }  # fmt: skip
    between.answer = (200, {}, json.dumps(given).encode())
    assert pairing.pair(between.url, "K70112BV", "salon").endpoint == f"{between.url}/xapi"
