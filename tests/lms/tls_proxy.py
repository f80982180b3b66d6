"""deploy/nginx.conf as it is shipped, before a site on this machine, with a certificate made for the test."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from serving_site import PATIENCE_S, free_port

ROOT = Path(__file__).resolve().parents[2]
NAME = "site.example.org"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
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
    key = ec.generate_private_key(ec.SECP256R1())
    # OpenSSL asks the kernel, whatever day Python believes (tests/later)
    since, until = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(since).not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    (folder / "key.pem").write_bytes(key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain))


class Proxied:
    """The site as people reach it: by TLS, through a proxy."""

    def __init__(self, port: int, plain_port: int, folder: Path) -> None:
        self.port, self.plain_port, self.folder = port, plain_port, folder
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


def reserve_ports() -> tuple[int, int]:
    """Where the proxy will listen, with TLS and without."""
    return free_port(), free_port()


@contextmanager
def tls_proxy(folder: Path, site_port: int, ports: tuple[int, int], changes: Mapping[str, str] | None = None) -> Iterator[Proxied]:
    """nginx with the shipped file before the site at site_port. changes: further lines of the file that the test needs otherwise."""
    assert NGINX, "nginx is needed for this test: scripts/need_nginx.sh installs it"
    port, plain_port = ports
    folder.chmod(0o755)
    certificate(folder)
    text = (ROOT / "deploy" / "nginx.conf").read_text("utf-8")
    all_changes = {
        "listen 80;": f"listen 127.0.0.1:{plain_port};",
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "server 127.0.0.1:8000;": f"server 127.0.0.1:{site_port};",
        f"/etc/letsencrypt/live/{NAME}/fullchain.pem": str(folder / "cert.pem"),
        f"/etc/letsencrypt/live/{NAME}/privkey.pem": str(folder / "key.pem"),
        **(changes or {}),
    }
    for old, new in all_changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "site.conf").write_text(text)
    (folder / "nginx.conf").write_text(WHOLE.format(folder=folder, user="user root;" if os.geteuid() == 0 else ""))
    process = subprocess.Popen([NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")])
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
    raise AssertionError("the proxy does not listen")
