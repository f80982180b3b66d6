"""deploy/Caddyfile as it is shipped, before the real site, on this machine: it answers, and slow bodies stop nobody."""

import http.client
import subprocess
from collections.abc import Iterator
from contextlib import suppress

import pytest
from caddy_proxy import CADDY, caddy_proxy
from proxy_checks import check_forms_pass, check_slow_bodies_stop_nobody
from serving_site import PATIENCE_S, served_site
from tls_proxy import NAME, ROOT, Proxied, reserve_ports

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder, ports = tmp_path_factory.mktemp("caddy"), reserve_ports()
    data = folder / "data"
    data.mkdir()
    with (
        served_site(data, origin=f"https://{NAME}:{ports[0]}", trusted_proxies="1", body_seconds="5") as site,
        caddy_proxy(folder, site.port, ports) as made,
    ):
        yield made


def test_the_shipped_file_is_valid_and_in_caddys_own_form() -> None:
    assert CADDY, "caddy is needed for this test: scripts/need_caddy.sh installs it"
    command = [CADDY, "adapt", "--config", str(ROOT / "deploy" / "Caddyfile"), "--adapter", "caddyfile", "--validate"]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert '"level":"warn"' not in run.stderr, run.stderr


def test_the_site_answers_through_the_shipped_file(proxied: Proxied) -> None:
    check_forms_pass(proxied)


def test_plain_http_is_sent_to_tls(proxied: Proxied) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxied.plain_port, timeout=PATIENCE_S)
    connection.request("GET", "/en/courses", headers={"Host": NAME})
    answer = connection.getresponse()
    assert answer.status == 308
    assert answer.headers["Location"].startswith(f"https://{NAME}")
    connection.close()


def test_a_foreign_name_and_a_forged_address_get_nowhere(proxied: Proxied) -> None:
    """A name that is not the site's meets an empty answer of Caddy's own, which never reaches the site."""
    status, _, body = proxied.ask("GET", "//en//courses", Host="evil.example")
    assert (status, body) == (200, b"") or status >= 400
    assert proxied.ask("GET", "/en//courses", X_Forwarded_Host="evil.example")[1].get("location", "").find("evil") == -1


def test_counts_are_not_for_strangers(proxied: Proxied) -> None:
    assert proxied.ask("GET", "/metrics")[0] == 404


def test_large_batches_pass_to_the_store_and_large_forms_do_not(proxied: Proxied) -> None:
    heads = {"Content_Type": "text/plain", "X_Experience_API_Version": "2.0.0"}
    assert proxied.ask("POST", "/xapi/statements", b" " * 16 * 1024 * 1024, **heads)[0] == 401
    with proxied.connect() as link:
        link.sendall(f"POST /en/sign-in HTTP/1.1\r\nHost: {NAME}:{proxied.port}\r\nContent-Length: 600000\r\n\r\n".encode())
        with suppress(OSError):
            link.sendall(b"a" * 600_000)
        assert link.recv(12) == b"HTTP/1.1 413"
    for size in (300_000, 600_000, 900_000):
        status, _, page = proxied.ask("POST", "/en/sign-in", b"a" * size)
        assert status == 413
        assert b"</html>" in page, "the whole page, though the site wanted none of the body"


def test_slow_bodies_through_caddy_stop_nobody(proxied: Proxied) -> None:
    check_slow_bodies_stop_nobody(proxied)
