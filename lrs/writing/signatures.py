"""Signed statements: a JWS among the attachments, whose payload is the statement; xAPI 1.0.3 part 2, 2.6."""

import base64
import binascii
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import msgspec
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa

from lrs.errors import SignatureBroken
from xapi.formats import cut_duration

USAGE = "http://adlnet.gov/expapi/attachments/signature"
MEDIA_TYPE = "application/octet-stream"
ALGORITHMS = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}
_SET_LATER = ("id", "stored", "authority", "version", "timestamp", "attachments")

Json = Mapping[str, Any]


def check(statement: Json, attachment: Json, content: bytes) -> None:
    """Raises SignatureBroken unless the attachment is a sound JWS of this statement, and of its certificate when it brings one."""
    if attachment.get("contentType") != MEDIA_TYPE:
        raise SignatureBroken(f"a signature's contentType must be {MEDIA_TYPE}")
    header, payload = _parts(content)
    if header.get("alg") not in ALGORITHMS:
        raise SignatureBroken(f"a signature must use one of {', '.join(ALGORITHMS)}")
    if "x5c" in header:
        _verify(content, header["alg"], _chain(header["x5c"])[0])
    if not _is_of(statement, payload):
        raise SignatureBroken("the signed statement is not the one sent")


def _parts(content: bytes) -> tuple[Json, Json]:
    pieces = content.strip().split(b".")
    if len(pieces) != 3 or not all(pieces):
        raise SignatureBroken("the signature is no JWS in compact form")
    try:
        header, payload = (msgspec.json.decode(_decode(piece)) for piece in pieces[:2])
        _decode(pieces[2])
    except (msgspec.DecodeError, binascii.Error, ValueError, RecursionError) as error:
        raise SignatureBroken("the signature's header and payload must be JSON in base64url") from error
    if not isinstance(header, dict) or not isinstance(payload, dict):
        raise SignatureBroken("the signature's header and payload must be JSON objects")
    return header, payload


def _decode(piece: bytes) -> bytes:
    return base64.b64decode(piece + b"=" * (-len(piece) % 4), altchars=b"-_", validate=True)


def _chain(values: Any) -> list[x509.Certificate]:
    """The certificates of x5c, each signed by the next; RFC 7515, 4.1.6."""
    if not isinstance(values, list) or not values:
        raise SignatureBroken("x5c must be a list of certificates")
    try:
        chain = [x509.load_der_x509_certificate(base64.b64decode(value, validate=True)) for value in values]
        for lower, upper in pairwise(chain):
            lower.verify_directly_issued_by(upper)
    except (ValueError, TypeError, binascii.Error, InvalidSignature) as error:
        raise SignatureBroken("the certificates of x5c cannot be read, or one is not signed by the next") from error
    return chain


def _verify(content: bytes, algorithm: str, certificate: x509.Certificate) -> None:
    """RFC 7515, 5.2, with RSASSA-PKCS1-v1_5; a JOSE library's bound on header size would refuse a certificate chain."""
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise SignatureBroken("the certificate of x5c holds no RSA key")
    content_part, _, signature = content.strip().rpartition(b".")
    try:
        key.verify(_decode(signature), content_part, padding.PKCS1v15(), ALGORITHMS[algorithm])
    except InvalidSignature as error:
        raise SignatureBroken("the signature does not hold for its certificate") from error


def _is_of(statement: Json, payload: Json) -> bool:
    """True if both say the same, leaving aside what the signer could not know; what both give of that must agree too."""
    for key in ("id", "timestamp"):
        if key in payload and key in statement and payload[key] != statement[key]:
            return False
    one, right = (_cut({key: value for key, value in row.items() if key not in _SET_LATER}) for row in (statement, payload))
    return one == right


def _cut(row: dict[str, Any]) -> dict[str, Any]:
    """Durations are compared to hundredths of a second."""
    result = row.get("result")
    if isinstance(result, dict) and isinstance(result.get("duration"), str):
        return {**row, "result": {**result, "duration": cut_duration(result["duration"])}}
    return row
