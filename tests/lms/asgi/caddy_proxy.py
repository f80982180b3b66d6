"""deploy/Caddyfile as it is shipped, before a site on this machine, with a certificate made for the test."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tls_proxy import NAME, ROOT, Proxied, certificate, wait_until_listening

CADDY = shutil.which("caddy")


@contextmanager
def caddy_proxy(folder: Path, site_port: int, ports: tuple[int, int]) -> Iterator[Proxied]:
    """Caddy with the shipped file before the site at site_port; ports: with TLS, without."""
    assert CADDY, "caddy is needed for this test: scripts/need_caddy.sh installs it"
    port, plain_port = ports
    certificate(folder)
    text = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    changes = {
        "{\n\tservers {": f"{{\n\tadmin off\n\tdefault_bind 127.0.0.1\n\thttp_port {plain_port}\n\thttps_port {port}\n\tservers {{",
        f"{NAME} {{": f"{NAME} {{\n\ttls {folder / 'cert.pem'} {folder / 'key.pem'}",
        "127.0.0.1:8000": f"127.0.0.1:{site_port}",
        "read_body 120s": "read_body 8s",
    }
    for old, new in changes.items():
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / "Caddyfile").write_text(text)
    environment = os.environ | {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (folder / "error.log").open("wb") as log:
        command = [CADDY, "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            wait_until_listening(port, process, folder)
            yield Proxied(port, plain_port, folder)
        finally:
            process.terminate()
            process.wait(20)
