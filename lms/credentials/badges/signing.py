"""Signed JSON: compact JWS with Ed25519 (RFC 7515, RFC 8037), a `kid` in every header, so that rotation leaves old ones verifying."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

from lms.credentials.badges.signing_keys import SigningKey, public_raw

Json = dict[str, Any]


def sign(payload: Mapping[str, Any], key: SigningKey, key_address: str) -> str:
    """The payload as `header.payload.signature`. key_address: where the public half is read. The same input gives the same text."""
    header = {"alg": "EdDSA", "kid": key_address, "typ": "JWT"}
    words = f"{encode(_compact(header))}.{encode(_compact(payload))}"
    return f"{words}.{encode(key.private.sign(words.encode('ascii')))}"


def public_jwk(pem: str, key_address: str) -> Json:
    """A public key as JSON (RFC 8037)."""
    return {"kty": "OKP", "crv": "Ed25519", "x": encode(public_raw(pem)), "kid": key_address, "use": "sig", "alg": "EdDSA"}


def encode(raw: bytes) -> str:
    """base64url without padding."""
    return urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _compact(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
