"""A small provider of identities on loopback for tests: it signs what a test tells it to, right or wrong."""

import base64
import hashlib
import http.server
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import ECKey

CLIENT, SECRET = "hors-les-murs", "quatre mots du fournisseur"
LOGOUT = "http://schemas.openid.net/event/backchannel-logout"


class SmallProvider:
    """issuer: its address. claims: put over those of the next ID tokens; None takes one away. person: what UserInfo says.

    asked: paths of the requests it got. codes: code -> what the browser came with. broken: it answers 500 to all.
    """

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self.keys = [new_key("k1")]
        self.shown_keys = list(self.keys)
        self.header: dict[str, Any] = {}
        self.claims: dict[str, Any] = {}
        self.person: dict[str, Any] = {}
        self.signs_person = False
        self.metadata: dict[str, Any] = {}
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[str] = []
        self.broken = False
        self.token_answer: tuple[int, Any] | None = None

    def authorize(self, address: str, subject: str = "sub-1") -> dict[str, str]:
        """What the browser brings back after its owner signed in at this address as `subject`."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = {**asked, "subject": subject}
        return {"code": code, "state": asked["state"], "iss": self.issuer}

    def id_token(self, asked: dict[str, str]) -> str:
        at = int(time.time())
        claims = {
            "iss": self.issuer,
            "sub": asked["subject"],
            "aud": CLIENT,
            "iat": at,
            "exp": at + 300,
            "nonce": asked["nonce"],
            "sid": "sid-1",
            **({"auth_time": at} if "max_age" in asked else {}),
        }
        return self.signed({**claims, **self.claims})

    def logout_token(self, **claims: Any) -> str:
        at = int(time.time())
        usual = {"iss": self.issuer, "aud": CLIENT, "iat": at, "exp": at + 120, "jti": f"jti-{time.time_ns()}", "events": {LOGOUT: {}}}
        return self.signed({**usual, **claims}, typ="logout+jwt")

    def signed(self, claims: dict[str, Any], **header: str) -> str:
        kept = {name: value for name, value in claims.items() if value is not None}
        key = self.keys[-1]
        head = {name: value for name, value in {"alg": "ES256", "kid": key.kid, **header, **self.header}.items() if value is not None}
        return jwt.encode(head, kept, key, algorithms=["ES256", "HS256"])

    def answer(self, path: str, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        self.asked.append(path)
        if self.broken:
            return 500, {}
        if path == "/.well-known/openid-configuration" or path == "/.well-known/wallet-openid-configuration":
            usual = {
                "issuer": self.issuer,
                **{f"{name}_endpoint": f"{self.issuer}/{name}" for name in ("authorization", "token", "userinfo")},
            }
            return 200, {**usual, "end_session_endpoint": f"{self.issuer}/end", "jwks_uri": f"{self.issuer}/keys", **self.metadata}
        if path == "/keys":
            return 200, {"keys": [key.as_dict(private=False) for key in self.shown_keys]}
        if path == "/token":
            return self._token(form, authorization)
        if path == "/userinfo":
            return 200, self.person
        return 404, {}

    def _token(self, form: dict[str, str], authorization: str) -> tuple[int, Any]:
        if self.token_answer is not None:
            return self.token_answer
        basic = "Basic " + base64.b64encode(f"{CLIENT}:{SECRET}".encode("latin-1")).decode()
        if authorization != basic and form.get("client_secret") != SECRET:
            return 401, {"error": "invalid_client"}
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if challenge != asked["code_challenge"] or asked["code_challenge_method"] != "S256":
            return 400, {"error": "invalid_grant"}
        return 200, {"access_token": "access-1", "token_type": "Bearer", "id_token": self.id_token(asked)}


def new_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", {"kid": kid, "use": "sig", "alg": "ES256"}, private=True)


class _Handler(http.server.BaseHTTPRequestHandler):
    provider: SmallProvider

    def do_GET(self) -> None:
        self._answer({})

    def do_POST(self) -> None:
        raw = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer({name: values[0] for name, values in parse_qs(raw).items()})

    def _answer(self, form: dict[str, str]) -> None:
        status, body = self.provider.answer(urlsplit(self.path).path, form, self.headers.get("Authorization", ""))
        is_signed = self.path == "/userinfo" and self.provider.signs_person and status == 200
        raw = (
            self.provider.signed({"iss": self.provider.issuer, "aud": CLIENT, **body}).encode() if is_signed else json.dumps(body).encode()
        )
        self.send_response(status)
        self.send_header("Content-Type", "application/jwt" if is_signed else "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def log_message(self, *_args: Any) -> None:
        pass


@contextmanager
def small_provider() -> Iterator[SmallProvider]:
    handler = type("Handler", (_Handler,), {})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        provider = SmallProvider(f"http://127.0.0.1:{server.server_address[1]}")
        handler.provider = provider  # type: ignore[attr-defined]  # of this class alone
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield provider
        server.shutdown()
