"""Pairing with a site: codes as people type them, answers as sites give them, a key only its owner can read."""

import json
from http.server import BaseHTTPRequestHandler

import pytest

from game.device import pairing
from game.errors import CodeRefused, KeyRevoked, SiteUnreachable, StatementsRefused, TooManyTries
from tests.game.device.listening import listening

GIVEN = {
    "endpoint": "/xapi",
    "access_key": "abc:secret",
    "actor": {"objectType": "Agent", "account": {"homePage": "https://example.org", "name": "0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a001"}},
    "registration": "0b7f6a0e-5d0c-4a3c-9d38-d1f7a0a3a002",
    "role": "patient",
    "cohort": None,
    "language": "fr",
}


@pytest.fixture
def site():
    """A real HTTP server on a free port; `answer` is what it says, `asked` what it heard."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            self.server.asked.append((self.path, body, dict(self.headers)))
            status, headers, data = self.server.answer
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            payload = json.dumps(data).encode()
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

        def log_message(self, *_):
            pass

    with listening(Handler, (200, {}, GIVEN)) as server:
        yield server


def test_a_code_is_read_as_people_type_it():
    assert pairing.clean_code(" k7o-il 2bu9xx") == "K70112BV"


@pytest.mark.parametrize(("typed", "read"), [
    ("example.org", "https://example.org"), ("https://example.org/fr/", "https://example.org"), ("localhost:8000", "http://localhost:8000"),
    ("http://127.0.0.1:8000", "http://127.0.0.1:8000"),
])  # fmt: skip
def test_an_address_is_read_as_people_type_it(typed, read):
    assert pairing.clean_site(typed) == read


@pytest.mark.parametrize("typed", ["", "http://example.org", "ftp://example.org"])
def test_a_key_never_travels_in_the_clear(typed):
    with pytest.raises(SiteUnreachable):
        pairing.clean_site(typed)


def test_a_code_becomes_a_key_of_its_own(site, tmp_path):
    got = pairing.pair(site.url, "k70-1-12bv", "salon")
    assert site.asked[0][:2] == ("/api/pair", {"code": "K70112BV", "device": "salon"})
    assert got.endpoint == site.url + "/xapi"
    pairing.save(tmp_path, got)
    assert (tmp_path / "pairing.json").stat().st_mode & 0o777 == 0o600
    assert pairing.load(tmp_path) == got
    pairing.unpair(tmp_path)
    assert pairing.load(tmp_path) is None
    assert "secret" not in "".join(path.read_text() for path in tmp_path.iterdir())


REFUSAL = {"error": {"status": 403, "title": "Code refused", "what_to_do": "Ask for a new one."}}
STORE = {"X-Experience-API-Version": "2.0.0"}


@pytest.mark.parametrize(("status", "said", "error"), [
    (400, REFUSAL, CodeRefused), (403, REFUSAL, CodeRefused), (429, {}, TooManyTries), (503, REFUSAL, SiteUnreachable),
    (403, {}, SiteUnreachable), (404, {}, SiteUnreachable), (302, {}, SiteUnreachable),
])  # fmt: skip
def test_a_refusal_has_its_own_sentence(site, status, said, error):
    """A code is refused by the site alone: what a portal or a proxy answers says nothing about a code."""
    site.answer = (status, {}, said)
    with pytest.raises(error):
        pairing.pair(site.url, "K70112BV", "salon")


def test_an_answer_of_another_site_is_no_pairing(site):
    site.answer = (200, {}, {"hello": "world"})
    with pytest.raises(SiteUnreachable, match="not one of a Hors les murs site"):
        pairing.pair(site.url, "K70112BV", "salon")


@pytest.mark.parametrize(("status", "error"), [(401, KeyRevoked), (403, KeyRevoked), (400, StatementsRefused), (500, SiteUnreachable)])
def test_the_store_s_refusals_are_told_apart(site, status, error):
    got = pairing.pair(site.url, "K70112BV", "salon")
    site.answer = (status, STORE, {})
    with pytest.raises(error):
        pairing.post_statements(got, [{"id": "a"}])


def test_a_busy_store_says_how_long_to_wait(site):
    got = pairing.pair(site.url, "K70112BV", "salon")
    site.answer = (429, {"Retry-After": "17"}, {})
    with pytest.raises(SiteUnreachable) as caught:
        pairing.post_statements(got, [{"id": "a"}])
    assert caught.value.retry_after == 17


def test_statements_travel_with_version_and_key(site):
    got = pairing.pair(site.url, "K70112BV", "salon")
    site.answer = (200, STORE, ["a"])
    pairing.post_statements(got, [{"id": "a"}])
    path, body, headers = site.asked[-1]
    assert (path, body) == ("/xapi/statements", [{"id": "a"}])
    assert headers["X-Experience-API-Version"] == "2.0.0"
    assert headers["Authorization"].startswith("Basic ")


def test_nobody_at_home_is_said():
    with pytest.raises(SiteUnreachable):
        pairing.pair("http://127.0.0.1:9", "K70112BV", "salon")
