"""Somebody at a browser without script: cookies, forms with their token, redirections, all by TLS through the proxy."""

import html
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tls_proxy import NAME, Proxied

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BOUNDARY = "----a-form-of-the-test"


@dataclass
class Page:
    status: int
    place: str
    raw: bytes

    @property
    def text(self) -> str:
        return html.unescape(self.raw.decode("utf-8", "replace"))


@dataclass
class Visitor:
    proxied: Proxied
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def origin(self) -> str:
        return f"https://{NAME}:{self.proxied.port}"

    def get(self, path: str) -> Page:
        return self._follow("GET", path)

    def post(self, path: str, **values: str) -> Page:
        body = urlencode({"csrf_token": self._token(), **values}).encode()
        return self._follow("POST", path, body, "application/x-www-form-urlencoded")

    def upload(self, path: str, name: str, file_name: str, raw: bytes) -> Page:
        part = f'Content-Disposition: form-data; name="csrf_token"\r\n\r\n{self._token()}\r\n'
        head = f'Content-Disposition: form-data; name="{name}"; filename="{file_name}"\r\nContent-Type: text/csv\r\n\r\n'
        body = f"--{BOUNDARY}\r\n{part}--{BOUNDARY}\r\n{head}".encode() + raw + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._follow("POST", path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def _token(self) -> str:
        found = TOKEN.search(self.get("/fr/accessibilite").text)
        assert found
        return found[1]

    def _follow(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> Page:
        for _ in range(6):
            heads = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()), "Origin": self.origin}
            heads |= {"Referer": f"{self.origin}{path}", **({"Content_Type": kind} if kind else {})}
            status, answer, raw = self.proxied.ask(method, path, body, **heads)
            self._keep(answer.get("set-cookie", ""))
            if status not in (302, 303):
                break
            parts = urlsplit(answer["location"])
            assert parts.netloc in ("", f"{NAME}:{self.proxied.port}"), answer["location"]
            method, path, body, kind = "GET", f"{parts.path}?{parts.query}".rstrip("?"), None, ""
        return Page(status, path, raw)

    def _keep(self, head: str) -> None:
        for name, morsel in SimpleCookie(head).items():
            assert morsel["secure"], f"{name} is not for TLS alone"
            self.cookies[name] = morsel.value
