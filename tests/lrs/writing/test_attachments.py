"""Attachments and signed statements: multipart both ways, hashes, signatures; both versions, both databases."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from joserfc import jws
from joserfc.jwk import OctKey, RSAKey
from lrs_cast import Caller, make_statement

from lrs.writing.attachments import join, split
from lrs.writing.signatures import USAGE
from lrs.writing.statement_writer import Attachment

CONTENT = b"\x89PNG\r\n\r\n--not-the-boundary\r\n\x00\xff"


def described(content: bytes, **changed: Any) -> dict[str, Any]:
    made = {"usageType": "http://example.com/use", "display": {"fr": "Image"}, "contentType": "image/png", "length": len(content)}
    return made | {"sha2": hashlib.sha256(content).hexdigest()} | changed


def send(caller: Caller, statement: dict[str, Any], *contents: bytes) -> Any:
    parts = [Attachment(hashlib.sha256(content).hexdigest(), "image/png", content) for content in contents]
    kind, body = join(json.dumps(statement).encode(), parts)
    return caller.post("statements", body, headers={"Content-Type": kind})


def test_an_attachment_comes_back_byte_for_byte_when_asked_for(caller: Caller) -> None:
    statement = make_statement(attachments=[described(CONTENT)])
    assert send(caller, statement, CONTENT).status_code == 200
    answer = caller.get("statements", attachments="true")
    assert '"' not in answer.headers["Content-Type"]  # TinCanJS 0.50 takes quotes for part of the boundary
    first, second = split(answer.headers["Content-Type"], answer.data)
    assert json.loads(first.content)["statements"][0]["id"] == statement["id"]
    assert second.content == CONTENT
    assert second.headers["x-experience-api-hash"] == hashlib.sha256(CONTENT).hexdigest()
    assert caller.get("statements", statementId=statement["id"]).json["attachments"] == [described(CONTENT)]


def test_an_attachment_by_address_needs_no_content(caller: Caller) -> None:
    assert caller.post("statements", make_statement(attachments=[described(b"x", fileUrl="http://example.com/f")])).status_code == 200


def test_a_missing_an_unasked_and_a_changed_content_are_refused(caller: Caller) -> None:
    statement = make_statement(attachments=[described(CONTENT)])
    assert caller.post("statements", statement).status_code == 400
    assert send(caller, statement).status_code == 400
    assert send(caller, statement, CONTENT, b"more").status_code == 400
    kind, body = join(json.dumps(statement).encode(), [Attachment(hashlib.sha256(CONTENT).hexdigest(), "image/png", CONTENT + b"!")])
    assert caller.post("statements", body, headers={"Content-Type": kind}).status_code == 400
    assert caller.ids() == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"Content-Transfer-Encoding: binary", b"Content-Transfer-Encoding: base64"),
        (b"X-Experience-API-Hash", b"X-Other"),
        (b"application/json", b"text/plain"),
        (b"--\r\n", b""),
    ],
)
def test_a_part_that_is_not_in_order_is_refused(caller: Caller, old: bytes, new: bytes) -> None:
    statement = make_statement(attachments=[described(b"abc")])
    kind, body = join(json.dumps(statement).encode(), [Attachment(hashlib.sha256(b"abc").hexdigest(), "text/plain", b"abc")])
    assert caller.post("statements", body.replace(old, new), headers={"Content-Type": kind}).status_code == 400


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def certificate(key: rsa.RSAPrivateKey) -> str:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "test")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
    made = made.not_valid_before(now).not_valid_after(now + timedelta(days=1))
    return base64.b64encode(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)).decode()


def signed(statement: dict[str, Any], key: rsa.RSAPrivateKey, algorithm: str = "RS256", **header: Any) -> bytes:
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    chosen: Any = RSAKey.import_key(pem) if algorithm.startswith("RS") else OctKey.import_key("secret" * 8)
    return jws.serialize_compact({"alg": algorithm, **header}, json.dumps(statement).encode(), chosen, algorithms=[algorithm]).encode()


def send_signed(caller: Caller, statement: dict[str, Any], signature: bytes, **changed: Any) -> int:
    said = described(signature, usageType=USAGE, contentType="application/octet-stream") | changed
    return int(send(caller, statement | {"attachments": [said]}, signature).status_code)


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_xapi_00117_a_signed_statement_is_kept(caller: Caller, key: rsa.RSAPrivateKey, algorithm: str) -> None:
    statement = make_statement()
    assert send_signed(caller, statement, signed(statement, key, algorithm, x5c=[certificate(key)])) == 200


def test_xapi_00115_xapi_00116_a_signature_of_something_else_is_refused(caller: Caller, key: rsa.RSAPrivateKey) -> None:
    statement = make_statement()
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    good = signed(statement, key, x5c=[certificate(key)])
    assert send_signed(caller, statement, signed(statement | {"result": {"success": True}}, key)) == 400
    assert send_signed(caller, statement, signed(statement, other, x5c=[certificate(key)])) == 400
    assert send_signed(caller, statement, signed(statement, key, "HS256")) == 400
    assert send_signed(caller, statement, good.replace(b".", b"!", 1)) == 400
    assert send_signed(caller, statement, good[:-6]) == 400
    assert send_signed(caller, statement, good, contentType="text/plain") == 400
    assert send_signed(caller, statement, signed(statement, key, x5c=["AAAA"])) == 400
    assert send_signed(caller, statement, good) == 200
