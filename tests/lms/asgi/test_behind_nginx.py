"""deploy/nginx.conf as it is shipped, before the real site, on this machine: it answers, and slow bodies stop nobody."""

import http.client
import socket
import ssl
from collections.abc import Iterator

import pytest
from proxy_checks import check_forms_pass, check_slow_bodies_stop_nobody
from serving_site import PATIENCE_S, served_site
from tls_proxy import NAME, Proxied, reserve_ports, tls_proxy

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    folder, ports = tmp_path_factory.mktemp("nginx"), reserve_ports()
    data = folder / "data"
    data.mkdir()
    with (
        served_site(data, origin=f"https://{NAME}:{ports[0]}", trusted_proxies="1", body_seconds="5") as site,
        tls_proxy(folder, site.port, ports, {"client_body_timeout 15s;": "client_body_timeout 3s;"}) as made,
    ):
        yield made


def test_the_site_answers_through_the_shipped_file(proxied: Proxied) -> None:
    check_forms_pass(proxied)


def test_plain_http_is_sent_to_the_sites_own_name(proxied: Proxied) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxied.plain_port, timeout=PATIENCE_S)
    connection.request("GET", "//en//courses", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"].startswith(f"https://{NAME}/")
    connection.close()


@pytest.mark.parametrize(("suites", "is_taken"), [("ECDHE-ECDSA-AES128-GCM-SHA256", True), ("ECDHE-ECDSA-AES128-SHA256", False)])
def test_an_old_suite_of_tls_1_2_is_refused(proxied: Proxied, suites: str, is_taken: bool) -> None:
    context = ssl.create_default_context(cafile=proxied.folder / "cert.pem")
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suites)
    with socket.create_connection(("127.0.0.1", proxied.port), timeout=PATIENCE_S) as link:
        try:
            context.wrap_socket(link, server_hostname=NAME).close()
        except ssl.SSLError:
            assert not is_taken
        else:
            assert is_taken


def test_a_foreign_name_and_a_forged_address_get_nowhere(proxied: Proxied) -> None:
    assert proxied.ask("GET", "//en//courses", Host="evil.example")[0] == 400
    assert proxied.ask("GET", "/en//courses", X_Forwarded_Host="evil.example")[1].get("location", "").find("evil") == -1


def test_large_batches_pass_to_the_store_and_large_forms_do_not(proxied: Proxied) -> None:
    heads = {"Content_Type": "text/plain", "X_Experience_API_Version": "2.0.0"}
    assert proxied.ask("POST", "/xapi/statements", b" " * 16 * 1024 * 1024, **heads)[0] == 401
    assert proxied.ask("POST", "/en/sign-in", b"a" * 600_000)[0] == 413


def test_slow_bodies_through_nginx_stop_nobody(proxied: Proxied) -> None:
    check_slow_bodies_stop_nobody(proxied)


def test_no_more_connections_than_allowed_come_from_one_address(proxied: Proxied) -> None:
    links = [proxied.connect() for _ in range(205)]
    try:
        for link in links:
            link.sendall(f"POST /en/sign-in HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 9\r\n\r\n".encode())
        assert b"HTTP/1.1 503" in [link.recv(12) for link in links[201:]]
    finally:
        for link in links:
            link.close()
