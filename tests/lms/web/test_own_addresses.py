"""The site answers to its own names alone, and sends nobody elsewhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from lms_cast import PASSPHRASE, Person, add_person
from lms_site import close, make_site

from lms.errors import SettingsInvalid
from lms.running.supervisor import exposure
from lms.settings import read
from lms.web.guards.hosts import is_trusted, trusted_hosts
from lms.web.guards.security import local

TWISTED = ("/en//courses", "//evil.example/..", "/en/courses", "/xapi//statements", "/fr//", "/nowhere")
FOREIGN = (
    "evil.example",
    "evil.example:80",
    "127.0.0.1.evil.example",
    "evil.example#127.0.0.1",
    "127.0.0.1@evil.example",
    "site.example.org.evil.example",
    "evilsite.example.org",
    "[::1",
    "[::2]",
    "a b",
)


@pytest.fixture(scope="module")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A site with a public https address of its own port, behind one proxy."""
    folder = tmp_path_factory.mktemp("public")
    app = make_site(folder, origin="https://site.example.org:8443", trusted_proxies="1", trusted_hosts="ward.example.net,.clinic.example")
    yield app
    close(app)


@pytest.mark.parametrize("host", FOREIGN)
@pytest.mark.parametrize("path", TWISTED)
def test_a_foreign_host_gets_400_and_no_address(guest: Person, path: str, host: str) -> None:
    answer = guest.get(path, headers={"Host": host})
    assert answer.status_code == 400
    assert "Location" not in answer.headers


def test_a_foreign_host_that_a_proxy_passes_on_is_refused_too(public: Flask) -> None:
    answer = public.test_client().get("/en//courses", headers={"X-Forwarded-Host": "evil.example"})
    assert (answer.status_code, answer.headers.get("Location")) == (400, None)


@pytest.mark.parametrize(
    "host", ["site.example.org:8443", "SITE.example.org", "127.0.0.1:9", "localhost", "[::1]:8000", "ward.example.net", "a.clinic.example"]
)
def test_the_sites_own_names_are_answered(public: Flask, host: str) -> None:
    assert public.test_client().get("/en/", headers={"Host": host}).status_code == 200


def test_a_doubled_slash_leads_to_the_same_host(guest: Person) -> None:
    answer = guest.get("/en//courses", headers={"Host": "127.0.0.1:8000"})
    assert answer.status_code in (301, 308)
    assert answer.headers["Location"] in ("http://127.0.0.1:8000/en/courses", "/en/courses")


def test_machines_that_watch_ask_for_the_health_by_any_name(guest: Person) -> None:
    assert guest.get("/healthz", headers={"Host": "10.1.2.3:8000"}).status_code == 200
    assert guest.get("/healthz", headers={"Host": "a b"}).status_code == 400


def test_the_address_a_site_listens_on_is_one_of_its_names(tmp_path: Path) -> None:
    settings = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_HOST": "192.168.1.5"})
    assert is_trusted("192.168.1.5:8000", trusted_hosts(settings))
    everywhere = read({"HORSLESMURS_DATA": str(tmp_path), "HORSLESMURS_HOST": "0.0.0.0"})
    assert not is_trusted("0.0.0.0:8000", trusted_hosts(everywhere))


@pytest.mark.parametrize("value", ["http://a.example", "a b", "*", "a/b", "-"])
def test_a_trusted_host_that_is_no_name_stops_the_start(value: str) -> None:
    with pytest.raises(SettingsInvalid, match="TRUSTED_HOSTS"):
        read({"HORSLESMURS_TRUSTED_HOSTS": value})


ORIGINS = {
    "http://localhost": 303,
    "http://127.0.0.1:8000": 303,  # the public address of the settings
    "https://localhost": 400,
    "http://localhost:81": 400,
    "http://localhost:80": 400,
    "http://127.0.0.1:8001": 400,
    "http://127.0.0.1": 400,
    "http://evil.example": 400,
    "http://localhost.evil.example": 400,
    "http://localhost@evil.example": 400,
    "null": 400,
    "": 400,
    "http://[::1": 400,
}


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_form_is_taken_from_the_very_origin_only(guest: Person, origin: str) -> None:
    """Scheme, host and port: a page on another port of the same machine is another site's."""
    data = {"csrf_token": guest.token(), "theme": "dark"}
    answer = guest.client.post("/en/display", data=data, headers={"Origin": origin})
    assert answer.status_code == ORIGINS[origin]


def test_behind_tls_the_form_of_the_public_address_is_taken(public: Flask) -> None:
    person = Person(public, None)
    headers = {"Host": "site.example.org:8443", "X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1"}
    page = person.client.get("/en/accessibility", headers=headers, base_url="https://site.example.org:8443")
    token = page.text.partition('name="csrf_token" value="')[2].partition('"')[0]
    for origin, status in {
        "https://site.example.org:8443": 303,
        "https://site.example.org": 400,
        "http://site.example.org:8443": 400,
    }.items():
        answer = person.client.post(
            "/en/display",
            data={"csrf_token": token, "theme": "dark"},
            headers=headers | {"Origin": origin, "Referer": "https://site.example.org:8443/en/"},
            base_url="https://site.example.org:8443",
        )
        assert answer.status_code == status, origin


def test_the_session_cookie_of_a_secure_site_belongs_to_this_host_alone(public: Flask, guest: Person) -> None:
    sent = public.test_client().get("/en/", headers={"X-Forwarded-Proto": "https"}).headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in sent] == ["__Host-hlm"]
    assert all("Secure" in cookie and "Path=/;" in f"{cookie};" and "Domain" not in cookie for cookie in sent)
    assert [cookie.partition("=")[0] for cookie in guest.get("/en/").headers.getlist("Set-Cookie")] == ["hlm"]


STAYS = ("/fr/", "/en/courses", "/en/search?q=//x&a=/../b", "/fr/cours/a.b/..c", "/en/search?q=%2e%2e")
LEAVES = (
    None,
    "",
    "/",
    "//evil.example",
    "https://evil.example",
    "/en/..//x",
    "/en/../x",
    "/en/..",
    "/en/./x",
    "/en//x",
    "/en/%2e%2e//evil",
    "/en/.%2E/x",
    "/en/\\x",
    "/en/\tx",
    "/en/ x",
    "/en/\x7f",
    "/english",
    "en/",
    "javascript:alert(1)",
)


@pytest.mark.parametrize("path", STAYS)
def test_a_path_of_this_site_is_gone_on_to(path: str) -> None:
    assert local(path, "fallback") == path


@pytest.mark.parametrize("path", LEAVES)
def test_any_other_path_is_not(path: str | None) -> None:
    assert local(path, "fallback") == "fallback"


def test_signing_in_with_a_twisted_next_leads_home(site: Flask) -> None:
    name = add_person(site, "patient", "twisted").name
    answer = Person(site, None).post("/en/sign-in", name=name, passphrase=PASSPHRASE, next="/en/..//x")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/en/")


def test_the_operator_is_told_when_a_site_stands_open_without_a_proxy(tmp_path: Path) -> None:
    def words(**settings: str) -> str:
        return exposure(
            read({"HORSLESMURS_DATA": str(tmp_path), **{f"HORSLESMURS_{name.upper()}": value for name, value in settings.items()}})
        )

    assert "deploy/nginx.conf" in words(host="0.0.0.0")
    assert words(host="0.0.0.0", trusted_proxies="1") == words(host="127.0.0.1") == words(host="::1") == ""
