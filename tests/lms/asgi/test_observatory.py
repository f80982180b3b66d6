"""MDN's HTTP Observatory, its own program, against the site behind the shipped nginx file with TLS: 100 of its points or more.

The program comes from npm for the test and is no part of the product; where it cannot be had the test is skipped and says so.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from serving_site import served_site
from tls_proxy import NAME, reserve_ports, tls_proxy

pytestmark = pytest.mark.slow
PACKAGE = "@mdn/mdn-http-observatory"
SCRIPT = Path(__file__).with_name("observatory.mjs")
PRELOADED = "hsts-preload.json"
"""A list of names that browsers know; ours is on none. The program cannot start without the file, which it would load from elsewhere."""


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, npm = tmp_path_factory.mktemp("observatory"), shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here")
    (folder / "package.json").write_text('{"private": true}')
    command = [npm, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--silent", PACKAGE]
    if subprocess.run(command, cwd=folder, capture_output=True, timeout=300).returncode:
        pytest.skip(f"{PACKAGE} cannot be had from npm here")
    place = folder / "node_modules" / PACKAGE
    for name, text in ((PRELOADED, "{}"), ("tld-list.json", '["ORG"]')):
        (place / "conf" / name).write_text(text)
    return place


def asked(program: Path, folder: Path, ports: tuple[int, int]) -> dict[str, object]:
    patience = {"ABORT_TIMEOUT": "60000", "CLIENT_TIMEOUT": "60000"}
    environment = os.environ | patience | {"NODE_EXTRA_CA_CERTS": str(folder / "cert.pem")}
    command = ["node", str(SCRIPT), str(program), NAME, *map(str, ports)]
    seen = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120)
    assert seen.returncode == 0, seen.stderr[-2000:]
    return json.loads(seen.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def test_the_shipped_file_and_the_site_have_all_points(program: Path, tmp_path: Path) -> None:
    ports = reserve_ports()
    data = tmp_path / "data"
    data.mkdir()
    with served_site(data, origin=f"https://{NAME}", trusted_proxies="1") as site, tls_proxy(tmp_path, site.port, ports) as proxied:
        proxied.ask("GET", "/en/")  # the program waits ten seconds; the first page of a process may take longer
        seen = asked(program, tmp_path, ports)
    assert seen["score"] >= 100, seen  # type: ignore[operator]
    assert all(one["pass"] for one in seen["rules"].values()), seen  # type: ignore[attr-defined]
    print(seen)


def test_a_site_without_its_policy_is_seen(program: Path, tmp_path: Path) -> None:
    """The program looks at this site and no other: with the content policy taken away by nginx it says so."""
    ports = reserve_ports()
    data = tmp_path / "data"
    data.mkdir()
    changes = {"proxy_set_header Host $http_host;": "proxy_set_header Host $http_host; proxy_hide_header Content-Security-Policy;"}
    with (
        served_site(data, origin=f"https://{NAME}", trusted_proxies="1") as site,
        tls_proxy(tmp_path, site.port, ports, changes) as proxied,
    ):
        proxied.ask("GET", "/en/")
        seen = asked(program, tmp_path, ports)
    assert seen["rules"]["content-security-policy"]["pass"] is False, seen  # type: ignore[index]
    assert seen["score"] < 100, seen  # type: ignore[operator]
