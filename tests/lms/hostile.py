"""Requests that no browser of ours makes: for each route of the site, hostile values in its address, its query and its form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from flask.testing import FlaskClient
from werkzeug.routing import Rule

LMS = Path(__file__).resolve().parents[2] / "lms"
FIELD = re.compile(r"""(?:args|form|values|raw|text|_whole|getlist|query_number|form_number)(?:\.get|\.getlist)?\(\s*["']([a-z_]+)["']""")
# fmt: off
NUMBERS = ("0", "-1", str(2**31), str(2**63 - 1), str(2**63), str(10**400), "9" * 5000, "1e999", "٣", " 1", "1.0", "NaN")
TEXTS = (
    "", "%00", "x%00.svg", "%ff%fe", "%ed%a0%80", "a" * 10_000, "..", "../../etc/passwd", "%2e%2e%2f", "%F0%9F%92%89", "{{7*7}}", "'\"<>&;",
)
"""Texts as they stand in an address, percent-encoded already."""
PLAIN = (
    "\x00", "a\x00b", "\ud800", "\uffff", "a" * 10_000, "١٢", "-1", str(2**63), "9" * 5000, "{{7*7}}", "../..", "\r\nX: y", "🩺" * 500, "",
)
# fmt: on
DEEP = b"[" * 40_000
BODIES = (
    (DEEP, "application/json"),
    (b'{"code":' * 40_000, "application/json"),
    (b'{"code": "\\ud800", "device": "\\udfff"}', "application/json"),
    (b'{"code": 1e999, "device": null}', "application/json"),
    (b"null", "application/json"),
    (b'"\xff\xfe"', "application/json; charset=utf-16"),
    (b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n', "multipart/form-data; boundary=x"),
    (b"not multipart", "multipart/form-data"),
    (b"a=%00&a=%ff&=&&&==&%", "application/x-www-form-urlencoded"),
    (b"csrf_token=%00&csrf_token=x", "application/x-www-form-urlencoded"),
    (b"\xff" * 300, "text/plain; charset=nonsense"),
    (b"<x/>", ""),
)
PATHS = (
    "//", "//en//courses", "///evil.example/..", "/en/..//x", "/%2f%2fevil.example", "/en/%00", "/%", "/%zz", "/\\evil.example",
    "/en/./courses", "/" + "a/" * 4000, "/" + "%2e%2e/" * 50, "/.git/config", "/en/courses/%ff", "/static/%00", "/static/../lms/app.py",
    "/media/x.svg%00", "/xapi//statements", "/xapi/%00",
)  # fmt: skip
HEADERS: tuple[dict[str, str], ...] = (
    {"Host": "evil.example"},
    {"Host": "127.0.0.1:99999999999"},
    {"Host": "a" * 3000},
    {"Host": "[::1"},
    {"Origin": "http://[::1"},
    {"Origin": "null"},
    {"Referer": "http://[", "Origin": "http://a:b"},
    {"Accept-Language": "fr;q=" + "9" * 300 + ",*;q=-1,;;,x" * 30},
    {"Accept-Encoding": "br;q=x, gzip;q=1e9, ;;;"},
    {"If-Modified-Since": "yesterday", "If-None-Match": '"' * 99, "Range": "bytes=9-1,-,5-"},
    {"Cookie": "hlm=" + "." * 999 + "; theme=\x01; hlm=a"},
    {"Authorization": "Basic " + "=" * 99},
    {"X-Forwarded-For": "x" * 5000, "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher"},
)


@dataclass(frozen=True)
class Asked:
    """One request of the fuzz."""

    method: str
    path: str
    data: Any = None
    kind: str | None = None
    headers: dict[str, str] = field(default_factory=dict)

    def send(self, client: FlaskClient) -> int:
        """The status; 599 when not even a page for the fault was made."""
        try:
            answer = client.open(self.path, method=self.method, data=self.data, content_type=self.kind, headers=self.headers)
            answer.get_data()
        except Exception:
            return 599
        return answer.status_code

    def __str__(self) -> str:
        return f"{self.method} {self.path[:120]!r} {str(self.data)[:120]!r} {self.kind or ''} {self.headers or ''}"


@lru_cache(maxsize=1)
def field_names() -> tuple[str, ...]:
    """Every name of a query or form field that the site's code reads."""
    found = {name for path in LMS.rglob("*.py") for name in FIELD.findall(path.read_text("utf-8"))}
    return tuple(sorted(found | {"next", "choice", "sign", "do", "base", "text"}))


def usual_values(rule: Rule, places: dict[str, Any]) -> dict[str, str]:
    return {name: quote(str(places.get(name, uuid4()))) for name in rule.arguments if not (rule.defaults and name in rule.defaults)}


def path_of(rule: Rule, values: dict[str, str]) -> str:
    """The address of a rule with these values as they are, not encoded again."""
    return re.sub(r"<(?:[a-z]+(?:\([^)]*\))?:)?([a-z_]+)>", lambda hit: values[hit[1]], rule.rule)


def addresses(rule: Rule, places: dict[str, Any]) -> Iterator[str]:
    """The rule's addresses with one hostile value in each place in turn."""
    usual = usual_values(rule, places)
    for name in usual:
        for value in (*NUMBERS, *TEXTS):
            yield path_of(rule, usual | {name: quote(value, safe="%.") if value in NUMBERS else value})


def of_rule(rule: Rule, places: dict[str, Any], token: str) -> Iterator[Asked]:
    """What is sent to one rule: hostile places, hostile queries, hostile forms with a right token, hostile bodies."""
    at = path_of(rule, usual_values(rule, places))
    methods = sorted((rule.methods or set()) - {"OPTIONS", "HEAD"})
    for method in methods:
        sent = {"csrf_token": token} if method == "POST" else None
        yield from (Asked(method, path, sent) for path in addresses(rule, places))
        if method == "GET":
            yield from (Asked("GET", f"{at}?{query(value)}") for value in PLAIN)
            yield Asked("GET", f"{at}?{'a=1&' * 3000}")
            yield Asked("GET", f"{at}?%00=%00&%ff=%ff&=&&")
            yield Asked("HEAD", at)
        else:
            yield from (Asked(method, at, form(value, token)) for value in PLAIN)
            yield from (Asked(method, at, body, kind) for body, kind in BODIES)
    yield Asked("DELETE", at)


def query(value: str) -> str:
    return "&".join(f"{name}={quote(value, errors='surrogatepass')}" for name in field_names() if name != "csrf_token")


def form(value: str, token: str) -> bytes:
    """Every field of the site with this value, each twice, and a right token."""
    return f"csrf_token={token}&{query(value)}&{query(value)}".encode()


def answers_5xx(client: FlaskClient, asked: Iterator[Asked]) -> list[str]:
    """The requests that were answered with a fault of ours; 503 counts too: nothing is busy here."""
    return [f"{status} {one}" for one in asked if (status := one.send(client)) >= 500]
