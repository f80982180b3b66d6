"""A small learning platform on loopback for tests: it signs what a test tells it to, right or wrong, and takes tokens and scores."""

import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, DEPLOYMENT = "client-7", "1"
LTI = "https://purl.imsglobal.org/spec/lti/claim/"
DEEP = "https://purl.imsglobal.org/spec/lti-dl/claim/"
GRADES = "https://purl.imsglobal.org/spec/lti-ags/claim/endpoint"
SCORE = "https://purl.imsglobal.org/spec/lti-ags/scope/score"
PLATFORM = "https://purl.imsglobal.org/spec/lti-platform-configuration"
TOOL = "https://purl.imsglobal.org/spec/lti-tool-configuration"
CONFIGURATION, REGISTRATION = "/openid-configuration", "/register"
LEARNER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"


def new_key(kid: str) -> RSAKey:
    return RSAKey.generate_key(2048, {"kid": kid, "use": "sig", "alg": "RS256"}, private=True)


class SmallPlatform:
    """issuer: its address. claims: put over those of the next messages; None takes one away. broken: it answers 500 to all.

    asked: paths of the requests it got. scores: what was sent to its columns: path, body, the token of the request.
    refusal: status with which it answers the next score. said: put over its configuration, and over its answer to a registration (by path);
    None takes one away. raw: status, headers and body of what it answers at a path instead. registrations: what it was sent, and the token.
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
        self.said: dict[str, dict[str, Any]] = {CONFIGURATION: {}, REGISTRATION: {}}
        self.raw: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.registrations: list[tuple[dict[str, Any], str]] = []

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
        if path == CONFIGURATION:
            return 200, self._said(path, self.configuration())
        if path == REGISTRATION:
            self.registrations.append((json.loads(body), authorization))
            answer = {"client_id": f"client-{uuid4().hex[:8]}", TOOL: {"deployment_id": "d-1"}}
            return 201, self._said(path, answer)
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

    def configuration(self) -> dict[str, Any]:
        places = {"authorization_endpoint": "/auth", "token_endpoint": "/token", "jwks_uri": "/keys", "registration_endpoint": REGISTRATION}
        return {
            "issuer": self.issuer,
            **{name: f"{self.issuer}{path}" for name, path in places.items()},
            "scopes_supported": ["openid", SCORE],
            "id_token_signing_alg_values_supported": ["RS256"],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            PLATFORM: {"product_family_code": "small", "version": "1"},
        }

    def _said(self, path: str, usual: dict[str, Any]) -> dict[str, Any]:
        return {name: value for name, value in {**usual, **self.said[path]}.items() if value is not None}


class _Handler(http.server.BaseHTTPRequestHandler):
    platform: SmallPlatform

    def do_GET(self) -> None:
        self._answer(b"")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])))

    def _answer(self, body: bytes) -> None:
        path = urlsplit(self.path).path
        if path in self.platform.raw:
            self.platform.asked.append(path)
            return self._send(*self.platform.raw[path])
        status, value = self.platform.answer(path, body, self.headers.get("Authorization", ""))
        return self._send(status, {}, json.dumps(value).encode())

    def _send(self, status: int, headers: dict[str, str], raw: bytes) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": "application/json", **headers}.items():
            self.send_header(name, value)
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
