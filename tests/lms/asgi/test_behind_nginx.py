"""deploy/nginx.conf as it is shipped, before the real site, on this machine: it answers, and slow bodies stop nobody."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from serving_site import PATIENCE_S, free_port, served_site

ROOT = Path(__file__).resolve().parents[3]
NAME = "site.example.org"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.slow
WHOLE = """daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ worker_connections 1024; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  include {folder}/site.conf;
}}
"""


def certificate(folder: Path) -> None:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))


class Proxied:
    """The site as people reach it: by TLS, through nginx."""

    def __init__(self, port: int, plain_port: int, folder: Path) -> None:
        self.port, self.plain_port = port, plain_port
        self.context = ssl.create_default_context(cafile=folder / "cert.pem")

    def connect(self) -> ssl.SSLSocket:
        return self.context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S), server_hostname=NAME)

    def ask(self, method: str, path: str, body: bytes | None = None, **heads: str) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE_S)
        connection.sock = self.connect()
        connection.request(
            method, path, body, {"Host": f"{NAME}:{self.port}", **{name.replace("_", "-"): value for name, value in heads.items()}}
        )
        answer = connection.getresponse()
        found = answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        connection.close()
        return found


@pytest.fixture(scope="module")
def proxied(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxied]:
    assert NGINX, "nginx is needed for this test: scripts/need_nginx.sh installs it"
    folder, port, plain_port = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    folder.chmod(0o755)
    certificate(folder)
    data = folder / "data"
    data.mkdir()
    with served_site(data, origin=f"https://{NAME}:{port}", trusted_proxies="1", body_seconds="5") as site:
        text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
        changes = {
            "listen 80;": f"listen 127.0.0.1:{plain_port};",
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "server 127.0.0.1:8000;": f"server 127.0.0.1:{site.port};",
            f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(folder / "cert.pem"),
            f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(folder / "key.pem"),
            "client_body_timeout 15s;": "client_body_timeout 3s;",
        }
        for old, new in changes.items():
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        (folder / "site.conf").write_text(text)
        is_root = os.geteuid() == 0
        (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, user="user root;" if is_root else ""))
        command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")]
        process = subprocess.Popen(command)
        try:
            wait_until_listening(port, process, folder)
            yield Proxied(port, plain_port, folder)
        finally:
            process.terminate()
            process.wait(20)


def wait_until_listening(port: int, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    for _ in range(300):
        assert process.poll() is None, (folder / "error.log").read_text()
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("nginx does not listen")


def test_the_site_answers_through_the_shipped_file(proxied: Proxied) -> None:
    status, heads, page = proxied.ask("GET", "/en/accessibility")
    assert status == 200
    assert "max-age" in heads["strict-transport-security"]
    cookie = heads["set-cookie"].partition(";")[0]
    assert cookie.startswith("__Host-hlm=")
    token = page.decode().partition('name="csrf_token" value="')[2].partition('"')[0]
    at = f"https://{NAME}:{proxied.port}"
    form = {"Cookie": cookie, "Content_Type": "application/x-www-form-urlencoded", "Referer": f"{at}/en/accessibility"}
    body = f"csrf_token={token}&theme=dark".encode()
    assert proxied.ask("POST", "/en/display", body, Origin=at, **form)[0] == 303
    assert proxied.ask("POST", "/en/display", body, Origin="https://evil.example", **form)[0] == 400


def test_plain_http_is_sent_to_the_sites_own_name(proxied: Proxied) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxied.plain_port, timeout=PATIENCE_S)
    connection.request("GET", "//en//courses", headers={"Host": "evil.example"})
    answer = connection.getresponse()
    assert answer.status == 301
    assert answer.headers["Location"].startswith(f"https://{NAME}/")
    connection.close()


def test_a_foreign_name_and_a_forged_address_get_nowhere(proxied: Proxied) -> None:
    assert proxied.ask("GET", "//en//courses", Host="evil.example")[0] == 400
    assert proxied.ask("GET", "/en//courses", X_Forwarded_Host="evil.example")[1].get("location", "").find("evil") == -1


def test_large_batches_pass_to_the_store_and_large_forms_do_not(proxied: Proxied) -> None:
    heads = {"Content_Type": "text/plain", "X_Experience_API_Version": "2.0.0"}
    assert proxied.ask("POST", "/xapi/statements", b" " * 16 * 1024 * 1024, **heads)[0] == 401
    assert proxied.ask("POST", "/en/sign-in", b"a" * 600_000)[0] == 413


def test_slow_bodies_through_nginx_stop_nobody(proxied: Proxied) -> None:
    links = [proxied.connect() for _ in range(120)]
    paths = ("/en/sign-in", "/xapi/statements", "/api/pair")
    for number, link in enumerate(links):
        link.sendall(f"POST {paths[number % 3]} HTTP/1.1\r\nHost: {NAME}:{proxied.port}\r\nContent-Length: 200000\r\n\r\nabc".encode())
    try:
        assert proxied.ask("GET", "/healthz")[0] == 200
        assert proxied.ask("GET", "/fr/")[0] == 200
        assert proxied.ask("POST", "/en/sign-in", b"name=a")[0] == 400
        for link in links:
            assert link.recv(12) in (b"HTTP/1.1 408", b"")
    finally:
        for link in links:
            link.close()
    assert proxied.ask("GET", "/healthz")[0] == 200


def test_no_more_connections_than_allowed_come_from_one_address(proxied: Proxied) -> None:
    links = [proxied.connect() for _ in range(205)]
    try:
        for link in links:
            link.sendall(f"POST /en/sign-in HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 9\r\n\r\n".encode())
        assert b"HTTP/1.1 503" in [link.recv(12) for link in links[201:]]
    finally:
        for link in links:
            link.close()
