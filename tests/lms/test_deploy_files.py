"""The files for a public site say what the site promises: limits, timeouts, the proxy's headers, no counts for strangers."""

import re
from pathlib import Path

import pytest

from lms.running.web_process import HEADERS_MS
from lrs.storage.store import Limits

DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
NGINX, CADDY = ((DEPLOY / name).read_text("utf-8") for name in ("nginx.conf", "Caddyfile"))


@pytest.mark.parametrize(
    "line",
    [
        "client_header_timeout",
        "client_body_timeout",
        "send_timeout",
        "keepalive_timeout",
        "limit_conn ",
        "proxy_request_buffering on",
        "proxy_buffering on",
        "ssl_certificate ",
        "ssl_ciphers ECDHE+AESGCM:ECDHE+CHACHA20;",
        "X-Forwarded-For $remote_addr",
        "X-Forwarded-Proto $scheme",
        "X-Forwarded-Host $http_host",
    ],
)
def test_the_nginx_file_says(line: str) -> None:
    assert line in NGINX


def test_both_files_let_the_largest_batch_pass() -> None:
    for text, pattern in (
        (NGINX, r"location /xapi \{\s*client_max_body_size (\d+)m"),
        (CADDY, r"request_body @store \{\s*max_size (\d+)MB"),
    ):
        found = re.search(pattern, text)
        assert found
        assert int(found[1]) * 1_000_000 > Limits().body


def test_both_files_keep_the_counts_from_strangers() -> None:
    assert re.search(r"location = /metrics \{[^}]*deny all;", NGINX)
    assert "respond @metrics 404" in CADDY


def test_no_proxy_keeps_a_list_of_who_read_what() -> None:
    servers = NGINX.split("server {")[1:]
    assert len(servers) == 2
    assert all(re.search(r"^\s*access_log off;", one, re.MULTILINE) for one in servers)
    assert not re.search(r"^\s*log\b", CADDY, re.MULTILINE)  # Caddy writes no access log unless told to


def test_the_proxys_idle_connections_end_before_the_sites() -> None:
    """Else a proxy may send a form on a connection that the site is just closing, and the form is lost."""
    found = [int(seconds) for text in (NGINX, CADDY) for seconds in re.findall(r"keepalive(?:_timeout)? (\d+)s", text)]
    upstream = re.search(r"upstream hors_les_murs \{[^}]*keepalive_timeout (\d+)s", NGINX)
    assert upstream
    assert int(upstream[1]) * 1000 < HEADERS_MS
    assert 20 in found
