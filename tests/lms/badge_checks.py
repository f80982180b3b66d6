"""A verifier of badges written from the standards with `cryptography` alone: it shares no line with what signs them."""

import gzip
import json
import re
import struct
import zlib
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from flask.testing import FlaskClient


class Refused(Exception):
    """Why a badge is not accepted."""


def unpadded(text: str) -> bytes:
    if not re.fullmatch("[A-Za-z0-9_-]*", text):
        raise Refused("base64url")
    try:
        return urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError as error:
        raise Refused("base64url") from error


def parts(token: str) -> tuple[dict[str, Any], dict[str, Any], bytes, bytes]:
    pieces = token.split(".")
    if len(pieces) != 3:
        raise Refused("form")
    try:
        header, payload = (json.loads(unpadded(piece)) for piece in pieces[:2])
    except ValueError as error:
        raise Refused("json") from error
    return header, payload, unpadded(pieces[2]), ".".join(pieces[:2]).encode()


def checked(token: str, keys: Mapping[str, bytes], issuer: str, now: datetime) -> dict[str, Any]:
    """The payload of a token signed by one of the issuer's keys (by address: 32 bytes), within its dates. Raises Refused."""
    header, payload, signature, signed = parts(token)
    if header.get("alg") != "EdDSA" or header.get("kid") not in keys:
        raise Refused("key")
    try:
        Ed25519PublicKey.from_public_bytes(keys[header["kid"]]).verify(signature, signed)
    except InvalidSignature as error:
        raise Refused("signature") from error
    own = payload.get("issuer")
    if payload.get("iss") != issuer or (own if isinstance(own, str) else own["id"]) != issuer:
        raise Refused("issuer")
    if payload["nbf"] > now.timestamp() or payload.get("exp", 1e12) <= now.timestamp():
        raise Refused("dates")
    return payload


def keys_of(client: FlaskClient, origin: str) -> dict[str, bytes]:
    """The issuer's keys by address, as it publishes them."""
    published = json.loads(client.get("/badges/keys").data)["keys"]
    assert all(key["kid"].startswith(f"{origin}/badges/keys/") for key in published)
    assert all("d" not in key for key in published)
    return {key["kid"]: unpadded(key["x"]) for key in published}


def is_ended(token: str, client: FlaskClient, keys: Mapping[str, bytes], issuer: str, now: datetime) -> bool:
    """Whether the badge's bit is set in its status list. Raises Refused for a list that the issuer did not sign."""
    entry = parts(token)[1]["credentialStatus"]
    place = entry["statusListCredential"]
    payload = checked(client.get(place[place.index("/badges/") :]).data.decode(), keys, issuer, now)
    subject = payload["credentialSubject"]
    assert (payload["id"], subject["statusPurpose"]) == (place, entry["statusPurpose"])
    assert subject["encodedList"].startswith("u")
    bits = gzip.decompress(unpadded(subject["encodedList"][1:]))
    assert len(bits) * 8 >= 131_072
    index = int(entry["statusListIndex"])
    return bool(bits[index // 8] & (0x80 >> (index % 8)))


def from_png(raw: bytes) -> str:
    """The badge baked into a picture; every chunk's sum is checked."""
    place, token = 8, ""
    while place < len(raw):
        (length,) = struct.unpack(">I", raw[place : place + 4])
        kind, body = raw[place + 4 : place + 8], raw[place + 8 : place + 8 + length]
        assert struct.unpack(">I", raw[place + 8 + length : place + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"iTXt" and body.startswith(b"openbadgecredential\0"):
            token = body[len(b"openbadgecredential") + 5 :].decode()
        place += 12 + length
    return token


def from_svg(raw: bytes) -> str:
    found = re.search(rb'<openbadges:credential verify="([^"]+)"/>', raw)
    assert found
    return found[1].decode()
