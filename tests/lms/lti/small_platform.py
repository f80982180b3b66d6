"""A small learning platform on loopback for tests: it signs what a test tells it to, right or wrong, and takes tokens and scores."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, DEPLOYMENT = "client-7", "1"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"}, private=True)


class SmallPlatform:
    """issuer: its address. claims: put over those of the next messages; None takes one away. broken: it answers 500 to all.

    asked: paths of the requests it got. scores: what was sent to its columns: path, body, the token of the request.
    refusal: status with which it answers the next score.
    """

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.key = new_key("k1")
        self.shown_keys = [self.key]
        self.claims: dict[str, Any] = {}
        self.header: dict[str, Any] = {}
        self.broken = False
        self.asked: list[str] = []
        self.assertions: list[dict[str, str]] = []
        self.scores: list[tuple[str, dict[str, Any], str]] = []
        self.refusal = 0

    def message(self, nonce: str, origin: str, subject: str = "sub-1", **claims: Any) -> str:
        at = int(time.time())
        usual = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": subject,
            "iat": at,
            "exp": at + 300,
            "nonce": nonce,
            "name": "Jeanne Vrainom",
            "email": "jeanne.vrainom@example.org",
            f"{LTI}message_type": "LtiResourceLinkRequest",
            f"{LTI}version": "1.3.0",
            f"{LTI}deployment_id": DEPLOYMENT,
            f"{LTI}target_link_uri": f"{origin}/lti/launch",
            f"{LTI}resource_link": {"id": "link-1"},
            f"{LTI}roles": [LEARNER],
            f"{LTI}custom": {"open": "course/pharmacists"},
        }
        return self.signed({**usual, **claims, **self.claims})

    def deep_message(self, nonce: str, origin: str, **settings: Any) -> str:
        wanted = {
            "deep_link_return_url": f"{self.issuer}/return",
            "accept_types": ["ltiResourceLink"],
            "accept_presentation_document_targets": ["iframe", "window"],
            **settings,
        }
        kind = {f"{LTI}message_type": "LtiDeepLinkingRequest", f"{LTI}resource_link": None, f"{DEEP}deep_linking_settings": wanted}
        return self.message(nonce, origin, **kind)

    def signed(self, claims: dict[str, Any]) -> str:
        kept = {name: value for name, value in claims.items() if value is not None}
        head = {name: value for name, value in {"alg": "RS256", "kid": self.key.kid, **self.header}.items() if value is not None}
        return jwt.encode(head, kept, self.key, algorithms=["RS256"])

    def answer(self, path: str, body: bytes, authorization: str) -> tuple[int, Any]:
        self.asked.append(path)
        if self.broken:
            return 500, {}
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.shown_keys]}
        if path == "/token":
            self.assertions.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
            return 200, {"access_token": f"access-{len(self.assertions)}", "token_type": "Bearer", "expires_in": 3600}
        if path.endswith("/scores"):
            if self.refusal:
                return self.refusal, {}
            self.scores.append((path, json.loads(body), authorization))
            return 200, {}
        return 404, {}


class _Handler(http.server.BaseHTTPRequestHandler):
    platform: SmallPlatform

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        status, value = self.platform.answer(urlsplit(self.path).path, body, self.headers.get("Authorization", ""))
        raw = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def small_platform() -> Iterator[SmallPlatform]:
    handler = type("Handler", (_Handler,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        platform = SmallPlatform(f"http://127.0.0.1:{server.server_address[1]}")
        handler.platform = platform  # type: ignore[attr-defined]  # of this class alone
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield platform
        server.shutdown()
